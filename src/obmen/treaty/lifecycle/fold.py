"""The course of a request: the fold of a case's documents, which both nodes make alike (Art. 10-16).

The shared state of a case is never stored as such: it is the fold of its documents in one total order (see `filed`)
through the tables, so that two nodes that have the same documents are in the same state.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle import crossings, items, rounds
from obmen.treaty.lifecycle.filed import Filed, by_delivery, distinct, gap, in_order, ready
from obmen.treaty.lifecycle.items import Item, ItemState
from obmen.treaty.lifecycle.request_table import TABLE
from obmen.treaty.lifecycle.rounds import Round
from obmen.treaty.lifecycle.vocabulary import Machine, RoundState, Row, Side, State

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    """The outcome of a fold: the state, its items and rounds, the steps in order, and what is waited for.

    `waiting` are the missing numbers that hold documents back; `version` is the newest version of the request.
    """

    state: State | None
    steps: tuple[Step, ...] = ()
    waiting: tuple[tuple[Side, int], ...] = ()
    items: tuple[Item, ...] = ()
    rounds: tuple[Round, ...] = ()
    version: int = 1

    @property
    def provisional(self) -> bool:
        """Whether a receipt that is still to come could change the order."""
        return any(step.provisional for step in self.steps)

    @property
    def partly_refused(self) -> bool:
        """Whether it was executed but for items that were refused: «исполнен частично» (R-13.1.3)."""
        left_out = any(item.state in (ItemState.REFUSED, ItemState.UNABLE) for item in self.items)
        return self.state is State.EXECUTED and left_out

    @property
    def standing(self) -> str:
        """Say in Russian where the case stands, for a list or a card."""
        if self.partly_refused:
            return "Исполнен частично"
        waits = (text for machine, state, text in _STANDINGS if self.running(machine, state))
        label = self.state.label if self.state else ""
        return next(waits, label) if self.state and self.state.open else label

    def running(self, machine: Machine, state: RoundState) -> tuple[Round, ...]:
        """Return the rounds of a machine that stand in a state."""
        return tuple(each for each in self.rounds if each.machine is machine and each.state is state)


_STANDINGS: Final = (
    (Machine.POSTPONEMENT, RoundState.POSTPONED, "Исполнение отложено"),
    (Machine.LOCKED_STEP, RoundState.IMPOSSIBLE, "Ожидается решение о конфиденциальности"),
    (Machine.CONDITIONS, RoundState.PROPOSED, "Предложены условия исполнения"),
    (Machine.INFORMATION, RoundState.ASKED, "Запрошены дополнительные сведения"),
    (Machine.CONSULTATION, RoundState.OPEN, "Идут консультации"),
)


def fold(filed: Iterable[Filed]) -> Course:
    """Compute the shared course from the documents of a case, in whatever order they are handed over."""
    documents = distinct(filed)
    refused = sorted((each for each in documents if each.not_accepted), key=by_delivery)
    taken = [each for each in documents if not each.not_accepted]
    start = State.NOT_ACCEPTED if any(each.kind is Kind.REQUEST for each in refused) else None
    course = Course(
        state=start,
        steps=tuple(Step(filed=each, before=None, after=start, note=crossings.REFUSED) for each in refused),
        waiting=tuple((side, missing) for side in Side if (missing := gap(taken, side)) is not None),
    )
    for each in in_order(ready(taken, Side.REQUESTING), ready(taken, Side.REQUESTED)):
        course = _taken(course, each)
    return course


def _taken(course: Course, filed: Filed) -> Course:
    """Take one document: it moves the request, its items and its rounds, or is recorded without consequences."""
    row = find_row(course.state, filed.kind, filed.sender, filed.variant)
    if row is None:
        return _crossed(course, filed)
    left = items.after(course.items, filed)
    state = _next(course.state, row, filed, left)
    version = filed.version if filed.kind is Kind.SUPPLEMENT else 1
    return replace(
        course,
        state=state,
        steps=(*course.steps, Step(filed=filed, before=course.state, after=state, row=row)),
        items=left,
        rounds=rounds.after(course.rounds, filed),
        version=max(course.version, version),
    )


def _crossed(course: Course, filed: Filed) -> Course:
    told = crossings.note(course.state, filed.kind)
    step = Step(filed=filed, before=course.state, after=course.state, note=told)
    return replace(course, steps=(*course.steps, step))


def _next(state: State | None, row: Row, filed: Filed, left: tuple[Item, ...]) -> State | None:
    """Say where the request stands after a row: at its own end only when no item stays open."""
    target = row.next if isinstance(row.next, State) else None
    if target is State.SENT:
        return State.DELIVERED if filed.delivered_at is not None else State.SENT
    if target is not None and not target.final:
        return _reopened(target, left)
    if items.left_open(left) or (target is None and not left):
        return State.PARTLY_ANSWERED if filed.kind is Kind.ANSWER else state
    return target or items.outcome(left)


def _reopened(target: State, left: tuple[Item, ...]) -> State:
    """Say where a request goes on: with an item answered, a recall leaves it partly answered."""
    answered = any(item.state is ItemState.ANSWERED for item in left)
    return State.PARTLY_ANSWERED if target is State.REGISTERED and answered else target


def find_row(state: State | None, kind: Kind, who: Side, variant: str = "") -> Row | None:
    """Return the row of the request's table for a document in a state, None when there is none."""
    return next((row for row in TABLE if row.fits(state, kind, variant, who)), None)
