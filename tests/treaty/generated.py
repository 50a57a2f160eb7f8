"""Documents as absurd as anybody could send them: every field of every value, empty, doubled, at the edge of time."""

from __future__ import annotations

import types
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from hypothesis import strategies as st

from obmen.treaty.labelled import Labelled

T = TypeVar("T")

days = st.sampled_from([date.min, date.max, date(2024, 2, 29), date(2026, 3, 2)]) | st.dates()
texts = st.sampled_from(
    ["", " ", "1/3", "9" * 5000 + "/1", "100 %", "все 5", "VIN", "фамилия", "«", "\x00", "²/³", "١/٢", "арест", "word"]
)
numbers = st.sampled_from([Decimal("NaN"), Decimal("-Infinity"), Decimal(0), Decimal("-1.5"), Decimal(7)])
KNOWN: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    date: days,
    bool: st.booleans(),
    int: st.integers(-1, 3),
    Decimal: numbers,
    UUID: st.sampled_from([UUID(int=1), UUID(int=2)]),
    type(None): st.none(),
}


def absurd(kind: type[T]) -> st.SearchStrategy[T]:
    """Make any value of a dataclass."""
    return made(kind, KNOWN)


def made(kind: type[T], known: dict[Any, st.SearchStrategy[Any]]) -> st.SearchStrategy[T]:
    """Make a value of a dataclass from the strategies of `known`, which keeps what it learns on the way."""
    strategy: st.SearchStrategy[T] = _of(kind, known)
    return strategy


def _of(kind: Any, known: dict[Any, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:  # noqa: ANN401  any type form
    if kind not in known:
        known[kind] = _made(kind, known)
    return known[kind]


def _made(kind: Any, known: dict[Any, st.SearchStrategy[Any]]) -> st.SearchStrategy[Any]:  # noqa: ANN401  any type form
    if get_origin(kind) in (Union, types.UnionType):
        return st.one_of([_of(each, known) for each in get_args(kind)])
    if get_origin(kind) is tuple:
        return st.lists(_of(get_args(kind)[0], known), max_size=2).map(tuple)
    if get_origin(kind) is Literal:
        return st.sampled_from(get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Labelled):
        return st.sampled_from(kind)
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: _of(hints[field.name], known) for field in fields(kind)})
