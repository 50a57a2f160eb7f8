"""A small soak: five hundred packages between two nodes under accidents; `make soak` is the large one (design §5)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.soak.__main__ import may_isolate
from tests.soak.ledger import Ledger

ROOT = Path(__file__).parents[2]
ON_SQLITE, ON_POSTGRESQL = 504, 252
"""Packages of a run: a case has six."""


def lived_through(packages: int, *words: str) -> str:
    """Run a soak and give what it reports."""
    command = [
        sys.executable,
        "-m",
        "tests.soak",
        "--packages",
        str(packages),
        "--one-in",
        "30",
        "--disk",
        "400",
        *words,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check(report: str, least: int) -> None:
    """See that the soak was one: enough packages, kills at many points, and all accidents that we may make."""
    packages = re.search(r"packages: (\d+)", report)
    assert packages
    assert int(packages[1]) >= least
    assert len(re.findall(r"'(?:in|before|after)_\w+': \d+", report)) >= 5
    assert "lost, doubled, mixed or changed: 0" in report
    if os.environ.get("OBMEN_CI"):
        assert may_isolate(), "CI may cut networks and fill disks"
    if may_isolate():
        assert "'cut'" in report


def test_nothing_is_lost_doubled_or_mixed_on_sqlite() -> None:
    """Killed at every step, disk full, network cut, clock jumping, packages repeated: each letter once."""
    check(lived_through(ON_SQLITE), ON_SQLITE)


@pytest.mark.needs_postgres
def test_nothing_is_lost_doubled_or_mixed_on_postgresql_with_two_workers_each() -> None:
    """Four workers, two databases: no letter is taken twice."""
    check(lived_through(ON_POSTGRESQL, "--postgresql", os.environ["OBMEN_TEST_DATABASE_URL"]), ON_POSTGRESQL)


# --- The ledger itself -------------------------------------------------------------------------------------------


def case(**changes: object) -> dict[str, object]:
    """Give a case as a node tells it."""
    letters = [[kind, f"digest of {kind}", "2026-03-20", False] for kind in ("M-01", "M-02", "M-03")]
    return {"number": "RU-770-2026-000001", "state": "EXECUTED", "debtor": "Тестов", "documents": letters, **changes}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Give a ledger in which one request was sent."""
    ledger = Ledger(tmp_path / "ledger.jsonl")
    ledger.sent("RU-770-2026-000001", "digest of M-01", "Тестов")
    return ledger


def test_the_ledger_is_content_when_both_sides_hold_the_same(ledger: Ledger) -> None:
    """One case on each side, each letter once."""
    assert ledger.compare([case()], [case()]) == []


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ([], "0 cases on the answering side"),
        ([case(), case()], "2 cases on the answering side"),
        ([case(debtor="Другой")], "another debtor"),
        ([case(state="DELIVERED")], "state DELIVERED"),
        ([case(documents=case()["documents"][:2])], "letters ['M-01', 'M-02']"),  # type: ignore[index]
        ([case(), case(number="RU-770-2026-000002")], "nobody sent it"),
        ([case(documents=[["M-01", "other", "2026-03-20", False], *case()["documents"][1:]])], "another request"),  # type: ignore[index]
        ([case(documents=[["M-01", "digest of M-01", "2026-03-21", False], *case()["documents"][1:]])], "M-01 differs"),  # type: ignore[index]
    ],
)
def test_the_ledger_tells_what_is_lost_doubled_or_mixed(
    ledger: Ledger, theirs: list[dict[str, object]], said: str
) -> None:
    """A test that cannot fail proves nothing: each kind of harm is found."""
    assert any(said in line for line in ledger.compare([case()], theirs))


def test_the_ledger_notices_an_instant_of_receipt_that_changed(ledger: Ledger) -> None:
    """Seen once, it stands."""
    ledger.saw("kz/1", "2026-03-20T10:00:00")
    ledger.saw("kz/1", "2026-03-20T10:00:01")
    assert ledger.compare([case()], [case()]) == ["kz/1: the instant of receipt changed"]
