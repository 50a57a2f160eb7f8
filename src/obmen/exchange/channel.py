"""What every way of a package offers (design §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias
from uuid import UUID

from obmen.exchange.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.register.nodes import NodeEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a package goes, as the register says: the node, its address, its TLS certificates (DER), its mailbox."""

    node: str
    url: str
    tls_certificates: tuple[bytes, ...]
    mailbox: str = ""

    @classmethod
    def of(cls, node: NodeEntry, mailbox: str = "") -> Self:
        """Take it from the register."""
        return cls(node=node.id, url=node.url, tls_certificates=node.tls_certificates, mailbox=mailbox)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The peer has these bytes in durable storage since `stored_at`; `sha256` is theirs, in hex. Not yet a receipt."""

    package_id: UUID
    sha256: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A carrier has these bytes: a medium, a mail server. Whether the peer has them, `collect` will tell one day.

    Whoever handed a package over keeps it until then, and hands it over again when that takes too long.
    """

    package_id: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A package that a channel brought in: from which node, as the channel knows it, and the bytes.

    `mark` is the channel's own: what it will recognise the package by when it is settled.
    """

    sender_node: str
    package_id: UUID
    package: bytes
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the node `node` says, under its seal, of a package of ours: an acknowledgement, or why it is not taken."""

    node: str
    package_id: UUID
    answer: Acknowledgement | Refused
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a carrier says of a package of ours, unproven: a bounce, a delay, an automatic reply; in Russian.

    With `failed` the carrier says that it will not arrive.
    """

    package_id: UUID
    text_ru: str
    failed: bool
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """Something that the channel left alone and a person should look at; in Russian, with what to do."""

    text_ru: str
    how_to_fix: str = ""


Event: TypeAlias = Arrived | Answered | Returned | Noticed


class Channel(Protocol):
    """A way to a peer. Delivering the same package again does no harm: the receiving side tells a repeat."""

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Acknowledgement | Handed:
        """Hand the package over and return when the peer has stored these very bytes, or a carrier has them.

        Raises `Unreachable` (also `NotConfirmed`) to be tried again and `Refused` with the peer's code and words.
        """

    def collect(self) -> Iterable[Event]:
        """Give what has come in since the last call; nothing on a channel where peers come to us."""


class Carrier(Channel, Protocol):
    """A channel on which nobody answers at once: what it brings is settled once it was stored, and else comes again."""

    def settle(self, arrived: Arrived, answer: Acknowledgement | Refused) -> None:
        """Tell the sender that the package is stored, or why it is not taken, and put it away.

        Raises `Unreachable`: then it comes again.
        """

    def forget(self, event: Answered | Returned) -> None:
        """Put away what was said of a package of ours, once it is written down. Raises `Unreachable`."""
