"""How the measurements measure: medians of many calls, and the machine they were taken on."""

from __future__ import annotations

import os
import platform
import statistics
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def median_ms(work: Callable[[], object], times: int) -> float:
    """Give the median time of one call, in milliseconds, after a tenth as many calls to warm up."""
    for _ in range(max(1, times // 10)):
        work()
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return statistics.median(spent) * 1000


def machine() -> str:
    """Name the machine: what it is, its cores, its Python."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def row(what: str, measured: float, unit: str, target: str = "") -> None:
    """Print one line of a table."""
    print(f"{what:<58} {measured:>10.3f} {unit:<4} {target}")
