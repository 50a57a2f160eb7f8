"""Receiving: store durably, then open in numbered steps, then answer with a receipt; always a receipt."""

from __future__ import annotations

import hashlib
import logging
import random
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from obmen.exchange import outbox
from obmen.message import opening, wrapping
from obmen.message.container import Contents, assemble
from obmen.message.encoding import encode, new_salt
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.receipts import compose_receipt, delivered_payload, not_accepted_payload
from obmen.node import clock, config, keystore
from obmen.node.accidents import accident
from obmen.node.delivery import fetching, register_news, revocation_store
from obmen.node.delivery.leases import lease
from obmen.node.delivery.models import Arrival, Outgoing
from obmen.node.delivery.packing import NoWay, PreparedPackage, enqueue, prepare_package
from obmen.node.delivery.register_store import trusted
from obmen.node.journal.record import head, record
from obmen.treaty.editions import edition_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from obmen.message.opening import Opened
    from obmen.register.nodes import NodeEntry
    from obmen.treaty.documents import DeliveryReceipt, NotAccepted

_LOG: Final = logging.getLogger(__name__)
_TEXT: Final = 500
_OTHER_EDITION: Final = "E-T-06"
_AT_LEAST_EVERY: Final = timedelta(hours=1)
_FOR_A_TIMESTAMP: Final = 5
"""How many times a letter is put off, for some minutes, so that its timestamp may count; then it is taken without."""
_OPEN: Final = (Arrival.State.NEW, Arrival.State.UNDETERMINED)


def store(package: bytes, package_id: UUID, sender_node: str) -> Arrival:
    """Keep an arrival durably and return its row, new or the one it repeats; only then may it be acknowledged.

    A repeat gets its original receipt once more. Raises `NotAcceptable` when not even the label can be read, or when
    the label names another package or sender than the connection does: nothing is kept then.
    """
    label = wrapping.read_label(package)
    if label.package_id != package_id or label.sender_node != sender_node:
        raise NotAcceptable("E-T-12", "Ярлык называет другой пакет или другой узел-отправитель.", "label.json")
    known = Arrival.objects.filter(sender_node=sender_node, package_id=package_id, digest=label.digest).first()
    if known:
        _answer_again(known)
        return known
    try:
        return _store_new(package, label)
    except IntegrityError:  # the same package came twice at one instant, and the other one was first
        return Arrival.objects.get(sender_node=sender_node, package_id=package_id, digest=label.digest)


def claim(worker: str) -> Iterator[Arrival]:
    """Give the arrivals that wait to be opened, each leased to the worker."""
    return lease(Arrival, _OPEN, worker)


def open_arrival(arrival: Arrival) -> Opened:
    """Open an arrival in the numbered steps. Raises `NotAcceptable` (also for a conflict, E-T-02) or `Undetermined`."""
    _refuse_conflict(arrival)
    book = trusted()
    opened = opening.open_package(
        bytes(arrival.package or b""),
        received_at=arrival.stored_at.astimezone(_zone(arrival)),
        addressees=config.current().authorities,
        book=book,
        decrypter=keystore.current().decrypter(),
        sources=revocation_store.at_hand,
    )
    if opened.wanted and arrival.attempts < _FOR_A_TIMESTAMP:
        text = "Проверяется метка времени: узел запросил сведения об отзыве сертификата её службы."
        raise Undetermined("E-T-03", text, wanted=opened.wanted)
    return opened


def prepare_receipt(opened: Opened, case_id: UUID | None = None) -> PreparedPackage:
    """Make T-01 for an opened letter, ready for the outbox."""
    envelope = opened.document.envelope
    return _receipt(
        delivered_payload(opened, head()),
        about=envelope.message_id,
        own=envelope.recipient_authority,
        other=envelope.sender_authority,
        case_number=envelope.case_id,
        case_id=case_id,
    )


def answer_again(opened: Opened) -> bool:
    """Queue the original receipt of a letter that came once more by another way; tell whether there is one."""
    same = Arrival.objects.filter(identity=opened.container.identity, state=Arrival.State.OPENED)
    first = same.exclude(receipt_id=None).order_by("id").first()
    if first:
        _answer_again(first)
    return first is not None


def finish(arrival: Arrival, opened: Opened, receipt: PreparedPackage | None) -> None:
    """Close an opened arrival inside the transaction of the act that took it in; its ciphertext is no longer needed."""
    envelope = opened.document.envelope
    arrival.state, arrival.package, arrival.lease_until = Arrival.State.OPENED, None, None
    arrival.kind, arrival.identity = envelope.type.value, opened.container.identity
    arrival.receipt_id = receipt.id if receipt else None
    arrival.code = arrival.text = ""
    arrival.save()
    fetching.settled(arrival)
    if receipt:
        enqueue(receipt)
    accident("in_take_in")


