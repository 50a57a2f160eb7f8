"""Art. 11, 14: a supplement or change of a request that was sent (M-26, R-14.4); no reply (R-14.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from tests.treaty.cases import told
from tests.treaty.samples import DAY, NOTARY_WRIT, REQUEST, WRIT

from obmen.treaty.articles import Article
from obmen.treaty.calendars import published
from obmen.treaty.course_term import overdue_text
from obmen.treaty.delay import check_delay
from obmen.treaty.documents import DelayNotice, Inability, Request, Supplement
from obmen.treaty.documents.refusals import Return, ReturnedPaper
from obmen.treaty.documents.requests import Change, Subject, SubjectCode
from obmen.treaty.documents.values import OperativePart, PaperReference, Period
from obmen.treaty.lifecycle import ItemState, State
from obmen.treaty.policies import Policies
from obmen.treaty.refusal import RefusalFacts, check_inability
from obmen.treaty.returning import OriginalPaper, Place
from obmen.treaty.supplements import check_supplement

if TYPE_CHECKING:
    from obmen.treaty.findings import Findings

LATER = date(2026, 3, 16)
ALMATY = ZoneInfo("Asia/Almaty")
EMPLOYMENT = Subject(code=SubjectCode.EMPLOYMENT, since=2)
SECOND = replace(REQUEST, version=2, subjects=(*REQUEST.subjects, EMPLOYMENT))
SUPPLEMENT = Supplement(
    request=SECOND,
    changes=(Change(field="subjects", now="место работы"),),
    reason="Стало известно, что должник работает в Казахстане.",
)


def check(
    supplement: Supplement, before: Request = REQUEST, *, final_given: bool = False, on: date = LATER
) -> Findings:
    """Check a supplement of the sample request."""
    return check_supplement(before, supplement, final_given=final_given, on=on, own_party="RU")


def faults(supplement: Supplement, before: Request = REQUEST) -> list[tuple[str, str]]:
    """Return code and field of what fails."""
    return [(finding.code, finding.field) for finding in check(supplement, before).failing]


def test_an_item_is_added_before_the_final_answer() -> None:
    """(R-14.4) KZ request of 02.03, M-26 of 16.03 adds 7.а; the rest is as it was."""
    found = check(SUPPLEMENT)
    assert found
    assert not found.failing
    first, *rest = found
    assert first.because == "Запрос дополняется новой версией до окончательного ответа"
    assert first.articles == (Article(14),)
    assert "Запрашиваемые сведения выбраны" in {finding.because for finding in rest}


def test_a_question_nobody_answered_has_no_consequence_of_its_own() -> None:
    """R-14.3: no reply by 17.04 → EXE sends M-04; then, having considered consultations, M-08 with the originals."""
    silent = ("M-01 6.a +2", "M-02 +2", "M-05 ASK +10")
    due, on = date(2026, 4, 17), date(2026, 4, 30)
    waiting = told(*silent)
    assert waiting.standing == "Запрошены дополнительные сведения"
    assert overdue_text(waiting, due, on, published("KZ"), ALMATY).endswith("уведомление не направлено")

    notice = DelayNotice(reason="Дополнительные сведения не поступили.", remaining_items=(SubjectCode.ACCOUNTS,))
    assert not check_delay(notice, open_items=(SubjectCode.ACCOUNTS,), on=due, due=due).failing
    notified = told(*silent, "M-04 +17.04")
    assert notified.state is State.REGISTERED
    assert overdue_text(notified, due, on, published("KZ"), ALMATY).endswith("уведомление направлено")

    paper = OriginalPaper(paper=PaperReference(title="Запрос"), place=Place.HELD)
    facts = RefusalFacts(papers=(paper,))
    unable = Inability(circumstances="Должник не установлен: дополнительные сведения не представлены.")
    assert [each.code for each in check_inability(unable, facts, on=on).blocking] == ["E-13-03"]
    returned = (ReturnedPaper(paper=paper.paper, how=Return.PLANNED, on=date(2026, 5, 4)),)
    assert check_inability(replace(unable, returned=returned), facts, on=on)
    ended = told(*silent, "M-04 +17.04", "M-10 CALL < @13 +29.04", "M-08 +30.04")
    assert (ended.state, ended.items[0].state) == (State.NOT_EXECUTABLE, ItemState.UNABLE)


def test_after_the_final_answer_a_new_request_is_needed() -> None:
    (finding,) = check(SUPPLEMENT, final_given=True).failing
    assert (finding.code, finding.field, finding.blocks) == ("E-14-01", "", True)
    assert finding.how_to_fix == "Составьте новый запрос"


@pytest.mark.parametrize("version", [1, 3])
def test_the_version_is_the_next_one(version: int) -> None:
    subjects = (*REQUEST.subjects, replace(EMPLOYMENT, since=version))
    found = check(replace(SUPPLEMENT, request=replace(SECOND, version=version, subjects=subjects))).failing
    assert [(finding.code, finding.field) for finding in found] == [("E-14-04", "request.version")]
    assert found[0].because == f"Версия запроса — {version}, а должна быть 2"


def test_what_changed_and_why_is_said() -> None:
    assert faults(replace(SUPPLEMENT, changes=())) == [("E-14-04", "changes")]
    (finding,) = check(replace(SUPPLEMENT, reason=" ")).failing
    assert (finding.code, finding.field) == ("E-14-04", "reason")
    assert finding.because.startswith("Не указано, почему")


def test_a_supplement_that_changes_nothing_is_none() -> None:
    (finding,) = check(replace(SUPPLEMENT, request=replace(REQUEST, version=2))).failing
    assert (finding.code, finding.field) == ("E-14-04", "changes")
    assert finding.because == "Не указано, что изменено в запросе"


def test_another_enforcement_document_is_a_new_request() -> None:
    (finding,) = check(replace(SUPPLEMENT, request=replace(SECOND, documents=(WRIT, NOTARY_WRIT)))).failing
    assert (finding.code, finding.field) == ("E-14-04", "request.documents.1")
    assert finding.because == "Исполнительного документа (1207) в запросе не было: другой документ — это новый запрос"


@pytest.mark.parametrize(
    "other",
    [
        replace(WRIT, number="ФС № 900000124"),
        replace(WRIT, issued_on=date(2026, 2, 13)),
        replace(WRIT, issuer="другой суд"),
    ],
)
def test_a_document_is_told_by_number_date_and_issuer(other: object) -> None:
    changed = replace(SECOND, documents=(other,))  # type: ignore[arg-type]  # documents by parameter
    assert faults(replace(SUPPLEMENT, request=changed)) == [("E-14-04", "request.documents.0")]


def test_a_document_without_a_number_is_called_so() -> None:
    nameless = replace(SECOND, documents=(WRIT, replace(WRIT, number=" ")))
    found = check(replace(SUPPLEMENT, request=nameless)).failing
    assert "(без номера)" in found[0].because


def test_the_same_document_may_be_told_better_or_fall_out() -> None:
    """A translation is added; of two documents one is left."""
    told = replace(WRIT, operative_part=OperativePart(text="Взыскать.", lang="ru"), case_number="2-1/2026")
    assert not faults(replace(SUPPLEMENT, request=replace(SECOND, documents=(told,))))
    before = replace(REQUEST, documents=(WRIT, NOTARY_WRIT))
    assert not faults(SUPPLEMENT, before)


def test_an_added_item_says_that_it_is_new() -> None:
    """(B-25) Its own term runs from the receipt of the supplement."""
    old = replace(SECOND, subjects=(*REQUEST.subjects, replace(EMPLOYMENT, since=1)))
    (finding,) = check(replace(SUPPLEMENT, request=old)).failing
    assert (finding.code, finding.field) == ("E-14-04", "request.subjects.3.since")
    assert finding.because == ("Пункт «подп. а) ст. 7 — место работы» отнесён к версии 1, а впервые запрошен версией 2")


def test_an_item_asked_before_keeps_its_version() -> None:
    """Its term is unaffected."""
    first, *rest = SECOND.subjects
    renewed = replace(SECOND, subjects=(replace(first, since=2), *rest))
    (finding,) = check(replace(SUPPLEMENT, request=renewed)).failing
    assert (finding.code, finding.field) == ("E-14-04", "request.subjects.0.since")
    assert finding.because.endswith("отнесён к версии 2, а впервые запрошен версией 1")


def test_the_new_whole_obeys_every_rule_on_a_request() -> None:
    """Art. 7, 8, 9, 11 as for M-01; the field is named in the supplement."""
    period = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))
    accounts, income, whereabouts = REQUEST.subjects
    longer = replace(SECOND, subjects=(accounts, replace(income, income_period=period), whereabouts))
    assert faults(replace(SUPPLEMENT, request=longer)) == [("E-7-01", "request.subjects.1.income_period.start")]


def test_day_party_policies_and_term_reach_the_rules() -> None:
    """P-13, Art. 12(2) and the Party count as for a request."""
    old = Period(start=date(2010, 1, 1), end=date(2012, 12, 31))
    accounts, _income, whereabouts = REQUEST.subjects
    asking = replace(
        SECOND,
        subjects=(accounts, Subject(code=SubjectCode.INCOME, income_period=old), whereabouts),
        desired_date=LATER,
        desired_reason="Торги.",
    )
    found = check_supplement(
        REQUEST,
        replace(SUPPLEMENT, request=asking),
        final_given=False,
        on=DAY,
        own_party="KZ",
        policies=Policies.declared({"P-13": "LOOKBACK"}),
        due=LATER,
    )
    assert {finding.code for finding in found.failing} == {"E-7-01", "E-12-02", "E-1-01"}
