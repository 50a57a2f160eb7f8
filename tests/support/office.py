"""The office of Kazakhstan's node inside a test: keys of `tests.support.pki`, register of `tests.support.book`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.support import book, peers, pki

from obmen.message.opening import open_package
from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner
from obmen.node import config, keystore
from obmen.node.delivery import register_store
from obmen.register.compose import hash_of

if TYPE_CHECKING:
    import pytest

    from obmen.message.opening import Opened
    from obmen.message.seal import Signer
    from obmen.message.wrapping import Decrypter
    from obmen.node.delivery.models import Outgoing
    from obmen.treaty.documents import Document

OWN: Final = "KZ-750"
OTHER: Final = "RU-770"
OTHER_NODE: Final = book.node_of("RU").id


@dataclass(frozen=True, slots=True)
class PkiKeystore:
    """A `Keystore` of the keys that every test knows."""

    folder: Path

    def seal_signer(self, authority: str) -> Signer:
        """Give the seal."""
        return _signer(Role.SEAL, pki.seal(authority))

    def node_signer(self, authority: str) -> Signer:
        """Give the seal of the node: the register names one for both authorities."""
        del authority
        return _signer(Role.NODE, pki.node_seal(OWN))

    def person_signer(self, username: str) -> Signer:
        """Give an officer of the Party."""
        return _signer(Role.PERSON, pki.officer("KZ", username))

    def person_certificate(self, username: str) -> bytes | None:
        """Give the certificate of an officer."""
        return pki.officer("KZ", username).certificate

    def seal_certificate(self, authority: str) -> bytes:
        """Give the certificate of the seal."""
        return pki.seal(authority).certificate

    def decrypter(self) -> Decrypter:
        """Give what opens mail to us."""
        credential = pki.encryption(OWN)
        return SoftwareDecrypter({credential.certificate: credential.key})

    def node_key(self) -> bytes:
        """Give the key of keys."""
        return b"k" * 32

    def tls(self) -> tuple[Path, Path]:
        """Write the TLS files and name them."""
        credential = book.tls("KZ")
        certificate, key = self.folder / "tls.pem", self.folder / "tls.key"
        certificate.write_bytes(credential.certificate_pem)
        key.write_bytes(credential.key)
        return certificate, key


def _signer(role: Role, credential: pki.Credential) -> Signer:
    return SoftwareSigner(role, credential.certificate, credential.key)


def move_in(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Make this process Kazakhstan's node on 2 March 2026, with an accepted register; needs the database."""
    clock_file = folder / "clock"
    clock_file.write_text(peers.RECEIVED.isoformat(), encoding="utf-8")
    legal = book.sealed_legal()
    ours = replace(
        config.current(),
        home=folder,
        name=book.node_of("KZ").id,
        party="KZ",
        authorities=(OWN,),
        zone="Asia/Almaty",
        clock_file=clock_file,
        register_fingerprint=hash_of(legal),
    )
    keys = PkiKeystore(folder)
    ours.secrets.mkdir(mode=0o700)
    patch.setattr(config, "current", lambda: ours)
    patch.setattr(keystore, "current", lambda: keys)
    for edition in (legal, *(book.sealed_annex(party) for party in book.CENTRAL)):
        register_store.accept(edition)


def from_russia(document: Document, **label: Any) -> bytes:  # noqa: ANN401  facts of the label
    """Seal a document of Russia's authority under the register of today and wrap it for us."""
    container = peers.sealed(dated(document))
    return peers.packed(container, document, **{"sender_node": OTHER_NODE, **label})


def dated(document: Document) -> Document:
    """State the edition of the register that this node has, too."""
    envelope = replace(document.envelope, register=register_store.trusted().edition("RU"))
    return replace(document, envelope=envelope)


def opened_by_russia(outgoing: Outgoing) -> Opened:
    """Open one of our packages as its addressee would."""
    return open_package(
        bytes(outgoing.package),
        received_at=peers.RECEIVED,
        addressees={OTHER},
        book=register_store.trusted(),
        decrypter=peers.Peer(OTHER, "RU").decrypter,
    )
