"""From bytes to an `Opened` letter, step by step (design §3; R-10.3.1, R-11.3, R-11.4, R-12.1.5).

 (1)  size                 no larger than the limits                                            E-T-10
 (2)  label                a canonical package, a label we can read, addressed to us      E-T-01, -08, -11
 (3)  decryption           by our key; digest and size are those of the label                   E-T-07, -01
 (4)  ZIP profile          canonical container, known names, known order, limits           E-T-01, -10, -11
 (5)  manifests            one for each signature, in the one spelling                      E-T-01, -03, -11
 (6)  coverage             every manifest covers every file                                     E-T-11
 (7)  digests              every file is the one that was signed                                E-T-03
 (8)  signatures           hold over their manifests, by algorithms we accept                   E-T-03, E-T-05
 (9)  schema and version   the document can be read; who says to have sent it is known now      E-T-01
 (10) edition              we hold the register that the sender had                             E-T-06
 (11) register             sender and addressee are in it that day; the addressee is ours, and
                           whoever it is transmitted for is of the sender's Party               E-18-01, E-T-08
 (12) Parties              the Agreement is in force between them (a new request)               E-1-01, E-24-01
 (13) signers              the roles that Art. 11(3) asks; pinned or chained, valid, meant
                           for signing; good, revoked, or not known yet                         E-T-03
 (14) timestamps           since when each signature is proven to exist: its timestamp by an
                           authority of the register, else the receipt; (13) is judged then
 (15) identity             the label says what is inside; a request's number is of its sender's
                           Party; a receipt names its message; attachments are
                           those listed                                                 E-T-01, -02, -08
 (16) rendition            carries the digest of the document and the same values               E-T-04
 (17) powers               of the signatory at that time; a defect only warns                   E-11-12

A step that fails raises `NotAcceptable`; one that cannot be decided raises `Undetermined`. Steps 4 to 8 ask nobody;
9 stands before trust because it tells whose keys to ask for, on bytes whose signatures already hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import InitVar, dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from obmen.message import belief, rendering, signatures, suites, wrapping
from obmen.message import container as containers
from obmen.message.address_book import AddressBook
from obmen.message.belief import Trust, VerifiedSignature, nothing_at_hand
from obmen.message.canonical_zip import damaged, not_of_profile
from obmen.message.container import Container
from obmen.message.encoding import Decoded, decode
from obmen.message.errors import Misuse, NotAcceptable, Undetermined
from obmen.message.limits import DEFAULT, Limits
from obmen.message.seal import Role, author_of, roles_of
from obmen.message.suites import AllowList
from obmen.message.wrapping import Label
from obmen.treaty.documents import Document, Envelope, Kind
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from collections.abc import Collection

    from obmen.message.signatures import Signed
    from obmen.message.wrapping import Decrypter
    from obmen.treaty.parties import Membership

__all__ = ["AddressBook", "Opened", "open_container", "open_package"]

Sources: TypeAlias = Callable[[bytes], Sequence[bytes]]
"""Gives what is at hand about a certificate (DER): lists (CRL) and answers (OCSP), DER."""

_LONGEST_NUMBER: Final = 100
"""Of the number of a case, in characters."""

OLDEST: Final = timedelta(days=366)
"""How long before its receipt a letter may have been signed."""


_PROOF: Final = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A letter that went through all the steps; nothing but `open_package` and `open_container` can make one.

    `raw` is the plain container as it came; `received_at` the instant of durable storage; `earliest_known` the earliest
    instant at which all signatures are proven to have existed (their timestamps, else the receipt).
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

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the signatures give to remark, in Russian: a timestamp that did not count, an outdated list."""
        return tuple(dict.fromkeys(remark for one in self.signatures for remark in one.remarks))

    @property
    def material(self) -> tuple[bytes, ...]:
        """What convinced us of the signatures, to keep beside them (B-LT): chains, lists and answers, DER."""
        return tuple(dict.fromkeys(item for one in self.signatures for item in one.material))

    @property
    def wanted(self) -> tuple[tuple[bytes, bytes], ...]:
        """What must be asked before an open timestamp counts: certificates, each with its issuer's (DER)."""
        return tuple(dict.fromkeys(pair for one in self.signatures for pair in one.wanted))

    def __post_init__(self, proof: object) -> None:
        """Refuse to be made by anything but the steps of this file."""
        if proof is not _PROOF:
            raise Misuse("an Opened letter is made only by opening it")


