"""Revoked, good, or not known: three answers about a certificate, from lists and from answers (RFC 5280, RFC 6960)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID
from tests.support import peers, pki, tsa
from tests.support.peers import MOSCOW_PEER, RECEIVED, RU, SIGNED

from obmen.message import cms_shell, revocation
from obmen.message.belief import Trust, VerifiedSignature, check_signatures
from obmen.message.container import Contents, Role, assemble
from obmen.message.der import CONTEXT_0, INTEGER, SEQUENCE, inside, integer, tagged
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.revocation import GRACE, Standing
from obmen.message.timestamps import Stamping

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

LIST_AT, ASK_AT = "http://crl.example.org/officers.crl", "http://ocsp.example.org/"
ISSUER = pki.officer_anchor("RU")
NAMESAKE = pki.issued("Officers of RU", usages=pki.ISSUING, curve="P-384")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def _places() -> pki.Extensions:
    points = [x509.DistributionPoint([x509.UniformResourceIdentifier(LIST_AT)], None, None, None)]
    asked = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ASK_AT))
    return ((x509.CRLDistributionPoints(points), False), (x509.AuthorityInformationAccess([asked]), False))


OFFICER = pki.issued("А. А. Тестова, с адресом списка", issuer=ISSUER, extensions=_places())
NO_CHECK = ((x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), False), (x509.OCSPNoCheck(), False))
RESPONDER = pki.issued("Ответчик", issuer=ISSUER, extensions=NO_CHECK)


def standing(*sources: bytes, at: datetime = RECEIVED) -> Standing:
    return revocation.ask(OFFICER.certificate, ISSUER.certificate, at, sources).standing


def listing(made: datetime = SIGNED - DAY, revoked: dict[bytes, datetime] | None = None, days: int = 7) -> bytes:
    return tsa.revocation_list(ISSUER, made, revoked, days=days)


def stating(source: bytes, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
    """Write a list or a certificate again with the parts of what is signed changed (RFC 5280, 4.1 and 5.1)."""
    stated, *signature = inside(source)
    return tagged(SEQUENCE, tagged(SEQUENCE, *change(inside(stated))), *signature)


def of_version_six(parts: list[bytes]) -> list[bytes]:
    return [tagged(parts[0][0], b"\x05") if parts[0][0] == INTEGER else tagged(CONTEXT_0, integer(5)), *parts[1:]]


def with_odd_name(parts: list[bytes]) -> list[bytes]:
    """Write the issuer's name as bits, which only one kind of name may be (RFC 5280, A.1)."""
    return [part.replace(b"\x06\x03\x55\x04\x03\x0c", b"\x06\x03\x55\x04\x03\x03") for part in parts]


def with_extensions_twice(parts: list[bytes]) -> list[bytes]:
    (extensions,) = inside(parts[-1])
    return [*parts[:-1], tagged(parts[-1][0], tagged(SEQUENCE, *inside(extensions) * 2))]


# --- One source --------------------------------------------------------------------------------------------------


def test_nothing_at_hand_is_unknown_never_good() -> None:
    assert standing() is Standing.UNKNOWN


def test_a_list_in_force_says_good_or_revoked() -> None:
    assert standing(listing()) is Standing.GOOD
    assert standing(listing(revoked={pki.officer("RU").certificate: SIGNED})) is Standing.GOOD, "another one's"
    answer = revocation.ask(
        OFFICER.certificate, ISSUER.certificate, RECEIVED, [listing(revoked={OFFICER.certificate: SIGNED - HOUR})]
    )
    assert (answer.standing, answer.since) == (Standing.REVOKED, SIGNED - HOUR)


def test_what_is_revoked_later_was_good_then() -> None:
    later = listing(RECEIVED + DAY, {OFFICER.certificate: RECEIVED + HOUR})
    assert standing(later) is Standing.GOOD
    assert standing(later, at=RECEIVED + DAY) is Standing.REVOKED


