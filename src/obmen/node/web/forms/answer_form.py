"""The form of an answer, item by item: an `Answer` to fields and back, and each item's grid of rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from obmen.node.web.forms import binding
from obmen.node.web.forms.rows import COLUMNS, Column
from obmen.treaty.documents.answers import Answer, AnswerItem, ItemStatus, SpecialOrder
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from obmen.node.web.forms.binding import Bound, Source
    from obmen.node.web.forms.layout import Choices
    from obmen.treaty.documents.answers import Row


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
    order = binding.bind(order_of(answer, answer.items[at]), source, f"order.{at}")
    top = {name: texts for name, texts in source.items() if "." not in name and name not in ("items", "special_orders")}
    rest = binding.bind(replace(answer, items=items, special_orders=_orders(answer, order.value)), top)
    return binding.Bound(rest.value, {**item.misread, **order.misread, **rest.misread})


def order_of(answer: Answer, item: AnswerItem) -> SpecialOrder:
    """Give the item's answer about a special order of disclosure (Art. 9(3)); none yet means that it does not apply."""
    found = (order for order in answer.special_orders if order.subject is item.subject)
    return next(found, SpecialOrder(subject=item.subject, applies=False))


def flatten(answer: Answer, at: int) -> dict[str, list[str]]:
    """Write item number `at` and the answer's own fields."""
    item = answer.items[at]
    order = binding.flatten(order_of(answer, item), f"order.{at}")
    return {"text": [answer.text], "part": [answer.part.value]} | binding.flatten(item, f"items.{at}") | order


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


def _orders(answer: Answer, order: SpecialOrder) -> tuple[SpecialOrder, ...]:
    """Put one category's special order in its place; one that says nothing falls out."""
    others = tuple(each for each in answer.special_orders if each.subject is not order.subject)
    said = order.applies or order.basis or order.procedure or order.body
    return (*others, order) if said else others


def statuses(allowed: Sequence[ItemStatus]) -> Choices:
    """Offer the results that an item may have."""
    return tuple((status.value, status.label) for status in allowed)


def _number(name: str, prefix: str) -> str:
    return name.removeprefix(f"{prefix}.").partition(".")[0] if name.startswith(f"{prefix}.") else ""


def _last(source: Source, name: str) -> str:
    values = source.get(name, ())
    return values[-1] if values else ""