def open_package(  # noqa: PLR0913  the facts of one arrival, all by name
    package: bytes,
    *,
    received_at: datetime,
    addressees: Collection[str],
    book: AddressBook,
    decrypter: Decrypter,
    sources: Sources = nothing_at_hand,
    limits: Limits = DEFAULT,
    allowed: AllowList = suites.DEFAULT,
) -> Opened:
    """Open an arrival addressed to one of `addressees`. Raises `NotAcceptable` or `Undetermined`.

    `received_at` is the instant of durable storage, with the offset of the place: its date is «that day». `sources`
    gives the lists (CRL) and answers (OCSP) at hand about a certificate; all in DER.
    """
    # (1) size, (2) label
    label, content = wrapping.split(package, limits)
    if label.addressee not in addressees:
        raise _wrong_addressee(label.addressee, "label.json")
    # (3) decryption
    raw = wrapping.decrypted(label, content, decrypter)
    return _Steps(received_at, book, sources, limits, allowed, frozenset(addressees), label).open(raw)


def open_container(  # noqa: PLR0913  the facts of one opening, all by name
    raw: bytes,
    *,
    received_at: datetime,
    book: AddressBook,
    sources: Sources = nothing_at_hand,
    limits: Limits = DEFAULT,
    allowed: AllowList = suites.DEFAULT,
) -> Opened:
    """Open a plain container kept as evidence, whoever was its addressee. Raises `NotAcceptable`, `Undetermined`."""
    return _Steps(received_at, book, sources, limits, allowed).open(raw)


