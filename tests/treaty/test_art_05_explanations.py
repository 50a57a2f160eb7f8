"""Art. 5(2): explanations by the questions of the request, and only by them (R-5.2.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.treaty.samples import ANSWER, DAY, REQUEST

from obmen.treaty.answer_content import check_answer
from obmen.treaty.documents import Answer
from obmen.treaty.documents.answers import AnswerItem, ExplanationResult, ExplanationRow, ItemStatus, SpecialOrder
from obmen.treaty.documents.requests import Subject, SubjectCode

if TYPE_CHECKING:
    from obmen.treaty.findings import Finding

ASKED = replace(
    REQUEST,
    subjects=(
        Subject(
            code=SubjectCode.EXPLANATIONS,
            addressee="должник",
            questions=("Где работает?", "Где автомобиль?", "Кому передан?", "Есть ли иное?"),
        ),
    ),
)
ANSWERED = ExplanationRow(
    number=1, result=ExplanationResult.ANSWERED, text="Нигде.", given_on=DAY, signed_by="Тестов А. П."
)
REFUSED = replace(ANSWERED, number=2, result=ExplanationResult.REFUSED_BY_PERSON, text="")
SILENT = ExplanationRow(number=3, result=ExplanationResult.NOT_OBTAINED, given_on=DAY, note="не явился")
FOUR = (ANSWERED, REFUSED, SILENT, replace(ANSWERED, number=4))


def told(*rows: ExplanationRow, status: ItemStatus = ItemStatus.PROVIDED) -> list[Finding]:
    """Answer the request on explanations with rows, and return what fails."""
    item = AnswerItem(
        subject=SubjectCode.EXPLANATIONS, status=status, rows=rows, attachments=("001",), reason="Не на всё."
    )
    order = SpecialOrder(subject=SubjectCode.EXPLANATIONS, applies=False)
    answer = Answer(items=(item,), special_orders=(order,))
    return list(check_answer(ASKED, answer, requested_declarations=[], on=DAY.replace(day=30)).failing)


def test_four_questions_have_four_entries() -> None:
    """(R-5.2.1) Each answered, refused by the person or not obtained, with its date and signature or note."""
    assert not told(*FOUR)
    assert not told(*FOUR, status=ItemStatus.PARTIAL)


def test_the_rule_is_green_when_it_looked() -> None:
    answer = Answer(items=(AnswerItem(subject=SubjectCode.EXPLANATIONS, status=ItemStatus.PROVIDED, rows=FOUR),))
    found = check_answer(ASKED, answer, requested_declarations=[], on=DAY)
    assert "На каждый вопрос дана запись" in [finding.because for finding in found if finding]


@pytest.mark.parametrize("status", [ItemStatus.PROVIDED, ItemStatus.PARTIAL])
def test_no_question_is_passed_over(status: ItemStatus) -> None:
    (finding,) = told(ANSWERED, REFUSED, FOUR[3], status=status)
    assert (finding.code, finding.field) == ("E-5-04", "items.0.rows")
    assert finding.because == "Нет записи о вопросе 3"
    (first,) = told(*FOUR[1:], status=status)
    assert first.because == "Нет записи о вопросе 1"


def test_a_result_without_data_needs_no_entries() -> None:
    assert not told(status=ItemStatus.NOT_ACCESSIBLE)


@pytest.mark.parametrize("number", [0, -1, 5])
def test_no_question_is_added(number: int) -> None:
    """(R-5.2.1) Additional questions cannot be entered as the requester's."""
    (finding,) = told(*FOUR, replace(ANSWERED, number=number))
    assert (finding.code, finding.field) == ("E-5-04", "items.0.rows.4.number")
    assert finding.because == f"Вопроса {number} в запросе нет"


def test_one_entry_for_one_question() -> None:
    found = told(*FOUR, replace(ANSWERED, number=2))
    assert [finding.field for finding in found] == ["items.0.rows.1.number", "items.0.rows.4.number"]
    assert {finding.because for finding in found} == {"О вопросе 2 внесено две записи"}


@pytest.mark.parametrize(
    ("row", "field", "because"),
    [
        (replace(ANSWERED, result=None), "result", "О вопросе 1 не сказано, чем закончилось дело"),
        (replace(ANSWERED, text=" "), "text", "На вопрос 1 отмечен ответ, но самого ответа нет"),
        (replace(ANSWERED, given_on=None), "given_on", "О вопросе 1 не указана дата"),
        (replace(ANSWERED, signed_by=" "), "signed_by", "О вопросе 1 не указано, кто подписал разъяснение"),
    ],
)
def test_an_entry_is_whole(row: ExplanationRow, field: str, because: str) -> None:
    (finding,) = told(row, *FOUR[1:])
    assert (finding.code, finding.field, finding.because) == ("E-5-04", f"items.0.rows.0.{field}", because)


def test_other_items_are_no_concern_of_the_questions() -> None:
    """What is volunteered beside the explanations is judged by its own rules."""
    address = replace(ANSWER.items[2], voluntary=True)
    item = AnswerItem(subject=SubjectCode.EXPLANATIONS, status=ItemStatus.PROVIDED, rows=FOUR)
    orders = tuple(SpecialOrder(subject=each.subject, applies=False) for each in (address, item))
    answer = Answer(items=(address, item), special_orders=orders)
    assert not check_answer(ASKED, answer, requested_declarations=[], on=DAY.replace(day=30)).failing


def test_where_no_question_was_asked_none_is_answered() -> None:
    """A request of other software without questions is asked about under Art. 14, not guessed."""
    silent = replace(ASKED, subjects=(Subject(code=SubjectCode.EXPLANATIONS),))
    item = AnswerItem(subject=SubjectCode.EXPLANATIONS, status=ItemStatus.PROVIDED, rows=(ANSWERED,))
    order = SpecialOrder(subject=SubjectCode.EXPLANATIONS, applies=False)
    answer = Answer(items=(item,), special_orders=(order,))
    (finding,) = check_answer(silent, answer, requested_declarations=[], on=DAY.replace(day=30)).failing
    assert finding.because == "Вопроса 1 в запросе нет"


def test_a_note_stands_for_a_signature() -> None:
    assert not told(replace(ANSWERED, signed_by="", note="отказался подписать"), *FOUR[1:])


def test_an_answer_to_a_request_without_explanations_may_still_volunteer_none() -> None:
    """Nothing was asked: an entry answers no question of the request."""
    item = AnswerItem(subject=SubjectCode.EXPLANATIONS, status=ItemStatus.PROVIDED, rows=(ANSWERED,), voluntary=True)
    order = SpecialOrder(subject=SubjectCode.EXPLANATIONS, applies=False)
    answer = Answer(items=(item, *ANSWER.items), special_orders=(order, *ANSWER.special_orders))
    (finding,) = check_answer(REQUEST, answer, requested_declarations=[], on=DAY.replace(day=30)).failing
    assert (finding.code, finding.field) == ("E-5-04", "items.0.rows.0.number")
