"""Art. 12-16: the term of a case as its documents move it (R-12.1.5, R-12.3.1 to R-12.5, R-14.1, R-14.4, R-15.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from tests.treaty.cases import documents, told

from obmen.treaty.calendars import published
from obmen.treaty.course_term import item_terms, late_text, notified_of_delay, overdue_text, pauses_of
from obmen.treaty.deadlines import check_notice
from obmen.treaty.delay import check_reminder
from obmen.treaty.documents import RegistrationNotice, Reminder
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import Course, Machine, RoundState, State, fold
from obmen.treaty.pauses import Pause
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.timeliness import timely

ALMATY = ZoneInfo("Asia/Almaty")
BEGUN = ("M-01 6.a 6.b +2", "M-02 +2")


def dues(course: Course, policies: Policies = DEFAULT_POLICIES) -> dict[str, date | None]:
    """Return the due date of each item in Kazakhstan."""
    terms = item_terms(course, published("KZ"), policies, ALMATY)
    return {subject.value: each.due_adjusted for subject, each in terms.items()}


@pytest.mark.parametrize(
    ("policy", "asked", "replied"),
    [
        ("P-04", "M-05 ASK", "M-06 ANSWERED"),
        ("P-04", "M-05 ASK", "M-06 UNANSWERABLE"),
        ("P-04", "M-05 ASK", "M-05 CANCEL"),
        ("P-05", "M-09 POSTPONE", "M-09 RESUME"),
        ("P-06", "M-11", "M-12 ACCEPT"),
        ("P-06", "M-11", "M-12 DECLINE"),
        ("P-06", "M-11", "M-12 COUNTER"),
        ("P-07", "M-14", "M-15 EXECUTE_ANYWAY"),
        ("P-07", "M-14", "M-15 WITHDRAW_ITEMS 6.a"),
        ("P-07", "M-14", "M-15 LIFT"),
        ("P-07", "M-14", "M-18 ALL"),
    ],
)
def test_what_is_waited_for_and_how_long(policy: str, asked: str, replied: str) -> None:
    waiting = told(*BEGUN, f"{asked} +10")
    assert pauses_of(waiting, ALMATY) == (Pause(policy=policy, start=date(2026, 3, 10)),)
    over = told(*BEGUN, f"{asked} +10", f"{replied} +19 #3")
    assert pauses_of(over, ALMATY) == (Pause(policy=policy, start=date(2026, 3, 10), end=date(2026, 3, 19)),)


def test_a_postponement_that_was_resumed_and_ordered_again_is_two_pauses() -> None:
    course = told(*BEGUN, "M-09 POSTPONE +10", "M-09 POSTPONE +12", "M-09 RESUME +16", "M-09 POSTPONE +20")
    assert pauses_of(course, ALMATY) == (
        Pause(policy="P-05", start=date(2026, 3, 10), end=date(2026, 3, 16)),
        Pause(policy="P-05", start=date(2026, 3, 20)),
    )


def test_what_moves_no_term_is_no_pause() -> None:
    """A late reply, a consultation, a breach: the days are those of the first answer (R-13.3.2)."""
    course = told(
        *BEGUN, "M-05 ASK +10", "M-06 ANSWERED +12 #3", "M-06 ANSWERED +20 #3", "M-10 OPEN +21 @13", "M-04 +22"
    )
    assert pauses_of(course, ALMATY) == (Pause(policy="P-04", start=date(2026, 3, 10), end=date(2026, 3, 12)),)


def test_the_requested_side_counts_by_sending_the_other_by_delivery() -> None:
    """Both nodes find the same days, in the requested authority's zone (P-03); a reply without receipt ends nothing."""
    filed = documents([*BEGUN, "M-05 ASK +10", "M-06 ANSWERED +19 #3"])
    night = datetime(2026, 3, 18, 19, 30, tzinfo=UTC)
    asked = replace(filed[2], sent_at=night.replace(day=9), delivered_at=night.replace(day=14))
    replied = replace(filed[3], sent_at=night.replace(day=16), delivered_at=night)
    assert pauses_of(fold([*filed[:2], asked, replied]), ALMATY) == (
        Pause(policy="P-04", start=date(2026, 3, 10), end=date(2026, 3, 19)),
    )
    unconfirmed = replace(replied, delivered_at=None)
    assert pauses_of(fold([*filed[:2], asked, unconfirmed]), ALMATY) == (Pause(policy="P-04", start=date(2026, 3, 10)),)


