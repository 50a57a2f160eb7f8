"""The articles in our own words, for the link beside every rule, and notes for the pages of a new request."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What the column «Соглашение» says, and by which article."""

    text: str
    citation: str = ""


@cache
def _file() -> dict[str, Any]:
    """Read the explanations once."""
    return tomllib.loads(resources.files(__package__ or "").joinpath("explanations.toml").read_text(encoding="utf-8"))


@cache
def explanations() -> Mapping[int, str]:
    """Give the explanation of each article by its number."""
    return MappingProxyType({int(number): words for number, words in _file()["articles"].items()})


@cache
def notes(slug: str) -> tuple[Note, ...]:
    """Give the standing notes of a page of the request."""
    return tuple(Note(text=note["text"], citation=note["article"]) for note in _file()["notes"].get(slug, ()))
