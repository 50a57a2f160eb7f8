"""Signatures whose raw value is made elsewhere: the shell around it is OpenSSL's own, and independent readers agree."""

from __future__ import annotations

import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.x509.oid import NameOID
from tests.support import peers, pki

from obmen.message import cades, der, libcrypto
from obmen.message.cades import Digest, Prepared, RawSigner
from obmen.message.cms_shell import take_apart
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.given import GivenSignature
from obmen.message.libcrypto import CryptoError, Key
from obmen.message.seal import Role

if TYPE_CHECKING:
    from pathlib import Path

    from pyhanko.sign.validation.status import StandardCMSSignatureStatus

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = b"The manifest of a letter."
HASHES: dict[Digest, hashes.HashAlgorithm] = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384()}
USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)
PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
KINDS = ("P-256", "P-384", "RSA")
OIDS = {
    "P-256": ("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2"),
    "P-384": ("2.16.840.1.101.3.4.2.2", "1.2.840.10045.4.3.3"),
    "RSA": ("2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1"),
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody with a key that the message room never sees, and a certificate of it."""

    key: PrivateKey
    certificate: bytes

    @property
    def pem(self) -> bytes:
        """The key, for those who may see it."""
        form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        return self.key.private_bytes(*form)

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(serialization.Encoding.PEM)

    def sign_raw(self, signed: bytes, digest: Digest) -> bytes:
        """Make the raw signature, the same for the same bytes (RFC 6979 for ECDSA)."""
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(signed, ec.ECDSA(HASHES[digest], deterministic_signing=True))
        assert isinstance(self.key, rsa.RSAPrivateKey)
        return self.key.sign(signed, padding.PKCS1v15(), HASHES[digest])


def made(kind: str) -> PrivateKey:
    """Make a key of the kind."""
    if kind == "RSA":
        return rsa.generate_private_key(65537, 2048)
    if kind == "Ed25519":
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP384R1() if kind == "P-384" else ec.SECP256R1())


@cache
def owner(kind: str, name: str = "Печать (учебная)") -> Owner:
    """Make somebody with a key of the kind and a certificate by themselves."""
    key = made(kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(pki.FROM)
        .not_valid_after(pki.UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(USAGE, critical=True)
    )
    signed = builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    return Owner(key, signed.public_bytes(serialization.Encoding.DER))


def signer(one: Owner, *chain: bytes) -> RawSigner:
    """Make a signer over a key that it does not hold."""
    return RawSigner(Role.SEAL, one.certificate, one.sign_raw, chain)


def verify(p7s: bytes, data: bytes) -> libcrypto.SignerFacts:
    """Verify as the opening does: the shell, then OpenSSL."""
    shell = take_apart(p7s, "")
    with libcrypto.reading_signature(shell.bare, shell.certificates) as signature:
        signature.verify(data)
        return signature.facts()


def raw_value(p7s: bytes, prepared: Prepared) -> bytes:
    """Find the raw signature in a whole one: it is the last value."""
    empty = len(prepared.algorithm.identifier)
    start = p7s.rindex(prepared.algorithm.identifier) + empty
    return p7s[start + 4 :] if p7s[start + 1] == 0x82 else p7s[start + 2 :]


# --- The same bytes as OpenSSL's ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["P-256", "RSA"])
@pytest.mark.parametrize("at", [AT, datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2050, 1, 1, tzinfo=UTC)])
def test_the_shell_is_the_one_that_openssl_writes(kind: str, at: datetime) -> None:
    """With OpenSSL's own raw signature put in, the two files are equal to the last byte."""
    one, link = owner(kind), owner("P-256", "Link").certificate
    theirs = libcrypto.sign_cades(one.certificate, Key(one.pem), DATA, at, [link])
    prepared = cades.prepare(one.certificate, DATA, at, [link])
    assert prepared.finish(raw_value(theirs, prepared)) == theirs


def test_with_rsa_the_whole_is_the_same() -> None:
    """PKCS #1 v1.5 knows no chance: who signs and where makes no difference."""
    one = owner("RSA")
    assert signer(one).sign(DATA, AT) == libcrypto.sign_cades(one.certificate, Key(one.pem), DATA, AT)


def test_the_shell_of_p384_is_the_one_that_openssl_writes(tmp_path: Path) -> None:
    """By the command line, since its time cannot be set: the time is read from what it made."""
    one = owner("P-384")
    (tmp_path / "seal.pem").write_bytes(one.pem + one.certificate_pem)
    command = "openssl cms -sign -cades -binary -nosmimecap -md sha384 -signer seal.pem -outform DER"
    theirs = subprocess.run(command.split(), cwd=tmp_path, input=DATA, capture_output=True, check=True).stdout
    prepared = cades.prepare(one.certificate, DATA, verify(theirs, DATA).signing_time)
    assert prepared.finish(raw_value(theirs, prepared)) == theirs


@pytest.mark.parametrize("year", [1949, 1950, 2049, 2050, 2120])
def test_times_have_the_form_of_their_year(year: int) -> None:
    """UTCTime from 1950 through 2049, GeneralizedTime before and after (RFC 5652, 11.3)."""
    at = datetime(year, 7, 1, 23, 59, 58, tzinfo=UTC)
    prepared = cades.prepare(owner("P-256").certificate, DATA, at)
    short = 1950 <= year < 2050
    assert (at.strftime("%Y%m%d%H%M%SZ").encode() in prepared.signed) is not short
    assert verify(signer(owner("P-256")).sign(DATA, at), DATA).signing_time == at


# --- It holds, and only over what was signed ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_signature_holds_and_says_by_whom_and_when(kind: str) -> None:
    """The facts are those it was made with; another manifest, another key or a cut value refuse."""
    one = owner(kind)
    p7s = signer(one).sign(DATA, AT)
    facts = verify(p7s, DATA)
    assert (facts.certificate, facts.certificates, facts.signing_time) == (one.certificate, (one.certificate,), AT)
    assert (facts.digest_algorithm, facts.signature_algorithm) == OIDS[kind]
    stranger = cades.prepare(one.certificate, DATA, AT)
    foreign = stranger.finish(owner(kind, "Somebody else").sign_raw(stranger.signed, stranger.digest))
    empty = stranger.finish(b"")
    for other, data in ((p7s, DATA + b" "), (foreign, DATA), (empty, DATA)):
        with pytest.raises(CryptoError):
            verify(other, data)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_letter_is_signed_by_the_same_bytes(kind: str) -> None:
    """A deterministic key makes the vectors of today those of tomorrow; a second later they are others."""
    one = signer(owner(kind))
    assert one.sign(DATA, AT) == one.sign(DATA, AT)
    assert one.sign(DATA, AT) != one.sign(DATA, AT + timedelta(seconds=1))


def test_links_stand_in_one_order() -> None:
    """A set has no order of its own, and nobody stands in it twice (X.690, 11.6)."""
    one, links = owner("P-256"), [owner(kind, "Link").certificate for kind in KINDS]
    forth, back = signer(one, *links).sign(DATA, AT), signer(one, *reversed(links), one.certificate).sign(DATA, AT)
    assert forth == back
    assert set(verify(forth, DATA).certificates) == {one.certificate, *links}


def test_a_letter_signed_elsewhere_opens() -> None:
    """The node's seal signs a receipt by a key that was never handed over; another key does not."""
    credential, document = pki.node_seal(peers.RU), peers.receipt()
    key = serialization.load_pem_private_key(credential.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    right, wrong = Owner(key, credential.certificate), Owner(made("P-256"), credential.certificate)

    def package(one: Owner) -> bytes:
        signer = RawSigner(Role.NODE, one.certificate, one.sign_raw)
        return peers.packed(peers.sealed(document, [signer]), document)

    assert peers.ALMATY_PEER.open(package(right), peers.Book()).document == document
    with pytest.raises(NotAcceptable, match="E-T-03"):
        peers.ALMATY_PEER.open(package(wrong), peers.Book())


@pytest.mark.parametrize("certificate", [owner("Ed25519").certificate, b"no certificate", b"\x30\x00"])
def test_a_key_that_signs_no_letters_is_refused_at_once(certificate: bytes) -> None:
    """The mistake shows when the node starts, not when the addressee opens."""
    with pytest.raises(Misuse):
        RawSigner(Role.SEAL, certificate, owner("P-256").sign_raw)


@pytest.mark.parametrize(
    ("parameters", "accepted"),
    [(b"", True), (b"\x05\x00", True), (b"\x04\x00", False), (b"\x30\x00", False)],
    ids=["none", "NULL", "octets", "sequence"],
)
def test_an_algorithm_has_no_parameters_of_somebody_else_s(parameters: bytes, *, accepted: bool) -> None:
    """Nothing signs them and OpenSSL reads past them: they would give the same evidence any number of digests."""
    prepared = cades.prepare(owner("P-256").certificate, DATA, AT)
    named = der.tagged(der.SEQUENCE, der.inside(prepared.algorithm.identifier)[0], parameters)
    p7s = replace(prepared, algorithm=cades.Algorithm("sha256", named)).finish(
        owner("P-256").sign_raw(prepared.signed, "sha256")
    )
    verify(p7s, DATA)
    if accepted:
        assert GivenSignature(Role.SEAL, p7s).sign(DATA, AT) == p7s
        return
    with pytest.raises(NotAcceptable, match="параметры"):
        GivenSignature(Role.SEAL, p7s).sign(DATA, AT)


# --- Independent verifiers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_openssl_accepts_what_we_wrote_around_the_value(kind: str, tmp_path: Path) -> None:
    """As CAdES, by its command line; and not over another manifest."""
    one = owner(kind)
    (tmp_path / "signature.p7s").write_bytes(signer(one).sign(DATA, AT))
    (tmp_path / "anchor.pem").write_bytes(one.certificate_pem)
    command = "openssl cms -verify -cades -binary -inform DER -in signature.p7s -content manifest.xml"
    command += f" -CAfile anchor.pem -attime {int(AT.timestamp())} -out verified"
    for data, accepted in ((DATA, True), (DATA + b" ", False)):
        (tmp_path / "manifest.xml").write_bytes(data)
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode == 0) is accepted, done.stderr


def pyhanko_status(one: Owner, p7s: bytes, data: bytes) -> StandardCMSSignatureStatus:
    """Ask pyHanko."""
    from asn1crypto import cms  # noqa: PLC0415  heavy, and only here
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415  same
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # noqa: PLC0415  same
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415  same

    root = asn1_x509.Certificate.load(one.certificate)
    context = ValidationContext(trust_roots=[root], moment=AT, allow_fetching=False)
    signed_data = cms.ContentInfo.load(p7s, strict=True)["content"]

    async def verdict() -> StandardCMSSignatureStatus:
        return await async_validate_detached_cms(data, signed_data, signer_validation_context=context)

    with ThreadPoolExecutor(1) as apart:  # the browser tests' event loop may be running in this thread
        return apart.submit(asyncio.run, verdict()).result()


@pytest.mark.parametrize("kind", KINDS)
def test_pyhanko_accepts_what_we_wrote_around_the_value(kind: str) -> None:
    """A second, independent reader: intact and trusted; over another manifest neither."""
    one = owner(kind)
    p7s = signer(one).sign(DATA, AT)
    status = pyhanko_status(one, p7s, DATA)
    assert (status.intact, status.valid, status.trusted, status.signer_reported_dt) == (True, True, True, AT)
    tampered = pyhanko_status(one, p7s, DATA + b" ")
    assert (tampered.intact, tampered.trusted) == (False, False)
