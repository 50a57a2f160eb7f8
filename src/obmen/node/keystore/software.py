"""Keys in files of the home, readable by the node's account alone.

::

    secrets/node.key                    32 bytes that wrap the keys of cases
    secrets/tls.pem, tls.key            mutual TLS with other nodes
    secrets/officers.pem, .key          the Party's issuer of officers' certificates
    secrets/central.pem, .key           the central authority's seal on the technical annex
    secrets/depositary.pem, .key        the depositary's seal on the legal part; later ones are depositary-2, -3 …
    secrets/<authority>/seal.*          the official seal
    secrets/<authority>/node.*          the node's seal on receipts
    secrets/<authority>/encryption.*    packages are encrypted to it
    secrets/people/<username>.*         officers
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from obmen.message.errors import Undetermined
from obmen.message.seal import Role
from obmen.message.suites.gost import GostSigner, is_gost
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner
from obmen.node.keystore import KeystoreError, certificates
from obmen.node.keystore.certificates import Credential, Validity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from obmen.message.seal import Signer
    from obmen.message.wrapping import Decrypter

_OWNER_ONLY = 0o600


class SoftwareKeystore:
    """A `Keystore` of files."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of secrets; nothing is read yet."""
        self.folder = folder

    def seal_signer(self, authority: str) -> Signer:
        """Give the official seal of the authority."""
        return self.signer(f"{authority}/seal", Role.SEAL)

    def node_signer(self, authority: str) -> Signer:
        """Give the node's own seal."""
        return self.signer(f"{authority}/node", Role.NODE)

    def person_signer(self, username: str) -> Signer:
        """Give the signature of an officer."""
        return self.signer(f"people/{username}", Role.PERSON)

    def central_signer(self) -> Signer:
        """Give the central authority's seal on the technical annex."""
        return self.signer("central", Role.CENTRAL)

    def signer(self, name: str, role: Role) -> Signer:
        """Give a signer by the name of its key in the folder."""
        return _signer(self.folder, name, role)

    def person_certificate(self, username: str) -> bytes | None:
        """Give the certificate of an officer, if he has one."""
        if not (self.folder / f"people/{username}.pem").exists():
            return None
        return self.certificate(f"people/{username}")

    def seal_certificate(self, authority: str) -> bytes:
        """Give the certificate of the authority's seal."""
        return self.certificate(f"{authority}/seal")

    def certificate(self, name: str) -> bytes:
        """Give a certificate (DER) by its name in the folder; its key may be elsewhere."""
        return read_certificate(self.folder, name)

    def decrypter(self) -> Decrypter:
        """Give what decrypts packages for the authorities of this node."""
        return _decrypter(self.folder)

    def node_key(self) -> bytes:
        """Give the key that wraps the keys of cases."""
        return bytes_of(self.folder / "node.key")

    def tls(self) -> tuple[Path, Path]:
        """Give the files of the TLS certificate and key."""
        return self.folder / "tls.pem", self.folder / "tls.key"


def enrol(folder: Path, authorities: Mapping[str, str], party: str, validity: Validity) -> SoftwareKeystore:
    """Make all keys of a new node for its authorities (id: name). Raises `KeystoreError` if there are keys already."""
    if folder.exists():
        raise KeystoreError(f"В {folder} уже есть ключи. Новые ключи сделали бы прежние дела нечитаемыми.")
    write(folder / "node.key", os.urandom(32))
    central = next(iter(authorities.values()))
    keep(folder, "tls", certificates.make(f"Узел {party}", central, certificates.TLS, validity))
    keep(
        folder,
        "officers",
        certificates.make(f"Сертификаты должностных лиц {party}", central, certificates.ISSUER, validity),
    )
    keep(folder, "central", certificates.make(f"Центральный орган {party}", central, certificates.SIGNATURE, validity))
    for authority, name in authorities.items():
        keep(
            folder,
            f"{authority}/seal",
            certificates.make(f"Печать {authority}", name, certificates.SIGNATURE, validity),
        )
        keep(
            folder, f"{authority}/node", certificates.make(f"Узел {authority}", name, certificates.SIGNATURE, validity)
        )
        keep(
            folder,
            f"{authority}/encryption",
            certificates.make(f"Шифрование {authority}", name, certificates.ENCRYPTION, validity),
        )
    return SoftwareKeystore(folder)


