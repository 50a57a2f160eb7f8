"""A signature of which only the raw value is made elsewhere: in a token, or by a key that this process may not see.

What is signed and what stands around it is written here, byte for byte as OpenSSL writes it (`libcrypto.sign_cades`)::

    prepared = prepare(certificate, data, at)
    p7s = prepared.finish(raw_signature_over(prepared.signed))

The form is CAdES baseline B-B, detached (EN 319 122-1, 6.3): content type, signing time, message digest and signing
certificate v2 are signed; nothing unsigned is added.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from obmen.message import libcrypto
from obmen.message.cms_shell import issuer_and_serial
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, SET, inside, tagged
from obmen.message.errors import Misuse
from obmen.message.libcrypto import CryptoError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from obmen.message.seal import Role

Digest: TypeAlias = Literal["sha256", "sha384"]
"""The name of a digest, as `hashlib` knows it."""

_INTEGER_1: Final = bytes.fromhex("020101")
_NULL: Final = bytes.fromhex("0500")
_UTC_TIME: Final = 0x17
_GENERALIZED_TIME: Final = 0x18
_CONTEXT_4: Final = 0xA4

_ID_DATA: Final = bytes.fromhex("06092a864886f70d010701")  # RFC 5652, 4
_ID_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")  # RFC 5652, 5.1
_CONTENT_TYPE: Final = bytes.fromhex("06092a864886f70d010903")  # RFC 5652, 11.1
_MESSAGE_DIGEST: Final = bytes.fromhex("06092a864886f70d010904")  # RFC 5652, 11.2
_SIGNING_TIME: Final = bytes.fromhex("06092a864886f70d010905")  # RFC 5652, 11.3
_SIGNING_CERTIFICATE_V2: Final = bytes.fromhex("060b2a864886f70d010910022f")  # RFC 5035, 3

_DIGEST_OIDS: Final[dict[Digest, bytes]] = {  # RFC 5754, 2
    "sha256": bytes.fromhex("0609608648016503040201"),
    "sha384": bytes.fromhex("0609608648016503040202"),
}
_ECDSA_SHA256: Final = bytes.fromhex("06082a8648ce3d040302")  # RFC 5758, 3.2
_ECDSA_SHA384: Final = bytes.fromhex("06082a8648ce3d040303")
_RSA: Final = bytes.fromhex("06092a864886f70d010101")  # RFC 3370, 3.2; the digest is named beside it


# --- Which algorithm ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Algorithm:
    """A digest and the raw signature over it; `identifier` is the AlgorithmIdentifier of the signature, DER."""

    digest: Digest
    identifier: bytes


_ALGORITHMS: Final = {
    "EC P-256": Algorithm("sha256", tagged(SEQUENCE, _ECDSA_SHA256)),
    "EC P-384": Algorithm("sha384", tagged(SEQUENCE, _ECDSA_SHA384)),
    "RSA": Algorithm("sha256", tagged(SEQUENCE, _RSA, _NULL)),
}


def algorithm_of(certificate: bytes) -> Algorithm:
    """Choose the algorithm of a certificate's key (DER): ECDSA with the digest of its curve's size, RSA with SHA-256.

    Raises `Misuse` for another kind of key, or for what is not a certificate.
    """
    try:
        facts = libcrypto.certificate_facts(certificate)
    except CryptoError as error:
        raise Misuse(str(error)) from None
    found = _ALGORITHMS.get("RSA" if facts.key.startswith("RSA ") else facts.key)
    if found is None:
        raise Misuse(f"a key of the kind «{facts.key}» does not sign letters here")
    return found


# --- Preparing and finishing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A signature that lacks only its raw value; made by `prepare`."""

    certificate: bytes
    chain: tuple[bytes, ...]
    algorithm: Algorithm
    attributes: bytes

    @property
    def digest(self) -> Digest:
        """The digest that the raw signature is to be made with."""
        return self.algorithm.digest

    @property
    def signed(self) -> bytes:
        """The bytes to sign: the signed attributes as a SET (RFC 5652, 5.4)."""
        return tagged(SET, self.attributes)

    def finish(self, signature: bytes) -> bytes:
        """Put the raw signature in its place and give the whole, DER.

        `signature` is what the algorithm makes over `signed`: for ECDSA an Ecdsa-Sig-Value in DER (RFC 3279, 2.2.3),
        for RSA the bytes of PKCS #1 v1.5. It is not looked at.
        """
        digest = tagged(SEQUENCE, _DIGEST_OIDS[self.digest])
        signer = (
            _INTEGER_1,
            issuer_and_serial(self.certificate),
            digest,
            tagged(CONTEXT_0, self.attributes),
            self.algorithm.identifier,
            tagged(OCTETS, signature),
        )
        signed_data = (
            _INTEGER_1,
            tagged(SET, digest),
            tagged(SEQUENCE, _ID_DATA),
            tagged(CONTEXT_0, _set_of({self.certificate, *self.chain})),
            tagged(SET, tagged(SEQUENCE, *signer)),
        )
        return tagged(SEQUENCE, _ID_SIGNED_DATA, tagged(CONTEXT_0, tagged(SEQUENCE, *signed_data)))


