"""A node takes only what is newer and properly sealed; what it holds stays in force otherwise (R-18.5, R-18.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import book, pki
from tests.support.book import ISSUED, NOW

from obmen.message import canonical_zip
from obmen.message.container import MIMETYPE, Contents, Role, assemble
from obmen.message.errors import Misuse
from obmen.message.suites.software import SoftwareSigner
from obmen.register import legal
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.errors import BadSeal, Contradiction, Fork, Gap, NotPinned, Older, RegisterError, Unreadable
from obmen.register.trusted import TrustedRegister
from obmen.treaty.instruments import Instrument, InstrumentKind

if TYPE_CHECKING:
    from obmen.message.address_book import AddressBook
    from obmen.message.seal import Signer

NOTE = Instrument(
    number="1", kind=InstrumentKind.NOTIFICATION, party="KZ", received_on=date(2025, 12, 15), note="нота № 5"
)
LATER = ISSUED + timedelta(days=10)


def pinned(raw: bytes) -> TrustedRegister:
    return TrustedRegister.pinned(hash_of(raw)).accept_legal(raw, NOW)


def second(raw: bytes, **changes: object) -> bytes:
    """Seal the legal edition that follows `raw`."""
    return book.sealed_legal(version=2, previous_hash=hash_of(raw), issued_at=LATER, **changes)


def second_annex(party: str, raw: bytes, **changes: object) -> bytes:
    """Seal the annex that follows `raw`."""
    return book.sealed_annex(party, **{"version": 2, "previous_hash": hash_of(raw), "issued_at": LATER, **changes})


def signer(role: Role, credential: pki.Credential) -> Signer:
    return SoftwareSigner(role, credential.certificate, credential.key)


def refused(register: TrustedRegister, raw: bytes, why: type[RegisterError]) -> RegisterError:
    """Offer an edition, expect it to be refused, and look at the words."""
    with pytest.raises(why) as caught:
        register.accept(raw, NOW)
    assert caught.value.text_ru.endswith(".")
    assert caught.value.how_to_fix.endswith(".")
    return caught.value


def test_it_is_an_address_book() -> None:
    """What a letter asks of the register, the register answers."""
    asked: AddressBook = book.register()
    assert asked.in_force("KZ", book.IN_FORCE)


def test_the_first_edition_is_pinned_by_its_fingerprint() -> None:
    """Another first edition, however well sealed, is not the one that was compared outside the system."""
    expected, other = book.sealed_legal(), book.sealed_legal(declarations=())
    register = TrustedRegister.pinned(hash_of(expected).upper())
    assert refused(register, other, NotPinned).code == "E-T-06"
    assert register.accept(expected, NOW).edition("KZ").legal_version == 1


def test_a_fingerprint_is_sixty_four_hex_digits() -> None:
    """A mistyped fingerprint is told at once."""
    with pytest.raises(NotPinned):
        TrustedRegister.pinned("abc")


def test_a_newer_edition_replaces_the_one_before() -> None:
    """Version 2 names the hash of version 1."""
    first = book.sealed_legal()
    register = pinned(first).accept(second(first, declarations=()), NOW)
    assert register.edition("KZ").legal_version == 2
    assert register.declarations() == ()


def test_the_edition_in_force_may_be_offered_again() -> None:
    """Nothing happens, and nothing is said."""
    first = book.sealed_legal()
    register = pinned(first)
    assert register.accept(first, NOW) is register


def test_an_older_edition_is_refused() -> None:
    """Replay of version 1 after 2: the node goes on with 2."""
    first = book.sealed_legal()
    register = pinned(first).accept(second(first), NOW)
    assert refused(register, first, Older).code == "E-T-06"


def test_another_content_under_a_known_version_is_a_fork() -> None:
    """Two sealed editions of one version: neither replaces what is held."""
    first = book.sealed_legal()
    refused(pinned(first), book.sealed_legal(declarations=()), Fork)
    refused(pinned(first).accept(second(first), NOW), second(first, declarations=()), Fork)


def test_an_edition_after_another_predecessor_is_a_fork() -> None:
    """The hash of the one before must be that of ours."""
    first = book.sealed_legal()
    refused(pinned(first), second(book.sealed_legal(declarations=())), Fork)


def test_a_missing_edition_is_told() -> None:
    """Version 3 waits for version 2."""
    first = book.sealed_legal()
    third = book.sealed_legal(version=3, previous_hash="0" * 64, issued_at=LATER)
    refused(pinned(first), third, Gap)


def test_a_stranger_cannot_seal_the_legal_part() -> None:
    """Only the depositary's key that the edition in force names."""
    first = book.sealed_legal()
    part = book.legal_part(version=2, previous_hash=hash_of(first), issued_at=LATER)
    forged = seal_legal(part, signer(Role.DEPOSITARY, pki.seal("stranger")), LATER)
    assert refused(pinned(first), forged, BadSeal).code == "E-T-06"


