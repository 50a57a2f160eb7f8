"""Suites of algorithms, one file each; the certificate and the register choose among them, never the message alone.

An algorithm outside `ACCEPTED` is not called bad: nobody here can tell (E-T-05). What is known to be weak is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.message.suites import ecdsa

if TYPE_CHECKING:
    from obmen.message.suites.suite import Suite

ACCEPTED: Final[tuple[Suite, ...]] = (ecdsa.SUITE,)
"""The suites that this node can check; RSA and GOST will stand beside."""

WEAK: Final = frozenset(
    {
        "1.2.840.113549.2.5",  # MD5
        "1.3.14.3.2.26",  # SHA-1
        "1.2.840.10045.4.1",  # ECDSA with SHA-1
        "1.2.840.113549.1.1.4",  # RSA with MD5
        "1.2.840.113549.1.1.5",  # RSA with SHA-1
    }
)
"""OIDs of algorithms that prove nothing any more (ETSI TS 119 312)."""


def accepted(digest_algorithm: str, signature_algorithm: str, key: str) -> Suite | None:
    """Find the suite of these algorithms (OIDs) and this key («EC P-256»); `None` when we cannot check it."""
    asked = (digest_algorithm, signature_algorithm, key)
    return next((suite for suite in ACCEPTED if (suite.digest, suite.signature, suite.key) == asked), None)
