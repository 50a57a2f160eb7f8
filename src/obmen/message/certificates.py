"""What a certificate says, read once (RFC 5280)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from obmen.message import suites
from obmen.message.errors import NotAcceptable
from obmen.message.libcrypto import CertificateFacts, CryptoError, fingerprint
from obmen.message.revocation import UNREADABLE

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["CertificateFacts", "facts", "fingerprint", "require_signing", "require_valid"]

_DIGITAL_SIGNATURE: Final = 0x80
_NON_REPUDIATION: Final = 0x40
_MACHINES: Final = frozenset(
    {
        ExtendedKeyUsageOID.SERVER_AUTH,
        ExtendedKeyUsageOID.CODE_SIGNING,
        ExtendedKeyUsageOID.TIME_STAMPING,
        ExtendedKeyUsageOID.OCSP_SIGNING,
    }
)
"""What an issuer of officers' certificates may also certify; none of it signs letters (RFC 5280, 4.2.1.12)."""


@lru_cache(maxsize=1024)
def facts(certificate: bytes) -> CertificateFacts:
    """Read a certificate (DER). Raises `NotAcceptable` (E-T-03)."""
    try:
        return suites.arithmetic_of(certificate).certificate_facts(certificate)
    except CryptoError:
        raise NotAcceptable("E-T-03", "Сертификат подписи не читается.") from None


def require_signing(certificate: bytes, place: str) -> None:
    """Refuse a certificate that is not meant for signatures (RFC 5280, 4.2.1.3 and 4.2.1.12)."""
    usage = facts(certificate).key_usage
    if usage is None or not usage & (_DIGITAL_SIGNATURE | _NON_REPUDIATION) or _is_for_machines(certificate):
        text = f"Сертификат «{facts(certificate).subject}» не предназначен для подписи."
        raise NotAcceptable("E-T-03", text, place)


@lru_cache(maxsize=1024)
def _is_for_machines(certificate: bytes) -> bool:
    """Tell whether it says to be for web servers, timestamps, answers about revocation or programs, and no more."""
    try:
        extensions = x509.load_der_x509_certificate(certificate).extensions
        return set(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) <= _MACHINES
    except (x509.ExtensionNotFound, *UNREADABLE):
        return False


def require_valid(certificate: bytes, at: datetime, place: str) -> None:
    """Refuse a certificate that was not valid at the moment (RFC 5280, 4.1.2.5)."""
    known = facts(certificate)
    if not known.not_before <= at <= known.not_after:
        text = (
            f"Сертификат «{known.subject}» не действовал в момент подписания {at:%d.%m.%Y %H:%M} (UTC): "
            f"срок с {known.not_before:%d.%m.%Y} по {known.not_after:%d.%m.%Y}."
        )
        raise NotAcceptable("E-T-03", text, place)
