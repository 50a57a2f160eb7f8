"""Art. 12: thirty working days from receipt, counted day by day so that anyone can check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import islice
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.calendars import ONE_DAY, Calendar, Day
from obmen.treaty.editions import edition_on
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.wording import day as written
from obmen.treaty.wording import working_days

if TYPE_CHECKING:
    from obmen.treaty.documents.notices import RegistrationNotice
    from obmen.treaty.policies import Policies

TERM: Final = Article(12, paragraph=1)


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

    `due_unadjusted` is the term of Art. 12 without postponements, `due_adjusted` under the declared policies. Both are
    None, and `not_determined` says why, when the calendar is not confirmed far enough (E-12-01).
    """

    receipt_date: date
    due_unadjusted: date | None
    due_adjusted: date | None
    not_determined: str
    calendar: Calendar
    policies: dict[str, str]
    days: int

    @property
    def calendar_version(self) -> str:
        """The version of the calendar that was used."""
        return self.calendar.version

    @property
    def count(self) -> tuple[CountedDay, ...]:
        """Every day from receipt to the due date (or to the last confirmed day), numbered where it counts."""
        return _count(self)

    @property
    def finding(self) -> Finding:
        """Say the term as a finding: held with the date, or not determined (E-12-01)."""
        if self.due_adjusted is None:
            return Finding(
                holds=False, because=self.not_determined, articles=(TERM,), code="E-12-01", weight=Weight.WARNS
            )
        return held(f"Срок исполнения — по {written(self.due_adjusted)}, {working_days(self.days)}", TERM)


def receipt_date(received_at: datetime, zone: tzinfo) -> date:
    """Decide by Art. 12(1) and P-03 on which date a request is received: the local date of the receiving authority.

    Office hours and days off do not matter (R-12.1.3). `received_at` must carry an offset; ValueError otherwise.
    """
    if received_at.tzinfo is None:
        raise ValueError("an instant of receipt needs an offset")
    return received_at.astimezone(zone).date()


def term(received_on: date, calendar: Calendar, policies: Policies) -> Term:
    """Decide by Art. 12(1) until when a request is to be executed: thirty working days from the day of receipt.

    P-01 tells whether the day of receipt itself counts; the calendar is that of the requested Party (P-03).
    """
    days = term_days(received_on)
    due = _due(received_on, calendar, days, included=_included(policies))
    return Term(
        receipt_date=received_on,
        due_unadjusted=due,
        due_adjusted=due,
        not_determined="" if due else _silence(received_on, calendar),
        calendar=calendar,
        policies=policies.as_dict(),
        days=days,
    )


def _included(policies: Policies) -> bool:
    return policies.choice("P-01") == "INCLUDED"


def _due(received_on: date, calendar: Calendar, days: int, *, included: bool) -> date | None:
    unknown_before = (calendar.confirmed_from - received_on).days
    if unknown_before > (0 if included else 1):
        return None
    counted = (day for day in calendar.working_days_from(received_on) if included or day != received_on)
    return next(islice(counted, days - 1, None), None)


def _silence(received_on: date, calendar: Calendar) -> str:
    if received_on < calendar.confirmed_from or calendar.confirmed_to == date.max:
        return calendar.silence(received_on)
    return calendar.silence(max(received_on, calendar.confirmed_to + ONE_DAY))


def _count(term: Term) -> tuple[CountedDay, ...]:
    included = term.policies["P-01"] == "INCLUDED"
    last = term.due_unadjusted or max(term.calendar.confirmed_to, term.receipt_date)
    counted: list[CountedDay] = []
    number = 0
    for ordinal in range(term.receipt_date.toordinal(), last.toordinal() + 1):
        day = term.calendar.day(date.fromordinal(ordinal))
        first = day.date == term.receipt_date
        counts = bool(day.working) and (included or not first)
        number += counts
        counted.append(
            CountedDay(day=day.date, number=number if counts else None, why=_why(day, received=first, counts=counts))
        )
    return tuple(counted)


def _why(day: Day, *, received: bool, counts: bool) -> str:
    if not received:
        return day.why
    return f"день получения, {'входит' if counts else 'не входит'} в счёт (P-01); {day.why}"


def days_left(due: date, today: date, calendar: Calendar) -> int | None:
    """Tell how many working days are left until `due`: 0 on the last day, negative once it has passed.

    An overdue term is at least one day overdue, also on the weekend that follows it. None when the calendar is not
    confirmed for both days (E-12-01).
    """
    earlier, later = sorted((due, today))
    if not all(calendar.covers(day) for day in (due, today)):
        return 0 if due == today else None
    between = 0
    for day in calendar.working_days_from(earlier):
        if day > later:
            break
        between += day > earlier
    return between if today <= due else -max(between, 1)


def due_text(left: int, *, notified: bool | None = None) -> str:
    """Say in Russian what `days_left` found: «12 рабочих дней», «последний день», «срок истёк 2 рабочих дня назад».

    `notified` adds whether the notice of Art. 12(3) was sent, where that is known.
    """
    if left == 0:
        return "последний день срока"
    if left > 0:
        return working_days(left)
    notice = {None: "", True: ", уведомление направлено", False: ", уведомление не направлено"}[notified]
    return f"срок истёк {working_days(-left)} назад{notice}"


def timely(sent_at: datetime, received_at: datetime | None, due: date, zone: tzinfo, policies: Policies) -> Finding:
    """Decide by Art. 12(1) and P-22 whether the request was executed in time (R-12.4).

    What counts is the signed dispatch of the answer, or its receipt by the other side, until 24:00 of the due day
    where the executing authority is.
    """
    by_dispatch = policies.choice("P-22") == "DISPATCH"
    at = sent_at if by_dispatch else received_at
    verb = "направлен" if by_dispatch else "получен"
    if at is None:
        because, holds = "Ответ ещё не получен другой Стороной", False
    else:
        on = receipt_date(at, zone)
        holds = on <= due
        because = f"Ответ {verb} {written(on)}, последний день срока — {written(due)}"
    return Finding(holds=holds, because=because, articles=(TERM,), policy="P-22", weight=Weight.NOTES)


def first_receipt(
    received_on: date, *, by_enforcement_body: bool, executor_received_on: date | None, policies: Policies
) -> date | None:
    """Decide by Art. 12(1) and P-02 from which receipt the term runs; None while that receipt has not happened.

    By default the first receipt by an authority of the register that is an enforcement body; where the receiving
    authority is none, the day the executing body gets it. Forwarding inside the Party changes nothing (P-24).
    """
    if policies.choice("P-02") == "FIRST_BODY" and by_enforcement_body:
        return received_on
    return executor_received_on


def check_notice(own: Term, notice: RegistrationNotice) -> Finding:
    """Compare by Art. 12(1) the due dates of M-02 with our own count; a difference only warns (E-12-06)."""
    ours, theirs = own.due_adjusted, notice.due_adjusted
    if (own.due_unadjusted, ours) == (notice.due_unadjusted, theirs):
        return held("Сроки, рассчитанные узлами Сторон, совпадают", TERM)
    unknown = "не определён"
    return violation("E-12-06", field="due_adjusted", ours=ours or unknown, theirs=theirs or unknown)
