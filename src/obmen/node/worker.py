"""The worker: sends what is due, opens what has arrived, hands the opened letters to the act that takes them in."""

from __future__ import annotations

import logging
import os
import signal
import socket
import time
from typing import Any, Final

from django.db import Error as DatabaseFault
from django.db import close_old_connections

from obmen.message.errors import NotAcceptable, Undetermined
from obmen.node.cases.acts.take_in import take_in
from obmen.node.delivery import receiving, sending

_LOG: Final = logging.getLogger(__name__)
_POLL: Final = 0.2
_AFTER_FAULT: Final = 3.0


def run() -> None:
    """Work until SIGTERM."""
    ending = False

    def end(*_signal: Any) -> None:  # noqa: ANN401  what Python gives a signal handler
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    name = f"{socket.gethostname()}:{os.getpid()}"
    while not ending:
        time.sleep(_pause(name))


def turn(worker: str) -> int:
    """Do all that waits now; return how many packages were handled."""
    handled = sending.send_due(worker)
    for arrival in receiving.claim(worker):
        _open(arrival)
        handled += 1
    return handled


def _pause(worker: str) -> float:
    """Do a turn and tell how long to rest; a fault of the database is waited out, nothing is lost by it."""
    try:
        close_old_connections()
        return 0.0 if turn(worker) else _POLL
    except (DatabaseFault, OSError):
        _LOG.exception("the worker rests after a fault")
        return _AFTER_FAULT


def _open(arrival: receiving.Arrival) -> None:
    """Open one arrival and take it in; the three verdicts of opening (design §3)."""
    try:
        take_in(arrival, receiving.open_arrival(arrival))
    except NotAcceptable as error:
        receiving.refuse(arrival, error)
    except Undetermined as error:
        receiving.postpone(arrival, error)