def test_a_new_key_of_the_depositary_needs_both_seals() -> None:
    """Rollover: by the new key alone, or by the old alone, it is refused; by both it is taken (R-18.8)."""
    first = book.sealed_legal()
    new = pki.issued("Depositary, new key")
    keys = (pki.depositary().certificate, new.certificate)
    part = book.legal_part(version=2, previous_hash=hash_of(first), issued_at=LATER, depositary_keys=keys)
    old_seal, new_seal = book.depositary(), signer(Role.DEPOSITARY, new)
    refused(pinned(first), seal_legal(part, new_seal, LATER), BadSeal)
    refused(pinned(first), seal_legal(part, old_seal, LATER), BadSeal)
    assert pinned(first).accept(seal_legal(part, old_seal, LATER, also=[new_seal]), NOW).edition("").legal_version == 2


def test_an_annex_is_sealed_by_the_central_authority_of_its_party() -> None:
    """Russia's seal under Kazakhstan's annex is refused with E-18-03."""
    register = pinned(book.sealed_legal())
    forged = seal_annex(book.annex_of("KZ"), book.central("RU"), ISSUED)
    assert refused(register, forged, BadSeal).code == "E-18-03"


def test_an_annex_of_a_party_without_a_key_waits_for_the_legal_part() -> None:
    """The advice is to take the legal part first."""
    register = pinned(book.sealed_legal(central_keys=()))
    error = refused(register, book.sealed_annex("KZ"), BadSeal)
    assert error.code == "E-18-03"
    assert "правовой части" in error.how_to_fix
    refused(TrustedRegister.pinned("0" * 64), book.sealed_annex("KZ"), Gap)


def test_a_revoked_central_key_seals_nothing_more() -> None:
    """Whoever stole it may state any time; what was accepted before stays, and a restart keeps it (R-18.7)."""
    first, annex = book.sealed_legal(), book.sealed_annex("KZ")
    keys = tuple(replace(key, revoked_at=LATER) for key in book.legal_part().central_keys)
    register = pinned(first).accept(annex, NOW).accept(second(first, central_keys=keys), NOW)
    refused(register, second_annex("KZ", annex), BadSeal)
    again = TrustedRegister.load(register.pins, [raw for _, raw in register.editions()], NOW)
    assert again.edition("KZ") == register.edition("KZ")


def test_a_new_annex_is_used_at_once() -> None:
    """A renewed node certificate needs no act of the depositary (R-18.5)."""
    annex = book.sealed_annex("RU")
    renewed = replace(book.node_of("RU"), tls_certificates=(pki.issued("renewed").certificate,))
    register = book.register().accept(second_annex("RU", annex, nodes=(renewed,)), NOW)
    assert register.node_for("RU-771") == renewed
    assert register.edition("RU").annex_version == 2
    refused(register, annex, Older)


@pytest.mark.parametrize(
    "changes",
    [
        {"nodes": (replace(book.node_of("RU"), authorities=("KZ-750",)),)},
        {"nodes": (book.node_of("RU"), replace(book.node_of("RU"), id="second"))},
        {"nodes": (book.node_of("RU"), replace(book.node_of("RU"), authorities=()))},
        {"nodes": (book.node_of("KZ"),)},
        {"calendars": book.annex_of("KZ").calendars},
        {"certificates": book.annex_of("KZ").certificates},
        {"directory": book.annex_of("KZ").directory},
        {"directory": (replace(book.bailiff("RU"), zone="Europe/Atlantis"),)},
        {"policies": {"P-01": "WHENEVER"}},
        {"issued_at": ISSUED - timedelta(days=1)},
    ],
    ids=["authority", "two nodes", "node twice", "node", "calendar", "certificates", "body", "zone", "policy", "date"],
)
def test_an_annex_speaks_of_its_own_party_only(changes: dict[str, object]) -> None:
    """What is another's, or makes no sense, is not taken although the seal holds."""
    annex = book.sealed_annex("RU")
    refused(book.register(), second_annex("RU", annex, **changes), Contradiction)


@pytest.mark.parametrize(
    "changes",
    [
        {"nodes": (replace(book.node_of("RU"), id=book.node_of("KZ").id),)},
        {"nodes": (replace(book.node_of("RU"), tls_certificates=book.node_of("KZ").tls_certificates),)},
        {"certificates": (replace(book.annex_of("KZ").certificates[0], authority="RU-770"),)},
        {"directory": (replace(book.bailiff("KZ"), served_by="RU-771"),)},
    ],
    ids=["node", "TLS certificate", "seal", "body"],
)
def test_nobody_takes_what_another_party_has(changes: dict[str, object]) -> None:
    """A node id, a certificate or a bailiff of Kazakhstan does not become Russia's because Russia says so."""
    annex = book.sealed_annex("RU")
    assert refused(book.register(), second_annex("RU", annex, **changes), Contradiction).code == "E-18-03"


