"""Art. 12(2), 12(3): the wish for an earlier answer and the notice that the term cannot be kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obmen.treaty.articles import Article
from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.delay import (
    DesiredReply,
    Targets,
    alert_due,
    alerts,
    check_delay,
    check_desired_reply,
    check_reminder,
    check_target,
    check_term_change,
    targets,
)
from obmen.treaty.documents import DelayNotice, Reminder, TermChange
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.findings import Findings, Weight
from obmen.treaty.policies import DEFAULT_POLICIES
from obmen.treaty.timeliness import days_left, due_text

WISH, DUE = date(2026, 3, 20), date(2026, 4, 17)
ITEMS = (SubjectCode.ACCOUNTS, SubjectCode.INCOME)
NOTICE = DelayNotice(
    reason="Банк не ответил на запрос.", remaining_items=(SubjectCode.ACCOUNTS,), expected_on=date(2026, 4, 24)
)
CHANGE = TermChange(
    cause="изменение календаря",
    act="учебное постановление",
    calendar_version="2",
    was=date(2026, 5, 6),
    now=date(2026, 5, 8),
)


def faults(found: Findings) -> list[tuple[str, str]]:
    """Return code and field of what fails."""
    return [(each.code, each.field) for each in found.failing]


def test_both_days_are_shown_and_judged_apart() -> None:
    """(R-12.2.1) KZ received 02.03, desired 20.03, accepted: 20.03 and 17.04; 27.03 is late against the first only."""
    due = term(date(2026, 3, 2), published("KZ"), DEFAULT_POLICIES).due_unadjusted
    both = targets(WISH, "ACCEPTED", due)
    assert both == Targets(desired=WISH, due=DUE)
    late = check_target(date(2026, 3, 27), both)
    assert (late.holds, late.code, late.blocks) == (False, "E-12-10", False)
    assert late.because == "Ответ 27.03.2026 позже принятой желаемой даты (20.03.2026); срок по ст. 12 — 17.04.2026"
    kept = check_target(WISH, both)
    assert (kept.holds, kept.because, kept.articles) == (True, "Желаемая дата соблюдена", (Article(12, paragraph=2),))


@pytest.mark.parametrize("reply", ["NOT_POSSIBLE", ""])
def test_a_wish_not_accepted_sets_no_target(reply: str) -> None:
    both = targets(WISH, reply, DUE)
    assert both == Targets(desired=None, due=DUE)
    assert check_target(date(2026, 5, 1), both).because == "Желаемая дата не назначена"


def test_an_unknown_term_is_said_to_be_so() -> None:
    late = check_target(date(2026, 3, 27), Targets(desired=WISH, due=None))
    assert late.because.endswith("срок по ст. 12 — не определён")


@pytest.mark.parametrize("reply", DesiredReply)
def test_a_wish_is_answered(reply: DesiredReply) -> None:
    """(R-12.2.1) ACCEPTED / NOT_POSSIBLE."""
    found = check_desired_reply(reply.value, WISH)
    assert found
    assert found.because == f"О желаемой дате сказано: {reply.label}"
    unasked = check_desired_reply(reply.value, None)
    assert (unasked.code, unasked.because) == ("E-12-09", "Запрашивающий орган не просил о более раннем сроке")


@pytest.mark.parametrize("reply", ["", "MAYBE"])
def test_a_wish_without_a_reply_stops_the_registration_notice(reply: str) -> None:
    found = check_desired_reply(reply, WISH)
    assert (found.code, found.field, found.blocks) == ("E-12-09", "desired_date_reply", True)
    assert found.because == "Запрашивающий орган просит исполнить к 20.03.2026, а ответа на эту просьбу нет"


def test_no_wish_and_no_reply_is_good() -> None:
    assert check_desired_reply("", None).because == "Желаемая дата не названа"


def test_a_notice_in_time_is_complete_and_extends_nothing() -> None:
    """(R-12.3.1) RU due 14.04; notice 10.04 with expected 24.04; 15.04 «истёк 1 рабочий день назад, … направлено»."""
    due = term(date(2026, 3, 2), published("RU"), DEFAULT_POLICIES).due_unadjusted
    assert due == date(2026, 4, 14)
    (finding,) = check_delay(NOTICE, open_items=ITEMS, on=date(2026, 4, 10), due=due)
    assert finding
    assert finding.because == "Уведомление о невозможности исполнить в срок полно; срок оно не продлевает"
    assert finding.articles == (Article(12, paragraph=3),)
    left = days_left(due, date(2026, 4, 15), published("RU"))
    assert left == -1
    assert due_text(left, notified=True) == "срок истёк 1 рабочий день назад, уведомление направлено"
    assert due_text(left, notified=False) == "срок истёк 1 рабочий день назад, уведомление не направлено"


@pytest.mark.parametrize(("on", "late"), [(date(2026, 4, 14), False), (date(2026, 4, 15), True)])
def test_a_late_notice_is_allowed_and_marked(on: date, *, late: bool) -> None:
    """(B-21) At any time; the last day of the term is not late."""
    found = check_delay(NOTICE, open_items=ITEMS, on=on, due=date(2026, 4, 14))
    assert found
    marks = [(each.code, each.weight, each.because) for each in found.failing]
    because = "Срок по ст. 12 (14.04.2026) уже истёк: уведомление направляется с опозданием"
    assert marks == ([("E-12-11", Weight.NOTES, because)] if late else [])


def test_a_notice_without_a_known_term_is_not_called_late() -> None:
    assert faults(check_delay(replace(NOTICE, expected_on=None), open_items=ITEMS, on=date.max, due=None)) == []


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"reason": " "}, "reason", "Не указано, почему запрос не может быть исполнен в срок"),
        ({"remaining_items": ()}, "remaining_items", "Не указано, какие пункты запроса остаются неисполненными"),
        (
            {"remaining_items": (SubjectCode.INCOME, SubjectCode.VEHICLES)},
            "remaining_items.1",
            "Пункт «подп. в) ст. 6 — транспортные средства» не запрошен или уже исполнен",
        ),
        ({"expected_on": date(2026, 4, 9)}, "expected_on", "Ожидаемая дата исполнения (09.04.2026) уже прошла"),
    ],
)
def test_the_notice_says_why_and_what_remains(change: dict[str, object], field: str, says: str) -> None:
    notice = replace(NOTICE, **change)  # type: ignore[arg-type]  # fields by parameter
    (finding,) = check_delay(notice, open_items=ITEMS, on=date(2026, 4, 10), due=date(2026, 4, 14))
    assert (finding.code, finding.field, finding.because) == ("E-12-12", field, says)


def test_the_expected_day_may_be_today_or_unknown() -> None:
    for expected in (date(2026, 4, 10), None):
        notice = replace(NOTICE, expected_on=expected)
        assert check_delay(notice, open_items=ITEMS, on=date(2026, 4, 10), due=None).failing == ()


def test_alerts_come_ten_five_and_one_working_days_before() -> None:
    """(R-12.3.1) RU due 14.04.2026: 31.03, 07.04 and 13.04; and on every day overdue."""
    due = date(2026, 4, 14)
    calendar = published("RU")
    assert alerts(due, calendar) == (date(2026, 3, 31), date(2026, 4, 7), date(2026, 4, 13))
    assert [days_left(due, day, calendar) for day in alerts(due, calendar)] == [10, 5, 1]
    assert [day for day in range(1, 31) if alert_due(due, date(2026, 4, day), calendar)] == [7, 13, *range(15, 31)]


def test_alerts_are_never_guessed() -> None:
    """(E-12-01) Near the edge of the calendar only those that are known."""
    calendar = published("RU")
    assert alerts(date(2040, 1, 10), calendar) == ()
    known = list(calendar.working_days_from(calendar.confirmed_from))
    assert alerts(known[5], calendar) == (known[0], known[4])
    assert alerts(known[10], calendar) == (known[0], known[5], known[9])


def test_a_term_counted_again_tells_why_and_both_days() -> None:
    """(R-12.1.4) KZ: due 06.05, by a decree 08.05; M-23."""
    (finding,) = check_term_change(CHANGE)
    assert (finding.holds, finding.because) == (True, "Названы причина пересчёта и обе даты")
    assert faults(check_term_change(replace(CHANGE, cause=" ", now=None))) == [
        ("E-12-13", "cause"),
        ("E-12-13", "now"),
    ]
    assert not faults(check_term_change(replace(CHANGE, now=None, not_determined="нет календаря")))
    (same,) = check_term_change(replace(CHANGE, was=CHANGE.now)).blocking
    assert (same.field, same.because) == ("now", "Срок не изменился: 08.05.2026")


def test_a_reminder_asks_about_what_was_asked() -> None:
    """(R-12.5) M-25 on 30.03, without items or with some of them; no effect on the term."""
    for items in ((), (SubjectCode.INCOME,)):
        (finding,) = check_reminder(Reminder(items=items), asked=ITEMS)
        assert (finding.holds, finding.because) == (True, "Напоминание не меняет срока")
    (finding,) = check_reminder(Reminder(items=(SubjectCode.INCOME, SubjectCode.SHARES)), asked=ITEMS)
    assert (finding.code, finding.field, finding.blocks) == ("E-12-14", "items.1", True)
    assert SubjectCode.SHARES.label in finding.because
