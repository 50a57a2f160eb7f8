"""Forms and dataclasses: what is typed becomes the value and comes back unchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from obmen.message.encoding import StrictCodec
from obmen.node.web import tables
from obmen.node.web.forms import answer_form, binding, leaves, request_form
from obmen.node.web.forms.rows import COLUMNS, Column
from obmen.treaty.documents.answers import (
    AccountRow,
    Answer,
    AnswerItem,
    IncomeRow,
    ItemStatus,
    ProceedingRow,
    PropertyLine,
    ShareRow,
    SpecialOrder,
)
from obmen.treaty.documents.requests import Confidentiality, Request, SubjectCode
from obmen.treaty.documents.values import (
    Address,
    Birth,
    EnforcementDocument,
    Identifier,
    LegalPerson,
    Money,
    NaturalPerson,
    OperativePart,
    Period,
    PublicBody,
)
from obmen.treaty.subjects import catalogue

DEMO = Path(__file__).parents[3] / "src/obmen/node/demo/request.json"


@pytest.fixture
def request_() -> Request:
    """Give the request of the demo, which says something on every page."""
    return StrictCodec(Request).decode(DEMO.read_bytes())


def test_a_request_survives_its_form(request_: Request) -> None:
    """Request to fields and back is the same request."""
    assert request_form.bind(Request(), request_form.flatten(request_)).value == request_


def test_a_rich_request_survives_its_form(request_: Request) -> None:
    """Several documents, a legal debtor, three kinds of claimants, a wish: all come back."""
    writ = EnforcementDocument(
        number="№ 1207",
        issuer_within_judicial_system=False,
        operative_part=OperativePart(text="мәтін", lang="kk", russian_text="текст", translator="П. П., переводчик"),
    )
    rich = replace(
        request_,
        documents=(*request_.documents, writ),
        debtor=LegalPerson(legal_name="ОАО «Узор-Агро»", identifiers=(Identifier(scheme="BY-UNP", value="199990019"),)),
        claimants=(
            NaturalPerson(family_name="Образцова", birth=Birth(date=date(1990, 1, 2), place="г. Москва")),
            LegalPerson(legal_name="ООО «Пример-Импорт»", addresses=(Address(unknown=True, checked="реестр"),)),
            PublicBody(legal_name="Бюджет"),
        ),
        confidentiality=Confidentiality(scope="всё", reason="причина"),
        desired_date=date(2026, 3, 20),
    )
    assert request_form.bind(Request(), request_form.flatten(rich)).value == rich


def test_a_page_leaves_other_pages_alone(request_: Request) -> None:
    """Fields that a page does not ask keep their values."""
    assert isinstance(request_.debtor, NaturalPerson)
    bound = request_form.bind(request_, {"debtor.given_name": ["Иван"]})
    assert bound.value == replace(request_, debtor=replace(request_.debtor, given_name="Иван"))


def test_what_cannot_be_read_is_said_and_not_lost(request_: Request) -> None:
    """A day that does not exist is named with its field; the draft keeps what it had."""
    bound = request_form.bind(request_, {"proceeding.opened_on": ["31.02.2026"], "proceeding.number": ["1-ИП"]})
    assert set(bound.misread) == {"proceeding.opened_on"}
    assert bound.value.proceeding == replace(request_.proceeding, number="1-ИП")


def test_half_a_period_is_asked_for(request_: Request) -> None:
    """A period needs both days; the empty one is the one at fault."""
    source = {"subjects.7-b.chosen": ["no", "yes"], "subjects.7-b.income_period.start": ["01.03.2023"]}
    source["subjects.7-b.income_period.end"] = [""]
    bound = request_form.bind(replace(request_, subjects=()), source)
    assert set(bound.misread) == {"subjects.7-b.income_period.end"}


def test_unticked_subjects_fall_out(request_: Request) -> None:
    """What is no longer ticked is no longer asked."""
    fields = request_form.flatten(request_) | {"subjects.6-a.chosen": ["no"]}
    codes = [subject.code for subject in request_form.bind(request_, fields).value.subjects]
    assert SubjectCode.ACCOUNTS not in codes
    assert len(codes) == len(request_.subjects) - 1


def test_an_emptied_list_is_empty(request_: Request) -> None:
    """A list whose entries were all taken away becomes empty, not what it was."""
    assert request_form.bind(request_, {"claimants": [""]}).value.claimants == ()


def test_empty_entries_fall_out(request_: Request) -> None:
    """An entry in which only a list was preset is not kept."""
    source = {"debtor.identifiers.0.scheme": ["KZ-IIN"], "debtor.identifiers.0.value": [" "]}
    assert request_form.bind(request_, source).value.debtor.identifiers == ()


def test_changing_the_kind_of_debtor_changes_the_record(request_: Request) -> None:
    """A legal person is not a natural person with other labels."""
    bound = request_form.bind(request_, {"debtor.kind": ["LEGAL"], "debtor.legal_name": ["ТОО «Үлгі-Сауда»"]})
    assert bound.value.debtor == LegalPerson(legal_name="ТОО «Үлгі-Сауда»")


@pytest.fixture
def answer() -> Answer:
    """Give an answer with rows of three kinds."""
    accounts = (
        AccountRow(bank="АО «Пример Банк»", number="KZ64999KZT0000012345", balance=Decimal("10.50")),
        AccountRow(bank="АО «Другой Банк»", holding="deposit", as_of=date(2026, 3, 5)),
    )
    income = IncomeRow(
        payer="ТОО «Үлгі-Сауда»",
        period=Period(start=date(2025, 1, 1), end=date(2025, 1, 31)),
        amount=Money(amount=Decimal(350000), currency="KZT"),
    )
    share = ShareRow(organisation="ТОО «Үлгі-Сауда»", identifiers=(Identifier(scheme="KZ-BIN", value="150440007774"),))
    return Answer(
        items=(
            AnswerItem(subject=SubjectCode.ACCOUNTS, status=ItemStatus.PROVIDED, source="банки", rows=accounts),
            AnswerItem(subject=SubjectCode.INCOME, status=ItemStatus.PROVIDED, rows=(income,)),
            AnswerItem(subject=SubjectCode.SHARES, status=ItemStatus.PROVIDED, rows=(share,)),
        ),
        special_orders=(SpecialOrder(subject=SubjectCode.ACCOUNTS, applies=True, basis="закон", body="орган"),),
        text="К ответу приложений нет.",
    )


def test_an_answer_survives_its_form(answer: Answer) -> None:
    """Item by item, fields and back give the same answer."""
    back = Answer(items=tuple(AnswerItem(subject=item.subject) for item in answer.items))
    for at in range(len(answer.items)):
        back = answer_form.bind(back, answer_form.flatten(answer, at), at).value
    whole = {"part": ["FINAL"], "text": ["К ответу приложений нет."]}
    assert answer_form.bind_whole(back, whole).value == answer


def test_a_special_order_is_yes_no_or_not_answered(answer: Answer) -> None:
    """«Нет» is an answer; no answer is none (Art. 9(3))."""
    no = answer_form.bind(answer, {"order.1.applies": ["", "no"]}, 1).value
    assert SpecialOrder(subject=SubjectCode.INCOME, applies=False) in no.special_orders
    assert answer_form.bind(no, {"order.1.applies": [""]}, 1).value.special_orders == answer.special_orders


def test_removed_rows_are_gone(answer: Answer) -> None:
    """A grid sent with fewer rows leaves fewer rows; other items keep theirs."""
    source = {"items.0.rows": [""], "items.0.rows.0.kind": ["ACCOUNT"], "items.0.rows.0.bank": ["АО «Пример Банк»"]}
    back = answer_form.bind(answer, source, 0).value
    assert back.items[0].rows == (AccountRow(bank="АО «Пример Банк»"),)
    assert back.items[1:] == answer.items[1:]


@pytest.mark.parametrize("typed", ["14.04.2026", "14.4.2026", "14/04/2026", "2026-04-14", " 14.04.2026 "])
def test_days_are_read_as_people_write_them(typed: str) -> None:
    """Points, slashes and the international order are understood."""
    assert leaves.day(typed) == date(2026, 4, 14)


@pytest.mark.parametrize("typed", ["вчера", "14.04.26", "00.01.2026", "31.04.2026", "2026-13-01"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    """What cannot be a day is said, never guessed."""
    with pytest.raises(leaves.MisreadError):
        leaves.day(typed)


def test_sums_are_read_with_spaces_and_commas() -> None:
    """«350 000,50» is a number."""
    assert leaves.number("350\u00a0000,50") == Decimal("350000.50")
    with pytest.raises(leaves.MisreadError):
        leaves.number("1e5")


def test_a_finding_finds_its_page(request_: Request) -> None:
    """The path of a finding leads to the page that asks for it, subjects by their code."""
    found = request_form.page_of("documents.0.issued_on")
    assert found is not None
    assert found.slug == "proceeding"
    assert request_form.name_of(request_, "subjects.3.income_period") == "subjects.7-b.income_period"
    assert request_form.name_of(request_, "subjects.0") == "subjects.6-a.chosen"


def test_hostile_field_names_do_no_harm(request_: Request) -> None:
    """Unknown names, huge numbers and strange paths change nothing."""
    source = {"documents.99999999999999.number": ["x"], "__class__": ["x"], "documents.-1.number": ["y"], "a.b": ["z"]}
    bound = binding.bind(request_, source)
    assert len(bound.value.documents) == 1
    assert bound.value.debtor == request_.debtor


@pytest.mark.parametrize("code", SubjectCode)
def test_every_kind_of_row_can_be_typed_and_read(code: SubjectCode) -> None:
    """What is typed into the grid of any subject comes back, and is shown in a table with the same headings."""
    row = catalogue[code].row
    answer = Answer(items=(AnswerItem(subject=code),))
    typed = {f"items.0.rows.0.{column.path}": [text_for(column)] for column in COLUMNS[row]}
    typed["items.0.rows.0.kind"] = [str(binding.default_of(row, "kind"))]
    bound = answer_form.bind(answer, typed, 0)
    (item,) = bound.value.items
    assert not bound.misread
    assert [type(each) for each in item.rows] == [row]
    flat = answer_form.flatten(bound.value, 0)
    assert {name: flat[name] for name in typed} == typed
    shown = tables.table("сведения", item.rows)
    assert shown
    assert [str(heading) for heading in shown.headings] == [str(column.label) for column in COLUMNS[row]]
    assert all(shown.rows[0])


def text_for(column: Column) -> str:
    """Give something to type into a column."""
    if column.choices:
        return [code for code, _label in column.choices if code][-1]
    if column.mode == "decimal":
        return "12.50"
    if column.mode == "numeric":
        return "3" if column.path in ("year", "number") else "14.04.2026"
    return "учебное значение"


def test_a_table_shows_all_entries_of_a_list() -> None:
    """Two things seized and three keys come from other software in one row: nothing of them is hidden."""
    row = ProceedingRow(
        seized=(
            PropertyLine(description="автомобиль", value=Money(amount=Decimal("100000.00"), currency="KZT")),
            PropertyLine(description="прицеп"),
        ),
        matched_by=("имя", "дата рождения", "ИИН"),
    )
    shown = tables.table("производства", (row,))
    assert shown
    assert {"автомобиль; прицеп", "100\u00a0000,00", "имя; дата рождения; ИИН"} <= set(shown.rows[0])
