"""Keys in the memory of this process: they sign, and they decrypt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message import libcrypto
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.libcrypto import CryptoError, Key
from obmen.message.suites import suite_of_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from obmen.message.seal import Role
    from obmen.message.suites.suite import Suite


class SoftwareSigner:
    """A `Signer` whose private key is in memory."""

    def __init__(self, role: Role, certificate: bytes, key: bytes, chain: Sequence[bytes] = ()) -> None:
        """Take the certificate (DER), its private key (PEM or DER) and the links that should go along.

        Raises `Misuse` when the key is not that of the certificate, or of no suite.
        """
        self._role, self._certificate, self._chain = role, certificate, tuple(chain)
        self._key, self._suite = _matching(certificate, key)

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
        digest = self._suite.digest_name
        return libcrypto.sign_cades(self._certificate, self._key, data, at, self._chain, digest=digest)


class SoftwareDecrypter:
    """A `Decrypter` whose private keys are in memory."""

    def __init__(self, keys: Mapping[bytes, bytes]) -> None:
        """Take private keys (PEM or DER) by their certificates (DER)."""
        self._keys = {
            libcrypto.fingerprint(certificate): (certificate, _matching(certificate, key)[0])
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


def _matching(certificate: bytes, key: bytes) -> tuple[Key, Suite]:
    try:
        parsed = Key(key)
        facts = libcrypto.certificate_facts(certificate)
        matches = libcrypto.key_matches(certificate, parsed)
    except CryptoError as error:
        raise Misuse(str(error)) from None
    suite = suite_of_key(facts.key)
    if not matches or suite is None:
        msg = f"the key of «{facts.subject}» ({facts.key}) is not the private key of this certificate, or of no suite"
        raise Misuse(msg)
    return parsed, suite
