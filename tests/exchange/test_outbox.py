"""When a package is tried again, and when a person is told instead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.exchange.outbox import USUAL, Attempt, Schedule, again, failed, given_up, lease, next_try

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
jitters = st.floats(min_value=0, max_value=1)


@given(st.integers(min_value=1, max_value=10**6), jitters, jitters)
def test_pauses_grow_and_stay_within_bounds(attempts: int, one: float, other: float) -> None:
    """Whatever the dice say, a later pause is not shorter until the longest is reached, and none exceeds it."""
    pause, later = USUAL.pause(attempts, one), USUAL.pause(attempts + 1, other)
    assert USUAL.first <= pause <= USUAL.longest
    assert later >= pause or later >= USUAL.longest / (1 + USUAL.spread)


@given(st.integers(min_value=0, max_value=200), jitters)
def test_the_next_try_is_later_or_never(attempts: int, jitter: float) -> None:
    """And never is said only when enough was tried."""
    if attempts == 0:
        return
    when = next_try(attempts, NOW, jitter)
    assert (when is None) == (attempts >= USUAL.give_up_after)
    assert when is None or when > NOW


@given(st.lists(jitters, min_size=USUAL.give_up_after, max_size=USUAL.give_up_after))
def test_a_person_is_told_after_three_or_four_days(dice: list[float]) -> None:
    """A long weekend of a peer is waited through; a week is not."""
    attempt, now = again(NOW), NOW
    for jitter in dice:
        assert not attempt.given_up
        now = attempt.due_at or now
        attempt = failed(attempt, now, jitter)
    assert attempt.given_up
    assert timedelta(days=2) < now - NOW < timedelta(days=5)


@pytest.mark.parametrize(("attempts", "jitter"), [(0, 0.5), (1, 1.5), (1, -0.1)])
def test_senseless_questions_are_refused(attempts: int, jitter: float) -> None:
    """A pause follows a failure, and dice have bounds."""
    with pytest.raises(ValueError, match="pause"):
        USUAL.pause(attempts, jitter)


def test_two_workers_never_hold_one_package() -> None:
    """A lease keeps the other away until it lapses, for a worker may die."""
    held = lease(again(NOW), NOW)
    assert held is not None
    assert lease(held, NOW) is None
    assert lease(held, NOW + USUAL.lease) is not None


def test_nothing_is_taken_before_its_time() -> None:
    """Nor when it was given up."""
    waiting = failed(again(NOW), NOW, 0)
    assert waiting == Attempt(due_at=NOW + USUAL.first, attempts=1)
    assert lease(waiting, NOW) is None
    assert lease(given_up(waiting), NOW + timedelta(days=9)) is None


def test_a_person_starts_anew() -> None:
    """Due at once, and counted from nothing."""
    stopped = failed(Attempt(due_at=NOW, attempts=4), NOW, 0, Schedule(give_up_after=5))
    assert stopped.given_up
    assert again(NOW) == Attempt(due_at=NOW, attempts=0)
    assert again(NOW).is_due(NOW)
