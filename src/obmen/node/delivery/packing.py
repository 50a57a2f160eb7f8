"""Packages ready to go: encrypted to the addressee before the transaction in which they are put into the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from obmen.message.wrapping import wrap
from obmen.node import clock, config
from obmen.node.delivery.models import Outgoing
from obmen.node.delivery.register_store import trusted

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.treaty.documents.envelope import Kind


class NoWay(Exception):  # noqa: N818  named by what the sender meets
    """The register names no way to the addressee; the text says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPackage:
    """A sealed package and where it goes; nothing is stored yet."""

    id: UUID
    case_id: UUID | None
    kind: str
    sender_authority: str
    addressee: str
    destination_node: str
    package: bytes
    digest: str


def prepare_package(  # noqa: PLR0913  the facts of one package, all by name
    container: Container,
    *,
    package_id: UUID,
    kind: Kind,
    sender_authority: str,
    addressee: str,
    case_id: UUID | None = None,
) -> PreparedPackage:
    """Encrypt the container to the addressee's key of today. Raises `NoWay` when the register names no key or node."""
    book = trusted()
    node = book.node_for(addressee)
    certificate = book.encryption_certificate(addressee, clock.now())
    if node is None or certificate is None:
        text = f"В реестре нет узла или действующего ключа шифрования органа {addressee}."
        raise NoWay(f"{text} Примите новое издание приложения его Стороны или направьте документ почтой.")
    package = wrap(
        container,
        package_id=package_id,
        sender_node=config.current().name,
        addressee=addressee,
        recipient_certificate=certificate,
        receipt=kind.is_receipt,
    )
    return PreparedPackage(
        id=package_id,
        case_id=case_id,
        kind=kind.value,
        sender_authority=sender_authority,
        addressee=addressee,
        destination_node=node.id,
        package=package,
        digest=container.identity,
    )


def enqueue(prepared: PreparedPackage) -> Outgoing:
    """Put the package into the outbox, inside the transaction of the act that sends it."""
    now = clock.real_now()
    return Outgoing.objects.create(
        id=prepared.id,
        case_id=prepared.case_id,
        kind=prepared.kind,
        sender_authority=prepared.sender_authority,
        addressee=prepared.addressee,
        destination_node=prepared.destination_node,
        package=prepared.package,
        digest=prepared.digest,
        next_try_at=now,
        created_at=now,
    )
