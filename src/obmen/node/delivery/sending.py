"""Sending what is due: lease a row, hand its package to the channel, write down what came of it."""

from __future__ import annotations

import logging
import random
from typing import TYPE_CHECKING, Final

from django.db import transaction

from obmen.exchange import outbox
from obmen.exchange.channel import Destination
from obmen.exchange.errors import ExchangeError, Unreachable
from obmen.exchange.outbox import USUAL
from obmen.node import clock
from obmen.node.delivery import channels
from obmen.node.delivery.leases import lease
from obmen.node.delivery.models import Outgoing
from obmen.node.delivery.register_store import trusted
from obmen.node.journal.record import record
from obmen.node.keystore import KeystoreError

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.exchange.channel import Acknowledgement

_LOG: Final = logging.getLogger(__name__)
_TEXT: Final = 500
_NO_NODE: Final = "Узел получателя больше не указан в реестре. Примите новое издание приложения его Стороны."


def send_due(worker: str) -> int:
    """Send every package that is due; return how many were tried.

    A peer that was not reached is not tried with its other packages in the same turn: it would only hold up the rest.
    """
    tried = 0
    silent: set[str] = set()
    for row in lease(Outgoing, [Outgoing.State.DUE], worker):
        if row.destination_node in silent:
            _later(row)
        elif not _send(row):
            silent.add(row.destination_node)
        tried += 1
    return tried


def resend(package_id: UUID, actor: str) -> None:
    """Send a package again at once, by a person's will: the count of attempts begins anew, the bytes are the same."""
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(id=package_id)
        row.state, row.attempts, row.next_try_at, row.last_error = Outgoing.State.DUE, 0, clock.real_now(), ""
        row.lease_until = None
        row.save()
        record("resent", actor=actor, authority=row.sender_authority, object_id=row.case_id or row.id)


def _send(row: Outgoing) -> bool:
    """Try one package; tell whether its node could be reached."""
    node = trusted().node_for(row.addressee)
    if node is None:
        _failed(row, "Узел получателя больше не указан в реестре. Примите новое издание приложения его Стороны.")
        return True
    try:
        done = channels.current().deliver(Destination.of(node), row.id, bytes(row.package))
    except ExchangeError as error:
        _failed(row, str(error), worth_retrying=error.worth_retrying)
        return not isinstance(error, Unreachable)
    except (OSError, KeystoreError):
        _LOG.exception("package %s was not sent", row.id)
        _failed(row, "Этот узел не смог отправить пакет и повторит попытку. Сообщите администратору узла.")
        return True
    _stored(row, done)
    return True


def _later(row: Outgoing) -> None:
    """Put a package off without an attempt: its peer has just not been reached."""
    free = {"lease_until": None, "next_try_at": clock.real_now() + USUAL.first}
    Outgoing.objects.filter(id=row.id, state=Outgoing.State.DUE).update(**free)


def _stored(row: Outgoing, done: Acknowledgement) -> None:
    """Note that the peer has it; a receipt of ours has then done its work, a letter waits for T-01 or T-02."""
    now = clock.real_now()
    ends = row.kind.startswith("T-")
    with transaction.atomic():
        Outgoing.objects.filter(id=row.id, state=Outgoing.State.DUE).update(
            state=Outgoing.State.DELIVERED if ends else Outgoing.State.STORED,
            stored_at=done.stored_at,
            finished_at=now if ends else None,
            attempts=row.attempts + 1,
            lease_until=None,
            last_error="",
        )
        record(
            "package_stored",
            actor="node",
            authority=row.sender_authority,
            object_id=row.case_id or row.id,
            message=str(row.id),
            kind=row.kind,
            node=row.destination_node,
            digest=row.digest,
        )


def _failed(row: Outgoing, why: str, *, worth_retrying: bool = True) -> None:
    """Write down an attempt that failed, and when to try again, if ever."""
    now = clock.real_now()
    again = outbox.next_try(row.attempts + 1, now, random.random()) if worth_retrying else None  # noqa: S311  jitter
    with transaction.atomic():
        Outgoing.objects.filter(id=row.id, state=Outgoing.State.DUE).update(
            state=Outgoing.State.DUE if again else Outgoing.State.GIVEN_UP,
            attempts=row.attempts + 1,
            next_try_at=again or now,
            lease_until=None,
            last_error=why[:_TEXT],
        )
        if again is None:
            record(
                "package_given_up",
                actor="node",
                authority=row.sender_authority,
                object_id=row.case_id or row.id,
                message=str(row.id),
                kind=row.kind,
            )
