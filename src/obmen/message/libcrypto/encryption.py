"""CMS encryption to one addressee (RFC 5083, 5084, 5753)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.message.der import bounds_inside
from obmen.message.libcrypto.binding import (
    CMS_BINARY,
    CMS_PARTIAL,
    LIB,
    CryptoError,
    der_of,
    owned,
    parsed_cms,
    reading,
    require,
    writing,
    written,
)
from obmen.message.libcrypto.certificates import certificate_of

if TYPE_CHECKING:
    from obmen.message.libcrypto.binding import Bytes
    from obmen.message.libcrypto.certificates import Key

_RSA_OAEP: Final = 4  # <openssl/rsa.h>
_CMS_KEY_PARAM: Final = 0x40000  # <openssl/cms.h>
_NID_AUTH_ENVELOPED: Final = 1059  # <openssl/obj_mac.h>
_AES_256_GCM: Final = bytes.fromhex("060960864801650304012e")  # RFC 5084, 3.2
_ICV_LENGTH: Final = 16
_PARTS: Final = 4  # version, recipients, encrypted content, mac (RFC 5083, 2.1): nothing optional


def encrypt(certificate: bytes, data: Bytes) -> bytes:
    """Encrypt to the certificate's key: CMS AuthEnvelopedData, AES-256-GCM (RFC 5083, 5084), DER.

    An EC key gets a fresh ephemeral key and the X9.63 derivation with SHA-256, AES-256 key wrap (RFC 5753, 3.1.1); an
    RSA key the content key by OAEP with SHA-256 (RFC 3560, 2).
    """
    recipient = certificate_of(certificate)
    flags = CMS_BINARY | CMS_PARTIAL
    with reading(data) as bio:
        new = LIB.CMS_encrypt(None, bio, LIB.EVP_aes_256_gcm(), flags)
        with owned(new, LIB.CMS_ContentInfo_free, "CMS_encrypt") as cms:
            info = LIB.CMS_add1_recipient_cert(cms, recipient.handle, flags | _CMS_KEY_PARAM)
            _prepare(LIB.CMS_RecipientInfo_get0_pkey_ctx(require(info, "recipient")), recipient.handle)
            require(LIB.CMS_final(cms, bio, None, CMS_BINARY), "CMS_final")
            return der_of(LIB.i2d_CMS_ContentInfo, cms, "CMS")


def _prepare(context: int, recipient: int) -> None:
    """Choose how the content key reaches the recipient's key."""
    key = require(LIB.X509_get0_pubkey(recipient), "public key")
    if LIB.EVP_PKEY_get0_type_name(key) == b"RSA":
        require(LIB.EVP_PKEY_CTX_set_rsa_padding(context, _RSA_OAEP), "padding")
        require(LIB.EVP_PKEY_CTX_set_rsa_oaep_md(context, LIB.EVP_sha256()), "padding")
    else:
        require(LIB.EVP_PKEY_CTX_set_ecdh_kdf_md(context, LIB.EVP_sha256()), "key derivation")


def decrypt(cms_der: Bytes, certificate: bytes, key: Key) -> bytes:
    """Decrypt what `encrypt` made for this certificate. Raises `CryptoError`; never gives unauthenticated bytes."""
    _require_profile(cms_der)
    recipient = certificate_of(certificate)
    with writing(len(cms_der)) as out:
        with parsed_cms(cms_der) as cms:
            if LIB.OBJ_obj2nid(LIB.CMS_get0_type(cms)) != _NID_AUTH_ENVELOPED:
                raise CryptoError("not an AuthEnvelopedData")
            decrypted = LIB.CMS_decrypt(cms, key.handle, recipient.handle, None, out, CMS_BINARY)
            require(decrypted, "CMS_decrypt")
        return written(out)


def _require_profile(cms_der: Bytes) -> None:
    """Require one recipient, AES-256-GCM and a whole tag; OpenSSL takes any cipher, and a tag of one byte."""
    try:
        parts = _parts(cms_der)
        recipients, content, tag = (memoryview(cms_der)[start:end] for start, end in parts[1:])
        algorithm = bounds_inside(content)[1]
        is_ours = bytes(content[algorithm[0] + 2 : algorithm[1]]).startswith(_AES_256_GCM)
        is_usual = len(parts) == _PARTS and len(bounds_inside(recipients)) == 1 and len(tag) == 2 + _ICV_LENGTH
    except (IndexError, ValueError):
        raise CryptoError("not an AuthEnvelopedData") from None
    if not (is_ours and is_usual):
        raise CryptoError("not AES-256-GCM with a whole tag for one recipient")


def _parts(cms_der: Bytes) -> list[tuple[int, int]]:
    """Give where the parts of AuthEnvelopedData begin and end (RFC 5083, 2.1)."""
    _type, explicit = bounds_inside(cms_der)
    (envelope,) = bounds_inside(cms_der, explicit[0])
    return bounds_inside(cms_der, envelope[0])
