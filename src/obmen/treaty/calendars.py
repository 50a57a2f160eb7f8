"""Art. 12(1): the official calendar of a Party says which days are working days; weekdays alone do not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, reduce
from typing import TYPE_CHECKING, Any, Final

from obmen.treaty import dated
from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from obmen.treaty.findings import Finding

TERM: Final = Article(12, paragraph=1)
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

    def working_days_in(self, year: int) -> int | None:
        """Count the working days of a year; None when the year is not confirmed as a whole."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        if not (self.covers(first) and self.covers(last)):
            return None
        return sum(day <= last for day in self.working_days_from(first))


def joined(earlier: Calendar, later: Calendar) -> Calendar:
    """Join two calendars of one Party whose confirmed days touch; where they do not, the later one stands alone.

    The version is that of the later one: it tells how far the days are known; the acts of both are kept.
    """
    if earlier.party != later.party or not _follows(later, earlier):
        return later
    acts = dict.fromkeys([*earlier.act.split("; "), *later.act.split("; ")])
    return Calendar(
        party=later.party,
        version=later.version,
        act="; ".join(acts),
        confirmed_from=earlier.confirmed_from,
        confirmed_to=later.confirmed_to,
        days_off=(*earlier.days_off, *later.days_off),
        working_days=(*earlier.working_days, *later.working_days),
    )


def calendar_from(calendars: Sequence[Calendar], day: date) -> Calendar | None:
    """Choose by Art. 12(1) the calendar of a count that begins on a day: that day's and those that follow it.

    So a term runs over the New Year, and only the acts of its own years are named. Of several for the same days the
    one that reaches further counts, then the one listed last. Where none covers the day, the one that reaches furthest
    says so itself (E-12-01); None when there is none at all.
    """
    found = _furthest([each for each in calendars if each.covers(day)])
    if found is None:
        return _furthest(calendars)
    while following := _furthest([each for each in calendars if _follows(each, found)]):
        found = joined(found, following)
    return found


def _follows(later: Calendar, earlier: Calendar) -> bool:
    return earlier.confirmed_to < date.max and later.confirmed_from == earlier.confirmed_to + ONE_DAY


def _furthest(calendars: Sequence[Calendar]) -> Calendar | None:
    return max(reversed(calendars), key=lambda each: each.confirmed_to, default=None)


def check_total(calendar: Calendar, year: int, total: int, *, explained: str = "") -> Finding:
    """Compare by Art. 12(1) a calendar with an independent total of working days (R-O.10).

    A difference blocks publishing until the central authority explains it (E-12-15).
    """
    counted = calendar.working_days_in(year)
    if counted == total:
        return held(f"Рабочих дней в {year} году — {total}, как в независимом источнике", TERM)
    if explained.strip():
        return held(f"Рабочих дней в {year} году — {counted}, в независимом источнике — {total}: {explained}", TERM)
    ours = "не определено" if counted is None else counted
    return violation("E-12-15", field="total", year=year, ours=ours, total=total)


def _calendar(raw: Mapping[str, Any]) -> Calendar:
    to = raw["confirmed_to"]
    return Calendar(
        party=raw["party"],
        version=raw["version"],
        act=raw["act"],
        confirmed_from=raw["confirmed_from"],
        confirmed_to=to,
        days_off=_special(day for day in raw["days_off"] if day["day"] <= to),
        working_days=_special(day for day in raw["working_days"] if day["day"] <= to),
    )


def _special(days: Iterable[Mapping[str, Any]]) -> tuple[SpecialDay, ...]:
    return tuple(SpecialDay(day=special["day"], why=special["why"]) for special in days)


def _files(party: str) -> list[Mapping[str, Any]]:
    """Return what we have of a Party, the earliest year first."""
    known = (raw for raw in map(dated.read, dated.names("calendars")) if raw["party"] == party)
    return sorted(known, key=lambda raw: raw["confirmed_from"])


@cache
def published_years(party: str) -> tuple[Calendar, ...]:
    """Return the confirmed years that we know of a Party, each with its act; nothing when we know none.

    It is what a Party's technical annex starts from and what the demonstration uses; in service the calendars come
    from the annex. A year without `confirmed_to` is a proposal and is not among them.
    """
    return tuple(_calendar(raw) for raw in _files(party) if "confirmed_to" in raw)


@cache
def published(party: str) -> Calendar:
    """Return all confirmed days that we know of a Party as one calendar; raise KeyError when we know none."""
    known = published_years(party)
    if not known:
        raise KeyError(party)
    return reduce(joined, known)


@cache
def proposed(party: str, year: int) -> Calendar | None:
    """Return what we would propose for a year of a Party, confirmed or not; None when we have nothing.

    Nobody counts a term on it: it is shown to the central authority, which corrects it and names the act.
    """
    found = [_calendar({**raw, **_whole(year)}) for raw in _files(party) if raw["confirmed_from"].year == year]
    return found[0] if found else None


def _whole(year: int) -> Mapping[str, date]:
    return {"confirmed_to": date(year, 12, 31)}


@cache
def published_totals(party: str) -> Mapping[int, int]:
    """Return the totals of working days that somebody else published for a Party, by year (R-O.10)."""
    return {raw["confirmed_from"].year: raw["total"] for raw in _files(party) if "total" in raw}
