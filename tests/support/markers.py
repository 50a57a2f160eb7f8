"""A marker planted in every text of a document, and every form in which it may lie in a database."""

from __future__ import annotations

import base64
import json
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import connections

from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "Зяблик"
KEPT = frozenset(
    {"id", "kind", "scheme", "currency", "unit", "holding", "lang", "country", "citizenship", "bic", "vin"}
)
"""Fields whose form is checked or that name no person: codes of lists and registers."""


def marked(value: Any) -> Any:  # noqa: ANN401  any value of a document
    """Put the marker into every text of a document, however deep, so that a new field is covered too."""
    if isinstance(value, Labelled):
        return value
    if isinstance(value, tuple):
        return tuple(marked(each) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return f"{value} {MARK}" if isinstance(value, str) and value else value
    named = {field.name: getattr(value, field.name) for field in fields(value)}
    kept = KEPT | {"initiator", "transmitter", "receiver", "owner"}
    return replace(value, **{name: marked(each) for name, each in named.items() if name not in kept})


def cells() -> Iterator[bytes]:
    """Give every cell of every table of both databases as bytes."""
    for connection in (connections["default"], connections["keys"]):
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"select * from {connection.ops.quote_name(table)}")  # noqa: S608  names of our own tables
                for row in cursor.fetchall():
                    yield from (as_bytes(cell) for cell in row)


def as_bytes(cell: object) -> bytes:
    """Give a cell as the bytes in which it lies."""
    return bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()


def forms(mark: str) -> list[bytes]:
    """Give the forms in which a text may lie somewhere: UTF-8, UTF-16, escaped, base64 in its three alignments."""
    raw = mark.encode()
    shifted = [base64.b64encode(b"\0" * shift + raw)[4 if shift else 0 : -4] for shift in range(3)]
    return [raw, mark.encode("utf-16-le"), mark.encode("utf-16-be"), json.dumps(mark).encode()[1:-1], *shifted]
