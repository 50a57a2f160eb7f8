"""Write docs/protocol/course.md, the tables of the lifecycle, from the law; `--check` tells whether it is current."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from obmen.treaty.lifecycle import REQUEST_TABLE, ROUND_TABLE, Machine, State
from obmen.treaty.lifecycle.crossings import CROSSED, NOTES
from obmen.treaty.lifecycle.local_tables import ACTORS, MOVES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from obmen.treaty.labelled import Labelled
    from obmen.treaty.lifecycle import Row

PAGE = Path(__file__).resolve().parents[1] / "docs/protocol/course.md"
HEAD = """# The course of a case

Generated from the law by `make course`; do not edit. The rules of the order in which documents are folded stand in
[post.md](post.md); what each document says is in [schemas](schemas). A document in the form that a table names leads
from one state to the next; a row «by its items» leads to the end of the request once none of its items is open.
"""


def main() -> int:
    """Write the page, or tell with `--check` whether it is current; return the exit status."""
    text = "\n".join(lines()) + "\n"
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.read_text(encoding="utf-8") == text else 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


def lines() -> Iterator[str]:
    """Give the page line by line."""
    yield HEAD
    yield "## The request\n"
    yield from _table(_grouped(REQUEST_TABLE))
    for machine in Machine:
        rows = [row for row in ROUND_TABLE if row.machine is machine]
        if rows:
            yield f"\n## {machine.label}\n"
            yield from _table(_grouped(rows))
    yield "\n## Documents that crossed\n"
    yield f"A document that comes to a state without a row for it is recorded: «{CROSSED}», or as below.\n"
    yield "| state | document | what is said |\n|---|---|---|"
    yield from (f"| {state.value} | {kind.value} | {text} |" for (state, kind), text in NOTES.items())
    yield from _local()


def _grouped(rows: Iterable[Row]) -> dict[tuple[str, ...], list[str]]:
    """Put rows together that differ in their state only."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in rows:
        groups.setdefault(_rest(row), []).append(_name(row.state))
    return groups


def _rest(row: Row) -> tuple[str, ...]:
    document = f"{row.kind.value} {row.variant or ''}".strip()
    who = row.who.value.lower() if row.who else row.turn.value.lower()
    after = "same" if row.next is row.state else (_name(row.next) if row.next else "by its items")
    effect = "" if row.term_effect.value == "NONE" else f"{row.term_effect.label} {row.policy}".strip()
    return document, who, after, str(row.article), effect, "" if row.offered else "taken, not offered"


def _name(state: Labelled | None) -> str:
    return state.value if state else "—"


def _table(groups: dict[tuple[str, ...], list[str]]) -> Iterator[str]:
    yield "| in state | document | by | leads to | article | term | |\n|---|---|---|---|---|---|---|"
    every = {state.value for state in State} - {"SENT", "NOT_ACCEPTED"}
    for rest, states in groups.items():
        where = "any after delivery" if set(states) == every else ", ".join(states)
        yield f"| {where} | {' | '.join(rest)} |"


def _local() -> Iterator[str]:
    yield "\n## Work that is not shared\n"
    yield f"Actors: {', '.join(f'{actor.value} — {actor.label}' for actor in ACTORS)}.\n"
    yield "| what | from | to | by | when | article |\n|---|---|---|---|---|---|"
    for move in MOVES:
        before = move.before.label if move.before else "—"
        actors = ", ".join(actor.value for actor in move.by)
        article = str(move.article) if move.article else "—"
        yield f"| {move.track.label} | {before} | {move.after.label} | {actors} | {move.when} | {article} |"


if __name__ == "__main__":
    sys.exit(main())
