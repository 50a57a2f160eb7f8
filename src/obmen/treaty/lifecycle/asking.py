"""May this document be made now: the tables asked before an act (Art. 10-16)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.errors import held, violation
from obmen.treaty.lifecycle import round_tables
from obmen.treaty.lifecycle.fold import find_row
from obmen.treaty.lifecycle.request_table import TABLE
from obmen.treaty.lifecycle.rounds import concerned_by
from obmen.treaty.lifecycle.rounds import find_row as find_round_row
from obmen.treaty.lifecycle.vocabulary import Machine, Side, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.treaty.findings import Finding
    from obmen.treaty.lifecycle.filed import Filed
    from obmen.treaty.lifecycle.fold import Course

_CODES: Final = {(state, Kind.SUPPLEMENT): "E-14-01" for state in (State.EXECUTED, State.REFUSED, State.NOT_EXECUTABLE)}
_ROUNDS_OF: Final[Mapping[Kind, tuple[Machine, ...]]] = {
    Kind.INFORMATION_REQUEST: (Machine.INFORMATION,),
    Kind.INFORMATION: (Machine.INFORMATION,),
    Kind.POSTPONEMENT: (Machine.POSTPONEMENT,),
    Kind.CONSULTATION: (Machine.CONSULTATION,),
    Kind.CONDITIONS: (Machine.CONDITIONS,),
    Kind.CONDITIONS_DECISION: (Machine.CONDITIONS,),
    Kind.BREACH: (Machine.CONDITIONS,),
    Kind.CONFIDENTIALITY_IMPOSSIBLE: (Machine.LOCKED_STEP,),
    Kind.CONFIDENTIALITY_WISH: (Machine.CONFIDENTIALITY,),
    Kind.CONFIDENTIALITY_DECISION: (Machine.LOCKED_STEP, Machine.CONFIDENTIALITY),
    Kind.CONSENT_REQUEST: (Machine.CONSENT,),
    Kind.CONSENT_DECISION: (Machine.CONSENT,),
    Kind.ORIGINAL: (Machine.ORIGINAL,),
}
"""Documents that mean nothing outside a round of one of these courses."""


def can_send(side: Side, kind: Kind) -> bool:
    """Tell by the table (Art. 10-16) whether documents of a kind ever come from a side."""
    return any(row.kind is kind and row.who in (None, side) for row in TABLE)


def may(state: State | None, kind: Kind, who: Side, variant: str = "") -> Finding:
    """Decide by the table (Art. 10-16) whether our own user may make a document in this state of the request."""
    row = find_row(state, kind, who, variant)
    if row and row.offered:
        return held(f"«{kind.label}» предусмотрен в этом состоянии", row.article)
    if state and (state, kind) in _CODES and who is Side.REQUESTING:
        return violation(_CODES[state, kind])
    return violation("E-12-07", document=kind.label, state=state.label if state else "запрос не направлен")


def may_in(course: Course, meant: Filed) -> Finding:
    """Decide by all tables (Art. 9-16) whether our own user may make a document now, in the round it belongs to.

    `meant` is the document as it would be filed: its kind, form and sender, what it refers to, its topic.
    """
    finding = may(course.state, meant.kind, meant.sender, meant.variant)
    machines = _ROUNDS_OF.get(meant.kind, ())
    if not finding or not machines or any(_has_place(course, machine, meant) for machine in machines):
        return finding
    return violation("E-12-07", case="round", document=meant.kind.label, round=machines[0].label)


def _has_place(course: Course, machine: Machine, meant: Filed) -> bool:
    """Tell whether a document would begin a round of a machine or go on with one."""
    runs = machine in round_tables.SINGLE and any(each.machine is machine for each in course.rounds)
    begins = not runs and find_round_row(None, machine, meant) is not None
    return begins or bool(concerned_by(meant, machine, course.rounds))
