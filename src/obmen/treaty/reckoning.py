"""Art. 22-24: dates that follow from the receipt of an instrument, each with its other reading beside it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.policies import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from obmen.treaty.policies import Policies

_THREE: Final = 3
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One reading of a silence: the policy, its option, what it means, and the date that it gives."""

    policy: str
    option: str
    on: date

    @property
    def meaning(self) -> str:
        """What the option means, in Russian."""
        return catalogue[self.policy].options[self.option]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A date with how it was computed: the chosen reading, the other ones, and why.

    `published` tells that the depositary published another date or the same: it prevails until the Parties agree
    otherwise (P-09 to P-11).
    """

    on: date
    because: str
    article: Article
    chosen: Reading
    others: tuple[Reading, ...]
    published: bool = False


def thirty_days(received_on: date, policies: Policies, article: Article, because: str) -> Reckoned:
    """Compute by Art. 22 and 23 and P-09 the day «по истечении 30 дней»; calendar days, never shifted (R-22.3)."""
    return _reckoned("P-09", {"D_PLUS_30": 30, "D_PLUS_31": 31}, received_on, _after_days, policies, article, because)


def three_months(received_on: date, policies: Policies, article: Article, because: str) -> Reckoned:
    """Compute by Art. 23(3) and P-10 the day «по истечении трех месяцев»; the last day where the month is shorter."""
    return _reckoned("P-10", {"SAME_NUMBER": 0, "NEXT_DAY": 1}, received_on, _after_quarter, policies, article, because)


def _reckoned(  # noqa: PLR0913, PLR0917  the parts of one reckoning, in the order of the sentence
    policy: str,
    steps: Mapping[str, int],
    start: date,
    after: Callable[[date, int], date],
    policies: Policies,
    article: Article,
    because: str,
) -> Reckoned:
    readings = {option: Reading(policy=policy, option=option, on=after(start, step)) for option, step in steps.items()}
    chosen = readings.pop(policies.choice(policy))
    return Reckoned(on=chosen.on, because=because, article=article, chosen=chosen, others=tuple(readings.values()))


def _after_days(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _after_quarter(day: date, more: int) -> date:
    return _after_days(after_three_months(day), more)


def after_three_months(day: date) -> date:
    """Return the same-numbered day three months later, or the last day of that month: 30.11.2026 → 28.02.2027."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + _THREE, _MONTHS)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def leaving(received_on: date, dispatched_on: date | None, policies: Policies, article: Article) -> Reckoned:
    """Compute by Art. 24 and P-11 the earliest day of exit: three months after the receipt, or the dispatch."""
    readings = {"RECEIPT": received_on, "DISPATCH": dispatched_on or received_on}
    dates = {
        option: Reading(policy="P-11", option=option, on=after_three_months(start))
        for option, start in readings.items()
    }
    chosen = dates.pop(policies.choice("P-11"))
    because = "три месяца после уведомления о выходе"
    return Reckoned(on=chosen.on, because=because, article=article, chosen=chosen, others=tuple(dates.values()))
