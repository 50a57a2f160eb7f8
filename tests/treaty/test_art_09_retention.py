"""Art. 9(1), 9(6): the bond to the documents of the request, keeping and destruction (R-9.1.1, R-9.6.1 to R-9.6.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.samples import NOTARY_WRIT, REQUEST, WRIT

from obmen.treaty.documents.requests import Purpose
from obmen.treaty.documents.values import EnforcementDocument
from obmen.treaty.lifecycle.local_tables import Place
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.purpose import may_use, same_document
from obmen.treaty.retention import (
    DestructionAct,
    Hold,
    HoldKind,
    Kept,
    RetentionRule,
    check_act,
    due_on,
    kept_until,
    may_destroy,
    needs_notice,
    retention_state,
)

# ── п. 1 ст. 9: цель ────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_answer_serves_the_named_document() -> None:
    finding = may_use(REQUEST, WRIT, [Purpose.ENFORCEMENT])
    assert (finding.because, finding.citation) == ("Исполнительный документ назван в запросе", "п. 1 ст. 9")
    assert may_use(REQUEST, WRIT)


def test_another_document_of_the_same_debtor_needs_a_new_request() -> None:
    """Second proceeding 10001/26/99002-ИП on another document: reuse blocked, «новый запрос» offered (R-9.1.1)."""
    finding = may_use(REQUEST, NOTARY_WRIT)
    assert (finding.code, finding.field, finding.blocks) == ("E-9-01", "document", True)
    assert finding.because.startswith("Исполнительный документ 1207 в запросе не назван")
    assert finding.how_to_fix == "Составьте новый запрос по этому исполнительному документу"
    nameless = may_use(REQUEST, EnforcementDocument())
    assert nameless.because.startswith("Исполнительный документ без номера в запросе не назван")


def test_the_bond_follows_the_document_into_another_proceeding() -> None:
    """R-9.1.1: ФС № 900000123 returned and re-presented as 10001/26/99777-ИП: the paper is the same."""
    presented_again = replace(WRIT, number=" фс  № 900000123 ", national_kind="", claim="Долг.", issuer="")
    assert may_use(REQUEST, presented_again)


@pytest.mark.parametrize(
    ("one", "same"),
    [
        (WRIT, True),
        (replace(WRIT, number="ФС № 900000124"), False),
        (replace(WRIT, issued_on=date(2026, 2, 13)), False),
        (replace(WRIT, issued_on=None), False),
        (replace(WRIT, number="ФС №900000123"), True),
        (replace(WRIT, number=" "), False),
        (replace(WRIT, issuer="Другой суд"), False),
        (replace(WRIT, issuer="примерный  районный суд города москвы"), True),
        (replace(WRIT, issuer=""), True),
    ],
)
def test_what_makes_a_paper_the_same(one: EnforcementDocument, *, same: bool) -> None:
    """Number, date and issuer; case and spaces do not matter, an issuer that is not told tells nothing apart."""
    assert same_document(one, WRIT) is same
    assert same_document(WRIT, one) is same


def test_two_unknown_papers_are_not_one() -> None:
    """Number and date are both needed."""
    for unknown in (EnforcementDocument(), EnforcementDocument(number="7"), replace(WRIT, number="")):
        assert not same_document(unknown, unknown)


def test_a_purpose_that_the_request_did_not_have_is_refused() -> None:
    """R-2.2: the purposes bound the later use."""
    finding = may_use(REQUEST, WRIT, [Purpose.ENFORCEMENT, Purpose.LEGAL_ASSISTANCE])
    assert (finding.code, finding.field) == ("E-9-01", "purposes")
    assert "«повышение эффективности механизмов правовой помощи»" in finding.because


# ── п. 6 ст. 9: хранение ────────────────────────────────────────────────────────────────────────────────────────────

RULE = RetentionRule(party="RU", years=5, version="1", source="правило (учебное)")
ENDED = date(2026, 6, 30)
KEPT = Kept(rule=RULE, ended_on=ENDED)


def codes(kept: Kept, on: date) -> list[str]:
    """Return the codes against a destruction."""
    return [finding.code for finding in may_destroy(kept, on).failing]


def test_five_years_after_the_end() -> None:
    """Rule 5 years after end; ended 30.06.2026 → not before 30.06.2031 (R-9.6.1, R-9.6.3)."""
    assert due_on(RULE, ENDED) == date(2031, 6, 30)
    early = may_destroy(KEPT, date(2031, 6, 29))
    (finding,) = early.failing
    assert (finding.code, finding.field) == ("E-9-08", "due")
    assert finding.because.endswith("не истёк (до 30.06.2031)")
    (allowed,) = may_destroy(KEPT, date(2031, 6, 30))
    assert (allowed.because, allowed.citation) == ("Срок хранения истёк, уничтожение возможно", "п. 6 ст. 9")
    assert kept_until(KEPT) == "до 30.06.2031"


@pytest.mark.parametrize(
    ("rule", "ended_on", "due"),
    [
        (replace(RULE, years=0, months=18), date(2026, 6, 30), date(2027, 12, 30)),
        (replace(RULE, years=1, months=2, days=3), date(2026, 1, 1), date(2027, 3, 4)),
        (replace(RULE, years=0, days=90), date(2026, 6, 30), date(2026, 9, 28)),
        (replace(RULE, years=1), date(2028, 2, 29), date(2029, 3, 1)),
        (replace(RULE, years=0), date(2026, 6, 30), date(2026, 6, 30)),
        (replace(RULE, years=0, days=-5), date(2026, 6, 30), date(2026, 6, 30)),
        (replace(RULE, years=9999), date(2026, 6, 30), date.max),
        (replace(RULE, days=10**7), date(2026, 6, 30), date.max),
    ],
)
def test_the_term_of_a_rule(rule: RetentionRule, ended_on: date, due: date) -> None:
    assert due_on(rule, ended_on) == due


def test_what_is_kept_for_ever_is_not_destroyed() -> None:
    kept = replace(KEPT, rule=replace(RULE, permanent=True))
    (finding,) = may_destroy(kept, date(2999, 1, 1)).failing
    assert (finding.code, finding.field) == ("E-9-08", "rule")
    assert "хранятся постоянно" in finding.because
    assert kept_until(kept) == "постоянно"
    assert retention_state(kept, date(2999, 1, 1)) is Place.TERM_RUNNING


def test_nothing_is_destroyed_while_the_proceeding_goes_on() -> None:
    """E-9-09; also when it is resumed, or ends later than the day asked about."""
    pending = replace(KEPT, ended_on=None)
    (finding,) = may_destroy(pending, date(2099, 1, 1)).failing
    assert (finding.code, finding.field) == ("E-9-09", "ended_on")
    assert finding.because == "Уничтожение невозможно: исполнительное производство не окончено"
    assert kept_until(pending) == "производство не окончено"
    assert codes(KEPT, date(2026, 6, 29)) == ["E-9-09", "E-9-08"]
    assert codes(KEPT, ENDED) == ["E-9-08"]


HOLD = Hold(kind=HoldKind.DISPUTE, since=date(2031, 1, 10), lifted_on=date(2031, 9, 1))


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (date(2031, 1, 9), False),
        (date(2031, 1, 10), True),
        (date(2031, 8, 31), True),
        (date(2031, 9, 1), False),
    ],
)
def test_a_hold_stands_until_it_is_lifted(on: date, *, stands: bool) -> None:
    assert HOLD.stands(on) is stands
    assert replace(HOLD, lifted_on=None).stands(on) is (on >= HOLD.since)


def test_a_dispute_stops_the_destruction() -> None:
    """Art. 21: consultations between Parties, a court's order (R-9.6.3, R-21.1); every reason is told."""
    order = Hold(kind=HoldKind.COURT_ORDER, since=date(2031, 7, 1))
    kept = replace(KEPT, holds=(HOLD, order))
    found = may_destroy(kept, date(2031, 7, 1)).failing
    assert [(each.code, each.field) for each in found] == [("E-9-09", "holds"), ("E-9-09", "holds")]
    assert found[0].because == "Уничтожение приостановлено с 10.01.2031: спор между Сторонами"
    assert codes(kept, date(2031, 9, 1)) == ["E-9-09"]
    assert codes(replace(KEPT, holds=(HOLD,)), date(2031, 9, 1)) == []


