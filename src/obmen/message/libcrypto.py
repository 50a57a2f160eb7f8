"""The one door to OpenSSL 3: CMS signatures (CAdES), CMS encryption, chains of certificates.

A thin binding to the system's libcrypto: 40 to 90 times faster than CMS in pure Python, and one code for every
algorithm that OpenSSL or an engine of it knows. Rules of this file:

* every C object that we create has one owner, a `with` block (`_owned`) or a Python object (`Key`, `_Certificate`)
  that frees it once; what OpenSSL calls `get0` is borrowed and lives as long as its parent;
* memory read by OpenSSL in place (`BIO_new_mem_buf` does not copy) is held by `_memory` for the whole call;
* every failure is a `CryptoError` with OpenSSL's own reason, and its queue of errors is emptied;
* times and trust are handed in; nothing is read from the system's stores.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
import weakref
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_uint32, c_ulong, c_void_p
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Bytes: TypeAlias = bytes | bytearray | memoryview
"""Anything whose memory OpenSSL may read in place."""


class CryptoError(Exception):
    """OpenSSL refused; the message is its own reason, in English, for the log."""


# --- The library -------------------------------------------------------------------------------------------------


def _library() -> ctypes.CDLL:
    for name in ("libcrypto.so.3", "libcrypto.3.dylib"):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    msg = "OpenSSL 3 (libcrypto.so.3) is not installed"
    raise ImportError(msg)


_LIB: Final = _library()

_STACK, _X509, _CMS, _BIO, _KEY = c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
_OUT = POINTER(c_void_p)

_PROTOTYPES: Final[dict[str, tuple[Any, ...]]] = {  # name: result, arguments
    "ERR_get_error": (c_ulong,),
    "ERR_clear_error": (None,),
    "ERR_error_string_n": (None, c_ulong, c_char_p, c_size_t),
    "CRYPTO_free": (None, c_void_p, c_char_p, c_int),
    "BIO_new": (_BIO, c_void_p),
    "BIO_s_mem": (c_void_p,),
    "BIO_new_mem_buf": (_BIO, c_void_p, c_int),
    "BIO_free": (c_int, _BIO),
    "BIO_ctrl": (c_long, _BIO, c_int, c_long, c_void_p),
    "BUF_MEM_grow": (c_size_t, c_void_p, c_size_t),
    "OPENSSL_sk_new_null": (_STACK,),
    "OPENSSL_sk_push": (c_int, _STACK, c_void_p),
    "OPENSSL_sk_num": (c_int, _STACK),
    "OPENSSL_sk_value": (c_void_p, _STACK, c_int),
    "OPENSSL_sk_free": (None, _STACK),
    "PEM_read_bio_PrivateKey": (_KEY, _BIO, c_void_p, c_void_p, c_char_p),
    "d2i_AutoPrivateKey": (_KEY, c_void_p, _OUT, c_long),
    "EVP_PKEY_free": (None, _KEY),
    "EVP_PKEY_get_bits": (c_int, _KEY),
    "EVP_PKEY_get0_type_name": (c_char_p, _KEY),
    "EVP_PKEY_get_group_name": (c_int, _KEY, c_char_p, c_size_t, POINTER(c_size_t)),
    "EVP_PKEY_CTX_set_ecdh_kdf_md": (c_int, c_void_p, c_void_p),
    "EVP_sha256": (c_void_p,),
    "EVP_aes_256_gcm": (c_void_p,),
    "d2i_X509": (_X509, c_void_p, _OUT, c_long),
    "i2d_X509": (c_int, _X509, _OUT),
    "X509_free": (None, _X509),
    "X509_get0_pubkey": (_KEY, _X509),
    "X509_get_key_usage": (c_uint32, _X509),
    "X509_get_subject_name": (c_void_p, _X509),
    "X509_NAME_print_ex": (c_int, _BIO, c_void_p, c_int, c_ulong),
    "X509_get0_notBefore": (c_void_p, _X509),
    "X509_get0_notAfter": (c_void_p, _X509),
    "X509_check_private_key": (c_int, _X509, _KEY),
    "ASN1_TIME_to_tm": (c_int, c_void_p, c_void_p),
    "ASN1_STRING_get0_data": (c_void_p, c_void_p),
    "ASN1_STRING_length": (c_int, c_void_p),
    "OBJ_obj2txt": (c_int, c_char_p, c_int, c_void_p, c_int),
    "OBJ_obj2nid": (c_int, c_void_p),
    "X509_ALGOR_get0": (None, _OUT, c_void_p, c_void_p, c_void_p),
    "X509_ATTRIBUTE_get0_data": (c_void_p, c_void_p, c_int, c_int, c_void_p),
    "X509_STORE_new": (c_void_p,),
    "X509_STORE_free": (None, c_void_p),
    "X509_STORE_add_cert": (c_int, c_void_p, _X509),
    "X509_STORE_get0_param": (c_void_p, c_void_p),
    "X509_VERIFY_PARAM_set_time": (None, c_void_p, c_long),
    "X509_VERIFY_PARAM_set_flags": (c_int, c_void_p, c_ulong),
    "X509_VERIFY_PARAM_set_purpose": (c_int, c_void_p, c_int),
    "X509_VERIFY_PARAM_set_depth": (None, c_void_p, c_int),
    "X509_STORE_CTX_new": (c_void_p,),
    "X509_STORE_CTX_free": (None, c_void_p),
    "X509_STORE_CTX_init": (c_int, c_void_p, c_void_p, _X509, _STACK),
    "X509_STORE_CTX_get_error": (c_int, c_void_p),
    "X509_STORE_CTX_get0_chain": (_STACK, c_void_p),
    "X509_verify_cert": (c_int, c_void_p),
    "X509_verify_cert_error_string": (c_char_p, c_long),
    "d2i_CMS_ContentInfo": (_CMS, c_void_p, _OUT, c_long),
    "i2d_CMS_ContentInfo": (c_int, _CMS, _OUT),
    "CMS_ContentInfo_free": (None, _CMS),
    "CMS_get0_type": (c_void_p, _CMS),
    "CMS_sign": (_CMS, _X509, _KEY, _STACK, _BIO, ctypes.c_uint),
    "CMS_add1_signer": (c_void_p, _CMS, _X509, _KEY, c_void_p, ctypes.c_uint),
    "CMS_add1_cert": (c_int, _CMS, _X509),
    "CMS_signed_add1_attr_by_NID": (c_int, c_void_p, c_int, c_int, c_char_p, c_int),
    "CMS_signed_get_attr_by_NID": (c_int, c_void_p, c_int, c_int),
    "CMS_signed_get_attr": (c_void_p, c_void_p, c_int),
    "CMS_final": (c_int, _CMS, _BIO, _BIO, ctypes.c_uint),
    "CMS_get0_SignerInfos": (_STACK, _CMS),
    "CMS_SignerInfo_cert_cmp": (c_int, c_void_p, _X509),
    "CMS_SignerInfo_get0_algs": (None, c_void_p, _OUT, _OUT, _OUT, _OUT),
    "CMS_verify": (c_int, _CMS, _STACK, c_void_p, _BIO, _BIO, ctypes.c_uint),
    "CMS_encrypt": (_CMS, _STACK, _BIO, c_void_p, ctypes.c_uint),
    "CMS_add1_recipient_cert": (c_void_p, _CMS, _X509, ctypes.c_uint),
    "CMS_RecipientInfo_get0_pkey_ctx": (c_void_p, c_void_p),
    "CMS_decrypt": (c_int, _CMS, _KEY, _X509, _BIO, _BIO, ctypes.c_uint),
}
for _name, (_result, *_arguments) in _PROTOTYPES.items():
    _function = getattr(_LIB, _name)
    _function.restype, _function.argtypes = _result, _arguments

# From <openssl/cms.h>, <openssl/x509_vfy.h>, <openssl/obj_mac.h>, <openssl/asn1.h>, <openssl/bio.h>.
_CMS_DETACHED: Final = 0x40
_CMS_BINARY: Final = 0x80
_CMS_NOSMIMECAP: Final = 0x200
_CMS_PARTIAL: Final = 0x4000
_CMS_KEY_PARAM: Final = 0x40000
_CMS_CADES: Final = 0x100000
_V_FLAG_PARTIAL_CHAIN: Final = 0x80000
_V_FLAG_NO_CHECK_TIME: Final = 0x200000
_PURPOSE_ANY: Final = 7
_NID_SIGNED: Final = 22
_NID_SIGNING_TIME: Final = 52
_NID_AUTH_ENVELOPED: Final = 1059
_UTC_TIME: Final = 23
_GENERALIZED_TIME: Final = 24
_NO_KEY_USAGE: Final = 0xFFFFFFFF
_BIO_CTRL_RESET: Final = 1
_BIO_CTRL_INFO: Final = 3
_BIO_C_GET_BUF_MEM_PTR: Final = 115
_NAME_RFC2253_UTF8: Final = 0x1110317 & ~0x4  # XN_FLAG_RFC2253 without escaping letters outside ASCII
_SIGNING: Final = _CMS_DETACHED | _CMS_BINARY | _CMS_CADES | _CMS_NOSMIMECAP
_LONGEST_CHAIN: Final = 8


# --- Memory and ownership ----------------------------------------------------------------------------------------


class _PyBuffer(ctypes.Structure):
    """`Py_buffer` of Python's C API (stable since 3.11)."""

    _fields_ = (
        ("buf", c_void_p),
        ("obj", c_void_p),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", c_int),
        ("ndim", c_int),
        ("format", c_char_p),
        ("shape", c_void_p),
        ("strides", c_void_p),
        ("suboffsets", c_void_p),
        ("internal", c_void_p),
    )


