"""Opening, step by step: each step refuses what it is for, with its own code."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import peers, pki
from tests.support.peers import ALMATY_PEER, KZ, MOSCOW_PEER, RECEIVED, RU, SIGNED, Book, Peer

from obmen.message import canonical_zip, container, encoding, libcrypto, opening, rendering
from obmen.message.belief import Trust, check_signatures
from obmen.message.container import Contents, Role, assemble
from obmen.message.errors import Misuse, NotAcceptable, Undetermined
from obmen.message.limits import Limits
from obmen.message.opening import Opened, open_container, open_package
from obmen.message.suites import catalogue
from obmen.message.suites.software import SoftwareSigner
from obmen.treaty.documents import Document, Kind
from obmen.treaty.errors import held, violation
from obmen.treaty.parties import Membership

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.message.seal import Signer
    from obmen.treaty.findings import Finding

PDF = b"%PDF- as the room of printing makes it"


@pytest.fixture(autouse=True)
def printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Play the reader of renditions: it believes our one PDF and no other."""

    def same_values(document: Document, pdf: bytes, *, json_digest: str = "") -> Finding:
        del document
        assert len(json_digest) == 64
        return held("совпадает") if pdf == PDF else violation("E-T-04")

    monkeypatch.setattr(rendering, "same_values", same_values)


def sealed_request(signers: list[Signer] | None = None, at: datetime = SIGNED, **changes: Any) -> Container:  # noqa: ANN401  fields of the envelope
    return peers.sealed(peers.request(**changes), signers, rendition=PDF, at=at)


def opened(made: Container, book: Book | None = None, received_at: datetime = RECEIVED) -> Opened:
    return open_container(made.raw, received_at=received_at, book=book or Book())


def refused(made: Container | bytes, book: Book | None = None, received_at: datetime = RECEIVED) -> tuple[str, str]:
    """Tell with which code and where a container is not accepted."""
    raw = made if isinstance(made, bytes) else made.raw
    with pytest.raises(NotAcceptable) as caught:
        open_container(raw, received_at=received_at, book=book or Book())
    assert caught.value.text_ru.endswith(".")
    return caught.value.code, caught.value.field


def with_files(made: Container, **changes: bytes) -> bytes:
    """Make the archive again with other files, by the first letters of their names."""
    names = {"document": "document.json", "rendition": "document.pdf", "signature": "META-INF/signature001.p7s"}
    return canonical_zip.write({**made.files, **{names[name]: data for name, data in changes.items()}})


# --- What opens --------------------------------------------------------------------------------------------------


def test_a_request_opens_with_all_that_must_be_known() -> None:
    """Bytes as they came, the document, who signed, who sealed, and when."""
    document = peers.request()
    made = peers.sealed(document, rendition=PDF)
    letter = ALMATY_PEER.open(peers.packed(made, document), Book())
    assert (letter.raw, letter.document, letter.warnings) == (made.raw, document, ())
    assert [(one.role, one.subject) for one in letter.signatures] == [
        (Role.PERSON, "CN=А. А. Тестова"),
        (Role.SEAL, f"CN=Печать {RU}"),
    ]
    assert {one.signing_time for one in letter.signatures} == {SIGNED}
    assert (letter.received_at, letter.earliest_known) == (RECEIVED, RECEIVED)


@pytest.mark.parametrize("document", [peers.notice(), peers.receipt()])
def test_a_notice_and_a_receipt_open_by_their_seal_alone(document: Document) -> None:
    """M-02 is a record-keeping notice (B-23); T-01 bears the node's own seal."""
    rendition = None if document.envelope.type.is_receipt else PDF
    assert opened(peers.sealed(document, rendition=rendition)).document == document


def test_attachments_open_with_the_document() -> None:
    """They are those that the document lists."""
    document = peers.request(attachments=(peers.attached("001.pdf", b"copy"),))
    made = peers.sealed(document, rendition=PDF, attachments={"001.pdf": b"copy"})
    assert opened(made).container.attachments == {"001.pdf": b"copy"}


