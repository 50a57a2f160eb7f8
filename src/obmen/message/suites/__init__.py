"""Suites of algorithms; the certificate and the register choose among them, never the message alone.

An algorithm outside the list is not called bad: nobody here can tell (E-T-05). What is known to be weak is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message import libcrypto
from obmen.message.suites import catalogue, gost
from obmen.message.suites.suite import Suite

if TYPE_CHECKING:
    from obmen.message.suites.suite import Arithmetic

_SHORTEST_RSA: Final = 2048
"""An RSA key of fewer bits proves nothing any more (ETSI TS 119 312)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowList:
    """The algorithms that are believed, and those that are known to be worthless (OIDs)."""

    suites: tuple[Suite, ...]
    weak: frozenset[str] = catalogue.WEAK

    def find(self, digest: str, signature: str) -> tuple[Suite, ...]:
        """Give the suites of these algorithms (OIDs), whatever their key."""
        return tuple(suite for suite in self.suites if suite.digest == digest and signature in suite.signatures)

    def is_weak(self, *algorithms: str) -> bool:
        """Tell whether one of the algorithms (OIDs) proves nothing."""
        return not self.weak.isdisjoint(algorithms)


DEFAULT: Final = AllowList(suites=(catalogue.ECDSA_P256, catalogue.ECDSA_P384, *catalogue.RSA, *catalogue.GOST))
"""What a node accepts that sets nothing else."""


def is_weak_key(key: str) -> bool:
    """Tell whether a key («RSA 1024») is too short to prove anything."""
    kind, _, bits = key.rpartition(" ")
    return kind == "RSA" and bits.isdecimal() and int(bits) < _SHORTEST_RSA


def suite_of_key(key: str) -> Suite | None:
    """Give the suite by which a key («EC P-256») signs; `None` for a key of no suite."""
    return next((suite for suite in DEFAULT.suites if suite.fits(key)), None)


def arithmetic_of(*certificates: bytes) -> Arithmetic:
    """Tell who calculates with the keys of these certificates (DER): this process, or the one for GOST."""
    return gost.process() if any(map(gost.is_gost, certificates)) else libcrypto
