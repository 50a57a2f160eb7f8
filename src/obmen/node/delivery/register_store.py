"""The node's register: the accepted editions as rows, and the trusted register they make (R-18.5)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max

from obmen.node import clock, config
from obmen.node.delivery.models import RegisterEdition
from obmen.node.journal.record import record
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    from obmen.register.editions import Edition


class _Overtaken(Exception):  # noqa: N818  not an error: somebody was quicker
    """Another process took an edition while ours was being judged."""


def trusted() -> TrustedRegister:
    """Give the register as this node has it now. Raises a `RegisterError` if what was kept no longer holds together."""
    return _loaded(newest_row(), config.current().register_fingerprint)


def accept(raw: bytes) -> Edition | None:
    """Take a part of the register, legal or annex; return the edition, `None` for one that is already held.

    What is kept is judged again in the order of the rows, so an edition is judged anew when another came in between.
    Raises a `RegisterError`; what was held before then stays in force.
    """
    while True:
        newest = newest_row()
        before = _loaded(newest, config.current().register_fingerprint)
        after = before.accept(raw, clock.now())
        if after is before:
            return None
        edition = next(each for each in after.accepted if each.raw == raw)
        try:
            _keep(edition, newest)
        except _Overtaken:
            continue
        return edition


def newest_row() -> int:
    """Give the number of the newest kept edition: it changes whenever the register does."""
    newest: int | None = RegisterEdition.objects.aggregate(newest=Max("id"))["newest"]
    return newest or 0


def _keep(edition: Edition, judged_after: int) -> None:
    version = f"{edition.series}-{edition.version:06}"
    facts = {"authority": config.current().authority, "object_id": version, "hash": edition.hash}
    with transaction.atomic():  # the head of the journal is locked first here: it is what editions queue for
        record("register_accepted", actor="node", **facts)
        if newest_row() != judged_after:
            raise _Overtaken
        RegisterEdition.objects.create(name=f"{version}-{edition.hash}", raw=edition.raw, accepted_at=clock.now())


@lru_cache(maxsize=2)
def _loaded(_rows: int, fingerprint: str) -> TrustedRegister:
    """Verify and load all editions; done again only when there is a newer one."""
    rows = RegisterEdition.objects.order_by("id").values_list("raw", flat=True)
    return TrustedRegister.load([fingerprint], [bytes(raw) for raw in rows], clock.now())
