"""The library itself: what we call of it, who owns what it makes, and what it says when it refuses."""

from __future__ import annotations

import ctypes
import weakref
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_size_t, c_uint32, c_ulong, c_void_p
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


LIB: Final = _library()

STACK, X509, CMS, BIO, KEY = c_void_p, c_void_p, c_void_p, c_void_p, c_void_p
_OUT = POINTER(c_void_p)

_PROTOTYPES: Final[dict[str, tuple[Any, ...]]] = {  # name: result, arguments
    "ERR_get_error": (c_ulong,),
    "ERR_clear_error": (None,),
    "ERR_error_string_n": (None, c_ulong, c_char_p, c_size_t),
    "CRYPTO_free": (None, c_void_p, c_char_p, c_int),
    "BIO_new": (BIO, c_void_p),
    "BIO_s_mem": (c_void_p,),
    "BIO_new_mem_buf": (BIO, c_void_p, c_int),
    "BIO_free": (c_int, BIO),
    "BIO_ctrl": (c_long, BIO, c_int, c_long, c_void_p),
    "BUF_MEM_grow": (c_size_t, c_void_p, c_size_t),
    "OPENSSL_sk_new_null": (STACK,),
    "OPENSSL_sk_push": (c_int, STACK, c_void_p),
    "OPENSSL_sk_num": (c_int, STACK),
    "OPENSSL_sk_value": (c_void_p, STACK, c_int),
    "OPENSSL_sk_free": (None, STACK),
    "PEM_read_bio_PrivateKey": (KEY, BIO, c_void_p, c_void_p, c_char_p),
    "d2i_AutoPrivateKey": (KEY, c_void_p, _OUT, c_long),
    "EVP_PKEY_free": (None, KEY),
    "EVP_PKEY_get_bits": (c_int, KEY),
    "EVP_PKEY_get0_type_name": (c_char_p, KEY),
    "EVP_PKEY_get_group_name": (c_int, KEY, c_char_p, c_size_t, POINTER(c_size_t)),
    "EVP_PKEY_CTX_set_ecdh_kdf_md": (c_int, c_void_p, c_void_p),
    "EVP_sha256": (c_void_p,),
    "EVP_aes_256_gcm": (c_void_p,),
    "d2i_X509": (X509, c_void_p, _OUT, c_long),
    "i2d_X509": (c_int, X509, _OUT),
    "X509_free": (None, X509),
    "X509_get0_pubkey": (KEY, X509),
    "X509_get_key_usage": (c_uint32, X509),
    "X509_get_subject_name": (c_void_p, X509),
    "X509_NAME_print_ex": (c_int, BIO, c_void_p, c_int, c_ulong),
    "X509_get0_notBefore": (c_void_p, X509),
    "X509_get0_notAfter": (c_void_p, X509),
    "X509_check_private_key": (c_int, X509, KEY),
    "ASN1_TIME_to_tm": (c_int, c_void_p, c_void_p),
    "ASN1_STRING_get0_data": (c_void_p, c_void_p),
    "ASN1_STRING_length": (c_int, c_void_p),
    "OBJ_obj2txt": (c_int, c_char_p, c_int, c_void_p, c_int),
    "OBJ_obj2nid": (c_int, c_void_p),
    "X509_ALGOR_get0": (None, _OUT, c_void_p, c_void_p, c_void_p),
    "X509_ATTRIBUTE_get0_data": (c_void_p, c_void_p, c_int, c_int, c_void_p),
    "X509_STORE_new": (c_void_p,),
    "X509_STORE_free": (None, c_void_p),
    "X509_STORE_add_cert": (c_int, c_void_p, X509),
    "X509_STORE_get0_param": (c_void_p, c_void_p),
    "X509_VERIFY_PARAM_set_time": (None, c_void_p, c_long),
    "X509_VERIFY_PARAM_set_flags": (c_int, c_void_p, c_ulong),
    "X509_VERIFY_PARAM_set_purpose": (c_int, c_void_p, c_int),
    "X509_VERIFY_PARAM_set_depth": (None, c_void_p, c_int),
    "X509_STORE_CTX_new": (c_void_p,),
    "X509_STORE_CTX_free": (None, c_void_p),
    "X509_STORE_CTX_init": (c_int, c_void_p, c_void_p, X509, STACK),
    "X509_STORE_CTX_get_error": (c_int, c_void_p),
    "X509_STORE_CTX_get0_chain": (STACK, c_void_p),
    "X509_verify_cert": (c_int, c_void_p),
    "X509_verify_cert_error_string": (c_char_p, c_long),
    "d2i_CMS_ContentInfo": (CMS, c_void_p, _OUT, c_long),
    "i2d_CMS_ContentInfo": (c_int, CMS, _OUT),
    "CMS_ContentInfo_free": (None, CMS),
    "CMS_get0_type": (c_void_p, CMS),
    "CMS_sign": (CMS, X509, KEY, STACK, BIO, ctypes.c_uint),
    "CMS_add1_signer": (c_void_p, CMS, X509, KEY, c_void_p, ctypes.c_uint),
    "CMS_add1_cert": (c_int, CMS, X509),
    "CMS_signed_add1_attr_by_NID": (c_int, c_void_p, c_int, c_int, c_char_p, c_int),
    "CMS_signed_get_attr_by_NID": (c_int, c_void_p, c_int, c_int),
    "CMS_signed_get_attr": (c_void_p, c_void_p, c_int),
    "CMS_final": (c_int, CMS, BIO, BIO, ctypes.c_uint),
    "CMS_get0_SignerInfos": (STACK, CMS),
    "CMS_SignerInfo_cert_cmp": (c_int, c_void_p, X509),
    "CMS_SignerInfo_get0_algs": (None, c_void_p, _OUT, _OUT, _OUT, _OUT),
    "CMS_verify": (c_int, CMS, STACK, c_void_p, BIO, BIO, ctypes.c_uint),
    "EVP_get_digestbyname": (c_void_p, c_char_p),
    "EVP_PKEY_CTX_set_rsa_padding": (c_int, c_void_p, c_int),
    "EVP_PKEY_CTX_set_rsa_oaep_md": (c_int, c_void_p, c_void_p),
    "d2i_X509_CRL": (c_void_p, c_void_p, _OUT, c_long),
    "X509_CRL_free": (None, c_void_p),
    "X509_CRL_verify": (c_int, c_void_p, KEY),
    "d2i_PKCS7": (c_void_p, c_void_p, _OUT, c_long),
    "PKCS7_free": (None, c_void_p),
    "PKCS7_get0_signers": (STACK, c_void_p, STACK, c_int),
    "PKCS7_to_TS_TST_INFO": (c_void_p, c_void_p),
    "TS_TST_INFO_free": (None, c_void_p),
    "TS_TST_INFO_get_time": (c_void_p, c_void_p),
    "TS_VERIFY_CTX_new": (c_void_p,),
    "TS_VERIFY_CTX_free": (None, c_void_p),
    "TS_VERIFY_CTX_set_flags": (c_int, c_void_p, c_int),
    "TS_VERIFY_CTX_set_data": (BIO, c_void_p, BIO),
    "TS_VERIFY_CTX_set_store": (c_void_p, c_void_p, c_void_p),
    "TS_RESP_verify_token": (c_int, c_void_p, c_void_p),
    "CMS_encrypt": (CMS, STACK, BIO, c_void_p, ctypes.c_uint),
    "CMS_add1_recipient_cert": (c_void_p, CMS, X509, ctypes.c_uint),
    "CMS_RecipientInfo_get0_pkey_ctx": (c_void_p, c_void_p),
    "CMS_decrypt": (c_int, CMS, KEY, X509, BIO, BIO, ctypes.c_uint),
}
for _name, (_result, *_arguments) in _PROTOTYPES.items():
    _function = getattr(LIB, _name)
    _function.restype, _function.argtypes = _result, _arguments


