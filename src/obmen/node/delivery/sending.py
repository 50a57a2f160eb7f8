"""Sending what is due: lease a row, hand its package to the channel, write down what came of it."""

from __future__ import annotations

import hashlib
import logging
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from obmen.exchange import outbox
from obmen.exchange.channel import Destination, Handed
from obmen.exchange.errors import ExchangeError, Refused, Unreachable
from obmen.exchange.outbox import USUAL
from obmen.node import clock, config
from obmen.node.accidents import accident
from obmen.node.delivery import channels
from obmen.node.delivery.leases import lease
from obmen.node.delivery.models import Outgoing, Way
from obmen.node.delivery.register_store import trusted
from obmen.node.journal.record import record
from obmen.node.keystore import KeystoreError

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.exchange.channel import Acknowledgement, Answered, Returned

_LOG: Final = logging.getLogger(__name__)
_TEXT: Final = 500
_WAITING: Final = (Outgoing.State.DUE, Outgoing.State.HANDED)
"""What is due, now or once a carrier has had it for too long."""
_NO_NODE: Final = "Узел получателя больше не указан в реестре. Примите новое издание приложения его Стороны."


def send_due(worker: str) -> int:
    """Send every package that is due; return how many were tried.

    A peer that was not reached is not tried with its other packages in the same turn: it would only hold up the rest.
    """
    tried = 0
    silent: set[str] = set()
    for row in lease(Outgoing, _WAITING, worker):
        if row.destination_node in silent:
            _later(row)
        elif not _send(row):
            silent.add(row.destination_node)
        tried += 1
    return tried


def resend(package_id: UUID, actor: str, way: Way | None = None) -> None:
    """Send a package again at once, by a person's will: the count of attempts begins anew, the bytes are the same.

    The person may order another way for it (R-10.4.1).
    """
    with transaction.atomic():
        row = Outgoing.objects.select_for_update().get(id=package_id)
        row.state, row.attempts, row.next_try_at, row.last_error = Outgoing.State.DUE, 0, clock.real_now(), ""
        row.lease_until, row.ordered_way = None, way or row.ordered_way
        row.save()
        record("resent", actor=actor, authority=row.sender_authority, object_id=row.case_id or row.id)


def answered(event: Answered) -> None:
    """Write down what the peer says, under its seal, of a package that a carrier had."""
    row = Outgoing.objects.filter(id=event.package_id, destination_node=event.node).first()
    if row is None or row.state not in (*_WAITING, Outgoing.State.GIVEN_UP):
        return
    if isinstance(event.answer, Refused):
        _failed(row, str(event.answer), worth_retrying=event.answer.worth_retrying)
    elif event.answer.sha256 == hashlib.sha256(row.package).hexdigest():
        _stored(row, event.answer)


def returned(event: Returned) -> None:
    """Write down what a carrier says of a package. It proves nothing: the package is sent again as it would be."""
    row = Outgoing.objects.filter(id=event.package_id, state__in=_WAITING, way=Way.EMAIL).first()
    if row:
        state = Outgoing.State.DUE if event.failed else row.state
        Outgoing.objects.filter(id=row.id, state=row.state).update(state=state, last_error=event.text_ru[:_TEXT])


def _send(row: Outgoing) -> bool:
    """Try one package; tell whether its node could be reached."""
    node = trusted().node_for(row.addressee)
    if node is None:
        _failed(row, "Узел получателя больше не указан в реестре. Примите новое издание приложения его Стороны.")
        return True
    way = channels.way_to(row.addressee, row.ordered_way)
    try:
        accident("before_deliver")
        destination = Destination.of(node, channels.mailbox_of(row.addressee))
        done = channels.by(way).deliver(destination, row.id, bytes(row.package))
    except ExchangeError as error:
        _failed(row, str(error), worth_retrying=error.worth_retrying)
        return not isinstance(error, Unreachable)
    except (OSError, KeystoreError):
        _LOG.exception("package %s was not sent", row.id)
        _failed(row, "Этот узел не смог отправить пакет и повторит попытку. Сообщите администратору узла.")
        return True
    accident("after_deliver")
    row.way = way
    if isinstance(done, Handed):
        _handed(row)
    else:
        _stored(row, done)
    return True


def _later(row: Outgoing) -> None:
    """Put a package off without an attempt: its peer has just not been reached."""
    free = {"lease_until": None, "next_try_at": clock.real_now() + USUAL.first}
    Outgoing.objects.filter(id=row.id, state__in=_WAITING).update(**free)


def _handed(row: Outgoing) -> None:
    """Note that a carrier has it: kept, and sent again unless the peer says before that it is stored."""
    now = clock.real_now()
    again = outbox.carried_again(row.attempts + 1, now, timedelta(hours=config.current().carried_again_hours))
    if again is None:
        _failed(row, "Получатель так и не подтвердил пакет, который ему передавали.", worth_retrying=False)
        return
    facts = {"attempts": row.attempts + 1, "next_try_at": again, "lease_until": None, "last_error": ""}
    with transaction.atomic():
        taken = Outgoing.objects.filter(id=row.id, state__in=_WAITING)
        if taken.update(state=Outgoing.State.HANDED, way=row.way, handed_at=now, **facts):
            _journal("package_handed", row, way=row.way, node=row.destination_node)


def _stored(row: Outgoing, done: Acknowledgement) -> None:
    """Note that the peer has it; a receipt of ours has then done its work, a letter waits for T-01 or T-02."""
    now = clock.real_now()
    ends = row.kind.startswith("T-")
    with transaction.atomic():
        taken = Outgoing.objects.filter(id=row.id, state__in=(*_WAITING, Outgoing.State.GIVEN_UP))
        changed = taken.update(
            state=Outgoing.State.DELIVERED if ends else Outgoing.State.STORED,
            way=row.way,
            stored_at=done.stored_at,
            finished_at=now if ends else None,
            attempts=row.attempts + 1,
            lease_until=None,
            last_error="",
        )
        accident("in_stored")
        if changed:
            _journal("package_stored", row, node=row.destination_node, digest=row.digest)


def _failed(row: Outgoing, why: str, *, worth_retrying: bool = True) -> None:
    """Write down an attempt that failed, and when to try again, if ever."""
    now = clock.real_now()
    again = outbox.next_try(row.attempts + 1, now, random.random()) if worth_retrying else None  # noqa: S311  jitter
    with transaction.atomic():
        Outgoing.objects.filter(id=row.id, state__in=_WAITING).update(
            state=Outgoing.State.DUE if again else Outgoing.State.GIVEN_UP,
            attempts=row.attempts + 1,
            next_try_at=again or now,
            lease_until=None,
            last_error=why[:_TEXT],
        )
        if again is None:
            _journal("package_given_up", row)


def _journal(action: str, row: Outgoing, **facts: str) -> None:
    record(
        action,
        actor="node",
        authority=row.sender_authority,
        object_id=row.case_id or row.id,
        message=str(row.id),
        kind=row.kind,
        **facts,
    )
