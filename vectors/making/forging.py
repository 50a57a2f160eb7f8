"""Signatures as a forger, or a careless programmer, would make them: CMS built part by part (RFC 5652)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from vectors.making.archives import files_of
from vectors.making.cast import SIGNED
from vectors.making.keys import Credential

from obmen.message import manifest as manifests
from obmen.message.cades import prepare
from obmen.message.cms_shell import issuer_and_serial
from obmen.message.der import CONTEXT_0, CONTEXT_1, OCTETS, SEQUENCE, SET, inside, tagged
from obmen.message.manifest import Manifest
from obmen.message.seal import Role

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.message.seal import Signer

VERSION_1: Final = bytes.fromhex("020101")
VERSION_3: Final = bytes.fromhex("020103")
ID_DATA: Final = bytes.fromhex("06092a864886f70d010701")
ID_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_DIGESTS: Final = {
    "md5": "06082a864886f70d0205",
    "sha1": "06052b0e03021a",
    "sha256": "0609608648016503040201",
    "sha384": "0609608648016503040202",
    "sha512": "0609608648016503040203",
}
_NULL: Final = b"\x05\x00"
ECDSA: Final = {
    "sha1": tagged(SEQUENCE, bytes.fromhex("06072a8648ce3d0401")),
    "sha256": tagged(SEQUENCE, bytes.fromhex("06082a8648ce3d040302")),
    "sha512": tagged(SEQUENCE, bytes.fromhex("06082a8648ce3d040304")),
}
RSA: Final = tagged(SEQUENCE, bytes.fromhex("06092a864886f70d010101"), _NULL)

ATTRIBUTES: Final = {
    "content type": bytes.fromhex("06092a864886f70d010903"),
    "message digest": bytes.fromhex("06092a864886f70d010904"),
    "signing time": bytes.fromhex("06092a864886f70d010905"),
    "counter signature": bytes.fromhex("06092a864886f70d010906"),
    "signing certificate": bytes.fromhex("060b2a864886f70d010910022f"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The parts of a SignedData that a forger may put in another way (RFC 5652, 5.1 and 5.3); all DER."""

    version: bytes = VERSION_1
    digests: tuple[bytes, ...] = ()
    content: bytes | None = None
    certificates: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    signer_version: bytes = VERSION_1
    signer_id: bytes = b""
    digest: bytes = b""
    attributes: tuple[bytes, ...] = ()
    algorithm: bytes = b""
    value: bytes = b""
    unsigned: tuple[bytes, ...] = ()
    more_signers: tuple[bytes, ...] = ()
    signed: bool = True

    @property
    def signer(self) -> bytes:
        """The SignerInfo."""
        parts = [
            self.signer_version,
            self.signer_id,
            self.digest,
            tagged(CONTEXT_0, *self.attributes),
            self.algorithm,
            tagged(OCTETS, self.value),
        ]
        return tagged(SEQUENCE, *parts, *([tagged(CONTEXT_1, *self.unsigned)] if self.unsigned else []))

    def written(self) -> bytes:
        """Write the whole."""
        inner = tagged(CONTEXT_0, tagged(OCTETS, self.content)) if self.content is not None else b""
        signed_data = tagged(
            SEQUENCE,
            self.version,
            tagged(SET, *(self.digests or (self.digest,))),
            tagged(SEQUENCE, ID_DATA, inner),
            tagged(CONTEXT_0, *self.certificates),
            *([tagged(CONTEXT_1, *self.lists)] if self.lists else []),
            tagged(SET, *((self.signer, *self.more_signers) if self.signed else ())),
        )
        return tagged(SEQUENCE, ID_SIGNED_DATA, tagged(CONTEXT_0, signed_data))