def enrol_depositary(folder: Path, office: str, validity: Validity) -> SoftwareKeystore:
    """Make all keys of a depositary's node. Raises `KeystoreError` if there are keys already."""
    if folder.exists():
        raise KeystoreError(f"В {folder} уже есть ключи. Создайте узел в другой папке.")
    write(folder / "node.key", os.urandom(32))
    keep(folder, "tls", certificates.make("Узел депозитария", office, certificates.TLS, validity))
    make_depositary_key(folder, "depositary", office, validity)
    return SoftwareKeystore(folder)


def make_depositary_key(folder: Path, name: str, office: str, validity: Validity) -> bytes:
    """Make a seal of the depositary under its name; return the certificate (DER)."""
    made = certificates.make("Печать депозитария", office, certificates.SIGNATURE, validity)
    keep(folder, name, made)
    return made.certificate


def enrol_person(folder: Path, username: str, full_name: str, organisation: str, validity: Validity) -> bytes:
    """Make the key of an officer, certified by the Party's issuer; return the certificate (DER)."""
    issuer = read(folder, "officers")
    person = certificates.make(full_name, organisation, certificates.SIGNATURE, validity, issuer)
    keep(folder, f"people/{username}", person)
    return person.certificate


def keep(folder: Path, name: str, credential: Credential) -> None:
    """Write a key and its certificate under their name."""
    write(folder / f"{name}.key", credential.key)
    write(folder / f"{name}.pem", credential.pem)


def read(folder: Path, name: str) -> Credential:
    """Read a key and its certificate by their name. Raises `KeystoreError`."""
    return Credential(key=bytes_of(folder / f"{name}.key"), certificate=read_certificate(folder, name))


def read_certificate(folder: Path, name: str) -> bytes:
    """Read a certificate (DER) by its name. Raises `KeystoreError`."""
    return x509.load_pem_x509_certificate(bytes_of(folder / f"{name}.pem")).public_bytes(Encoding.DER)


def links_for(folder: Path, role: Role) -> tuple[bytes, ...]:
    """Give the certificates (DER) that go along with a signature in the role: with a person's, the issuer's."""
    return (read_certificate(folder, "officers"),) if role is Role.PERSON else ()


def write(path: Path, data: bytes) -> None:
    """Write a file that nobody but its owner can read, from the first byte on."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY), "wb") as file:
        file.write(data)


def bytes_of(path: Path) -> bytes:
    """Read a file of the folder. Raises `KeystoreError`."""
    try:
        return path.read_bytes()
    except OSError as error:
        text = f"Нет ключа {path}: {error.strerror}. Восстановите папку ключей из её резервной копии."
        raise KeystoreError(text) from None


@lru_cache(maxsize=256)
def _signer(folder: Path, name: str, role: Role) -> Signer:
    credential = read(folder, name)
    kind = GostSigner if is_gost(credential.certificate) else SoftwareSigner
    try:
        return kind(role, credential.certificate, credential.key, links_for(folder, role))
    except Undetermined as error:  # the suite is off
        raise KeystoreError(f"Ключом {name}.key подписать нельзя. {error.text_ru}") from None


@lru_cache(maxsize=4)
def _decrypter(folder: Path) -> Decrypter:
    found = (read(folder, f"{path.parent.name}/encryption") for path in sorted(folder.glob("*/encryption.pem")))
    return SoftwareDecrypter({credential.certificate: credential.key for credential in found})


def validity_of(folder: Path, name: str) -> Validity:
    """Give the validity of a certificate by its name in the folder."""
    certificate = x509.load_pem_x509_certificate(bytes_of(folder / f"{name}.pem"))
    return Validity(start=certificate.not_valid_before_utc, end=certificate.not_valid_after_utc)
