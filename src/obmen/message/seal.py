"""Who signs a container (Art. 11(3), R-11.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.treaty.documents import Envelope


class Role(Labelled):
    """In what capacity a signature is made; the manifest states it, and the certificate must be known for it."""

    PERSON = "PERSON", "подпись уполномоченного лица"
    SEAL = "SEAL", "печать органа"
    ATTESTING_SEAL = "ATTESTING_SEAL", "удостоверяющая печать передающего органа"
    NODE = "NODE", "печать узла"
    DEPOSITARY = "DEPOSITARY", "печать депозитария"
    CENTRAL = "CENTRAL", "печать центрального органа"


class Signer(Protocol):
    """Something that signs in a role: a key in memory, in a token, or in another process."""

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Return a detached CAdES baseline B-B signature over `data` stating the time `at` (EN 319 122-1, 6.3), DER."""


class Stamper(Protocol):
    """Something that puts a timestamp on signatures, if it can have one (`obmen.message.timestamps.Stamping`)."""

    def stamp(self, p7s: bytes) -> bytes:
        """Return the signature (CAdES, DER) with what could be added around it."""


def author_of(envelope: Envelope) -> str:
    """Name the authority whose document it is: the initiator's when another body transmits for it (R-11.3)."""
    return envelope.initiator_authority or envelope.sender_authority


def roles_of(envelope: Envelope) -> frozenset[Role]:
    """Tell who must have signed (Art. 11(3), R-11.3, B-23)."""
    if envelope.type.is_receipt:
        return frozenset({Role.NODE})
    if not envelope.type.needs_person:
        return frozenset({Role.SEAL})
    attested = author_of(envelope) != envelope.sender_authority
    return frozenset({Role.PERSON, Role.SEAL} | ({Role.ATTESTING_SEAL} if attested else set()))
