"""The authorities of the vectors, their register, and how they write letters. All of it is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from vectors.making import gost, keys, paper

from obmen.message.container import Contents, assemble
from obmen.message.encoding import encode
from obmen.message.receipts import compose_receipt
from obmen.message.seal import Role
from obmen.register.annex import (
    BodyKind,
    CertificateEntry,
    DirectoryEntry,
    RevocationEntry,
    TechnicalAnnex,
    Usage,
)
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.legal import AuthorityEntry, CentralKey, LegalPart, Level, PartyEntry
from obmen.register.nodes import NodeEntry
from obmen.treaty.documents import DeliveryReceipt, Document, Envelope, Kind, RegistrationNotice, Request
from obmen.treaty.documents.envelope import RegisterEdition
from obmen.treaty.documents.values import (
    Attachment,
    AttachmentKind,
    EnforcementDocument,
    LegalPerson,
    Money,
    OfficeNumber,
    Signatory,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vectors.making.gost import GostCredential
    from vectors.making.keys import Credential

    from obmen.message.container import Container
    from obmen.message.seal import Signer

MOSCOW: Final = timezone(timedelta(hours=3))
SIGNED: Final = datetime(2026, 3, 2, 12, 0, tzinfo=MOSCOW)
RECEIVED: Final = datetime(2026, 3, 2, 12, 5, tzinfo=MOSCOW)
"""When the receiver stores what came, unless a case asks otherwise."""
ISSUED: Final = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
IN_FORCE: Final = date(2026, 1, 14)

OURS: Final = "KZ-750"
"""The receiving authority, whose node opens every vector."""
MOSCOW_OFFICE, BRANCH, MINSK, CLOSED, BAILIFF = "RU-770", "RU-771", "BY-101", "RU-779", "RU-B-1"
YEREVAN, BISHKEK, TASHKENT = "AM-100", "KG-100", "UZ-100"
_NAMES: Final = {
    "KZ": "Казахстан",
    "RU": "Россия",
    "BY": "Беларусь",
    "AM": "Армения",
    "KG": "Кыргызстан",
    "UZ": "Узбекистан",
}
_HEADS: Final = {"KZ": OURS, "RU": MOSCOW_OFFICE, "BY": MINSK, "AM": YEREVAN, "KG": BISHKEK, "UZ": TASHKENT}
_ZONES: Final = {
    "KZ": "Asia/Almaty",
    "RU": "Europe/Moscow",
    "BY": "Europe/Minsk",
    "AM": "Asia/Yerevan",
    "KG": "Asia/Bishkek",
    "UZ": "Asia/Tashkent",
}
_SEAL_KINDS: Final[dict[str, keys.Kind]] = {BRANCH: "P-384", MINSK: "RSA-2048"}
"""Authorities that seal with another suite than the usual one."""

SIGNATORY: Final = Signatory(
    name="Тестова Анна Андреевна", post="начальник отдела", powers_from=date(2026, 1, 1), basis="приказ № 1"
)


# --- Keys --------------------------------------------------------------------------------------------------------


def anchor(party: str) -> Credential:
    """Give who certifies the officers of a Party."""
    return keys.issued(f"Officers of {party} TEST", usages=keys.ISSUING)


def officer(party: str, name: str = "А. А. Тестова", **changes: Any) -> Credential:  # noqa: ANN401  facts of a certificate
    """Give an officer."""
    kind: keys.Kind = "RSA-2048" if party == "BY" else "P-256"
    return keys.issued(f"{name} TEST", issuer=anchor(party), **{"kind": kind, **changes})


def seal(authority: str) -> Credential:
    """Give the seal of an authority."""
    return keys.issued(f"Печать {authority} TEST", kind=_SEAL_KINDS.get(authority, "P-256"))


def node_seal(party: str) -> Credential:
    """Give the seal of a Party's node."""
    return keys.issued(f"Node of {party} TEST")


def central(party: str) -> Credential:
    """Give the seal of a Party's central authority."""
    return keys.issued(f"Central authority of {party} TEST")


def depositary() -> Credential:
    """Give the seal of the depositary."""
    return keys.issued("Depositary TEST")