def prepare(certificate: bytes, data: bytes, at: datetime, chain: Sequence[bytes] = ()) -> Prepared:
    """Write all of a detached signature over `data` but its raw value (EN 319 122-1, 6.3).

    `certificate` is the signer's, `chain` the links that go along (DER); `at` is the stated time of signing, whole
    seconds. Raises `Misuse` for a certificate whose key does not sign letters.
    """
    algorithm = algorithm_of(certificate)
    attributes = {
        _attribute(_CONTENT_TYPE, _ID_DATA),
        _attribute(_SIGNING_TIME, _time(at)),
        _attribute(_MESSAGE_DIGEST, tagged(OCTETS, hashlib.new(algorithm.digest, data).digest())),
        _attribute(_SIGNING_CERTIFICATE_V2, _signing_certificate(certificate, algorithm.digest)),
    }
    return Prepared(certificate=certificate, chain=tuple(chain), algorithm=algorithm, attributes=_set_of(attributes))


def _attribute(type_: bytes, value: bytes) -> bytes:
    return tagged(SEQUENCE, type_, tagged(SET, value))


def _set_of(values: set[bytes]) -> bytes:
    """Write the values of a SET OF in the order of DER (X.690, 11.6)."""
    return b"".join(sorted(values))


def _time(at: datetime) -> bytes:
    """Write a time: UTCTime from 1950 through 2049, GeneralizedTime otherwise (RFC 5652, 11.3)."""
    instant = at.astimezone(UTC)
    if 1950 <= instant.year < 2050:  # noqa: PLR2004  the years of RFC 5652, 11.3
        return tagged(_UTC_TIME, instant.strftime("%y%m%d%H%M%SZ").encode("ascii"))
    return tagged(_GENERALIZED_TIME, instant.strftime("%Y%m%d%H%M%SZ").encode("ascii"))


def _signing_certificate(certificate: bytes, digest: Digest) -> bytes:
    """Name the signer's certificate by its digest, issuer and number (RFC 5035, 3 and 4)."""
    issuer, serial = inside(issuer_and_serial(certificate))
    named = b"" if digest == "sha256" else tagged(SEQUENCE, _DIGEST_OIDS[digest])  # a DEFAULT is left out in DER
    hash_ = tagged(OCTETS, hashlib.new(digest, certificate).digest())
    issuer_serial = tagged(SEQUENCE, tagged(SEQUENCE, tagged(_CONTEXT_4, issuer)), serial)
    return tagged(SEQUENCE, tagged(SEQUENCE, tagged(SEQUENCE, named, hash_, issuer_serial)))


# --- A signer over a raw signature -------------------------------------------------------------------------------


class RawSigner:
    """A `Signer` (`obmen.message.seal`) whose raw signatures are made by a function: a token, or a test's own key."""

    def __init__(
        self,
        role: Role,
        certificate: bytes,
        sign_raw: Callable[[bytes, Digest], bytes],
        chain: Sequence[bytes] = (),
    ) -> None:
        """Take the certificate (DER), the function and the links that should go along.

        `sign_raw` takes the bytes to sign and the digest to sign them with, and returns what `Prepared.finish` takes.
        Raises `Misuse` for a certificate whose key does not sign letters.
        """
        algorithm_of(certificate)
        self._role, self._certificate, self._sign_raw, self._chain = role, certificate, sign_raw, tuple(chain)

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""
        return self._role

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self._certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign `data` (see `obmen.message.seal.Signer`); what the function raises goes through."""
        prepared = prepare(self._certificate, data, at, self._chain)
        return prepared.finish(self._sign_raw(prepared.signed, prepared.digest))