def test_the_zone_is_that_of_the_requested_authority() -> None:
    """20:00Z is still the same day in Moscow and the next one in Almaty, wherever this program runs (P-03)."""
    moscow, late = ZoneInfo("Europe/Moscow"), datetime(2026, 3, 9, 20, tzinfo=UTC)
    filed = documents([*BEGUN, "M-05 ASK +10", "M-06 ANSWERED +19 #3", "M-04 +20", "M-26 v2 6.a 6.b 7.a +21"])
    at_night = [replace(each, sent_at=late, delivered_at=late) for each in filed]
    course = fold(at_night)
    for zone, on in ((moscow, date(2026, 3, 9)), (ALMATY, date(2026, 3, 10))):
        assert pauses_of(course, zone) == (Pause(policy="P-04", start=on, end=on),)
        terms = item_terms(course, published("KZ"), Policies.declared({"P-04": "RESTART"}), zone)
        assert {each.receipt_date for each in terms.values()} == {on}
        assert {each.restarted_on for each in terms.values()} == {(on,)}
        assert notified_of_delay(course, zone, on)
    assert not notified_of_delay(course, ALMATY, date(2026, 3, 9))
    april = date(2026, 3, 9)
    assert overdue_text(course, date(2026, 3, 6), april, published("RU"), moscow).endswith("уведомление направлено")
    assert overdue_text(course, date(2026, 3, 6), april, published("RU"), ALMATY).endswith("не направлено")


def test_a_postponed_case_is_due_later() -> None:
    """R-15.2 by documents: received 02.03, postponed 16.03, resumed 06.04: due 06.05.2026."""
    filed = documents([*BEGUN, "M-09 POSTPONE +16", "M-09 RESUME +20"])
    april = datetime(2026, 4, 6, 9, tzinfo=UTC)
    resumed = replace(filed[3], sent_at=april, delivered_at=april)
    assert dues(fold([*filed[:3], resumed])) == {"6.a": date(2026, 5, 6), "6.b": date(2026, 5, 6)}


def test_an_added_subject_runs_from_its_own_receipt() -> None:
    """R-14.4: KZ received 02.03 (due 17.04), M-26 adds 7.a received 16.03: 7.a due 30.04, the rest 17.04."""
    course = told(*BEGUN, "M-26 v2 6.a 6.b 7.a +16")
    assert dues(course) == {"6.a": date(2026, 4, 17), "6.b": date(2026, 4, 17), "7.a": date(2026, 4, 30)}


def test_without_a_receipt_there_is_no_term() -> None:
    """The clock starts at the delivery; a supplement without its T-01 adds no term yet."""
    assert dues(told("M-01 6.a ?")) == {}
    assert dues(told("M-01 +2", "M-02 +2")) == {}
    assert dues(told("M-01 v3 6.a +2")) == {"6.a": date(2026, 4, 17)}
    assert dues(told(*BEGUN, "M-26 v2 6.a 6.b 7.a ?")) == {"6.a": date(2026, 4, 17), "6.b": date(2026, 4, 17)}


def test_the_instant_of_storing_is_the_receipt_however_late_it_is_opened() -> None:
    """R-12.1.5: delivered Fri 06.03.2026 18:05, after hours, opened on Saturday; registered Tue 10.03: still 06.03."""
    asked, registered = documents(["M-01 6.a 6.b", "M-02 +10"])
    stored = datetime(2026, 3, 6, 18, 5, tzinfo=ALMATY)
    unread = replace(asked, delivered_at=None, sent_at=stored)
    assert dues(fold([unread])) == {}
    opened = replace(asked, delivered_at=stored, sent_at=stored)
    for filed in ([opened], [opened, registered]):
        terms = item_terms(fold(filed), published("KZ"), DEFAULT_POLICIES, ALMATY)
        assert {each.receipt_date for each in terms.values()} == {date(2026, 3, 6)}
        assert {each.due_adjusted for each in terms.values()} == {date(2026, 4, 23)}


