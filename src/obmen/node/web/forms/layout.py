"""How the fields of a page look: labels, hints, kinds of input, groups that repeat. No values, no rules."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from django.utils.functional import Promise

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.treaty.labelled import Labelled

Words: TypeAlias = str | Promise
"""A text of the screen, perhaps translated when shown."""

Choices: TypeAlias = tuple[tuple[str, Words], ...]


class Widget(StrEnum):
    """Kinds of input."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    NUMBER = "number"
    SELECT = "select"
    RADIO = "radio"
    TICK = "tick"
    TICKS = "ticks"
    HIDDEN = "hidden"
    TOLD = "told"


class Width(StrEnum):
    """How wide a field is in its row of twelve columns."""

    FULL = "12"
    HALF = "6"
    THIRD = "4"
    QUARTER = "3"
    TWO_THIRDS = "8"


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Shown only while another field of the same group has one of these values."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One input, at `path` under its group; `default` is what an entry that is not there yet begins with."""

    path: str
    label: Words
    hint: Words = ""
    widget: Widget = Widget.TEXT
    choices: Choices = ()
    width: Width = Width.FULL
    when: When | None = None
    article: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A titled group of inputs under `path`; one that repeats shows each entry and offers to add another.

    `at_least` blank entries are shown when there are none, so that a first document need not be asked for.
    """

    path: str = ""
    title: Words = ""
    hint: Words = ""
    parts: tuple[Part, ...] = ()
    repeats: bool = False
    at_least: int = 0
    entry: Words = ""
    add: Words = ""
    when: When | None = None
    article: str = ""
    quiet: bool = False


Part: TypeAlias = Field | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A page of the wizard: its address, title, what it is for and its groups."""

    slug: str
    title: Words
    lead: Words
    article: str
    groups: tuple[Group, ...]


def listed(codes: Iterable[Labelled]) -> Choices:
    """Offer the members of a code list by their labels."""
    return tuple((code.value, sentence(code.label)) for code in codes)


def sentence(text: str) -> str:
    """Begin a text with a capital letter, leaving the rest as it is."""
    return text[:1].upper() + text[1:]
