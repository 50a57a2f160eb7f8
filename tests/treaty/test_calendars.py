"""Art. 12(1): the official calendars (R-12.1.4, R-O.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty import dated
from obmen.treaty.calendars import Calendar, SpecialDay, published

PARTIES = ("BY", "RU", "KZ")
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


@pytest.mark.parametrize(("party", "total"), [("RU", 247), ("KZ", 246), ("BY", 254)])
def test_the_year_has_as_many_working_days_as_independent_totals_say(party: str, total: int) -> None:
    """R-O.10: a calendar is compared with an independent total."""
    assert len(list(published(party).working_days_from(date(2026, 1, 1)))) == total


def test_belarus_without_its_working_saturday_is_one_day_short() -> None:
    """The mistake that the total finds: 253 is not 254."""
    forgotten = replace(published("BY"), working_days=())
    assert len(list(forgotten.working_days_from(date(2026, 1, 1)))) == 253


@pytest.mark.parametrize("party", PARTIES)
def test_every_named_day_says_why(party: str) -> None:
    calendar = published(party)
    for special in (*calendar.days_off, *calendar.working_days):
        assert special.why
        assert calendar.covers(special.day)
    assert calendar.act


@pytest.mark.parametrize("party", PARTIES)
def test_the_named_days_are_in_order_and_differ_from_their_weekday(party: str) -> None:
    """A Saturday is not named as a day off, nor a Tuesday as a working day; no day is named twice."""
    calendar = published(party)
    assert all(special.day.weekday() < 5 for special in calendar.days_off)
    assert all(special.day.weekday() >= 5 for special in calendar.working_days)
    for days in (calendar.days_off, calendar.working_days):
        assert all(one.day < other.day for one, other in pairwise(days))


@pytest.mark.parametrize("party", PARTIES)
def test_a_public_list_of_holidays_finds_nothing_that_we_miss(party: str) -> None:
    """The statutory holidays that fall on weekdays are days off in our calendars, whoever lists them."""
    known = holidays.country_holidays(party, years=2026, language="en_US")
    missing = {day: name for day, name in known.items() if published(party).day(day).working}
    assert missing == {}


def test_outside_the_confirmed_days_nothing_is_said() -> None:
    calendar = published("RU")
    assert calendar.day(date(2027, 1, 11)).working is None
    assert calendar.day(date(2027, 1, 11)).why == "Срок не определён: нет календаря Стороны на 2027 год"
    assert calendar.day(date(2026, 12, 31)).working is False
    assert calendar.day(date(2026, 12, 30)).working is True


def test_a_party_without_a_calendar_has_none() -> None:
    with pytest.raises(KeyError):
        published("TJ")


def test_a_calendar_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Calendar(party="RU", version="x", act="", confirmed_from=date(2026, 1, 2), confirmed_to=date(2026, 1, 1))


def test_a_calendar_may_be_confirmed_for_a_single_day() -> None:
    only = date(2026, 1, 12)
    calendar = Calendar(party="RU", version="x", act="", confirmed_from=only, confirmed_to=only)
    assert [calendar.day(day).working for day in (only - timedelta(days=1), only)] == [None, True]


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    both = (SpecialDay(day=date(2026, 4, 25), why="и так и так"),)
    with pytest.raises(ValueError, match="2026-04-25"):
        replace(published("BY"), days_off=both)


@given(st.sampled_from(PARTIES), st.sampled_from(YEAR))
def test_a_single_day_and_the_list_of_working_days_agree(party: str, day: date) -> None:
    calendar = published(party)
    assert (next(calendar.working_days_from(day), None) == day) is calendar.day(day).working


def test_the_files_of_data_are_read_once() -> None:
    assert dated.read("errors") is dated.read("errors")
    assert dated.names("calendars") == ("calendars/by-2026", "calendars/kz-2026", "calendars/ru-2026")