def test_nothing_but_opening_makes_an_opened_letter() -> None:
    """The type is the proof."""
    letter = opened(sealed_request())
    with pytest.raises((Misuse, ValueError)):
        replace(letter, warnings=())  # type: ignore[call-arg]  # the mistake itself
    with pytest.raises(Misuse):
        Opened(
            raw=b"",
            container=letter.container,
            document=letter.document,
            unknown_fields=(),
            signatures=(),
            received_at=RECEIVED,
            earliest_known=RECEIVED,
            warnings=(),
            proof=object(),
        )


def test_the_time_of_receipt_needs_an_offset() -> None:
    """Without it nobody knows which day it is."""
    with pytest.raises(Misuse):
        opened(sealed_request(), received_at=datetime(2026, 3, 2))  # noqa: DTZ001  the mistake itself


# --- (1) to (3): size, label, decryption ---------------------------------------------------------------------------


def test_1_too_large() -> None:
    """Size is the first question."""
    document = peers.receipt()
    package = peers.packed(peers.sealed(document), document)
    with pytest.raises(NotAcceptable, match="E-T-10"):
        open_package(
            package,
            received_at=RECEIVED,
            addressees={KZ},
            book=Book(),
            decrypter=ALMATY_PEER.decrypter,
            limits=Limits(package=100),
        )


def test_2_a_label_for_another_authority() -> None:
    """It is not even decrypted."""
    document = peers.receipt(recipient_authority=RU)
    package = peers.packed(peers.sealed(document), document)
    with pytest.raises(NotAcceptable, match="E-T-08"):
        ALMATY_PEER.open(package, Book())


def test_3_encrypted_to_a_key_we_do_not_have() -> None:
    """Only a T-02 can tell the sender."""
    document = peers.receipt()
    stranger = pki.encryption("XX-1").certificate
    package = peers.packed(peers.sealed(document), document, recipient_certificate=stranger)
    with pytest.raises(NotAcceptable, match="E-T-07"):
        ALMATY_PEER.open(package, Book())


# --- (4) to (8): the container proves itself -----------------------------------------------------------------------


def test_4_not_of_the_profile() -> None:
    """A container with a foreign file."""
    made = sealed_request()
    assert refused(canonical_zip.write({**made.files, "other.txt": b""}))[0] == "E-T-11"


def test_5_no_signature_at_all() -> None:
    """Nothing signed is nothing sent."""
    files = {"mimetype": container.MIMETYPE, "document.json": encoding.encode(peers.request())}
    assert refused(canonical_zip.write(files))[0] == "E-T-03"


def test_5_a_manifest_that_names_the_signature_of_another() -> None:
    """Each manifest stands with its own signature."""
    made = sealed_request()
    swapped = {**made.files}
    first, second = "META-INF/ASiCManifest001.xml", "META-INF/ASiCManifest002.xml"
    swapped[first], swapped[second] = made.files[second], made.files[first]
    assert refused(canonical_zip.write(swapped)) == ("E-T-11", first)


def test_6_a_file_that_no_signature_covers() -> None:
    """A rendition slipped in after signing."""
    made = peers.sealed(peers.request())
    names = list(made.files)
    files = {name: made.files.get(name, PDF) for name in [*names[:2], "document.pdf", *names[2:]]}
    assert refused(canonical_zip.write(files)) == ("E-T-11", "META-INF/ASiCManifest001.xml")


def test_7_a_document_changed_after_signing() -> None:
    """The example of R-10.3.1: E-T-03."""
    made = sealed_request()
    changed = made.document.replace("Просим".encode(), "Просис".encode())
    assert refused(with_files(made, document=changed)) == ("E-T-03", "document.json")
    assert refused(with_files(made, rendition=PDF + b" ")) == ("E-T-03", "document.pdf")


def test_8_a_signature_over_something_else() -> None:
    """A true signature of the true person, taken from another letter."""
    stolen = sealed_request().files["META-INF/signature001.p7s"]
    assert refused(with_files(sealed_request(), signature=stolen)) == ("E-T-03", "META-INF/signature001.p7s")


