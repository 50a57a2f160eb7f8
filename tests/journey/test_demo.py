"""The demo as README gives it: one exchange and the end; a request with mistakes sends nothing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from obmen.node.demo import cast, play

ROOT = Path(__file__).resolve().parents[2]


def clean() -> dict[str, str]:
    """Give an environment that knows of no node and of no make around us."""
    foreign = ("OBMEN_", "DJANGO_", "MAKE")
    return {**{key: value for key, value in os.environ.items() if not key.startswith(foreign)}, "COLUMNS": "160"}


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as a newcomer would, in the project's root."""
    return subprocess.run(command, capture_output=True, text=True, check=False, env=clean(), cwd=ROOT)


def demo(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `obmen demo` in a folder."""
    return run(sys.executable, "-m", "obmen", "demo", "--once", "--home", str(home), *words)


def test_the_commands_of_the_readme_perform_one_whole_exchange_and_verify_its_evidence(tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo ONCE=1" in readme
    done = run("make", "demo", "ONCE=1", f"DEMO_HOME={tmp_path / 'demo'}", f"PYTHON={sys.executable}")
    assert done.returncode == 0, done.stdout + done.stderr
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
    command = next(line for line in readme.splitlines() if line.startswith(".venv/bin/obmen verify"))
    evidence = tmp_path / "demo" / command.split(".demo/")[1]
    verified = run(sys.executable, "-m", "obmen", "verify", str(evidence))
    assert verified.returncode == 0
    assert verified.stdout.startswith("Вердикт: вскрыто.")


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


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"receiver": {"id": ["KZ-750"]}}', "не JSON"], ids=["deep", "list", "no"]
)
def test_no_file_makes_the_demo_stumble_over_whom_to_ask(text: str) -> None:
    no_nodes: Any = SimpleNamespace(stage=SimpleNamespace(houses=cast.HOUSES))
    asking, answering = play._Performance._houses(no_nodes, text)  # noqa: SLF001  the nodes have no part in it
    assert (asking.party, answering.party) == ("RU", "KZ")


def test_a_file_that_is_not_there_or_no_text_is_explained(tmp_path: Path) -> None:
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe\x00")
    for name in ("none.json", "binary.json"):
        done = demo(tmp_path / "demo", "--request", str(tmp_path / name))
        assert done.returncode == 2
        assert done.stdout.startswith("Показ не начат.")
        assert name in done.stdout.replace("\n", "")
        assert "Traceback" not in done.stderr


def test_a_folder_with_something_else_is_not_emptied(tmp_path: Path) -> None:
    """`--home` names where nodes live; a folder of the user's own is never removed for them."""
    (tmp_path / "thesis.txt").write_text("ten years of work", encoding="utf-8")
    done = demo(tmp_path)
    assert done.returncode == 2
    assert "--home" in done.stdout
    assert (tmp_path / "thesis.txt").exists()