@pytest.mark.parametrize(
    "changes",
    [
        {"instruments": (NOTE, replace(NOTE, received_on=date(2026, 1, 2)))},
        {"depositary_nodes": (replace(book.node_of("KZ"), tls_certificates=(b"junk",)),)},
        {"parties": (*book.legal_part().parties, book.legal_part().parties[0])},
        {"parties": book.legal_part().parties[:1]},
        {"authorities": (*book.legal_part().authorities, replace(book.legal_part().authorities[0], party="RU"))},
        {"authorities": (replace(book.legal_part().authorities[0], zone="../etc/passwd"),)},
    ],
    ids=["two under one number", "junk for a certificate", "twice", "unknown Party", "two owners", "zone"],
)
def test_a_legal_part_must_make_sense(changes: dict[str, object]) -> None:
    """A slip of the depositary is told, not taken."""
    first = book.sealed_legal()
    refused(pinned(first), second(first, **changes), Contradiction)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"{}"])
def test_anything_else_is_not_an_edition(raw: bytes) -> None:
    """A wrong file is told as such."""
    refused(book.register(), raw, Unreadable)


def resealed(old: bytes, new: bytes) -> bytes:
    """Seal the legal part with a change in its JSON that this version does not write itself."""
    document = legal.CODEC.encode(book.legal_part()).replace(old, new)
    return assemble(Contents(document=document), [book.depositary()], ISSUED).raw


def test_a_newer_minor_format_is_read() -> None:
    """What we do not know is left out; the hash is that of the bytes as they came."""
    raw = resealed(b'"format":"1.0"', b'"format":"1.7","weather":"fine"')
    assert pinned(raw).edition("").legal_hash == hash_of(raw)


@pytest.mark.parametrize(
    "new",
    [b'"format":"1.0","weather":"fine"', b'"format":"2.0"', b'"format":2', b'"format":"2.0","weather":"fine"'],
    ids=["unknown", "major", "number", "major and unknown"],
)
def test_another_format_is_not(new: bytes) -> None:
    """A part of our format has no unknown fields; one of another major version is for a newer node."""
    raw = resealed(b'"format":"1.0"', new)
    refused(TrustedRegister.pinned(hash_of(raw)), raw, Unreadable)


def test_a_document_that_is_not_json_is_not_read() -> None:
    """However well it is sealed."""
    raw = assemble(Contents(document=b"nonsense"), [book.depositary()], ISSUED).raw
    refused(TrustedRegister.pinned(hash_of(raw)), raw, Unreadable)


def test_a_container_without_a_seal_is_not_read() -> None:
    """Nobody claims to have issued it."""
    raw = canonical_zip.write({"mimetype": MIMETYPE, "document.json": b"{}"})
    refused(book.register(), raw, Unreadable)


def test_a_part_is_sealed_in_its_own_role() -> None:
    """Composing an annex with the depositary's key is a mistake of our own node."""
    with pytest.raises(Misuse):
        seal_annex(book.annex_of("KZ"), book.depositary(), ISSUED)


def test_a_part_under_the_wrong_seal_is_not_read() -> None:
    """An annex is not taken as a legal part, nor the reverse."""
    with pytest.raises(Unreadable):
        book.register().accept_legal(book.sealed_annex("KZ"), NOW)
    with pytest.raises(Unreadable):
        book.register().accept_annex(book.sealed_legal(), NOW)


def test_a_seal_of_tomorrow_is_refused() -> None:
    """A time of sealing that has not come yet proves a wrong clock somewhere."""
    raw = book.sealed_legal()
    with pytest.raises(BadSeal):
        TrustedRegister.pinned(hash_of(raw)).accept(raw, ISSUED - timedelta(hours=1))


def test_what_was_kept_loads_again() -> None:
    """The names of the editions sort in the order of acceptance, and the bytes are those that came."""
    register = book.register()
    kept = sorted(register.editions())
    again = TrustedRegister.load(register.pins, [raw for _, raw in kept], NOW)
    assert list(again.editions()) == kept
    assert [name for name, _ in kept][:2] == ["000001-legal-000001.asice", "000002-KZ-000001.asice"]


def test_editions_of_a_letter_are_known_newer_or_foreign() -> None:
    """`None` when the sender's is newer, `False` when its hash is another."""
    register = book.register()
    ours = register.edition("KZ")
    assert register.knows_edition(ours, "KZ") is True
    assert register.knows_edition(replace(ours, annex_version=2), "KZ") is None
    assert register.knows_edition(replace(ours, legal_version=2), "KZ") is None
    assert register.knows_edition(replace(ours, legal_hash="0" * 64), "KZ") is False
    assert register.knows_edition(replace(ours, annex_hash="0" * 64, legal_version=2), "KZ") is False
    assert register.knows_edition(replace(ours, annex_version=0, annex_hash=""), "KZ") is False
    assert register.knows_edition(register.edition("UZ"), "UZ") is True


def test_age_is_a_value() -> None:
    """Staleness warns, and stops nothing."""
    oldest = book.register().ages(ISSUED + timedelta(days=31))[0]
    assert oldest.stale()
    assert not oldest.stale(timedelta(days=60))
    assert "31 дн." in oldest.sentence()
    assert book.register().ages(datetime.fromisoformat("2026-01-13T09:00:00+00:00"))[0].age == timedelta(days=1)
