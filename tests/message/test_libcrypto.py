"""The door to OpenSSL: what it makes the real `openssl` and pyHanko accept, and what they refuse it refuses."""

from __future__ import annotations

import asyncio
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from hypothesis import given
from hypothesis import strategies as st
from tests.support import peers, pki

from obmen.message import libcrypto
from obmen.message.cms_shell import take_apart
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, content, inside, tagged
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.libcrypto import CryptoError, Key
from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner

if TYPE_CHECKING:
    from pathlib import Path

    from pyhanko.sign.validation.status import StandardCMSSignatureStatus

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OFFICER, ANCHOR = pki.officer("RU"), pki.officer_anchor("RU")
KEY = Key(OFFICER.key)
DATA = b"The manifest of a letter."
SIGNATURE = libcrypto.sign_cades(OFFICER.certificate, KEY, DATA, AT)
BOX = pki.encryption(peers.RU)
BOX_KEY = Key(BOX.key)


def verify(p7s: bytes, data: bytes) -> libcrypto.SignerFacts:
    shell = take_apart(p7s, "")
    with libcrypto.reading_signature(shell.bare, shell.certificates) as signature:
        signature.verify(data)
        return signature.facts()


# --- Signatures --------------------------------------------------------------------------------------------------


def test_a_signature_holds_and_says_by_whom_and_when() -> None:
    """The facts of a signature are those it was made with."""
    facts = verify(SIGNATURE, DATA)
    assert facts.certificate == OFFICER.certificate
    assert facts.certificates == (OFFICER.certificate,)
    assert facts.signing_time == AT
    assert (facts.digest_algorithm, facts.signature_algorithm) == ("2.16.840.1.101.3.4.2.1", "1.2.840.10045.4.3.2")


def test_a_signature_over_other_data_does_not_hold() -> None:
    """One byte more, and it is another manifest."""
    with pytest.raises(CryptoError, match="verification failure"):
        verify(SIGNATURE, DATA + b" ")


@pytest.mark.parametrize("year", [1950, 1999, 2000, 2049, 2050, 2120])
def test_a_signing_time_survives_both_forms(year: int) -> None:
    """UTCTime through 2049, GeneralizedTime after (RFC 5652, 11.3)."""
    at = datetime(year, 7, 1, 23, 59, 58, tzinfo=UTC)
    assert verify(libcrypto.sign_cades(OFFICER.certificate, KEY, DATA, at), DATA).signing_time == at


def test_the_links_of_a_chain_go_along() -> None:
    """An intermediate certificate travels in the signature and is believed only as a link."""
    middle = pki.issued("Middle", issuer=ANCHOR, usages=pki.ISSUING)
    leaf = pki.issued("Leaf", issuer=middle)
    p7s = libcrypto.sign_cades(leaf.certificate, Key(leaf.key), DATA, AT, [middle.certificate])
    facts = verify(p7s, DATA)
    assert set(facts.certificates) == {leaf.certificate, middle.certificate}
    chain = libcrypto.build_chain(facts.certificate, facts.certificates, [ANCHOR.certificate], AT)
    assert chain == (leaf.certificate, middle.certificate, ANCHOR.certificate)
    with pytest.raises(CryptoError):
        libcrypto.build_chain(facts.certificate, (), [ANCHOR.certificate], AT)


@pytest.mark.parametrize(
    ("anchor", "at"),
    [
        (pki.officer_anchor("KZ"), AT),
        (ANCHOR, pki.UNTIL + timedelta(seconds=1)),
        (ANCHOR, pki.FROM - timedelta(seconds=1)),
    ],
)
def test_a_chain_to_another_anchor_or_at_another_time_is_no_chain(anchor: pki.Credential, at: datetime) -> None:
    """An anchor of another Party proves nothing, nor does a certificate of another year."""
    with pytest.raises(CryptoError):
        libcrypto.build_chain(OFFICER.certificate, (), [anchor.certificate], at)


