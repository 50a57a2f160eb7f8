"""Art. 12-16: the term of a case as its documents move it: pauses, items added later, the notice of delay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.deadlines import Term, term
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle import Side, State, TermEffect
from obmen.treaty.pauses import Pause
from obmen.treaty.receipt import receipt_date
from obmen.treaty.timeliness import days_left, due_text
from obmen.treaty.wording import working_days

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime, tzinfo

    from obmen.treaty.calendars import Calendar
    from obmen.treaty.documents.requests import SubjectCode
    from obmen.treaty.lifecycle import Course, Filed, Round
    from obmen.treaty.policies import Policies

_ASKING: Final = (Kind.REQUEST, Kind.SUPPLEMENT)
_EXECUTING: Final = (Kind.ANSWER, Kind.REFUSAL)


def pauses_of(course: Course, zone: tzinfo) -> tuple[Pause, ...]:
    """Find by Art. 14-16 when something was waited for in a case; `zone` is that of the requested authority (P-03).

    A document of the requested side counts from the day it was sent, one of the requesting side from the day it was
    delivered there, so that both nodes find the same days. A document without a receipt does not end a wait yet.
    """
    return tuple(pause for each in course.rounds for pause in _pauses(each, zone))


def _pauses(round_: Round, zone: tzinfo) -> Iterator[Pause]:
    begun: tuple[date, str] | None = None
    for filed, row in round_.steps:
        on = _day(filed, zone)
        if row.term_effect is TermEffect.PAUSES and on:
            begun = on, row.policy
        elif row.term_effect is TermEffect.RESUMES and on and begun:
            yield Pause(policy=begun[1], start=begun[0], end=on)
            begun = None
    if begun:
        yield Pause(policy=begun[1], start=begun[0])


def _day(filed: Filed, zone: tzinfo) -> date | None:
    at = filed.sent_at if filed.sender is Side.REQUESTED else filed.delivered_at
    return receipt_date(at, zone) if at else None


def item_terms(course: Course, calendar: Calendar, policies: Policies, zone: tzinfo) -> dict[SubjectCode, Term]:
    """Decide by Art. 12(1) until when each item is due: one added later runs from the receipt of M-26 (R-14.4, B-25).

    Empty while the request has no receipt or nothing is known of its items.
    """
    received = {version: on for version, on in _receipts(course, zone) if on}
    pauses = pauses_of(course, zone)
    return {
        item.subject: term(received[item.since], calendar, policies, pauses=pauses)
        for item in course.items
        if item.since in received
    }


def _receipts(course: Course, zone: tzinfo) -> Iterator[tuple[int, date | None]]:
    """Tell on which day each version of the request was received, as far as it had consequences."""
    for step in course.steps:
        if step.row and step.filed.kind in _ASKING:
            version = step.filed.version if step.filed.kind is Kind.SUPPLEMENT else 1
            at = step.filed.delivered_at
            yield version, receipt_date(at, zone) if at else None


def notified_of_delay(course: Course, zone: tzinfo, by: date) -> bool:
    """Tell whether the notice of Art. 12(3), M-04, was sent by a day (R-12.3.1)."""
    return any(receipt_date(filed.sent_at, zone) <= by for filed in _delays(course))


def _delays(course: Course) -> list[Filed]:
    return [step.filed for step in course.steps if step.filed.kind is Kind.DELAY and step.row]


def overdue_text(course: Course, due: date, today: date, calendar: Calendar, zone: tzinfo) -> str:
    """Say by Art. 12(3) how late an open request is: «срок истёк 1 рабочий день назад, уведомление направлено».

    Empty when it is not late, has come to its end, or the days cannot be counted (E-12-01).
    """
    left = days_left(due, today, calendar)
    if left is None or left >= 0 or course.state is None or not course.state.open:
        return ""
    return due_text(left, notified=notified_of_delay(course, zone, today))


def late_text(course: Course, due: date, calendar: Calendar, zone: tzinfo, policies: Policies) -> str:
    """Say by Art. 12(3) and P-22 how late a request was executed, and whether that was notified (R-12.3.1).

    Empty when it was in time, is not executed, or the days cannot be counted (E-12-01).
    """
    at = _executed_at(course, policies)
    left = days_left(due, receipt_date(at, zone), calendar) if at else None
    if left is None or left >= 0:
        return ""
    notice = "направлено" if _delays(course) else "не направлено"
    return f"исполнен с опозданием на {working_days(-left)}, уведомление {notice}"


def _executed_at(course: Course, policies: Policies) -> datetime | None:
    """Find when the last answer or refusal of an item went, or arrived by P-22; a withdrawal executes nothing."""
    if course.state is not State.EXECUTED:
        return None
    filed = next(step.filed for step in reversed(course.steps) if step.row and step.filed.kind in _EXECUTING)
    return filed.sent_at if policies.choice("P-22") == "DISPATCH" else filed.delivered_at
