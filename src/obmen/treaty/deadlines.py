"""Art. 12: thirty working days from receipt, counted day by day so that anyone can check."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Final

from obmen.treaty.calendars import ONE_DAY, TERM, Calendar
from obmen.treaty.documents.notices import TermChange
from obmen.treaty.editions import edition_on
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.pauses import Pause, restarting, suspending
from obmen.treaty.policies import Policies
from obmen.treaty.wording import day as written
from obmen.treaty.wording import working_days

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.treaty.documents.notices import RegistrationNotice
    from obmen.treaty.editions import Edition


def term_days(on: date) -> int:
    """Return the number of working days that Art. 12(1) gives, by the edition of the text that applies on a day."""
    return edition_on(on).term_working_days


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedDay:
    """One day of the count: its number if it counts, and why it does or does not."""

    day: date
    number: int | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """The term of a request and all that is needed to count it again.

    `due_unadjusted` is the term of Art. 12 without postponements, `due_adjusted` under the declared policies and the
    `pauses`. Either is None, and `not_determined` says why, when the calendar is not confirmed far enough (E-12-01);
    the adjusted one also while the term is suspended. `presumed`: the day of receipt is not confirmed (R-10.4.3).
    """

    receipt_date: date
    due_unadjusted: date | None
    due_adjusted: date | None
    not_determined: str
    calendar: Calendar
    policies: dict[str, str]
    days: int
    pauses: tuple[Pause, ...] = ()
    restarted_on: tuple[date, ...] = ()
    presumed: bool = False

    @property
    def calendar_version(self) -> str:
        """The version of the calendar that was used."""
        return self.calendar.version

    @property
    def count(self) -> tuple[CountedDay, ...]:
        """Every day from receipt to the due date (or to the last confirmed day), numbered where it counts."""
        return _count(self)

    @property
    def suspended(self) -> bool:
        """Whether there is no due date because something is waited for, not because a calendar is missing."""
        return self.due_adjusted is None and self.due_unadjusted is not None and self.not_determined in _silences(self)

    @property
    def finding(self) -> Finding:
        """Say the term as a finding: held with the date, presumed, suspended, or not determined (E-12-01)."""
        if self.suspended:
            return held(self.not_determined, TERM)
        if self.due_adjusted is None:
            return Finding(
                holds=False, because=self.not_determined, articles=(TERM,), code="E-12-01", weight=Weight.WARNS
            )
        if self.presumed:
            return Finding(holds=False, because=PRESUMED, articles=(TERM,), weight=Weight.NOTES)
        return held(f"Срок исполнения — по {written(self.due_adjusted)}, {working_days(self.days)}", TERM)


PRESUMED: Final = "срок предположительный: дата получения не подтверждена"
"""How a term is labelled that is counted from a presumed day of receipt (R-10.4.3)."""


def term(  # noqa: PLR0913  the facts of one term, each named by the caller
    received_on: date,
    calendar: Calendar,
    policies: Policies,
    *,
    pauses: Iterable[Pause] = (),
    edition: Edition | None = None,
    presumed: bool = False,
) -> Term:
    """Decide by Art. 12(1) until when a request is to be executed: thirty working days from the day of receipt.

    P-01 tells whether the day of receipt itself counts; the calendar is that of the requested Party (P-03); the
    `pauses` move the adjusted date as P-04 to P-07 say. `edition` is the text in force for both Parties (Art. 20);
    without it, the one of the day of receipt.
    """
    days = edition.term_working_days if edition else term_days(received_on)
    included, kept = _included(policies), tuple(pauses)
    due = _due(received_on, calendar, days, included=included)
    counted = Term(
        receipt_date=received_on,
        due_unadjusted=due,
        due_adjusted=due,
        not_determined="" if due else _silence(received_on, calendar),
        calendar=calendar,
        policies=policies.as_dict(),
        days=days,
        pauses=kept,
        presumed=presumed,
    )
    return _adjusted(counted, suspending(kept, policies), restarting(kept, policies)) if kept else counted


def _adjusted(counted: Term, suspended: tuple[Pause, ...], restarts: tuple[Pause, ...]) -> Term:
    """Move the adjusted date by the pauses; a term that had already ended is not begun anew."""
    starts = [counted.receipt_date]
    for pause in restarts:
        due = _due_with(counted, starts[-1], suspended)
        if due is not None and due < pause.start:
            break
        if pause.end is None:
            return replace(counted, due_adjusted=None, not_determined=pause.silence, restarted_on=tuple(starts[1:]))
        starts.append(max(starts[-1], pause.end))
    due = _due_with(counted, starts[-1], suspended)
    said = "" if due else _why_none(counted, starts[-1], suspended)
    return replace(counted, due_adjusted=due, not_determined=said, restarted_on=tuple(starts[1:]))


def _due_with(counted: Term, start: date, suspended: tuple[Pause, ...]) -> date | None:
    """Count from a start, leaving out the days on which the term is suspended (P-25)."""
    included = counted.policies["P-01"] == "INCLUDED"
    if _unknown_at(start, counted.calendar, included=included):
        return None
    known = (day for day in counted.calendar.working_days_from(start) if included or day != start)
    counting = (day for day in known if not any(pause.covers(day) for pause in suspended))
    return next(islice(counting, counted.days - 1, None), None)


def _why_none(counted: Term, start: date, suspended: tuple[Pause, ...]) -> str:
    open_ended = next((pause for pause in suspended if pause.end is None), None)
    if open_ended and open_ended.start <= counted.calendar.confirmed_to:
        return open_ended.silence
    return _silence(start, counted.calendar)


def _silences(counted: Term) -> tuple[str, ...]:
    return tuple(pause.silence for pause in counted.pauses)


def _included(policies: Policies) -> bool:
    return policies.choice("P-01") == "INCLUDED"


def _unknown_at(start: date, calendar: Calendar, *, included: bool) -> bool:
    """Tell whether the calendar does not reach back to the first day that could count."""
    return (calendar.confirmed_from - start).days > (0 if included else 1)


def _due(received_on: date, calendar: Calendar, days: int, *, included: bool) -> date | None:
    if _unknown_at(received_on, calendar, included=included):
        return None
    counted = (day for day in calendar.working_days_from(received_on) if included or day != received_on)
    return next(islice(counted, days - 1, None), None)


def _silence(received_on: date, calendar: Calendar) -> str:
    if received_on < calendar.confirmed_from or calendar.confirmed_to == date.max:
        return calendar.silence(received_on)
    return calendar.silence(max(received_on, calendar.confirmed_to + ONE_DAY))


def _count(term: Term) -> tuple[CountedDay, ...]:
    policies = Policies(term.policies)
    suspended = suspending(term.pauses, policies)
    last = term.due_adjusted or max(term.due_unadjusted or term.calendar.confirmed_to, term.receipt_date)
    counted: list[CountedDay] = []
    number = 0
    for ordinal in range(term.receipt_date.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        number = 0 if day in term.restarted_on else number
        why, counts = _judged(term, day, suspended)
        number += counts
        counted.append(CountedDay(day=day, number=number if counts else None, why=why))
    return tuple(counted)


def _judged(term: Term, on: date, suspended: tuple[Pause, ...]) -> tuple[str, bool]:
    """Say of one day whether it counts, and why."""
    day = term.calendar.day(on)
    included = term.policies["P-01"] == "INCLUDED"
    pause = next((each for each in suspended if each.covers(on)), None)
    begins = on == term.receipt_date or on in term.restarted_on
    counts = bool(day.working) and pause is None and (included or not begins)
    if pause is not None and day.working:
        return pause.why, counts
    if not begins:
        return day.why, counts
    event = "день получения" if on == term.receipt_date else "срок начат заново"
    return f"{event}, {'входит' if counts else 'не входит'} в счёт (P-01); {day.why}", counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A term counted again; both values are kept (R-12.1.4)."""

    was: Term
    now: Term

    @property
    def changed(self) -> bool:
        """Whether a date moved, so that M-23 is due."""
        before, after = self.was, self.now
        return (before.due_unadjusted, before.due_adjusted) != (after.due_unadjusted, after.due_adjusted)

    def notice(self, cause: str) -> TermChange:
        """Write M-23 with both dates and the act of the calendar (Art. 12)."""
        return TermChange(
            cause=cause,
            act=self.now.calendar.act,
            calendar_version=self.now.calendar_version,
            was=self.was.due_adjusted,
            now=self.now.due_adjusted,
            not_determined=self.now.not_determined,
        )


def recount(was: Term, calendar: Calendar, *, pauses: Iterable[Pause] | None = None) -> Recount:
    """Count by Art. 12(1) a term again on a newer calendar of the same Party, under the same policies (R-12.1.4).

    `pauses` replace those that the term knew; without them its own stand.
    """
    policies = Policies(was.policies)
    due = _due(was.receipt_date, calendar, was.days, included=_included(policies))
    kept = was.pauses if pauses is None else tuple(pauses)
    plain = replace(was, calendar=calendar, due_unadjusted=due, pauses=kept)
    return Recount(was=was, now=_adjusted(plain, suspending(kept, policies), restarting(kept, policies)))


def check_notice(own: Term, notice: RegistrationNotice) -> Finding:
    """Compare by Art. 12(1) the due dates of M-02 with our own count; a difference only warns (E-12-06)."""
    ours, theirs = own.due_adjusted, notice.due_adjusted
    if (own.due_unadjusted, ours) == (notice.due_unadjusted, theirs):
        return held("Сроки, рассчитанные узлами Сторон, совпадают", TERM)
    unknown = "не определён"
    return violation("E-12-06", field="due_adjusted", ours=ours or unknown, theirs=theirs or unknown)
