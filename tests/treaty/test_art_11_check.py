"""Art. 11: the check of a whole request, with its green lines and its reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.samples import ANSWER, DAY, REQUEST

from obmen.treaty.answer_content import check_answer
from obmen.treaty.content.draft import Draft
from obmen.treaty.documents import Answer, Request
from obmen.treaty.documents.answers import AnswerItem, ItemStatus, Part
from obmen.treaty.documents.requests import Subject, SubjectCode
from obmen.treaty.documents.values import (
    Address,
    Debtor,
    EnforcementDocument,
    LegalPerson,
    NaturalPerson,
    OperativePart,
    Period,
)
from obmen.treaty.errors import received
from obmen.treaty.request_content import RULES, Rule, check_request

if TYPE_CHECKING:
    from obmen.treaty.findings import Findings

texts = st.sampled_from(["", " ", "Просим.", "арест", "Сот актісі", "VIN", "«", "ё"])
days = st.none() | st.dates()


def check(request: Request) -> Findings:
    """Check a request of the sample's day."""
    return check_request(request, on=DAY, own_party="RU")


def test_a_faultless_request_is_green_line_by_line() -> None:
    """Every rule that has something to look at says that it holds, and by which article."""
    found = check(REQUEST)
    assert found
    assert all(finding.holds and finding.articles for finding in found)
    looked = [rule for rule in RULES if rule.concerns(REQUEST)]
    assert [finding.because for finding in found] == [rule.because for rule in looked]
    assert [finding.citation for finding in found] == [
        "подп. а) п. 1 ст. 11",
        "второй абзац ст. 10",
        "подп. б) п. 1 ст. 11",
        "ст. 1, ст. 25",
        "подп. г) п. 1 ст. 11",
        "подп. в) п. 1 ст. 11",
        "подп. в) п. 1 ст. 11",
        "подп. в) п. 1 ст. 11",
        "ст. 2, п. 1 ст. 9",
        "ст. 3",
        "последний абзац ст. 7",
        "п. 1 ст. 9",
        "подп. д) п. 1 ст. 11",
        "ст. 2",
        "ст. 19",
    ]
    silent = {rule.look.__name__ for rule in RULES} - {rule.look.__name__ for rule in looked}
    assert silent == {"papers_wanted", "questions", "concrete_property", "other_information", "desired_date"}


def test_an_empty_request_hears_every_reason_at_once() -> None:
    """Nothing is hidden behind the first fault, and nothing is green about what is not there."""
    found = check(Request())
    codes = {finding.code for finding in found.blocking}
    assert {"E-11-01", "E-10-01", "E-11-02", "E-11-03", "E-11-04", "E-11-05", "E-11-08", "E-3-01", "E-9-02"} == codes
    said = {finding.because for finding in found if finding}
    assert "Резолютивная часть внесена" not in said
    assert reasons(Request()) == [
        ("initiator", "Выберите органы запрашивающей и запрашиваемой Сторон из реестра и справочника Стороны"),
        ("transmitter", "Выберите органы запрашивающей и запрашиваемой Сторон из реестра и справочника Стороны"),
        ("receiver", "Выберите органы запрашивающей и запрашиваемой Сторон из реестра и справочника Стороны"),
        ("proceeding.number", "Не указан номер исполнительного производства"),
        ("proceeding.opened_on", "Не указана дата возбуждения исполнительного производства"),
        ("documents", "Укажите номер, дату и орган (должностное лицо), выдавший исполнительный документ"),
        ("debtor.family_name", "О должнике не указано: фамилия"),
        ("debtor.given_name", "О должнике не указано: имя"),
        ("debtor.patronymic", "О должнике не указано: отчество (или отметка «отсутствует»)"),
        ("debtor.birth.date", "О должнике не указано: дата рождения"),
        ("debtor.birth.place", "О должнике не указано: место рождения"),
        ("claimants", "Не указан взыскатель"),
        ("debtor.addresses.0.text", NO_ADDRESS),
        ("subjects", "Выберите хотя бы один вид запрашиваемой информации"),
        (
            "justification",
            "Обоснуйте запрос; для сведений по ст. 5, подп. д) ст. 6 и последнему абзацу ст. 3 — отдельно",
        ),
        ("content", "Не изложено содержание запроса"),
        ("factual_circumstances", "Не изложены фактические обстоятельства, послужившие основанием для запроса"),
    ]