def test_8_an_unknown_algorithm_is_undetermined() -> None:
    """A curve that we do not check is not called bad (E-T-05)."""
    foreign = pki.issued("Other curve", curve="P-521", issuer=pki.officer_anchor("RU"))
    with pytest.raises(Undetermined, match="E-T-05"):
        opened(sealed_request([_unchecked(Role.PERSON, foreign), MOSCOW_PEER.seal]))


# --- (9) to (12): who, to whom, by which law -----------------------------------------------------------------------


def test_9_signed_bytes_that_are_no_document() -> None:
    """Well signed, and still not readable."""
    contents = Contents(document=b'{"envelope":{"type":"M-01"}}', rendition=PDF)
    made = assemble(contents, MOSCOW_PEER.signers(Kind.REQUEST), SIGNED)
    assert refused(made) == ("E-T-01", "envelope.schemaVersion")


@pytest.mark.parametrize("known", [None, False])
def test_10_an_edition_that_we_do_not_hold_is_undetermined(known: bool | None) -> None:  # noqa: FBT001  three answers
    """The letter waits for the register, even if our own would refuse it."""
    book = Book(known=known, unlisted={RU})
    with pytest.raises(Undetermined, match="E-T-06"):
        opened(sealed_request(), book)


@pytest.mark.parametrize(("authority", "field"), [(RU, "senderAuthority"), (KZ, "recipientAuthority")])
def test_11_an_authority_outside_the_register(authority: str, field: str) -> None:
    """Neither sender nor addressee may be anyone (Art. 18)."""
    assert refused(sealed_request(), Book(unlisted={authority})) == ("E-18-01", f"envelope.{field}")


def test_11_a_receipt_reaches_even_those_outside_the_register() -> None:
    """How else would they learn that they are not in it."""
    assert opened(peers.sealed(peers.receipt()), Book(unlisted={KZ})).document.envelope.type is Kind.DELIVERED


def test_11_a_letter_for_another_authority_under_our_label() -> None:
    """The label is only a hint."""
    document = peers.request(recipient_authority="KZ-751")
    book = Book()
    book.parties["KZ-751"] = "KZ"
    package = peers.packed(
        peers.sealed(document, rendition=PDF), peers.request(message_id=document.envelope.message_id)
    )
    with pytest.raises(NotAcceptable, match="E-T-08"):
        ALMATY_PEER.open(package, book)


@pytest.mark.parametrize(
    ("membership", "code"),
    [
        (Membership(party="KZ", name="Казахстан"), "E-1-01"),
        (Membership(party="KZ", name="Казахстан", in_force_from=date(2026, 3, 3)), "E-1-01"),
        (Membership(party="KZ", name="Казахстан", in_force_from=date(2026, 1, 1), exit_on=date(2026, 3, 2)), "E-24-01"),
    ],
)
def test_12_a_new_request_between_those_not_bound(membership: Membership, code: str) -> None:
    """Not yet, or no longer (Art. 22, 24)."""
    assert refused(sealed_request(), Book(memberships={"KZ": membership}))[0] == code


def test_12_a_request_within_one_party_is_none() -> None:
    """The Agreement is between Parties."""
    assert refused(sealed_request(), Book(parties={RU: "RU", KZ: "RU"})) == ("E-1-01", "envelope.recipientAuthority")


def test_12_messages_of_a_case_pass_after_an_exit() -> None:
    """What was received before the exit is carried through (R-24.3, P-12)."""
    left = Membership(party="RU", name="Россия", in_force_from=date(2026, 1, 1), exit_on=date(2026, 3, 1))
    letter = opened(peers.sealed(peers.notice(), rendition=PDF), Book(memberships={"RU": left}))
    assert letter.document.envelope.type is Kind.REGISTRATION


