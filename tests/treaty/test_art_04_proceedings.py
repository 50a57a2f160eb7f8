"""Art. 4: enforcement documents in execution against the debtor, and the same debt executed twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.treaty.samples import CLAIMANT, DAY, REQUEST, WRIT, asking

from obmen.treaty.answer_content import check_answer, double_execution
from obmen.treaty.articles import Article
from obmen.treaty.documents import Answer
from obmen.treaty.documents.answers import (
    AnswerItem,
    InformationRow,
    ItemStatus,
    ProceedingRow,
    PropertyLine,
    SpecialOrder,
    Stage,
)
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Money
from obmen.treaty.findings import Finding, Weight

if TYPE_CHECKING:
    from obmen.treaty.documents import Request

ROUBLES = Money(amount=Decimal("150000.00"), currency="RUB")
OPEN = ProceedingRow(
    issuer="нотариус города Алматы (учебный)",
    country="KZ",
    document_kind="исполнительная надпись",
    document_number="1207",
    document_date=date(2026, 2, 5),
    opened_on=date(2026, 2, 20),
    accepted_on=date(2026, 2, 18),
    claim="Взыскать долг по договору займа.",
    claimant="Иной взыскатель",
    stage=Stage.MEASURES,
    matched_by=("фамилия, имя, отчество", "дата рождения"),
)
CLOSED = replace(OPEN, stage=Stage.ENDED, ended_on=date(2025, 10, 15), ground="требования исполнены")


def told(*rows: ProceedingRow, status: ItemStatus = ItemStatus.PROVIDED, as_of: date | None = None) -> list[Finding]:
    """Answer the request on proceedings with rows, and return what fails."""
    item = AnswerItem(
        subject=SubjectCode.PROCEEDINGS,
        status=status,
        reason="Материалы уничтожены." if status is ItemStatus.PARTIAL else "",
        rows=rows,
        as_of=as_of,
    )
    order = SpecialOrder(subject=SubjectCode.PROCEEDINGS, applies=False)
    answer = Answer(items=(item,), special_orders=(order,))
    found = check_answer(asking(SubjectCode.PROCEEDINGS), answer, requested_declarations=[], on=DAY.replace(day=30))
    return list(found.failing)


def faults(*rows: ProceedingRow, status: ItemStatus = ItemStatus.PROVIDED) -> list[tuple[str, str]]:
    """Return code and field of what fails."""
    return [(finding.code, finding.field) for finding in told(*rows, status=status)]


def test_an_open_and_a_closed_proceeding_stand_side_by_side() -> None:
    """(R-4.a.1) Two proceedings, one closed 15.10.2025 with end date and ground."""
    assert not told(OPEN, CLOSED)


def test_no_proceedings_is_no_refusal() -> None:
    """(R-4.a.1) None: NONE_FOUND with source and date."""
    item = AnswerItem(
        subject=SubjectCode.PROCEEDINGS, status=ItemStatus.NONE_FOUND, source="Учебный банк данных", as_of=DAY
    )
    assert check_answer(
        asking(SubjectCode.PROCEEDINGS), Answer(items=(item,)), requested_declarations=[], on=DAY.replace(day=30)
    )


@pytest.mark.parametrize("stage", [Stage.ENDED, Stage.TERMINATED, Stage.RETURNED])
def test_what_is_closed_says_when_and_why(stage: Stage) -> None:
    """Terminated and returned ones too (R-4.a.1)."""
    bare = replace(OPEN, stage=stage)
    assert faults(OPEN, bare) == [("E-4-02", "items.0.rows.1.ended_on"), ("E-4-02", "items.0.rows.1.ground")]
    date_missing, ground_missing = told(bare)
    assert date_missing.because == "Исполнение окончено, но не указано: дата окончания"
    assert ground_missing.because == "Исполнение окончено, но не указано: основание окончания"


def test_a_day_of_the_end_contradicts_an_open_stage() -> None:
    (finding,) = told(replace(CLOSED, stage=Stage.SALE))
    assert (finding.code, finding.field) == ("E-4-02", "items.0.rows.0.stage")
    assert finding.because == "Исполнение окончено 15.10.2025, а стадия указана «реализация имущества»"


def test_an_end_without_a_stage_still_needs_its_ground() -> None:
    row = replace(CLOSED, stage=None, ground=" ")
    assert faults(row, status=ItemStatus.PARTIAL) == [("E-4-02", "items.0.rows.0.ground")]


@pytest.mark.parametrize(
    ("opened", "accepted", "unknown", "accepted_by_law"),
    [
        (date(2026, 3, 1), None, "", True),
        (None, date(2026, 3, 3), "", True),
        (None, None, "материалы уничтожены по сроку", True),
        (None, None, " ", False),
    ],
)
def test_a_date_or_the_reason_why_there_is_none(
    opened: date | None, accepted: date | None, unknown: str, *, accepted_by_law: bool
) -> None:
    """(R-4.b.1) Only the acceptance date 03.03.2026, or «дата неизвестна» with the reason; all blank is refused."""
    row = replace(OPEN, opened_on=opened, accepted_on=accepted, dates_unknown=unknown)
    assert faults(row) == ([] if accepted_by_law else [("E-4-01", "items.0.rows.0.opened_on")])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("issuer", "кем выдан документ"),
        ("country", "государство, где выдан документ"),
        ("document_kind", "наименование документа"),
        ("document_number", "номер документа"),
        ("claim", "содержание требования"),
    ],
)
def test_a_document_is_told_whole(name: str, what: str) -> None:
    """(R-4.a.1, R-4.b.2) In part it may be told with the reason."""
    row = replace(OPEN, **{name: " "})  # type: ignore[arg-type]  # a text field by its name
    (finding,) = told(row)
    assert (finding.code, finding.field) == ("E-4-02", f"items.0.rows.0.{name}")
    assert finding.because == f"В сведениях об исполнительном документе не указано: {what}"
    assert not told(row, status=ItemStatus.PARTIAL)


def test_the_stage_is_one_of_the_list() -> None:
    """(R-4.b.2) A free text stands beside the code, not instead of it."""
    (finding,) = told(replace(OPEN, stage=None, stage_text="ищем имущество"))
    assert finding.field == "items.0.rows.0.stage"
    assert finding.because.endswith("не указано: стадия исполнения")
    assert not told(replace(OPEN, stage_text="ищем имущество"))


def test_the_answer_says_how_the_debtor_was_recognised() -> None:
    """(R-4.a.2) Nothing or a name alone is not enough: it may be a namesake."""
    unsaid = replace(OPEN, matched_by=("", " "))
    namesake = replace(OPEN, matched_by=("Фамилия и инициалы", "имя"))
    (nothing,) = told(unsaid)
    assert (nothing.code, nothing.field) == ("E-4-02", "items.0.rows.0.matched_by")
    assert nothing.because == "Не указано, по каким данным установлено, что должник — то же лицо"
    (finding,) = told(namesake)
    assert finding.field == "items.0.rows.0.matched_by"
    assert finding.because == "Совпало только имя (наименование): это может быть другое лицо"
    assert "(ст. 14)" in finding.how_to_fix
    assert not told(replace(OPEN, matched_by=("ФИО", "ИИН")))
    assert not told(replace(OPEN, matched_by=("ИИН",)))
    assert not told(replace(OPEN, matched_by=("фамилия, имя; дата рождения",)))
    assert faults(replace(OPEN, matched_by=("фамилия, имя",))) == [("E-4-02", "items.0.rows.0.matched_by")]


def test_namesakes_are_never_final() -> None:
    """(R-4.a.2) Two «Тестов А.П.» without ИИН: no data, additional information is asked under Art. 14."""
    (finding,) = told(status=ItemStatus.MATCH_UNCERTAIN)
    assert finding.code == "E-6-02"
    assert "«Личность не подтверждена»" in finding.because


@pytest.mark.parametrize(
    "row",
    [
        replace(OPEN, recovered=ROUBLES),
        replace(OPEN, seized=(PropertyLine(description="без цены"), PropertyLine(description="авто", value=ROUBLES))),
        replace(OPEN, on_sale=(PropertyLine(description="авто", value=ROUBLES),)),
    ],
    ids=["recovered", "seized", "on_sale"],
)
def test_sums_have_a_day(row: ProceedingRow) -> None:
    """(R-4.c.1) 150 000.00 RUB as of 10.04.2026, the day told of the row or of the item."""
    (finding,) = told(row)
    assert (finding.code, finding.field) == ("E-4-02", "items.0.rows.0.as_of")
    assert finding.because == "Сумма указана без даты, на которую она известна"
    assert not told(replace(row, as_of=date(2026, 4, 10)))
    assert not told(row, as_of=DAY)
    assert not told(replace(OPEN, seized=(PropertyLine(description="без цены"),)))


ABROAD = replace(
    OPEN,
    document_number="фс 900000123",
    document_date=None,
    issuer="примерный районный суд города москвы",
    recovered=Money(amount=Decimal("140000.00"), currency="RUB"),
    as_of=date(2026, 3, 20),
)


def double(row: ProceedingRow, request: Request = REQUEST, as_of: date | None = None) -> Finding:
    """Look for a double execution in an answer with one other item and row before it."""
    first = AnswerItem(subject=SubjectCode.OTHER, rows=(InformationRow(text="нет"),))
    second = AnswerItem(subject=SubjectCode.PROCEEDINGS, rows=(replace(OPEN, claim=""), row), as_of=as_of)
    return double_execution(request, Answer(items=(first, second)))


def test_the_same_writ_presented_abroad_draws_attention() -> None:
    """(R-4.c.2) ФС № 900000123 presented in KZ, 40 % recovered: «Возможное двойное исполнение», no act by itself."""
    finding = double(ABROAD)
    assert not finding
    assert (finding.code, finding.weight, finding.field) == ("E-4-03", Weight.NOTES, "items.1.rows.1")
    assert finding.articles == (Article(4, letter="в"),)
    assert finding.because == (
        "Возможное двойное исполнение: тот же долг исполняется или исполнялся в другом государстве "
        "(документ фс 900000123, взыскано: 140000.00 RUB на 20.03.2026)"
    )


def test_no_sum_is_invented() -> None:
    assert double(replace(ABROAD, recovered=None)).because.endswith("взыскано: сумма не указана)")
    assert double(replace(ABROAD, as_of=None)).because.endswith("взыскано: 140000.00 RUB)")
    assert double(replace(ABROAD, as_of=None), as_of=DAY).because.endswith("взыскано: 140000.00 RUB на 02.03.2026)")


def test_a_document_is_the_same_by_number_with_issuer_or_date() -> None:
    by_date = replace(ABROAD, issuer="", document_date=date(2026, 2, 12))
    assert not double(by_date)
    assert double(replace(ABROAD, issuer="другой суд"))
    assert double(replace(by_date, document_date=date(2026, 2, 13)))
    assert double(replace(by_date, document_number="900000124"))
    assert double(replace(ABROAD, document_number=" № "))
    unnumbered = replace(REQUEST, documents=(replace(WRIT, number=" "),))
    assert double(replace(ABROAD, document_number=""), unnumbered)
    undated = replace(REQUEST, documents=(replace(WRIT, issued_on=None),))
    assert double(replace(ABROAD, issuer="", document_date=None), undated)


def test_the_same_claimant_with_the_same_claim_is_the_same_debt() -> None:
    """However the sum is written (R-4.c.2)."""
    claim = "Взыскать 350 000 рублей."
    request = replace(REQUEST, documents=(WRIT, replace(WRIT, claim=claim)))
    row = replace(OPEN, document_number="", claimant=CLAIMANT.name.upper(), claim="взыскать 350000 рублей")
    finding = double(row, request)
    assert "документ без номера" in finding.because
    assert double(replace(row, claimant="Другая"), request)
    assert double(replace(row, claim="Взыскать 1 рубль."), request)
    assert double(replace(row, claim=""), REQUEST)
    assert double(replace(row, claimant=""), replace(request, claimants=()))


@pytest.mark.parametrize("stage", [Stage.TERMINATED, Stage.RETURNED])
def test_what_was_returned_with_nothing_is_no_second_execution(stage: Stage) -> None:
    nothing = Money(amount=Decimal(0), currency="RUB")
    assert double(replace(ABROAD, stage=stage, recovered=None))
    assert double(replace(ABROAD, stage=stage, recovered=nothing))
    assert not double(replace(ABROAD, stage=stage))
    assert not double(replace(ABROAD, stage=Stage.ENDED, recovered=nothing))


def test_without_signs_of_it_nothing_is_raised() -> None:
    finding = double(OPEN)
    assert finding
    assert finding.because == "Признаков двойного исполнения нет"
    assert finding.articles == (Article(4, letter="в"),)


@pytest.mark.parametrize("name", ["dates_unknown", "stage_text", "ground", "other_results"])
def test_the_course_of_execution_is_told_in_russian(name: str) -> None:
    """(R-19.1) What we write ourselves; the document's own data stay as they are."""
    assert faults(replace(CLOSED, **{name: "not in Russian"})) == [  # type: ignore[arg-type]  # a text field by its name
        ("E-19-01", f"items.0.rows.0.{name}")
    ]
    assert not faults(replace(CLOSED, claim="Debt recovery order"))
