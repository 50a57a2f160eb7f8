"""Art. 12: the term of thirty working days (R-12.1.1 to R-12.1.6, R-12.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty.calendars import SpecialDay, published
from obmen.treaty.deadlines import check_notice, term, term_days
from obmen.treaty.documents import RegistrationNotice
from obmen.treaty.findings import Weight
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.receipt import first_receipt, receipt_date
from obmen.treaty.timeliness import days_left, due_text, timely

INCLUDED = Policies.declared({"P-01": "INCLUDED"})
PARTIES = ("BY", "RU", "KZ")
ALMATY = ZoneInfo("Asia/Almaty")

parties = st.sampled_from(PARTIES)
choices = st.sampled_from([DEFAULT_POLICIES, INCLUDED])
year_2026 = st.dates(date(2025, 12, 31), date(2026, 12, 31))
early_2026 = st.dates(date(2026, 1, 1), date(2026, 10, 31))


def due(party: str, received_on: date, policies: Policies = DEFAULT_POLICIES) -> date | None:
    """Return the due date in a Party's published calendar."""
    return term(received_on, published(party), policies).due_adjusted


@pytest.mark.parametrize(
    ("received_on", "by", "ru", "kz"),
    [
        (date(2026, 3, 2), date(2026, 4, 13), date(2026, 4, 14), date(2026, 4, 17)),
        (date(2026, 3, 9), date(2026, 4, 22), date(2026, 4, 20), date(2026, 4, 23)),
        (date(2026, 3, 16), date(2026, 4, 28), date(2026, 4, 27), date(2026, 4, 30)),
        (date(2026, 4, 1), date(2026, 5, 15), date(2026, 5, 15), date(2026, 5, 18)),
        (date(2026, 5, 4), date(2026, 6, 15), date(2026, 6, 17), date(2026, 6, 18)),
    ],
)
def test_the_table_of_due_dates(received_on: date, by: date, ru: date, kz: date) -> None:
    """The table of R-12.1.1, the day of receipt not counted."""
    assert [due(party, received_on) for party in PARTIES] == [by, ru, kz]


@pytest.mark.parametrize(
    ("party", "expected"),
    [("BY", date(2026, 4, 10)), ("RU", date(2026, 4, 13)), ("KZ", date(2026, 4, 16))],
)
def test_the_day_of_receipt_counts_where_the_party_declares_it(party: str, expected: date) -> None:
    """P-01 INCLUDED for 02.03.2026 is one working day earlier in every calendar."""
    assert due(party, date(2026, 3, 2), INCLUDED) == expected


def test_evening_in_london_is_the_next_day_in_almaty() -> None:
    """19:30Z on 2 March is 3 March for an authority at UTC+5: due 20.04.2026 (R-12.1.3)."""
    received_on = receipt_date(datetime(2026, 3, 2, 19, 30, tzinfo=UTC), ALMATY)
    assert received_on == date(2026, 3, 3)
    assert due("KZ", received_on) == date(2026, 4, 20)


def test_an_instant_without_an_offset_has_no_date() -> None:
    with pytest.raises(ValueError, match="offset"):
        receipt_date(datetime(2026, 3, 2, 19, 30), ALMATY)  # noqa: DTZ001  the fault under test


def test_saturday_is_the_same_as_friday() -> None:
    """Received on a day off: counting starts the next working day anyway (R-12.1.3)."""
    assert due("BY", date(2026, 3, 7)) == due("BY", date(2026, 3, 6)) == date(2026, 4, 17)


def test_a_day_off_is_not_counted_even_if_the_day_of_receipt_counts() -> None:
    """P-01 INCLUDED adds nothing when the request comes on a Saturday."""
    assert due("BY", date(2026, 3, 7), INCLUDED) == due("BY", date(2026, 3, 7))


def test_a_new_day_off_moves_the_term() -> None:
    """A decree makes Mon 4 May a day off: 06.05 becomes 08.05, since 7 May is a holiday (R-12.1.4)."""
    calendar = published("KZ")
    decreed = SpecialDay(day=date(2026, 5, 4), why="выходной день по новому указу")
    newer = replace(calendar, version="KZ-2026-2", days_off=(*calendar.days_off, decreed))
    before = term(date(2026, 3, 19), calendar, DEFAULT_POLICIES)
    after = term(date(2026, 3, 19), newer, DEFAULT_POLICIES)
    assert (before.due_adjusted, before.calendar_version) == (date(2026, 5, 6), "KZ-2026-1")
    assert (after.due_adjusted, after.calendar_version) == (date(2026, 5, 8), "KZ-2026-2")


