"""Art. 6(a) and Kazakhstan's reservation: said verbatim, never a block (R-6.a.2 to R-6.a.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.treaty.samples import DAY, KZ_RESERVATION, REQUEST, asking

from obmen.treaty.answer_content import allowed_statuses, empty_answer, may_rely
from obmen.treaty.applicability import notes_on_reservations
from obmen.treaty.documents.answers import ItemStatus, Part
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Period
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

NEVER_FINAL = {ItemStatus.PENDING, ItemStatus.MATCH_UNCERTAIN}


def test_the_sender_reads_the_text_of_the_reservation() -> None:
    (note,) = notes_on_reservations(REQUEST, [KZ_RESERVATION], DAY)
    assert not note.blocks
    assert note.field == "subjects.0"
    assert "«Республика Казахстан заявляет, что она оставляет за собой право" in note.because
    assert "не противоречащей ее законодательству»." in note.because


def test_only_who_asks_about_money_reads_it() -> None:
    assert not notes_on_reservations(asking(SubjectCode.VEHICLES), [KZ_RESERVATION], DAY).all


def test_a_reservation_of_another_party_is_no_concern() -> None:
    assert not notes_on_reservations(REQUEST, [KZ_RESERVATION], DAY, requested="BY").all
    assert notes_on_reservations(REQUEST, [KZ_RESERVATION], DAY, requested="KZ").all


def test_a_reservation_that_is_not_applied_says_nothing() -> None:
    """R-6.a.4: not confirmed (P-23), not yet effective or withdrawn."""
    for idle in (
        replace(KZ_RESERVATION, applied=False),
        replace(KZ_RESERVATION, effective_from=date(2026, 3, 3)),
        replace(KZ_RESERVATION, withdrawn_on=DAY),
    ):
        assert not notes_on_reservations(REQUEST, [idle], DAY).all


def test_a_state_that_we_have_no_name_for_is_called_by_its_code() -> None:
    (note,) = notes_on_reservations(REQUEST, [replace(KZ_RESERVATION, party="XX")], DAY)
    assert note.because.startswith("XX: ")


def test_the_reservation_works_both_ways_unless_declared_otherwise() -> None:
    """P-16: whoever is asked by the reserving Party may answer in kind."""
    off = Policies.declared({"P-16": "OFF"})
    assert may_rely([KZ_RESERVATION], [], DEFAULT_POLICIES, DAY)
    assert may_rely([], [KZ_RESERVATION], DEFAULT_POLICIES, DAY)
    assert not may_rely([], [KZ_RESERVATION], off, DAY)
    assert not may_rely([], [], DEFAULT_POLICIES, DAY)
    assert not may_rely([replace(KZ_RESERVATION, applied=False)], [], DEFAULT_POLICIES, DAY)
    assert not may_rely([replace(KZ_RESERVATION, provisions=("6.b",))], [], DEFAULT_POLICIES, DAY)


def test_results_that_an_item_can_have() -> None:
    """«В пределах оговорки» is offered only for money and only where a reservation can be relied on."""
    money = set(allowed_statuses(SubjectCode.ACCOUNTS, final=True, reservation=True))
    assert money == set(ItemStatus) - NEVER_FINAL - {ItemStatus.DECLINED_OPTIONAL}
    plain = set(allowed_statuses(SubjectCode.ACCOUNTS, final=True))
    assert plain == money - {ItemStatus.WITHHELD_RESERVATION}
    assert set(allowed_statuses(SubjectCode.VEHICLES, final=True, reservation=True)) == plain
    assert set(allowed_statuses(SubjectCode.VEHICLES, final=False)) == plain | NEVER_FINAL


def test_only_what_may_be_answered_may_be_declined() -> None:
    """«Могут обмениваться» другой информацией: 3.O alone can be declined without a refusal (R-3.2)."""
    declining = [code for code in SubjectCode if ItemStatus.DECLINED_OPTIONAL in allowed_statuses(code, final=True)]
    assert declining == [SubjectCode.OTHER]


def test_an_answer_begins_with_an_item_for_each_subject() -> None:
    answer = empty_answer(replace(REQUEST, version=2), on=DAY)
    assert [item.subject for item in answer.items] == [subject.code for subject in REQUEST.subjects]
    assert all(item.status is None for item in answer.items)
    assert (answer.request_version, answer.part, answer.special_orders) == (2, Part.FINAL, ())
    assert {item.capped_by for item in answer.items} == {""}


def test_an_answer_to_a_longer_period_begins_with_the_mark_that_it_is_cut() -> None:
    """A paper request for 2020-2025 is answered for its latest three years, with a note (R-7.b.3)."""
    period = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))
    accounts, income, whereabouts = REQUEST.subjects
    longer = replace(REQUEST, subjects=(accounts, replace(income, income_period=period), whereabouts))
    assert [item.capped_by for item in empty_answer(longer, on=DAY).items] == ["", "ст. 7", ""]
