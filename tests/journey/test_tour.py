"""The tour of docs/tour.md runs: every block in order, and prints what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

TOUR = Path(__file__).resolve().parents[2] / "docs" / "tour.md"
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)


def test_every_block_of_the_tour_prints_what_stands_under_it() -> None:
    namespace: dict[str, Any] = {}
    printed = io.StringIO()
    shown = 0
    for language, text in BLOCK.findall(TOUR.read_text(encoding="utf-8")):
        if language == "python":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(text, str(TOUR), "exec"), namespace)  # noqa: S102  our own page
        else:
            assert printed.getvalue() == text
            shown += 1
    assert shown >= 10