def refuse(arrival: Arrival, error: NotAcceptable) -> None:
    """Answer a package that is technically not acceptable with T-02; a receipt is never answered with a receipt."""
    receipt = None if _label(arrival).receipt else _refusal(arrival, error)
    with transaction.atomic():
        arrival.state, arrival.package, arrival.lease_until = Arrival.State.NOT_ACCEPTED, None, None
        arrival.code, arrival.text = error.code, error.text_ru[:_TEXT]
        arrival.receipt_id = receipt.id if receipt else None
        arrival.save()
        fetching.settled(arrival)
        if receipt:
            enqueue(receipt)
        _journal("package_not_accepted", arrival, code=error.code)


def postpone(arrival: Arrival, error: Undetermined) -> None:
    """Keep a package of which it cannot be told yet; try again later, with growing pauses and without end.

    One whose sender holds another edition of the register has that node asked for it; one whose signer may have been
    revoked has the places asked that its certificates announce.
    """
    if error.code == _OTHER_EDITION:
        register_news.hurry(arrival.sender_node)
    arrival.attempts += 1
    now = clock.real_now()
    arrival.next_try_at = outbox.next_try(arrival.attempts, now, random.random()) or now + _AT_LEAST_EVERY  # noqa: S311  jitter
    arrival.state, arrival.lease_until = Arrival.State.UNDETERMINED, None
    arrival.code, arrival.text = error.code, error.text_ru[:_TEXT]
    with transaction.atomic():
        arrival.save()
        fetching.want(arrival, error.wanted)


def _store_new(package: bytes, label: wrapping.Label) -> Arrival:
    with transaction.atomic():
        arrival = Arrival.objects.create(
            package_id=label.package_id,
            sender_node=label.sender_node,
            addressee=label.addressee,
            digest=label.digest,
            package=package,
            package_sha256=hashlib.sha256(package).hexdigest(),
            stored_at=clock.now(),
            next_try_at=clock.real_now(),
        )
        _journal("package_arrived", arrival, digest=label.digest)
        accident("in_store")
    return arrival


def _answer_again(arrival: Arrival) -> None:
    """Queue the original receipt of a repeated package once more: the very same bytes."""
    if arrival.receipt_id:
        due = {"state": Outgoing.State.DUE, "attempts": 0, "next_try_at": clock.real_now(), "lease_until": None}
        Outgoing.objects.filter(id=arrival.receipt_id).exclude(state=Outgoing.State.DUE).update(**due)


def _refuse_conflict(arrival: Arrival) -> None:
    """Refuse the second content under one id; the first one, by the order of arrival, stands (R-12.1.5)."""
    same = Arrival.objects.filter(sender_node=arrival.sender_node, package_id=arrival.package_id)
    if same.filter(id__lt=arrival.id).exists():
        _LOG.error("another content under the id of package %s from %s", arrival.package_id, arrival.sender_node)
        raise NotAcceptable("E-T-02", "Повтор идентификатора с иным содержанием.")


def _refusal(arrival: Arrival, error: NotAcceptable) -> PreparedPackage | None:
    """Make T-02; nothing when the register names no authority or way to answer to."""
    node = _node(arrival.sender_node)
    own = config.current().authority
    if arrival.addressee in config.current().authorities:
        own = arrival.addressee
    if node is None or not node.authorities:
        return None
    payload = not_accepted_payload(error, arrival.digest)
    try:
        return _receipt(payload, about=arrival.package_id, own=own, other=node.authorities[0], case_number="")
    except NoWay:
        return None


def _receipt(  # noqa: PLR0913  the facts of one receipt, all by name
    payload: DeliveryReceipt | NotAccepted,
    *,
    about: UUID,
    own: str,
    other: str,
    case_number: str,
    case_id: UUID | None = None,
) -> PreparedPackage:
    now = clock.now()
    document = compose_receipt(
        payload,
        message_id=uuid4(),
        in_reply_to=about,
        sent_at=now,
        sender_authority=own,
        recipient_authority=other,
        register=trusted().edition(config.current().party),
        salt=new_salt(),
        text_version=edition_on(now.date()).id,
        case_id=case_number,
    )
    container = assemble(Contents(document=encode(document)), [keystore.current().node_signer(own)], now)
    return prepare_package(
        container,
        package_id=document.envelope.message_id,
        kind=document.envelope.type,
        sender_authority=own,
        addressee=other,
        case_id=case_id,
    )


def _node(name: str) -> NodeEntry | None:
    """Find a node of the register by its id."""
    nodes = (node for index in trusted().annexes.values() for node in index.annex.nodes)
    return next((node for node in nodes if node.id == name), None)


def _zone(arrival: Arrival) -> ZoneInfo:
    return trusted().zone(arrival.addressee) or ZoneInfo(config.current().zone)


def _label(arrival: Arrival) -> wrapping.Label:
    return wrapping.read_label(bytes(arrival.package or b""))


def _journal(action: str, arrival: Arrival, **facts: str) -> None:
    record(
        action,
        actor="node",
        authority=config.current().authority,
        object_id=arrival.package_id,
        node=arrival.sender_node,
        **facts,
    )
