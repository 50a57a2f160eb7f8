"""When a package is tried again, and when a person is told instead (design §5). Pure: the caller has clock and dice.

Each pause is twice the one before, up to `longest`, and a random part of it is added so that nodes that failed together
do not come back together. After `give_up_after` attempts nobody tries on; a person may start again (`again`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How long to wait: from `first`, never longer than `longest`; `give_up_after` attempts are about three days."""

    first: timedelta = timedelta(seconds=4)
    longest: timedelta = timedelta(hours=1)
    spread: float = 0.5
    give_up_after: int = 90
    lease: timedelta = timedelta(minutes=3)

    def pause(self, attempts: int, jitter: float) -> timedelta:
        """Give the pause after so many failed attempts; `jitter` is from 0 (shortest) to 1 (longest).

        Raises `ValueError` when nothing has failed yet or the jitter is out of bounds.
        """
        if attempts < 1 or not 0 <= jitter <= 1:
            raise ValueError("a pause follows a failed attempt, with jitter from 0 to 1")
        most = self.longest / (1 + self.spread)
        doublings = min(attempts - 1, 40)  # beyond that every pause is the longest
        return min(self.first * (1 << doublings), most) * (1 + self.spread * jitter)


USUAL: Final = Schedule()
"""The schedule of a node that sets no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """Where a package stands in the outbox: failed attempts, when it is due (`None`: given up), who works on it."""

    due_at: datetime | None
    attempts: int = 0
    lease_until: datetime | None = None

    @property
    def given_up(self) -> bool:
        """Whether a person has to be told."""
        return self.due_at is None

    def is_due(self, now: datetime) -> bool:
        """Tell whether a worker should take it: its time has come and nobody holds it."""
        free = self.lease_until is None or self.lease_until <= now
        return free and self.due_at is not None and self.due_at <= now


def next_try(attempts: int, now: datetime, jitter: float, schedule: Schedule = USUAL) -> datetime | None:
    """Say when to try again after `attempts` failed ones; `None`: give up and tell a person."""
    if attempts >= schedule.give_up_after:
        return None
    return now + schedule.pause(attempts, jitter)


def carried_again(attempts: int, now: datetime, pause: timedelta, schedule: Schedule = USUAL) -> datetime | None:
    """Say when to hand over again what a carrier took and nobody acknowledged; `None`: give up and tell a person."""
    return None if attempts >= schedule.give_up_after else now + pause


def lease(attempt: Attempt, now: datetime, schedule: Schedule = USUAL) -> Attempt | None:
    """Take it for work, so that no other worker does; `None` when it is not due. A lease that lapses frees it."""
    if not attempt.is_due(now):
        return None
    return replace(attempt, lease_until=now + schedule.lease)


def failed(attempt: Attempt, now: datetime, jitter: float, schedule: Schedule = USUAL) -> Attempt:
    """Note a failed attempt: due again later, or given up."""
    count = attempt.attempts + 1
    return Attempt(due_at=next_try(count, now, jitter, schedule), attempts=count)


def given_up(attempt: Attempt) -> Attempt:
    """Stop trying after an answer that will not change by itself: a person has to be told."""
    return Attempt(due_at=None, attempts=attempt.attempts + 1)


def again(now: datetime) -> Attempt:
    """Start anew because a person said so: due at once, counted from nothing."""
    return Attempt(due_at=now)
