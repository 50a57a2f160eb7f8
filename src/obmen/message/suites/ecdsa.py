"""The default suite: ECDSA on P-256 with SHA-256; encryption by ECDH on P-256 and AES-256-GCM."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.message import libcrypto
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.libcrypto import CryptoError, Key
from obmen.message.suites.suite import Suite

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from obmen.message.seal import Role

SUITE: Final = Suite(
    name="ECDSA P-256",
    digest="2.16.840.1.101.3.4.2.1",  # SHA-256 (RFC 5754, 2.2)
    signature="1.2.840.10045.4.3.2",  # ecdsa-with-SHA256 (RFC 5758, 3.2)
    key="EC P-256",  # RFC 5480, 2.1.1.1
)


class EcdsaSigner:
    """A `Signer` whose private key is in memory."""

    def __init__(self, role: Role, certificate: bytes, key: bytes, chain: Sequence[bytes] = ()) -> None:
        """Take the certificate (DER), its private key (PEM or DER) and the links that should go along.

        Raises `Misuse` when the key is not that of the certificate, or not of this suite.
        """
        self._role, self._certificate, self._chain = role, certificate, tuple(chain)
        self._key = _matching(certificate, key)

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""
        return self._role

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self._certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign `data` (see `obmen.message.seal.Signer`)."""
        return libcrypto.sign_cades(self._certificate, self._key, data, at, self._chain)


class EcdhDecrypter:
    """A `Decrypter` whose private keys are in memory."""

    def __init__(self, keys: Mapping[bytes, bytes]) -> None:
        """Take private keys (PEM or DER) by their certificates (DER)."""
        self._keys = {
            libcrypto.fingerprint(certificate): (certificate, _matching(certificate, key))
            for certificate, key in keys.items()
        }

    def decrypt(self, cms: bytes | memoryview, key_fingerprint: str) -> bytes:
        """Decrypt (see `obmen.message.wrapping.Decrypter`)."""
        if key_fingerprint not in self._keys:
            text = "Сообщение зашифровано для ключа, которого у этого узла нет."
            raise NotAcceptable("E-T-07", text, "label.json")
        certificate, key = self._keys[key_fingerprint]
        try:
            return libcrypto.decrypt(cms, certificate, key)
        except CryptoError:
            raise NotAcceptable("E-T-07", "Сообщение не удалось расшифровать.", "content.p7m") from None


def _matching(certificate: bytes, key: bytes) -> Key:
    try:
        parsed = Key(key)
        facts = libcrypto.certificate_facts(certificate)
        matches = libcrypto.key_matches(certificate, parsed)
    except CryptoError as error:
        raise Misuse(str(error)) from None
    if not matches or facts.key != SUITE.key:
        msg = f"the key of «{facts.subject}» is not the private key of this certificate on P-256"
        raise Misuse(msg)
    return parsed
