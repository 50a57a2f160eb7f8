"""At which step of opening a letter was stopped: the mark above the line of `opening.py` at which the error came."""

from __future__ import annotations

import re
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from obmen.message import opening

if TYPE_CHECKING:
    from obmen.message.errors import MessageError


@cache
def _marks() -> dict[int, str]:
    """Give the steps that every marked line of `opening.py` names: «04», or «05-08» where they are done in one call."""
    lines = Path(opening.__file__).read_text(encoding="utf-8").splitlines()
    marked = {number: line for number, line in enumerate(lines, start=1) if re.match(r"\s*# \(\d+\)", line)}
    numbers = {number: re.findall(r"\((\d+)\)", line) for number, line in marked.items()}
    return {
        number: f"{int(found[0]):02}" + (f"-{int(found[-1]):02}" if found[1:] else "")
        for number, found in numbers.items()
    }


@cache
def _step_at(first: int, line: int) -> str:
    """Give the steps marked last in a function that begins at `first`, at or above a line; nothing when none are."""
    above = [number for number in _marks() if first <= number <= line]
    return _marks()[max(above)] if above else ""


def step_of(error: MessageError) -> str:
    """Give the step at which the error came: that of the innermost function of `opening.py` that marks steps."""
    walked = [
        _step_at(frame.f_code.co_firstlineno, line)
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == opening.__file__
    ]
    return next((step for step in reversed(walked) if step), "before")