_NEW_BYTES: Final = ctypes.PYFUNCTYPE(ctypes.py_object, c_char_p, ctypes.c_ssize_t)(
    ("PyBytes_FromStringAndSize", ctypes.pythonapi)
)


@contextmanager
def _memory(data: Bytes) -> Iterator[tuple[int, int]]:
    """Hold the memory of `data` still and give its address and length; nothing is copied."""
    view = _PyBuffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), byref(view), 0)
    try:
        yield view.buf or 0, view.len
    finally:
        ctypes.pythonapi.PyBuffer_Release(byref(view))


@contextmanager
def _owned(pointer: int | None, free: Callable[[int], object], what: str) -> Iterator[int]:
    """Own a new C object until the end of the block; raise when OpenSSL could not make it."""
    if not pointer:
        raise _error(what)
    try:
        yield pointer
    finally:
        free(pointer)


def _free_with(owner: object, free: Callable[[int], object], pointer: int) -> None:
    """Free a C object when its Python owner goes; at the end of the process the system does it."""
    weakref.finalize(owner, free, pointer).atexit = False


def _error(what: str) -> CryptoError:
    """Make an error from OpenSSL's queue, and empty the queue."""
    reason = ctypes.create_string_buffer(256)
    code = _LIB.ERR_get_error()
    _LIB.ERR_error_string_n(code, reason, len(reason))
    _LIB.ERR_clear_error()
    return CryptoError(f"{what}: {reason.value.decode('ascii', 'replace') if code else 'refused'}")