def test_data_of_a_wrong_person_are_destroyed_at_once() -> None:
    """R-12.6, B-24: the recall overrides the term, the pending proceeding and every hold."""
    kept = Kept(rule=RULE, holds=(replace(HOLD, since=date(2026, 1, 1)),), wrong_person=True)
    (finding,) = may_destroy(kept, date(2026, 4, 29))
    assert finding.because == "Сведения о другом лице отозваны: уничтожаются, не дожидаясь срока"
    assert finding.citation == "п. 1 ст. 9"
    assert retention_state(kept, date(2026, 4, 29)) is Place.HELD


# ── Акт ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

ACT = DestructionAct(
    on=date(2031, 7, 1),
    ground="Истёк срок хранения.",
    officer="Примеров П. П.",
    second_officer="Образцов О. О.",
    copies=("a1b2",),
    sheets=0,
    extracts=0,
)


def test_a_complete_act() -> None:
    (finding,) = check_act(ACT, DEFAULT_POLICIES)
    assert (finding.because, finding.citation) == ("Акт об уничтожении составлен полностью", "п. 6 ст. 9")


@pytest.mark.parametrize(
    ("act", "field", "said"),
    [
        (replace(ACT, ground=" "), "ground", "не хватает сведений"),
        (replace(ACT, officer=""), "officer", "не хватает сведений"),
        (replace(ACT, on=None), "on", "не хватает сведений"),
        (replace(ACT, sheets=None), "sheets", "не хватает сведений"),
        (replace(ACT, extracts=None), "extracts", "не хватает сведений"),
        (replace(ACT, copies=()), "copies", "не перечислены копии"),
        (replace(ACT, national_system=True), "national_confirmation", "не подтвердила уничтожение"),
        (replace(ACT, second_officer=" "), "second_officer", "второй сотрудник"),
        (replace(ACT, second_officer=" примеров П. П. "), "second_officer", "второй сотрудник"),
    ],
)
def test_what_an_act_lacks_is_named(act: DestructionAct, field: str, said: str) -> None:
    """R-9.6.3, P-27: date, ground, two officers, copies, sheets, extracts, the national system's word."""
    (finding,) = check_act(act, DEFAULT_POLICIES).failing
    assert (finding.code, finding.field) == ("E-9-11", field)
    assert said in finding.because


