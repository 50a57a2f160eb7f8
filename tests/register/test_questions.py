"""Who is a Party, who is competent, whose key, on a day (Art. 18, 22-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.support import book, pki
from tests.support.book import IN_FORCE, ISSUED, NOW

from obmen.register.annex import CertificateEntry, RevocationEntry, Usage
from obmen.register.compose import hash_of
from obmen.register.trusted import TrustedRegister
from obmen.treaty.calendars import joined, published_years
from obmen.treaty.policies import DEFAULT_POLICIES

TODAY = NOW.date()
DAY = timedelta(days=1)
APRIL = date(2026, 4, 1)


def with_annex(party: str, **changes: object) -> TrustedRegister:
    """Build the register with a changed second annex of one Party."""
    first = hash_of(book.sealed_annex(party))
    usual: dict[str, object] = {"version": 2, "previous_hash": first, "issued_at": ISSUED + DAY}
    return book.register().accept(book.sealed_annex(party, **usual | changes), NOW)


def certificates(party: str, *entries: CertificateEntry) -> tuple[CertificateEntry, ...]:
    return (*book.annex_of(party).certificates, *entries)


def key(usage: Usage, credential: pki.Credential) -> CertificateEntry:
    return CertificateEntry(usage=usage, authority="RU-770", certificate=credential.certificate, valid_from=NOW)


def test_a_party_is_bound_from_the_published_day() -> None:
    """The day before, it is not; a State that is not there never is (Art. 22)."""
    register = book.register()
    assert register.in_force("KZ", IN_FORCE)
    assert not register.in_force("KZ", IN_FORCE - DAY)
    assert not register.in_force("UZ", IN_FORCE)
    assert register.membership("UZ") is None
    assert [entry.name for entry in register.parties()] == ["Казахстан", "Россия", "Беларусь"]


def test_an_authority_is_entitled_from_its_day_on() -> None:
    """A territorial authority added for 1 April is refused on 31 March (R-18.2)."""
    added = replace(book.legal_part().authorities[3], id="RU-772", valid_from=APRIL)
    register = book.register(authorities=(*book.legal_part().authorities, added))
    assert register.listed("RU-772", APRIL)
    assert not register.listed("RU-772", APRIL - DAY)
    facts = register.authority_facts("RU-772", APRIL - DAY)
    assert facts is not None
    assert not facts.listed
    assert register.authority_facts("RU-999", APRIL) is None


def test_the_last_day_of_an_authority_is_the_one_before_its_end() -> None:
    """It is still known afterwards, as one that is not listed; a later entry under the same id lists it anew."""
    first, *others = book.legal_part().authorities
    closed = replace(first, valid_to=APRIL)
    register = book.register(authorities=(closed, replace(first, name="Новое имя", valid_from=APRIL + DAY), *others))
    assert register.listed("KZ-750", APRIL - DAY)
    assert not register.listed("KZ-750", APRIL)
    again = register.authority("KZ-750", APRIL + DAY)
    assert again is not None
    assert again.name == "Новое имя"


def test_central_authorities_come_first() -> None:
    """And the law is told which they are."""
    register = book.register(authorities=tuple(reversed(book.legal_part().authorities)))
    assert [entry.id for entry in register.authorities("RU", TODAY)] == ["RU-770", "RU-771"]
    facts = [register.authority_facts(name, TODAY) for name in ("RU-770", "RU-771")]
    assert [each.central for each in facts if each] == [True, False]


def test_a_private_bailiff_is_known_but_not_entitled() -> None:
    """He initiates through the authority that serves him (R-18.6)."""
    register = book.register()
    assert register.party_of("KZ-B-1") == "KZ"
    assert not register.listed("KZ-B-1", TODAY)
    assert [entry.id for entry in register.directory("KZ", TODAY)] == ["KZ-B-1"]
    assert register.directory("KZ", IN_FORCE - DAY) == ()


def test_every_body_counts_days_in_its_own_zone() -> None:
    """Authorities by the legal part, bailiffs by the directory."""
    register = book.register()
    assert str(register.zone("RU-771")) == "Europe/Moscow"
    assert str(register.zone("KZ-B-1")) == "Asia/Almaty"
    assert register.zone("UZ-1") is None


def test_one_node_serves_both_authorities() -> None:
    """It is found by authority and by the certificate it shows; its seal counts for both."""
    register = book.register()
    node = register.node_for("BY-102")
    assert node == book.node_of("BY")
    assert register.node_by_certificate(book.tls("BY").fingerprint) == node
    assert register.node_by_certificate("0" * 64) is None
    assert len(register.tls_certificates()) == 3
    assert register.node_seal_certificates("BY-102", NOW) == (pki.node_seal("BY-101").certificate,)
    assert [entry.address for entry in register.channels("BY-101")] == ["by.node.example.org"]


def test_seals_are_those_of_the_moment() -> None:
    """A key that is replaced still proves what was sealed in its time."""
    new = pki.issued("new seal")
    register = with_annex("RU", certificates=certificates("RU", key(Usage.SEAL, new)))
    old = pki.seal("RU-770").certificate
    assert register.seal_certificates("RU-770", NOW) == (new.certificate, old)
    assert register.seal_certificates("RU-770", NOW - DAY) == (old,)
    assert register.seal_certificates("RU-999", NOW) == ()


def test_officers_chain_to_the_anchor_of_their_party() -> None:
    """An anchor of one authority counts for that authority only."""
    own = key(Usage.OFFICER_ANCHOR, pki.issued("own anchor", usages=pki.ISSUING))
    register = with_annex("RU", certificates=certificates("RU", own))
    common = pki.officer_anchor("RU").certificate
    assert register.officer_anchors("RU-770", NOW) == (own.certificate, common)
    assert register.officer_anchors("RU-771", NOW) == (common,)
    assert register.officer_anchors("UZ-1", NOW) == ()


def test_letters_are_encrypted_to_the_newest_good_key() -> None:
    """A revoked one is passed over."""
    new = pki.issued("new key", usages=pki.AGREEMENT)
    entry = key(Usage.ENCRYPTION, new)
    assert (
        with_annex("RU", certificates=certificates("RU", entry)).encryption_certificate("RU-770", NOW)
        == new.certificate
    )
    revoked = with_annex("RU", certificates=certificates("RU", replace(entry, revoked_at=NOW)))
    assert revoked.encryption_certificate("RU-770", NOW) == pki.encryption("RU-770").certificate
    assert revoked.encryption_certificate("RU-999", NOW) is None


def test_a_party_revokes_its_own_certificates_only() -> None:
    """An officer's certificate is in no list; a listed one, only its own Party can revoke (R-18.7)."""
    officer, foreign = pki.officer("RU").fingerprint, pki.seal("KZ-750").fingerprint
    revocations = tuple(RevocationEntry(fingerprint=each, revoked_at=NOW) for each in (officer, foreign))
    register = with_annex("RU", revocations=revocations)
    assert register.revoked_at(officer) == NOW
    assert register.revoked_at(foreign) is None