def reasons(request: Request) -> list[tuple[str, str]]:
    """Return field and text of what fails."""
    return [(finding.field, finding.because) for finding in check(request).failing]


NO_ADDRESS = "Укажите место жительства или место пребывания (местонахождение) либо «неизвестно» и что проверено"


def test_a_bare_document_and_bare_organisations_hear_theirs() -> None:
    """Art. 1, 11(1)(b) to (d): a writ in another language, organisations and a person without a name."""
    bare = replace(
        REQUEST,
        documents=(EnforcementDocument(operative_part=OperativePart(text="т", lang="kk"), enforceable=False),),
        debtor=LegalPerson(),
        claimants=(LegalPerson(), NaturalPerson(addresses=(Address(unknown=True),))),
        subjects=(Subject(code=SubjectCode.ACCOUNTS),),
    )
    assert reasons(bare) == [
        ("documents.0.number", "В исполнительном документе не указано: номер"),
        ("documents.0.issued_on", "В исполнительном документе не указано: дата"),
        ("documents.0.issuer", "В исполнительном документе не указано: орган или должностное лицо, выдавшие документ"),
        ("documents.0.document_class", "Не указан вид органа (лица), выдавшего исполнительный документ"),
        ("documents.0.enforceable", "Документ не подлежит исполнению органом принудительного исполнения"),
        ("documents.0.operative_part.russian_text", f"{IN_KAZAKH} русский текст"),
        ("documents.0.operative_part.translator", f"{IN_KAZAKH} переводчик"),
        ("debtor.legal_name", "О должнике не указано: наименование"),
        (
            "debtor.identifiers",
            "Для должника — юридического лица укажите УНП, ИНН, БИН или иной идентифицирующий номер",
        ),
        ("claimants.0.legal_name", "О взыскателе не указано: наименование"),
        ("claimants.1.family_name", "О взыскателе не указано: фамилия"),
        ("claimants.1.given_name", "О взыскателе не указано: имя"),
        ("claimants.1.patronymic", "О взыскателе не указано: отчество (или отметка «отсутствует»)"),
        ("debtor.addresses.0.text", NO_ADDRESS),
        ("claimants.0.addresses.0.text", NO_ADDRESS),
        ("claimants.1.addresses.0.checked", "Адрес указан как неизвестный, но не сказано, что проверено"),
    ]


IN_KAZAKH = "Резолютивная часть внесена на языке «kk», но не указано:"


def test_what_is_received_is_never_refused_for_its_content() -> None:
    """R-11.4: the same defects in a received request only warn."""
    assert received(check(Request()))


def test_an_answer_in_english_is_refused_at_home_and_only_noted_when_it_came() -> None:
    """R-19.1: E-19-01 at the own node; received from other software with a warning."""
    english = replace(ANSWER, text="The debtor has no accounts with banks of this State.")
    found = check_answer(REQUEST, english, requested_declarations=[], on=DAY.replace(day=30))
    assert [finding.code for finding in found.blocking] == ["E-19-01"]
    assert [finding.code for finding in received(found).warnings] == ["E-19-01"]


def test_a_final_answer_counts_the_parts_before_it() -> None:
    """R-12.3.2: an item with a final result in an earlier part is not missing."""
    accounts, income, whereabouts = ANSWER.items
    part = replace(ANSWER, part=Part.PART, items=(accounts, replace(whereabouts, status=ItemStatus.PENDING)))
    final = replace(ANSWER, items=(income, whereabouts))
    alone = check_answer(REQUEST, final, requested_declarations=[], on=DAY.replace(day=30))
    after = check_answer(REQUEST, final, requested_declarations=[], on=DAY.replace(day=30), earlier=[part])
    assert [finding.code for finding in alone.blocking] == ["E-6-02"]
    assert after


