"""The numbered steps from bytes to an `Opened` letter (design §3; R-10.3.1, R-11.3, R-12.1.5)."""

from __future__ import annotations

from dataclasses import InitVar, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from obmen.message.errors import Misuse
from obmen.message.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from obmen.message.container import Container
    from obmen.message.signatures import VerifiedSignature
    from obmen.message.wrapping import Decrypter
    from obmen.treaty.documents import Document
    from obmen.treaty.documents.envelope import RegisterEdition
    from obmen.treaty.findings import Finding
    from obmen.treaty.parties import Membership


class AddressBook(Protocol):
    """What opening asks of the register. Certificates are DER; authorities and Parties are ids of the register."""

    def seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """The seal certificates that the register lists for the authority at that time."""

    def node_seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """The seal certificates of the nodes that serve the authority at that time."""

    def officer_anchors(self, authority: str, at: datetime) -> Sequence[bytes]:
        """The anchors of officers' certificates of the authority's Party at that time."""

    def revoked_at(self, fingerprint: str) -> datetime | None:
        """Since when the certificate (SHA-256, hex) is revoked; `None`: good; raises `Undetermined`: not known."""

    def listed(self, authority: str, day: date) -> bool:
        """Whether the authority is in the legal register on that day (Art. 18)."""

    def party_of(self, authority: str) -> str | None:
        """The Party of the authority, if the register knows it."""

    def in_force(self, party: str, day: date) -> bool:
        """Whether the Agreement is in force for the Party on that day (Art. 22, 24)."""

    def membership(self, party: str) -> Membership | None:
        """From when and until when the Agreement is in force for the Party."""

    def knows_edition(self, edition: RegisterEdition, party: str) -> bool | None:
        """`True`: held, now or before; `None`: newer than ours; `False`: contradicts ours (same version, other hash)."""


_PROOF = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A letter that went through all the steps; nothing but `open_package` and `open_container` can make one.

    `raw` is the plain container as it came; `received_at` the instant of durable storage; `earliest_known` the earliest
    instant at which the signatures are proven to have existed (the receipt, while there is no timestamp).
    """

    raw: bytes
    container: Container
    document: Document
    unknown_fields: tuple[str, ...]
    signatures: tuple[VerifiedSignature, ...]
    received_at: datetime
    earliest_known: datetime
    warnings: tuple[Finding, ...]
    proof: InitVar[object]

    def __post_init__(self, proof: object) -> None:
        """Refuse to be made by anything but the steps of this file."""
        if proof is not _PROOF:
            msg = "an Opened letter is made only by opening it"
            raise Misuse(msg)


def open_package(  # noqa: PLR0913  the facts of one arrival, all by name
    package: bytes,
    *,
    received_at: datetime,
    addressees: Collection[str],
    book: AddressBook,
    decrypter: Decrypter,
    limits: Limits = DEFAULT,
) -> Opened:
    """Open an arrival addressed to one of `addressees`. Raises `NotAcceptable` or `Undetermined`."""
    raise NotImplementedError


def open_container(raw: bytes, *, received_at: datetime, book: AddressBook, limits: Limits = DEFAULT) -> Opened:
    """Open a plain container kept as evidence, whoever was its addressee. Raises `NotAcceptable`, `Undetermined`."""
    raise NotImplementedError
