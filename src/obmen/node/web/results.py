"""What came of each item of a request: its latest result, with source, date and rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from obmen.node.web import tables
from obmen.node.web.answering import name_of
from obmen.node.web.particulars import particulars
from obmen.node.web.tables import Table
from obmen.treaty.documents.answers import ItemStatus
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from obmen.treaty.documents.answers import Answer, AnswerItem, SpecialOrder
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
    orders = {order.subject: order for answer in answers for order in answer.special_orders if order.applies}
    return tuple(_result(each, latest.get(each.code), orders.get(each.code)) for each in request.subjects)


def _result(subject: Subject, item: AnswerItem | None, order: SpecialOrder | None) -> Result:
    """Tell one item; without an answer only what was asked."""
    title, article = name_of(subject.code), str(catalogue[subject.code].article)
    if item is None or item.status is None:
        return Result(title=title, article=article, lines=tuple(particulars(subject)))
    return Result(
        title=title,
        article=article,
        status=item.status.label,
        tone=_TONES.get(item.status, "wait"),
        source=item.source,
        as_of=item.as_of,
        lines=(*particulars(subject), *_explained(item, order)),
        table=tables.table(title, item.rows),
    )


def _explained(item: AnswerItem, order: SpecialOrder | None) -> Iterator[str]:
    """Say why the result is what it is, and how it may be disclosed (Art. 9(3))."""
    told = ((_("Reason"), item.reason), (_("Circumstances"), item.circumstances), (_("Norm of the law"), item.norm))
    yield from (f"{label}: {text}" for label, text in told if text)
    if order:
        said = ". ".join(part for part in (order.procedure, order.body, order.basis) if part)
        yield _("Special order of disclosure: %(order)s") % {"order": said}
