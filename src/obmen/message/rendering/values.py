"""The values of a document as they are printed: once for the template, once for comparing (R-10.3.1).

One walk over the dataclasses serves both, so a field that a document gains is shown to the template and asked of the
printed letter without a line of code here.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.message.rendering import words
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Money, NaturalPerson
from obmen.treaty.labelled import Labelled
from obmen.treaty.policies import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import DataclassInstance

_NOT_FOR_READERS: Final = frozenset(
    {"kind", "lang", "media_type", "register", "salt", "schema_version", "sha256", "type"},
)
"""Fields for machines. A `kind` that is a code list (of an address, of an attachment) is for readers all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A value that a printed letter must show: any of `forms`; `field` is its path in the document."""

    field: str
    forms: tuple[str, ...]
    is_number: bool = False


def spoken(value: object, field: str = "") -> object:
    """Return `value` as templates take it: dataclasses as mappings, everything in them already in Russian words."""
    if isinstance(value, Labelled):
        return {"code": value.value, "label": value.label}
    if value is None or isinstance(value, bool | int):
        return "" if value is None else value
    if isinstance(value, tuple):
        return [spoken(each, field) for each in value]
    if isinstance(value, dict):
        return [_policy(str(key), str(choice)) for key, choice in value.items()]
    if is_dataclass(value) and not isinstance(value, type | Money):
        own = {"name": words.printable(value.name)} if isinstance(value, NaturalPerson) else {}
        return own | {each.name: spoken(getattr(value, each.name), each.name) for each in fields(value)}
    return _written(value, field)


def _policy(number: str, choice: str) -> dict[str, str]:
    """Return a policy with its question and what the choice means, as the law's catalogue says them."""
    known = catalogue.get(number)
    meaning = known.options.get(choice, choice) if known else choice
    return {
        "code": words.printable(number),
        "question": known.question if known else "",
        "meaning": words.printable(meaning),
    }


def _written(value: object, field: str) -> str:
    match value:
        case Money():
            return words.money(value)
        case Decimal():
            return words.number(value, decimals=2 if field == "balance" else 0)
        case datetime():
            return words.instant(value)
        case date():
            return words.day(value)
        case _:
            return words.in_words(field, str(value))


def expected(value: object, path: str = "") -> Iterator[Expected]:
    """List the values that a printed letter must show; what is empty, and what serves machines only, is left out."""
    if isinstance(value, Labelled):
        yield Expected(field=path, forms=_forms_of_code(value))
    elif isinstance(value, tuple):
        for at, each in enumerate(value):
            yield from expected(each, f"{path}.{at}")
    elif isinstance(value, dict):
        for key in value:
            yield Expected(field=f"{path}.{key}", forms=(words.printable(key),))
    elif is_dataclass(value) and not isinstance(value, type | Money):
        yield from _of_fields(value, path)
    elif isinstance(value, str | date | Decimal | Money | UUID):
        yield from _leaf(value, path)


def _of_fields(value: DataclassInstance, path: str) -> Iterator[Expected]:
    """Yield the fields; a person's names must also stand together, so that no other text lends a part of them."""
    if isinstance(value, NaturalPerson) and value.name:
        yield Expected(field=path, forms=(words.printable(value.name),))
    for each in fields(value):
        inner = getattr(value, each.name)
        if each.name not in _NOT_FOR_READERS or (each.name == "kind" and isinstance(inner, Labelled)):
            yield from expected(inner, f"{path}.{each.name}".lstrip("."))


def _leaf(value: str | date | Decimal | Money | UUID, path: str) -> Iterator[Expected]:
    """Yield a value; a string may stand as itself where we print words for its code."""
    said = _written(value, path.rpartition(".")[2])
    own = words.printable(value) if isinstance(value, str) else said
    if said:
        forms = tuple(dict.fromkeys((said, own)))
        yield Expected(field=path, forms=forms, is_number=isinstance(value, Decimal | Money))


def _forms_of_code(value: Labelled) -> tuple[str, ...]:
    """Return how a code may be printed: a subject by its article or its short code, others by their label."""
    if isinstance(value, SubjectCode):
        return (value.label.partition(" —")[0], value.short)
    return (value.label,)