def test_the_second_person_of_a_private_bailiff_comes_from_elsewhere() -> None:
    elsewhere = Policies.declared({"P-27": "OTHER_BODY"})
    (finding,) = check_act(replace(ACT, second_officer=""), elsewhere).failing
    assert "передающего или центрального органа" in finding.because
    assert check_act(replace(ACT, national_system=True, national_confirmation="№ 5"), elsewhere)


# ── Путь до уничтожения ─────────────────────────────────────────────────────────────────────────────────────────────

DESTROYED = replace(KEPT, act=ACT, key_destroyed_on=date(2031, 7, 1), backup_expires_on=date(2031, 7, 5))


@pytest.mark.parametrize(
    ("kept", "on", "place"),
    [
        (replace(KEPT, ended_on=None), date(2031, 1, 1), Place.HELD),
        (KEPT, date(2026, 6, 29), Place.HELD),
        (KEPT, date(2026, 6, 30), Place.TERM_RUNNING),
        (KEPT, date(2031, 6, 29), Place.TERM_RUNNING),
        (KEPT, date(2031, 6, 30), Place.DUE),
        (replace(KEPT, holds=(HOLD,)), date(2031, 7, 1), Place.ON_HOLD),
        (replace(KEPT, holds=(HOLD,)), date(2031, 9, 1), Place.DUE),
        (replace(KEPT, act=ACT), date(2031, 6, 30), Place.DUE),
        (replace(KEPT, act=ACT), date(2031, 7, 1), Place.ACT_DRAFTED),
        (replace(KEPT, act=replace(ACT, on=None)), date(2031, 7, 1), Place.DUE),
        (DESTROYED, date(2031, 7, 1), Place.DESTRUCTION_PENDING),
        (DESTROYED, date(2031, 7, 4), Place.DESTRUCTION_PENDING),
        (DESTROYED, date(2031, 7, 5), Place.DESTROYED),
        (replace(DESTROYED, backup_expires_on=None), date(2031, 7, 7), Place.DESTRUCTION_PENDING),
        (replace(DESTROYED, backup_expires_on=None), date(2031, 7, 8), Place.DESTROYED),
        (replace(DESTROYED, backup_expires_on=date(2031, 8, 1)), date(2031, 7, 8), Place.DESTROYED),
        (replace(DESTROYED, key_destroyed_on=date(2031, 7, 2)), date(2031, 7, 1), Place.ACT_DRAFTED),
    ],
)
def test_where_information_stands(kept: Kept, on: date, place: Place) -> None:
    """§2.8: content gone at once, DESTROYED within seven days: by 08.07.2031 (R-9.6.3)."""
    assert retention_state(kept, on) is place


