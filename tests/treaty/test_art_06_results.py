"""Art. 3, 6(3), 12: the table of results, what each needs and which close an item (R-6.3.1)."""

from __future__ import annotations

from datetime import date

import pytest

from obmen.treaty.answering.statuses import Finality, allowed_statuses, is_final, status_rules, steps_told
from obmen.treaty.documents.answers import AnswerItem, ItemStatus, SearchStep
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.subjects import catalogue

DAY = date(2026, 3, 16)


def test_the_table_of_results_is_whole() -> None:
    """(R-6.3.1) Every status has its row, in the order of the table, with its Russian label."""
    assert tuple(status_rules) == tuple(ItemStatus)
    assert [(rule.status.label, rule.finality) for rule in status_rules.values()] == [
        ("Представлено", Finality.ALWAYS),
        ("Представлено частично", Finality.ALWAYS),
        ("Сведений не обнаружено", Finality.ALWAYS),
        ("Недоступно органу для раскрытия", Finality.ALWAYS),
        ("Не представлено в пределах оговорки", Finality.ALWAYS),
        ("Не представлено (необязательный пункт)", Finality.ALWAYS),
        ("Источник не ответил", Finality.WITH_STEPS),
        ("Личность не подтверждена", Finality.NEVER),
        ("В работе", Finality.NEVER),
    ]


def test_a_rule_reads_aloud() -> None:
    assert status_rules[ItemStatus.SOURCE_NO_REPLY].sentence == (
        "Источник не ответил: окончательный, если записано, что сделано; нужны источник, принятые меры и их даты"
    )
    assert status_rules[ItemStatus.NOT_ACCESSIBLE].sentence.endswith("окончательный; нужна причина")
    assert all(rule.needs[0].islower() and not rule.needs.endswith(".") for rule in status_rules.values())


@pytest.mark.parametrize("status", ItemStatus)
def test_a_result_closes_its_item_or_does_not(status: ItemStatus) -> None:
    closes = status_rules[status].finality is Finality.ALWAYS
    assert is_final(AnswerItem(subject=SubjectCode.ACCOUNTS, status=status)) is closes


def test_no_result_closes_nothing() -> None:
    assert is_final(AnswerItem(subject=SubjectCode.ACCOUNTS)) is False


FIRST = SearchStep(source="Учебный банк", on=DAY, outcome="запрошено")


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ((FIRST,), True),
        ((FIRST, SearchStep(source="Учебный банк", on=DAY)), True),
        ((FIRST, SearchStep(source="Учебный банк")), False),
        ((SearchStep(source=" ", on=DAY),), False),
    ],
)
def test_silence_of_a_source_is_final_with_logged_steps(steps: tuple[SearchStep, ...], *, told: bool) -> None:
    """(R-5.1.3) Whom, when and what came of it; otherwise the source is still being asked."""
    item = AnswerItem(subject=SubjectCode.PAPERS, status=ItemStatus.SOURCE_NO_REPLY, steps=steps)
    assert steps_told(item) is told
    assert is_final(item) is told


@pytest.mark.parametrize(
    ("source", "as_of", "reason", "told"),
    [
        ("Учебный банк", DAY, "Запрошен, ответа нет.", True),
        (" ", DAY, "Запрошен, ответа нет.", False),
        ("Учебный банк", None, "Запрошен, ответа нет.", False),
        ("Учебный банк", DAY, " ", False),
    ],
)
def test_one_step_may_be_told_in_the_item_itself(source: str, as_of: date | None, reason: str, *, told: bool) -> None:
    item = AnswerItem(
        subject=SubjectCode.PAPERS, status=ItemStatus.SOURCE_NO_REPLY, source=source, as_of=as_of, reason=reason
    )
    assert is_final(item) is told


@pytest.mark.parametrize("code", SubjectCode)
def test_an_open_result_is_offered_for_a_part_only(code: SubjectCode) -> None:
    final, part = set(allowed_statuses(code, final=True)), set(allowed_statuses(code, final=False))
    assert part - final == {ItemStatus.MATCH_UNCERTAIN, ItemStatus.PENDING}


def test_the_catalogue_has_every_subject_with_a_row_of_its_own() -> None:
    """(R-3.1) 4, 5.S, 5.E, 6.a-6.e, 7.a, 7.b, 8.a-8.c, 3.O; both addresses share one kind of row."""
    assert tuple(catalogue) == tuple(SubjectCode)
    rows = [rule.row.__name__ for rule in catalogue.values()]
    assert len(set(rows)) == len(rows) - 1
    assert rows.count("AddressRow") == 2
    assert {code for code, rule in catalogue.items() if rule.own_justification} == {
        SubjectCode.PAPERS,
        SubjectCode.EXPLANATIONS,
        SubjectCode.OTHER_ASSETS,
        SubjectCode.OTHER,
    }
    assert {code for code, rule in catalogue.items() if rule.optional} == {SubjectCode.OTHER}
