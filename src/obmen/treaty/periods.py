"""Periods in years, and the cap of Art. 7 on them."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from itertools import takewhile
from typing import TYPE_CHECKING

from obmen.treaty.calendars import ONE_DAY
from obmen.treaty.documents.values import Period
from obmen.treaty.wording import listed, plural, years

if TYPE_CHECKING:
    from collections.abc import Callable

_MONTHS = 12


def after_months(day: date, months: int) -> date:
    """Return the same-numbered day `months` later; where the month has none, the first day of the next month.

    So the anniversary of 29 February is 1 March in a year that has no such day (R-7.b.2).
    """
    month = day.year * _MONTHS + day.month - 1 + months
    if month >= (MAXYEAR + 1) * _MONTHS:
        return date.max
    try:
        return day.replace(year=month // _MONTHS, month=month % _MONTHS + 1)
    except ValueError:
        return date((month + 1) // _MONTHS, (month + 1) % _MONTHS + 1, 1)


def after_years(day: date, number: int) -> date:
    """Return the anniversary of a day after a number of years."""
    return after_months(day, number * _MONTHS)


def last_day(start: date, cap: int) -> date:
    """Return the last day of the longest period that starts on a day and is no longer than `cap` years (Art. 7)."""
    return after_years(start, cap) - ONE_DAY


def first_day(end: date, cap: int) -> date:
    """Return the first day of the longest period that ends on a day and is no longer than `cap` years (Art. 7)."""
    if end.year - cap < MINYEAR:
        return date.min
    try:
        return end.replace(year=end.year - cap) + ONE_DAY
    except ValueError:
        return date(end.year - cap, 3, 1)


def within(period: Period, cap: int) -> bool:
    """Decide by Art. 7 and P-13 (LENGTH) whether a period is no longer than `cap` years, both its days included."""
    return period.end <= last_day(period.start, cap)


def capped(period: Period, cap: int) -> Period:
    """Return by Art. 7 what may be answered about a period: the latest `cap` years within it (R-7.b.3)."""
    return Period(start=max(period.start, first_day(period.end, cap)), end=period.end)


def covers(period: Period, part: Period) -> bool:
    """Tell whether a period contains another one whole."""
    return period.start <= part.start and part.end <= period.end


def length(period: Period) -> str:
    """Say how long a period is: «3 года и 1 день», «2 года, 5 месяцев и 3 дня»."""
    whole_years = _whole(period, after_years)
    start = after_years(period.start, whole_years)
    rest = Period(start=start, end=period.end)
    whole_months = _whole(rest, after_months)
    days = (period.end - after_months(start, whole_months)).days + 1
    parts = (
        years(whole_years) if whole_years else "",
        plural(whole_months, "месяц", "месяца", "месяцев") if whole_months else "",
        plural(days, "день", "дня", "дней") if days else "",
    )
    return listed(part for part in parts if part)


def _whole(period: Period, after: Callable[[date, int], date]) -> int:
    """Count the whole units in a period whose last day is included."""
    most = period.end.year - period.start.year + 1 if after is after_years else _MONTHS
    fitting = takewhile(lambda number: after(period.start, number) - ONE_DAY <= period.end, range(1, most + 1))
    return max(fitting, default=0)