def test_an_answer_in_parts_executes_the_request_with_the_last_of_them() -> None:
    """R-12.3.2: 6.b on 20.03, 7.b on 14.04 → executed 14.04; in time in RU, whose last day that is."""
    begun = ("M-01 6.b 7.b +2", "M-02 +2", "M-03 PART 6.b +20")
    assert told(*begun).state is State.PARTLY_ANSWERED
    answered = told(*begun, "M-03 PART 7.b +14.04")
    assert [step.filed.sent_at.date() for step in answered.steps if step.after is State.EXECUTED] == [date(2026, 4, 14)]
    assert [step.after for step in answered.steps[2:]] == [State.PARTLY_ANSWERED, State.EXECUTED]
    moscow = ZoneInfo("Europe/Moscow")
    terms = item_terms(answered, published("RU"), DEFAULT_POLICIES, moscow)
    assert {subject.value: each.due_adjusted for subject, each in terms.items()} == dict.fromkeys(
        ("6.b", "7.b"), date(2026, 4, 14)
    )
    last = answered.steps[-1].filed
    assert timely(last.sent_at, last.delivered_at, date(2026, 4, 14), moscow, DEFAULT_POLICIES)


def test_a_reminder_is_answered_by_the_name_of_the_executing_office() -> None:
    """R-12.5: M-25 on 30.03 → M-02 update naming the executing office; the due date stands."""
    before = told(*BEGUN, "M-25 +30")
    assert before.running(Machine.REMINDER, RoundState.WAITING)
    assert check_reminder(
        Reminder(text="Просим сообщить о ходе исполнения."), asked=[item.subject for item in before.items]
    )
    own = item_terms(before, published("KZ"), DEFAULT_POLICIES, ALMATY)[SubjectCode.ACCOUNTS]
    update = RegistrationNotice(
        reg_number="12-34/567",
        received_at=datetime(2026, 3, 2, 14, tzinfo=ALMATY),
        receipt_date=date(2026, 3, 2),
        calendar_version=own.calendar_version,
        policies=dict(own.policies),
        due_unadjusted=own.due_unadjusted,
        due_adjusted=own.due_adjusted,
        executing_authority="Учебный отдел города Караганды",
    )
    after = told(*BEGUN, "M-25 +30", "M-02 +31")
    assert after.running(Machine.REMINDER, RoundState.ANSWERED)
    assert check_notice(own, update)
    assert dues(after) == dues(before) == {"6.a": date(2026, 4, 17), "6.b": date(2026, 4, 17)}
    assert after.standing == "Зарегистрирован"


def test_a_supplement_after_the_end_adds_no_term() -> None:
    course = told(*BEGUN, "M-03 FINAL +10", "M-26 v2 6.a 6.b 7.a +16")
    assert set(dues(course)) == {SubjectCode.ACCOUNTS, SubjectCode.REAL_ESTATE}


def test_an_overdue_request_says_whether_the_notice_was_sent() -> None:
    """RU due 14.04; notice 10.04; on 15.04 «срок истёк 1 рабочий день назад, уведомление направлено» (R-12.3.1)."""
    moscow, calendar, due = ZoneInfo("Europe/Moscow"), published("RU"), date(2026, 4, 14)
    silent = told(*BEGUN)
    late = overdue_text(silent, due, date(2026, 4, 15), calendar, moscow)
    assert late == "срок истёк 1 рабочий день назад, уведомление не направлено"
    filed = documents([*BEGUN, "M-04 +20"])
    notice = replace(filed[2], sent_at=datetime(2026, 4, 10, 9, tzinfo=UTC))
    notified = fold([*filed[:2], notice])
    assert overdue_text(notified, due, date(2026, 4, 15), calendar, moscow) == (
        "срок истёк 1 рабочий день назад, уведомление направлено"
    )
    assert overdue_text(notified, due, date(2026, 4, 14), calendar, moscow) == ""
    assert notified_of_delay(notified, moscow, date(2026, 4, 10))
    assert not notified_of_delay(notified, moscow, date(2026, 4, 9))
    assert not notified_of_delay(silent, moscow, date(2026, 4, 30))


