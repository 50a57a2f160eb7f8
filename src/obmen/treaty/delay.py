"""Art. 12(2), 12(3): a wish for an earlier answer, the notice that the term cannot be kept, what is said meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.calendars import TERM
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from obmen.treaty.calendars import Calendar
    from obmen.treaty.documents.notices import DelayNotice, TermChange
    from obmen.treaty.documents.requests import Reminder, SubjectCode

ALERTS: Final = (10, 5, 1)
"""How many working days before the end of the term the executing body is reminded (R-12.3.1)."""
_NOTICE: Final = Article(12, paragraph=3)
_WISH: Final = Article(12, paragraph=2)


class DesiredReply(Labelled):
    """The answer of M-02 to the wish for an earlier day; the treaty term is untouched (R-12.2.1)."""

    ACCEPTED = "ACCEPTED", "желаемая дата принята"
    NOT_POSSIBLE = "NOT_POSSIBLE", "исполнить к желаемой дате невозможно"


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Both days that the executing body sees: the wish where it was accepted, and the term of Art. 12."""

    desired: date | None
    due: date | None


def check_desired_reply(reply: str, desired: date | None) -> Finding:
    """Decide by Art. 12(2) whether M-02 answers the wish for an earlier day: accepted or not possible (R-12.2.1)."""
    known = set(map(str, DesiredReply))
    if desired is None and reply:
        return violation("E-12-09", case="unasked", field="desired_date_reply")
    if desired is not None and reply not in known:
        return violation("E-12-09", field="desired_date_reply", date=desired)
    said = f"О желаемой дате сказано: {DesiredReply(reply).label}" if reply else "Желаемая дата не названа"
    return held(said, _WISH)


def targets(desired: date | None, reply: str, due: date | None) -> Targets:
    """Compute by Art. 12(2) both days to show; a wish that was not accepted sets no target (R-12.2.1)."""
    return Targets(desired=desired if reply == DesiredReply.ACCEPTED else None, due=due)


def check_target(answered_on: date, both: Targets) -> Finding:
    """Tell by Art. 12(2) whether the accepted day was kept; the term of Art. 12(1) is judged apart (R-12.2.1)."""
    if both.desired is not None and answered_on > both.desired:
        return violation("E-12-10", date=both.desired, on=answered_on, due=both.due or "не определён")
    return held("Желаемая дата соблюдена" if both.desired else "Желаемая дата не назначена", _WISH)


def check_delay(notice: DelayNotice, *, open_items: Collection[SubjectCode], on: date, due: date | None) -> Findings:
    """Decide by Art. 12(3) whether the notice says why the term cannot be kept and what remains (R-12.3.1).

    It may be sent at any time: one after the term is marked late (B-21), and none moves the term. `open_items` are
    those without a final result.
    """
    wrong = tuple(_delay(notice, open_items, on))
    late = (violation("E-12-11", case="late", due=due),) if due is not None and on > due else ()
    said = held("Уведомление о невозможности исполнить в срок полно; срок оно не продлевает", _NOTICE)
    return Findings.of((*(wrong or (said,)), *late))


def _delay(notice: DelayNotice, open_items: Collection[SubjectCode], on: date) -> Iterator[Finding]:
    if not notice.reason.strip():
        yield violation("E-12-12", field="reason")
    if not notice.remaining_items:
        yield violation("E-12-12", case="items", field="remaining_items")
    for index, code in enumerate(notice.remaining_items):
        if code not in open_items:
            field = f"remaining_items.{index}"
            yield violation("E-12-12", case="not_open", field=field, subject=code.label)
    if notice.expected_on is not None and notice.expected_on < on:
        yield violation("E-12-12", case="expected", field="expected_on", date=notice.expected_on)


def alerts(due: date, calendar: Calendar) -> tuple[date, ...]:
    """Compute by Art. 12(3) the days on which the executing body is reminded: 10, 5 and 1 working days before.

    A day that the calendar does not reach back to is left out; nothing is guessed (E-12-01).
    """
    if not calendar.covers(due):
        return ()
    earlier = [day for day in calendar.working_days_from(calendar.confirmed_from) if day < due]
    return tuple(earlier[-days] for days in ALERTS if days <= len(earlier))


def alert_due(due: date, today: date, calendar: Calendar) -> bool:
    """Tell by Art. 12(3) whether the executing body is reminded today: on the days of `alerts` and once overdue."""
    return today > due or today in alerts(due, calendar)


def check_term_change(change: TermChange) -> Findings:
    """Require by Art. 12(1) of M-23 why the term was counted again, and both dates (R-12.1.4)."""
    wrong = []
    if not change.cause.strip():
        wrong.append(violation("E-12-13", field="cause"))
    if change.now is None and not change.not_determined.strip():
        wrong.append(violation("E-12-13", case="now", field="now"))
    if change.now is not None and change.now == change.was:
        wrong.append(violation("E-12-13", case="same", field="now", date=change.now))
    return Findings.of(wrong or (held("Названы причина пересчёта и обе даты", TERM),))


def check_reminder(reminder: Reminder, *, asked: Collection[SubjectCode]) -> Findings:
    """Decide by Art. 12(1) whether M-25 asks about items of the request; without items, about all (R-12.5).

    It has no effect on the term.
    """
    wrong = tuple(
        violation("E-12-14", field=f"items.{index}", subject=code.label)
        for index, code in enumerate(reminder.items)
        if code not in asked
    )
    return Findings.of(wrong or (held("Напоминание не меняет срока", TERM),))
