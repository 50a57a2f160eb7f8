"""`obmen law …`: questions to the law, for lawyers and integrators; no node is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.command.law import check, disclosure, due, parties, retention, schema, state
from obmen.command.law.desk import add_json, answered

if TYPE_CHECKING:
    from obmen.command.office import Groups

_VERBS = (due, check, parties, disclosure, retention, state, schema)


def add(groups: Groups) -> None:
    """Add the words of this group: each verb is a module with its `NAME`, `HELP`, `add_words` and `ask`."""
    group = groups.add_parser("law", help="спросить Соглашение: сроки, Стороны, раскрытие, хранение")
    verbs = group.add_subparsers(required=True, metavar="ВОПРОС")
    for verb in _VERBS:
        words = verbs.add_parser(verb.NAME, help=verb.HELP, description=verb.HELP)
        verb.add_words(words)
        add_json(words)
        words.set_defaults(run=answered, ask=verb.ask)
