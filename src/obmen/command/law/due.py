"""`obmen law due`: until when a request is to be executed (Art. 12), with both dates and the whole count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from obmen.command.law.desk import Form, Reply, Unanswerable, add_policies, policies_of
from obmen.treaty.calendars import Calendar, SpecialDay, calendar_from, published_years
from obmen.treaty.deadlines import Recount, Term, recount, term
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import party_name
from obmen.treaty.pauses import WAITS, Pause
from obmen.treaty.policies import catalogue
from obmen.treaty.receipt import receipt_date
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

NAME: Final = "due"
HELP: Final = "срок исполнения запроса по ст. 12: даты и весь счёт дней"


class Happening(Labelled):
    """What can move a term (Art. 14-16; P-04 to P-07)."""

    INFORMATION_ASKED = "INFORMATION_ASKED", "запрошены дополнительные сведения (ст. 14)"
    INFORMATION_GIVEN = "INFORMATION_GIVEN", "дополнительные сведения получены (ст. 14)"
    POSTPONED = "POSTPONED", "исполнение отложено (ст. 15)"
    RESUMED = "RESUMED", "исполнение возобновлено (ст. 15)"
    CONDITIONS_PROPOSED = "CONDITIONS_PROPOSED", "предложены условия (ст. 15)"
    CONDITIONS_DECIDED = "CONDITIONS_DECIDED", "принято решение об условиях (ст. 15)"
    CONFIDENTIALITY_ASKED = "CONFIDENTIALITY_ASKED", "сообщено о невозможности конфиденциальности (ст. 16)"
    CONFIDENTIALITY_DECIDED = "CONFIDENTIALITY_DECIDED", "принято решение о конфиденциальности (ст. 16)"


_BEGINS: Final = {
    Happening.INFORMATION_ASKED: "P-04",
    Happening.POSTPONED: "P-05",
    Happening.CONDITIONS_PROPOSED: "P-06",
    Happening.CONFIDENTIALITY_ASKED: "P-07",
}
_ENDS: Final = {
    Happening.INFORMATION_GIVEN: "P-04",
    Happening.RESUMED: "P-05",
    Happening.CONDITIONS_DECIDED: "P-06",
    Happening.CONFIDENTIALITY_DECIDED: "P-07",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on a day."""

    happened: Happening
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarVersion:
    """A newer version of the calendar: the act and the days that it makes different."""

    version: str
    act: str
    days_off: tuple[SpecialDay, ...] = ()
    working_days: tuple[SpecialDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """All that moved the term of one request, in any order; calendar versions in the order of their publication."""

    events: tuple[Event, ...] = ()
    calendars: tuple[CalendarVersion, ...] = ()


EVENTS: Final = Form(
    name="due-events",
    about="События, которые двигают срок: вход obmen law due --events",
    of=Events,
    example=Events(
        events=(
            Event(happened=Happening.POSTPONED, on=date(2026, 3, 16)),
            Event(happened=Happening.RESUMED, on=date(2026, 4, 6)),
        ),
        calendars=(
            CalendarVersion(
                version="KZ-2026-2",
                act="Указ (учебный)",
                days_off=(SpecialDay(day=date(2026, 5, 4), why="выходной день по новому указу"),),
            ),
        ),
    ),
)
FORMS: Final = (EVENTS,)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("--party", required=True, metavar="KZ", help="запрашиваемая Сторона (ISO 3166-1)")
    words.add_argument("--received", required=True, metavar="МОМЕНТ", help="получен: 2026-03-02T19:30:00Z или день")
    words.add_argument("--zone", default="UTC", metavar="Asia/Almaty", help="часовой пояс получившего органа")
    words.add_argument("--events", type=Path, metavar="ФАЙЛ", help="события: отложения, сведения, календари")
    add_policies(words)


def ask(arguments: argparse.Namespace) -> Reply:
    """Count the term. Raises `Unanswerable` when the question cannot be read."""
    policies = policies_of(arguments)
    events = EVENTS.read(arguments.events) if arguments.events else Events()
    received_on = _received(arguments)
    first = term(received_on, _calendar(arguments.party, received_on), policies, pauses=_pauses(events.events))
    history = list(_recounts(first, events.calendars))
    last = history[-1].now if history else first
    return Reply(facts=_facts(last, history), lines=_lines(arguments.party, last, history))


def _calendar(party: str, received_on: date) -> Calendar:
    found = calendar_from(published_years(party), received_on)
    if found is None:
        raise Unanswerable(f"Календаря Стороны {party} у нас нет: срок не определяется.")
    return found


def _received(arguments: argparse.Namespace) -> date:
    """Read a day, or an instant that is a day in the receiving authority's zone (P-03)."""
    try:
        zone = ZoneInfo(arguments.zone)
        if "T" not in arguments.received:
            return date.fromisoformat(arguments.received)
        return receipt_date(datetime.fromisoformat(arguments.received), zone)
    except (ValueError, ZoneInfoNotFoundError) as error:
        text = f"Не читается момент получения «{arguments.received}» или часовой пояс «{arguments.zone}»"
        raise Unanswerable(f"{text}: {error}") from None


def _pauses(events: Iterable[Event]) -> tuple[Pause, ...]:
    """Pair beginnings and ends of each kind of waiting. Raises `Unanswerable` for an end without a beginning."""
    begun: dict[str, date] = {}
    found: list[Pause] = []
    for event in sorted(events, key=lambda event: (event.on, event.happened in _BEGINS)):
        if event.happened in _BEGINS:
            begun.setdefault(_BEGINS[event.happened], event.on)
            continue
        policy = _ENDS[event.happened]
        if policy not in begun:
            raise Unanswerable(f"{event.on:%d.%m.%Y}: {event.happened.label}, а начала этого ожидания нет")
        found.append(Pause(policy=policy, start=begun.pop(policy), end=event.on))
    return (*found, *(Pause(policy=policy, start=start) for policy, start in begun.items()))


def _recounts(first: Term, versions: Sequence[CalendarVersion]) -> Iterable[Recount]:
    for version in versions:
        newer = replace(
            first.calendar,
            version=version.version,
            act=version.act,
            days_off=(*first.calendar.days_off, *version.days_off),
            working_days=(*first.calendar.working_days, *version.working_days),
        )
        again = recount(first, newer)
        yield again
        first = again.now


def _facts(last: Term, history: Sequence[Recount]) -> dict[str, Any]:
    return {
        "receiptDate": last.receipt_date,
        "dueUnadjusted": last.due_unadjusted,
        "dueAdjusted": last.due_adjusted,
        "notDetermined": last.not_determined,
        "calendarVersion": last.calendar_version,
        "policies": last.policies,
        "pauses": [{"policy": each.policy, "start": each.start, "end": each.end} for each in last.pauses],
        "recounts": [
            {"calendarVersion": each.now.calendar_version, "was": each.was.due_adjusted, "now": each.now.due_adjusted}
            for each in history
        ],
        "count": [{"day": each.day, "number": each.number, "why": each.why} for each in last.count],
    }


def _lines(party: str, last: Term, history: Sequence[Recount]) -> list[str]:
    return [
        f"Запрашиваемая Сторона: {party_name(party)}; календарь {last.calendar_version}: {last.calendar.act}",
        f"Дата получения: {written(last.receipt_date)}",
        f"Срок по ст. 12 без учёта приостановлений: {_said(last.due_unadjusted, last)}",
        f"Срок по принятым толкованиям: {_said(last.due_adjusted, last)}",
        *(f"  пересчёт на {each.now.calendar_version}: {_moved(each)}" for each in history),
        "Принятые толкования:",
        *(f"  {number} {choice} — {_meaning(number, choice)}" for number, choice in last.policies.items()),
        "Счёт дней:",
        *(f"  {written(each.day)}  {each.number or '—':>3}  {each.why}" for each in last.count),
    ]


def _said(due: date | None, last: Term) -> str:
    return written(due) if due else last.not_determined


def _moved(again: Recount) -> str:
    return f"{_said(again.was.due_adjusted, again.was)} → {_said(again.now.due_adjusted, again.now)}"


def _meaning(number: str, choice: str) -> str:
    waits = f" ({WAITS[number]})" if number in WAITS else ""
    return f"{catalogue[number].options[choice]}{waits}"
