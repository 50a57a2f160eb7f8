"""Timestamps that come out the same every time (RFC 3161): a token made part by part."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from vectors.making import cast, keys
from vectors.making.forging import ATTRIBUTES, ECDSA, ID_SIGNED_DATA, VERSION_1, VERSION_3, digest_identifier

from obmen.message.cms_shell import issuer_and_serial, put_around, take_apart
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, SET, inside, integer, tagged

if TYPE_CHECKING:
    from datetime import datetime

    from vectors.making.keys import Credential

    from obmen.message.seal import Role, Signer

_TST_INFO: Final = bytes.fromhex("060b2a864886f70d0109100104")
_POLICY: Final = bytes.fromhex("0603551d20")  # a policy of nobody: id-ce-certificatePolicies
_GENERALIZED_TIME: Final = 0x18
_SIGNING_CERTIFICATE_V2: Final = ATTRIBUTES["signing certificate"]


def authority(name: str = "Timestamp authority TEST", issuer: Credential | None = None) -> Credential:
    """Give who stamps: certified for that alone (RFC 3161, 2.3)."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return keys.issued(name, issuer=issuer or cast.stamper(), usages=("digital_signature",), extra=(usage,))


def token(value: bytes, at: datetime, by: Credential | None = None) -> bytes:
    """Stamp a signature value (TimeStampToken, DER; RFC 3161, 2.4.2)."""
    who = by or authority()
    info = _info(value, at)
    attributes = tuple(sorted(_attributes(who, info)))
    signer = tagged(
        SEQUENCE,
        VERSION_1,
        issuer_and_serial(who.certificate),
        digest_identifier("sha256"),
        tagged(CONTEXT_0, *attributes),
        ECDSA["sha256"],
        tagged(OCTETS, who.sign(tagged(SET, *attributes), "sha256")),
    )
    content = tagged(SEQUENCE, _TST_INFO, tagged(CONTEXT_0, tagged(OCTETS, info)))
    signed = (VERSION_3, tagged(SET, digest_identifier("sha256")), content, tagged(CONTEXT_0, who.certificate))
    return tagged(SEQUENCE, ID_SIGNED_DATA, tagged(CONTEXT_0, tagged(SEQUENCE, *signed, tagged(SET, signer))))


def _info(value: bytes, at: datetime) -> bytes:
    """Write TSTInfo: version 1, a policy, the imprint, a number, the time."""
    imprint = tagged(SEQUENCE, digest_identifier("sha256"), tagged(OCTETS, hashlib.sha256(value).digest()))
    time = tagged(_GENERALIZED_TIME, at.astimezone(keys.FROM.tzinfo).strftime("%Y%m%d%H%M%SZ").encode())
    return tagged(SEQUENCE, integer(1), _POLICY, imprint, integer(1), time)


def _attributes(who: Credential, info: bytes) -> list[bytes]:
    issuer, serial = inside(issuer_and_serial(who.certificate))
    hash_ = tagged(OCTETS, hashlib.sha256(who.certificate).digest())
    named = tagged(SEQUENCE, hash_, tagged(SEQUENCE, tagged(SEQUENCE, tagged(0xA4, issuer)), serial))
    values = {
        ATTRIBUTES["content type"]: _TST_INFO,
        ATTRIBUTES["message digest"]: tagged(OCTETS, hashlib.sha256(info).digest()),
        _SIGNING_CERTIFICATE_V2: tagged(SEQUENCE, tagged(SEQUENCE, named)),
    }
    return [tagged(SEQUENCE, type_, tagged(SET, value)) for type_, value in values.items()]


class Stamped:
    """A signer whose signatures carry a timestamp, and what was known of revocations."""

    def __init__(
        self, inner: Signer, at: datetime | None = None, by: Credential | None = None, lists: tuple[bytes, ...] = ()
    ) -> None:
        """Take who signs, the time of the token (none: no token), who stamps, and the lists that go along."""
        self._inner, self._at, self._by, self._lists = inner, at, by, lists

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""
        return self._inner.role

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self._inner.certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign and stamp."""
        p7s = self._inner.sign(data, at)
        value = take_apart(p7s, "").value
        stamp = token(value, self._at, self._by) if self._at else None
        return put_around(p7s, token=stamp, lists=self._lists)
