"""Between a dataclass of the law and the fields of a form: one field per value, named by its path.

`flatten` writes a value as fields, `bind` reads it back over a base: what a page does not ask stays as it was. Reading
knows shapes only (a date is a date); whether a value is lawful is asked elsewhere.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from obmen.node.web.forms import leaves

Source: TypeAlias = Mapping[str, Sequence[str]]
"""The fields as they came: all values of each name."""

T = TypeVar("T")
SELECTORS: Final = frozenset(
    {"kind", "scheme", "currency", "country", "unit", "lang", "holding", "address_kind", "role", "share_kind"}
)
"""Fields that always hold a choice: alone they do not make an entry worth keeping."""
MOST: Final = 500
"""No list of a form is longer than this."""


@dataclass(frozen=True, slots=True)
class Bound(Generic[T]):
    """A value read from a form, and what could not be read: text for the person, by path."""

    value: T
    misread: Mapping[str, str]


class _Reader:
    """Reads one form; collects what could not be read."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.misread: dict[str, str] = {}

    def asks(self, path: str) -> bool:
        """Tell whether the form has a field at or under `path`."""
        return path in self.source or any(name.startswith(f"{path}.") for name in self.source)

    def last(self, path: str) -> str:
        """Give the last value of a field (a tick comes after its hidden «no»)."""
        values = self.source.get(path, ())
        return values[-1] if values else ""

    def read(self, kind: object, path: str, base: object) -> object:
        """Read the value of type `kind` at `path`, or keep `base` where the form does not ask."""
        if not self.asks(path):
            return base
        if get_origin(kind) in (Union, types.UnionType):
            return self._one_of(get_args(kind), path, base)
        if get_origin(kind) is tuple:
            return self._list(get_args(kind)[0], path, base)
        if isinstance(kind, type) and is_dataclass(kind):
            return self.record(kind, path, base)
        try:
            return _leaf(kind, self.last(path), base)
        except leaves.MisreadError as error:
            self.misread[path] = str(error)
            return base

    def _one_of(self, kinds: tuple[object, ...], path: str, base: object) -> object:
        """Read an optional value, or one of several records told apart by their `kind`."""
        records: list[type] = [kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)]
        if len(records) > 1:
            chosen = {default_of(kind, "kind"): kind for kind in records}
            kind = chosen.get(self.last(f"{path}.kind"), type(base) if base is not None else records[0])
            return self.record(kind, path, base if isinstance(base, kind) else None)
        if records:
            return None if self._left_empty(path) else self.record(records[0], path, base)
        return self._optional_leaf(next(kind for kind in kinds if kind is not type(None)), path, base)

    def _optional_leaf(self, kind: object, path: str, base: object) -> object:
        try:
            return _optional(kind, self.last(path))
        except leaves.MisreadError as error:
            self.misread[path] = str(error)
            return base

    def _left_empty(self, path: str) -> bool:
        """Tell whether nothing but selectors was filled in under `path`."""
        prefix = f"{path}."
        return not any(
            any(text.strip() for text in values)
            for name, values in self.source.items()
            if name.startswith(prefix) and name.rpartition(".")[2] not in SELECTORS
        )

    def _list(self, kind: object, path: str, base: object) -> tuple[object, ...]:
        """Read a list: of choices from one field, of records from their numbered fields; empty entries fall out."""
        if isinstance(kind, type) and issubclass(kind, str):
            return tuple(kind(text) for text in self.source.get(path, ()) if _is_of(kind, text))
        numbers = sorted({int(n) for name in self.source if (n := _number_after(path, name)).isdecimal()})[:MOST]
        before = dict(enumerate(base)) if isinstance(base, tuple) else {}
        entries = (self.read(kind, f"{path}.{n}", before.get(n)) for n in numbers)
        return tuple(entry for entry in entries if entry is not None and not is_blank(entry))

    def record(self, kind: type, path: str, base: object) -> object:
        """Read a record field by field; one that lacks a necessary value is refused at that value."""
        values: dict[str, object] = {}
        for name, its in hints(kind).items():
            value = self.read(
                its, _join(path, name), getattr(base, name) if base is not None else default_of(kind, name)
            )
            if value is MISSING or (value is None and not _may_be_none(its)):
                self.misread.setdefault(_join(path, name), _("Fill in this field or clear the ones beside it."))
                return base
            values[name] = value
        return kind(**values)


def bind(base: T, source: Source, prefix: str = "") -> Bound[T]:
    """Read a record over `base` from the fields under `prefix`; fields that are absent leave `base` as it is."""
    reader = _Reader(source)
    value = reader.record(type(base), prefix, base)
    return Bound(cast("T", value), reader.misread)


def flatten(value: object, prefix: str = "") -> dict[str, list[str]]:
    """Write a value as the fields that `bind` reads; an empty list is a field without entries."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((_join(prefix, f.name), getattr(value, f.name)) for f in fields(value))
        return {path: text for name, each in pairs for path, text in flatten(each, name).items()}
    if isinstance(value, tuple):
        if all(isinstance(each, str) for each in value):
            return {prefix: [leaves.shown(each) for each in value]}
        return {k: v for n, each in enumerate(value) for k, v in flatten(each, f"{prefix}.{n}").items()}
    return {prefix: [leaves.shown(value)]}


def is_blank(entry: object) -> bool:
    """Tell whether a record says nothing beyond its defaults and selectors."""
    if not is_dataclass(entry) or isinstance(entry, type):
        return entry in (None, "", ())
    said = ((getattr(entry, f.name), default_of(type(entry), f.name)) for f in fields(entry) if f.name not in SELECTORS)
    return all(value == default or is_blank(value) for value, default in said)


@cache
def hints(kind: type) -> dict[str, Any]:
    """Give the types of a record's fields."""
    return get_type_hints(kind)


def default_of(kind: type, name: str) -> object:
    """Give the default of a field; an empty text for a text without one, else nothing (`MISSING`)."""
    found = next(f for f in fields(kind) if f.name == name)
    if found.default is not MISSING:
        return found.default
    return "" if hints(kind)[name] is str else MISSING


def _leaf(kind: object, raw: str, base: object) -> object:
    """Read a single value that may not be absent; what is left empty keeps its text empty or its base."""
    if kind is str:
        return leaves.text(raw)
    if kind is bool:
        return leaves.answer(raw) is True
    if get_origin(kind) is Literal:
        return raw if raw in get_args(kind) else base
    value = _optional(kind, raw)
    return value if value is not None or kind in (date, Decimal) else base


def _optional(kind: object, raw: str) -> object:
    """Read a single value; empty is none."""
    if kind is bool:
        return leaves.answer(raw)
    if kind is date:
        return leaves.day(raw)
    if kind is Decimal:
        return leaves.number(raw)
    if kind is int:
        return leaves.whole(raw)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return leaves.choice(kind, raw)
    return leaves.text(raw) or None


def _is_of(kind: type[str], text: str) -> bool:
    """Tell whether `text` belongs to a list of choices; any text that is not empty belongs to a list of texts."""
    return any(text == each.value for each in kind) if issubclass(kind, Enum) else bool(text.strip())


def _may_be_none(kind: object) -> bool:
    return type(None) in get_args(kind)


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _number_after(path: str, name: str) -> str:
    """Give the number of an entry: `0` in `documents.0.number` after `documents`."""
    return name.removeprefix(f"{path}.").partition(".")[0] if name.startswith(f"{path}.") else ""
