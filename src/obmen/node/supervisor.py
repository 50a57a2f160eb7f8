"""`obmen serve`: Django is loaded once, then three children do the work: screens, the door for peers, the worker.

A child that dies is started again after a pause; SIGTERM or SIGINT ends them all.
"""

from __future__ import annotations

import logging
import os
import signal
import time
from typing import TYPE_CHECKING, Any, Final, NoReturn

from django.db import connections

from obmen.node import config, servers, worker

if TYPE_CHECKING:
    from collections.abc import Callable

_LOG: Final = logging.getLogger(__name__)
_PAUSE: Final = 1.0
_GRACE: Final = 5.0

PARTS: Final[dict[str, Callable[[], None]]] = {"web": servers.web, "peer": servers.peer, "worker": worker.run}
"""The parts of a node, by the name that `--only` takes."""


def serve(only: str | None = None) -> int:
    """Run the node, or one part of it, until told to end; return 0."""
    if only:
        PARTS[only]()
        return 0
    return _Supervisor().run()


class _Supervisor:
    """The parent of the parts."""

    def __init__(self) -> None:
        """Hear the signals to end."""
        self.children: dict[int, str] = {}
        self.ending = False
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGINT, self._end)

    def run(self) -> int:
        """Start every part and keep it running."""
        for name in PARTS:
            self._start(name)
        here = config.current()
        _LOG.info("node %s: screens on port %s, peers on port %s", here.name, here.web_port, here.peer_port)
        while not self.ending:
            self._restart_dead()
            time.sleep(0.2)
        self._stop_all()
        return 0

    def _start(self, name: str) -> None:
        connections.close_all()  # a connection must not be shared with a child
        child = os.fork()
        if child == 0:
            _be(name)
        self.children[child] = name

    def _restart_dead(self) -> None:
        while self.children:
            dead, status = os.waitpid(-1, os.WNOHANG)
            if dead == 0:
                return
            name = self.children.pop(dead, "")
            _LOG.error("%s ended with status %s; started again", name, status)
            time.sleep(_PAUSE)
            if name and not self.ending:
                self._start(name)

    def _stop_all(self) -> None:
        """Ask all to end; whoever has not done so after the grace is ended."""
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + _GRACE
        while self.children and time.monotonic() < deadline:
            dead, _ = os.waitpid(-1, os.WNOHANG)
            self.children.pop(dead, None)
            time.sleep(0.02)
        self._tell(signal.SIGKILL)

    def _tell(self, number: signal.Signals) -> None:
        for child in self.children:
            os.kill(child, number)

    def _end(self, *_signal: Any) -> None:  # noqa: ANN401  what Python gives a signal handler
        self.ending = True


def _be(name: str) -> NoReturn:
    """Become the part, in the child; never return into the parent's code."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    status = 1
    try:
        PARTS[name]()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except Exception:  # noqa: BLE001  whatever a part dies of, its parent starts it again
        _LOG.exception("%s failed", name)
    os._exit(status)
