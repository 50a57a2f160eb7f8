"""Art. 20: editions of the text, each with the numbers it fixes; a protocol adds one and changes none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


def edition_between(
    requesting: str,
    requested: str,
    on: date,
    *,
    bound: Mapping[str, Mapping[str, date]],
    known: Sequence[Edition] = editions,
) -> Edition:
    """Return by Art. 20 the text that applies between two Parties on a day: the highest protocol in force for both.

    `bound` tells for each protocol (by the id of its edition) since when it binds each Party; the first edition is the
    Agreement itself and binds all. A request keeps the text of the day on which it was received (R-20.1).
    """
    first, *protocols = sorted(known, key=lambda edition: edition.in_force_from)
    in_force = [
        each
        for each in protocols
        if all(_binds(bound.get(each.id, {}).get(party), on) for party in (requesting, requested))
    ]
    return in_force[-1] if in_force else first


def _binds(since: date | None, on: date) -> bool:
    return since is not None and since <= on