def _require(result: int | None, what: str) -> int:
    """Pass a positive result or a pointer on; raise for zero, negative or NULL."""
    if result is None or result <= 0:
        raise _error(what)
    return result


@contextmanager
def _reading(data: Bytes) -> Iterator[int]:
    """Give a BIO that reads `data` in place."""
    with _memory(data) as (address, length), _owned(_LIB.BIO_new_mem_buf(address, length), _LIB.BIO_free, "BIO") as bio:
        yield bio


@contextmanager
def _writing(capacity: int = 0) -> Iterator[int]:
    """Give a BIO that keeps what is written to it, with room made at once, so that growing never copies."""
    with _owned(_LIB.BIO_new(_LIB.BIO_s_mem()), _LIB.BIO_free, "BIO") as bio:
        if capacity:
            buffer = c_void_p()
            _LIB.BIO_ctrl(bio, _BIO_C_GET_BUF_MEM_PTR, 0, byref(buffer))
            _require(_LIB.BUF_MEM_grow(buffer, capacity), "memory")
            _LIB.BIO_ctrl(bio, _BIO_CTRL_RESET, 0, None)
        yield bio


def _written(bio: int) -> bytes:
    """Copy what was written to the BIO."""
    address = c_void_p()
    length = _LIB.BIO_ctrl(bio, _BIO_CTRL_INFO, 0, byref(address))
    return ctypes.string_at(address, length) if length > 0 else b""


