"""A Party's calendar as a picture of a year: twelve small months, days off and working weekends with their act."""

from __future__ import annotations

import calendar as weeks_of
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.node.web.forms.layout import Words
from obmen.node.web.months import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.calendars import Calendar, Day

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class YearDay:
    """A square of the picture: `kind` is off, worked (a working weekend), unknown, outside, or nothing."""

    day: date
    kind: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMonth:
    """A month in weeks from Monday."""

    name: Words
    weeks: tuple[tuple[YearDay, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The picture of a year: its months, how many working days it has, and what differs from the weekday."""

    year: int
    months: tuple[YearMonth, ...]
    working: int | None
    special: tuple[YearDay, ...]


def year_of(calendar: Calendar, year: int) -> Year:
    """Draw one year; the number of working days only when the calendar is confirmed for all of it."""
    months = tuple(_month(calendar, year, number) for number in range(1, len(MONTHS) + 1))
    days = [each for month in months for each in _inside(month)]
    known = all(each.kind != "unknown" for each in days)
    special = [each for each in days if each.kind == "worked" or (each.kind == "off" and _is_weekday(each.day))]
    return Year(
        year=year,
        months=months,
        working=sum(each.kind in ("", "worked") for each in days) if known else None,
        special=tuple(special),
    )


def _month(calendar: Calendar, year: int, number: int) -> YearMonth:
    weeks = weeks_of.Calendar().monthdatescalendar(year, number)
    return YearMonth(
        name=MONTHS[number - 1],
        weeks=tuple(tuple(_square(calendar, day, inside=day.month == number) for day in week) for week in weeks),
    )


def _square(calendar: Calendar, day: date, *, inside: bool) -> YearDay:
    if not inside:
        return YearDay(day=day, kind="outside")
    said = calendar.day(day)
    return YearDay(day=day, kind=_kind(said), why=said.why)


def _kind(said: Day) -> str:
    if said.working is None:
        return "unknown"
    if said.working:
        return "" if _is_weekday(said.date) else "worked"
    return "off"


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def _inside(month: YearMonth) -> Iterator[YearDay]:
    return (each for week in month.weeks for each in week if each.kind != "outside")
