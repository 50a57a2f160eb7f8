"""Where the node's private keys are: behind one small protocol, so that a token can take the place of files.

`software` keeps keys in files of the home; a PKCS#11 token is to be another class that fits `Keystore`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from obmen.node import config

if TYPE_CHECKING:
    from pathlib import Path

    from obmen.message.seal import Signer
    from obmen.message.wrapping import Decrypter


class KeystoreError(Exception):
    """A key cannot be had; the text says which and what to do."""


class Keystore(Protocol):
    """What the node asks of its keys. Every method raises `KeystoreError` when the key is not there."""

    def seal_signer(self, authority: str) -> Signer:
        """Give the official seal of the authority (Art. 11(3))."""

    def node_signer(self, authority: str) -> Signer:
        """Give the node's own seal, which signs receipts."""

    def person_signer(self, username: str) -> Signer:
        """Give the signature of an officer."""

    def person_certificate(self, username: str) -> bytes | None:
        """Give the certificate (DER) of an officer, or nothing if he has none."""

    def seal_certificate(self, authority: str) -> bytes:
        """Give the certificate (DER) of the authority's seal."""

    def decrypter(self) -> Decrypter:
        """Give what decrypts packages for the authorities of this node."""

    def node_key(self) -> bytes:
        """Give the 32 bytes that wrap the keys of cases."""

    def tls(self) -> tuple[Path, Path]:
        """Give the files of the node's TLS certificate and key (PEM)."""


@cache
def current() -> Keystore:
    """Give the keystore of this node."""
    from obmen.node.keystore.software import SoftwareKeystore  # noqa: PLC0415  its class fits the protocol above

    return SoftwareKeystore(config.current().secrets)
