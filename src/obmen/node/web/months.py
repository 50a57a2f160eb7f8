"""A count of days laid out as small months: what was counted, what was skipped and why."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from obmen.node.web.forms.layout import Words
from obmen.treaty.deadlines import CountedDay

if TYPE_CHECKING:
    from collections.abc import Iterable


MONTHS: Final = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
WEEKDAYS: Final = (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))
_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A day of a month: in the count with or without a number, or outside it."""

    day: date
    counted: CountedDay | None = None
    due: bool = False
    first: bool = False
    inside: bool = True

    @property
    def kind(self) -> str:
        """The kind of the square: outside, due, skipped, first, counted or empty."""
        if not self.inside:
            return "outside"
        if self.due:
            return "due"
        if self.counted and self.counted.number is None:
            return "skipped first" if self.first else "skipped"
        return "first" if self.first else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of the count in weeks from Monday."""

    name: Words
    year: int
    weeks: tuple[tuple[Square, ...], ...]


def months(count: Iterable[CountedDay]) -> tuple[Month, ...]:
    """Lay the count out, one month after another."""
    days = {counted.day: counted for counted in count}
    if not days:
        return ()
    first, last = min(days), max(days)
    spans = sorted({(day.year, day.month) for day in days})
    return tuple(_month(year, month, days, first, last) for year, month in spans)


def _month(year: int, month: int, days: dict[date, CountedDay], first: date, last: date) -> Month:
    """Lay out one month."""
    weeks = calendar.Calendar().monthdatescalendar(year, month)
    return Month(
        name=MONTHS[month - 1],
        year=year,
        weeks=tuple(
            tuple(
                Square(
                    day=day,
                    counted=days.get(day) if day.month == month else None,
                    due=day == last and day.month == month,
                    first=day == first and day.month == month,
                    inside=day.month == month,
                )
                for day in week
            )
            for week in weeks
        ),
    )


def reasons(count: Iterable[CountedDay]) -> tuple[CountedDay, ...]:
    """Give the days that are not counted for a reason other than an ordinary weekend, and working weekends."""
    return tuple(counted for counted in count if (counted.number is None) == (counted.day.weekday() < _SATURDAY))
