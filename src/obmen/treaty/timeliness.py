"""Art. 12: how much of a term is left, how late it is, and whether an answer came in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.calendars import TERM
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.receipt import receipt_date
from obmen.treaty.wording import day as written
from obmen.treaty.wording import working_days

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from obmen.treaty.calendars import Calendar
    from obmen.treaty.policies import Policies


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
