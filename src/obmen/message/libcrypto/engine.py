"""An engine of OpenSSL brings national algorithms; only a process that does nothing else may load one.

An engine changes the whole library that it is loaded into, and no engine exists for OpenSSL 4. So `load` is called by
the worker of `suites.gost` alone, and nothing here is imported by the other files of this folder.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint, c_void_p
from typing import TYPE_CHECKING, Any, Final

from obmen.message.libcrypto.binding import LIB, CryptoError, error_of, memory, owned, require

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL_METHODS: Final = 0xFFFF  # <openssl/engine.h>
_LOAD_DYNAMIC: Final = 0x8  # <openssl/crypto.h>
_OUT = POINTER(c_void_p)

_PROTOTYPES: Final[dict[str, tuple[Any, ...]]] = {  # name: result, arguments
    "OPENSSL_init_crypto": (c_int, ctypes.c_uint64, c_void_p),
    "ENGINE_by_id": (c_void_p, c_char_p),
    "ENGINE_init": (c_int, c_void_p),
    "ENGINE_free": (c_int, c_void_p),
    "ENGINE_set_default": (c_int, c_void_p, c_uint),
    "OBJ_txt2nid": (c_int, c_char_p),
    "EVP_get_digestbyname": (c_void_p, c_char_p),
    "EVP_Digest": (c_int, c_void_p, c_size_t, c_void_p, POINTER(c_uint), c_void_p, c_void_p),
    "EVP_PKEY_CTX_new_id": (c_void_p, c_int, c_void_p),
    "EVP_PKEY_CTX_free": (None, c_void_p),
    "EVP_PKEY_keygen_init": (c_int, c_void_p),
    "EVP_PKEY_CTX_ctrl_str": (c_int, c_void_p, c_char_p, c_char_p),
    "EVP_PKEY_keygen": (c_int, c_void_p, _OUT),
    "EVP_PKEY_free": (None, c_void_p),
    "EVP_MD_CTX_new": (c_void_p,),
    "EVP_MD_CTX_free": (None, c_void_p),
    "EVP_DigestSignInit": (c_int, c_void_p, _OUT, c_void_p, c_void_p, c_void_p),
    "EVP_DigestSign": (c_int, c_void_p, c_void_p, POINTER(c_size_t), c_void_p, c_size_t),
    "EVP_DigestVerifyInit": (c_int, c_void_p, _OUT, c_void_p, c_void_p, c_void_p),
    "EVP_DigestVerify": (c_int, c_void_p, c_void_p, c_size_t, c_void_p, c_size_t),
}
_LONGEST: Final = 512
"""Room for a digest or a raw signature."""


def load(name: str) -> None:
    """Load an engine into this process, for all that it can do. Raises `CryptoError`."""
    try:
        for function, (result, *arguments) in _PROTOTYPES.items():
            known = getattr(LIB, function)
            known.restype, known.argtypes = result, arguments
    except AttributeError as error:
        raise CryptoError(f"this OpenSSL knows no engines: {error}") from None
    require(LIB.OPENSSL_init_crypto(_LOAD_DYNAMIC, None), "engines")
    with owned(LIB.ENGINE_by_id(name.encode("ascii")), LIB.ENGINE_free, f"engine {name}") as engine:
        require(LIB.ENGINE_init(engine), f"engine {name}")
        require(LIB.ENGINE_set_default(engine, _ALL_METHODS), f"engine {name}")


def digest(name: str, data: bytes) -> bytes:
    """Calculate a digest by the name that the engine gives it. Raises `CryptoError`."""
    out, length = ctypes.create_string_buffer(_LONGEST), c_uint()
    with memory(data) as (address, size):
        require(LIB.EVP_Digest(address, size, out, byref(length), _digest(name), None), name)
    return out.raw[: length.value]


@contextmanager
def new_key(algorithm: str, parameters: str) -> Iterator[int]:
    """Make a key of an algorithm (OID) with a set of parameters, and forget it at the end of the block."""
    nid = LIB.OBJ_txt2nid(algorithm.encode("ascii"))
    with owned(LIB.EVP_PKEY_CTX_new_id(nid, None), LIB.EVP_PKEY_CTX_free, algorithm) as context:
        require(LIB.EVP_PKEY_keygen_init(context), "key")
        require(LIB.EVP_PKEY_CTX_ctrl_str(context, b"paramset", parameters.encode("ascii")), "parameters")
        key = c_void_p()
        require(LIB.EVP_PKEY_keygen(context, byref(key)), "key")
    with owned(key.value, LIB.EVP_PKEY_free, "key") as made:
        yield made


def sign(key: int, digest_name: str, data: bytes) -> bytes:
    """Make a raw signature. Raises `CryptoError`."""
    out, length = ctypes.create_string_buffer(_LONGEST), c_size_t(_LONGEST)
    with owned(LIB.EVP_MD_CTX_new(), LIB.EVP_MD_CTX_free, "context") as context, memory(data) as (address, size):
        require(LIB.EVP_DigestSignInit(context, None, _digest(digest_name), None, key), "signature")
        require(LIB.EVP_DigestSign(context, out, byref(length), address, size), "signature")
    return out.raw[: length.value]


def holds(key: int, digest_name: str, data: bytes, signature: bytes) -> bool:
    """Tell whether a raw signature is of this key over the data. Raises `CryptoError` when that cannot be told."""
    with owned(LIB.EVP_MD_CTX_new(), LIB.EVP_MD_CTX_free, "context") as context, memory(data) as (address, size):
        require(LIB.EVP_DigestVerifyInit(context, None, _digest(digest_name), None, key), "signature")
        found = LIB.EVP_DigestVerify(context, signature, len(signature), address, size)
    LIB.ERR_clear_error()
    return bool(found == 1)


def _digest(name: str) -> int:
    found: int | None = LIB.EVP_get_digestbyname(name.encode("ascii"))
    if not found:
        raise error_of(f"digest {name}")
    return found
