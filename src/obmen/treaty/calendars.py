"""Art. 12(1): the official calendar of a Party says which days are working days; weekdays alone do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from obmen.treaty import dated
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ONE_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_WEEKDAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialDay:
    """A day that the act makes different from what its weekday says, and why."""

    day: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What a calendar says about a day; `working` is None where it says nothing."""

    date: date
    working: bool | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The published calendar of a Party for the days from `confirmed_from` to `confirmed_to`, both included.

    Outside them nothing is known: the calendar answers None and never guesses. `act` names the law it comes from;
    `days_off` are days off that are not already so as a Saturday or Sunday, `working_days` are working weekends.
    """

    party: str
    version: str
    act: str
    confirmed_from: date
    confirmed_to: date
    days_off: tuple[SpecialDay, ...] = ()
    working_days: tuple[SpecialDay, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a calendar that contradicts itself."""
        if self.confirmed_to < self.confirmed_from:
            raise ValueError(f"calendar {self.version} ends before it begins")
        both = self.off() & self.worked()
        if both:
            raise ValueError(f"calendar {self.version} calls {min(both)} both a day off and a working day")

    def off(self) -> frozenset[date]:
        """Return the special days off."""
        return frozenset(special.day for special in self.days_off)

    def worked(self) -> frozenset[date]:
        """Return the working weekends."""
        return frozenset(special.day for special in self.working_days)

    def covers(self, day: date) -> bool:
        """Tell whether the calendar is confirmed for the day."""
        return self.confirmed_from <= day <= self.confirmed_to

    def day(self, day: date) -> Day:
        """Say whether a day is worked, and why; not determined outside the confirmed days (E-12-01)."""
        if not self.covers(day):
            return Day(date=day, working=None, why=self.silence(day))
        for special in self.days_off:
            if special.day == day:
                return Day(date=day, working=False, why=special.why)
        for special in self.working_days:
            if special.day == day:
                return Day(date=day, working=True, why=special.why)
        weekday = day.weekday()
        return Day(date=day, working=weekday < _SATURDAY, why=_WEEKDAYS[weekday])

    def silence(self, day: date) -> str:
        """Explain in Russian why nothing is known about a day (E-12-01)."""
        if self.confirmed_to < day and day.year == self.confirmed_to.year:
            return violation("E-12-01", case="partly", date=self.confirmed_to).because
        return violation("E-12-01", year=day.year).because

    def working_days_from(self, start: date) -> Iterator[date]:
        """Go through the working days from `start` on, ending where the calendar is no longer confirmed."""
        off, worked = self.off(), self.worked()
        first = max(start, self.confirmed_from).toordinal()
        for day in map(date.fromordinal, range(first, self.confirmed_to.toordinal() + 1)):
            if (day.weekday() < _SATURDAY and day not in off) or day in worked:
                yield day


def _special(days: Sequence[Mapping[str, Any]]) -> tuple[SpecialDay, ...]:
    return tuple(SpecialDay(day=special["day"], why=special["why"]) for special in days)


def _calendar(raw: Mapping[str, Any]) -> Calendar:
    plain = {name: value for name, value in raw.items() if name not in ("days_off", "working_days")}
    return Calendar(days_off=_special(raw["days_off"]), working_days=_special(raw["working_days"]), **plain)


@cache
def published(party: str) -> Calendar:
    """Return the newest calendar that we know of a Party; raise KeyError when we know none.

    It is what a Party's technical annex starts from and what the demonstration and the tests use; in service the
    calendar comes from the annex.
    """
    known = [raw for raw in map(dated.read, dated.names("calendars")) if raw["party"] == party]
    if not known:
        raise KeyError(party)
    return _calendar(max(known, key=lambda raw: raw["confirmed_to"]))
