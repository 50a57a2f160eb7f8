"""The form of an answer, item by item: an `Answer` to fields and back, and each item's grid of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from obmen.node.web.forms import binding, leaves
from obmen.node.web.forms.rows import COLUMNS, Column
from obmen.treaty.documents.answers import Answer, AnswerItem, SpecialOrder
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from obmen.node.web.forms.binding import Bound, Source
    from obmen.treaty.documents.answers import Row
    from obmen.treaty.documents.requests import SubjectCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a grid: its field, its value, what is wrong with it."""

    column: Column
    name: str
    number: int
    value: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row of a grid; `kind` tells the reader which record it is."""

    prefix: str
    kind: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """All rows of one item, and an empty one to copy."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...]
    blank: GridRow


def bind(answer: Answer, source: Source, at: int) -> Bound[Answer]:
    """Read item number `at` (and the answer's own fields) over `answer`; other items stay as they are."""
    prefix = f"items.{at}"
    empty = replace(answer.items[at], rows=_rows_for(answer.items[at], source, prefix))
    item = binding.bind(empty, source, prefix)
    items = tuple(item.value if n == at else each for n, each in enumerate(answer.items))
    orders = _orders(answer, answer.items[at], source, at)
    return binding.Bound(replace(answer, items=items, special_orders=orders), item.misread)


def bind_whole(answer: Answer, source: Source) -> Bound[Answer]:
    """Read what belongs to the whole answer: whether it is a part or final, and its own text."""
    return binding.bind(answer, {name: texts for name, texts in source.items() if name in ("part", "text")})


def order_of(answer: Answer, subject: SubjectCode) -> SpecialOrder | None:
    """Give what was answered about a special order of disclosing this category (Art. 9(3)); nothing yet is none."""
    return next((order for order in answer.special_orders if order.subject is subject), None)


def flatten(answer: Answer, at: int) -> dict[str, list[str]]:
    """Write item number `at` with its special order of disclosure."""
    item = answer.items[at]
    order = order_of(answer, item.subject)
    said = binding.flatten(order, f"order.{at}") if order else {f"order.{at}.applies": [""]}
    return binding.flatten(item, f"items.{at}") | said


def over(answer: Answer, source: Source, at: int) -> dict[str, Sequence[str]]:
    """Lay what was typed over what is saved; the grid is as it was sent."""
    saved = {name: texts for name, texts in flatten(answer, at).items() if not name.startswith(f"items.{at}.rows")}
    return {**saved, **source}


def grid(item: AnswerItem, source: Source, errors: Mapping[str, str], at: int) -> Grid:
    """Lay out the rows of an item; there is always an empty row to type in."""
    row = catalogue[item.subject].row
    prefix = f"items.{at}.rows"
    numbers = sorted({int(n) for name in source if (n := _number(name, prefix)).isdecimal()}) or [0]
    return Grid(
        columns=COLUMNS[row],
        rows=tuple(_row(row, f"{prefix}.{n}", source, errors, n) for n in numbers),
        blank=_row(row, f"{prefix}.0", {}, {}, 0),
    )


def _row(row: type[Row], prefix: str, source: Source, errors: Mapping[str, str], number: int) -> GridRow:
    cells = tuple(
        Cell(
            column=column,
            name=(name := f"{prefix}.{column.path}"),
            number=number + 1,
            value=_last(source, name) or _default(row, column),
            error=errors.get(name, ""),
        )
        for column in COLUMNS[row]
    )
    return GridRow(prefix=prefix, kind=str(binding.default_of(row, "kind")), cells=cells)


def _default(row: type[Row], column: Column) -> str:
    """Give the default of a list in a new row, such as «счёт» or «кв. м»."""
    if not column.choices or "." in column.path:
        return ""
    return str(binding.default_of(row, column.path) or "")


def _rows_for(item: AnswerItem, source: Source, prefix: str) -> tuple[Row, ...]:
    """Start from no rows when the form brings rows, so that those taken away are gone."""
    return () if any(name.startswith(f"{prefix}.rows") for name in source) else item.rows


def _orders(answer: Answer, item: AnswerItem, source: Source, at: int) -> tuple[SpecialOrder, ...]:
    """Put one category's yes or no in its place; while it is not answered there is none."""
    name = f"order.{at}.applies"
    if name not in source:
        return answer.special_orders
    others = tuple(each for each in answer.special_orders if each.subject is not item.subject)
    if leaves.answer(_last(source, name)) is None:
        return others
    before = order_of(answer, item.subject) or SpecialOrder(subject=item.subject, applies=False)
    return (*others, binding.bind(before, source, f"order.{at}").value)


def _number(name: str, prefix: str) -> str:
    return name.removeprefix(f"{prefix}.").partition(".")[0] if name.startswith(f"{prefix}.") else ""


def _last(source: Source, name: str) -> str:
    values = source.get(name, ())
    return values[-1] if values else ""
