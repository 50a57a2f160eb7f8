"""How a worker takes a row: by one conditional change, so that no two workers have it, and a dead one loses it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from django.db.models import Q

from obmen.node import clock
from obmen.node.delivery.models import Arrival, Outgoing

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

LEASE: Final = timedelta(seconds=90)
"""How long a worker may hold a row before another may take it: longer than any delivery may last."""
_BATCH: Final = 20

Row = TypeVar("Row", Outgoing, Arrival)


def lease(model: type[Row], states: Collection[str], worker: str) -> Iterator[Row]:
    """Give the due rows in these states one by one, each leased to the worker."""
    now = clock.real_now()
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    due = model._default_manager.filter(free, state__in=states, next_try_at__lte=now)  # noqa: SLF001  public in Django
    for key in list(due.order_by("next_try_at").values_list("pk", flat=True)[:_BATCH]):
        if due.filter(pk=key).update(lease_until=clock.real_now() + LEASE, lease_by=worker):
            yield model._default_manager.get(pk=key)  # noqa: SLF001  same
