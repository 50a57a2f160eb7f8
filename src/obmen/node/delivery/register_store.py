"""The node's register: the accepted editions as rows, and the trusted register they make (R-18.5)."""

from __future__ import annotations

from functools import lru_cache

from django.db import transaction
from django.db.models import Max

from obmen.node import clock, config
from obmen.node.delivery.models import RegisterEdition
from obmen.node.journal.record import record
from obmen.register.trusted import TrustedRegister


def trusted() -> TrustedRegister:
    """Give the register as this node has it now. Raises a `RegisterError` if what was kept no longer holds together."""
    newest: int | None = RegisterEdition.objects.aggregate(newest=Max("id"))["newest"]
    return _loaded(newest or 0, config.current().register_fingerprint)


def accept(raw: bytes) -> str:
    """Take a part of the register, legal or annex; return the name of the edition. Raises a `RegisterError`.

    An edition that is already held is taken in silence and changes nothing.
    """
    before = trusted()
    after = before.accept(raw, clock.now())
    new = dict(after.editions()).keys() - dict(before.editions()).keys()
    if not new:
        return "уже принято"
    (name,) = new
    _keep(name, raw)
    return name


def _keep(name: str, raw: bytes) -> None:
    with transaction.atomic():
        RegisterEdition.objects.create(name=name, raw=raw, accepted_at=clock.now())
        record("register_accepted", actor="node", authority=config.current().authority, object_id=name)


@lru_cache(maxsize=2)
def _loaded(_newest: int, fingerprint: str) -> TrustedRegister:
    """Verify and load all editions; done again only when there is a newer one."""
    rows = RegisterEdition.objects.order_by("id").values_list("raw", flat=True)
    return TrustedRegister.load([fingerprint], [bytes(raw) for raw in rows], clock.now())