def encryption(authority: str, kind: keys.Kind = "P-256") -> Credential:
    """Give to whom letters for an authority are encrypted."""
    usages = keys.TRANSPORT if kind.startswith("RSA") else keys.AGREEMENT
    return keys.issued(f"Шифрование {authority} TEST", kind=kind, usages=usages)


def stamper() -> Credential:
    """Give the anchor of the timestamp authority that Russia relies on."""
    return keys.issued("Timestamp anchor TEST", usages=keys.ISSUING)


STRAY: Final = "RU-772"
"""An authority whose seals are listed, and each of them is bad in its own way."""


def old_seal() -> Credential:
    """Give a seal that expired before the letter."""
    return keys.issued("Old seal TEST", valid_until=SIGNED - timedelta(days=1))


def revoked_seal() -> Credential:
    """Give a seal that is revoked since 1 March."""
    return keys.issued("Revoked seal TEST")


def stolen_seal() -> Credential:
    """Give a seal that is revoked between the stated time of signing and the receipt."""
    return keys.issued("Stolen seal TEST")


def agreement_seal() -> Credential:
    """Give a key for encryption that the register lists as a seal by mistake."""
    return keys.issued("Agreement key as a seal TEST", usages=keys.AGREEMENT)


def short_seal() -> Credential:
    """Give a seal of 1024 bits."""
    return keys.issued("Short seal TEST", kind="RSA-1024")


def foreign_seal() -> Credential:
    """Give a seal on a curve that is on nobody's list."""
    return keys.issued("Foreign seal TEST", kind="P-521")


REVOKED_SINCE: Final = datetime(2026, 3, 1, tzinfo=UTC)
STOLEN_SINCE: Final = SIGNED + timedelta(minutes=2)


# --- The register ------------------------------------------------------------------------------------------------


def legal_part(**changes: Any) -> LegalPart:  # noqa: ANN401  fields of the part
    """Make the first edition of the legal part."""
    usual = LegalPart(
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        text_version="2024-05-24",
        parties=tuple(map(_party, _NAMES)),
        authorities=(*(_authority(name, party) for party, name in _HEADS.items()), *_branches()),
        declarations=(),
        central_keys=tuple(map(_central_key, _NAMES)),
        depositary_keys=(depositary().certificate,),
    )
    return replace(usual, **changes)


def _party(party: str) -> PartyEntry:
    """Bind all but Armenia, which follows in May; Kyrgyzstan left on 1 March."""
    since = date(2026, 5, 1) if party == "AM" else IN_FORCE
    until = date(2026, 3, 1) if party == "KG" else None
    return PartyEntry(party=party, name=_NAMES[party], in_force_from=since, exit_on=until)


def _authority(name: str, party: str, **changes: Any) -> AuthorityEntry:  # noqa: ANN401  fields of the entry
    usual = AuthorityEntry(
        id=name,
        party=party,
        name=f"Учебный орган {name}",
        level=Level.CENTRAL,
        zone=_ZONES[party],
        valid_from=IN_FORCE,
    )
    return replace(usual, **changes)


def _branches() -> tuple[AuthorityEntry, ...]:
    closed = _authority(CLOSED, "RU", level=Level.TERRITORIAL, valid_to=date(2026, 2, 1), successor=BRANCH)
    return (*(_authority(name, "RU", level=Level.TERRITORIAL) for name in (BRANCH, STRAY)), closed)


def _central_key(party: str) -> CentralKey:
    return CentralKey(
        party=party, authority=_HEADS[party], certificate=central(party).certificate, valid_from=keys.FROM
    )


def annex_of(party: str, **changes: Any) -> TechnicalAnnex:  # noqa: ANN401  fields of the annex
    """Make the first edition of a Party's annex."""
    own = [entry.id for entry in legal_part().authorities if entry.party == party]
    node = f"{party.lower()}.node.example.org"
    tls = keys.issued(node, usages=("digital_signature",))
    usual = TechnicalAnnex(
        party=party,
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        nodes=(
            NodeEntry(
                id=node,
                url=f"https://{node}:8443",
                authorities=tuple(own),
                tls_certificates=(tls.certificate,),
            ),
        ),
        certificates=_certificates(party, own),
        directory=(_bailiff(),) if party == "RU" else (),
        revocations=_revocations() if party == "RU" else (),
    )
    return replace(usual, **changes)


