"""Targets that go wrong in every way there is: a fuzzer that finds nothing is believed only if it finds these."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Final

from tests.fuzz.targets import Target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_TOO_MUCH: Final = 512 * 1024 * 1024
_MARK: Final = b"wrong"


def _marked(_rng: Random, _seeds: Sequence[bytes]) -> bytes:
    """Make the one input that goes wrong; about every third."""
    return _MARK


def _dies(raw: bytes, _keyed: bool) -> str:  # noqa: FBT001  as every feed
    if raw == _MARK:
        os.kill(os.getpid(), signal.SIGSEGV)
    return "well"


def _raises(raw: bytes, _keyed: bool) -> str:  # noqa: FBT001  same
    return str(100 // (raw != _MARK))


def _swells(raw: bytes, _keyed: bool) -> str:  # noqa: FBT001  same
    return str(len(bytes(_TOO_MUCH if raw == _MARK else 1)))


def _lies(raw: bytes, _keyed: bool) -> str:  # noqa: FBT001  same
    if raw == _MARK:
        raise AssertionError("a letter that nobody signed was opened")
    return "well"


def _drags(raw: bytes, _keyed: bool) -> str:  # noqa: FBT001  same
    end = time.process_time() + 0.2
    while raw == _MARK and time.process_time() < end:
        pass
    return "well"


def _only_marked() -> Sequence[bytes]:
    return (b"right",)


BY_NAME: Final = {
    feed.__name__.strip("_"): Target(
        name=feed.__name__.strip("_"),
        what="it goes wrong",
        most=60,
        seeds=_only_marked,
        feed=feed,
        blind=(_marked,),
    )
    for feed in (_dies, _raises, _swells, _lies, _drags)
}
"""By what they do."""
