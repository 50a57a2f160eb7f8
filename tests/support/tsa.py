"""A timestamp authority that says the time a test wants (RFC 3161), in this process; and revocation (CRL, OCSP)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.support import pki
from tests.support.pki import Credential

from obmen.message.cms_shell import issuer_and_serial
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, SET, content, inside, integer, tagged

_OIDS: Final = {
    "signed data": "06092a864886f70d010702",
    "tst info": "060b2a864886f70d0109100104",
    "content type": "06092a864886f70d010903",
    "message digest": "06092a864886f70d010904",
    "signing certificate": "060b2a864886f70d010910022f",
    "policy": "06042a030405",
}
_SHA256: Final = bytes.fromhex("300b0609608648016503040201")
_SHA1: Final = bytes.fromhex("300706052b0e03021a")
_ECDSA_SHA256: Final = bytes.fromhex("300a06082a8648ce3d040302")
STAMPING: Final = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
SERVER: Final = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])


@dataclass(frozen=True, slots=True, kw_only=True)
class Tsa:
    """An authority (`TimestampAuthority`): its time, its certificate and key, and how it may fail a test's way."""

    at: datetime
    credential: Credential
    name: str = "TSA (учебная)"
    sha1: bool = False
    deterministic: bool = False

    def ask(self, query: bytes) -> bytes:
        """Answer a TimeStampReq."""
        _version, imprint, *rest = inside(query)
        nonce = next((one for one in rest if one[0] == 0x02), b"")
        granted = tagged(SEQUENCE, integer(0))
        return tagged(SEQUENCE, granted, self.token(content(inside(imprint)[1]), nonce))

    def token(self, digest: bytes, nonce: bytes = b"") -> bytes:
        """Make a token over a SHA-256 digest (a SHA-1 one when it is to be weak)."""
        algorithm = _SHA1 if self.sha1 else _SHA256
        time = tagged(0x18, self.at.astimezone(UTC).strftime("%Y%m%d%H%M%SZ").encode())
        imprint = tagged(SEQUENCE, algorithm, tagged(OCTETS, digest))
        info = tagged(SEQUENCE, integer(1), _oid("policy"), imprint, integer(7), time, nonce)
        attributes = self._attributes(info)
        signer = tagged(
            SEQUENCE,
            integer(1),
            issuer_and_serial(self.credential.certificate),
            _SHA256,
            tagged(CONTEXT_0, content(attributes)),
            _ECDSA_SHA256,
            tagged(OCTETS, self._sign(attributes)),
        )
        inner = tagged(SEQUENCE, _oid("tst info"), tagged(CONTEXT_0, tagged(OCTETS, info)))
        along = tagged(CONTEXT_0, self.credential.certificate)
        signed_data = tagged(SEQUENCE, integer(3), tagged(SET, _SHA256), inner, along, tagged(SET, signer))
        return tagged(SEQUENCE, _oid("signed data"), tagged(CONTEXT_0, signed_data))

    def _attributes(self, info: bytes) -> bytes:
        named = tagged(
            SEQUENCE, tagged(SEQUENCE, tagged(SEQUENCE, tagged(OCTETS, _sha256(self.credential.certificate))))
        )
        return tagged(
            SET,
            *sorted(
                (
                    tagged(SEQUENCE, _oid("content type"), tagged(SET, _oid("tst info"))),
                    tagged(SEQUENCE, _oid("message digest"), tagged(SET, tagged(OCTETS, _sha256(info)))),
                    tagged(SEQUENCE, _oid("signing certificate"), tagged(SET, named)),
                )
            ),
        )

    def _sign(self, data: bytes) -> bytes:
        key = serialization.load_pem_private_key(self.credential.key, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        return key.sign(data, ec.ECDSA(hashes.SHA256(), deterministic_signing=self.deterministic))


def anchor() -> Credential:
    """Make the issuer of timestamp authorities."""
    return pki.issued("Timestamps (учебные)", usages=pki.ISSUING)


def authority(at: datetime, **how: Any) -> Tsa:  # noqa: ANN401  fields of the authority
    """Make an authority of that issuer that says it is `at`."""
    credential = pki.issued("TSA (учебная)", issuer=anchor(), extensions=(STAMPING,))
    return Tsa(at=at, credential=credential, **how)


def revocation_list(
    issuer: Credential,
    made: datetime,
    revoked: dict[bytes, datetime] | None = None,
    *,
    days: int = 7,
    extension: x509.ExtensionType | None = None,
) -> bytes:
    """Make a list (CRL, DER) of an issuer: certificates (DER) and since when they are revoked."""
    name = x509.load_der_x509_certificate(issuer.certificate).subject
    builder = x509.CertificateRevocationListBuilder().issuer_name(name).last_update(made)
    builder = builder.next_update(made + timedelta(days=days)).add_extension(x509.CRLNumber(1), critical=False)
    for certificate, since in (revoked or {}).items():
        serial = x509.load_der_x509_certificate(certificate).serial_number
        entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(since).build()
        builder = builder.add_revoked_certificate(entry)
    if extension:
        builder = builder.add_extension(extension, critical=True)
    signed = builder.sign(_key(issuer), hashes.SHA256(), ecdsa_deterministic=True)
    return signed.public_bytes(serialization.Encoding.DER)


def ocsp_answer(  # noqa: PLR0913  the facts of one answer
    certificate: bytes,
    issuer: Credential,
    made: datetime,
    *,
    since: datetime | None = None,
    responder: Credential | None = None,
    days: int = 1,
) -> bytes:
    """Make an answer (OCSPResponse, DER) by the issuer or by a responder that it has certified."""
    by = responder or issuer
    about, signer = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(by.certificate)
    status = ocsp.OCSPCertStatus.REVOKED if since else ocsp.OCSPCertStatus.GOOD
    builder = ocsp.OCSPResponseBuilder().add_response(
        cert=about,
        issuer=x509.load_der_x509_certificate(issuer.certificate),
        algorithm=hashes.SHA256(),
        cert_status=status,
        this_update=made,
        next_update=made + timedelta(days=days),
        revocation_time=since,
        revocation_reason=x509.ReasonFlags.key_compromise if since else None,
    )
    builder = builder.responder_id(ocsp.OCSPResponderEncoding.HASH, signer)
    if responder:
        builder = builder.certificates([signer])
    return builder.sign(_key(by), hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _key(of: Credential) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(of.key, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


def _oid(name: str) -> bytes:
    return bytes.fromhex(_OIDS[name])


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()
