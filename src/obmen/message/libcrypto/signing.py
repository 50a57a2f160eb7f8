"""CMS signatures: CAdES baseline B-B (EN 319 122-1)."""

from __future__ import annotations

import ctypes
import re
from contextlib import contextmanager
from ctypes import byref, c_void_p
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from obmen.message.libcrypto.binding import (
    CMS_BINARY,
    CMS_CADES,
    CMS_PARTIAL,
    LIB,
    CryptoError,
    der_of,
    items_of,
    owned,
    parsed_cms,
    reading,
    require,
    stack_of,
)
from obmen.message.libcrypto.certificates import certificate_of, store_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from obmen.message.libcrypto.certificates import Key

_CMS_DETACHED: Final = 0x40  # <openssl/cms.h>
_CMS_NOSMIMECAP: Final = 0x200
_SIGNING: Final = _CMS_DETACHED | CMS_BINARY | CMS_CADES | _CMS_NOSMIMECAP
_NID_SIGNED: Final = 22  # <openssl/obj_mac.h>
_NID_SIGNING_TIME: Final = 52
_UTC_TIME: Final = 23  # <openssl/asn1.h>
_GENERALIZED_TIME: Final = 24


def sign_cades(  # noqa: PLR0913  the facts of one signature
    certificate: bytes, key: Key, data: bytes, at: datetime, chain: Sequence[bytes] = (), *, digest: str = "SHA256"
) -> bytes:
    """Make a detached CAdES baseline B-B signature (EN 319 122-1, 5.2 and 6.3), DER; `digest` as OpenSSL names it.

    Signed attributes: content type, message digest, signing time `at`, signing certificate v2 (RFC 5035).
    """
    signer = certificate_of(certificate)
    with reading(data) as bio:
        new = LIB.CMS_sign(None, None, None, bio, _SIGNING | CMS_PARTIAL)
        with owned(new, LIB.CMS_ContentInfo_free, "CMS_sign") as cms:
            info = LIB.CMS_add1_signer(cms, signer.handle, key.handle, digest_of(digest), _SIGNING)
            _state_time(require(info, "CMS_add1_signer"), at)
            for link in map(certificate_of, chain):
                require(LIB.CMS_add1_cert(cms, link.handle), "CMS_add1_cert")
            require(LIB.CMS_final(cms, bio, None, _SIGNING), "CMS_final")
            return der_of(LIB.i2d_CMS_ContentInfo, cms, "CMS")


def digest_of(name: str) -> int:
    """Find a digest by the name that OpenSSL gives it. Raises `CryptoError`."""
    return require(LIB.EVP_get_digestbyname(name.encode("ascii")), name)


def _state_time(signer_info: int, at: datetime) -> None:
    """State the signing time: UTCTime through 2049, GeneralizedTime after (RFC 5652, 11.3)."""
    instant = at.astimezone(UTC)
    short = instant.year < 2050  # noqa: PLR2004  the year of RFC 5652, 11.3
    text = instant.strftime("%y%m%d%H%M%SZ" if short else "%Y%m%d%H%M%SZ").encode("ascii")
    type_ = _UTC_TIME if short else _GENERALIZED_TIME
    added = LIB.CMS_signed_add1_attr_by_NID(signer_info, _NID_SIGNING_TIME, type_, text, len(text))
    require(added, "signing time")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerFacts:
    """What a signature says about itself, before anyone believes it.

    `certificate` is the signer's, `certificates` all that came along; algorithms are OIDs in dotted form.
    """

    certificate: bytes
    certificates: tuple[bytes, ...]
    signing_time: datetime
    digest_algorithm: str
    signature_algorithm: str


