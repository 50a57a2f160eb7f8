"""The course of a request: the fold of a case's documents, which both nodes make alike.

The shared state of a case is never stored as such: it is the fold of its documents in one total order (requirements
§2.10) through the table of `states`, so that two nodes that have the same documents are in the same state.

The order. Each side's documents follow that side's own numbers (`seq`); a missing number holds back all that follow it.
Among the documents that are next on either side the one delivered earlier comes first, then the smaller `message_id`.
A document never comes before the one it answers, nor anything before the request. An own document without a receipt is
provisional and comes last. A document answered with T-02 was never received: it takes no number and changes nothing,
and the corrected one carries its number again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.treaty.documents.answers import Part
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.states import Row, Side, State, TermEffect, find_row, may, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = [
    "CROSSED",
    "REFUSED",
    "Course",
    "Filed",
    "Row",
    "Side",
    "State",
    "Step",
    "TermEffect",
    "find_row",
    "fold",
    "may",
    "next_seq",
    "table",
]

CROSSED: Final = "без последствий: документы пересеклись"
REFUSED: Final = "не принято (T-02): документ не получен"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the course needs to know of a document in the case.

    `delivered_at` is the instant in its T-01 (for a received document: of our own T-01), None while there is none;
    `not_accepted` that it was answered with T-02; `refers_to` the message it answers. Receipts themselves are not
    filed: their effect is in these two fields.
    """

    message_id: UUID
    kind: Kind
    sender: Side
    seq: int
    delivered_at: datetime | None
    sent_at: datetime
    part: Part | None = None
    refers_to: UUID | None = None
    not_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one document did: the states before and after, the row that applied (None: no consequences, see `note`)."""

    filed: Filed
    before: State | None
    after: State | None
    row: Row | None = None
    note: str = ""

    @property
    def provisional(self) -> bool:
        """Whether its place is not final, since its receipt is not in («предварительно»)."""
        return self.filed.delivered_at is None and not self.filed.not_accepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The outcome of a fold: the state, its steps in order, and the missing numbers that hold documents back."""

    state: State | None
    steps: tuple[Step, ...] = ()
    waiting: tuple[tuple[Side, int], ...] = ()

    @property
    def provisional(self) -> bool:
        """Whether a receipt that is still to come could change the order."""
        return any(step.provisional for step in self.steps)


def next_seq(filed: Iterable[Filed], side: Side) -> int:
    """Return the number of the next document of a side; one that was not accepted gives its number back."""
    return _first_free(each.seq for each in filed if each.sender is side and not each.not_accepted)


def fold(filed: Iterable[Filed]) -> Course:
    """Compute the shared course from the documents of a case, in whatever order they are handed over."""
    documents = _distinct(filed)
    refused = sorted((each for each in documents if each.not_accepted), key=_order)
    taken = [each for each in documents if not each.not_accepted]
    ready = {side: _ready(taken, side) for side in Side}
    waiting = tuple((side, gap) for side in Side if (gap := _gap(taken, side)) is not None)
    lost = any(each.kind is Kind.REQUEST for each in refused)
    start = State.NOT_ACCEPTED if lost else None
    steps = [Step(filed=each, before=None, after=start, note=REFUSED) for each in refused]
    state: State | None = start
    for each in _in_order(ready[Side.REQUESTING], ready[Side.REQUESTED]):
        step = _step(state, each)
        state = step.after
        steps.append(step)
    return Course(state=state, steps=tuple(steps), waiting=waiting)


def _step(state: State | None, filed: Filed) -> Step:
    row = find_row(state, filed.kind, filed.part, filed.sender)
    if row is None:
        return Step(filed=filed, before=state, after=state, note=CROSSED)
    opened = row.next is State.SENT and filed.delivered_at is not None
    return Step(filed=filed, before=state, after=State.DELIVERED if opened else row.next, row=row)


def _distinct(filed: Iterable[Filed]) -> list[Filed]:
    """Keep one copy of each message, the one that knows of its receipt; receipts have no place of their own."""
    copies: dict[UUID, Filed] = {}
    for each in filed:
        known = copies.get(each.message_id)
        if not each.kind.is_receipt and (known is None or _knowledge(each) > _knowledge(known)):
            copies[each.message_id] = each
    return list(copies.values())


def _knowledge(filed: Filed) -> tuple[bool, bool, float]:
    at = filed.delivered_at
    return at is not None, filed.not_accepted, -at.timestamp() if at else 0.0


def _order(filed: Filed) -> tuple[bool, datetime, UUID]:
    return filed.delivered_at is None, filed.delivered_at or filed.sent_at, filed.message_id


def _first_free(numbers: Iterable[int]) -> int:
    free = 1
    for number in sorted(numbers):
        if number > free:
            break
        free = max(free, number + 1)
    return free


def _gap(documents: list[Filed], side: Side) -> int | None:
    """Return the first number of a side that is missing while a later one is here."""
    numbers = [each.seq for each in documents if each.sender is side]
    free = _first_free(numbers)
    return free if free < max(numbers, default=0) else None


def _ready(documents: list[Filed], side: Side) -> list[Filed]:
    """Return a side's documents by their numbers, as far as no number is missing."""
    gap = _gap(documents, side)
    own = (each for each in documents if each.sender is side and (gap is None or each.seq < gap))
    return sorted(own, key=lambda each: (each.seq, *_order(each)))


def _in_order(*queues: list[Filed]) -> Iterator[Filed]:
    """Merge the sides' queues: the earliest of the documents whose turn it is, never before what it answers."""
    rest = [queue for queue in queues if queue]
    opened = False
    while rest:
        pending = {each.message_id: each.kind for queue in rest for each in queue}
        free = [queue for queue in rest if _may_go(queue[0], pending, opened=opened)] or rest
        earliest = min(free, key=lambda queue: _order(queue[0])).pop(0)
        opened = opened or earliest.kind is Kind.REQUEST
        yield earliest
        rest = [queue for queue in rest if queue]


def _may_go(head: Filed, pending: dict[UUID, Kind], *, opened: bool) -> bool:
    if not opened and head.kind is not Kind.REQUEST and Kind.REQUEST in pending.values():
        return False
    return head.refers_to is None or head.refers_to not in pending
