"""Nodes in one process that hand packages to each other; told to, the line misbehaves (for tests and the tour)."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from obmen.exchange.channel import Acknowledgement, Arrived, Destination
from obmen.exchange.errors import NotConfirmed, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID


@dataclass(slots=True)
class Faults:
    """How the line to a node misbehaves: counts go down by one with each delivery, `down` and `refusal` last."""

    down: bool = False
    refusal: Refused | None = None
    lost_answers: int = 0
    duplicates: int = 0


@dataclass(slots=True)
class Line:
    """What connects the nodes: their letter boxes, and how the way to each misbehaves."""

    now: Callable[[], datetime]
    faults: defaultdict[str, Faults] = field(default_factory=lambda: defaultdict(Faults))
    _boxes: defaultdict[str, list[Arrived]] = field(init=False, default_factory=lambda: defaultdict(list))
    _lock: Lock = field(init=False, default_factory=Lock)

    def channel(self, node: str) -> MemoryChannel:
        """Give the channel of a node."""
        return MemoryChannel(self, node)

    def put(self, node: str, arrived: Arrived) -> Acknowledgement:
        """Put a package into the box of a node, as its faults allow."""
        with self._lock:
            faults = self.faults[node]
            if faults.down:
                raise Unreachable(f"Узел {node} не принимает соединения.")
            if faults.refusal:
                raise faults.refusal
            self._boxes[node] += [arrived] * (2 if _spent(faults, "duplicates") else 1)
            if _spent(faults, "lost_answers"):
                raise NotConfirmed(f"Соединение с узлом {node} прервалось: неизвестно, принят ли пакет.")
        digest = hashlib.sha256(arrived.package).hexdigest()
        return Acknowledgement(package_id=arrived.package_id, sha256=digest, stored_at=self.now())

    def empty(self, node: str) -> tuple[Arrived, ...]:
        """Take everything out of the box of a node."""
        with self._lock:
            return tuple(self._boxes.pop(node, ()))


@dataclass(frozen=True, slots=True)
class MemoryChannel:
    """A `Channel` over a `Line`; the certificates of a destination do not matter here."""

    line: Line
    node: str

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Acknowledgement:
        """Put the package into the peer's box (see `Channel.deliver`)."""
        return self.line.put(destination.node, Arrived(sender_node=self.node, package_id=package_id, package=package))

    def collect(self) -> Iterable[Arrived]:
        """Take what came since the last call."""
        return self.line.empty(self.node)


def _spent(faults: Faults, name: str) -> bool:
    """Use up one of a fault that is counted."""
    left: int = getattr(faults, name)
    setattr(faults, name, max(0, left - 1))
    return left > 0
