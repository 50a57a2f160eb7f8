"""What a Party cannot do to others by a properly sealed annex, and what no edition takes back (R-18.5, R-18.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import book, pki
from tests.support.book import IN_FORCE, ISSUED, NOW

from obmen.register import show
from obmen.register.annex import RevocationEntry
from obmen.register.compose import hash_of, seal_annex
from obmen.register.errors import Contradiction

if TYPE_CHECKING:
    from obmen.register.trusted import TrustedRegister

DAY = timedelta(days=1)


def next_annex(party: str, **changes: object) -> bytes:
    """Seal the second annex of a Party, with changes."""
    first = hash_of(book.sealed_annex(party))
    return book.sealed_annex(party, **{"version": 2, "previous_hash": first, "issued_at": ISSUED + DAY, **changes})


def next_legal(**changes: object) -> bytes:
    """Seal the second edition of the legal part, with changes."""
    first = hash_of(book.sealed_legal())
    return book.sealed_legal(version=2, previous_hash=first, issued_at=ISSUED + DAY, **changes)


def revoking(*fingerprints: str) -> TrustedRegister:
    """Let Russia revoke these certificates."""
    entries = tuple(RevocationEntry(fingerprint=each, revoked_at=NOW) for each in fingerprints)
    return book.register().accept(next_annex("RU", revocations=entries), NOW)


@pytest.mark.parametrize("tail", [None, b"tail", book.tls("BY").certificate], ids=["junk", "tail", "two"])
def test_a_tls_certificate_that_does_not_read_is_not_taken(tail: bytes | None) -> None:
    """Every node hands all of them to its TLS library, which stops at the first it cannot read."""
    certificate = b"junk" if tail is None else book.tls("RU").certificate + tail
    node = replace(book.node_of("RU"), tls_certificates=(certificate,))
    with pytest.raises(Contradiction, match="сертификат TLS узла"):
        book.register().accept(next_annex("RU", nodes=(node,)), NOW)


def test_a_revoked_tls_certificate_opens_no_door() -> None:
    """Nor is it called any more, although the entry of the node still names it; the other one goes on (R-18.7)."""
    both = (book.tls("RU").certificate, pki.issued("renewed RU").certificate)
    node = replace(book.node_of("RU"), tls_certificates=both)
    revocation = RevocationEntry(fingerprint=book.tls("RU").fingerprint, revoked_at=NOW)
    register = book.register().accept(next_annex("RU", nodes=(node,), revocations=(revocation,)), NOW)
    assert both[0] not in register.tls_certificates()
    assert register.node_by_certificate(book.tls("RU").fingerprint) is None
    used = register.node_for("RU-771")
    assert used is not None
    assert used.tls_certificates == both[1:]


def test_a_revoked_tls_certificate_remains_its_partys() -> None:
    """Another Party cannot pick it up."""
    register = revoking(book.tls("RU").fingerprint)
    found = replace(book.node_of("KZ"), tls_certificates=book.node_of("RU").tls_certificates)
    with pytest.raises(Contradiction):
        register.accept(next_annex("KZ", nodes=(found,)), NOW)


def test_nobody_revokes_what_is_anothers() -> None:
    """Neither the key of its central authority nor the certificate of its node."""
    keys = pki.central("KZ").fingerprint, book.tls("KZ").fingerprint, pki.seal("KZ-750").fingerprint
    register = revoking(*keys)
    assert [register.revoked_at(each) for each in keys] == [None, None, None]
    assert book.tls("KZ").certificate in register.tls_certificates()


def test_an_officer_is_revoked_by_their_own_party_only() -> None:
    """No list names officers, so whoever asks says whose certificate it is."""
    officer = pki.officer("KZ").fingerprint
    register = revoking(officer)
    assert register.revoked_at(officer, "RU") == NOW
    assert register.revoked_at(officer, "KZ") is None
    assert register.revoked_at(officer, "UZ") is None


def test_the_depositary_revokes_central_keys_of_any_party() -> None:
    """Whoever is said to own it (R-18.7)."""
    keys = tuple(replace(each, revoked_at=NOW + DAY) for each in book.legal_part().central_keys)
    assert book.register(central_keys=keys).revoked_at(pki.central("KZ").fingerprint, "KZ") == NOW + DAY


def test_an_edition_of_the_future_is_not_taken() -> None:
    """With such a date no later edition of the Party could ever follow; a clock a little ahead does no harm."""
    annex = replace(book.annex_of("RU"), version=2, previous_hash=hash_of(book.sealed_annex("RU")))
    tomorrow = seal_annex(replace(annex, issued_at=NOW + DAY), book.central("RU"), NOW)
    with pytest.raises(Contradiction, match="ещё не наступило"):
        book.register().accept(tomorrow, NOW)
    soon = seal_annex(replace(annex, issued_at=NOW + timedelta(minutes=1)), book.central("RU"), NOW)
    assert book.register().accept(soon, NOW).edition("RU").annex_version == 2


def test_an_authority_is_closed_never_removed() -> None:
    """Else nobody could say who was competent on a past day; closed, it answers for that day (R-18.5)."""
    known = book.legal_part().authorities
    with pytest.raises(Contradiction, match="орган BY-102"):
        book.register().accept(next_legal(authorities=known[:-1]), NOW)
    closed = (*known[:-1], replace(known[-1], valid_to=NOW.date()))
    register = book.register().accept(next_legal(authorities=closed), NOW)
    assert register.listed("BY-102", IN_FORCE)
    assert not register.listed("BY-102", NOW.date())


def test_a_key_is_closed_never_removed() -> None:
    """Else what it sealed in its time could not be checked any more."""
    with pytest.raises(Contradiction, match="ключ центрального органа"):
        book.register().accept(next_legal(central_keys=()), NOW)
    with pytest.raises(Contradiction, match="сертификат"):
        book.register().accept(next_annex("RU", certificates=book.annex_of("RU").certificates[1:]), NOW)


@pytest.mark.parametrize("name", ["КZ-750", "KZ-750", "RU-7\u200b70", "RU-770 ", "RU-" + "7" * 62, "ru-1", "770"])
def test_no_identifier_looks_like_another_partys(name: str) -> None:
    """A bailiff «КZ-750» with a Cyrillic letter would write, on a screen, as the central authority of Kazakhstan."""
    bailiff = replace(book.bailiff("RU"), id=name)
    with pytest.raises(Contradiction):
        book.register().accept(next_annex("RU", directory=(bailiff,)), NOW)
    added = replace(book.legal_part().authorities[2], id=name)
    with pytest.raises(Contradiction):
        book.register().accept(next_legal(authorities=(*book.legal_part().authorities, added)), NOW)


def test_an_identifier_may_have_letters_of_its_own_language() -> None:
    """Only its beginning is the Party's code."""
    bailiff = replace(book.bailiff("RU"), id="RU-ЧСИ-1")
    register = book.register().accept(next_annex("RU", directory=(bailiff,)), NOW)
    assert register.party_of("RU-ЧСИ-1") == "RU"


def test_a_name_cannot_command_the_terminal() -> None:
    """Control characters and turned-around text are shown as a mark, the letters of any language as they are."""
    node = replace(book.node_of("RU"), id="ru\x1b[2J\u202eгород\nӘ")
    seen = show.text(book.register().accept(next_annex("RU", nodes=(node,)), NOW), NOW)
    assert "ru�[2J�город�Ә" in seen
    assert not any(not each.isprintable() for each in seen.replace("\n", ""))