def test_a_list_counts_three_days_longer_with_a_remark_and_no_more() -> None:
    """The written grace: `GRACE` after the next edition was due."""
    old = listing(RECEIVED - 10 * DAY, days=7)
    until = RECEIVED - 3 * DAY
    assert standing(old, at=until) is standing(old, at=until + GRACE) is Standing.GOOD
    assert standing(old, at=until + GRACE + HOUR) is Standing.UNKNOWN
    remark = revocation.ask(OFFICER.certificate, ISSUER.certificate, RECEIVED, [old]).remark
    assert "просрочены с 27.02.2026" in remark
    assert revocation.ask(OFFICER.certificate, ISSUER.certificate, until, [old]).remark == ""


def test_an_old_list_still_says_who_was_revoked() -> None:
    ancient = listing(RECEIVED - 100 * DAY, {OFFICER.certificate: RECEIVED - 101 * DAY})
    assert standing(ancient) is Standing.REVOKED
    assert standing(ancient, listing()) is Standing.REVOKED, "one source is enough"


@pytest.mark.parametrize(
    ("why", "forged"),
    [
        ("another issuer", tsa.revocation_list(pki.officer_anchor("KZ"), SIGNED - DAY)),
        ("the same name, another key", tsa.revocation_list(NAMESAKE, SIGNED - DAY)),
        ("not yet born", b""),
        ("no list at all", b"\x30\x03\x02\x01\x05"),
        ("a version that does not exist", stating(listing(), of_version_six)),
        ("a name that is no text", stating(listing(), with_odd_name)),
        ("an extension twice", stating(listing(), with_extensions_twice)),
        ("a flipped bit", listing()[:-1] + bytes([listing()[-1] ^ 1])),
    ],
)
def test_a_list_that_is_not_genuine_says_nothing(why: str, forged: bytes) -> None:
    assert standing(forged) is Standing.UNKNOWN, why
    assert standing(forged, listing()) is Standing.GOOD, f"{why}: it spoils nothing"


@pytest.mark.parametrize("change", [of_version_six, with_extensions_twice])
def test_a_certificate_that_nobody_can_read_is_never_silently_good(
    change: Callable[[list[bytes]], list[bytes]],
) -> None:
    """Whether it announces a place cannot be told, so its issuer must answer; the library's errors stay inside."""
    unreadable = stating(pki.officer("RU").certificate, change)
    assert revocation.places(unreadable) == ()
    assert revocation.must_be_asked(unreadable)
    assert revocation.ask(unreadable, ISSUER.certificate, RECEIVED, [b"", listing()]).standing is not Standing.REVOKED


def test_a_list_of_an_issuer_that_may_issue_none_says_nothing() -> None:
    """The key usage of the issuer must allow lists (RFC 5280, 4.2.1.3)."""
    issuer = pki.issued("No lists", usages=("key_cert_sign",))
    holder = pki.issued("Держатель", issuer=issuer, extensions=_places())
    made = tsa.revocation_list(issuer, SIGNED - DAY)
    assert revocation.ask(holder.certificate, issuer.certificate, RECEIVED, [made]).standing is Standing.UNKNOWN


def test_a_partial_or_delta_list_says_nothing() -> None:
    for extension in (
        x509.DeltaCRLIndicator(1),
        _point(only_contains_ca_certs=True),
        _point(indirect_crl=True),
        _point(full_name=[x509.UniformResourceIdentifier("http://crl.example.org/others.crl")]),
    ):
        assert standing(tsa.revocation_list(ISSUER, SIGNED - DAY, extension=extension)) is Standing.UNKNOWN
    for extension in (
        _point(only_contains_user_certs=True),
        _point(full_name=[x509.UniformResourceIdentifier(LIST_AT)]),
    ):
        assert standing(tsa.revocation_list(ISSUER, SIGNED - DAY, extension=extension)) is Standing.GOOD


def _point(**changes: object) -> x509.IssuingDistributionPoint:
    usual: dict[str, object] = {
        "full_name": None,
        "relative_name": None,
        "only_contains_user_certs": False,
        "only_contains_ca_certs": False,
        "only_some_reasons": None,
        "indirect_crl": False,
        "only_contains_attribute_certs": False,
    }
    return x509.IssuingDistributionPoint(**{**usual, **changes})  # type: ignore[arg-type]  # one change at a time


