"""Accidents on purpose, so that tests can prove what a crash leaves behind; never in production.

`OBMEN_TEST_CRASH=after_store` kills the process, once, between the durable storage of a package and its
acknowledgement: the very moment at which a real crash hurts most.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from typing import Final

from obmen.node import config

VARIABLE: Final = "OBMEN_TEST_CRASH"


def accident(point: str) -> None:
    """Kill this process here if the test asked for it, the first time only."""
    if os.environ.get(VARIABLE) != point or config.current().production:
        return
    with suppress(FileExistsError):
        (config.current().home / f"crashed.{point}").touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)
