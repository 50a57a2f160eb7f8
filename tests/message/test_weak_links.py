"""A chain is as strong as its weakest link, and a certificate is for what it says: what OpenSSL lets through."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.support import pki, tsa
from tests.support.peers import MOSCOW_PEER, RECEIVED, RU, SIGNED

from obmen.message import cades, certificates, revocation, signatures
from obmen.message.belief import Trust, check_signatures
from obmen.message.container import Container, Contents, Role, assemble
from obmen.message.der import SEQUENCE, inside, tagged
from obmen.message.errors import NotAcceptable
from obmen.message.manifest import Manifest
from obmen.message.revocation import Standing
from obmen.message.suites.software import SoftwareSigner
from obmen.message.timestamps import Stamping

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.pki import Credential

    from obmen.message.belief import VerifiedSignature

ISSUER = pki.officer_anchor("RU")
SHA256, SHA1 = bytes.fromhex("300a06082a8648ce3d040302"), bytes.fromhex("300906072a8648ce3d0401")
POINT = x509.DistributionPoint([x509.UniformResourceIdentifier("http://crl.example.org/")], None, None, None)
PLACE: pki.Extensions = ((x509.CRLDistributionPoints([POINT]), False),)


def by_sha1(signed: bytes, issuer: Credential = ISSUER) -> bytes:
    """Sign a certificate or a list anew, by SHA-1, with its issuer's own key."""
    stated = tagged(SEQUENCE, *(SHA1 if part == SHA256 else part for part in inside(inside(signed)[0])))
    key = serialization.load_pem_private_key(issuer.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    value = key.sign(stated, ec.ECDSA(hashes.SHA1()))  # noqa: S303  the weakness is the point
    return tagged(SEQUENCE, stated, SHA1, tagged(0x03, b"\x00", value))


def believed(person: Credential, *links: bytes) -> VerifiedSignature:
    signer = SoftwareSigner(Role.PERSON, person.certificate, person.key, links)
    made = assemble(Contents(document=b"{}"), [signer], SIGNED)
    return check_signatures(made, Trust(anchors={Role.PERSON: [ISSUER.certificate]}), RECEIVED)[0]


# --- Chains and lists --------------------------------------------------------------------------------------------


def test_a_certificate_issued_by_sha1_reaches_no_anchor() -> None:
    """Whoever finds two certificates of one SHA-1 has one of them signed as an officer's and uses the other."""
    officer = pki.officer("RU")
    assert believed(officer).certificate == officer.certificate
    with pytest.raises(NotAcceptable, match="не внесён в реестр"):
        believed(replace(officer, certificate=by_sha1(officer.certificate)))


def test_a_short_key_in_the_middle_certifies_nobody() -> None:
    """An RSA key of 1024 bits is not believed in an officer's hand, nor in his issuer's."""
    for bits in ("RSA 1024", "RSA 2048"):
        middle = pki.issued(f"Middle {bits}", issuer=ISSUER, usages=pki.ISSUING, curve=bits)
        officer = pki.issued(f"Officer under {bits}", issuer=middle)
        if bits == "RSA 2048":
            assert believed(officer, middle.certificate).material[1] == middle.certificate
        else:
            with pytest.raises(NotAcceptable, match="не внесён в реестр"):
                believed(officer, middle.certificate)


def test_a_list_signed_by_sha1_says_nothing() -> None:
    officer = pki.issued("С адресом", issuer=ISSUER, extensions=PLACE)
    made = tsa.revocation_list(ISSUER, SIGNED)
    for source, standing in ((made, Standing.GOOD), (by_sha1(made), Standing.UNKNOWN)):
        answer = revocation.ask(officer.certificate, ISSUER.certificate, RECEIVED, [source])
        assert answer.standing is standing


def test_an_answer_about_what_had_already_ended_says_only_that_it_was_revoked() -> None:
    """Whoever answers may forget what expired, as a list may (RFC 5280, 3.3): «good» is then no news."""
    end = SIGNED + timedelta(hours=1)
    short = pki.issued("Короткий", issuer=ISSUER, extensions=PLACE, valid_until=end)

    def standing(made: timedelta, **facts: object) -> Standing:
        answer = tsa.ocsp_answer(short.certificate, ISSUER, SIGNED + made, **facts)  # type: ignore[arg-type]
        return revocation.ask(short.certificate, ISSUER.certificate, SIGNED, [answer]).standing

    assert standing(timedelta(minutes=1)) is Standing.GOOD
    assert standing(timedelta(days=30)) is Standing.UNKNOWN
    assert standing(timedelta(days=30), since=SIGNED) is Standing.REVOKED


# --- What a certificate is for -----------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["SERVER_AUTH", "OCSP_SIGNING", "TIME_STAMPING", "CODE_SIGNING"])
def test_the_certificate_of_a_machine_signs_for_no_person(purpose: str) -> None:
    """The issuer of officers' certificates certifies its web server and its responder, too."""
    oid = getattr(ExtendedKeyUsageOID, purpose)
    machine = pki.issued(f"{purpose} TEST", issuer=ISSUER, extensions=((x509.ExtendedKeyUsage([oid]), False),))
    with pytest.raises(NotAcceptable, match="не предназначен для подписи"):
        believed(machine)
    national = x509.ObjectIdentifier("1.2.398.3.3.4.1.1")
    usages = x509.ExtendedKeyUsage([oid, national])
    also = pki.issued(f"{purpose} and more TEST", issuer=ISSUER, extensions=((usages, False),))
    assert believed(also).certificate == also.certificate


# --- Names -------------------------------------------------------------------------------------------------------


def test_a_name_in_a_certificate_turns_no_text_around() -> None:
    """A remark shows how a stranger named his timestamp authority: visibly, and not at any length."""
    for name, shown in (("TSA\u202e\u2066ABC", "CN=TSA\ufffd\ufffdABC"), ("Ұлттық орталық", "CN=Ұлттық орталық")):
        stranger = tsa.Tsa(at=SIGNED, credential=pki.issued(name, extensions=(tsa.STAMPING,)))
        made = assemble(Contents(document=b"{}"), [MOSCOW_PEER.seal], SIGNED, stamper=Stamping([stranger]))
        trust = Trust(pinned={Role.SEAL: [pki.seal(RU).certificate]}, stamps=[tsa.anchor().certificate])
        (remark,) = check_signatures(made, trust, RECEIVED)[0].remarks
        assert f"служба «{shown}» не внесена" in remark


def test_the_name_of_a_person_is_never_a_page_long() -> None:
    many = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATIONAL_UNIT_NAME, "x" * 64)] * 100)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder(many, many, key.public_key(), 1, pki.FROM, pki.UNTIL)
    facts = certificates.facts(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    assert len(facts.subject) <= 501


# --- What a signature states, and what stands beside it ----------------------------------------------------------


def resigned(change: Callable[[dict[bytes, bytes]], None], *beside: bytes) -> bytes:
    """Seal data with other signed attributes, and with other things among the certificates."""
    seal = pki.seal(RU)
    prepared = cades.prepare(seal.certificate, b"data", SIGNED)
    attributes = {inside(one)[0]: one for one in inside(prepared.signed)}
    change(attributes)
    changed = replace(prepared, attributes=b"".join(sorted(attributes.values())), chain=beside)
    key = serialization.load_pem_private_key(seal.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return changed.finish(key.sign(changed.signed, ec.ECDSA(hashes.SHA256())))


def hold(p7s: bytes) -> None:
    manifests = {"data": Manifest(signature="p7s", role=Role.SEAL, digests={})}
    signatures.verify(Container(b"", {"data": b"data", "p7s": p7s}), manifests)


CONTENT_TYPE, NAMED = bytes.fromhex("06092a864886f70d010903"), bytes.fromhex("060b2a864886f70d010910022f")


def of_another_kind(attributes: dict[bytes, bytes]) -> None:
    attributes[CONTENT_TYPE] = attributes[CONTENT_TYPE].replace(b"\x01\x07\x01", b"\x01\x07\x02")


def named_by_sha1(attributes: dict[bytes, bytes]) -> None:
    digest = hashlib.sha1(pki.seal(RU).certificate, usedforsecurity=False).digest()
    named = tagged(SEQUENCE, tagged(SEQUENCE, tagged(SEQUENCE, tagged(0x04, digest))))
    attributes[NAMED] = tagged(SEQUENCE, NAMED[:-1] + b"\x0c", tagged(0x31, named))


@pytest.mark.parametrize("change", [of_another_kind, named_by_sha1])
def test_a_signature_says_what_it_signs_and_by_which_certificate(
    change: Callable[[dict[bytes, bytes]], None],
) -> None:
    """OpenSSL takes both; another verifier refuses them, and evidence must be the same for everybody."""
    hold(resigned(lambda _: None))
    with pytest.raises(NotAcceptable, match="не указаны"):
        hold(resigned(change))


@pytest.mark.parametrize("smuggled", [tagged(0xA2, b"hidden"), tagged(SEQUENCE, b"\xff" * 1000)])
def test_nothing_but_certificates_stands_among_the_certificates(smuggled: bytes) -> None:
    """Behind the signer's own, nobody looked: room for anything, unsigned."""
    hold(resigned(lambda _: None, pki.officer_anchor("RU").certificate))
    with pytest.raises(NotAcceptable, match="E-T-03"):
        hold(resigned(lambda _: None, smuggled))
