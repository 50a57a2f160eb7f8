"""What a fold knows of a document, and the one order in which both nodes take the documents (requirements §2.10).

Each side's documents follow that side's own numbers (`seq`); a missing number holds back all that follow it. Among the
documents that are next on either side the one delivered earlier comes first, then the smaller `message_id`. A document
never comes before the one it answers, nor anything before the request. An own document without a receipt is
provisional and comes last. A document answered with T-02 was never received: it takes no number and changes nothing,
and the corrected one carries its number again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle.vocabulary import Side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What the course needs to know of a document in the case.

    `variant` is its form within the kind (`documents.variant_of`). `delivered_at` is the instant in its T-01 (for a
    received document: of our own T-01; for a paper: when it was received), None while there is none; `not_accepted`
    that it was answered with T-02; `refers_to` the message it answers. Receipts themselves are not filed: their effect
    is in these two fields.

    `subjects` are the items it concerns: asked (M-01, M-26), answered with a final result (M-03), refused, withdrawn
    or recalled; empty where the whole request is meant, or where they are not known. `version` is the version of the
    request that it makes or answers (R-14.4). `topic` is that of a consultation.
    """

    message_id: UUID
    kind: Kind
    sender: Side
    seq: int
    delivered_at: datetime | None
    sent_at: datetime
    variant: str = ""
    refers_to: UUID | None = None
    not_accepted: bool = False
    subjects: tuple[SubjectCode, ...] = ()
    version: int = 1
    topic: str = ""


def next_seq(filed: Iterable[Filed], side: Side) -> int:
    """Return the number of the next document of a side; one that was not accepted gives its number back."""
    return _first_free(each.seq for each in filed if each.sender is side and not each.not_accepted)


def distinct(filed: Iterable[Filed]) -> list[Filed]:
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


def by_delivery(filed: Filed) -> tuple[bool, datetime, UUID]:
    """Say where a document stands among those whose turn it is: by its delivery; one without a receipt comes last."""
    return filed.delivered_at is None, filed.delivered_at or filed.sent_at, filed.message_id


def _first_free(numbers: Iterable[int]) -> int:
    free = 1
    for number in sorted(numbers):
        if number > free:
            break
        free = max(free, number + 1)
    return free


def gap(documents: list[Filed], side: Side) -> int | None:
    """Return the first number of a side that is missing while a later one is here."""
    numbers = [each.seq for each in documents if each.sender is side]
    free = _first_free(numbers)
    return free if free < max(numbers, default=0) else None


def ready(documents: list[Filed], side: Side) -> list[Filed]:
    """Return a side's documents by their numbers, as far as no number is missing."""
    missing = gap(documents, side)
    own = (each for each in documents if each.sender is side and (missing is None or each.seq < missing))
    return sorted(own, key=lambda each: (each.seq, *by_delivery(each)))


def in_order(*queues: list[Filed]) -> Iterator[Filed]:
    """Merge the sides' queues: the earliest of the documents whose turn it is, never before what it answers."""
    rest = [queue for queue in queues if queue]
    opened = False
    while rest:
        pending = {each.message_id: each.kind for queue in rest for each in queue}
        free = [queue for queue in rest if _may_go(queue[0], pending, opened=opened)] or rest
        earliest = min(free, key=lambda queue: by_delivery(queue[0])).pop(0)
        opened = opened or earliest.kind is Kind.REQUEST
        yield earliest
        rest = [queue for queue in rest if queue]


def _may_go(head: Filed, pending: dict[UUID, Kind], *, opened: bool) -> bool:
    if not opened and head.kind is not Kind.REQUEST and Kind.REQUEST in pending.values():
        return False
    return head.refers_to is None or head.refers_to not in pending