def test_a_list_made_after_the_certificate_ended_may_have_left_it_out() -> None:
    short = pki.issued("Короткий", issuer=ISSUER, extensions=_places(), valid_until=SIGNED)
    made = listing(RECEIVED)
    assert revocation.ask(short.certificate, ISSUER.certificate, SIGNED, [made]).standing is Standing.UNKNOWN


# --- Answers of OCSP ---------------------------------------------------------------------------------------------


def test_an_answer_by_the_issuer_or_by_whom_it_certified_for_that() -> None:
    for responder in (None, RESPONDER):
        good = tsa.ocsp_answer(OFFICER.certificate, ISSUER, SIGNED, responder=responder)
        assert standing(good) is Standing.GOOD
        bad = tsa.ocsp_answer(OFFICER.certificate, ISSUER, SIGNED, since=SIGNED - HOUR, responder=responder)
        assert standing(bad) is Standing.REVOKED
        assert standing(bad, listing()) is Standing.REVOKED


def test_an_answer_by_anybody_else_says_nothing() -> None:
    strangers = {
        "an officer of the same issuer": pki.officer("RU"),
        "certified for answers, but itself to be asked about": pki.issued(
            "Ответчик без отметки", issuer=ISSUER, extensions=NO_CHECK[:1]
        ),
        "another issuer's": pki.issued("Чужой ответчик", issuer=pki.officer_anchor("KZ"), extensions=NO_CHECK),
        "ended": pki.issued("Истёкший ответчик", issuer=ISSUER, extensions=NO_CHECK, valid_until=SIGNED - DAY),
    }
    for why, responder in strangers.items():
        answer = tsa.ocsp_answer(OFFICER.certificate, ISSUER, SIGNED, responder=responder)
        assert standing(answer) is Standing.UNKNOWN, why


def test_an_answer_about_another_certificate_says_nothing() -> None:
    assert standing(tsa.ocsp_answer(pki.officer("RU").certificate, ISSUER, SIGNED)) is Standing.UNKNOWN


def test_an_outdated_or_unsuccessful_answer_says_nothing() -> None:
    old = tsa.ocsp_answer(OFFICER.certificate, ISSUER, RECEIVED - 10 * DAY)
    assert standing(old) is Standing.UNKNOWN
    later = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus.TRY_LATER)
    assert standing(later.public_bytes(Encoding.DER)) is Standing.UNKNOWN


# --- In a signature ----------------------------------------------------------------------------------------------


def believed(
    *, stapled: Sequence[bytes] = (), at_hand: Sequence[bytes] = (), stamp: datetime | None = None
) -> VerifiedSignature:
    """Sign by the officer and check, with what goes along and what is at hand."""
    authorities = [tsa.authority(stamp)] if stamp else []
    signer = peers.signer(Role.PERSON, OFFICER)
    stamper = Stamping(authorities, lists=stapled)
    made = assemble(Contents(document=b"{}"), [signer], SIGNED, stamper=stamper)
    trust = Trust(
        anchors={Role.PERSON: [ISSUER.certificate]},
        stamps=[tsa.anchor().certificate],
        sources=lambda _: at_hand,
        alive=True,
    )
    return check_signatures(made, trust, RECEIVED)[0]


def test_an_officer_without_sources_is_kept_and_asked_about() -> None:
    """An unreachable host is nobody's revocation: «доставлено, проверяется»."""
    with pytest.raises(Undetermined, match="пока узнать нельзя") as caught:
        believed()
    assert caught.value.wanted == ((OFFICER.certificate, ISSUER.certificate),)
    assert revocation.places(OFFICER.certificate) == (LIST_AT, ASK_AT)
    assert revocation.must_be_asked(OFFICER.certificate)
    assert not revocation.must_be_asked(ISSUER.certificate)


def test_a_source_that_came_along_or_is_at_hand_convinces_and_is_kept() -> None:
    good = tsa.ocsp_answer(OFFICER.certificate, ISSUER, SIGNED)
    for signature in (believed(stapled=[listing(), good]), believed(stapled=[good]), believed(at_hand=[listing()])):
        assert signature.material[:2] == (OFFICER.certificate, ISSUER.certificate)
        assert signature.material[2] in (listing(), good)


