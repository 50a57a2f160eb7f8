"""What came of each item of a request: its latest result, with source, date and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from obmen.node.web import tables
from obmen.node.web.answering import name_of
from obmen.node.web.tables import Table
from obmen.treaty.documents.answers import ItemStatus
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from obmen.treaty.documents.answers import Answer, AnswerItem
    from obmen.treaty.documents.requests import Request, Subject

_TONES: Final = {ItemStatus.PROVIDED: "good", ItemStatus.PARTIAL: "good", ItemStatus.NONE_FOUND: "off"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """An item of the request and what was answered to it so far."""

    title: str
    article: str
    status: str = ""
    tone: str = "wait"
    source: str = ""
    as_of: date | None = None
    lines: tuple[str, ...] = ()
    table: Table | None = None


def items(request: Request, answers: Sequence[Answer]) -> tuple[Result, ...]:
    """Give each item of the request with its latest result."""
    latest = {item.subject: item for answer in answers for item in answer.items if item.status}
    return tuple(_result(subject, latest.get(subject.code)) for subject in request.subjects)


def _result(subject: Subject, item: AnswerItem | None) -> Result:
    """Tell one item; without an answer only what was asked."""
    title, article = name_of(subject.code), str(catalogue[subject.code].article)
    asked = tuple(_asked(subject))
    if item is None or item.status is None:
        return Result(title=title, article=article, lines=asked)
    return Result(
        title=title,
        article=article,
        status=item.status.label,
        tone=_TONES.get(item.status, "wait"),
        source=item.source,
        as_of=item.as_of,
        lines=tuple(line for line in (*asked, item.reason, item.circumstances, item.norm) if line),
        table=tables.table(title, item.rows),
    )


def _asked(subject: Subject) -> Iterator[str]:
    """Say what was asked beyond the subject itself."""
    if subject.income_period:
        period = subject.income_period
        yield _("Period: %(start)s – %(end)s") % {"start": f"{period.start:%d.%m.%Y}", "end": f"{period.end:%d.%m.%Y}"}
    if subject.note:
        yield subject.note
    if subject.justification:
        yield subject.justification
