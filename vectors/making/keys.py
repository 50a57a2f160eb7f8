"""TEST KEYS: every private key here follows from its name, so that anyone makes the same signatures again.

They are worth nothing: never put one of their certificates into a register that is used.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from obmen.message.cades import RawSigner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obmen.message.seal import Role, Signer

FOLDER: Final = Path(__file__).parents[1] / "test-keys" / "signing"
FROM: Final = datetime(2025, 1, 1, tzinfo=UTC)
UNTIL: Final = datetime(2045, 1, 1, tzinfo=UTC)
"""Certificates are valid this long unless a case asks otherwise."""

SIGNING: Final = ("digital_signature", "content_commitment")
AGREEMENT: Final = ("key_agreement",)
TRANSPORT: Final = ("key_encipherment",)
ISSUING: Final = ("key_cert_sign", "crl_sign")
_ALL_USAGES: Final = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
_CURVES: Final = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
_ORDERS: Final = {
    "P-256": 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    "P-384": 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973,
    "P-521": (1 << 521) - 0x5AE79787C40D069948033FEB708F65A2FC44A36477663B851449048E16EC79BF7,
}
"""Orders of the groups (SEC 2, 2.4.2, 2.5.1, 2.6.1)."""

Kind: TypeAlias = Literal["P-256", "P-384", "P-521", "RSA-2048", "RSA-1024"]
Key: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate (DER) with its private key and the certificates that go along (DER)."""

    certificate: bytes
    key: Key
    chain: tuple[bytes, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return hashlib.sha256(self.certificate).hexdigest()

    @property
    def pem(self) -> bytes:
        """The private key, PEM."""
        plain = serialization.NoEncryption()
        return self.key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)

    def signer(self, role: Role) -> Signer:
        """Sign with it in a role; the same data always give the same signature."""
        return RawSigner(role, self.certificate, self.sign, self.chain)

    def sign(self, data: bytes, digest: str) -> bytes:
        """Sign deterministically: ECDSA by RFC 6979, RSA by PKCS #1 v1.5."""
        algorithm = getattr(hashes, digest.upper())()
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), algorithm)
        return self.key.sign(data, ec.ECDSA(algorithm, deterministic_signing=True))


@cache
def key_of(name: str, kind: Kind = "P-256") -> Key:
    """Give the private key of a name; RSA keys are few and lie in the folder `test-keys/signing`."""
    if kind.startswith("RSA"):
        key = serialization.load_pem_private_key((FOLDER / f"TEST-{kind}.pem").read_bytes(), None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(kind)
        return key
    seed = hashlib.sha512(f"obmen test vectors: {name}: {kind}".encode()).digest() * 2
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDERS[kind] - 1) + 1, _CURVES[kind])


@cache
def issued(  # noqa: PLR0913  a certificate has many properties, and each case changes one
    name: str,
    *,
    issuer: Credential | None = None,
    kind: Kind = "P-256",
    usages: tuple[str, ...] = SIGNING,
    valid_from: datetime = FROM,
    valid_until: datetime = UNTIL,
    extra: tuple[x509.ExtensionType, ...] = (),
    along: bool = False,
) -> Credential:
    """Make a certificate, self-issued without an issuer; `along`: the issuer's goes along with signatures."""
    key = key_of(name, kind)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by = x509.load_der_x509_certificate(issuer.certificate).subject if issuer else subject
    issuer_key = issuer.key if issuer else key
    is_issuer = "key_cert_sign" in usages
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by)
        .public_key(key.public_key())
        .serial_number(int.from_bytes(hashlib.sha256(f"{name}{kind}{valid_until}{usages}".encode()).digest()[:8]) | 1)
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.BasicConstraints(ca=is_issuer, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _ALL_USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for extension in extra:
        builder = builder.add_extension(extension, critical=isinstance(extension, x509.ExtendedKeyUsage))
    made = builder.sign(issuer_key, hashes.SHA256(), ecdsa_deterministic=_determined(issuer_key))
    chain = (issuer.certificate, *issuer.chain) if issuer and along else ()
    return Credential(made.public_bytes(serialization.Encoding.DER), key, chain)


def _determined(key: Key) -> bool | None:
    """Ask for RFC 6979 where there is a choice."""
    return True if isinstance(key, ec.EllipticCurvePrivateKey) else None


def revocation_list(
    issuer: Credential, revoked: Sequence[tuple[bytes, datetime]], at: datetime, until: datetime
) -> bytes:
    """Make a list of revoked certificates (DER) with the time of each (RFC 5280, 5)."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(x509.load_der_x509_certificate(issuer.certificate).subject)
        .last_update(at)
        .next_update(until)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), critical=False)
        .add_extension(x509.CRLNumber(1), critical=False)
    )
    for certificate, since in revoked:
        serial = x509.load_der_x509_certificate(certificate).serial_number
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        builder = builder.add_revoked_certificate(entry)
    made = builder.sign(issuer.key, hashes.SHA256(), ecdsa_deterministic=_determined(issuer.key))
    return made.public_bytes(serialization.Encoding.DER)


def announcing(place: str) -> x509.CRLDistributionPoints:
    """Say in a certificate where its list is published (RFC 5280, 4.2.1.13)."""
    named = [x509.UniformResourceIdentifier(place)]
    point = x509.DistributionPoint(full_name=named, relative_name=None, reasons=None, crl_issuer=None)
    return x509.CRLDistributionPoints([point])