def test_a_pending_item_of_an_earlier_part_is_still_missing() -> None:
    accounts, income, whereabouts = ANSWER.items
    part = replace(ANSWER, part=Part.PART, items=(replace(accounts, status=ItemStatus.PENDING),))
    final = replace(ANSWER, items=(income, whereabouts))
    found = check_answer(REQUEST, final, requested_declarations=[], on=DAY.replace(day=30), earlier=[part])
    assert [finding.field for finding in found.blocking] == ["items"]


@st.composite
def requests(draw: st.DrawFn) -> Request:
    """Make requests as odd as other software could send them."""
    address = Address(text=draw(texts), unknown=draw(st.booleans()), checked=draw(texts))
    people: list[Debtor] = [
        NaturalPerson(family_name=draw(texts), addresses=(address,)),
        LegalPerson(legal_name=draw(texts), addresses=(address,)),
    ]
    period = draw(st.none() | st.builds(Period, start=st.dates(), end=st.dates()))
    codes = draw(st.lists(st.sampled_from(SubjectCode), max_size=4))
    return Request(
        debtor=draw(st.sampled_from(people)),
        documents=(EnforcementDocument(issued_on=draw(days), number=draw(texts)),),
        subjects=tuple(Subject(code=code, income_period=period, justification=draw(texts)) for code in codes),
        content=draw(texts),
        justification=draw(texts),
        desired_date=draw(days),
    )


@given(requests(), st.dates())
def test_no_request_at_all_breaks_the_check(request_: Request, on: object) -> None:
    """Rules answer; they never raise, whatever the dates and texts."""
    assert isinstance(on, type(DAY))
    for finding in check_request(request_, on=on, own_party=None):
        assert finding.because
        assert finding.sentence().count("…") == 0 or "«" in finding.because
        assert finding or (finding.how_to_fix and finding.code)


@given(requests(), st.lists(st.tuples(st.sampled_from(SubjectCode), st.sampled_from(ItemStatus)), max_size=4))
def test_no_answer_at_all_breaks_the_check(request_: Request, given_: list[tuple[SubjectCode, ItemStatus]]) -> None:
    answer = Answer(items=tuple(AnswerItem(subject=code, status=status) for code, status in given_))
    for finding in check_answer(request_, answer, requested_declarations=[], on=DAY):
        assert finding or (finding.how_to_fix and finding.code)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.look.__name__)
def test_a_rule_begins_with_its_article(rule: Rule) -> None:
    """House rule: the first line says what is decided and by which article."""
    assert " by Art. " in (rule.look.__doc__ or "").splitlines()[0]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.look.__name__)
def test_a_rule_that_does_not_concern_a_request_finds_nothing_in_it(rule: Rule) -> None:
    """Its green line is withheld because it has nothing to look at, not because it would fail."""
    if not rule.concerns(REQUEST):
        assert not list(rule.look(Draft(request=REQUEST, on=DAY)))


def test_a_faultless_answer_is_green_line_by_line() -> None:
    """Each rule that looked at something says so with its article; the others keep silent."""
    found = check_answer(REQUEST, ANSWER, requested_declarations=[], on=DAY.replace(day=30))
    assert [(finding.because, finding.citation) for finding in found] == [
        ("По каждому пункту запроса дан результат", "ст. 12"),
        ("Названа версия запроса, на которую дан ответ", "ст. 14"),
        ("Представлено то, что запрошено", "последний абзац ст. 3"),
        ("Каждый результат пояснён", "ст. 6"),
        ("Имущество описано так, что его можно узнать", "ст. 6"),
        ("Сведения о доходах — в пределах допустимого периода", "последний абзац ст. 7"),
        ("Сказано, откуда и на какую дату известны адреса и места", "ст. 8"),
        ("О специальном порядке раскрытия сказано", "второй абзац п. 3 ст. 9"),
        ("Ответ составлен на русском языке", "ст. 19"),
    ]
    empty = check_answer(Request(), Answer(), requested_declarations=[], on=DAY)
    assert [finding.citation for finding in empty] == ["ст. 12", "ст. 14", "последний абзац ст. 3", "ст. 6", "ст. 19"]