# --- (13): signers -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "signers",
    [
        [MOSCOW_PEER.person],
        [MOSCOW_PEER.seal],
        [MOSCOW_PEER.node],
        [MOSCOW_PEER.person, MOSCOW_PEER.node],
    ],
)
def test_13_a_request_needs_the_person_and_the_seal(signers: list[Signer]) -> None:
    """Art. 11(3): signed by the authorised person and sealed."""
    assert refused(sealed_request(signers))[0] == "E-T-03"


def test_13_the_seal_of_another_authority() -> None:
    """A true seal, but not that of the sender."""
    signers = [MOSCOW_PEER.person, ALMATY_PEER.seal]
    assert refused(sealed_request(signers)) == ("E-T-03", "META-INF/signature002.p7s")


def test_13_an_officer_of_another_party() -> None:
    """The chain must reach an anchor of the sender's own Party."""
    signers = [ALMATY_PEER.person, MOSCOW_PEER.seal]
    assert refused(sealed_request(signers)) == ("E-T-03", "META-INF/signature001.p7s")


def test_13_a_seal_in_the_place_of_the_person() -> None:
    """Nobody becomes a person by saying so."""
    signers = [peers.signer(Role.PERSON, pki.seal(RU)), MOSCOW_PEER.seal]
    assert refused(sealed_request(signers))[0] == "E-T-03"


def test_13_a_signature_too_many_by_a_stranger() -> None:
    """Every signature must be of someone known, wanted or not."""
    stranger = peers.signer(Role.ATTESTING_SEAL, pki.issued("Stranger"))
    assert refused(sealed_request([*MOSCOW_PEER.signers(Kind.REQUEST), stranger]))[0] == "E-T-03"


def test_13_a_key_not_meant_for_signing() -> None:
    """Seal, encryption and TLS certificates are distinct."""
    agreement = pki.issued("Agreement", usages=pki.AGREEMENT)
    book = Book(seals={RU: [agreement.certificate]})
    made = sealed_request([MOSCOW_PEER.person, peers.signer(Role.SEAL, agreement)])
    assert refused(made, book)[0] == "E-T-03"


def test_13_a_certificate_out_of_its_time() -> None:
    """Validity is judged at the signing time."""
    old = pki.issued("Old seal", valid_from=SIGNED - timedelta(days=9), valid_until=SIGNED - timedelta(days=1))
    made = sealed_request([MOSCOW_PEER.person, peers.signer(Role.SEAL, old)])
    book = Book(seals={RU: [old.certificate]})
    assert refused(made, book) == ("E-T-03", "META-INF/signature002.p7s")


def test_13_an_officers_certificate_out_of_its_time() -> None:
    """The same for a chain."""
    until = SIGNED - timedelta(days=1)
    old = pki.issued("Old officer", issuer=pki.officer_anchor("RU"), valid_until=until)
    made = sealed_request([peers.signer(Role.PERSON, old), MOSCOW_PEER.seal])
    assert refused(made) == ("E-T-03", "META-INF/signature001.p7s")


@pytest.mark.parametrize("credential", [pki.officer("RU"), pki.officer_anchor("RU"), pki.seal(RU)])
def test_13_a_revoked_certificate(credential: pki.Credential) -> None:
    """The example of R-11.3: revoked on 1 March, signed on 2 March; the links of a chain count."""
    revoked = {credential.fingerprint: datetime(2026, 3, 1, tzinfo=UTC)}
    assert refused(sealed_request(), Book(revoked=revoked))[0] == "E-T-03"


def test_13_a_time_before_the_revocation_must_be_proven() -> None:
    """Who stole a key can state any time: without a timestamp the receipt is the proof (R-18.7)."""
    since = SIGNED + timedelta(minutes=1)
    revoked = {pki.seal(RU).fingerprint: since}
    assert refused(sealed_request(), Book(revoked=revoked))[0] == "E-T-03"
    earlier = since - timedelta(seconds=1)
    assert opened(sealed_request(), Book(revoked=revoked), earlier).earliest_known == earlier


