"""The one place that asks what time it is.

*Legal* time (`now`) dates receipts, terms, signatures and retention; outside production `OBMEN_CLOCK_FILE` moves it:
the file holds one RFC 3339 instant, legal time equals it when the file is written and ticks on from there. *Real* time
(`real_now`) is for leases, retries and sessions.
"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from obmen.node import config

if TYPE_CHECKING:
    from pathlib import Path


def real_now() -> datetime:
    """Give the machine's time, UTC."""
    return datetime.now(tz=UTC)


def now() -> datetime:
    """Give legal time, UTC."""
    file = config.current().clock_file
    return real_now() + _offset(file) if file else real_now()


def today(zone: str) -> date:
    """Give the legal date in an IANA zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def _offset(file: Path) -> timedelta:
    """Tell how far legal time is from real time: the instant in the file, since the file was written."""
    try:
        with file.open(encoding="utf-8") as opened:  # one open file: its words and its time belong together
            instant = datetime.fromisoformat(opened.read().strip())
            written = datetime.fromtimestamp(os.fstat(opened.fileno()).st_mtime, tz=UTC)
        return instant - written
    except (OSError, ValueError, TypeError) as error:  # TypeError: an instant without its offset
        text = f"Файл времени {file} не читается: {error}. Нужен один момент вида 2026-03-02T09:30:00+05:00."
        raise config.ConfigError(text) from None
