"""Before the depositary has a node, when it takes over, and when its key was stolen (R-18.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.support import book, pki
from tests.support.book import ISSUED, NOW

from obmen.message.container import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.errors import BadSeal, Contradiction, Fork, Gap, NotPinned, Older
from obmen.register.legal import CentralKey
from obmen.register.trusted import TrustedRegister
from obmen.treaty.instruments import Instrument, InstrumentKind

LATER = ISSUED + timedelta(days=10)
MUCH_LATER = ISSUED + timedelta(days=20)
THIEF = pki.issued("Central authority of Kazakhstan, says a thief")


def jointly(*parties: str, **changes: object) -> bytes:
    """Seal a legal part without a depositary by the central authorities of Parties."""
    part = book.legal_part(**{"depositary_keys": (), **changes})
    first, *others = map(book.central, parties)
    return seal_legal(part, first, part.issued_at, others)


def after(raw: bytes, version: int = 2, **changes: object) -> dict[str, object]:
    """Make an edition the one that follows `raw`."""
    return {"version": version, "previous_hash": hash_of(raw), "issued_at": LATER, **changes}


def pinned(*raws: bytes) -> TrustedRegister:
    """Take the first of the editions, whose fingerprints were all compared."""
    return TrustedRegister.pinned(*map(hash_of, raws)).accept(raws[0], NOW)


# --- Parties together --------------------------------------------------------------------------------------------


def test_two_parties_seal_the_first_edition_together() -> None:
    """Kazakhstan and Russia: taken, and an annex is judged by it as by any other."""
    register = pinned(jointly("KZ", "RU")).accept(book.sealed_annex("BY"), NOW)
    assert register.in_force("BY", book.IN_FORCE)
    assert register.node_for("BY-101") is not None


def test_one_party_alone_seals_nothing() -> None:
    """One seal makes an annex, which it is not; two keys of one Party are still one Party."""
    part = book.legal_part(depositary_keys=())
    second_key = CentralKey(
        party="KZ", authority="KZ-750", certificate=THIEF.certificate, valid_from=pki.FROM, valid_to=None
    )
    both = replace(part, central_keys=(*part.central_keys, second_key))
    twice = SoftwareSigner(Role.CENTRAL, THIEF.certificate, THIEF.key)
    with pytest.raises(BadSeal, match="не менее двух Сторон"):
        pinned(seal_legal(both, book.central("KZ"), ISSUED, [twice]))


def test_another_fingerprint_is_refused_however_many_seal() -> None:
    """What was compared outside the system decides."""
    with pytest.raises(NotPinned):
        TrustedRegister.pinned("0" * 64).accept(jointly("KZ", "RU", "BY"), NOW)


def test_the_next_edition_needs_two_parties_again() -> None:
    """Of those that the edition in force names: a Party cannot appoint another to second it."""
    first = jointly("KZ", "RU")
    register = pinned(first)
    assert register.accept(jointly("RU", "BY", **after(first)), NOW).edition("").legal_version == 2
    stranger = pki.issued("Central authority of nobody")
    keys = (
        *book.legal_part().central_keys,
        CentralKey(party="AM", authority="AM-1", certificate=stranger.certificate, valid_from=pki.FROM),
    )
    part = book.legal_part(depositary_keys=(), central_keys=keys, **after(first))
    seconded = seal_legal(
        part, book.central("KZ"), LATER, [SoftwareSigner(Role.CENTRAL, stranger.certificate, stranger.key)]
    )
    with pytest.raises(BadSeal):
        register.accept(seconded, NOW)


def test_a_revoked_key_of_a_central_authority_seals_no_more() -> None:
    """Whoever stole it can state any time; so two others are needed."""
    keys = tuple(replace(key, revoked_at=NOW) if key.party == "KZ" else key for key in book.legal_part().central_keys)
    first = jointly("KZ", "RU")
    register = pinned(first).accept(jointly("RU", "BY", **after(first, central_keys=keys)), NOW)
    second = jointly("RU", "BY", **after(first, central_keys=keys))
    third = after(second, 3, issued_at=MUCH_LATER, central_keys=keys)
    with pytest.raises(BadSeal):
        register.accept(jointly("KZ", "RU", **third), NOW)
    assert register.accept(jointly("RU", "BY", **third), NOW).edition("").legal_version == 3


# --- The depositary takes over -----------------------------------------------------------------------------------


def test_the_depositarys_first_edition_is_compared_outside_the_system_too() -> None:
    """By its seal alone it is refused: anybody could call himself the depositary."""
    first = jointly("KZ", "RU")
    taking_over = book.sealed_legal(**after(first))
    with pytest.raises(NotPinned, match="сверенному вне системы"):
        pinned(first).accept(taking_over, NOW)
    assert pinned(first, taking_over).accept(taking_over, NOW).edition("").legal_version == 2


def test_the_depositarys_first_edition_prevails_over_that_of_the_parties() -> None:
    """It may count from 1 again: what the Parties sealed is set aside, and their annexes stay."""
    first, theirs = jointly("KZ", "RU"), book.sealed_legal(declarations=())
    register = pinned(first, theirs).accept(book.sealed_annex("KZ"), NOW).accept(theirs, NOW)
    assert register.declarations() == ()
    assert register.node_for("KZ-750") is not None
    with pytest.raises(BadSeal):
        register.accept(first, NOW)


def test_nobody_leaves_the_depositary_out_again() -> None:
    """Two Parties together cannot, nor the depositary itself."""
    first = book.sealed_legal()
    with pytest.raises(BadSeal, match="исключает депозитария"):
        pinned(first).accept(jointly("KZ", "RU", **after(first)), NOW)


# --- The depositary's key was stolen -----------------------------------------------------------------------------


def _forged(first: bytes) -> bytes:
    """Name the thief's key for Kazakhstan's central authority, under the depositary's stolen key."""
    keys = tuple(
        replace(key, certificate=THIEF.certificate) if key.party == "KZ" else key
        for key in book.legal_part().central_keys
    )
    closed = next(replace(key, valid_to=LATER) for key in book.legal_part().central_keys if key.party == "KZ")
    return book.sealed_legal(**after(first, central_keys=(*keys, closed)))