@dataclass(frozen=True, slots=True)
class _Steps:
    """The steps on the plain container, with the facts of its arrival."""

    received_at: datetime
    book: AddressBook
    sources: Sources
    limits: Limits
    allowed: AllowList
    addressees: frozenset[str] | None = None
    label: Label | None = None

    def __post_init__(self) -> None:
        """Refuse a time that says no offset."""
        if self.received_at.tzinfo is None:
            raise Misuse("the time of receipt needs an offset")

    @property
    def day(self) -> date:
        """The day of receipt."""
        return self.received_at.date()

    def open(self, raw: bytes) -> Opened:
        # (4) ZIP profile and limits
        container = containers.read(raw, self.limits)
        # (5) manifests, (6) coverage, (7) digests, (8) signatures
        signed = verify_container(container, self.allowed)
        # (9) schema and version
        decoded = decode(container.document)
        envelope = decoded.document.envelope
        # (10) edition
        self.check_edition(envelope)
        # (11) register
        self.check_register(envelope)
        # (12) Parties
        self.check_parties(envelope)
        # (13) signers, (14) timestamps
        verified = self.check_signers(envelope, signed)
        # (15) identity
        self.check_label(envelope)
        self.check_number(envelope)
        check_receipt(envelope)
        check_attachments(envelope, container)
        # (16) rendition
        check_rendition(decoded, container)
        return Opened(
            raw=raw,
            container=container,
            document=decoded.document,
            unknown_fields=decoded.unknown_fields,
            signatures=verified,
            received_at=self.received_at,
            earliest_known=max(one.proven_at for one in verified),
            # (17) powers
            warnings=self.check_powers(envelope, verified),
            proof=_PROOF,
        )

    def check_edition(self, envelope: Envelope) -> None:
        party = self.book.party_of(envelope.sender_authority) or ""
        known = self.book.knows_edition(envelope.register, party)
        if known is None:
            text = "Отправитель пользовался более новым изданием реестра; узел получит его и проверит сообщение снова."
            raise Undetermined("E-T-06", text, "envelope.register")
        if not known:
            text = "Издание реестра отправителя расходится с нашим; проверьте реестр и повторите проверку сообщения."
            raise Undetermined("E-T-06", text, "envelope.register")

    def check_register(self, envelope: Envelope) -> None:
        asked = [("envelope.senderAuthority", envelope.sender_authority)]
        if not envelope.type.is_receipt:  # a refusal must reach even those who are not in the register
            asked.append(("envelope.recipientAuthority", envelope.recipient_authority))
        for field, authority in asked:
            if not self.book.listed(authority, self.day):
                reason = violation("E-18-01", date=self.day).because
                raise NotAcceptable("E-18-01", f"{reason}: {authority}.", field)
        if self.addressees is not None and envelope.recipient_authority not in self.addressees:
            raise _wrong_addressee(envelope.recipient_authority, "envelope.recipientAuthority")
        self.check_initiator(envelope)

    def check_initiator(self, envelope: Envelope) -> None:
        """Require that an authority transmits for its own Party only, whose revocations are then heard (R-11.3)."""
        initiator, sender = author_of(envelope), envelope.sender_authority
        if self.book.party_of(initiator) != self.book.party_of(sender):
            text = f"Сообщение передано за того, кого нет среди органов и лиц Стороны отправителя: {initiator}."
            raise NotAcceptable("E-18-01", text, "envelope.initiatorAuthority")

    def check_parties(self, envelope: Envelope) -> None:
        if envelope.type is not Kind.REQUEST:  # messages of a case stay allowed after an exit
            return
        parties = [self.book.party_of(each) for each in (envelope.sender_authority, envelope.recipient_authority)]
        if parties[0] == parties[1]:
            raise _refused(violation("E-1-01", case="same", field="envelope.recipientAuthority"))
        for party in parties:
            if party is None or not self.book.in_force(party, self.day):
                raise _refused(_not_in_force(party or "…", self.book.membership(party) if party else None, self.day))

    def check_signers(self, envelope: Envelope, signed: Sequence[Signed]) -> tuple[VerifiedSignature, ...]:
        belief.require_roles(signed, roles_of(envelope))
        return tuple(self.check_signer(envelope, one) for one in signed)

    def check_signer(self, envelope: Envelope, one: Signed) -> VerifiedSignature:
        stamps = self.book.timestamp_anchors(envelope.sender_authority, one.token.at) if one.token else ()
        proven = belief.proof(one, self.trust(envelope, self.received_at, stamps), self.received_at)
        return belief.believe(one, self.trust(envelope, one.facts.signing_time), proven)

    def trust(self, envelope: Envelope, at: datetime, stamps: Sequence[bytes] = ()) -> Trust:
        """Ask the register whom to believe, for a signature made at the time `at`."""
        sender, book = envelope.sender_authority, self.book
        if envelope.type.is_receipt:
            pinned = {Role.NODE: book.node_seal_certificates(sender, at)}
            anchors: dict[Role, Sequence[bytes]] = {}
        else:
            pinned = {
                Role.SEAL: book.seal_certificates(author_of(envelope), at),
                Role.ATTESTING_SEAL: book.seal_certificates(sender, at),
            }
            anchors = {Role.PERSON: book.officer_anchors(sender, at)}
        return Trust(
            pinned=pinned,
            anchors=anchors,
            stamps=stamps,
            revoked_at=partial(book.revoked_at, party=book.party_of(sender)),
            sources=self.sources,
            oldest=OLDEST,
            alive=True,
        )

    def check_number(self, envelope: Envelope) -> None:
        """Require that a request opens its case under a number of its sender's Party: nobody takes those of others."""
        number, party = envelope.case_id, self.book.party_of(envelope.sender_authority)
        is_plain = number.isprintable() and " " not in number and len(number) <= _LONGEST_NUMBER
        if envelope.type is Kind.REQUEST and not (is_plain and number.startswith(f"{party}-")):
            text = "Номер дела дан не Стороной отправителя: он начинается с её кода и не содержит пробелов."
            raise NotAcceptable("E-T-02", text, "envelope.caseId")

    def check_label(self, envelope: Envelope) -> None:
        if self.label is None:
            return
        if self.label.package_id != envelope.message_id:
            raise damaged("номер сообщения не тот, что на ярлыке", "envelope.messageId")
        if self.label.addressee != envelope.recipient_authority:
            raise _wrong_addressee(envelope.recipient_authority, "envelope.recipientAuthority")
        if self.label.receipt is not envelope.type.is_receipt:
            raise damaged("квитанция это или нет, на ярлыке указано неверно", "envelope.type")

    def check_powers(self, envelope: Envelope, verified: Sequence[VerifiedSignature]) -> tuple[Finding, ...]:
        """Judge the powers on the day of signing: that of the person's timestamp, else of the receipt (R-11.3)."""
        if not envelope.type.needs_person:
            return ()
        signed_at = next(one.proven_at for one in verified if one.role is Role.PERSON)
        finding = check_powers(envelope.signatory, signed_at.astimezone(self.received_at.tzinfo).date(), received=True)
        return () if finding else (finding,)


