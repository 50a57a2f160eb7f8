"""Art. 25 and the reservation to Art. 6(a): recorded, never judged (R-25.1 to R-25.5, P-21, P-23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.treaty.test_art_22_entry import BY, FOUR, KG, KZ, LATER, RU, K, instrument, signed

from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.standing import parties_on

if TYPE_CHECKING:
    from obmen.treaty.declarations import Declared
    from obmen.treaty.instruments import Instrument

AT_SIGNATURE, AT_CONSENT = date(2025, 9, 1), date(2025, 11, 24)
FULL = instrument(
    K.DECLARATION, "RU", AT_CONSENT, full=True, document_classes=("NOTARIAL",), text="Не применяет (учебное)."
)
PARTIAL = replace(FULL, number="RU-part", full=False, provisions=("6.a",), document_classes=("NON_JUDICIAL",))
RESERVATION = instrument(K.RESERVATION, "KZ", AT_SIGNATURE, provisions=("6.a",), text="Оговорка (учебная).")
ENDING = "Обратить внимание государств. Опубликовано как «не применяется до решения Сторон (ст. 21)»"


def recorded(
    *made: Instrument, policies: Policies = DEFAULT_POLICIES, base: list[Instrument] | None = None
) -> Declared:
    """Record declarations beside the four notifications and return the first."""
    known = parties_on([*(FOUR if base is None else base), *made], LATER, policies=policies)
    (first, *_) = [each for standing in known.standings for each in standing.declarations]
    return first


def codes(one: Declared) -> list[str]:
    """Return the codes of its defects."""
    return [finding.code for finding in one.findings]


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (FULL, []),
        (PARTIAL, []),
        (replace(FULL, document_classes=("NOTARIAL", "NON_JUDICIAL")), []),
        (replace(PARTIAL, provisions=()), ["E-25-01"]),
        (replace(FULL, provisions=()), []),
        (replace(FULL, document_classes=()), ["E-25-02"]),
        (replace(FULL, document_classes=("COURT",)), ["E-25-02"]),
        (replace(FULL, document_classes=("NOTARIAL", "COURT")), ["E-25-02"]),
        (replace(PARTIAL, document_classes=(), provisions=()), ["E-25-02", "E-25-01"]),
        (replace(FULL, received_on=date(2025, 11, 25)), ["E-25-03"]),
        (replace(FULL, received_on=date(2025, 10, 1)), []),
    ],
)
def test_a_declaration_is_recorded_with_its_defects(made: Instrument, found: list[str]) -> None:
    """R-25.1: a defect is a finding for the States' attention; the declaration is then not applied."""
    one = recorded(made)
    assert codes(one) == found
    assert one.declaration.applied is (not found)
    assert one.instrument == made
    for finding in one.findings:
        assert (finding.field, finding.blocks) == (made.number, False)
        assert finding.because.endswith(ENDING)


def test_what_is_published_of_a_sound_declaration() -> None:
    """Verbatim, with its scope, from the day on which the Agreement binds the Party."""
    full, partial = recorded(FULL).declaration, recorded(PARTIAL).declaration
    assert (full.party, full.kind, full.text) == ("RU", "ART25_FULL", "Не применяет (учебное).")
    assert (full.document_classes, full.effective_from, full.withdrawn_on) == (("NOTARIAL",), date(2026, 1, 14), None)
    assert (partial.kind, partial.provisions) == ("ART25_PARTIAL", ("6.a",))
    assert not full.applies(date(2026, 1, 13))
    assert full.applies(date(2026, 1, 14))


def at_signature(confirms: tuple[str, ...] = ()) -> tuple[Instrument, list[Instrument]]:
    """Return a declaration made at signature, and the notifications with or without its confirmation."""
    made = replace(FULL, number="RU-sig", received_on=AT_SIGNATURE)
    return made, [*signed("BY", "RU", "KZ", "KG"), BY, replace(RU, confirms=confirms), KZ, KG]


def test_a_declaration_at_signature_needs_its_confirmation() -> None:
    """RU signs with a declaration, the notification of 24.11.2025 is silent → E-25-06 (R-25.2, P-21)."""
    made, silent = at_signature()
    assert codes(recorded(made, base=silent)) == ["E-25-06"]
    assert not recorded(made, base=silent).declaration.applied
    _, confirming = at_signature(("RU-sig",))
    assert codes(recorded(made, base=confirming)) == []
    _, other = at_signature(("RU-other",))
    assert codes(recorded(made, base=other)) == ["E-25-06"]
    applied = recorded(made, base=silent, policies=Policies.declared({"P-21": "APPLIED"}))
    assert (codes(applied), applied.declaration.applied) == (["E-25-06"], True)


def test_before_the_notification_nothing_is_missing_yet() -> None:
    """A signatory may still confirm; a declaration between signature and consent needs no confirmation."""
    made, _ = at_signature()
    waiting = recorded(made, base=signed("BY", "RU", "KZ", "KG"))
    assert codes(waiting) == []
    assert waiting.declaration.effective_from is None
    assert codes(recorded(replace(made, received_on=date(2025, 9, 2)))) == []


