"""How leaves must be written, so that a value has one spelling and every reader reads the same.

pydantic tells what a value *is*; this tells how it may be *written*: dates as full dates, instants with an offset
(RFC 3339, 5.6), decimals as plain strings, UUIDs in the form of RFC 9562, 4, and the `kind` of a union always present.
"""

from __future__ import annotations

import base64
import re
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from pydantic.alias_generators import to_camel

from obmen.message.problems import DATE, DECIMAL, INSTANT, MISSING, Problem, join, kinds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.message.strict_json import Json

PATTERN_OF_DECIMAL: Final = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
PATTERN_OF_DATE: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PATTERN_OF_INSTANT: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
)
_RULES: Final = (
    (datetime, re.compile(PATTERN_OF_INSTANT), INSTANT),
    (date, re.compile(PATTERN_OF_DATE), DATE),
    (Decimal, re.compile(PATTERN_OF_DECIMAL), DECIMAL),
)


def misspelt(value: object, written: Json, path: str = "") -> Iterator[Problem]:
    """Go through a decoded value beside the JSON it came from and tell each leaf that is written otherwise."""
    if is_dataclass(value):
        yield from _in_object(value, written, path)
    elif isinstance(value, tuple) and isinstance(written, list):
        for number, (item, text) in enumerate(zip(value, written, strict=True)):
            yield from misspelt(item, text, f"{path}[{number}]")
    else:
        yield from _leaf(value, written, path)


def _in_object(value: object, written: Json, path: str) -> Iterator[Problem]:
    members = written if isinstance(written, dict) else {}
    type_: Any = type(value)
    if kinds(type_) and "kind" not in members:
        yield Problem(join(path, "kind"), MISSING)
    for field, name in _names(type_):
        if name in members:
            yield from misspelt(getattr(value, field), members[name], join(path, name))


@cache
def _names(type_: Any) -> tuple[tuple[str, str], ...]:  # noqa: ANN401  any dataclass
    """Give the fields of a dataclass with the names that travel."""
    return tuple((field.name, to_camel(field.name)) for field in fields(type_))


def _leaf(value: object, written: Json, path: str) -> Iterator[Problem]:
    if isinstance(value, UUID) and written != str(value):
        yield Problem(path, f"UUID пишется строчными буквами: {value}")
    if isinstance(value, bytes) and written != base64.urlsafe_b64encode(value).decode():
        yield Problem(path, "ожидается текст base64url с дополнением")
    for type_, pattern, text in _RULES:
        if isinstance(value, type_):
            if not (isinstance(written, str) and pattern.fullmatch(written)):
                yield Problem(path, text)
            return
