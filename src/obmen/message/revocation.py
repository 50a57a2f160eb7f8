"""Whether a certificate is revoked: three answers (RFC 5280, 5; RFC 6960; EN 319 102-1, 5.2.5).

An answer is looked for in what is at hand, lists (CRL) and answers (OCSP) alike; nobody is called from here. The rule:

* revoked      a genuine source says so, of any age, since no later than the moment asked about;
* good         a genuine source that covers the moment does not say so: it was made after it, or is in force at it, or
               went out of force no more than `GRACE` before it (then with a remark);
* unknown      everything else: no source, a source of another issuer, with a bad signature, too old, not yet born.

A certificate that announces no place to ask is answered for by the register alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID

from obmen.message import suites
from obmen.message.der import signed_by
from obmen.message.libcrypto import CryptoError
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

GRACE: Final = timedelta(hours=72)
"""How long a source that went out of force still counts: as long as an outage of the register is survived."""
NO_TERM: Final = timedelta(hours=24)
"""How long a source counts that names no time of its next edition."""


UNREADABLE: Final = (  # for DER that is not what it should be the library raises all these; they have no common base
    ValueError,
    TypeError,  # a name whose value is of a kind that its type does not have
    UnsupportedAlgorithm,
    x509.InvalidVersion,
    x509.DuplicateExtension,
    x509.UnsupportedGeneralNameType,
)
"""What reading a certificate, a list or an answer may raise."""


class Standing(Labelled):
    """The three answers."""

    GOOD = "GOOD", "не отозван"
    REVOKED = "REVOKED", "отозван"
    UNKNOWN = "UNKNOWN", "сведения об отзыве недоступны"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of a certificate at a moment: since when it is revoked, from which source (DER), what to remark."""

    standing: Standing
    since: datetime | None = None
    source: bytes = b""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Says:
    """What one genuine source says of one certificate; `since` only if it says that it is revoked."""

    source: bytes
    made: datetime
    until: datetime
    since: datetime | None = None


UNKNOWN: Final = Answer(standing=Standing.UNKNOWN)


def ask(certificate: bytes, issuer: bytes, at: datetime, sources: Sequence[bytes]) -> Answer:
    """Tell how the certificate stands at the moment `at`; it, its issuer and the sources (CRL, OCSP) are DER."""
    said = [one for source in sources if (one := _said(certificate, issuer, source))]
    revoked = [one for one in said if one.since is not None and one.since <= at]
    if revoked:
        first = min(revoked, key=lambda one: one.since or one.made)
        return Answer(standing=Standing.REVOKED, since=first.since, source=first.source)
    covering = [one for one in said if one.made >= at or one.until >= at]
    if covering:
        return Answer(standing=Standing.GOOD, source=covering[0].source)
    late = [one for one in said if one.until + GRACE >= at]
    return _late(max(late, key=lambda one: one.until)) if late else UNKNOWN


def _late(one: _Says) -> Answer:
    remark = (
        f"Сведения об отзыве сертификатов просрочены с {one.until:%d.%m.%Y %H:%M} (UTC); действует отсрочка 72 часа."
    )
    return Answer(standing=Standing.GOOD, source=one.source, remark=remark)