def test_an_officer_cannot_certify_another() -> None:
    """A certificate that is no authority makes no chain."""
    impostor = pki.issued("Impostor", issuer=OFFICER)
    with pytest.raises(CryptoError):
        libcrypto.build_chain(impostor.certificate, [OFFICER.certificate], [ANCHOR.certificate], AT)


def test_a_signature_has_one_encoding() -> None:
    """Bytes behind the end, or BER instead of DER, are refused."""
    for other in (SIGNATURE + b"\0", b"\x30\x80" + SIGNATURE[4:] + b"\0\0", b"", b"\x30\x00", SIGNATURE[:-1]):
        with pytest.raises((CryptoError, NotAcceptable)):
            verify(other, DATA)


@given(st.binary(max_size=100), st.integers(0, len(SIGNATURE) - 1))
def test_hostile_signatures_raise_only_our_own_errors(raw: bytes, place: int) -> None:
    """Nothing but our own errors leaves the door."""
    for hostile in (raw, SIGNATURE[:place] + raw + SIGNATURE[place + len(raw) :], SIGNATURE[:place] + raw):
        if hostile != SIGNATURE:
            with suppress(CryptoError, NotAcceptable):
                verify(hostile, DATA)


@given(st.binary(max_size=100), st.integers(0, len(OFFICER.certificate) - 1))
def test_hostile_certificates_raise_only_crypto_errors(raw: bytes, place: int) -> None:
    """Whatever a certificate claims to be, reading it is safe."""
    der = OFFICER.certificate
    for hostile in (raw, der[:place] + raw + der[place + len(raw) :]):
        with suppress(CryptoError):
            libcrypto.certificate_facts(hostile)
            libcrypto.build_chain(hostile, [hostile], [ANCHOR.certificate], AT)


def test_a_certificate_says_whose_and_for_what() -> None:
    """Cyrillic names are readable, as people write them."""
    facts = libcrypto.certificate_facts(OFFICER.certificate)
    assert (facts.subject, facts.key, facts.key_usage) == ("CN=А. А. Тестова", "EC P-256", 0xC0)
    assert (facts.not_before, facts.not_after) == (pki.FROM, pki.UNTIL)
    assert libcrypto.certificate_facts(pki.issued("Other curve", curve="P-384").certificate).key == "EC P-384"


def test_keys_are_read_as_pem_or_der_and_never_ask_for_a_password() -> None:
    """An encrypted key without its password is an error, not a question on the terminal."""
    private = serialization.load_pem_private_key(OFFICER.key, None)
    secret = serialization.BestAvailableEncryption(b"secret")
    pem, pkcs8 = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    locked = private.private_bytes(pem, pkcs8, secret)
    der = private.private_bytes(serialization.Encoding.DER, pkcs8, serialization.NoEncryption())
    for key in (Key(der), Key(locked, b"secret")):
        assert libcrypto.key_matches(OFFICER.certificate, key)
    for data, password in ((locked, b""), (locked, b"wrong"), (b"", b""), (b"-----BEGIN x", b""), (b"\x30\x00", b"")):
        with pytest.raises(CryptoError):
            Key(data, password)


def test_a_signer_refuses_a_key_that_is_not_its_own() -> None:
    """The mistake shows when the node starts, not when the addressee opens."""
    with pytest.raises(Misuse):
        SoftwareSigner(Role.SEAL, OFFICER.certificate, ANCHOR.key)
    other = pki.issued("Other curve", curve="P-521")
    with pytest.raises(Misuse, match="P-521"):
        SoftwareSigner(Role.SEAL, other.certificate, other.key)
    with pytest.raises(Misuse):
        SoftwareSigner(Role.SEAL, b"no certificate", OFFICER.key)


# --- Encryption --------------------------------------------------------------------------------------------------


