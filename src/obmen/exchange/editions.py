"""The register between nodes: who holds which edition, fetching one, telling of a new one (R-18.5, R-18.7).

::

    GET  /register          {"editions": [{"series", "version", "hash"}, ...]}, in the order of acceptance there
    GET  /register/<hash>   the edition, as it came
    POST /register          an edition; 202 and {"hash"} once it is held there

Nobody is believed for serving an edition: its seal decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.exchange.errors import Unreachable
from obmen.message.encoding import StrictCodec
from obmen.register.sizes import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.exchange.channel import Destination
    from obmen.exchange.channels.https import HttpsChannel
    from obmen.register.editions import Edition

PATH: Final = "/register"
LARGEST: Final = LIMITS.package
"""How many bytes an edition may have on its way, and the list of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An edition that a node holds: of which part («legal» or a Party), its version and its hash (hex)."""

    series: str
    version: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that a node holds, in the order of acceptance."""

    editions: tuple[Held, ...] = ()

    @classmethod
    def of(cls, accepted: Iterable[Edition]) -> Listing:
        """List what was accepted."""
        return cls(editions=tuple(Held(series=each.series, version=each.version, hash=each.hash) for each in accepted))


LISTING: Final = StrictCodec(Listing, LIMITS)
"""Writes and reads the list."""


def listed(channel: HttpsChannel, node: Destination) -> tuple[Held, ...]:
    """Ask a node what it holds. Raises `Unreachable`, also for an answer that cannot be read, or `Refused`."""
    answer = LISTING.read(channel.call(node, "GET", PATH, largest=LARGEST), newer_minor=True).value
    if answer is None:
        raise Unreachable(f"Узел {node.node} ответил, но список изданий реестра не читается.")
    return answer.editions


def fetched(channel: HttpsChannel, node: Destination, hash_: str) -> bytes:
    """Fetch one edition by its hash; it is yet to be checked. Raises `Unreachable` or `Refused`."""
    return channel.call(node, "GET", f"{PATH}/{hash_}", largest=LARGEST)


def told(channel: HttpsChannel, node: Destination, edition: bytes) -> None:
    """Push an edition to a node. Raises `Unreachable`, or `Refused` with the reason for which it was not taken."""
    channel.call(node, "POST", PATH, edition)
