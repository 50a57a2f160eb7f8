"""What a list of revoked certificates or an answer about one says of itself (RFC 5280, 5; RFC 6960, 4.2).

Nothing here is believed: it only says under which keys a source is kept and found again, and for how long it counts.
Whether it is genuine is asked of `obmen.message.revocation`, each time anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from obmen.message.revocation import NO_TERM, UNREADABLE

LIST: Final = "crl"
ANSWER: Final = "ocsp"
CERTIFICATE: Final = "cer"
_PEM: Final = b"-----BEGIN X509 CRL-----"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A list (`crl`) or an answer (`ocsp`): its bytes in DER, who it says to be from, when it was made and until when.

    `key` is what it is about: one of `keys_of` the certificates that it can say something of.
    """

    kind: str
    raw: bytes
    key: str
    by: str
    made: datetime
    until: datetime


def read(raw: bytes) -> Source:
    """Read a list (DER or PEM) or a successful answer (DER). Raises `ValueError` when it is neither."""
    for reader in (_list, _answer):
        try:
            return reader(raw)
        except UNREADABLE:
            continue
    raise ValueError("neither a list of revoked certificates nor an answer about one")


@lru_cache(maxsize=1024)
def keys_of(certificate: bytes) -> tuple[str, str]:
    """Give the keys of what can speak of a certificate (DER): lists of its issuer, answers about its number.

    Raises `ValueError` when it cannot be read.
    """
    try:
        about = x509.load_der_x509_certificate(certificate)
        return _list_key(about.issuer), f"{ANSWER}:{about.serial_number:x}"
    except UNREADABLE as error:
        raise ValueError(f"a certificate that cannot be read: {error}") from None


def kind_of(item: bytes) -> str:
    """Tell what a piece of the material of a signature is: `crl`, `ocsp` or, all else, `cer`."""
    try:
        return read(item).kind
    except ValueError:
        return CERTIFICATE


def _list(raw: bytes) -> Source:
    found = x509.load_pem_x509_crl(raw) if raw.lstrip().startswith(_PEM) else x509.load_der_x509_crl(raw)
    made = found.last_update_utc
    return Source(
        kind=LIST,
        raw=found.public_bytes(Encoding.DER),
        key=_list_key(found.issuer),
        by=found.issuer.rfc4514_string(),
        made=made,
        until=found.next_update_utc or made + NO_TERM,
    )


def _answer(raw: bytes) -> Source:
    response = ocsp.load_der_ocsp_response(raw)
    one = next(iter(response.responses), None)  # raises when the answer is not a successful one
    if one is None:
        raise ValueError("an answer about nothing")
    name = response.responder_name
    return Source(
        kind=ANSWER,
        raw=raw,
        key=f"{ANSWER}:{one.serial_number:x}",
        by=name.rfc4514_string() if name else "OCSP",
        made=one.this_update_utc,
        until=one.next_update_utc or one.this_update_utc + NO_TERM,
    )


def _list_key(issuer: x509.Name) -> str:
    return f"{LIST}:{hashlib.sha256(issuer.public_bytes()).hexdigest()}"
