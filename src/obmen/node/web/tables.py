"""Rows of an answer as a table to read: the columns that say something, values as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import count, takewhile
from typing import TYPE_CHECKING

from obmen.node.web.forms import binding
from obmen.node.web.forms.layout import Words
from obmen.node.web.forms.rows import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.node.web.forms.rows import Column
    from obmen.treaty.documents.answers import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table to read: its name, its headings, its rows of text."""

    label: Words
    headings: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]


def table(label: Words, rows: tuple[Row, ...]) -> Table | None:
    """Lay rows out, leaving out the columns that are empty in all of them; nothing for no rows."""
    if not rows:
        return None
    columns = COLUMNS[type(rows[0])]
    values = [binding.flatten(row) for row in rows]
    used = [column for column in columns if any(_said(column, each) for each in values)]
    return Table(
        label=label,
        headings=tuple(column.label for column in used),
        rows=tuple(tuple(_said(column, each) for column in used) for each in values),
    )


def grouped(number: Decimal) -> str:
    """Write a number as people do: «350 000,00»."""
    return f"{number:,f}".replace(",", "\u00a0").replace(".", ",")


def _said(column: Column, values: dict[str, list[str]]) -> str:
    """Give the text of a cell: of each entry of a list, a code by its label."""
    return "; ".join(str(_one(column, text)) for text in _texts(column.path, values) if text)


def _texts(path: str, values: dict[str, list[str]]) -> Iterator[str]:
    """Give the texts under a path; «seized.0.description» stands for all entries of the list."""
    head, numbered, rest = path.partition(".0.")
    paths = takewhile(values.__contains__, (f"{head}.{n}.{rest}" for n in count())) if numbered else iter((path,))
    return (text for each in paths for text in values.get(each, ()))


def _one(column: Column, text: str) -> Words:
    if column.mode == "decimal":
        return grouped(Decimal(text))
    return dict(column.choices).get(text, text)
