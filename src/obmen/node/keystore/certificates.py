"""Making keys and X.509 certificates (RFC 5280) for a node whose keys are software: P-256, one purpose each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

_USAGES: Final = (
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a key is for: the bits of its key usage, whether it issues certificates, whether it serves TLS."""

    usages: frozenset[str]
    issues: bool = False
    tls: bool = False


SIGNATURE: Final = Purpose(usages=frozenset({"digital_signature", "content_commitment"}))
ENCRYPTION: Final = Purpose(usages=frozenset({"key_agreement"}))
TLS: Final = Purpose(usages=frozenset({"digital_signature"}), tls=True)
ISSUER: Final = Purpose(usages=frozenset({"key_cert_sign", "crl_sign"}), issues=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """A private key (PKCS #8, PEM) and its certificate (DER)."""

    key: bytes
    certificate: bytes

    @property
    def pem(self) -> bytes:
        """The certificate as PEM."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """From when until when a certificate is valid."""

    start: datetime
    end: datetime


def make(
    name: str, organisation: str, purpose: Purpose, validity: Validity, issuer: Credential | None = None
) -> Credential:
    """Make a key and its certificate, issued by `issuer` or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = _name(name, organisation)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(x509.load_der_x509_certificate(issuer.certificate).subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.start)
        .not_valid_after(validity.end)
    )
    signed = _extended(builder, key, purpose).sign(_private(issuer) if issuer else key, hashes.SHA256())
    return Credential(key=_pem(key), certificate=signed.public_bytes(serialization.Encoding.DER))


def _extended(
    builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey, purpose: Purpose
) -> x509.CertificateBuilder:
    """Add what the key may do."""
    bits = {usage: usage in purpose.usages for usage in _USAGES}
    builder = (
        builder.add_extension(x509.BasicConstraints(ca=purpose.issues, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**bits), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not purpose.tls:
        return builder
    both = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])
    return builder.add_extension(both, critical=False)


def _name(name: str, organisation: str) -> x509.Name:
    """Make a subject; X.520 allows 64 characters in each part."""
    parts = ((NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, name))
    return x509.Name([x509.NameAttribute(oid, text[:64]) for oid, text in parts])


def _private(credential: Credential) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(credential.key, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("only keys on elliptic curves issue certificates here")
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
