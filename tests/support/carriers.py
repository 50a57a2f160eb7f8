"""Nodes that write to each other by a carrier: who they are, and what they know of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from tests.support import pki

from obmen.exchange.channel import Acknowledgement, Answered, Arrived, Carrier, Destination, Event
from obmen.message.belief import Trust
from obmen.message.seal import Role, Signer
from obmen.message.suites.software import SoftwareSigner

NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KNOWN: Final = frozenset({"ru", "kz", "by"})
"""The nodes of the register of these tests."""


@dataclass
class TestNotary:
    """A node with its seal, by default of its own name; it knows the seals of the `KNOWN`, or those told to it."""

    __test__ = False

    node: str
    at: datetime = NOW
    sealed_by: str = ""
    knows: Mapping[str, str] = field(default_factory=lambda: {node: node for node in KNOWN})

    def now(self) -> datetime:
        """Give the legal time."""
        return self.at

    def signer(self) -> Signer:
        """Give the seal: its own, or for a liar that of another."""
        credential = pki.node_seal(self.sealed_by or self.node)
        return SoftwareSigner(Role.NODE, credential.certificate, credential.key)

    def trust(self, node: str) -> Trust:
        """Know the seals of the register's nodes."""
        known = (pki.node_seal(self.knows[node]).certificate,) if node in self.knows else ()
        return Trust(pinned={Role.NODE: known}, required=frozenset({Role.NODE}))


def to(node: str) -> Destination:
    """Say where a node is."""
    return Destination(node=node, url="", tls_certificates=(), mailbox=f"{node}@mail.example")


def acknowledged(arrived: Arrived, sha256: str, at: datetime = NOW) -> Acknowledgement:
    """Say that a package was stored."""
    return Acknowledgement(package_id=arrived.package_id, sha256=sha256, stored_at=at)


def arrivals(events: list[Event]) -> list[Arrived]:
    """Give the packages among what came."""
    return [each for each in events if isinstance(each, Arrived)]


def answers(channel: Carrier) -> list[Answered]:
    """Collect the answers, and let them be forgotten as a node does once they are written down."""
    found = []
    for each in channel.collect():
        assert isinstance(each, Answered), each
        channel.forget(each)
        found.append(each)
    return found