def _certificates(party: str, own: Sequence[str]) -> tuple[CertificateEntry, ...]:
    def entry(
        usage: Usage, authority: str, credential: Credential | GostCredential, since: datetime | None = None
    ) -> CertificateEntry:
        return CertificateEntry(
            usage=usage,
            authority=authority,
            certificate=credential.certificate,
            valid_from=keys.FROM,
            revoked_at=since,
        )

    seals = [entry(Usage.SEAL, name, seal(name)) for name in own if name != TASHKENT]
    letters = [entry(Usage.ENCRYPTION, name, encryption(name)) for name in own]
    node = entry(Usage.NODE_SEAL, own[0], node_seal(party))
    anchors = [entry(Usage.OFFICER_ANCHOR, "", anchor(party))]
    if party == "UZ":
        seals.append(entry(Usage.SEAL, TASHKENT, gost.credential("seal")))
        anchors.append(entry(Usage.OFFICER_ANCHOR, "", gost.credential("anchor")))
    if party == "KZ":
        letters.append(entry(Usage.ENCRYPTION, OURS, encryption(OURS, "RSA-2048")))
    if party == "RU":
        seals += [
            entry(Usage.SEAL, STRAY, each) for each in (agreement_seal(), foreign_seal(), short_seal(), old_seal())
        ]
        seals += [
            entry(Usage.SEAL, STRAY, revoked_seal(), REVOKED_SINCE),
            entry(Usage.SEAL, STRAY, stolen_seal(), STOLEN_SINCE),
            entry(Usage.SEAL, BAILIFF, seal(BAILIFF)),
        ]
        anchors.append(entry(Usage.TIMESTAMP_ANCHOR, "", stamper()))
    return (*seals, *letters, node, *anchors)


def _bailiff() -> DirectoryEntry:
    return DirectoryEntry(
        id=BAILIFF,
        kind=BodyKind.PRIVATE_BAILIFF,
        name="Частный судебный исполнитель Примеров П. П.",
        served_by=MOSCOW_OFFICE,
        zone=_ZONES["RU"],
        valid_from=IN_FORCE,
    )


def _revocations() -> tuple[RevocationEntry, ...]:
    dismissed = officer("RU", "Д. Д. Уволенный")
    return (RevocationEntry(fingerprint=dismissed.fingerprint, revoked_at=REVOKED_SINCE, reason="уволен"),)


@cache
def sealed_legal() -> bytes:
    """Seal the first legal edition."""
    return seal_legal(legal_part(), depositary().signer(Role.DEPOSITARY), ISSUED)


@cache
def sealed_annex(party: str) -> bytes:
    """Seal the first annex of a Party."""
    return seal_annex(annex_of(party), central(party).signer(Role.CENTRAL), ISSUED)


@cache
def edition_of(party: str) -> RegisterEdition:
    """Name the editions that a letter of the Party states."""
    return RegisterEdition(
        legal_version=1, legal_hash=hash_of(sealed_legal()), annex_version=1, annex_hash=hash_of(sealed_annex(party))
    )


def register() -> Mapping[str, bytes]:
    """Give the editions that the receiver holds, by the names of their files, in the order of acceptance."""
    editions = [sealed_legal(), *(sealed_annex(party) for party in _NAMES)]
    names = ["legal", *_NAMES]
    return {f"{at:06}-{name}-000001.asice": raw for at, (name, raw) in enumerate(zip(names, editions, strict=True), 1)}


# --- Letters -----------------------------------------------------------------------------------------------------


def number(name: str) -> UUID:
    """Give the number of a message by its name, always the same."""
    return uuid5(UUID(int=0), name)