def digest_identifier(digest: str) -> bytes:
    """Write the AlgorithmIdentifier of a digest."""
    return tagged(SEQUENCE, bytes.fromhex(_DIGESTS[digest]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to sign: by what digest and algorithm, without which attribute, naming which certificate."""

    digest: str = "sha256"
    algorithm: bytes = ECDSA["sha256"]
    without: str = ""
    named: bytes = b""
    also: tuple[bytes, ...] = ()
    change: Callable[[Parts], Parts] = field(default=lambda parts: parts)


@dataclass(frozen=True, slots=True)
class Forger:
    """A `Signer` that follows a plan; with the usual plan it signs as everybody does."""

    role: Role
    credential: Credential
    plan: Plan = Plan()

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self.credential.certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign, and change what the plan changes."""
        return self.plan.change(parts_of(self.credential, data, at, self.plan)).written()


def parts_of(credential: Credential, data: bytes, at: datetime, plan: Plan) -> Parts:
    """Sign genuinely by the plan and give the parts."""
    attributes = _attributes(plan.named or credential.certificate, data, at, plan)
    return Parts(
        certificates=tuple(sorted({credential.certificate, *credential.chain})),
        signer_id=issuer_and_serial(credential.certificate),
        digest=digest_identifier(plan.digest),
        attributes=attributes,
        algorithm=plan.algorithm,
        value=credential.sign(tagged(SET, *attributes), plan.digest),
    )


def _attributes(named: bytes, data: bytes, at: datetime, plan: Plan) -> tuple[bytes, ...]:
    """Write the signed attributes in the order of DER (X.690, 11.6)."""
    utc = inside(inside(_usual(named, data, at)[ATTRIBUTES["signing time"]])[1])
    values = {
        "content type": ID_DATA,
        "message digest": tagged(OCTETS, hashlib.new(plan.digest, data).digest()),
        "signing time": utc[0],
        "signing certificate": _signing_certificate(named, plan.digest),
    }
    written = [
        tagged(SEQUENCE, ATTRIBUTES[name], tagged(SET, value)) for name, value in values.items() if name != plan.without
    ]
    return tuple(sorted([*written, *plan.also]))


def _usual(certificate: bytes, data: bytes, at: datetime) -> dict[bytes, bytes]:
    """Take the attributes that an honest P-256 signer would write, by their types."""
    prepared = prepare(certificate, data, at) if _is_usual(certificate) else None
    if prepared is None:
        from vectors.making.cast import seal  # noqa: PLC0415  any honest certificate will do for the time

        prepared = prepare(seal("RU-770").certificate, data, at)
    return {inside(one)[0]: one for one in inside(prepared.signed)}


def _is_usual(certificate: bytes) -> bool:
    return bytes.fromhex("06082a8648ce3d030107") in certificate


def _signing_certificate(certificate: bytes, digest: str) -> bytes:
    issuer, serial = inside(issuer_and_serial(certificate))
    named = b"" if digest == "sha256" else digest_identifier(digest)
    hash_ = tagged(OCTETS, hashlib.new(digest, certificate).digest())
    general = tagged(SEQUENCE, tagged(0xA4, issuer))
    return tagged(SEQUENCE, tagged(SEQUENCE, tagged(SEQUENCE, named, hash_, tagged(SEQUENCE, general, serial))))


def covering(signer: Signer, raw: bytes, names: tuple[str, ...], number: int = 1) -> dict[str, bytes]:
    """Make a manifest over some files of a container only, and its signature."""
    files = files_of(raw)
    digests = {name: hashlib.sha256(files[name]).digest() for name in names}
    place = f"META-INF/signature{number:03}.p7s"
    listed = manifests.write(Manifest(signature=place, role=signer.role, digests=digests))
    return {f"META-INF/ASiCManifest{number:03}.xml": listed, place: signer.sign(listed, SIGNED)}


def indefinite(p7s: bytes) -> bytes:
    """Write the outermost value in the indefinite form of BER (X.690, 8.1.3.6)."""
    return b"\x30\x80" + b"".join(inside(p7s)) + b"\x00\x00"


def with_content(parts: Parts, content: bytes) -> Parts:
    """Put content inside, where a detached signature has none."""
    return replace(parts, content=content)
