"""The demo as README gives it: one exchange and the end; a request with mistakes sends nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def demo(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `obmen demo` in a folder, with an environment that knows of no node."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("OBMEN_", "DJANGO_"))}
    command = [sys.executable, "-m", "obmen", "demo", "--once", "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**clean, "COLUMNS": "160"})


def test_the_demo_performs_one_whole_exchange_and_ends(tmp_path: Path) -> None:
    done = demo(tmp_path / "demo")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    for words in (
        "Черновик составлен",
        "скреплён печатью",
        "T-01",
        "17.04.2026",
        "14.04.2026",
        "13.04.2026",
        "вскрыто",
    ):
        assert words in done.stdout


def test_a_request_with_mistakes_gets_every_finding_and_nothing_is_sent(tmp_path: Path, wrong_letter: Path) -> None:
    done = demo(tmp_path / "demo", "--request", str(wrong_letter))
    assert done.returncode == 1
    for code in ("E-7-01", "E-11-05", "E-11-07", "E-11-08"):
        assert code in done.stdout
    with sqlite3.connect(tmp_path / "demo" / "ru" / "node.sqlite3") as database:
        assert database.execute("select count(*) from delivery_outgoing").fetchone() == (0,)


def test_a_file_that_is_no_request_is_explained(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('{"initiator": 5, "colour": "red"}', encoding="utf-8")
    done = demo(tmp_path / "demo", "--request", str(broken))
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "colour" in done.stdout
