"""Art. 20: editions of the text, each with the numbers it fixes; a protocol adds one and changes none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from obmen.treaty import dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An edition of the Agreement: the term of Art. 12(1), the cap of Art. 7 and where the text comes from."""

    id: str
    title: str
    in_force_from: date
    term_working_days: int
    income_cap_years: int
    source: str


editions: Final[tuple[Edition, ...]] = tuple(
    sorted(
        (Edition(id=number, **raw) for number, raw in dated.read("editions").items()),
        key=lambda edition: edition.in_force_from,
    ),
)
"""All editions, the oldest first."""


def edition_on(day: date) -> Edition:
    """Return the edition that applies on a day (Art. 20): the newest in force; before the first one, the first."""
    past = [edition for edition in editions if edition.in_force_from <= day]
    return past[-1] if past else editions[0]