def test_no_calendar_no_date() -> None:
    """Beyond the confirmed days the date is not determined, never guessed (E-12-01)."""
    undetermined = term(date(2026, 12, 1), published("KZ"), DEFAULT_POLICIES)
    assert undetermined.due_unadjusted is None
    assert undetermined.due_adjusted is None
    assert undetermined.not_determined == "Срок не определён: нет календаря Стороны на 2027 год"
    assert undetermined.finding.code == "E-12-01"
    assert not undetermined.finding.blocks
    assert undetermined.count[-1].day == date(2026, 12, 31)


def test_no_calendar_before_its_first_day() -> None:
    """A receipt before the confirmed days is not counted; on the eve of them it is, if its own day does not count."""
    calendar = published("RU")
    assert term(date(2023, 12, 30), calendar, DEFAULT_POLICIES).not_determined.endswith("на 2023 год")
    assert term(date(2023, 12, 31), calendar, DEFAULT_POLICIES).due_adjusted == date(2024, 2, 19)
    assert term(date(2023, 12, 31), calendar, INCLUDED).due_adjusted is None


def test_a_term_runs_over_the_new_year() -> None:
    """The years of a Party are one calendar: RU received 01.12.2025 is due on 22.01.2026 (R-12.1.4)."""
    counted = term(date(2025, 12, 1), published("RU"), DEFAULT_POLICIES)
    assert counted.due_adjusted == date(2026, 1, 22)
    said = {each.day: each.why for each in counted.count}
    assert said[date(2025, 12, 31)] == "выходной день перенесён с воскресенья 5 января"
    assert said[date(2026, 1, 9)] == "выходной день перенесён с субботы 3 января"


@pytest.mark.parametrize("received_on", [date.min, date.max])
def test_an_absurd_day_of_receipt_is_only_undetermined(received_on: date) -> None:
    for policies in (DEFAULT_POLICIES, INCLUDED):
        assert term(received_on, published("KZ"), policies).not_determined


def test_a_half_confirmed_year_says_so() -> None:
    """A calendar confirmed to the end of March does not speak of April."""
    calendar = replace(published("RU"), confirmed_to=date(2026, 3, 31))
    silent = term(date(2026, 3, 2), calendar, DEFAULT_POLICIES)
    assert silent.not_determined == "Срок не определён: календарь Стороны подтверждён только по 31.03.2026"


def test_the_count_can_be_checked_by_hand() -> None:
    """Every day between receipt and due date has its number or the reason why it has none."""
    counted = term(date(2026, 4, 17), published("BY"), DEFAULT_POLICIES).count
    said = {each.day: (each.number, each.why) for each in counted}
    assert said[date(2026, 4, 17)] == (None, "день получения, не входит в счёт (P-01); пятница")
    assert said[date(2026, 4, 18)] == (None, "суббота")
    assert said[date(2026, 4, 20)] == (None, "рабочий день перенесён на субботу 25 апреля")
    assert said[date(2026, 4, 21)] == (None, "Радуница")
    assert said[date(2026, 4, 22)] == (1, "среда")
    assert said[date(2026, 4, 25)] == (4, "рабочая суббота: рабочий день перенесён с понедельника 20 апреля")
    assert counted[-1].number == 30


def test_the_policies_of_the_term_are_stated() -> None:
    """M-02 names the choices under which the date was counted (R-12.1.1)."""
    assert term(date(2026, 3, 2), published("KZ"), INCLUDED).policies["P-01"] == "INCLUDED"
    assert term_days(date(2026, 3, 2)) == 30
    told = term(date(2026, 3, 2), published("KZ"), DEFAULT_POLICIES).finding
    assert told.because == "Срок исполнения — по 17.04.2026, 30 рабочих дней"