_BIO_CTRL_RESET: Final = 1
_BIO_CTRL_INFO: Final = 3
_BIO_C_GET_BUF_MEM_PTR: Final = 115
CMS_BINARY: Final = 0x80
CMS_PARTIAL: Final = 0x4000
CMS_CADES: Final = 0x100000


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
def memory(data: Bytes) -> Iterator[tuple[int, int]]:
    """Hold the memory of `data` still and give its address and length; nothing is copied."""
    view = _PyBuffer()
    ctypes.pythonapi.PyObject_GetBuffer(ctypes.py_object(data), byref(view), 0)
    try:
        yield view.buf or 0, view.len
    finally:
        ctypes.pythonapi.PyBuffer_Release(byref(view))


@contextmanager
def owned(pointer: int | None, free: Callable[[int], object], what: str) -> Iterator[int]:
    """Own a new C object until the end of the block; raise when OpenSSL could not make it."""
    if not pointer:
        raise error_of(what)
    try:
        yield pointer
    finally:
        free(pointer)


def free_with(owner: object, free: Callable[[int], object], pointer: int) -> None:
    """Free a C object when its Python owner goes; at the end of the process the system does it."""
    weakref.finalize(owner, free, pointer).atexit = False


def error_of(what: str) -> CryptoError:
    """Make an error from OpenSSL's queue, and empty the queue."""
    reason = ctypes.create_string_buffer(256)
    code = LIB.ERR_get_error()
    LIB.ERR_error_string_n(code, reason, len(reason))
    LIB.ERR_clear_error()
    return CryptoError(f"{what}: {reason.value.decode('ascii', 'replace') if code else 'refused'}")


