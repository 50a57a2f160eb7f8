"""The certificate with which a person signs, as the signing page names it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from cryptography import x509

from obmen.node import keystore

if TYPE_CHECKING:
    from obmen.node.people.models import Officer


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCertificate:
    """What a signatory checks: the name, the number, until when."""

    subject: str
    serial: str
    until: datetime


def of_person(officer: Officer) -> ShownCertificate | None:
    """Give the officer's certificate, if there is one."""
    raw = keystore.current().person_certificate(officer.username)
    if raw is None:
        return None
    certificate = x509.load_der_x509_certificate(raw)
    names = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return ShownCertificate(
        subject=str(names[0].value) if names else certificate.subject.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        until=certificate.not_valid_after_utc,
    )