def _parsed(parse: Callable[..., int | None], free: Callable[[int], object], data: Bytes, what: str) -> int:
    """Parse DER with nothing behind it by a `d2i_` function; the caller owns what comes."""
    with _memory(data) as (address, length):
        cursor = c_void_p(address)
        pointer = parse(None, byref(cursor), length)
        if not pointer:
            raise _error(what)
        if cursor.value != address + length:
            free(pointer)
            msg = f"{what}: bytes behind the end"
            raise CryptoError(msg)
        return pointer


def _der(encode: Callable[..., int], pointer: int, what: str) -> bytes:
    """Encode a C object to DER by an `i2d_` function."""
    target: bytes = _NEW_BYTES(
        None, _require(encode(pointer, None), what)
    )  # nobody else has seen it: it may still be filled
    with _memory(target) as (address, _):
        _require(encode(pointer, byref(c_void_p(address))), what)
    return target


@contextmanager
def _cms(data: Bytes) -> Iterator[int]:
    """Own a parsed ContentInfo."""
    free = _LIB.CMS_ContentInfo_free
    with _owned(_parsed(_LIB.d2i_CMS_ContentInfo, free, data, "CMS"), free, "CMS") as cms:
        yield cms


@contextmanager
def _stack(items: Sequence[int]) -> Iterator[int]:
    """Give a stack of borrowed objects: freed itself, not what is on it."""
    with _owned(_LIB.OPENSSL_sk_new_null(), _LIB.OPENSSL_sk_free, "stack") as stack:
        for item in items:
            _require(_LIB.OPENSSL_sk_push(stack, item), "stack")
        yield stack


def _items(stack: int | None) -> list[int]:
    """List what is on a stack (borrowed)."""
    return [_LIB.OPENSSL_sk_value(stack, number) for number in range(max(_LIB.OPENSSL_sk_num(stack), 0))]


# --- Keys and certificates ---------------------------------------------------------------------------------------


class Key:
    """A private key in memory; it lives as long as this object. It never shows itself."""

    def __init__(self, data: bytes, password: bytes = b"") -> None:
        """Read a private key, PEM or DER (PKCS #8 or traditional). Raises `CryptoError`."""
        self.handle = self._read_pem(data, password) if data.startswith(b"-----") else self._read_der(data)
        _free_with(self, _LIB.EVP_PKEY_free, self.handle)

    @staticmethod
    def _read_pem(data: bytes, password: bytes) -> int:
        with _reading(data) as bio:  # without a callback the last argument is the password, so nobody is ever asked
            return _require(_LIB.PEM_read_bio_PrivateKey(bio, None, None, password), "private key")

    @staticmethod
    def _read_der(data: bytes) -> int:
        return _parsed(_LIB.d2i_AutoPrivateKey, _LIB.EVP_PKEY_free, data, "private key")


class _Certificate:
    """A parsed certificate; it lives as long as this object, and is only read."""

    def __init__(self, der: bytes) -> None:
        self.handle = _parsed(_LIB.d2i_X509, _LIB.X509_free, der, "certificate")
        _free_with(self, _LIB.X509_free, self.handle)


