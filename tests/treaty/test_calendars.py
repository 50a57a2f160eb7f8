"""Art. 12(1): the official calendars (R-12.1.4, R-O.10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty import dated
from obmen.treaty.calendars import (
    Calendar,
    SpecialDay,
    calendar_from,
    check_total,
    joined,
    proposed,
    published,
    published_totals,
    published_years,
)

STATES = ("AM", "AZ", "BY", "KG", "KZ", "MD", "RU", "TJ", "TM", "UZ")
PARTIES = ("AM", "AZ", "BY", "KG", "KZ", "RU", "TM", "UZ")
"""Those of whom we can stand for some days; of Moldova and Tajikistan we have proposals only (docs/calendars.md)."""
YEARS = range(2024, 2028)
YEAR = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]


def whole(party: str, year: int) -> Calendar:
    """Return the year of a State as we have it, confirmed or not."""
    calendar = proposed(party, year)
    assert calendar is not None
    return calendar


@pytest.mark.parametrize(("party", "year"), [*product(STATES, YEARS)])
def test_every_state_and_year_is_there(party: str, year: int) -> None:
    """The ten States, 2024 to 2027: each day named once, in order, in its year, and with its reason."""
    calendar = whole(party, year)
    assert (calendar.party, calendar.version) == (party, f"{party}-{year}-1")
    assert (calendar.confirmed_from, calendar.confirmed_to) == (date(year, 1, 1), date(year, 12, 31))
    assert calendar.act
    assert len(calendar.days_off) >= 4
    for days in (calendar.days_off, calendar.working_days):
        assert all(special.why and special.day.year == year for special in days)
        assert all(one.day < other.day for one, other in pairwise(days))
    assert all(special.day.weekday() < 5 for special in calendar.days_off)
    assert all(special.day.weekday() >= 5 for special in calendar.working_days)


@pytest.mark.parametrize(
    ("party", "first", "last", "totals"),
    [
        ("RU", date(2024, 1, 1), date(2027, 12, 31), [248, 247, 247, 247]),
        ("KZ", date(2024, 1, 1), date(2026, 12, 31), [249, 246, 246, None]),
        ("BY", date(2024, 1, 1), date(2026, 12, 31), [253, 252, 254, None]),
        ("UZ", date(2024, 1, 1), date(2026, 12, 31), [248, 251, 248, None]),
        ("AZ", date(2024, 1, 1), date(2026, 12, 31), [241, 239, 241, None]),
        ("KG", date(2024, 1, 1), date(2025, 12, 31), [248, 248, None, None]),
        ("TM", date(2025, 1, 1), date(2026, 5, 25), [None, 252, None, None]),
        ("AM", date(2026, 1, 1), date(2026, 5, 31), [None, None, None, None]),
    ],
)
def test_how_far_the_days_of_a_party_are_known(party: str, first: date, last: date, totals: list[int | None]) -> None:
    """Years that touch are one calendar; a year that is not confirmed whole has no total."""
    calendar = published(party)
    assert (calendar.confirmed_from, calendar.confirmed_to) == (first, last)
    assert [calendar.working_days_in(year) for year in YEARS] == totals


def test_the_totals_are_those_that_somebody_else_published() -> None:
    """R-O.10; 2026: RU 247, KZ 246, BY 254."""
    totals = {party: published_totals(party) for party in PARTIES}
    assert {party: total[2026] for party, total in totals.items() if 2026 in total} == {"RU": 247, "KZ": 246, "BY": 254}
    for party, known in totals.items():
        for year, total in known.items():
            finding = check_total(published(party), year, total)
            assert finding.because == f"Рабочих дней в {year} году — {total}, как в независимом источнике"
            assert finding.citation == "первый абзац ст. 12"


def test_a_calendar_that_misses_a_working_saturday_is_not_published() -> None:
    """BY without its working Saturday: 253 ≠ 254 → shown; an explanation of the central authority lets it pass."""
    forgotten = replace(whole("BY", 2026), working_days=())
    finding = check_total(forgotten, 2026, 254)
    assert (finding.code, finding.field, finding.blocks) == ("E-12-15", "total", True)
    assert finding.because == "Рабочих дней в 2026 году по календарю — 253, в независимом источнике — 254"
    explained = check_total(forgotten, 2026, 254, explained="перенос отменён")
    assert explained.because == "Рабочих дней в 2026 году — 253, в независимом источнике — 254: перенос отменён"
    assert not check_total(forgotten, 2026, 254, explained=" ")
    unknown = check_total(forgotten, 2027, 247)
    assert unknown.because == "Рабочих дней в 2027 году по календарю — не определено, в независимом источнике — 247"


@pytest.mark.parametrize(
    ("party", "day", "working"),
    [
        ("RU", date(2024, 4, 27), True),
        ("RU", date(2025, 11, 1), True),
        ("RU", date(2025, 11, 3), False),
        ("RU", date(2026, 1, 9), False),
        ("RU", date(2027, 2, 20), True),
        ("BY", date(2025, 1, 11), True),
        ("BY", date(2025, 4, 26), True),
        ("BY", date(2025, 7, 12), True),
        ("BY", date(2025, 12, 20), True),
        ("BY", date(2026, 4, 25), True),
        ("KZ", date(2024, 5, 4), True),
        ("KZ", date(2025, 1, 5), True),
        ("KZ", date(2025, 1, 3), False),
        ("KG", date(2025, 2, 24), True),
        ("KG", date(2025, 3, 10), True),
        ("UZ", date(2026, 12, 12), True),
        ("UZ", date(2026, 12, 31), False),
        ("AZ", date(2026, 3, 30), False),
        ("AM", date(2026, 5, 4), False),
        ("AM", date(2026, 4, 18), True),
        ("TM", date(2025, 3, 31), False),
        ("TM", date(2025, 5, 19), False),
        ("TM", date(2025, 6, 9), False),
        ("TM", date(2026, 3, 23), False),
    ],
)
def test_transfers_that_the_acts_made(party: str, day: date, *, working: bool) -> None:
    """Working weekends and moved days off, each by the act of its year."""
    assert published(party).day(day).working is working


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 9), False),
        (date(2026, 3, 25), False),
        (date(2026, 3, 26), False),
        (date(2026, 3, 27), False),
        (date(2026, 3, 14), True),
        (date(2025, 3, 26), False),
    ],
)
def test_a_proposal_is_not_counted_on(day: date, *, working: bool) -> None:
    """Tajikistan: what we know of its transfers is proposed to its central authority, and binds nobody."""
    assert whole("TJ", day.year).day(day).working is working
    for party in ("TJ", "MD"):
        with pytest.raises(KeyError):
            published(party)
    assert proposed("TJ", 2030) is None
    assert proposed("FR", 2026) is None


@pytest.mark.parametrize(("party", "year"), [*product(PARTIES, YEARS)])
def test_a_public_list_of_holidays_finds_nothing_that_we_miss(party: str, year: int) -> None:
    """The statutory holidays that fall on weekdays are days off in our calendars, whoever lists them."""
    known = holidays.country_holidays(party, years=year, language="en_US")
    calendar = published(party)
    missing = {day: name for day, name in known.items() if calendar.day(day).working and day.weekday() < 5}
    assert missing == {}


def test_years_that_do_not_touch_are_not_joined() -> None:
    """A gap would be a guess; another Party's calendar is another calendar."""
    first, second = whole("RU", 2024), whole("RU", 2025)
    both = joined(first, second)
    assert (both.confirmed_from, both.confirmed_to, both.version) == (
        date(2024, 1, 1),
        date(2025, 12, 31),
        "RU-2025-1",
    )
    assert both.days_off == (*first.days_off, *second.days_off)
    assert both.working_days == (*first.working_days, *second.working_days)
    assert both.act.count("Трудовой кодекс Российской Федерации, ст. 112") == 1
    assert both.act.count("постановление") == 2
    assert joined(first, whole("RU", 2026)) == whole("RU", 2026)
    assert joined(replace(first, party="BY"), second) == second


