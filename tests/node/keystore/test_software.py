"""Keys in files: one purpose each, readable by the node's account alone."""

from __future__ import annotations

import shutil
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.support import gost

from obmen.message.seal import Role
from obmen.message.suites import gost as suite
from obmen.node.keystore import KeystoreError, software
from obmen.node.keystore.certificates import Validity
from obmen.node.keystore.software import SoftwareKeystore

if TYPE_CHECKING:
    from pathlib import Path

FROM, UNTIL = datetime(2024, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)
VALIDITY = Validity(start=FROM, end=UNTIL)
AT = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> SoftwareKeystore:
    """Enrol a node with two authorities and one signatory."""
    folder = tmp_path / "secrets"
    made = software.enrol(folder, {"KZ-750": "Первый орган", "KZ-751": "Второй орган"}, "KZ", VALIDITY)
    software.enrol_person(folder, "signatory", "Подписантов П. П.", "Первый орган", VALIDITY)
    return made


def certificate(store: SoftwareKeystore, name: str) -> x509.Certificate:
    """Read a certificate by its name in the folder."""
    return x509.load_der_x509_certificate(store.certificate(name))


def usage(store: SoftwareKeystore, name: str) -> set[str]:
    """Name the bits that the key usage of a certificate sets."""
    bits = certificate(store, name).extensions.get_extension_for_class(x509.KeyUsage).value
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
    )
    return {bit for bit in names if getattr(bits, bit)}


def test_nobody_else_reads_the_keys(store: SoftwareKeystore) -> None:
    """Every file is 0600 and every folder 0700, whatever the umask."""
    for path in (store.folder, *store.folder.rglob("*")):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_every_certificate_has_one_purpose(store: SoftwareKeystore) -> None:
    """Seals sign, the encryption certificate only agrees on keys, only the officers' issuer issues."""
    signature = {"digital_signature", "content_commitment"}
    assert usage(store, "KZ-750/seal") == usage(store, "KZ-750/node") == signature
    assert usage(store, "people/signatory") == signature
    assert usage(store, "KZ-750/encryption") == {"key_agreement"}
    assert usage(store, "officers") == {"key_cert_sign", "crl_sign"}
    assert usage(store, "tls") == {"digital_signature"}
    purposes = certificate(store, "tls").extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert set(purposes) == {ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH}


def test_the_validity_is_the_one_asked_for(store: SoftwareKeystore) -> None:
    """2024 to 2036, so that moved legal time and real time both fall into it."""
    for name in ("tls", "officers", "KZ-750/seal", "KZ-751/encryption", "people/signatory"):
        found = certificate(store, name)
        assert (found.not_valid_before_utc, found.not_valid_after_utc) == (FROM, UNTIL)


def test_officers_are_certified_by_the_issuer_of_their_party(store: SoftwareKeystore) -> None:
    """The chain of a person ends at the anchor that the annex names."""
    certificate(store, "people/signatory").verify_directly_issued_by(certificate(store, "officers"))


def test_signers_sign_in_their_role(store: SoftwareKeystore) -> None:
    """The seal, the node and the person are distinct keys in distinct capacities."""
    signers = [store.seal_signer("KZ-750"), store.node_signer("KZ-750"), store.person_signer("signatory")]
    assert [signer.role for signer in signers] == [Role.SEAL, Role.NODE, Role.PERSON]
    assert len({signer.certificate for signer in signers}) == 3
    assert all(signer.sign(b"words", AT) for signer in signers)


def test_a_missing_key_says_which_and_what_to_do(store: SoftwareKeystore) -> None:
    """An officer without a certificate, a seal nobody made: the file is named, and the backup."""
    assert store.person_certificate("nobody") is None
    with pytest.raises(KeystoreError, match=r"people/nobody.*резервной копии"):
        store.person_signer("nobody")
    with pytest.raises(KeystoreError, match="RU-770/seal"):
        store.seal_signer("RU-770")


def test_keys_are_never_made_over_keys(store: SoftwareKeystore) -> None:
    """A second enrolment would make every stored case unreadable, so it is refused."""
    before = store.node_key()
    with pytest.raises(KeystoreError, match="уже есть ключи"):
        software.enrol(store.folder, {"KZ-750": "Первый орган"}, "KZ", VALIDITY)
    assert store.node_key() == before
    assert len(before) == 32


@pytest.mark.needs_gost
def test_a_gost_key_signs_where_the_suite_is_on(store: SoftwareKeystore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The certificate alone decides by what the seal signs; without the engine the key and the way out are named."""
    seal = gost.seal()
    for suffix, data in (("key", seal.key), ("pem", seal.certificate_pem)):
        (store.folder / f"KZ-750/seal.{suffix}").write_bytes(data)
    assert isinstance(store.seal_signer("KZ-750"), suite.GostSigner)
    assert store.seal_signer("KZ-750").sign(b"words", AT)
    copied = SoftwareKeystore(shutil.copytree(store.folder, store.folder.parent / "elsewhere"))
    off = suite.GostProcess(command=(sys.executable, "-m", "obmen.message.suites.gost.worker"))
    monkeypatch.setenv("OPENSSL_ENGINES", str(store.folder))
    monkeypatch.setattr(suite, "process", lambda: off)
    with pytest.raises(KeystoreError, match=r"KZ-750/seal\.key подписать нельзя.*libengine-gost-openssl"):
        copied.seal_signer("KZ-750")
    assert copied.node_signer("KZ-750").sign(b"words", AT)
