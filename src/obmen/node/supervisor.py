"""`obmen serve`: Django is loaded once, then three children do the work: screens, the door for peers, the worker.

A child that dies is started again after a pause, a growing one while it keeps dying; SIGTERM or SIGINT ends them all,
and so does the death of the supervisor itself.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NoReturn

from django.db import connections

from obmen.node import checks, config, servers

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG: Final = logging.getLogger(__name__)
_GRACE: Final = 2.5
_SHORTEST: Final = 1.0
_LONGEST: Final = 30.0
_ENDS: Final = frozenset({signal.SIGTERM, signal.SIGINT})
_HEARD: Final = _ENDS | {signal.SIGCHLD}
_PR_SET_PDEATHSIG: Final = 1


def _work() -> None:
    from obmen.node import worker  # noqa: PLC0415  only this part needs the acts

    worker.run()


PARTS: Final[dict[str, Callable[[], None]]] = {"web": servers.web, "peer": servers.peer, "worker": _work}
"""The parts of a node, by the name that `--only` takes."""


def serve(only: str | None = None) -> int:
    """Run the node, or one part of it, until told to end; return the exit status, 1 when the checks refuse."""
    if not checks.passed(sys.stderr):
        return 1
    if only:
        PARTS[only]()
        return 0
    return _Supervisor().run()


@dataclass(slots=True)
class _Part:
    """A part of the node: its process, when that was started, and the pause before it is started again."""

    name: str
    process: int = 0
    started: float = 0.0
    pause: float = _SHORTEST
    due: float = 0.0


class _Supervisor:
    """The parent of the parts."""

    def __init__(self) -> None:
        """Keep the signals waiting until they are asked for, so that none is lost between two lines."""
        self.usual = signal.pthread_sigmask(signal.SIG_BLOCK, _HEARD)
        self.parts = [_Part(name) for name in PARTS]

    def run(self) -> int:
        """Start every part and keep it running until a signal to end."""
        _announce()
        while not self._told_to_end():
            self._bury()
            for part in self.parts:
                if not part.process and part.due <= time.monotonic():
                    self._start(part)
        self._stop_all()
        return 0

    def _told_to_end(self) -> bool:
        """Wait for a signal, but not longer than until the next start is due."""
        due = [part.due - time.monotonic() for part in self.parts if not part.process]
        heard = signal.sigtimedwait(_HEARD, max(0.0, min([*due, 1.0])))
        return heard is not None and heard.si_signo in _ENDS

    def _start(self, part: _Part) -> None:
        connections.close_all()  # a connection must not be shared with a child
        parent = os.getpid()
        part.started = time.monotonic()
        part.process = os.fork()
        if not part.process:
            signal.pthread_sigmask(signal.SIG_SETMASK, self.usual)
            _be(part.name, parent)

    def _bury(self) -> None:
        """Note which parts have ended, and when to start them again."""
        for part in self.parts:
            if not part.process:
                continue
            dead, status = os.waitpid(part.process, os.WNOHANG)
            if dead:
                lived = time.monotonic() - part.started
                part.pause = _SHORTEST if lived > _LONGEST else min(part.pause * 2, _LONGEST)
                part.process, part.due = 0, time.monotonic() + part.pause / 2
                _LOG.error("%s ended: %s; it starts again", part.name, os.waitstatus_to_exitcode(status))

    def _stop_all(self) -> None:
        """Ask all to end; whoever has not done so after the grace is ended."""
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + _GRACE
        while any(part.process for part in self.parts) and (left := deadline - time.monotonic()) > 0:
            signal.sigtimedwait({signal.SIGCHLD}, min(left, 0.1))
            for part in self.parts:
                if part.process and os.waitpid(part.process, os.WNOHANG)[0]:
                    part.process = 0
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for part in self.parts:
            if part.process:
                os.kill(part.process, number)


def _be(name: str, parent: int) -> NoReturn:
    """Become the part, in the child; never return into the parent's code."""
    status = 1
    try:
        _end_with(parent)
        PARTS[name]()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  whatever a part dies of, its parent starts it again
        _LOG.exception("%s failed", name)
    os._exit(status)


def _end_with(parent: int) -> None:
    """Ask Linux to end this process when its parent dies, even by kill -9; elsewhere somebody has to do it by hand."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before we asked
        raise SystemExit(0)


def _announce() -> None:
    """Say where the node is."""
    here = config.current()
    lines = (
        f"Узел {here.name} ({', '.join(here.authorities)})",
        f"  экраны:       {servers.address('http', here.web_host, here.web_port)}",
        f"  другие узлы:  {servers.address('https', here.peer_host, here.peer_port)}",
    )
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()
