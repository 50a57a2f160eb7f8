"""The items of a request while it lives: which are open, answered, refused, withdrawn (R-6.3.1, R-12.3.2, R-13.1.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.answers import Mending, Part
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import Extent, SubjectCode
from obmen.treaty.labelled import Labelled
from obmen.treaty.lifecycle.vocabulary import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from obmen.treaty.lifecycle.filed import Filed


class ItemState(Labelled):
    """What became of one item."""

    OPEN = "OPEN", "в работе"
    ANSWERED = "ANSWERED", "отвечен"
    REFUSED = "REFUSED", "отказано (ст. 13)"
    UNABLE = "UNABLE", "не может быть исполнен (ст. 13)"
    WITHDRAWN = "WITHDRAWN", "отозван"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item: what became of it, and the version of the request that asked for it first."""

    subject: SubjectCode
    state: ItemState = ItemState.OPEN
    since: int = 1


_ENDINGS: Final[Mapping[tuple[Kind, str], ItemState]] = {
    (Kind.ANSWER, Part.PART): ItemState.ANSWERED,
    (Kind.ANSWER, Part.FINAL): ItemState.ANSWERED,
    (Kind.REFUSAL, Extent.ALL): ItemState.REFUSED,
    (Kind.REFUSAL, Extent.ITEMS): ItemState.REFUSED,
    (Kind.INABILITY, ""): ItemState.UNABLE,
    (Kind.WITHDRAWAL, Extent.ALL): ItemState.WITHDRAWN,
    (Kind.WITHDRAWAL, Extent.ITEMS): ItemState.WITHDRAWN,
    (Kind.CONFIDENTIALITY_DECISION, Choosing.WITHDRAW_ITEMS): ItemState.WITHDRAWN,
}
_WHOLE: Final = frozenset(
    {(Kind.ANSWER, Part.FINAL), (Kind.REFUSAL, Extent.ALL), (Kind.INABILITY, ""), (Kind.WITHDRAWAL, Extent.ALL)}
)
"""What ends every item of the version it answers, named or not."""
_OUTCOMES: Final = (
    (ItemState.ANSWERED, State.EXECUTED),
    (ItemState.REFUSED, State.REFUSED),
    (ItemState.UNABLE, State.NOT_EXECUTABLE),
    (ItemState.WITHDRAWN, State.WITHDRAWN),
)


def after(items: tuple[Item, ...], filed: Filed) -> tuple[Item, ...]:
    """Compute by Art. 12-14 the items after a document: asked, added, ended or opened again by it."""
    if filed.kind is Kind.REQUEST:
        return tuple(Item(subject=subject) for subject in dict.fromkeys(filed.subjects))
    if filed.kind is Kind.SUPPLEMENT:
        return _supplemented(items, filed) if filed.subjects else items
    if (filed.kind, filed.variant) == (Kind.CORRECTION, Mending.RECALL):
        return tuple(_reopened(item, filed) for item in items)
    ending = _ENDINGS.get((filed.kind, filed.variant))
    return tuple(_ended(item, filed, ending) for item in items) if ending else items


def _supplemented(items: tuple[Item, ...], filed: Filed) -> tuple[Item, ...]:
    known = {item.subject for item in items}
    kept = (_dropped(item, filed.subjects) for item in items)
    added = (subject for subject in dict.fromkeys(filed.subjects) if subject not in known)
    return (*kept, *(Item(subject=subject, since=filed.version) for subject in added))


def _dropped(item: Item, asked: tuple[SubjectCode, ...]) -> Item:
    dropped = item.state is ItemState.OPEN and item.subject not in asked
    return replace(item, state=ItemState.WITHDRAWN) if dropped else item


def _reopened(item: Item, filed: Filed) -> Item:
    """Open again what a recall names; a recall that names nothing takes a refusal or an inability back."""
    named = item.subject in filed.subjects
    taken_back = not filed.subjects and item.state in (ItemState.REFUSED, ItemState.UNABLE)
    return replace(item, state=ItemState.OPEN) if named or taken_back else item


def _ended(item: Item, filed: Filed, ending: ItemState) -> Item:
    of_version = item.since <= filed.version or filed.kind is Kind.WITHDRAWAL
    whole = (filed.kind, filed.variant) in _WHOLE and of_version
    named = item.subject in filed.subjects
    given_after_all = named and filed.kind is Kind.ANSWER and item.state is not ItemState.WITHDRAWN
    ends = item.state is ItemState.OPEN and (whole or named)
    return replace(item, state=ending) if ends or given_after_all else item


def left_open(items: Iterable[Item]) -> bool:
    """Tell whether an item still waits for its result."""
    return any(item.state is ItemState.OPEN for item in items)


def outcome(items: Iterable[Item]) -> State | None:
    """Decide by Art. 12 and 13 how a request ends whose items all have: executed if any was answered.

    None where nothing is known of the items.
    """
    states = {item.state for item in items}
    return next((state for ended, state in _OUTCOMES if ended in states), None)
