"""What every way of a package offers (design §5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.register.nodes import NodeEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a package goes, as the register says: the node, its address, its TLS certificates (DER)."""

    node: str
    url: str
    tls_certificates: tuple[bytes, ...]

    @classmethod
    def of(cls, node: NodeEntry) -> Self:
        """Take it from the register."""
        return cls(node=node.id, url=node.url, tls_certificates=node.tls_certificates)


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledgement:
    """The peer has these bytes in durable storage since `stored_at`; `sha256` is theirs, in hex. Not yet a receipt."""

    package_id: UUID
    sha256: str
    stored_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A package that a channel brought in: from which node, as the channel knows it, and the bytes."""

    sender_node: str
    package_id: UUID
    package: bytes


class Channel(Protocol):
    """A way to a peer. Delivering the same package again does no harm: the receiving side tells a repeat."""

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Acknowledgement:
        """Hand the package over and return when the peer has stored these very bytes.

        Raises `Unreachable` (also `NotConfirmed`) to be tried again and `Refused` with the peer's code and words.
        """

    def collect(self) -> Iterable[Arrived]:
        """Give what has come in since the last call; nothing on a channel where peers come to us."""