@lru_cache(maxsize=1024)
def _certificate(der: bytes) -> _Certificate:
    """Parse a certificate once; parsing says nothing about trust."""
    return _Certificate(der)


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
    certificate = _certificate(der)
    x509 = certificate.handle
    usage = _LIB.X509_get_key_usage(x509)
    return CertificateFacts(
        subject=_subject(x509),
        not_before=_instant(_LIB.X509_get0_notBefore(x509)),
        not_after=_instant(_LIB.X509_get0_notAfter(x509)),
        key_usage=None if usage == _NO_KEY_USAGE else usage,
        key=_key_name(_require(_LIB.X509_get0_pubkey(x509), "public key")),
    )


def _subject(x509: int) -> str:
    with _writing() as bio:
        _LIB.X509_NAME_print_ex(bio, _LIB.X509_get_subject_name(x509), 0, _NAME_RFC2253_UTF8)
        return _written(bio).decode("utf-8", "replace")


def _instant(asn1_time: int) -> datetime:
    tm = _Tm()
    _require(_LIB.ASN1_TIME_to_tm(asn1_time, byref(tm)), "time")
    try:
        return datetime(tm.year + 1900, tm.mon + 1, tm.mday, tm.hour, tm.min, tm.sec, tzinfo=UTC)
    except ValueError as error:
        raise CryptoError(str(error)) from None


_CURVES: Final = {"prime256v1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521"}


def _key_name(key: int) -> str:
    kind = (_LIB.EVP_PKEY_get0_type_name(key) or b"?").decode("ascii", "replace")
    group, length = ctypes.create_string_buffer(64), c_size_t()
    if kind == "EC" and _LIB.EVP_PKEY_get_group_name(key, group, len(group), byref(length)) > 0:
        name = group.value.decode("ascii", "replace")
        return f"EC {_CURVES.get(name, name)}"
    _LIB.ERR_clear_error()
    return f"{kind} {_LIB.EVP_PKEY_get_bits(key)}"


def fingerprint(certificate: bytes) -> str:
    """Give the SHA-256 of a certificate (DER) in hex: its name in labels and in the register."""
    return hashlib.sha256(certificate).hexdigest()


def key_matches(certificate: bytes, key: Key) -> bool:
    """Tell whether the private key is that of the certificate (DER)."""
    parsed = _certificate(certificate)
    matches: bool = _LIB.X509_check_private_key(parsed.handle, key.handle) == 1
    _LIB.ERR_clear_error()
    return matches


# --- Signatures --------------------------------------------------------------------------------------------------


def sign_cades(certificate: bytes, key: Key, data: bytes, at: datetime, chain: Sequence[bytes] = ()) -> bytes:
    """Make a detached CAdES baseline B-B signature with SHA-256 (EN 319 122-1, 5.2 and 6.3), DER.

    Signed attributes: content type, message digest, signing time `at`, signing certificate v2 (RFC 5035).
    """
    signer = _certificate(certificate)
    with _reading(data) as bio:
        new = _LIB.CMS_sign(None, None, None, bio, _SIGNING | _CMS_PARTIAL)
        with _owned(new, _LIB.CMS_ContentInfo_free, "CMS_sign") as cms:
            info = _LIB.CMS_add1_signer(cms, signer.handle, key.handle, _LIB.EVP_sha256(), _SIGNING)
            _state_time(_require(info, "CMS_add1_signer"), at)
            for link in map(_certificate, chain):
                _require(_LIB.CMS_add1_cert(cms, link.handle), "CMS_add1_cert")
            _require(_LIB.CMS_final(cms, bio, None, _SIGNING), "CMS_final")
            return _der(_LIB.i2d_CMS_ContentInfo, cms, "CMS")


