"""Legal time: moved by a file outside production; real time never."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from obmen.node import clock, config

if TYPE_CHECKING:
    from pathlib import Path

SOON = timedelta(seconds=30)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a node a clock file."""
    path = tmp_path / "clock"
    moved = replace(config.current(), clock_file=path)
    monkeypatch.setattr(config, "current", lambda: moved)
    return path


def test_legal_time_is_the_instant_of_the_file_and_ticks_on(file: Path) -> None:
    """The instant counts from when it was written: an hour later it is an hour later."""
    file.write_text("2026-03-02T09:30:00+05:00\n", encoding="utf-8")
    instant = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
    assert timedelta(0) <= clock.now() - instant < SOON
    hour_ago = clock.real_now().timestamp() - 3600
    os.utime(file, (hour_ago, hour_ago))
    assert timedelta(hours=1) <= clock.now() - instant < timedelta(hours=1) + SOON


def test_the_file_may_change_while_the_node_runs(file: Path) -> None:
    """A new instant counts at once."""
    file.write_text("2026-03-02T09:30:00+05:00", encoding="utf-8")
    clock.now()
    file.write_text("2026-03-20T09:30:00+05:00", encoding="utf-8")
    assert clock.now() - datetime(2026, 3, 20, 4, 30, tzinfo=UTC) < SOON
    assert str(clock.today("Asia/Almaty")) == "2026-03-20"


def test_real_time_does_not_move(file: Path) -> None:
    """Leases, sessions and TLS live in real time."""
    file.write_text("2020-01-01T00:00:00+00:00", encoding="utf-8")
    assert abs(clock.real_now() - datetime.now(tz=UTC)) < SOON


@pytest.mark.parametrize("text", ["", "вчера", "2026-03-02T09:30:00"])
def test_a_bad_file_is_said_with_an_example(file: Path, text: str) -> None:
    """Not an instant, or one without its offset: the file is named and an example given."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(config.ConfigError, match=r"clock не читается.*2026-03-02T09:30:00\+05:00"):
        clock.now()
