"""Private keys, certificates, and the chains between them (RFC 5280)."""

from __future__ import annotations

import ctypes
import hashlib
from contextlib import contextmanager
from ctypes import byref, c_int, c_size_t
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from obmen.message.libcrypto.binding import (
    LIB,
    CryptoError,
    der_of,
    free_with,
    items_of,
    owned,
    parsed,
    reading,
    require,
    stack_of,
    writing,
    written,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


_V_FLAG_PARTIAL_CHAIN: Final = 0x80000  # <openssl/x509_vfy.h>
_V_FLAG_NO_CHECK_TIME: Final = 0x200000
PURPOSE_ANY: Final = 7
PURPOSE_TIMESTAMP: Final = 9
_NO_KEY_USAGE: Final = 0xFFFFFFFF
_NAME_RFC2253_UTF8: Final = 0x1110317 & ~0x4  # XN_FLAG_RFC2253 without escaping letters outside ASCII
_LONGEST_CHAIN: Final = 8
_LONGEST_NAME: Final = 500
"""A name is shown to people, and a stranger may have chosen it: visible characters, and not too many."""
LARGEST_KEPT: Final = 8192
"""Certificates beyond this size are rare, and are parsed anew: strangers shall not fill memory with them."""


# --- Keys and certificates ---------------------------------------------------------------------------------------


class Key:
    """A private key in memory; it lives as long as this object. It never shows itself."""

    def __init__(self, data: bytes, password: bytes = b"") -> None:
        """Read a private key, PEM or DER (PKCS #8 or traditional). Raises `CryptoError`."""
        self.handle = self._read_pem(data, password) if data.startswith(b"-----") else self._read_der(data)
        free_with(self, LIB.EVP_PKEY_free, self.handle)

    @staticmethod
    def _read_pem(data: bytes, password: bytes) -> int:
        with reading(data) as bio:  # without a callback the last argument is the password, so nobody is ever asked
            return require(LIB.PEM_read_bio_PrivateKey(bio, None, None, password), "private key")

    @staticmethod
    def _read_der(data: bytes) -> int:
        return parsed(LIB.d2i_AutoPrivateKey, LIB.EVP_PKEY_free, data, "private key")


class Certificate:
    """A parsed certificate; it lives as long as this object, and is only read."""

    def __init__(self, der: bytes) -> None:
        """Parse a certificate (DER). Raises `CryptoError`."""
        self.handle = parsed(LIB.d2i_X509, LIB.X509_free, der, "certificate")
        free_with(self, LIB.X509_free, self.handle)


def certificate_of(der: bytes) -> Certificate:
    """Parse a certificate once; parsing says nothing about trust.

    Whoever uses its handle holds the object meanwhile: the memory may let go of it at any time.
    """
    return _kept(der) if len(der) <= LARGEST_KEPT else Certificate(der)


@lru_cache(maxsize=1024)
def _kept(der: bytes) -> Certificate:
    return Certificate(der)


class _Tm(ctypes.Structure):
    """`struct tm` of C, with room for what a platform adds."""

    _fields_ = (
        *((name, c_int) for name in ("sec", "min", "hour", "mday", "mon", "year")),
        ("rest", ctypes.c_byte * 64),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a certificate says: whose, from when until when, for what (bits of RFC 5280, 4.2.1.3), and its key.

    `key` is «EC P-256» or «RSA 2048» (type, then curve or bits); `key_usage` is `None` when it does not say.
    """

    subject: str
    not_before: datetime
    not_after: datetime
    key_usage: int | None
    key: str


def certificate_facts(der: bytes) -> CertificateFacts:
    """Read what a certificate (DER) says. Raises `CryptoError`."""
    certificate = certificate_of(der)
    x509 = certificate.handle
    usage = LIB.X509_get_key_usage(x509)
    return CertificateFacts(
        subject=_subject(x509),
        not_before=instant_of(LIB.X509_get0_notBefore(x509)),
        not_after=instant_of(LIB.X509_get0_notAfter(x509)),
        key_usage=None if usage == _NO_KEY_USAGE else usage,
        key=_key_name(require(LIB.X509_get0_pubkey(x509), "public key")),
    )


def _subject(x509: int) -> str:
    with writing() as bio:
        LIB.X509_NAME_print_ex(bio, LIB.X509_get_subject_name(x509), 0, _NAME_RFC2253_UTF8)
        name = written(bio).decode("utf-8", "replace")
    shown = "".join(each if each.isprintable() else "\ufffd" for each in name[: _LONGEST_NAME + 1])
    return shown if len(shown) <= _LONGEST_NAME else f"{shown[:_LONGEST_NAME]}…"


def instant_of(asn1_time: int) -> datetime:
    """Read an ASN1_TIME (borrowed), whole seconds. Raises `CryptoError`."""
    tm = _Tm()
    require(LIB.ASN1_TIME_to_tm(asn1_time, byref(tm)), "time")
    try:
        return datetime(tm.year + 1900, tm.mon + 1, tm.mday, tm.hour, tm.min, tm.sec, tzinfo=UTC)
    except ValueError as error:
        raise CryptoError(str(error)) from None


_CURVES: Final = {"prime256v1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def _key_name(key: int) -> str:
    kind = (LIB.EVP_PKEY_get0_type_name(key) or b"?").decode("ascii", "replace")
    group, length = ctypes.create_string_buffer(64), c_size_t()
    if kind == "EC" and LIB.EVP_PKEY_get_group_name(key, group, len(group), byref(length)) > 0:
        name = group.value.decode("ascii", "replace")
        return f"EC {_CURVES.get(name, name)}"
    LIB.ERR_clear_error()
    return f"{kind} {LIB.EVP_PKEY_get_bits(key)}"


def fingerprint(certificate: bytes) -> str:
    """Give the SHA-256 of a certificate (DER) in hex: its name in labels and in the register."""
    return hashlib.sha256(certificate).hexdigest()


def key_matches(certificate: bytes, key: Key) -> bool:
    """Tell whether the private key is that of the certificate (DER)."""
    parsed = certificate_of(certificate)
    matches: bool = LIB.X509_check_private_key(parsed.handle, key.handle) == 1
    LIB.ERR_clear_error()
    return matches


# --- Chains ------------------------------------------------------------------------------------------------------


@contextmanager
def store_of(trusted: Sequence[int], at: datetime | None = None, purpose: int = PURPOSE_ANY) -> Iterator[int]:
    """Give a store that trusts these certificates, whatever their place in a chain, at a moment (or at any)."""
    with owned(LIB.X509_STORE_new(), LIB.X509_STORE_free, "store") as store:
        for x509 in trusted:
            require(LIB.X509_STORE_add_cert(store, x509), "store")
        parameters = LIB.X509_STORE_get0_param(store)
        LIB.X509_VERIFY_PARAM_set_depth(parameters, _LONGEST_CHAIN)
        LIB.X509_VERIFY_PARAM_set_purpose(parameters, purpose)
        flags = _V_FLAG_PARTIAL_CHAIN | (_V_FLAG_NO_CHECK_TIME if at is None else 0)
        LIB.X509_VERIFY_PARAM_set_flags(parameters, flags)
        if at is not None:
            LIB.X509_VERIFY_PARAM_set_time(parameters, int(at.timestamp()))
        yield store


def build_chain(
    certificate: bytes, others: Sequence[bytes], anchors: Sequence[bytes], at: datetime | None
) -> tuple[bytes, ...]:
    """Build the chain from the certificate to one of the anchors, valid at the moment `at` (RFC 5280, 6), all DER.

    Without a moment nothing is asked about validity. `others` are intermediate certificates that came along, believed
    only as links. Revocation is not looked at.
    Raises `CryptoError` with the reason.
    """
    leaf = certificate_of(certificate)
    links, trusted = [certificate_of(der) for der in others], [certificate_of(der) for der in anchors]
    with (
        store_of([one.handle for one in trusted], at) as store,
        stack_of([one.handle for one in links]) as stack,
        owned(LIB.X509_STORE_CTX_new(), LIB.X509_STORE_CTX_free, "context") as context,
    ):
        require(LIB.X509_STORE_CTX_init(context, store, leaf.handle, stack), "context")
        if LIB.X509_verify_cert(context) != 1:
            raise _chain_error(context)
        chain = items_of(LIB.X509_STORE_CTX_get0_chain(context))
        return tuple(der_of(LIB.i2d_X509, x509, "certificate") for x509 in chain)


def _chain_error(context: int) -> CryptoError:
    reason = LIB.X509_verify_cert_error_string(LIB.X509_STORE_CTX_get_error(context))
    LIB.ERR_clear_error()
    return CryptoError(reason.decode("ascii", "replace"))


def issued_list(revocation_list: bytes, issuer: bytes) -> bool:
    """Tell whether a CertificateList is signed by the key of the issuer's certificate (RFC 5280, 5), all DER.

    Raises `CryptoError` when it cannot be read.
    """
    by = certificate_of(issuer)
    parsed_list = parsed(LIB.d2i_X509_CRL, LIB.X509_CRL_free, revocation_list, "revocation list")
    with owned(parsed_list, LIB.X509_CRL_free, "revocation list") as crl:
        key = require(LIB.X509_get0_pubkey(by.handle), "public key")
        signed: bool = LIB.X509_CRL_verify(crl, key) == 1
        LIB.ERR_clear_error()
        return signed