def test_13_revocation_that_nobody_knows_is_undetermined() -> None:
    """Good, revoked, unknown: three answers."""

    class Silent(Book):
        def revoked_at(self, fingerprint: str, party: str | None = None) -> datetime | None:
            raise Undetermined("E-T-06", f"Состояние сертификата {fingerprint} Стороны {party} неизвестно.")

    with pytest.raises(Undetermined):
        opened(sealed_request(), Silent())


def test_13_only_the_sender_s_own_party_is_heard_about_its_certificates() -> None:
    """Another Party cannot make an officer's letters be refused by revoking what is not its own."""
    heard = set()

    class Listening(Book):
        def revoked_at(self, fingerprint: str, party: str | None = None) -> datetime | None:
            heard.add(party)
            return super().revoked_at(fingerprint, party)

    opened(sealed_request(), Listening())
    assert heard == {"RU"}


@pytest.mark.parametrize("shift", [timedelta(minutes=-6), timedelta(days=367)])
def test_13_a_signing_time_in_the_future_or_long_past(shift: timedelta) -> None:
    """Not more than five minutes ahead, not more than a year behind."""
    assert refused(sealed_request(), received_at=SIGNED + shift)[0] == "E-T-03"
    assert opened(sealed_request(), received_at=SIGNED + timedelta(minutes=-4)).signatures


def test_13_who_transmits_for_another_attests_it() -> None:
    """A private bailiff's request bears the bailiff's signature and seal, and the transmitting authority's (R-11.3)."""
    bailiff = Peer("RU-770-9", "RU")
    book = Book()
    book.parties[bailiff.authority] = "RU"
    attesting = peers.signer(Role.ATTESTING_SEAL, pki.seal(RU))
    own = [bailiff.person, bailiff.seal]
    letter = opened(sealed_request([*own, attesting], initiator_authority=bailiff.authority), book)
    assert [one.role for one in letter.signatures] == [Role.PERSON, Role.SEAL, Role.ATTESTING_SEAL]
    assert refused(sealed_request(own, initiator_authority=bailiff.authority), book)[0] == "E-T-03"
    assert (
        refused(
            sealed_request([*MOSCOW_PEER.signers(Kind.REQUEST), attesting], initiator_authority=bailiff.authority), book
        )[0]
        == "E-T-03"
    )


def test_13_a_receipt_is_not_sealed_by_the_authority() -> None:
    """The node's own seal, and no other."""
    assert refused(peers.sealed(peers.receipt(), [MOSCOW_PEER.seal]))[0] == "E-T-03"
    assert refused(peers.sealed(peers.receipt(), [ALMATY_PEER.node]))[0] == "E-T-03"


# --- (15) to (17): identity, rendition, powers ---------------------------------------------------------------------


def test_15_a_label_with_another_number() -> None:
    """The package is the letter it says to be."""
    document = peers.receipt()
    package = peers.packed(peers.sealed(document), peers.receipt())
    with pytest.raises(NotAcceptable, match="E-T-01"):
        ALMATY_PEER.open(package, Book())


@pytest.mark.parametrize("document", [peers.receipt(), peers.request()])
def test_15_a_label_that_hides_whether_it_is_a_receipt(document: Document) -> None:
    """A receipt is never answered with a receipt; a letter always is."""
    receipt = document.envelope.type.is_receipt
    made = peers.sealed(document, rendition=None if receipt else PDF)
    package = peers.packed(made, document, receipt=not receipt)
    with pytest.raises(NotAcceptable, match="E-T-01"):
        ALMATY_PEER.open(package, Book())


def test_15_a_receipt_that_names_no_message() -> None:
    """Another State's node may send one; nobody here could do anything with it, and nothing breaks."""
    assert refused(peers.sealed(peers.receipt(in_reply_to=None))) == ("E-T-01", "envelope.inReplyTo")
    assert opened(peers.sealed(peers.receipt())).document.envelope.in_reply_to is not None