def test_when_nothing_is_left() -> None:
    assert KEPT.gone_on is None
    assert DESTROYED.gone_on == date(2031, 7, 5)
    assert replace(DESTROYED, backup_expires_on=None).gone_on == date(2031, 7, 8)


def test_who_is_told_of_the_destruction() -> None:
    """P-18, and always after a recall (M-22)."""
    plain = needs_notice(KEPT, DEFAULT_POLICIES)
    assert (plain.holds, plain.policy, plain.because) == (False, "P-18", "Уведомлять об уничтожении не нужно (P-18)")
    assert plain.citation == "п. 6 ст. 9"
    agreed = needs_notice(KEPT, Policies.declared({"P-18": "ON"}))
    assert agreed.because == "Стороны договорились уведомлять об уничтожении (P-18)"
    assert agreed.citation == "п. 6 ст. 9"
    recalled = needs_notice(replace(KEPT, wrong_person=True), DEFAULT_POLICIES)
    assert (recalled.holds, recalled.citation) == (True, "п. 6 ст. 9")
    assert recalled.because == ("После отзыва сведений об их уничтожении уведомляется Сторона, представившая их (M-22)")


def test_the_requested_side_keeps_its_own_copies_by_its_own_law() -> None:
    """R-9.6.4, B-17: another rule, the same mechanics."""
    own = Kept(rule=RetentionRule(party="KZ", years=3), ended_on=ENDED)
    assert codes(own, date(2029, 6, 29)) == ["E-9-08"]
    assert codes(own, date(2029, 6, 30)) == []


rules = st.builds(
    RetentionRule,
    party=st.just("RU"),
    years=st.integers(0, 100),
    months=st.integers(0, 100),
    days=st.integers(-10, 1000),
    permanent=st.booleans(),
)
holds = st.builds(Hold, kind=st.sampled_from(HoldKind), since=st.dates(), lifted_on=st.none() | st.dates())
acts = st.builds(
    DestructionAct, on=st.none() | st.dates(), officer=st.text(max_size=3), second_officer=st.text(max_size=3)
)
kept_ = st.builds(
    Kept,
    rule=rules,
    ended_on=st.none() | st.dates(),
    holds=st.lists(holds, max_size=2).map(tuple),
    wrong_person=st.booleans(),
    act=st.none() | acts,
    key_destroyed_on=st.none() | st.dates(),
    backup_expires_on=st.none() | st.dates(),
)


@given(kept_, st.dates(), st.sampled_from([DEFAULT_POLICIES, Policies.declared({"P-27": "OTHER_BODY", "P-18": "ON"})]))
def test_no_rule_of_keeping_raises(kept: Kept, on: date, policies: Policies) -> None:
    """And nothing is due that may not be destroyed, hold or not."""
    found = may_destroy(kept, on)
    assert list(found)
    assert retention_state(kept, on)
    assert needs_notice(kept, policies).because
    assert kept_until(kept)
    assert kept.act is None or list(check_act(kept.act, policies))
    if retention_state(kept, on) is Place.DUE:
        assert found


@given(rules, st.dates(), st.dates())
def test_a_later_end_is_never_due_earlier(rule: RetentionRule, one: date, other: date) -> None:
    first, second = due_on(rule, min(one, other)), due_on(rule, max(one, other))
    assert (first is None) == (second is None)
    assert first is None or second is None or first <= second