def test_signature_and_consent_on_one_day_need_no_confirmation() -> None:
    """What is declared when consent is expressed is not left out of it."""
    made, _ = at_signature()
    at_once = [*signed("BY", "RU", "KZ", "KG"), BY, replace(RU, received_on=AT_SIGNATURE), KZ, KG]
    assert codes(recorded(made, base=at_once)) == []
    day_after = [*at_once[:5], replace(RU, received_on=date(2025, 9, 2)), KZ, KG]
    assert codes(recorded(made, base=day_after)) == ["E-25-06"]


def test_a_defect_is_not_cured_by_reading_the_silence_otherwise() -> None:
    """P-21 APPLIED covers the missing confirmation only."""
    made, silent = at_signature()
    applied = Policies.declared({"P-21": "APPLIED"})
    one = recorded(replace(made, document_classes=("COURT",)), base=silent, policies=applied)
    assert codes(one) == ["E-25-02", "E-25-06"]
    assert not one.declaration.applied


def test_a_reservation_needs_its_confirmation_too() -> None:
    """Kazakhstan's to Art. 6(a), not a declaration of Art. 25: another code, another policy (P-23, R-25.5, R-6.a.4)."""
    silent = recorded(RESERVATION)
    assert codes(silent) == ["E-25-07"]
    assert (silent.declaration.kind, silent.declaration.applied) == ("RESERVATION", False)
    confirming = [*FOUR[:6], replace(KZ, confirms=(RESERVATION.number,)), KG]
    confirmed = recorded(RESERVATION, base=confirming)
    assert (codes(confirmed), confirmed.declaration.applied) == ([], True)
    anyway = recorded(RESERVATION, policies=Policies.declared({"P-23": "APPLIED"}))
    assert (codes(anyway), anyway.declaration.applied) == (["E-25-07"], True)
    not_by_the_other = recorded(RESERVATION, policies=Policies.declared({"P-21": "APPLIED"}))
    assert not not_by_the_other.declaration.applied


def test_a_reservation_has_no_classes_and_no_last_day() -> None:
    """The limits of Art. 25 on scope and time are not asked of a reservation."""
    late = recorded(replace(RESERVATION, received_on=date(2026, 3, 1)))
    assert codes(late) == []
    assert late.declaration.applied
    assert late.declaration.effective_from == date(2026, 3, 1)


def test_an_acceding_state_declares_with_its_accession() -> None:
    """«При … выражении согласия на обязательность» (R-23.4); later is too late."""
    uz = instrument(K.ACCESSION, "UZ", date(2026, 4, 20))
    with_it = instrument(K.DECLARATION, "UZ", date(2026, 4, 20), full=True, document_classes=("NOTARIAL",))
    assert codes(recorded(uz, with_it)) == []
    assert recorded(uz, with_it).declaration.effective_from == date(2026, 5, 20)
    assert codes(recorded(uz, replace(with_it, received_on=date(2026, 4, 21)))) == ["E-25-03"]


def test_a_declaration_may_be_withdrawn_at_any_time() -> None:
    """R-25.4: by the Party itself; the first retraction counts."""
    back = instrument(K.RETRACTION, "RU", date(2026, 6, 1), about=FULL.number)
    again = replace(back, number="later", received_on=date(2026, 7, 1))
    withdrawn = recorded(FULL, again, back).declaration
    assert withdrawn.withdrawn_on == date(2026, 6, 1)
    assert withdrawn.applies(date(2026, 5, 31))
    assert not withdrawn.applies(date(2026, 6, 1))
    assert recorded(FULL, replace(back, party="BY")).declaration.withdrawn_on is None
    assert recorded(FULL, replace(back, about="another")).declaration.withdrawn_on is None


def test_objections_are_recorded_and_decide_nothing() -> None:
    """R-25.5: whose they are; the States decide (Art. 21)."""
    objections = [
        instrument(K.OBJECTION, party, date(2026, 2, 1), about=RESERVATION.number) for party in ("RU", "BY", "BY")
    ]
    other = instrument(K.OBJECTION, "KG", date(2026, 2, 1), about="another")
    one = recorded(RESERVATION, *objections, other)
    assert one.objections == ("BY", "RU")
    assert codes(one) == ["E-25-07"]


def test_declarations_stand_with_their_party_in_the_order_of_receipt() -> None:
    known = parties_on([*FOUR, PARTIAL, replace(FULL, received_on=date(2025, 10, 1)), RESERVATION], LATER)
    assert [each.declaration.kind for each in known.of("RU").declarations] == ["ART25_FULL", "ART25_PARTIAL"]
    assert [each.declaration.kind for each in known.of("KZ").declarations] == ["RESERVATION"]
    assert known.of("BY").declarations == ()
    assert [finding.code for finding in known.findings] == ["E-25-07"]