def _recovery(first: bytes) -> bytes:
    """Give the edition that takes the place of the forged one: under a new key only."""
    new = pki.issued("Depositary, after the theft")
    part = book.legal_part(**after(first, depositary_keys=(new.certificate,), issued_at=MUCH_LATER))
    return seal_legal(part, SoftwareSigner(Role.DEPOSITARY, new.certificate, new.key), MUCH_LATER)


def test_after_a_theft_an_edition_compared_outside_the_system_sets_the_forged_ones_aside() -> None:
    """What the thief sealed goes, annexes included; what was sealed before stays; nothing brings it back."""
    first = book.sealed_legal()
    forged, recovery = _forged(first), _recovery(first)
    thiefs = seal_annex(
        book.annex_of("KZ", issued_at=LATER), SoftwareSigner(Role.CENTRAL, THIEF.certificate, THIEF.key), LATER
    )
    offered = [first, book.sealed_annex("RU"), forged, thiefs, book.sealed_annex("BY"), recovery]
    pins = [hash_of(first), hash_of(recovery)]
    register = TrustedRegister.load(pins, offered, NOW)
    assert register.node_for("KZ-750") is None, "the annex was the thief's"
    assert register.node_for("RU-770") is not None
    assert register.node_for("BY-101") is not None
    with pytest.raises(BadSeal):
        register.accept(forged, NOW)
    assert TrustedRegister.load(pins, [raw for _, raw in register.editions()], NOW).accepted == register.accepted


def test_without_the_comparison_a_new_key_alone_is_refused() -> None:
    """So a thief cannot recover for us."""
    first = book.sealed_legal()
    with pytest.raises(BadSeal):
        pinned(first).accept(_forged(first), NOW).accept(_recovery(first), NOW)
    with pytest.raises(BadSeal):
        pinned(first).accept(_recovery(first), NOW)


def test_a_pinned_edition_that_was_replaced_does_not_come_back() -> None:
    """Neither the first edition, nor what was pinned before the recovery."""
    first, other = book.sealed_legal(), book.sealed_legal(declarations=())
    register = TrustedRegister.load([hash_of(first), hash_of(other)], [first, other], NOW)
    with pytest.raises(Fork):
        register.accept(first, NOW)
    following = pinned(first).accept(book.sealed_legal(**after(first)), NOW)
    with pytest.raises(Older):
        following.accept(first, NOW)


def test_a_pinned_edition_still_follows_one_that_we_hold() -> None:
    """What lies between is asked for first: version 3 pinned, version 2 not there."""
    first = book.sealed_legal()
    second = book.sealed_legal(**after(first))
    third = book.sealed_legal(**after(second, 3, issued_at=MUCH_LATER))
    with pytest.raises(Gap):
        pinned(first, third).accept(third, NOW)


# --- What the part holds -----------------------------------------------------------------------------------------


def test_an_instrument_is_never_removed() -> None:
    """It may be corrected under its number; what was received stays received."""
    note = Instrument(number="1", kind=InstrumentKind.NOTIFICATION, party="KZ", received_on=date(2025, 12, 15))
    first = book.sealed_legal(instruments=(note,))
    corrected = book.sealed_legal(**after(first, instruments=(replace(note, note="нота № 12-5"),)))
    assert pinned(first).accept(corrected, NOW).edition("").legal_version == 2
    with pytest.raises(Contradiction, match="документ 1 исключён"):
        pinned(first).accept(book.sealed_legal(**after(first)), NOW)


def test_the_depositarys_node_is_let_in_and_serves_nobody() -> None:
    """It is known by its certificate like the node of a Party."""
    node = replace(book.node_of("KZ"), id="depositary.example.org", authorities=())
    register = pinned(book.sealed_legal(depositary_nodes=(node,)))
    assert register.node_by_certificate(book.tls("KZ").fingerprint) == node
    assert register.tls_certificates() == node.tls_certificates
    assert register.depositary_nodes() == (node,)