@pytest.mark.parametrize(
    ("listed", "present"),
    [
        ({}, {"001.pdf": b"copy"}),
        ({"001.pdf": b"copy"}, {}),
        ({"001.pdf": b"copy"}, {"001.pdf": b"cope"}),
        ({"001.pdf": b"copy"}, {"002.pdf": b"copy"}),
        ({"001.pdf": b"copy"}, {"001.pdf": b"copy", "001.png": b"copy"}),
    ],
)
def test_15_attachments_other_than_those_listed(listed: dict[str, bytes], present: dict[str, bytes]) -> None:
    """What the document names is there, and nothing else."""
    described = tuple(peers.attached(name, data) for name, data in listed.items())
    made = peers.sealed(peers.request(attachments=described), rendition=PDF, attachments=present)
    assert refused(made) == ("E-T-01", "envelope.attachments")


def test_16_a_rendition_of_another_document_or_none() -> None:
    """The example of R-10.3.1: E-T-04."""
    assert refused(peers.sealed(peers.request(), rendition=b"%PDF other")) == ("E-T-04", "document.pdf")
    assert refused(peers.sealed(peers.notice())) == ("E-T-04", "document.pdf")


def test_16_a_receipt_has_no_rendition() -> None:
    """It is made for nodes."""
    assert refused(peers.sealed(peers.receipt(), rendition=PDF)) == ("E-T-11", "document.pdf")


def test_17_powers_that_ended_only_warn() -> None:
    """The example of R-11.3: received, with a warning, and the clock runs."""
    ended = replace(peers.SIGNATORY, powers_to=date(2026, 2, 28))
    letter = opened(sealed_request(signatory=ended))
    assert [finding.code for finding in letter.warnings] == ["E-11-12"]
    assert not any(finding.blocks for finding in letter.warnings)


# --- Registers travel in the same container ------------------------------------------------------------------------


def test_a_part_of_the_register_is_believed_by_its_pinned_seal() -> None:
    """`check_signatures` serves the address book, whatever the document is."""
    seal = peers.signer(Role.DEPOSITARY, pki.depositary())
    made = assemble(Contents(document=b'{"version":1}'), [seal], SIGNED)
    trust = Trust(pinned={Role.DEPOSITARY: [pki.depositary().certificate]}, required=frozenset({Role.DEPOSITARY}))
    years_later = SIGNED + timedelta(days=3000)
    assert [one.role for one in check_signatures(made, trust, years_later)] == [Role.DEPOSITARY]
    for other in (
        Trust(pinned={Role.DEPOSITARY: [pki.seal(RU).certificate]}),
        Trust(),
        replace(trust, required=frozenset({Role.CENTRAL})),
    ):
        with pytest.raises(NotAcceptable, match="E-T-03"):
            check_signatures(made, other, years_later)


def test_a_weak_algorithm_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """SHA-1 proves nothing any more, and is not merely unknown."""
    facts = libcrypto.SignerFacts(
        certificate=pki.seal(RU).certificate,
        certificates=(),
        signing_time=SIGNED,
        digest_algorithm="1.3.14.3.2.26",
        signature_algorithm="1.2.840.10045.4.1",
    )
    monkeypatch.setattr(libcrypto.Signature, "facts", lambda _self: facts)
    assert refused(sealed_request())[0] == "E-T-03"


def test_every_step_of_the_list_is_marked_in_the_code() -> None:
    """A reviewer ticks the list off."""
    text = opening.__doc__ or ""
    source = opening.__loader__.get_source(opening.__name__)  # type: ignore[union-attr]  # a module of ours has a loader
    for number in range(1, 18):
        assert f"({number})" in text
        assert source.count(f"({number})") > 1, number


def _unchecked(role: Role, credential: pki.Credential) -> SoftwareSigner:
    """Make a signer of a suite that we would not sign with ourselves."""
    made = SoftwareSigner.__new__(SoftwareSigner)
    made._role, made._certificate, made._chain = role, credential.certificate, ()  # noqa: SLF001  a forger does not ask
    made._key, made._suite = libcrypto.Key(credential.key), catalogue.ECDSA_P256  # noqa: SLF001  same
    return made
