"""Art. 12, 11(3): a correction, a supplement or a recall of an answer (M-27, R-12.6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.treaty.cases import told
from tests.treaty.samples import ANSWER, DAY, KZ_RESERVATION, REQUEST, message

from obmen.treaty.answer_content import check_answer
from obmen.treaty.articles import Article
from obmen.treaty.calendars import published
from obmen.treaty.corrections import check_correction, standing
from obmen.treaty.course_term import item_terms
from obmen.treaty.disclosure import Disclosure, Recipient, Restrictions, may_disclose
from obmen.treaty.documents import Answer, Correction
from obmen.treaty.documents.answers import AccountRow, AnswerItem, ItemStatus, Mending, Part
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import ItemState, State
from obmen.treaty.lifecycle.local_tables import Place
from obmen.treaty.policies import Policies
from obmen.treaty.retention import (
    DestructionAct,
    Kept,
    RetentionRule,
    check_act,
    may_destroy,
    needs_notice,
    retention_state,
)

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.treaty.applicability import Declaration
    from obmen.treaty.findings import Findings

ACCOUNTS, INCOME, ADDRESS = ANSWER.items
SENT = message(3)
REFUSED = message(7)
CORRECTION = Correction(
    kind=Mending.CORRECTION,
    refers_to=SENT,
    items=(SubjectCode.WHEREABOUTS_PERSON,),
    reason="Опечатка в адресе.",
    new_items=(ADDRESS,),
)
RECALL = Correction(
    kind=Mending.RECALL,
    refers_to=SENT,
    items=(SubjectCode.ACCOUNTS,),
    reason="Сведения о другом лице.",
    wrong_person=True,
)


def check(
    correction: Correction,
    answer: Answer = ANSWER,
    *,
    own: tuple[Declaration, ...] = (),
    other: tuple[Declaration, ...] = (),
    policies: Policies | None = None,
) -> Findings:
    """Check a correction of the sample answer."""
    return check_correction(
        REQUEST,
        {SENT: answer},
        correction,
        requested_declarations=own,
        requesting_declarations=other,
        policies=policies or Policies(),
        on=DAY.replace(day=30),
        acts={REFUSED},
    )


def faults(correction: Correction, answer: Answer = ANSWER) -> list[tuple[str, str]]:
    """Return code and field of what fails."""
    return [(finding.code, finding.field) for finding in check(correction, answer).failing]


@pytest.mark.parametrize("lawful", [CORRECTION, replace(CORRECTION, kind=Mending.SUPPLEMENT), RECALL])
def test_an_answer_is_corrected_supplemented_or_recalled(lawful: Correction) -> None:
    (finding,) = check(lawful)
    assert finding
    assert finding.because == "Исправление составлено по ответу, который направлен"
    assert finding.articles == (Article(12),)


def test_a_refusal_is_recalled_whole() -> None:
    """M-06 crossed with M-07: the executing body recalls the act (requirements 2.10)."""
    assert check(Correction(kind=Mending.RECALL, refers_to=REFUSED, reason="Поступили дополнительные сведения."))
    some = Correction(kind=Mending.RECALL, refers_to=REFUSED, items=(SubjectCode.INCOME,), reason="То же.")
    assert check(some)


@pytest.mark.parametrize("nothing", [None, message(99)])
def test_what_was_not_sent_cannot_be_mended(nothing: UUID | None) -> None:
    (finding,) = check(replace(RECALL, refers_to=nothing)).failing
    assert (finding.code, finding.field, finding.blocks) == ("E-12-08", "refers_to", True)
    assert finding.because == "Не указан направленный ответ (отказ), который исправляется"


def test_items_are_named_and_were_answered() -> None:
    (nothing,) = check(replace(RECALL, items=())).failing
    assert (nothing.code, nothing.field) == ("E-12-08", "items")
    assert nothing.because == "Не указано, какие пункты ответа исправляются"
    (finding,) = check(replace(RECALL, items=(SubjectCode.ACCOUNTS, SubjectCode.VEHICLES))).failing
    assert finding.field == "items.1"
    assert "подп. в) ст. 6" in finding.because
    assert finding.because.endswith("исправлять нечего")


@pytest.mark.parametrize("reason", ["", " "])
def test_a_reason_is_given(reason: str) -> None:
    (finding,) = check(replace(RECALL, reason=reason)).failing
    assert (finding.code, finding.field) == ("E-12-08", "reason")
    assert finding.because.startswith("Не указано, почему")


@pytest.mark.parametrize("kind", [Mending.CORRECTION, Mending.SUPPLEMENT])
def test_data_of_another_person_are_only_recalled(kind: Mending) -> None:
    """(R-12.6, B-24) A namesake's data are no information about the debtor."""
    (finding,) = check(replace(CORRECTION, kind=kind, wrong_person=True)).failing
    assert (finding.code, finding.field) == ("E-12-08", "kind")
    assert "отзываются" in finding.because


