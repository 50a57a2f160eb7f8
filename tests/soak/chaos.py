"""What happens to the two nodes while they work: by one seed, an accident every second or so."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import TYPE_CHECKING, Final
from uuid import UUID

from tests.soak.nodes import Node

from obmen.exchange.channel import Destination
from obmen.exchange.channels.https import HttpsChannel
from obmen.exchange.errors import ExchangeError
from obmen.node.demo.stage import set_clock
from obmen.node.keystore.software import SoftwareKeystore

if TYPE_CHECKING:
    from collections.abc import Callable


_SENT: Final = "SELECT id, package FROM delivery_outgoing ORDER BY created_at"
_SKEW: Final = 240
"""Seconds by which a clock jumps: beyond five minutes a letter of the other side is from the future, and refused."""


@dataclass
class Chaos:
    """The accidents; each counts how often it happened. `cut_off`: the network is ours to cut; `disks`: to fill."""

    nodes: Sequence[Node]
    seed: int
    began: datetime
    cut_off: bool
    disks: bool
    counts: Counter[str] = field(default_factory=Counter)
    _calm: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def begin(self) -> None:
        """Let accidents happen."""
        self._dice = random.Random(self.seed)  # noqa: S311  accidents, not secrets
        self._started = time.monotonic()
        self._thread = Thread(target=self._go, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Let no more happen, and repair everything."""
        self._calm.set()
        if self._thread:
            self._thread.join()
        network(up=True)
        self._jump(0)

    def _go(self) -> None:
        acts: list[Callable[[], None]] = [self.kill, self.kill, self.repeat, self.repeat, self.jump]
        acts += [self.cut] if self.cut_off else []
        acts += [self.fill] if self.disks else []
        while not self._calm.wait(self._dice.uniform(0.3, 1.5)):
            act = self._dice.choice(acts)
            act()
            self.counts[act.__name__] += 1

    def kill(self) -> None:
        """Kill a part of a node with signal 9, wherever it is."""
        self._dice.choice(self._dice.choice(self.nodes).parts).kill()

    def cut(self) -> None:
        """Cut the network between the nodes for a while."""
        network(up=False)
        self._calm.wait(self._dice.uniform(0.2, 2.0))
        network(up=True)

    def fill(self) -> None:
        """Fill the disk of a node, and empty it after a while."""
        ballast = self._dice.choice(self.nodes).scene.home / "ballast"
        with suppress(OSError), ballast.open("wb", buffering=0) as file:
            while True:
                file.write(b"\0" * 1024 * 1024)
        self._calm.wait(self._dice.uniform(0.5, 2.0))
        ballast.unlink(missing_ok=True)

    def jump(self) -> None:
        """Move the clock of both nodes, back or on."""
        self._jump(self._dice.randint(-_SKEW, _SKEW))

    def repeat(self) -> None:
        """Deliver packages that were sent before once more, in any order."""
        sender, receiver = self._dice.sample(list(self.nodes), 2)
        with suppress(Exception):  # a table that is busy, a disk that is full: there was no repeat then
            sent = sender.rows(_SENT)
            for package_id, package in self._dice.sample(sent, min(3, len(sent))):
                with suppress(ExchangeError, OSError):
                    _post(sender, receiver, UUID(str(package_id)), bytes(package))
                    self.counts["repeated packages"] += 1

    def _jump(self, seconds: int) -> None:
        passed = timedelta(seconds=time.monotonic() - self._started + seconds)
        for node in self.nodes:
            set_clock(node.scene.clock_file, self.began + passed)


def _post(sender: Node, receiver: Node, package_id: UUID, package: bytes) -> None:
    own, theirs = (SoftwareKeystore(node.scene.home / "secrets") for node in (sender, receiver))
    channel = HttpsChannel(*own.tls())
    to = Destination(
        node=receiver.house.name,
        url=f"https://127.0.0.1:{receiver.house.peer_port}",
        tls_certificates=(theirs.certificate("tls"),),
    )
    try:
        channel.deliver(to, package_id, package)
    finally:
        channel.close()


def network(*, up: bool) -> None:
    """Switch the loopback of our own network namespace; without one of our own nothing is switched."""
    if own_network():
        subprocess.run(["ip", "link", "set", "lo", "up" if up else "down"], check=True)


def own_network() -> bool:
    """Tell whether this process has a network namespace to itself: nothing in it but loopback."""
    done = subprocess.run(["ip", "-brief", "link"], capture_output=True, text=True, check=False)
    names = [line.split()[0] for line in done.stdout.splitlines() if line]
    return names == ["lo"]