def test_an_rsa_addressee_reads_by_oaep() -> None:
    """The content key travels by RSAES-OAEP with SHA-256 (RFC 3560), never by PKCS #1 v1.5."""
    box = pki.issued("Шифрование по RSA", usages=("key_encipherment",), curve="RSA 2048")
    cms = libcrypto.encrypt(box.certificate, b"data" * 1000)
    assert libcrypto.decrypt(cms, box.certificate, Key(box.key)) == b"data" * 1000
    assert bytes.fromhex("06092a864886f70d010107") in cms, "id-RSAES-OAEP"
    with pytest.raises(CryptoError):
        libcrypto.decrypt(cms[:-1] + bytes([cms[-1] ^ 1]), box.certificate, Key(box.key))


@given(st.binary(max_size=5000))
def test_only_the_addressee_reads(data: bytes) -> None:
    """What was encrypted is decrypted, and by nobody else."""
    cms = libcrypto.encrypt(BOX.certificate, data)
    assert libcrypto.decrypt(memoryview(b"xx" + cms)[2:], BOX.certificate, BOX_KEY) == data
    other = pki.encryption(peers.KZ)
    with pytest.raises(CryptoError):
        libcrypto.decrypt(cms, other.certificate, Key(other.key))


def test_a_decrypter_says_why_it_cannot() -> None:
    """No such key, or damaged on the way: E-T-07 either way."""
    cms = libcrypto.encrypt(BOX.certificate, b"data")
    decrypter = SoftwareDecrypter({BOX.certificate: BOX.key})
    assert decrypter.decrypt(cms, BOX.fingerprint) == b"data"
    for wrong, name in ((cms, "00"), (cms[:-1] + bytes([cms[-1] ^ 1]), BOX.fingerprint), (SIGNATURE, BOX.fingerprint)):
        with pytest.raises(NotAcceptable, match="E-T-07"):
            decrypter.decrypt(wrong, name)


def test_unauthenticated_encryption_is_refused(tmp_path: Path) -> None:
    """EnvelopedData with CBC would decrypt, and prove nothing."""
    (tmp_path / "box.pem").write_bytes(BOX.certificate_pem)
    command = ["openssl", "cms", "-encrypt", "-aes-256-cbc", "-binary", "-outform", "DER", str(tmp_path / "box.pem")]
    made = subprocess.run(command, input=DATA, capture_output=True, check=True)
    with pytest.raises(CryptoError, match="AuthEnvelopedData"):
        libcrypto.decrypt(made.stdout, BOX.certificate, BOX_KEY)


@pytest.mark.parametrize("length", [0, 1, 4, 12, 15])
def test_a_shortened_tag_proves_too_little(length: int) -> None:
    """OpenSSL takes a tag of one byte, which every 256th alteration has by chance; here it is whole or nothing."""
    made = libcrypto.encrypt(BOX.certificate, DATA)
    type_, explicit = inside(made)
    (*parts, tag) = inside(inside(explicit)[0])
    short = tagged(OCTETS, content(tag)[:length])
    with pytest.raises(CryptoError, match="whole tag"):
        libcrypto.decrypt(
            tagged(SEQUENCE, type_, tagged(CONTEXT_0, tagged(SEQUENCE, *parts, short))), BOX.certificate, BOX_KEY
        )


@pytest.mark.parametrize("options", [("-aes-128-gcm", "box.pem"), ("-aes-256-gcm", "box.pem", "other.pem")])
def test_a_weaker_cipher_or_a_second_reader_is_not_of_the_profile(tmp_path: Path, options: tuple[str, ...]) -> None:
    """Nobody lowers the cipher, and nobody adds himself to those who can read."""
    (tmp_path / "box.pem").write_bytes(BOX.certificate_pem)
    (tmp_path / "other.pem").write_bytes(pki.encryption("BY-100").certificate_pem)
    command = ["openssl", "cms", "-encrypt", "-binary", "-outform", "DER", *options]
    made = subprocess.run(command, input=DATA, capture_output=True, check=True, cwd=tmp_path)
    with pytest.raises(CryptoError, match="one recipient"):
        libcrypto.decrypt(made.stdout, BOX.certificate, BOX_KEY)