def verify_container(container: Container, allowed: AllowList = suites.DEFAULT) -> tuple[Signed, ...]:
    """Go through steps 5 to 8, which ask nobody."""
    # (5) manifests
    manifests = signatures.read_manifests(container)
    # (6) coverage
    signatures.check_coverage(container, manifests)
    # (7) digests
    signatures.check_digests(container, manifests)
    # (8) signatures
    return signatures.verify(container, manifests, allowed)


def check_receipt(envelope: Envelope) -> None:
    """Require that a receipt names the message that it is about (step 15); nobody could do anything with it."""
    if envelope.type.is_receipt and envelope.in_reply_to is None:
        raise damaged("квитанция не называет сообщение, о котором она", "envelope.inReplyTo")


def check_attachments(envelope: Envelope, container: Container) -> None:
    """Require that the attachments are those that the document lists (step 15)."""
    listed = {one.id: (one.sha256, one.size) for one in envelope.attachments}
    present = {name.partition(".")[0]: (_digest(data), len(data)) for name, data in container.attachments.items()}
    counts = {len(listed), len(envelope.attachments), len(present), len(container.attachments)}
    if listed != present or len(counts) != 1:
        raise damaged("приложения не те, что перечислены в документе", "envelope.attachments")


def check_rendition(decoded: Decoded, container: Container) -> None:
    """Require the rendition where there must be one, and that it is of this document (step 16; R-10.3.1)."""
    if decoded.document.envelope.type.is_receipt:
        if container.rendition is not None:
            raise not_of_profile("Квитанция не имеет печатной формы.", containers.RENDITION)
        return
    if container.rendition is None:
        raise NotAcceptable("E-T-04", "В сообщении нет печатной формы документа.", containers.RENDITION)
    finding = rendering.same_values(decoded.document, container.rendition, json_digest=_digest(container.document))
    if not finding:
        raise NotAcceptable("E-T-04", f"{finding.because.rstrip('.')}.", finding.field or containers.RENDITION)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _wrong_addressee(authority: str, field: str) -> NotAcceptable:
    return NotAcceptable("E-T-08", f"Сообщение адресовано другому органу: {authority}.", field)


def _refused(finding: Finding) -> NotAcceptable:
    return NotAcceptable(finding.code, f"{finding.because.rstrip('.')}.", finding.field)


def _not_in_force(party: str, membership: Membership | None, day: date) -> Finding:
    """Say by which article the Agreement is not in force: not yet (Art. 22), or no longer (Art. 24)."""
    if membership is None or membership.in_force_from is None:
        return violation("E-1-01", case="unknown", party=party)
    if membership.left(day):
        return violation("E-24-01", party=party, date=membership.exit_on)
    return violation("E-1-01", case="not_yet", party=party, date=membership.in_force_from)
