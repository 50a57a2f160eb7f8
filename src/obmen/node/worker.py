"""The worker: sends what is due, opens what has arrived, hands the opened letters to the act that takes them in.

Sending, opening, asking for news of the register and fetching lists of revoked certificates are loops of their own, so
that whoever does not answer never holds up what has arrived.
"""

from __future__ import annotations

import logging
import signal
import time
from threading import Thread
from typing import TYPE_CHECKING, Final

from django.db import InterfaceError, OperationalError, close_old_connections

from obmen.message.errors import NotAcceptable, Undetermined
from obmen.node.accidents import accident
from obmen.node.cases.acts.take_in import take_in
from obmen.node.delivery import collecting, fetching, leases, receiving, register_news, sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.node.delivery.models import Arrival

_LOG: Final = logging.getLogger(__name__)
_POLL: Final = 0.2
_AFTER_FAULT: Final = 3.0
_ENDS: Final = (signal.SIGTERM, signal.SIGINT)


def run() -> None:
    """Work until SIGTERM; what is in hand then is left to its lease, nothing is lost by it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDS)
    leases.free_those_of_the_dead()
    for part in (sending.send_due, open_arrivals, collecting.collect_due, register_news.ask_due, fetching.fetch_due):
        Thread(target=_loop, args=(part,), name=part.__name__, daemon=True).start()
    signal.sigwait(_ENDS)


def turn(worker: str) -> int:
    """Do all that waits now; return how many packages were handled."""
    return open_arrivals(worker) + sending.send_due(worker)


def open_arrivals(worker: str) -> int:
    """Open what has arrived; return how many packages were handled."""
    handled = 0
    for arrival in receiving.claim(worker):
        open_one(arrival)
        handled += 1
    return handled


def _loop(part: Callable[[str], int]) -> None:
    """Do a part for ever, resting when there is nothing to do."""
    worker = leases.name_of_worker()
    while True:
        time.sleep(_pause(part, worker))


def _pause(part: Callable[[str], int], worker: str) -> float:
    """Do a part once and tell how long to rest; a fault of the database is waited out, nothing is lost by it."""
    try:
        close_old_connections()
        return 0.0 if part(worker) else _POLL
    except Exception:  # noqa: BLE001  the loop outlives every fault; each is logged
        _LOG.exception("the worker rests after a fault")
        return _AFTER_FAULT


def open_one(arrival: Arrival) -> None:
    """Open one arrival and take it in; the three verdicts of opening (design §3)."""
    try:
        opened = receiving.open_arrival(arrival)
        accident("before_take_in")
        take_in(arrival, opened)
        accident("after_take_in")
    except NotAcceptable as error:
        receiving.refuse(arrival, error)
    except Undetermined as error:
        receiving.postpone(arrival, error)
    except (OperationalError, InterfaceError):  # the database fails; a row that does not fit is the letter's fault
        raise
    except Exception:  # noqa: BLE001  whatever is wrong with us, the letter is kept and does not stop those behind it
        _LOG.exception("package %s from %s could not be taken in", arrival.package_id, arrival.sender_node)
        receiving.postpone(arrival, Undetermined("", "Узел не смог обработать сообщение и повторит попытку сам."))