@pytest.mark.parametrize(
    ("today", "expected", "text"),
    [
        (date(2026, 4, 13), 1, "1 рабочий день"),
        (date(2026, 4, 14), 0, "последний день срока"),
        (date(2026, 4, 15), -1, "срок истёк 1 рабочий день назад, уведомление направлено"),
        (date(2026, 4, 16), -2, "срок истёк 2 рабочих дня назад, уведомление направлено"),
        (date(2026, 3, 27), 12, "12 рабочих дней"),
    ],
)
def test_days_left_and_days_overdue(today: date, expected: int, text: str) -> None:
    """RU due 14.04.2026 (R-12.3.1)."""
    left = days_left(date(2026, 4, 14), today, published("RU"))
    assert left == expected
    assert left is not None
    assert due_text(left, notified=True) == text


def test_overdue_on_the_weekend_after() -> None:
    """A term that ended on Friday has passed on Saturday, though no working day has."""
    calendar = published("KZ")
    assert days_left(date(2026, 4, 17), date(2026, 4, 18), calendar) == -1
    assert days_left(date(2026, 4, 17), date(2026, 4, 20), calendar) == -1
    assert days_left(date(2026, 4, 17), date(2026, 4, 21), calendar) == -2
    assert due_text(-2, notified=False) == "срок истёк 2 рабочих дня назад, уведомление не направлено"
    assert due_text(-2) == "срок истёк 2 рабочих дня назад"


def test_days_left_are_not_guessed() -> None:
    short = replace(published("RU"), confirmed_to=date(2026, 12, 31))
    assert days_left(date(2026, 12, 30), date(2027, 1, 11), short) is None
    assert days_left(date(2027, 1, 11), date(2026, 12, 30), short) is None
    assert days_left(date(2027, 1, 11), date(2027, 1, 11), short) == 0
    assert days_left(date(2026, 12, 31), date(2026, 12, 29), short) == 1


def test_an_answer_sent_two_minutes_before_midnight_is_in_time() -> None:
    """RU answer dispatched 14.04.2026 23:58 Moscow, received 15.04 04:10 (R-12.4)."""
    moscow = ZoneInfo("Europe/Moscow")
    sent, got = datetime(2026, 4, 14, 23, 58, tzinfo=moscow), datetime(2026, 4, 15, 4, 10, tzinfo=ALMATY)
    by_receipt = Policies.declared({"P-22": "RECEIPT"})
    assert timely(sent, got, date(2026, 4, 14), moscow, DEFAULT_POLICIES)
    assert timely(sent + timedelta(minutes=2), got, date(2026, 4, 14), moscow, DEFAULT_POLICIES).holds is False
    assert (
        timely(sent, datetime(2026, 4, 15, 4, 10, tzinfo=moscow), date(2026, 4, 14), moscow, by_receipt).holds is False
    )
    waiting = timely(sent, None, date(2026, 4, 14), moscow, by_receipt)
    assert waiting.because == "Ответ ещё не получен другой Стороной"
    assert (waiting.holds, waiting.policy, waiting.citation, waiting.blocks) == (
        False,
        "P-22",
        "первый абзац ст. 12",
        False,
    )
    in_time = timely(sent, None, date(2026, 4, 14), moscow, DEFAULT_POLICIES)
    assert in_time.because == "Ответ направлен 14.04.2026, последний день срока — 14.04.2026"
    assert (in_time.holds, in_time.policy, in_time.citation) == (True, "P-22", "первый абзац ст. 12")
    assert in_time.weight is waiting.weight is Weight.NOTES
    received = timely(sent, datetime(2026, 4, 14, 12, tzinfo=moscow), date(2026, 4, 14), moscow, by_receipt)
    assert received.because == "Ответ получен 14.04.2026, последний день срока — 14.04.2026"
    assert received.holds


def test_forwarding_does_not_restart_the_term() -> None:
    """BY: the receiving authority is an enforcement body, so its receipt counts (R-12.1.6)."""
    received, executor = date(2026, 3, 2), date(2026, 3, 5)
    starts = first_receipt(received, by_enforcement_body=True, executor_received_on=executor, policies=DEFAULT_POLICIES)
    assert starts == received
    assert due("BY", received) == date(2026, 4, 13)


