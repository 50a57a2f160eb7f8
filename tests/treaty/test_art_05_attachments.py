"""Art. 5, 17, 19: attachments (R-5.1.2, R-5.3.1, R-17.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obmen.treaty.articles import Article
from obmen.treaty.attachments import (
    OFFERED,
    certification,
    check_attachments,
    check_certification,
    check_certified,
    check_kind,
    check_named,
)
from obmen.treaty.documents import Answer
from obmen.treaty.documents.answers import AnswerItem, ItemStatus, PaperRow
from obmen.treaty.documents.requests import Request, Subject, SubjectCode, Wanted
from obmen.treaty.documents.values import Attachment, AttachmentKind, Certification
from obmen.treaty.errors import received

DAY = date(2026, 3, 2)
EXTRACT = Attachment(
    id="001",
    kind=AttachmentKind.EXTRACT,
    file_name="выписка.pdf",
    media_type="application/pdf",
    sha256="0" * 64,
    size=10,
    lang="kk",
)
EXPLANATION = replace(EXTRACT, id="002", kind=AttachmentKind.EXPLANATION, file_name="объяснение.pdf")


@pytest.mark.parametrize("kind", OFFERED)
def test_every_kind_but_a_bill_may_be_sent(kind: AttachmentKind) -> None:
    """R-5.3.1 (3), R-17.1: a debtor's счёт-фактура is evidence as any other."""
    finding = check_kind(kind)
    assert finding
    assert finding.because == "Счетов на оплату исполнения запроса в приложениях нет"
    assert finding.articles == (Article(17),)


def test_a_bill_for_execution_is_refused_and_only_noted_when_it_came() -> None:
    """R-17.1, R-5.3.1 (3): «счёт на оплату исполнения запроса» → E-17-01."""
    bill = replace(EXTRACT, kind=AttachmentKind.EXECUTION_BILL)
    findings = check_attachments([EXTRACT, bill])
    assert [(finding.code, finding.field) for finding in findings.blocking] == [("E-17-01", "attachments")]
    assert received(findings)


@pytest.mark.parametrize(
    ("by", "on", "manner", "holds"),
    [
        ("", None, "", True),
        ("Нотариус Примеров П. П.", DAY, "", True),
        ("Нотариус Примеров П. П.", DAY, "подпись и печать", True),
        ("Нотариус Примеров П. П.", None, "", False),
        (" ", DAY, "", False),
        ("", None, "печать", False),
    ],
)
def test_a_certified_copy_says_by_whom_and_when(by: str, on: date | None, manner: str, *, holds: bool) -> None:
    assert bool(finding := check_certification(by, on, manner)) is holds
    assert (finding.code, finding.field) == (("", "") if holds else ("E-5-02", "attachments"))
    assert (certification(by, on, manner) is not None) is (holds and on is not None)
    if holds:
        assert finding.because == "Сказано, кем и когда заверены копии"
        assert finding.articles == (Article(5, paragraph=1),)


def test_a_certification_is_kept_as_it_was_said() -> None:
    said = Certification(by="Нотариус Примеров П. П.", on=DAY, manner="подпись и печать")
    assert certification(" Нотариус Примеров П. П.", DAY, "подпись и печать ") == said
    assert certification("Нотариус Примеров П. П.", DAY) == replace(said, manner="")
    assert check_certification("", None)


def test_only_a_manner_is_no_certification() -> None:
    copy = replace(EXTRACT, kind=AttachmentKind.COPY, certification=Certification(by="", on=DAY, manner="печать"))
    assert [finding.field for finding in check_attachments([copy]).failing] == ["attachments"]


def test_a_certification_without_a_name_is_found_in_what_came() -> None:
    copy = replace(EXTRACT, kind=AttachmentKind.COPY, certification=Certification(by="", on=DAY))
    assert [finding.code for finding in check_attachments([copy]).failing] == ["E-5-02"]


def test_an_extract_in_kazakh_needs_no_translation() -> None:
    """R-5.3.1 (1): the only exception to Art. 19."""
    (finding,) = check_attachments([EXTRACT])
    assert finding
    assert finding.because == "Приложения допустимы"
    assert finding.articles == (Article(5), Article(17), Article(19))