class Signature:
    """A parsed signature of exactly one signer; it lives as long as the block of `reading_signature`."""

    def __init__(self, cms: int, certificates: Sequence[bytes]) -> None:
        """Find the one signer and its certificate."""
        self._cms = cms
        self._certificates = tuple(certificates)
        self._info = self._one_signer()
        self._signer = self._certificate_of_signer()

    def _one_signer(self) -> int:
        if LIB.OBJ_obj2nid(LIB.CMS_get0_type(self._cms)) != _NID_SIGNED:
            raise CryptoError("not a SignedData")
        infos = items_of(LIB.CMS_get0_SignerInfos(self._cms))
        if len(infos) != 1:
            msg = f"{len(infos)} signers instead of one"
            raise CryptoError(msg)
        return infos[0]

    def _certificate_of_signer(self) -> bytes:
        candidates = [(der, certificate_of(der)) for der in self._certificates]  # each must be one, whoever it names
        for der, candidate in candidates:
            if LIB.CMS_SignerInfo_cert_cmp(self._info, candidate.handle) == 0:
                return der
        raise CryptoError("the signer's certificate is not inside")

    def facts(self) -> SignerFacts:
        """Read what the signature says about itself."""
        digest, signature = _algorithms(self._info)
        return SignerFacts(
            certificate=self._signer,
            certificates=self._certificates,
            signing_time=_stated_time(self._info),
            digest_algorithm=digest,
            signature_algorithm=signature,
        )

    def verify(self, data: bytes) -> None:
        """Check that it holds over `data` by the certificate found, and names that certificate (RFC 5035).

        This is the arithmetic only; whose certificate it is, is another question (`build_chain`). Raises `CryptoError`.
        """
        signer = certificate_of(self._signer)
        with reading(data) as bio, stack_of([signer.handle]) as stack, store_of([signer.handle]) as store:
            verified = LIB.CMS_verify(self._cms, stack, store, bio, None, CMS_BINARY | CMS_CADES)
            require(verified, "CMS_verify")


@contextmanager
def reading_signature(bare: bytes, certificates: Sequence[bytes]) -> Iterator[Signature]:
    """Parse a signature from which its certificates were taken out (`cms_shell`), all in DER.

    Only DER: encoding it again gives the same bytes. Raises `CryptoError`.
    """
    with parsed_cms(bare) as cms:
        if der_of(LIB.i2d_CMS_ContentInfo, cms, "CMS") != bare:
            raise CryptoError("not in DER")
        yield Signature(cms, certificates)


def _algorithms(signer_info: int) -> tuple[str, str]:
    digest, signature = c_void_p(), c_void_p()
    LIB.CMS_SignerInfo_get0_algs(signer_info, None, None, byref(digest), byref(signature))
    return oid_of(digest), oid_of(signature)


def oid_of(algorithm: c_void_p) -> str:
    """Name an X509_ALGOR (borrowed) by its OID in dotted form."""
    identifier, text = c_void_p(), ctypes.create_string_buffer(128)
    LIB.X509_ALGOR_get0(byref(identifier), None, None, algorithm)
    LIB.OBJ_obj2txt(text, len(text), identifier, 1)
    return text.value.decode("ascii", "replace")


_STATED: Final = re.compile(rb"(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z")


def _stated_time(signer_info: int) -> datetime:
    """Read the signing time as RFC 5652, 11.3 writes it."""
    index = LIB.CMS_signed_get_attr_by_NID(signer_info, _NID_SIGNING_TIME, -1)
    attribute = LIB.CMS_signed_get_attr(signer_info, index) if index >= 0 else None
    if not attribute:
        raise CryptoError("no signing time")
    for type_, digits in ((_UTC_TIME, 2), (_GENERALIZED_TIME, 4)):
        value = LIB.X509_ATTRIBUTE_get0_data(attribute, 0, type_, None)
        if value:
            text = ctypes.string_at(LIB.ASN1_STRING_get0_data(value), LIB.ASN1_STRING_length(value))
            return _read_time(text, digits)
        LIB.ERR_clear_error()
    raise CryptoError("the signing time is no time")


def _read_time(text: bytes, digits: int) -> datetime:
    found = _STATED.fullmatch(text)
    if found is None or len(found[1]) != digits:
        raise CryptoError("the signing time is no time")
    year, *rest = (int(part) for part in found.groups())
    century = 0 if digits == 4 else 2000 if year < 50 else 1900  # noqa: PLR2004  RFC 5280, 4.1.2.5.1
    try:
        month, day, hour, minute, second = rest
        return datetime(century + year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        raise CryptoError("the signing time is no time") from None


def verified(bare: bytes, certificates: Sequence[bytes], data: bytes) -> SignerFacts:
    """Check that a signature (see `reading_signature`) holds over `data`; give what it says. Raises `CryptoError`."""
    with reading_signature(bare, certificates) as signature:
        signature.verify(data)
        return signature.facts()
