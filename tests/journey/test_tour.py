"""The tour of docs/tour.md runs: every block in order, and prints what the page shows under it."""

from __future__ import annotations

import contextlib
import io
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pytest

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
PAGE = TOUR.read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL)


def test_every_block_shows_what_it_prints() -> None:
    """No block of code without its output, and no output without its code."""
    assert len(BLOCKS) == PAGE.count("```python") == PAGE.count("```text") >= 10


def test_every_block_prints_what_stands_under_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    namespace: dict[str, Any] = {}
    for number, (code, shown) in enumerate(BLOCKS, start=1):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, f"{TOUR.name}, block {number}", "exec"), namespace)  # noqa: S102  our own page
        assert printed.getvalue() == shown


def test_a_reader_needs_neither_django_nor_the_tests(tmp_path: Path) -> None:
    """The same in a Python of its own."""
    code = "\n".join(code for code, _ in BLOCKS) + "\nimport sys\nprint({'django', 'tests'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-"],
        input=code,
        env={"TMPDIR": str(tmp_path), "PYTHONUTF8": "1"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("\nset()\n")
