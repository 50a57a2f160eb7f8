"""Keys and certificates for tests: a small, fictional public key infrastructure, made once per session.

Names are of this test's own invention; validity is wide unless asked otherwise. Everything is cached by its arguments,
so asking twice for the seal of «RU-FSSP» gives the same certificate.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

FROM = datetime(2025, 1, 1, tzinfo=UTC)
UNTIL = datetime(2035, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate (DER) with its private key (PEM) and, if it has one, its issuer's certificate (DER)."""

    certificate: bytes
    key: bytes
    issuer: bytes | None = None

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return x509.load_der_x509_certificate(self.certificate).fingerprint(hashes.SHA256()).hex()

    @property
    def certificate_pem(self) -> bytes:
        """The certificate as PEM."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(serialization.Encoding.PEM)


SIGNING = ("digital_signature", "content_commitment")
AGREEMENT = ("key_agreement",)
ISSUING = ("key_cert_sign", "crl_sign")
_ALL_USAGES = (
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


Extensions: TypeAlias = tuple[tuple[x509.ExtensionType, bool], ...]
"""Extensions of a certificate, and whether each is critical."""

_CURVES: dict[str, ec.EllipticCurve] = {"P-256": ec.SECP256R1(), "P-384": ec.SECP384R1(), "P-521": ec.SECP521R1()}
PrivateKey: TypeAlias = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@cache
def issued(  # noqa: PLR0913  a certificate has many properties, and each test changes one
    name: str,
    *,
    issuer: Credential | None = None,
    usages: tuple[str, ...] = SIGNING,
    valid_from: datetime = FROM,
    valid_until: datetime = UNTIL,
    curve: str = "P-256",
    extensions: Extensions = (),
) -> Credential:
    """Make a certificate, self-issued without an issuer; `extensions` with whether they are critical.

    `curve` is one of ECDSA, or «RSA 2048» for a key of so many bits.
    """
    key = _new_key(curve)
    is_ca = "key_cert_sign" in usages
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer_key, issuer_name = _issuer(issuer, key, subject)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid_from)
        .not_valid_after(valid_until)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{usage: usage in usages for usage in _ALL_USAGES}), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical=critical)
    certificate = builder.sign(issuer_key, hashes.SHA256())
    return Credential(
        certificate.public_bytes(serialization.Encoding.DER),
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()),
        issuer.certificate if issuer else None,
    )


def _new_key(kind: str) -> PrivateKey:
    family, _, bits = kind.partition(" ")
    if family == "RSA":
        return rsa.generate_private_key(65537, int(bits))
    return ec.generate_private_key(_CURVES[kind])


def _issuer(issuer: Credential | None, own: PrivateKey, name: x509.Name) -> tuple[PrivateKey, x509.Name]:
    if issuer is None:
        return own, name
    key = serialization.load_pem_private_key(issuer.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    return key, x509.load_der_x509_certificate(issuer.certificate).subject


def officer_anchor(party: str) -> Credential:
    """Make the authority that certifies the officers of a Party."""
    return issued(f"Officers of {party}", usages=ISSUING)


def officer(party: str, name: str = "А. А. Тестова") -> Credential:
    """Make an officer's certificate."""
    return issued(name, issuer=officer_anchor(party))


def seal(authority: str) -> Credential:
    """Make the seal of an authority."""
    return issued(f"Печать {authority}")


def node_seal(authority: str) -> Credential:
    """Make the seal of the node that serves an authority."""
    return issued(f"Node of {authority}")


def encryption(authority: str) -> Credential:
    """Make the encryption certificate of an authority."""
    return issued(f"Шифрование {authority}", usages=AGREEMENT)


def central(party: str) -> Credential:
    """Make the seal of a Party's central authority."""
    return issued(f"Central authority of {party}")


def depositary() -> Credential:
    """Make the seal of the depositary."""
    return issued("Depositary")