def _state_time(signer_info: int, at: datetime) -> None:
    """State the signing time: UTCTime through 2049, GeneralizedTime after (RFC 5652, 11.3)."""
    instant = at.astimezone(UTC)
    short = instant.year < 2050  # noqa: PLR2004  the year of RFC 5652, 11.3
    text = instant.strftime("%y%m%d%H%M%SZ" if short else "%Y%m%d%H%M%SZ").encode("ascii")
    type_ = _UTC_TIME if short else _GENERALIZED_TIME
    added = _LIB.CMS_signed_add1_attr_by_NID(signer_info, _NID_SIGNING_TIME, type_, text, len(text))
    _require(added, "signing time")


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
        if _LIB.OBJ_obj2nid(_LIB.CMS_get0_type(self._cms)) != _NID_SIGNED:
            raise CryptoError("not a SignedData")
        infos = _items(_LIB.CMS_get0_SignerInfos(self._cms))
        if len(infos) != 1:
            msg = f"{len(infos)} signers instead of one"
            raise CryptoError(msg)
        return infos[0]

    def _certificate_of_signer(self) -> bytes:
        for der in self._certificates:
            if _LIB.CMS_SignerInfo_cert_cmp(self._info, _certificate(der).handle) == 0:
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
        signer = _certificate(self._signer)
        with _reading(data) as bio, _stack([signer.handle]) as stack, _store([signer.handle]) as store:
            verified = _LIB.CMS_verify(self._cms, stack, store, bio, None, _CMS_BINARY | _CMS_CADES)
            _require(verified, "CMS_verify")


@contextmanager
def reading_signature(bare: bytes, certificates: Sequence[bytes]) -> Iterator[Signature]:
    """Parse a signature from which its certificates were taken out (`cms_shell`), all in DER.

    Only DER: encoding it again gives the same bytes. Raises `CryptoError`.
    """
    with _cms(bare) as cms:
        if _der(_LIB.i2d_CMS_ContentInfo, cms, "CMS") != bare:
            raise CryptoError("not in DER")
        yield Signature(cms, certificates)


def _algorithms(signer_info: int) -> tuple[str, str]:
    digest, signature = c_void_p(), c_void_p()
    _LIB.CMS_SignerInfo_get0_algs(signer_info, None, None, byref(digest), byref(signature))
    return _oid(digest), _oid(signature)


def _oid(algorithm: c_void_p) -> str:
    identifier, text = c_void_p(), ctypes.create_string_buffer(128)
    _LIB.X509_ALGOR_get0(byref(identifier), None, None, algorithm)
    _LIB.OBJ_obj2txt(text, len(text), identifier, 1)
    return text.value.decode("ascii", "replace")


_STATED: Final = re.compile(rb"(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z")


def _stated_time(signer_info: int) -> datetime:
    """Read the signing time as RFC 5652, 11.3 writes it."""
    index = _LIB.CMS_signed_get_attr_by_NID(signer_info, _NID_SIGNING_TIME, -1)
    attribute = _LIB.CMS_signed_get_attr(signer_info, index) if index >= 0 else None
    if not attribute:
        raise CryptoError("no signing time")
    for type_, digits in ((_UTC_TIME, 2), (_GENERALIZED_TIME, 4)):
        value = _LIB.X509_ATTRIBUTE_get0_data(attribute, 0, type_, None)
        if value:
            text = ctypes.string_at(_LIB.ASN1_STRING_get0_data(value), _LIB.ASN1_STRING_length(value))
            return _read_time(text, digits)
        _LIB.ERR_clear_error()
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


# --- Chains ------------------------------------------------------------------------------------------------------


@contextmanager
def _store(trusted: Sequence[int], at: datetime | None = None) -> Iterator[int]:
    """Give a store that trusts these certificates, whatever their place in a chain, at a moment (or at any)."""
    with _owned(_LIB.X509_STORE_new(), _LIB.X509_STORE_free, "store") as store:
        for x509 in trusted:
            _require(_LIB.X509_STORE_add_cert(store, x509), "store")
        parameters = _LIB.X509_STORE_get0_param(store)
        _LIB.X509_VERIFY_PARAM_set_depth(parameters, _LONGEST_CHAIN)
        _LIB.X509_VERIFY_PARAM_set_purpose(parameters, _PURPOSE_ANY)
        flags = _V_FLAG_PARTIAL_CHAIN | (_V_FLAG_NO_CHECK_TIME if at is None else 0)
        _LIB.X509_VERIFY_PARAM_set_flags(parameters, flags)
        if at is not None:
            _LIB.X509_VERIFY_PARAM_set_time(parameters, int(at.timestamp()))
        yield store