# --- Independent verifiers ---------------------------------------------------------------------------------------


def openssl_accepts(folder: Path, data: bytes, p7s: bytes, anchor: bytes) -> bool:
    (folder / "manifest.xml").write_bytes(data)
    (folder / "signature.p7s").write_bytes(p7s)
    (folder / "anchor.pem").write_bytes(anchor)
    command = (
        "openssl cms -verify -cades -binary -inform DER -in signature.p7s -content manifest.xml -CAfile anchor.pem"
    )
    command += f" -attime {int(AT.timestamp())} -out verified"
    return subprocess.run(command.split(), cwd=folder, capture_output=True, check=False).returncode == 0


def test_openssl_accepts_both_signatures_of_a_container(tmp_path: Path) -> None:
    """The person's and the seal's, each over its own manifest."""
    files = peers.sealed(peers.request(), rendition=b"%PDF").files
    anchors = (ANCHOR.certificate_pem, pki.seal(peers.RU).certificate_pem)
    for number, anchor in enumerate(anchors, start=1):
        data, p7s = files[f"META-INF/ASiCManifest00{number}.xml"], files[f"META-INF/signature00{number}.p7s"]
        assert openssl_accepts(tmp_path, data, p7s, anchor)
        assert not openssl_accepts(tmp_path, data + b" ", p7s, anchor)
        assert not openssl_accepts(tmp_path, data, p7s, pki.officer_anchor("KZ").certificate_pem)


def test_openssl_decrypts_what_we_encrypt(tmp_path: Path) -> None:
    """The envelope is standard CMS (RFC 5083, 5753), with SHA-256 in the key derivation."""
    (tmp_path / "box.pem").write_bytes(BOX.certificate_pem + BOX.key)
    (tmp_path / "content.p7m").write_bytes(libcrypto.encrypt(BOX.certificate, DATA))
    command = ["openssl", "cms", "-decrypt", "-binary", "-inform", "DER", "-in", "content.p7m", "-recip", "box.pem"]
    command += ["-inkey", "box.pem"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, DATA)


def pyhanko_status(p7s: bytes, data: bytes) -> StandardCMSSignatureStatus:
    from asn1crypto import cms  # noqa: PLC0415  heavy, and only here
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415  same
    from pyhanko.sign.validation.generic_cms import async_validate_detached_cms  # noqa: PLC0415  same
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415  same

    root = asn1_x509.Certificate.load(ANCHOR.certificate)
    context = ValidationContext(trust_roots=[root], moment=AT, allow_fetching=False)
    signed_data = cms.ContentInfo.load(p7s)["content"]

    async def verdict() -> StandardCMSSignatureStatus:
        return await async_validate_detached_cms(data, signed_data, signer_validation_context=context)

    with ThreadPoolExecutor(1) as apart:  # the browser tests' event loop may be running in this thread
        return apart.submit(asyncio.run, verdict()).result()


def test_pyhanko_accepts_ours_and_refuses_a_tampered_one() -> None:
    """A second, independent reader: intact and trusted; then, with another byte, neither."""
    status = pyhanko_status(SIGNATURE, DATA)
    assert (status.intact, status.valid, status.trusted) == (True, True, True)
    assert status.signer_reported_dt == AT
    tampered = pyhanko_status(SIGNATURE, DATA + b" ")
    assert (tampered.intact, tampered.trusted) == (False, False)


def test_a_certificate_of_ours_is_one_for_everyone() -> None:
    """The test PKI itself is read by `cryptography`."""
    assert x509.load_der_x509_certificate(OFFICER.certificate).issuer.rfc4514_string() == "CN=Officers of RU"