def test_an_explanation_in_kazakh_needs_a_russian_one_beside_it() -> None:
    """R-5.3.1 (2): E-19-01 at the own node; received from other software, a warning."""
    alone = check_attachments([EXTRACT, EXPLANATION])
    assert received(alone)
    assert [(finding.code, finding.field) for finding in alone.blocking] == [("E-19-01", "attachments")]
    assert "№ 002" in alone.blocking[0].because
    two = check_attachments([EXPLANATION, replace(EXPLANATION, id="003")])
    assert "002, 003" in two.blocking[0].because
    assert not check_attachments([EXPLANATION, replace(EXPLANATION, id="003", lang="ru")]).failing


def test_nothing_attached_nothing_said() -> None:
    assert len(check_attachments([])) == 0


def test_an_item_names_only_what_travels_with_the_answer() -> None:
    item = AnswerItem(subject=SubjectCode.ACCOUNTS, status=ItemStatus.PROVIDED, attachments=("001", "004"))
    findings = check_named(Answer(items=(item,)), {"001", "002"})
    assert [(one.code, one.field) for one in findings.failing] == [("E-6-02", "items.0.attachments")]
    assert findings.failing[0].because == (
        "По пункту «подп. а) ст. 6 — денежные средства» названо приложение № 004, но к ответу оно не приложено"
    )


def test_a_row_names_only_what_travels_with_the_answer() -> None:
    """The number may stand in the row of the paper itself; a row without one names nothing."""
    rows = (PaperRow(what="договор", attachment="003"), PaperRow(text="справка"))
    item = AnswerItem(subject=SubjectCode.PAPERS, status=ItemStatus.PROVIDED, attachments=("005", "004"), rows=rows)
    findings = check_named(Answer(items=(item,)), {"001"})
    numbers = [one.because.partition("№ ")[2].partition(",")[0] for one in findings.failing]
    assert numbers == ["003", "004", "005"]
    assert not check_named(Answer(items=(item,)), {"003", "004", "005"}).failing


COPY = replace(EXTRACT, kind=AttachmentKind.COPY, lang="ru")
CERTIFIED = replace(COPY, id="002", certification=Certification(by="Нотариус Примеров П. П.", on=DAY))
WANTED = Request(
    subjects=(
        Subject(code=SubjectCode.ACCOUNTS),
        Subject(
            code=SubjectCode.PAPERS,
            wanted=(Wanted(what="справка"), Wanted(what="договор", certified=True), Wanted(what="акт", certified=True)),
        ),
    )
)


def papers(*numbers: str, row: str = "", status: ItemStatus = ItemStatus.PROVIDED) -> Answer:
    """Answer on papers with attachments of these numbers."""
    accounts = AnswerItem(subject=SubjectCode.ACCOUNTS, status=ItemStatus.PROVIDED)
    item = AnswerItem(
        subject=SubjectCode.PAPERS, status=status, attachments=numbers, rows=(PaperRow(what="договор", attachment=row),)
    )
    return Answer(items=(accounts, item))


def test_certified_copies_that_were_wanted_are_certified() -> None:
    """(R-5.1.2) Two are wanted: both carry the statement who certified them, when and how."""
    second = replace(CERTIFIED, id="003")
    assert check_certified(WANTED, papers("002", row="003"), [COPY, CERTIFIED, second])
    (finding,) = check_certified(WANTED, papers("001", "002"), [COPY, CERTIFIED, second]).failing
    assert (finding.code, finding.field) == ("E-5-02", "items.1.attachments")
    assert finding.because == "Запрошены заверенные копии (2), а приложений с удостоверением — 1"


def test_plain_copies_are_enough_where_no_certified_one_was_wanted() -> None:
    assert check_certified(Request(subjects=WANTED.subjects[:1]), papers("001"), [COPY])
    plain = Request(subjects=(Subject(code=SubjectCode.PAPERS, wanted=(Wanted(what="справка"),)),))
    assert check_certified(plain, papers("001"), [COPY])


def test_a_part_is_provided_with_its_reason_instead() -> None:
    assert check_certified(WANTED, papers("001", status=ItemStatus.PARTIAL), [COPY])