def require(result: int | None, what: str) -> int:
    """Pass a positive result or a pointer on; raise for zero, negative or NULL."""
    if result is None or result <= 0:
        raise error_of(what)
    return result


@contextmanager
def reading(data: Bytes) -> Iterator[int]:
    """Give a BIO that reads `data` in place."""
    with memory(data) as (address, length), owned(LIB.BIO_new_mem_buf(address, length), LIB.BIO_free, "BIO") as bio:
        yield bio


@contextmanager
def writing(capacity: int = 0) -> Iterator[int]:
    """Give a BIO that keeps what is written to it, with room made at once, so that growing never copies."""
    with owned(LIB.BIO_new(LIB.BIO_s_mem()), LIB.BIO_free, "BIO") as bio:
        if capacity:
            buffer = c_void_p()
            LIB.BIO_ctrl(bio, _BIO_C_GET_BUF_MEM_PTR, 0, byref(buffer))
            require(LIB.BUF_MEM_grow(buffer, capacity), "memory")
            LIB.BIO_ctrl(bio, _BIO_CTRL_RESET, 0, None)
        yield bio


def written(bio: int) -> bytes:
    """Copy what was written to the BIO."""
    address = c_void_p()
    length = LIB.BIO_ctrl(bio, _BIO_CTRL_INFO, 0, byref(address))
    return ctypes.string_at(address, length) if length > 0 else b""


def parsed(parse: Callable[..., int | None], free: Callable[[int], object], data: Bytes, what: str) -> int:
    """Parse DER with nothing behind it by a `d2i_` function; the caller owns what comes."""
    with memory(data) as (address, length):
        cursor = c_void_p(address)
        pointer = parse(None, byref(cursor), length)
        if not pointer:
            raise error_of(what)
        if cursor.value != address + length:
            free(pointer)
            msg = f"{what}: bytes behind the end"
            raise CryptoError(msg)
        return pointer


def der_of(encode: Callable[..., int], pointer: int, what: str) -> bytes:
    """Encode a C object to DER by an `i2d_` function."""
    target: bytes = _NEW_BYTES(
        None, require(encode(pointer, None), what)
    )  # nobody else has seen it: it may still be filled
    with memory(target) as (address, _):
        require(encode(pointer, byref(c_void_p(address))), what)
    return target


@contextmanager
def parsed_cms(data: Bytes) -> Iterator[int]:
    """Own a parsed ContentInfo."""
    free = LIB.CMS_ContentInfo_free
    with owned(parsed(LIB.d2i_CMS_ContentInfo, free, data, "CMS"), free, "CMS") as cms:
        yield cms


@contextmanager
def stack_of(items: Sequence[int]) -> Iterator[int]:
    """Give a stack of borrowed objects: freed itself, not what is on it."""
    with owned(LIB.OPENSSL_sk_new_null(), LIB.OPENSSL_sk_free, "stack") as stack:
        for item in items:
            require(LIB.OPENSSL_sk_push(stack, item), "stack")
        yield stack


def items_of(stack: int | None) -> list[int]:
    """List what is on a stack (borrowed)."""
    return [LIB.OPENSSL_sk_value(stack, number) for number in range(max(LIB.OPENSSL_sk_num(stack), 0))]
