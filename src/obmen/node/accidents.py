"""Accidents on purpose, so that tests can prove what a crash leaves behind; never in production.

`OBMEN_TEST_CRASH=after_store` kills the process, once, between the durable storage of a package and its
acknowledgement: the very moment at which a real crash hurts most. `OBMEN_TEST_CRASH_ONE_IN=50` kills it at any of the
points of the code, by chance, again and again. The home keeps which points were hit.
"""

from __future__ import annotations

import os
import random
import signal
from typing import Final

from obmen.node import config

VARIABLE: Final = "OBMEN_TEST_CRASH"
ONE_IN: Final = "OBMEN_TEST_CRASH_ONE_IN"
HITS: Final = "crashed.txt"
"""The file of the home that names every point hit, a line each."""


def accident(point: str) -> None:
    """Kill this process here if the test asked for it: at its point the first time only, or by chance."""
    if config.current().production:
        return
    wanted, one_in = os.environ.get(VARIABLE) == point, int(os.environ.get(ONE_IN, "0"))
    if wanted and point not in hits():
        _die(point)
    if one_in and random.random() * one_in < 1:  # noqa: S311  an accident, not a secret
        _die(point)


def hits() -> list[str]:
    """Give the points that were hit in this home, in their order."""
    try:
        return (config.current().home / HITS).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []


def _die(point: str) -> None:
    with (config.current().home / HITS).open("a", encoding="ascii") as file:
        file.write(f"{point}\n")
    os.kill(os.getpid(), signal.SIGKILL)
