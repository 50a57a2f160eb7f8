"""Authorities played in memory: a book that knows them, and peers that sign, seal, wrap and open.

Everything is of this test's own invention. A test changes one thing in a `Book` or a document and looks at one step.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.support import pki

from obmen.message.container import Contents, Role, assemble
from obmen.message.encoding import encode
from obmen.message.opening import open_package
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner
from obmen.message.wrapping import wrap
from obmen.treaty.documents import DeliveryReceipt, Document, Envelope, Kind, RegistrationNotice, Request
from obmen.treaty.documents.envelope import Payload, RegisterEdition
from obmen.treaty.documents.values import Attachment, AttachmentKind, OfficeNumber, Signatory
from obmen.treaty.parties import Membership

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.support.pki import Credential

    from obmen.message.container import Container
    from obmen.message.opening import Opened
    from obmen.message.seal import Signer

MOSCOW = timezone(timedelta(hours=3))
SIGNED = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
RECEIVED = datetime(2026, 3, 2, 12, 5, tzinfo=MOSCOW)
RU, KZ = "RU-770", "KZ-750"
EDITION = RegisterEdition(legal_version=1, legal_hash="a" * 64, annex_version=1, annex_hash="b" * 64)
SIGNATORY = Signatory(
    name="Тестова Анна Андреевна", post="начальник отдела", powers_from=date(2026, 1, 1), basis="приказ № 1"
)


@dataclass(slots=True)
class Book:
    """A register in memory (`AddressBook`): two Parties, one authority each, unless a test changes it."""

    seals: dict[str, Sequence[bytes]] = field(default_factory=dict)
    node_seals: dict[str, Sequence[bytes]] = field(default_factory=dict)
    anchors: dict[str, Sequence[bytes]] = field(default_factory=dict)
    stamps: Sequence[bytes] = ()
    parties: dict[str, str] = field(default_factory=lambda: {RU: "RU", KZ: "KZ"})
    memberships: dict[str, Membership] = field(default_factory=dict)
    revoked: dict[str, datetime] = field(default_factory=dict)
    unlisted: set[str] = field(default_factory=set)
    known: bool | None = True

    def seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the seal of the authority."""
        del at
        return self.seals.get(authority, [pki.seal(authority).certificate] if authority in self.parties else [])

    def node_seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the seal of its node."""
        del at
        known = [pki.node_seal(authority).certificate] if authority in self.parties else []
        return self.node_seals.get(authority, known)

    def officer_anchors(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the anchor of its Party's officers."""
        del at
        party = self.parties.get(authority)
        return self.anchors.get(authority, [pki.officer_anchor(party).certificate] if party else [])

    def timestamp_anchors(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the timestamp authorities that this register knows, for every Party alike."""
        del authority, at
        return self.stamps

    def revoked_at(self, fingerprint: str, party: str | None = None) -> datetime | None:
        """Say since when a certificate is revoked, by whoever may."""
        del party
        return self.revoked.get(fingerprint)

    def listed(self, authority: str, day: date) -> bool:
        """Say whether the authority is in the register."""
        del day
        return authority in self.parties and authority not in self.unlisted

    def party_of(self, authority: str) -> str | None:
        """Name the Party of the authority."""
        return self.parties.get(authority)

    def in_force(self, party: str, day: date) -> bool:
        """Say whether the Party is bound."""
        membership = self.membership(party)
        return membership is not None and membership.in_force(day)

    def membership(self, party: str) -> Membership | None:
        """Give the dates of the Party."""
        usual = Membership(party=party, name=party, in_force_from=date(2026, 1, 1))
        return self.memberships.get(party, usual if party in self.parties.values() else None)

    def knows_edition(self, edition: RegisterEdition, party: str) -> bool | None:
        """Say whether the edition is known."""
        del edition, party
        return self.known


def signer(role: Role, credential: Credential) -> SoftwareSigner:
    """Make a signer from a credential; the issuer goes along unless it is an anchor itself."""
    return SoftwareSigner(role, credential.certificate, credential.key)


@dataclass(frozen=True, slots=True)
class Peer:
    """An authority with its officer, seal, node and keys."""

    authority: str
    party: str

    @property
    def person(self) -> Signer:
        """The officer."""
        return signer(Role.PERSON, pki.officer(self.party))

    @property
    def seal(self) -> Signer:
        """The seal of the authority."""
        return signer(Role.SEAL, pki.seal(self.authority))

    @property
    def node(self) -> Signer:
        """The seal of its node."""
        return signer(Role.NODE, pki.node_seal(self.authority))

    @property
    def decrypter(self) -> SoftwareDecrypter:
        """What opens mail to the authority."""
        credential = pki.encryption(self.authority)
        return SoftwareDecrypter({credential.certificate: credential.key})

    def signers(self, kind: Kind) -> list[Signer]:
        """Give those who must sign a document of the kind."""
        if kind.is_receipt:
            return [self.node]
        return [self.person, self.seal] if kind.needs_person else [self.seal]

    def open(self, package: bytes, book: Book, received_at: datetime = RECEIVED) -> Opened:
        """Open a package addressed to this authority."""
        return open_package(
            package, received_at=received_at, addressees={self.authority}, book=book, decrypter=self.decrypter
        )


MOSCOW_PEER = Peer(RU, "RU")
ALMATY_PEER = Peer(KZ, "KZ")


def envelope(kind: Kind, **changes: Any) -> Envelope:  # noqa: ANN401  fields of the envelope
    """Make an envelope from Moscow to Almaty with changes."""
    usual = Envelope(
        message_id=uuid4(),
        type=kind,
        text_version="2024-05-24",
        case_id="RU-770-2026-000001",
        seq=0 if kind.is_receipt else 1,
        salt="00" * 16,
        sent_at=SIGNED,
        sender_authority=RU,
        recipient_authority=KZ,
        register=EDITION,
        own_number=None if kind.is_receipt else OfficeNumber(number="12-3/45", date=SIGNED.date()),
        in_reply_to=UUID(int=1) if kind.is_receipt else None,
        signatory=SIGNATORY if kind.needs_person else None,
    )
    return replace(usual, **changes)


def receipt(**changes: Any) -> Document:  # noqa: ANN401  fields of the envelope
    """Make a T-01 from Moscow to Almaty: the smallest document there is."""
    payload = DeliveryReceipt(delivered_at=RECEIVED, container_sha256="c" * 64)
    return Document(envelope=envelope(Kind.DELIVERED, **changes), payload=payload)


def request(payload: Request | None = None, **changes: Any) -> Document:  # noqa: ANN401  fields of the envelope
    """Make an M-01 from Moscow to Almaty."""
    return Document(envelope=envelope(Kind.REQUEST, **changes), payload=payload or Request(content="Просим сообщить."))


def notice(**changes: Any) -> Document:  # noqa: ANN401  fields of the envelope
    """Make an M-02 from Moscow to Almaty."""
    payload: Payload = RegistrationNotice(
        reg_number="77",
        received_at=RECEIVED,
        receipt_date=RECEIVED.date(),
        calendar_version="RU-2026-1",
        policies={"P-01": "NEXT_DAY"},
        due_unadjusted=date(2026, 4, 13),
        due_adjusted=date(2026, 4, 14),
    )
    return Document(envelope=envelope(Kind.REGISTRATION, **changes), payload=payload)


def attached(name: str, data: bytes) -> Attachment:
    """Describe an attachment of the container («001.pdf») as the document must."""
    return Attachment(
        id=name.partition(".")[0],
        kind=AttachmentKind.COPY,
        file_name="Копия документа.pdf",
        media_type="application/pdf",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


def sealed(
    document: Document,
    signers: Sequence[Signer] | None = None,
    *,
    rendition: bytes | None = None,
    attachments: Mapping[str, bytes] | None = None,
    at: datetime = SIGNED,
) -> Container:
    """Sign and seal a document of Moscow as its kind demands, or by other signers."""
    contents = Contents(document=encode(document), rendition=rendition, attachments=attachments or {})
    return assemble(contents, signers or MOSCOW_PEER.signers(document.envelope.type), at)


def packed(container: Container, document: Document, **changes: Any) -> bytes:  # noqa: ANN401  facts of the label
    """Wrap a container for the addressee of the document."""
    facts = {
        "package_id": document.envelope.message_id,
        "sender_node": "node.example.org",
        "addressee": document.envelope.recipient_authority,
        "recipient_certificate": pki.encryption(document.envelope.recipient_authority).certificate,
        "receipt": document.envelope.type.is_receipt,
    }
    return wrap(container, **{**facts, **changes})