def test_a_recall_carries_nothing_new() -> None:
    """The corrected item arrives as a part of an answer."""
    (finding,) = check(replace(RECALL, new_items=(ACCOUNTS,))).failing
    assert (finding.code, finding.field) == ("E-12-08", "new_items")
    assert finding.because == "Отзыв не содержит новых сведений"


@pytest.mark.parametrize(("kind", "label"), [(Mending.CORRECTION, "исправление"), (Mending.SUPPLEMENT, "дополнение")])
def test_a_correction_carries_something_new(kind: Mending, label: str) -> None:
    (finding,) = check(replace(CORRECTION, kind=kind, new_items=())).failing
    assert (finding.code, finding.field) == ("E-12-08", "new_items")
    assert finding.because == f"В документе «{label}» нет новых сведений"


def test_only_the_named_items_are_replaced() -> None:
    (finding,) = check(replace(CORRECTION, new_items=(ADDRESS, INCOME))).failing
    assert (finding.code, finding.field) == ("E-12-08", "new_items.1")
    assert "подп. б) ст. 7" in finding.because


def test_new_items_obey_the_rules_of_an_answer() -> None:
    """Each fault is found at its place in the correction."""
    empty = replace(ADDRESS, rows=())
    assert faults(replace(CORRECTION, new_items=(empty,))) == [("E-6-02", "new_items.0.rows")]


def test_a_correction_is_no_final_answer() -> None:
    """The other subjects are not missing in it, and an open result is no fault of it."""
    assert check(replace(CORRECTION, new_items=(replace(ADDRESS, status=ItemStatus.PENDING, rows=()),)))
    assert check(CORRECTION, replace(ANSWER, part=Part.PART))


def test_a_special_order_was_told_in_the_answer() -> None:
    """Where it was not, the item is recalled and told anew: the correction has no place for it (R-9.3.4)."""
    (finding,) = check(CORRECTION, replace(ANSWER, special_orders=())).failing
    assert (finding.code, finding.field) == ("E-9-06", "new_items")
    assert "новой частью ответа" in finding.how_to_fix


def test_a_correction_answers_the_version_that_was_answered() -> None:
    strange = replace(ANSWER, request_version=2)
    assert faults(CORRECTION, strange) == [("E-6-02", "refers_to")]


def test_new_items_of_a_recalled_act_are_judged_by_the_last_version() -> None:
    given = replace(CORRECTION, refers_to=REFUSED)
    assert faults(given) == [("E-9-06", "new_items")]
    none_found = AnswerItem(
        subject=SubjectCode.WHEREABOUTS_PERSON, status=ItemStatus.NONE_FOUND, source="Учебный регистр", as_of=DAY
    )
    assert check(replace(given, new_items=(none_found,)))


def test_a_reservation_counts_in_a_correction_too() -> None:
    """(R-6.a.2, R-6.a.3, P-16)."""
    withheld = AnswerItem(
        subject=SubjectCode.ACCOUNTS,
        status=ItemStatus.WITHHELD_RESERVATION,
        circumstances="Банковская тайна.",
        norm="закон (учебная ссылка)",
    )
    mending = replace(CORRECTION, items=(SubjectCode.ACCOUNTS,), new_items=(withheld,))
    off = Policies.declared({"P-16": "OFF"})
    assert check(mending, own=(KZ_RESERVATION,))
    assert check(mending, other=(KZ_RESERVATION,))
    assert not check(mending, other=(KZ_RESERVATION,), policies=off)
    assert not check(mending)