def salt(name: str) -> str:
    """Give the salt of a message; in earnest it is random."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


def envelope(kind: Kind, name: str, **changes: Any) -> Envelope:  # noqa: ANN401  fields of the envelope
    """Make the head of a letter from Moscow to us."""
    usual = Envelope(
        message_id=number(name),
        type=kind,
        text_version="2024-05-24",
        case_id=f"{changes.get('sender_authority', MOSCOW_OFFICE)}-2026-000001",
        seq=1,
        salt=salt(name),
        sent_at=SIGNED,
        sender_authority=MOSCOW_OFFICE,
        recipient_authority=OURS,
        register=edition_of("RU"),
        own_number=OfficeNumber(number="12-3/45", date=SIGNED.date()),
        signatory=SIGNATORY if kind.needs_person else None,
    )
    return replace(usual, **changes)


def request(name: str = "request", amount: str = "350000.00", **changes: Any) -> Document:  # noqa: ANN401  same
    """Make an M-01: of a sum that an organisation owes."""
    debt = EnforcementDocument(
        number="ИЛ-1", issued_on=date(2026, 2, 2), amount=Money(amount=Decimal(amount), currency="RUB")
    )
    payload = Request(documents=(debt,), debtor=LegalPerson(legal_name="ТОО «Үлгі-Сауда»"))
    return Document(envelope=envelope(Kind.REQUEST, name, **changes), payload=payload)


def notice(name: str = "notice", **changes: Any) -> Document:  # noqa: ANN401  same
    """Make an M-02, which needs a seal and nobody's signature."""
    payload = RegistrationNotice(
        reg_number="77",
        received_at=RECEIVED,
        receipt_date=RECEIVED.date(),
        calendar_version="RU-2026-1",
        policies={"P-01": "NEXT_DAY"},
        due_unadjusted=date(2026, 4, 13),
        due_adjusted=date(2026, 4, 14),
    )
    return Document(envelope=envelope(Kind.REGISTRATION, name, **changes), payload=payload)


def receipt(name: str = "receipt", **changes: Any) -> Document:  # noqa: ANN401  same
    """Make a T-01, the smallest document there is."""
    made = compose_receipt(
        DeliveryReceipt(delivered_at=SIGNED, container_sha256=hashlib.sha256(b"what we sent").hexdigest()),
        message_id=number(name),
        in_reply_to=number("what we sent"),
        sent_at=SIGNED,
        sender_authority=MOSCOW_OFFICE,
        recipient_authority=OURS,
        register=edition_of("RU"),
        salt=salt(name),
        text_version="2024-05-24",
    )
    return replace(made, envelope=replace(made.envelope, **changes))


def attached(name: str, data: bytes) -> Attachment:
    """Describe an attachment of the container («001.txt») as the document must."""
    return Attachment(
        id=name.partition(".")[0],
        kind=AttachmentKind.COPY,
        file_name=f"Копия {name}",
        media_type="text/plain",
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


def person(party: str = "RU", **changes: Any) -> Signer:  # noqa: ANN401  facts of a certificate
    """Sign as an officer."""
    return officer(party, **changes).signer(Role.PERSON)


def sealing(authority: str = MOSCOW_OFFICE) -> Signer:
    """Seal for an authority."""
    return seal(authority).signer(Role.SEAL)


def node(party: str = "RU") -> Signer:
    """Seal for a node."""
    return node_seal(party).signer(Role.NODE)


def signers_of(kind: Kind) -> list[Signer]:
    """Give who must sign for Moscow."""
    if kind.is_receipt:
        return [node()]
    return [person(), sealing()] if kind.needs_person else [sealing()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is to be sealed, before anybody has."""

    document: bytes
    rendition: bytes | None = None
    attachments: Mapping[str, bytes] | None = None

    def sealed(self, signers: Sequence[Signer], at: datetime = SIGNED) -> Container:
        """Sign and seal it."""
        contents = Contents(document=self.document, rendition=self.rendition, attachments=self.attachments or {})
        return assemble(contents, signers, at)


def letter(document: Document, attachments: Mapping[str, bytes] | None = None) -> Letter:
    """Write a document, and print it if its kind is printed."""
    raw = encode(document)
    printed = None if document.envelope.type.is_receipt else paper.printed(document, raw)
    return Letter(document=raw, rendition=printed, attachments=attachments)


def sealed(
    document: Document,
    signers: Sequence[Signer] | None = None,
    *,
    at: datetime = SIGNED,
    attachments: Mapping[str, bytes] | None = None,
) -> Container:
    """Write, print, sign and seal."""
    return letter(document, attachments).sealed(signers or signers_of(document.envelope.type), at)
