"""How a worker takes a row: by one conditional change, so that no two workers have it, and a dead one loses it."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Q

from obmen.exchange.outbox import USUAL
from obmen.node import clock
from obmen.node.delivery.models import Arrival, Outgoing, RevocationPlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_BATCH: Final = 20

Row = TypeVar("Row", Outgoing, Arrival, RevocationPlace)


def name_of_worker() -> str:
    """Name this process: its machine and its number."""
    return f"{socket.gethostname()}:{os.getpid()}"


def lease(model: type[Row], states: Collection[str], worker: str) -> Iterator[Row]:
    """Give the due rows in these states one by one, each leased to the worker."""
    now = clock.real_now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = model._default_manager.filter(free, state__in=states, next_try_at__lte=now)  # noqa: SLF001  public in Django
    for key in list(due.order_by("next_try_at").values_list("pk", flat=True)[:_BATCH]):
        if due.filter(pk=key).update(lease_until=clock.real_now() + USUAL.lease, lease_by=worker):
            yield model._default_manager.get(pk=key)  # noqa: SLF001  same


def free_those_of_the_dead() -> None:
    """Free what processes of this machine held that are no more, so that nobody waits for their leases to end."""
    here = socket.gethostname()
    for model in (Outgoing, Arrival, RevocationPlace):
        held = model._default_manager.filter(lease_until__isnull=False)  # noqa: SLF001  public in Django
        for worker in set(held.values_list("lease_by", flat=True)):
            host, _, process = worker.rpartition(":")
            if host == here and not _lives(int(process)):
                held.filter(lease_by=worker).update(lease_until=None)


def _lives(process: int) -> bool:
    """Tell whether a process of this machine is alive."""
    with suppress(PermissionError):  # it lives, as somebody else's
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
    return True
