"""Art. 5, 17, 19: what may be attached to a request or an answer, and what must be said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import ItemStatus, PaperRow
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import AttachmentKind, Certification
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from obmen.treaty.documents.answers import Answer, AnswerItem
    from obmen.treaty.documents.requests import Request
    from obmen.treaty.documents.values import Attachment

OFFERED: Final = tuple(kind for kind in AttachmentKind if kind is not AttachmentKind.EXECUTION_BILL)
"""The kinds that our own user may choose from; a bill for executing the request is none of them."""
RUSSIAN: Final = "ru"
FIELD: Final = "attachments"


def check_kind(kind: AttachmentKind) -> Finding:
    """Decide by Art. 17 whether an attachment of this kind may be sent: a bill for the execution may not (E-17-01).

    A debtor's own bill is evidence under Art. 5 and travels as a certificate or a copy (R-5.3.1).
    """
    if kind is AttachmentKind.EXECUTION_BILL:
        return violation("E-17-01", field=FIELD)
    return held("Счетов на оплату исполнения запроса в приложениях нет", Article(17))


def check_certification(by: str, on: date | None, manner: str = "") -> Finding:
    """Decide by Art. 5 whether it is said who certified a copy and when, once anything of it is said (E-5-02).

    That a copy is certified is the sender's to say: an empty statement calls it a plain copy (R-5.1.2).
    """
    claimed = bool(by.strip() or on or manner.strip())
    if claimed and not (by.strip() and on):
        return violation("E-5-02", field=FIELD)
    return held("Сказано, кем и когда заверены копии", Article(5, paragraph=1))


def certification(by: str, on: date | None, manner: str = "") -> Certification | None:
    """Make the statement of Art. 5 that a copy is certified; nothing where nothing, or not all, is said."""
    return Certification(by=by.strip(), on=on, manner=manner.strip()) if by.strip() and on else None


def check_attachments(attachments: Collection[Attachment]) -> Findings:
    """Decide by Art. 5, 17 and 19 whether the attachments of one document may be sent with it.

    For those of a received document soften the outcome with `errors.received` (R-11.4).
    """
    if not attachments:
        return Findings()
    failing = [finding for each in attachments for finding in _each(each) if not finding]
    failing += _explained(attachments)
    return Findings.of(failing or [held("Приложения допустимы", Article(5), Article(17), Article(19))])


def check_named(answer: Answer, attached: Collection[str]) -> Findings:
    """Require by Art. 6 that the attachments which the items of an answer name by number travel with it."""
    return Findings.of(
        violation(
            "E-6-02", case="not_attached", field=f"items.{at}.attachments", subject=item.subject.label, number=number
        )
        for at, item in enumerate(answer.items)
        for number in sorted(_named(item) - {""})
        if number not in attached
    )


def check_certified(request: Request, answer: Answer, attached: Collection[Attachment]) -> Findings:
    """Require by Art. 5 as many certified copies as were wanted, where the papers are said to be provided (R-5.1.2)."""
    wanted = sum(each.certified for subject in request.subjects for each in subject.wanted)
    certified = {each.id for each in attached if each.certification is not None}
    return Findings.of(
        violation("E-5-02", case="wanted", field=f"items.{at}.attachments", wanted=wanted, certified=given)
        for at, item in enumerate(answer.items)
        if item.subject is SubjectCode.PAPERS and item.status is ItemStatus.PROVIDED
        if (given := len(certified & _named(item))) < wanted
    )


def _named(item: AnswerItem) -> set[str]:
    """Return the numbers of the attachments that an item or one of its rows names."""
    return {*item.attachments, *(row.attachment for row in item.rows if isinstance(row, PaperRow))}


def _each(attachment: Attachment) -> Iterator[Finding]:
    yield check_kind(attachment.kind)
    if (said := attachment.certification) is not None:
        yield check_certification(said.by, said.on)


def _explained(attachments: Collection[Attachment]) -> Iterator[Finding]:
    """Require by Art. 19 an explanation in Russian too; extracts and papers on rights pass in any language (Art. 5)."""
    explanations = [each for each in attachments if each.kind is AttachmentKind.EXPLANATION]
    if explanations and all(each.lang != RUSSIAN for each in explanations):
        numbers = ", ".join(each.id for each in explanations)
        yield violation("E-19-01", case="explanation", field=FIELD, numbers=numbers)
