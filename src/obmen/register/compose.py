"""Making an edition: the part as `document.json` in a container, sealed by the one who issues it (R-18.5, R-18.8)."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from obmen.message import container as containers
from obmen.message.container import Contents
from obmen.message.errors import Misuse
from obmen.message.seal import Role
from obmen.register import annex as annexes
from obmen.register import legal, sealed
from obmen.register.sizes import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from obmen.message.seal import Signer
    from obmen.register.annex import TechnicalAnnex
    from obmen.register.legal import LegalPart


def seal_legal(
    part: LegalPart, signer: Signer, at: datetime, also: Sequence[Signer] = (), *, printed: bytes | None = None
) -> bytes:
    """Seal an edition of the legal part, with its bulletin as `printed` (PDF) if there is one.

    `also` seal the new keys of the depositary that it names, or, while it names none, the other Parties (R-18.8).
    Raises `Misuse` when a signer's role is not the one that seals such a part, or it cannot travel.
    """
    role = Role.DEPOSITARY if part.depositary_keys else Role.CENTRAL
    return _seal(Contents(document=legal.CODEC.encode(part), rendition=printed), (signer, *also), role, at)


def seal_annex(annex: TechnicalAnnex, signer: Signer, at: datetime) -> bytes:
    """Seal an edition of a Party's annex. Raises `Misuse` when the role is not CENTRAL or the annex cannot travel."""
    return _seal(Contents(document=annexes.CODEC.encode(annex)), (signer,), Role.CENTRAL, at)


def hash_of(raw: bytes) -> str:
    """Give the hash of an edition: SHA-256 of its `document.json`, hex.

    The fingerprint to pin when the edition is the first, and the `previous_hash` of the next. Raises `Unreadable`.
    """
    return hashlib.sha256(sealed.read(raw).document).hexdigest()


def _seal(contents: Contents, signers: Sequence[Signer], role: Role, at: datetime) -> bytes:
    if any(signer.role is not role for signer in signers):
        raise Misuse(f"this part is sealed in the role {role}")
    return containers.assemble(contents, signers, at, LIMITS).raw