def test_a_receiver_that_executes_nothing_does_not_start_the_term() -> None:
    """R-12.1.6: KZ authority received, but is no enforcement body; the executing one got it 05.03: due 22.04.2026."""
    received, executor = date(2026, 3, 2), date(2026, 3, 5)
    starts = first_receipt(
        received, by_enforcement_body=False, executor_received_on=executor, policies=DEFAULT_POLICIES
    )
    assert starts == executor
    assert due("KZ", executor) == date(2026, 4, 22)
    waiting = first_receipt(received, by_enforcement_body=False, executor_received_on=None, policies=DEFAULT_POLICIES)
    assert waiting is None


def test_where_the_paper_original_starts_the_term() -> None:
    """P-02 by declaration: only the paper counts, or only the executing body's receipt."""
    paper, executing = Policies.declared({"P-02": "PAPER_ORIGINAL"}), Policies.declared({"P-02": "EXECUTING_BODY"})

    def starts(policies: Policies, paper_received_on: date | None) -> date | None:
        return first_receipt(
            date(2026, 3, 2),
            by_enforcement_body=True,
            executor_received_on=date(2026, 3, 5),
            policies=policies,
            paper_received_on=paper_received_on,
        )

    assert starts(paper, date(2026, 3, 16)) == date(2026, 3, 16)
    assert starts(paper, None) is None
    assert starts(executing, date(2026, 3, 16)) == date(2026, 3, 5)


def test_both_nodes_must_count_the_same() -> None:
    """A difference between our date and that of M-02 is shown and stops nothing (E-12-06)."""
    own = term(date(2026, 3, 2), published("KZ"), DEFAULT_POLICIES)
    notice = RegistrationNotice(
        reg_number="12-34/567",
        received_at=datetime(2026, 3, 2, 10, tzinfo=ALMATY),
        receipt_date=date(2026, 3, 2),
        calendar_version="KZ-2026-1",
        policies={"P-01": "EXCLUDED"},
        due_unadjusted=date(2026, 4, 17),
        due_adjusted=date(2026, 4, 17),
    )
    same = check_notice(own, notice)
    assert (same.holds, same.because, same.citation) == (
        True,
        "Сроки, рассчитанные узлами Сторон, совпадают",
        "первый абзац ст. 12",
    )
    other = check_notice(own, replace(notice, due_adjusted=date(2026, 4, 16)))
    assert other.because == "Сроки, рассчитанные узлами Сторон, различаются: 17.04.2026 / 16.04.2026"
    assert (other.code, other.field, other.blocks) == ("E-12-06", "due_adjusted", False)
    assert not check_notice(own, replace(notice, due_unadjusted=date(2026, 4, 16)))
    unknown = check_notice(own, replace(notice, due_adjusted=None))
    assert unknown.because.endswith("различаются: 17.04.2026 / не определён")
    silent = term(date(2040, 3, 2), published("KZ"), DEFAULT_POLICIES)
    assert check_notice(silent, notice).because.endswith("различаются: не определён / 17.04.2026")


@given(parties, year_2026, year_2026, choices)
def test_a_later_receipt_never_gives_an_earlier_due_date(
    party: str, one: date, other: date, policies: Policies
) -> None:
    first, second = due(party, min(one, other), policies), due(party, max(one, other), policies)
    if first is not None and second is not None:
        assert first <= second


@given(parties, early_2026, choices)
def test_the_due_date_is_a_working_day_and_the_thirtieth(party: str, received_on: date, policies: Policies) -> None:
    counted = term(received_on, published(party), policies)
    assert counted.due_adjusted is not None
    assert published(party).day(counted.due_adjusted).working is True
    assert [each.number for each in counted.count if each.number] == list(range(1, 31))
    assert counted.count[0].day == received_on
    assert counted.count[-1].day == counted.due_adjusted


@given(parties, early_2026)
def test_counting_the_day_of_receipt_never_makes_the_term_longer(party: str, received_on: date) -> None:
    included, excluded = due(party, received_on, INCLUDED), due(party, received_on)
    assert included is not None
    assert excluded is not None
    assert included <= excluded


@given(parties, early_2026, early_2026)
def test_days_left_have_the_sign_of_the_calendar(party: str, due_on: date, today: date) -> None:
    left = days_left(due_on, today, published(party))
    assert left is not None
    assert (left < 0) == (today > due_on)
