"""Art. 25 document by document, subject by subject (R-11.1.b, R-25.3): the four examples and their neighbours."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.treaty.samples import DAY, KZ_RESERVATION, NOTARY_WRIT, WRIT, asking

from obmen.treaty.applicability import Declaration
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import DocumentClass
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.scope import Permission, Place, doubtful, scope, without_excluded

if TYPE_CHECKING:
    from obmen.treaty.documents import Request

ORDER = replace(NOTARY_WRIT, document_class=DocumentClass.OFFICIAL)
KZ_FULL = Declaration(party="KZ", kind="ART25_FULL", document_classes=("NOTARIAL",))
KZ_PARTIAL = Declaration(party="KZ", kind="ART25_PARTIAL", document_classes=("NON_JUDICIAL",), provisions=("6.a",))
BLOCK = Policies.declared({"P-15": "BLOCK"})
ASKED = replace(asking(SubjectCode.ACCOUNTS, SubjectCode.EMPLOYMENT), documents=(WRIT, NOTARY_WRIT, ORDER))


def places(
    *declared: Declaration, way: str = "RU KZ", policies: Policies = DEFAULT_POLICIES, request: Request = ASKED
) -> tuple[Place, ...]:
    """Ask by way of two Parties."""
    requesting, requested = way.split()
    return scope(request, declared, requesting=requesting, requested=requested, policies=policies, on=DAY)


def told(found: tuple[Place, ...]) -> list[str]:
    """Write each place that is not simply allowed: «1 6.a CONFIRM E-25-05»."""
    flagged = [each for each in found if each.permission is not Permission.ALLOWED]
    return [
        " ".join(
            [str(each.document), each.subject, each.permission, each.finding.code if each.finding is not None else ""]
        )
        for each in flagged
    ]


def test_the_own_declaration_blocks_every_subject_on_such_a_document() -> None:
    """R-25.3 (1) KZ FULL on notarial; KZ→RU on the notarial writ 1207 → blocked in the KZ node; the writ remains."""
    found = places(KZ_FULL, way="KZ RU")
    assert told(found) == ["1 6.a BLOCKED E-25-04", "1 7.a BLOCKED E-25-04"]
    assert found[2].finding is not None
    assert (found[2].finding.field, found[2].finding.blocks) == ("documents.1", True)


def test_the_other_declaration_asks_for_a_confirmation() -> None:
    """R-25.3 (2) RU→KZ on a notarial document → warning, confirmation; KZ may refuse (P-15)."""
    found = places(KZ_FULL)
    assert told(found) == ["1 6.a CONFIRM E-25-05", "1 7.a CONFIRM E-25-05"]
    assert found[2].finding is not None
    assert found[2].finding.policy == "P-15"
    assert told(places(KZ_FULL, policies=BLOCK)) == ["1 6.a BLOCKED E-25-05", "1 7.a BLOCKED E-25-05"]


def test_a_partial_declaration_touches_its_provisions_only() -> None:
    """R-25.3 (3) KZ PARTIAL [6.a] for non-judicial: 6.a flagged, 7.a normal."""
    assert told(places(KZ_PARTIAL)) == ["2 6.a CONFIRM E-25-05"]
    assert told(places(KZ_PARTIAL, way="KZ RU")) == ["2 6.a BLOCKED E-25-04"]
    own, other = places(KZ_PARTIAL, way="KZ RU")[4].finding, places(KZ_PARTIAL)[4].finding
    assert own is not None
    assert other is not None
    assert own.because.endswith("не применяет положения: 6.а")
    assert "не применяет положения: 6.а; возможен отказ" in other.because
    for way in ("RU KZ", "KZ RU"):
        (partial,) = (each.finding for each in places(KZ_PARTIAL, way=way) if each.finding is not None)
        assert partial.field == "documents.2"
        assert "6.а" in partial.because
    whole_article = replace(KZ_PARTIAL, provisions=("7",))
    assert told(places(whole_article)) == ["2 7.a CONFIRM E-25-05"]


def test_beside_a_full_declaration_a_partial_one_says_nothing_more() -> None:
    full = replace(KZ_FULL, document_classes=("NON_JUDICIAL",))
    finding = places(KZ_PARTIAL, full)[4].finding
    assert finding is not None
    assert "положения" not in finding.because


def test_a_received_request_is_judged_on_the_day_of_its_receipt() -> None:
    """Sent on 01.03.2026, received on 02.03.2026, when the declaration took effect: it is flagged (R-25.4)."""
    since = replace(KZ_FULL, effective_from=DAY)
    sent, came = (
        told(scope(ASKED, [since], requesting="RU", requested="KZ", policies=DEFAULT_POLICIES, on=on))
        for on in (date(2026, 3, 1), DAY)
    )
    assert sent == []
    assert came == ["1 6.a CONFIRM E-25-05", "1 7.a CONFIRM E-25-05"]


def test_a_court_writ_is_touched_by_nothing() -> None:
    """R-25.3 (4) court writ → nothing; nor does a reservation, a third Party's or an unapplied declaration matter."""
    both = replace(KZ_FULL, document_classes=("NOTARIAL", "NON_JUDICIAL"))
    court = replace(ASKED, documents=(WRIT,))
    assert told(places(both, request=court)) == []
    assert len(places(both, request=court)) == 2
    assert told(places(KZ_RESERVATION)) == []
    assert told(places(KZ_FULL, way="RU BY")) == []
    assert told(places(replace(KZ_FULL, applied=False))) == []
    assert told(places(replace(KZ_FULL, effective_from=date(2026, 3, 3)))) == []
    assert told(places(replace(KZ_FULL, withdrawn_on=DAY))) == []


def test_a_reservation_with_classes_is_still_no_declaration() -> None:
    stray = replace(KZ_FULL, kind="RESERVATION", provisions=("6.a",))
    assert told(places(stray)) == []


def test_the_own_declaration_comes_before_the_other_one() -> None:
    own = replace(KZ_FULL, party="RU")
    assert told(places(KZ_FULL, own)) == ["1 6.a BLOCKED E-25-04", "1 7.a BLOCKED E-25-04"]


def test_a_consolidated_request_goes_on_with_the_court_writ() -> None:
    """R-11.1.b: the notarial document is taken out with a note; the order is partly touched and stays."""
    request, excluded = without_excluded(ASKED, places(KZ_FULL, KZ_PARTIAL, way="KZ RU"))
    assert excluded == (NOTARY_WRIT,)
    assert request.documents == (WRIT, ORDER)
    assert list(doubtful(places(KZ_FULL, KZ_PARTIAL, way="KZ RU"))) == [SubjectCode.ACCOUNTS, SubjectCode.EMPLOYMENT]
    assert list(doubtful(places(KZ_PARTIAL))) == [SubjectCode.ACCOUNTS]


def test_where_all_are_excluded_nothing_remains() -> None:
    only = replace(ASKED, documents=(NOTARY_WRIT,))
    request, excluded = without_excluded(only, places(KZ_FULL, way="KZ RU", request=only))
    assert (request.documents, excluded) == ((), (NOTARY_WRIT,))


@pytest.mark.parametrize("way", ["RU KZ", "KZ RU"])
def test_nothing_is_taken_out_without_need(way: str) -> None:
    """A confirmation is none; a request that asks nothing keeps its documents."""
    if way == "RU KZ":
        assert without_excluded(ASKED, places(KZ_FULL, way=way)) == (ASKED, ())
    asks_nothing = replace(ASKED, subjects=())
    assert without_excluded(asks_nothing, places(KZ_FULL, way=way, request=asks_nothing)) == (asks_nothing, ())
