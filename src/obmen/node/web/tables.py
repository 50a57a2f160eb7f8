"""Rows of an answer as a table to read: the columns that say something, values as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from obmen.node.web.forms import binding
from obmen.node.web.forms.layout import Words
from obmen.node.web.forms.rows import COLUMNS

if TYPE_CHECKING:
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


def _said(column: Column, values: dict[str, list[str]]) -> Words:
    """Give the text of a cell, a code by its label."""
    text = values.get(column.path, [""])[-1]
    if column.mode == "decimal" and text:
        return grouped(Decimal(text))
    return dict(column.choices).get(text, text) if text else ""