def test_the_earliest_revocation_counts() -> None:
    """Also that of a central authority's key by the depositary."""
    officer = pki.officer("RU").fingerprint
    twice = tuple(RevocationEntry(fingerprint=officer, revoked_at=at) for at in (NOW, NOW - DAY, NOW + DAY))
    assert with_annex("RU", revocations=twice).revoked_at(officer) == NOW - DAY
    keys = tuple(replace(each, revoked_at=NOW + DAY) for each in book.legal_part().central_keys)
    assert book.register(central_keys=keys).revoked_at(pki.central("KZ").fingerprint) == NOW + DAY


def test_kazakhstans_reservation_is_verbatim() -> None:
    """It touches Art. 6(a) and is no declaration under Art. 25 (R-25.5)."""
    (reservation,) = book.register().declarations()
    assert (reservation.kind, reservation.party) == ("RESERVATION", "KZ")
    assert reservation.text == book.RESERVATION
    assert reservation.concerns("6.a")


def test_a_partys_calendar_and_choices_come_from_its_annex() -> None:
    """The calendar of the day with those that follow it, else the one that reaches furthest; undeclared is default."""
    first = published_years("RU")[2]
    next_year = replace(
        first,
        version="RU-2027-1",
        confirmed_from=date(2027, 1, 1),
        confirmed_to=date(2027, 12, 31),
        days_off=(),
        working_days=(),
    )
    register = with_annex("RU", calendars=(first, next_year), policies={"P-15": "BLOCK"})
    assert register.calendar("RU") == next_year
    assert register.calendar("RU", TODAY) == joined(first, next_year)
    assert register.calendar("RU", date(2027, 5, 5)) == next_year
    assert register.policies("RU").choice("P-15") == "BLOCK"
    assert register.policies("UZ") == DEFAULT_POLICIES
    assert register.calendar("UZ") is None


@pytest.mark.parametrize("authority", ["KZ-750", ""])
def test_before_the_first_edition_nothing_is_known(authority: str) -> None:
    """Every question has an answer, and it is no."""
    register = TrustedRegister.pinned("0" * 64)
    assert not register.listed(authority, TODAY)
    assert register.party_of(authority) is None
    assert register.node_for(authority) is None
    assert register.encryption_certificate(authority, NOW) is None
    assert register.revoked_at("0" * 64) is None
    assert (register.parties(), register.declarations(), register.tls_certificates()) == ((), (), ())
