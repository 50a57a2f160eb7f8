"""Where the node's private keys are: behind one small protocol, so that a token can take the place of files.

`software` keeps keys in files of the home; with `pkcs11` the keys that sign are in a token (PKCS #11) and never leave
it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Protocol

from obmen.node import config

if TYPE_CHECKING:
    from pathlib import Path

    from obmen.message.seal import Role, Signer
    from obmen.message.wrapping import Decrypter


class KeystoreError(Exception):
    """A key cannot be had; the text says which and what to do."""


class TokenError(KeystoreError):
    """The token that holds the key does not do its work; the text says why and what to do."""


class Keystore(Protocol):
    """What the node asks of its keys. Every method raises `KeystoreError` when the key is not there."""

    def seal_signer(self, authority: str) -> Signer:
        """Give the official seal of the authority (Art. 11(3))."""

    def node_signer(self, authority: str) -> Signer:
        """Give the node's own seal, which signs receipts."""

    def signer(self, name: str, role: Role) -> Signer:
        """Give a signer by the name of its key."""

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
    """Give the keystore of this node: files, or files and a token where one is configured."""
    from obmen.node.keystore.pkcs11 import TokenKeystore  # noqa: PLC0415  its class fits the protocol above
    from obmen.node.keystore.software import SoftwareKeystore  # noqa: PLC0415  same
    from obmen.node.keystore.token import Token  # noqa: PLC0415  same

    here = config.current()
    if here.pkcs11_pin_file is None:
        return SoftwareKeystore(here.secrets)
    return TokenKeystore(here.secrets, Token(here.pkcs11_module, here.pkcs11_token, here.pkcs11_pin_file))
