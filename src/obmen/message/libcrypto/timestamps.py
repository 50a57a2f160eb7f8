"""Timestamp tokens (RFC 3161): whether one holds over some data, and who made it when."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from obmen.message.libcrypto.binding import (
    LIB,
    CryptoError,
    der_of,
    items_of,
    owned,
    parsed,
    reading,
    require,
)
from obmen.message.libcrypto.certificates import PURPOSE_TIMESTAMP, certificate_of, instant_of, store_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

_SIGNATURE: Final = 0x01  # TS_VFY_… of <openssl/ts.h>
_VERSION: Final = 0x02
_DATA: Final = 0x10


def verify_token(token: bytes, data: bytes) -> bytes:
    """Check that a TimeStampToken (DER) is one over `data`, by a certificate inside it that is meant for timestamps.

    Returns that certificate (DER).

    This is the arithmetic only, with the naming of the certificate (RFC 3161, 2.4.2; RFC 5816); whose certificate it
    is, is another question (`build_chain`). Raises `CryptoError`.
    """
    with _token(token) as parsed_token:
        certificate = _signer(parsed_token)
        with _verifying(certificate, data) as context:
            require(LIB.TS_RESP_verify_token(context, parsed_token), "timestamp")
        return certificate


def token_time(token: bytes) -> datetime:
    """Read the time that a TimeStampToken (DER) states, whole seconds. Raises `CryptoError`."""
    with _token(token) as parsed_token, _info(parsed_token) as info:
        return instant_of(require(LIB.TS_TST_INFO_get_time(info), "time of the timestamp"))


@contextmanager
def _token(token: bytes) -> Iterator[int]:
    pkcs7 = parsed(LIB.d2i_PKCS7, LIB.PKCS7_free, token, "timestamp")
    with owned(pkcs7, LIB.PKCS7_free, "timestamp") as parsed_token:
        yield parsed_token


@contextmanager
def _info(pkcs7: int) -> Iterator[int]:
    with owned(LIB.PKCS7_to_TS_TST_INFO(pkcs7), LIB.TS_TST_INFO_free, "TSTInfo") as info:
        yield info


def _signer(pkcs7: int) -> bytes:
    """Find the one certificate inside that made the token."""
    with owned(LIB.PKCS7_get0_signers(pkcs7, None, 0), LIB.OPENSSL_sk_free, "signers of the timestamp") as stack:
        signers = items_of(stack)
        if len(signers) != 1:
            msg = f"{len(signers)} signers of a timestamp instead of one"
            raise CryptoError(msg)
        return der_of(LIB.i2d_X509, signers[0], "certificate")


@contextmanager
def _verifying(certificate: bytes, data: bytes) -> Iterator[int]:
    """Give a context that lends the store and the data to OpenSSL, and takes them back before it frees them."""
    trusted = certificate_of(certificate)
    with (
        reading(data) as bio,
        store_of([trusted.handle], purpose=PURPOSE_TIMESTAMP) as store,
        owned(LIB.TS_VERIFY_CTX_new(), LIB.TS_VERIFY_CTX_free, "context") as context,
    ):
        try:
            LIB.TS_VERIFY_CTX_set_flags(context, _SIGNATURE | _VERSION | _DATA)
            LIB.TS_VERIFY_CTX_set_store(context, store)
            LIB.TS_VERIFY_CTX_set_data(context, bio)
            yield context
        finally:
            LIB.TS_VERIFY_CTX_set_store(context, None)
            LIB.TS_VERIFY_CTX_set_data(context, None)