def build_chain(
    certificate: bytes, others: Sequence[bytes], anchors: Sequence[bytes], at: datetime
) -> tuple[bytes, ...]:
    """Build the chain from the certificate to one of the anchors, valid at the moment `at` (RFC 5280, 6), all DER.

    `others` are intermediate certificates that came along, believed only as links. Revocation is not looked at.
    Raises `CryptoError` with the reason.
    """
    leaf = _certificate(certificate)
    links, trusted = [_certificate(der) for der in others], [_certificate(der) for der in anchors]
    with (
        _store([one.handle for one in trusted], at) as store,
        _stack([one.handle for one in links]) as stack,
        _owned(_LIB.X509_STORE_CTX_new(), _LIB.X509_STORE_CTX_free, "context") as context,
    ):
        _require(_LIB.X509_STORE_CTX_init(context, store, leaf.handle, stack), "context")
        if _LIB.X509_verify_cert(context) != 1:
            raise _chain_error(context)
        chain = _items(_LIB.X509_STORE_CTX_get0_chain(context))
        return tuple(_der(_LIB.i2d_X509, x509, "certificate") for x509 in chain)


def _chain_error(context: int) -> CryptoError:
    reason = _LIB.X509_verify_cert_error_string(_LIB.X509_STORE_CTX_get_error(context))
    _LIB.ERR_clear_error()
    return CryptoError(reason.decode("ascii", "replace"))


# --- Encryption --------------------------------------------------------------------------------------------------


def encrypt(certificate: bytes, data: Bytes) -> bytes:
    """Encrypt to the certificate's key: CMS AuthEnvelopedData, AES-256-GCM (RFC 5083, 5084), DER.

    An EC key gets a fresh ephemeral key and the X9.63 derivation with SHA-256, AES-256 key wrap (RFC 5753, 3.1.1).
    """
    recipient = _certificate(certificate)
    flags = _CMS_BINARY | _CMS_PARTIAL
    with _reading(data) as bio:
        new = _LIB.CMS_encrypt(None, bio, _LIB.EVP_aes_256_gcm(), flags)
        with _owned(new, _LIB.CMS_ContentInfo_free, "CMS_encrypt") as cms:
            info = _LIB.CMS_add1_recipient_cert(cms, recipient.handle, flags | _CMS_KEY_PARAM)
            context = _LIB.CMS_RecipientInfo_get0_pkey_ctx(_require(info, "recipient"))
            _require(_LIB.EVP_PKEY_CTX_set_ecdh_kdf_md(context, _LIB.EVP_sha256()), "key derivation")
            _require(_LIB.CMS_final(cms, bio, None, _CMS_BINARY), "CMS_final")
            return _der(_LIB.i2d_CMS_ContentInfo, cms, "CMS")


def decrypt(cms_der: Bytes, certificate: bytes, key: Key) -> bytes:
    """Decrypt what `encrypt` made for this certificate. Raises `CryptoError`; never gives unauthenticated bytes."""
    recipient = _certificate(certificate)
    with _writing(len(cms_der)) as out:
        with _cms(cms_der) as cms:
            if _LIB.OBJ_obj2nid(_LIB.CMS_get0_type(cms)) != _NID_AUTH_ENVELOPED:
                raise CryptoError("not an AuthEnvelopedData")
            decrypted = _LIB.CMS_decrypt(cms, key.handle, recipient.handle, None, out, _CMS_BINARY)
            _require(decrypted, "CMS_decrypt")
        return _written(out)