def test_a_revoked_officer_is_refused_whatever_else_is_said() -> None:
    """R-11.3 (2): revoked 01.03, signed 02.03: T-02, E-T-03."""
    revoked = listing(SIGNED - HOUR, {OFFICER.certificate: SIGNED - DAY})
    for stapled, at_hand in (([revoked], []), ([listing()], [revoked])):
        with pytest.raises(NotAcceptable, match=r"отозван с 01\.03\.2026") as caught:
            believed(stapled=stapled, at_hand=at_hand)
        assert caught.value.code == "E-T-03"


def test_a_timestamp_before_the_revocation_saves_the_signature() -> None:
    revoked = listing(RECEIVED, {OFFICER.certificate: SIGNED + timedelta(minutes=2)})
    assert believed(at_hand=[revoked], stamp=SIGNED + timedelta(minutes=1)).proven_at == SIGNED + timedelta(minutes=1)
    with pytest.raises(NotAcceptable, match="отозван"):
        believed(at_hand=[revoked])


def test_a_certificate_that_names_no_place_is_left_to_the_register() -> None:
    signer = peers.signer(Role.PERSON, pki.officer("RU"))
    made = assemble(Contents(document=b"{}"), [signer], SIGNED)
    trust = Trust(anchors={Role.PERSON: [ISSUER.certificate]})
    assert check_signatures(made, trust, RECEIVED)
    with pytest.raises(NotAcceptable, match="отозван"):
        check_signatures(made, replace(trust, revoked_at={pki.officer("RU").fingerprint: SIGNED}.get), RECEIVED)


def test_what_is_stapled_has_one_spelling() -> None:
    """In order, once each, nothing but lists and answers (RFC 5652, 10.2.1)."""
    good = tsa.ocsp_answer(OFFICER.certificate, ISSUER, SIGNED)
    plain = peers.signer(Role.PERSON, OFFICER).sign(b"data", SIGNED)
    around = cms_shell.put_around(plain, lists=[good, listing(), good])
    shell = cms_shell.take_apart(around, "")
    assert sorted(shell.lists) == sorted({good, listing()})
    assert cms_shell.put_around(plain, lists=shell.lists[::-1]) == around
    assert cms_shell.take_apart(plain, "").bare == shell.bare
    with pytest.raises(ValueError, match="unpack"):
        cms_shell.put_around(around, lists=[good])


# --- Of a timestamp authority ------------------------------------------------------------------------------------


def stamped_by_an_authority_with_a_place(at_hand: Sequence[bytes], receipt: datetime = RECEIVED) -> VerifiedSignature:
    """Check a seal stamped by an authority whose certificate says where to ask about it."""
    credential = pki.issued("TSA (с адресом списка)", issuer=tsa.anchor(), extensions=(*_places(), tsa.STAMPING))
    stamper = Stamping([tsa.Tsa(at=SIGNED, credential=credential)])
    made = assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=stamper)
    trust = Trust(
        pinned={Role.SEAL: [pki.seal(RU).certificate]},
        stamps=[tsa.anchor().certificate],
        sources=lambda _: at_hand,
        oldest=timedelta(days=1),
    )
    return check_signatures(made, trust, receipt)[0]


def test_a_timestamp_that_does_not_count_for_want_of_a_list_says_which() -> None:
    """Whoever holds the letter can ask, and then the timestamp counts."""
    without = stamped_by_an_authority_with_a_place([])
    assert (without.proven_at, without.stamped_by) == (RECEIVED, "")
    ((certificate, issuer),) = without.wanted
    assert issuer == tsa.anchor().certificate
    assert revocation.list_places(certificate) == (LIST_AT,)
    assert revocation.answer_places(certificate) == (ASK_AT,)
    with_list = stamped_by_an_authority_with_a_place([tsa.revocation_list(tsa.anchor(), SIGNED)])
    assert (with_list.proven_at, with_list.wanted) == (SIGNED, ())


def test_a_letter_that_only_its_timestamp_can_save_says_what_to_ask() -> None:
    """Received too late to count from its receipt: not refused before the authority's list was asked for."""
    with pytest.raises(Undetermined) as caught:
        stamped_by_an_authority_with_a_place([], RECEIVED + 3 * DAY)
    assert [issuer for _, issuer in caught.value.wanted] == [tsa.anchor().certificate]