def test_an_answer_after_the_term_closes_as_late_with_or_without_notice() -> None:
    """R-12.3.1: RU due 14.04; notice 10.04; the answer of 22.04 closes as late, notified."""
    moscow, calendar, due = ZoneInfo("Europe/Moscow"), published("RU"), date(2026, 4, 14)

    def closed(*words: str) -> str:
        return late_text(told(*BEGUN, *words), due, calendar, moscow, DEFAULT_POLICIES)

    notified = ("M-04 +10.04", "M-03 FINAL +22.04")
    assert closed(*notified) == "исполнен с опозданием на 6 рабочих дней, уведомление направлено"
    assert closed("M-03 FINAL +22.04") == "исполнен с опозданием на 6 рабочих дней, уведомление не направлено"
    assert closed("M-03 FINAL +14.04") == closed("M-04 +10.04") == closed("M-07 ALL +22.04") == ""
    recalled = (*notified, "M-27 RECALL 6.b +23.04 #4", "M-03 PART 6.b +24.04")
    assert closed(*recalled) == "исполнен с опозданием на 8 рабочих дней, уведомление направлено"
    assert closed("M-03 PART 6.a +20", "M-18 ITEMS 6.b +22.04") == ""
    assert closed("M-03 PART 6.a +20", "M-07 ITEMS 6.b +22.04").startswith("исполнен с опозданием на 6 рабочих дней")
    crossed = (*notified, "M-03 PART 6.a +30.04", "M-27 CORRECTION 6.a +30.04 #4")
    assert closed(*crossed) == closed(*notified)
    short = replace(calendar, confirmed_to=due)
    assert late_text(told(*BEGUN, *notified), due, short, moscow, DEFAULT_POLICIES) == ""


def test_lateness_is_of_the_dispatch_or_of_the_receipt_in_the_zone_of_the_executing_authority() -> None:
    """P-22, P-03: sent 14.04.2026 22:30 in Moscow, 00:30 of the next day in Almaty; received a day later."""
    due, calendar, night = date(2026, 4, 14), published("RU"), datetime(2026, 4, 14, 19, 30, tzinfo=UTC)
    asked, registered, answer = documents([*BEGUN, "M-03 FINAL"])
    answer = replace(answer, sent_at=night, delivered_at=night.replace(day=15))
    course = fold([asked, registered, answer])
    by_receipt = Policies.declared({"P-22": "RECEIPT"})
    said = {
        (zone.key, policies.choice("P-22")): late_text(course, due, calendar, zone, policies)
        for zone in (ZoneInfo("Europe/Moscow"), ALMATY)
        for policies in (DEFAULT_POLICIES, by_receipt)
    }
    late = "исполнен с опозданием на {}, уведомление не направлено"
    assert said == {
        ("Europe/Moscow", "DISPATCH"): "",
        ("Europe/Moscow", "RECEIPT"): late.format("1 рабочий день"),
        ("Asia/Almaty", "DISPATCH"): late.format("1 рабочий день"),
        ("Asia/Almaty", "RECEIPT"): late.format("2 рабочих дня"),
    }
    unread = fold([asked, registered, replace(answer, delivered_at=None)])
    assert late_text(unread, due, calendar, ALMATY, by_receipt) == ""


def test_what_is_finished_or_cannot_be_counted_is_not_overdue() -> None:
    moscow, calendar, due = ZoneInfo("Europe/Moscow"), published("RU"), date(2026, 4, 14)
    answered = told(*BEGUN, "M-03 FINAL +20")
    assert overdue_text(answered, due, date(2026, 4, 15), calendar, moscow) == ""
    assert overdue_text(told(), due, date(2026, 4, 15), calendar, moscow) == ""
    short = replace(calendar, confirmed_to=date(2026, 4, 14))
    assert overdue_text(told(*BEGUN), due, date(2026, 4, 15), short, moscow) == ""


def test_a_notice_of_delay_without_consequences_counts_for_nothing() -> None:
    """M-04 that crossed the final answer is no notice of this course."""
    course = told(*BEGUN, "M-03 FINAL +10", "M-04 +12")
    assert not notified_of_delay(course, ALMATY, date(2026, 3, 31))
