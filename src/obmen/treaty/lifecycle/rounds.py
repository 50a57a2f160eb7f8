"""Rounds within a case: each begins with a document and goes on with those that refer to it (requirements §2.3-2.7)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.conditions import Consulting
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.labelled import Labelled
from obmen.treaty.lifecycle import round_tables
from obmen.treaty.lifecycle.filed import Filed
from obmen.treaty.lifecycle.vocabulary import Machine, Row, Side, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

MACHINES: Final = tuple(machine for machine in Machine if machine is not Machine.REQUEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One course within a case: where it stands, and its documents in their order with the rows that applied."""

    machine: Machine
    state: Labelled
    steps: tuple[tuple[Filed, Row], ...]
    openers: frozenset[Side]

    @property
    def first(self) -> Filed:
        """The document that began it."""
        return self.steps[0][0]

    @property
    def last(self) -> Filed:
        """The document that brought it where it stands."""
        return self.steps[-1][0]

    def has(self, message_id: UUID | None) -> bool:
        """Tell whether a message is one of its documents, or the paper it is about."""
        return any(message_id in (filed.message_id, _paper(filed)) for filed, _ in self.steps)


def _paper(filed: Filed) -> UUID | None:
    """Give the document whose original M-19 is about: it is what the notice refers to."""
    return filed.refers_to if filed.kind is Kind.ORIGINAL else None


def find_row(round_: Round | None, machine: Machine, filed: Filed) -> Row | None:
    """Return the row by which a document begins a round (None given) or goes on with it; None when there is none."""
    state = round_.state if round_ else None
    for row in round_tables.TABLE:
        if row.machine is machine and row.fits(state, filed.kind, filed.variant, filed.sender):
            return row if round_ is None or _may_turn(row.turn, round_, filed.sender) else None
    return None


def _may_turn(turn: Turn, round_: Round, who: Side) -> bool:
    if turn is Turn.OPENER:
        return who in round_.openers
    return turn is Turn.ANYONE or who is not round_.first.sender


def after(rounds: tuple[Round, ...], filed: Filed) -> tuple[Round, ...]:
    """Compute the rounds after a document: it may begin one, and go on with one of each machine."""
    for machine in MACHINES:
        rounds = _in_machine(rounds, machine, filed)
    return rounds


def _in_machine(rounds: tuple[Round, ...], machine: Machine, filed: Filed) -> tuple[Round, ...]:
    concerned = concerned_by(filed, machine, rounds)
    if concerned:
        rows = ((each, find_row(each, machine, filed) if each in concerned else None) for each in rounds)
        return tuple(_gone_on(each, row, filed) if row else each for each, row in rows)
    row = find_row(None, machine, filed)
    if row is None or row.next is None or _runs_already(machine, rounds):
        return rounds
    begun = Round(machine=machine, state=row.next, steps=((filed, row),), openers=frozenset({filed.sender}))
    return (*rounds, begun)


def _runs_already(machine: Machine, rounds: Iterable[Round]) -> bool:
    return machine in round_tables.SINGLE and any(each.machine is machine for each in rounds)


def concerned_by(filed: Filed, machine: Machine, rounds: Iterable[Round]) -> tuple[Round, ...]:
    """Find the rounds with which a document goes on: the one it refers to, else the latest that has a row for it."""
    possible = [each for each in rounds if each.machine is machine and find_row(each, machine, filed)]
    if machine in round_tables.ANY_ANSWERS:
        return tuple(possible)
    referred = [each for each in possible if each.has(filed.refers_to)] if filed.refers_to else []
    if referred:
        return (referred[-1],)
    begins = find_row(None, machine, filed) is not None and machine not in round_tables.SINGLE
    if begins:
        possible = [each for each in possible if _same_topic(each, filed)]
    return (possible[-1],) if possible else ()


def _same_topic(round_: Round, filed: Filed) -> bool:
    """Tell whether two openings make one consultation (§2.10); only a consultation has a topic."""
    return round_.machine is Machine.CONSULTATION and round_.first.topic == filed.topic


def _gone_on(round_: Round, row: Row, filed: Filed) -> Round:
    openers = round_.openers | {filed.sender} if row.variant == Consulting.OPEN else round_.openers
    return replace(round_, state=row.next or round_.state, steps=(*round_.steps, (filed, row)), openers=openers)