def test_a_count_runs_on_the_calendar_of_its_day_and_those_that_follow() -> None:
    """RU received in December 2026: the years 2026 and 2027, and only their acts."""
    years = published_years("RU")
    assert [each.confirmed_from.year for each in years] == [2024, 2025, 2026, 2027]
    from_2026 = calendar_from(years, date(2026, 12, 1))
    assert from_2026 == joined(years[2], years[3])
    assert from_2026 is not None
    assert "2024 году" not in from_2026.act
    assert calendar_from(years[::-1], date(2026, 12, 1)) == from_2026
    assert calendar_from(years, date(2024, 1, 1)) == published("RU")
    assert calendar_from(years, date(2030, 1, 1)) == years[3]
    assert calendar_from((years[0], years[2]), date(2024, 5, 5)) == years[0]
    assert calendar_from((), date(2026, 5, 5)) is None
    assert published_years("MD") == ()


def test_of_two_versions_of_a_year_the_one_listed_last_counts() -> None:
    """A decree within the year: the annex lists the newer version after the older (R-12.1.4)."""
    years = published_years("KZ")
    newer = replace(years[2], version="KZ-2026-2", days_off=years[2].days_off[:3])
    assert calendar_from((years[2], newer), date(2026, 5, 5)) == newer
    assert calendar_from((years[1], years[2], newer), date(2025, 12, 1)) == joined(years[1], newer)
    longer = replace(years[2], version="KZ-2026-3", confirmed_to=date(2027, 1, 31))
    assert calendar_from((longer, years[2]), date(2026, 5, 5)) == longer
    endless = replace(years[2], confirmed_to=date.max)
    assert calendar_from((endless,), date.max) == endless


def test_outside_the_confirmed_days_nothing_is_said() -> None:
    calendar = published("KZ")
    assert calendar.day(date(2027, 1, 11)).working is None
    assert calendar.day(date(2027, 1, 11)).why == "Срок не определён: нет календаря Стороны на 2027 год"
    assert calendar.day(date(2026, 12, 31)).working is True
    assert calendar.day(date(2026, 12, 16)).working is False


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
    assert (next(calendar.working_days_from(day), None) == day) is bool(calendar.day(day).working)


def test_the_files_of_data_are_read_once() -> None:
    assert dated.read("errors") is dated.read("errors")
    assert len(dated.names("calendars")) == 40
