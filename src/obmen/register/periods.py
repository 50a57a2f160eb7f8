"""From when until when an entry holds: the first moment is included, the last is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


def covers_day(start: date, end: date | None, day: date) -> bool:
    """Tell whether `day` is in the period; one without an end goes on."""
    return start <= day and (end is None or day < end)


def covers_instant(start: datetime, end: datetime | None, at: datetime) -> bool:
    """Tell whether the instant `at` is in the period; one without an end goes on."""
    return start <= at and (end is None or at < end)