def test_a_balance_is_added() -> None:
    """SUPPLEMENT: bank names first, a balance later."""
    row = AccountRow(bank="АО «Учебный банк»", currency="KZT")
    assert check(
        replace(
            CORRECTION,
            kind=Mending.SUPPLEMENT,
            items=(SubjectCode.ACCOUNTS,),
            new_items=(replace(ACCOUNTS, rows=(row,)),),
        )
    )


def test_a_recalled_item_has_no_result_any_more() -> None:
    """(R-12.6) KZ recalls the item of a namesake; the corrected one arrives as a part and closes it again."""
    (left,) = standing({SENT: ANSWER}, [RECALL])
    assert left.items == (INCOME, ADDRESS)
    anew = replace(ANSWER, items=(ACCOUNTS,))
    closing = replace(ANSWER, items=(INCOME,))
    on = DAY.replace(day=30)
    assert not check_answer(REQUEST, closing, requested_declarations=[], on=on, earlier=[left])
    assert check_answer(REQUEST, closing, requested_declarations=[], on=on, earlier=[left, anew])
    assert check_answer(REQUEST, closing, requested_declarations=[], on=on, earlier=[ANSWER])


def test_a_namesake_is_recalled_destroyed_and_told_anew() -> None:
    """R-12.6: KZ recalls 6.b of a namesake 29.04.2026 → blocked at once, act, M-22; 6.b anew as M-03 part."""
    begun = ("M-01 6.b +2", "M-02 +2", "M-03 FINAL 6.b +16", "M-27 RECALL 6.b +29.04 #3")
    recalled, on = told(*begun), date(2026, 4, 29)
    assert (recalled.state, recalled.items[0].state) == (State.PARTLY_ANSWERED, ItemState.OPEN)

    to_debtor = Disclosure(recipient=Recipient.DEBTOR, items=(SubjectCode.REAL_ESTATE,), on=on, provider="KZ")
    assert may_disclose(to_debtor, Restrictions(), Policies())
    after = Restrictions(recalled=(SubjectCode.REAL_ESTATE,))
    assert [each.code for each in may_disclose(to_debtor, after, Policies()).failing] == ["E-9-01"]

    kept = Kept(rule=RetentionRule(party="RU", years=5), wrong_person=True)
    act = DestructionAct(on=on, ground="Отзыв", officer="А", second_officer="Б", copies=("a1",), sheets=0, extracts=0)
    assert may_destroy(kept, on)
    assert check_act(act, Policies())
    assert needs_notice(kept, Policies())
    assert retention_state(replace(kept, act=act, key_destroyed_on=on), on) is Place.DESTRUCTION_PENDING
    confirmed = told(*begun, "M-22 +30.04 #4")
    assert (confirmed.steps[-1].row is not None, confirmed.state) == (True, State.PARTLY_ANSWERED)

    anew = told(*begun, "M-22 +30.04 #4", "M-03 PART 6.b +4.05")
    assert (anew.state, anew.items[0].state) == (State.EXECUTED, ItemState.ANSWERED)
    for course in (recalled, confirmed, anew):
        terms = item_terms(course, published("KZ"), Policies(), ZoneInfo("Asia/Almaty"))
        assert terms[SubjectCode.REAL_ESTATE].due_adjusted == date(2026, 4, 17)


def test_a_corrected_item_is_replaced_and_a_supplement_stands_beside() -> None:
    moved = replace(ADDRESS, reason="Исправлено.")
    corrected = replace(CORRECTION, new_items=(moved,))
    supplemented = replace(corrected, kind=Mending.SUPPLEMENT)
    other = replace(ANSWER, items=(INCOME,))
    assert standing({SENT: ANSWER, message(4): other}, [corrected]) == (
        replace(ANSWER, items=(ACCOUNTS, INCOME, moved)),
        other,
    )
    assert [answer.items for answer in standing({SENT: ANSWER}, [supplemented])] == [(ACCOUNTS, INCOME, ADDRESS, moved)]


def test_corrections_follow_one_another() -> None:
    again = replace(CORRECTION, kind=Mending.RECALL, new_items=())
    assert [answer.items for answer in standing({SENT: ANSWER}, [CORRECTION, again])] == [(ACCOUNTS, INCOME)]


@pytest.mark.parametrize("nothing", [None, REFUSED])
def test_the_recall_of_an_act_changes_no_answer(nothing: UUID | None) -> None:
    assert standing({SENT: ANSWER}, [replace(RECALL, refers_to=nothing)]) == (ANSWER,)