def question(certificate: bytes, issuer: bytes) -> bytes:
    """Write the OCSPRequest (DER) about a certificate (RFC 6960, 4.1)."""
    about, by = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
    return _question(about, by, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


@lru_cache(maxsize=1024)
def places(certificate: bytes) -> tuple[str, ...]:
    """List where the certificate (DER) says that its revocation can be asked: CRL distribution points, then OCSP."""
    return (*list_places(certificate), *answer_places(certificate))


def list_places(certificate: bytes) -> tuple[str, ...]:
    """List where the certificate (DER) says that lists (CRL) are to be had."""
    return tuple(_list_places(_extensions(certificate)))


def answer_places(certificate: bytes) -> tuple[str, ...]:
    """List where the certificate (DER) says that somebody answers by OCSP."""
    return tuple(_ocsp_places(_extensions(certificate)))


def must_be_asked(certificate: bytes) -> bool:
    """Tell whether an issuer must answer for it: it announces a place, or nobody can read whether it does."""
    return not _is_readable(certificate) or bool(places(certificate))


@lru_cache(maxsize=1024)
def _is_readable(certificate: bytes) -> bool:
    try:
        return x509.load_der_x509_certificate(certificate).extensions is not None
    except UNREADABLE:
        return False


def _extensions(certificate: bytes) -> x509.Extensions:
    try:
        return x509.load_der_x509_certificate(certificate).extensions
    except UNREADABLE:
        return x509.Extensions([])


def _list_places(extensions: x509.Extensions) -> Iterator[str]:
    try:
        points = extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return
    yield from (name.value for point in points for name in point.full_name or () if _is_uri(name))


def _ocsp_places(extensions: x509.Extensions) -> Iterator[str]:
    try:
        access = extensions.get_extension_for_class(x509.AuthorityInformationAccess).value
    except x509.ExtensionNotFound:
        return
    descriptions = (one for one in access if one.access_method == AuthorityInformationAccessOID.OCSP)
    yield from (one.access_location.value for one in descriptions if _is_uri(one.access_location))


def _is_uri(name: x509.GeneralName) -> bool:
    return isinstance(name, x509.UniformResourceIdentifier)


@lru_cache(maxsize=4096)
def _said(certificate: bytes, issuer: bytes, source: bytes) -> _Says | None:
    """Read what a source says of a certificate; nothing when it is not genuine or not about it."""
    readers: tuple[Callable[[bytes, bytes, bytes], _Says | None], ...] = (_said_by_list, _said_by_ocsp)
    for read in readers:
        try:
            return read(certificate, issuer, source)
        except (*UNREADABLE, CryptoError, InvalidSignature):
            continue
    return None


# --- Lists (RFC 5280, 5 and 6.3) ---------------------------------------------------------------------------------


def _said_by_list(certificate: bytes, issuer: bytes, source: bytes) -> _Says | None:
    about, by = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
    found = _read_list(source)
    made, until = found.last_update_utc, found.next_update_utc or found.last_update_utc + NO_TERM
    if found.issuer != about.issuer or not _may_issue_lists(by) or not _is_whole(found, about):
        return None
    if suites.DEFAULT.is_weak(signed_by(source)) or not _is_signed(source, issuer):
        return None
    entry = found.get_revoked_certificate_by_serial_number(about.serial_number)
    if entry is None and made > about.not_valid_after_utc:
        return None  # a list may leave out what had already expired
    return _Says(source=source, made=made, until=until, since=entry.revocation_date_utc if entry else None)


@lru_cache(maxsize=64)
def _read_list(source: bytes) -> x509.CertificateRevocationList:
    return x509.load_der_x509_crl(source)


@lru_cache(maxsize=256)
def _is_signed(source: bytes, issuer: bytes) -> bool:
    return suites.arithmetic_of(issuer).issued_list(source, issuer)


def _may_issue_lists(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.KeyUsage).value.crl_sign
    except x509.ExtensionNotFound:
        return False


def _is_whole(found: x509.CertificateRevocationList, about: x509.Certificate) -> bool:
    """Tell whether the list is a complete one of the certificate's own issuer, for certificates of this kind."""
    for extension in found.extensions:
        point = extension.value
        if isinstance(point, x509.DeltaCRLIndicator):
            return False
        if isinstance(point, x509.IssuingDistributionPoint):
            partial = point.indirect_crl or point.only_some_reasons or point.only_contains_attribute_certs
            if partial or not _is_of_point(point, about):
                return False
        elif extension.critical:
            return False
    return True


def _is_of_point(point: x509.IssuingDistributionPoint, about: x509.Certificate) -> bool:
    """Tell whether the certificate's place is the list's, and its kind the one that the list is for."""
    is_issuer = _is_issuer(about)
    if (point.only_contains_ca_certs and not is_issuer) or (point.only_contains_user_certs and is_issuer):
        return False
    named = {name.value for name in point.full_name or ()}
    return not named or not named.isdisjoint(_list_places(about.extensions))


def _is_issuer(about: x509.Certificate) -> bool:
    try:
        return about.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False


# --- Answers (RFC 6960) ------------------------------------------------------------------------------------------


def _said_by_ocsp(certificate: bytes, issuer: bytes, source: bytes) -> _Says | None:
    about, by = x509.load_der_x509_certificate(certificate), x509.load_der_x509_certificate(issuer)
    response = ocsp.load_der_ocsp_response(source)
    if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
        return None
    responder = _responder(response, about, by)
    if responder is None or not _is_signed_by(response, responder):
        return None
    for one in response.responses:
        if _names_issuer(one, about, by):
            return _says_one(one, about, source)
    return None


def _says_one(one: ocsp.OCSPSingleResponse, about: x509.Certificate, source: bytes) -> _Says | None:
    made, since = one.this_update_utc, one.revocation_time_utc
    if one.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return None
    if since is None and made > about.not_valid_after_utc:
        return None  # whoever answers may have forgotten what had already expired
    return _Says(source=source, made=made, until=one.next_update_utc or made + NO_TERM, since=since)


def _names_issuer(one: ocsp.OCSPSingleResponse, about: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Tell whether the answer's CertID names the certificate and its issuer (RFC 6960, 4.1.1)."""
    asked = _question(about, issuer, one.hash_algorithm)
    said = (one.issuer_name_hash, one.issuer_key_hash, one.serial_number)
    return said == (asked.issuer_name_hash, asked.issuer_key_hash, asked.serial_number)


def _question(about: x509.Certificate, issuer: x509.Certificate, algorithm: hashes.HashAlgorithm) -> ocsp.OCSPRequest:
    return ocsp.OCSPRequestBuilder().add_certificate(about, issuer, algorithm).build()


def _responder(
    response: ocsp.OCSPResponse, about: x509.Certificate, issuer: x509.Certificate
) -> x509.Certificate | None:
    """Find who signed: the issuer itself, or whom it has certified for that and for nothing to be asked about."""
    delegated = (one for one in response.certificates if _is_delegated(one, issuer, response.produced_at_utc))
    return next((one for one in (issuer, *delegated) if _is_named(response, about, one)), None)


def _is_named(response: ocsp.OCSPResponse, about: x509.Certificate, one: x509.Certificate) -> bool:
    """Tell whether the answer names this certificate as its signer's, by name or by SHA-1 of its key (4.2.1)."""
    if response.responder_name is not None:
        return response.responder_name == one.subject
    return response.responder_key_hash == _question(about, one, hashes.SHA1()).issuer_key_hash  # noqa: S303  by that RFC


def _is_signed_by(response: ocsp.OCSPResponse, responder: x509.Certificate) -> bool:
    """Check the signature by an algorithm that still proves something. Raises `InvalidSignature`."""
    key, algorithm = responder.public_key(), response.signature_hash_algorithm
    if not isinstance(algorithm, hashes.SHA256 | hashes.SHA384 | hashes.SHA512):
        return False
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(response.signature, response.tbs_response_bytes, ec.ECDSA(algorithm))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(response.signature, response.tbs_response_bytes, padding.PKCS1v15(), algorithm)
    else:
        return False
    return True


def _is_delegated(one: x509.Certificate, issuer: x509.Certificate, at: datetime) -> bool:
    """Tell whether the issuer certified it to answer, and spared us asking about it in turn (RFC 6960, 4.2.2.2)."""
    try:
        usage = one.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
        one.extensions.get_extension_for_class(x509.OCSPNoCheck)
        one.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, InvalidSignature, TypeError, ValueError):
        return False
    valid = one.not_valid_before_utc <= at <= one.not_valid_after_utc
    return valid and ExtendedKeyUsageOID.OCSP_SIGNING in usage
