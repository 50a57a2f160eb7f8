"""Signatures by GOST R 34.10-2012: random, so each is made once, by the engine, and kept by what it signs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from vectors.making import kept
from vectors.making.keys import FOLDER

from obmen.message.seal import Role
from obmen.message.suites.gost import GostSigner

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.message.seal import Signer


@dataclass(frozen=True, slots=True)
class GostCredential:
    """A certificate (DER) of the folder `test-keys/signing`, with its private key."""

    certificate: bytes
    key: bytes

    def signer(self, role: Role) -> Signer:
        """Sign with it in a role."""
        return _Kept(role, self.certificate, self.key)


@cache
def credential(stem: str) -> GostCredential:
    """Give `anchor`, `officer` or `seal`."""
    path = FOLDER / f"TEST-GOST-{stem}.cer"
    return GostCredential(path.read_bytes(), path.with_suffix(".pem").read_bytes())


@dataclass(frozen=True, slots=True)
class _Kept:
    """A signer whose signatures are kept; what it signs for the first time needs the engine."""

    role: Role
    certificate: bytes
    key: bytes

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Give the signature that is kept for these bytes and this time, or make it."""
        name = hashlib.sha256(b"".join((self.certificate, at.isoformat().encode(), data))).hexdigest()[:16]
        return kept.once(f"{name}.p7s", lambda: GostSigner(self.role, self.certificate, self.key).sign(data, at), bool)
