"""Art. 7: income data for no more than three years (R-7.b.2, R-7.b.3, P-13)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty.documents.values import Period
from obmen.treaty.periods import after_months, after_years, capped, covers, first_day, last_day, length, within

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [
        (date(2023, 3, 1), date(2026, 2, 28), True),
        (date(2023, 3, 1), date(2026, 3, 1), False),
        (date(2024, 2, 29), date(2027, 2, 28), True),
        (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(2025, 3, 1), date(2028, 2, 29), True),
        (date(2026, 1, 1), date(2026, 1, 1), True),
    ],
)
def test_the_boundary_days_of_the_cap(start: date, end: date, allowed: bool) -> None:  # noqa: FBT001  a table's column
    """R-7.b.2: the day after the end is at most the third anniversary; that of 29 February is 1 March."""
    assert within(Period(start=start, end=end), 3) is allowed


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (date(2023, 3, 1), date(2026, 3, 1), "3 года и 1 день"),
        (date(2023, 3, 1), date(2026, 2, 28), "3 года"),
        (date(2020, 1, 1), date(2025, 12, 31), "6 лет"),
        (date(2023, 3, 1), date(2027, 5, 11), "4 года, 2 месяца и 11 дней"),
        (date(2026, 1, 1), date(2026, 1, 21), "21 день"),
        (date(2026, 1, 1), date(2026, 5, 31), "5 месяцев"),
    ],
)
def test_a_length_reads_as_russian(start: date, end: date, said: str) -> None:
    assert length(Period(start=start, end=end)) == said


def test_a_longer_period_is_answered_for_its_latest_three_years() -> None:
    """A paper request for 2020-2025 is answered for 01.01.2023-31.12.2025 (R-7.b.3)."""
    asked = Period(start=date(2020, 1, 1), end=date(2025, 12, 31))
    assert capped(asked, 3) == Period(start=date(2023, 1, 1), end=date(2025, 12, 31))


def test_three_years_back_from_29_february() -> None:
    """Where the earlier year has no 29 February the longest period starts on 1 March."""
    assert first_day(date(2028, 2, 29), 3) == date(2025, 3, 1)
    assert first_day(date(2028, 2, 28), 3) == date(2025, 3, 1)


def test_the_end_of_the_calendar_breaks_nothing() -> None:
    """Absurd years of a hostile document are refused like any other, not with a crash."""
    assert within(Period(start=date(9990, 1, 1), end=date.max), 3) is False
    assert within(Period(start=date.min, end=date.max), 3) is False
    assert first_day(date(2, 1, 1), 3) == date.min
    assert length(Period(start=date(2020, 1, 1), end=date.max))


@given(days, days)
def test_what_is_capped_is_within_and_inside(one: date, other: date) -> None:
    asked = Period(start=min(one, other), end=max(one, other))
    answered = capped(asked, 3)
    assert within(answered, 3)
    assert covers(asked, answered)
    assert answered == asked if within(asked, 3) else answered.start > asked.start


@given(days)
def test_the_longest_period_ends_and_starts_where_it_should(day: date) -> None:
    """One day more on either side would be too long."""
    assert within(Period(start=day, end=last_day(day, 3)), 3)
    assert not within(Period(start=day, end=last_day(day, 3) + timedelta(days=1)), 3)
    assert within(Period(start=first_day(day, 3), end=day), 3)
    assert not within(Period(start=first_day(day, 3) - timedelta(days=1), end=day), 3)


@given(days, st.integers(0, 60))
def test_months_add_up(day: date, months: int) -> None:
    later = after_months(day, months)
    assert later >= day
    assert later.day in (day.day, 1)
    assert after_years(day, 1) == after_months(day, 12)
