"""The one door to OpenSSL 3: CMS signatures (CAdES), CMS encryption, timestamps, chains of certificates.

A thin binding to the system's libcrypto: 40 to 90 times faster than CMS in pure Python, and one code for every
algorithm that OpenSSL or an engine of it knows. Rules of this folder:

* every C object that we create has one owner, a `with` block (`owned`) or a Python object (`Key`, `Certificate`) that
  frees it once; what OpenSSL calls `get0` is borrowed and lives as long as its parent;
* memory read by OpenSSL in place (`BIO_new_mem_buf` does not copy) is held by `memory` for the whole call;
* every failure is a `CryptoError` with OpenSSL's own reason, and its queue of errors is emptied;
* times and trust are handed in; nothing is read from the system's stores.

::

    binding        the library, its functions, ownership of what it makes, its errors
    certificates   keys, certificates, chains
    signing        CAdES signatures
    timestamps     tokens of RFC 3161
    encryption     for one addressee
"""

from __future__ import annotations

from obmen.message.libcrypto.binding import CryptoError
from obmen.message.libcrypto.certificates import (
    CertificateFacts,
    Key,
    build_chain,
    certificate_facts,
    fingerprint,
    issued_list,
    key_matches,
)
from obmen.message.libcrypto.encryption import decrypt, encrypt
from obmen.message.libcrypto.signing import Signature, SignerFacts, reading_signature, sign_cades, verified
from obmen.message.libcrypto.timestamps import token_time, verify_token

__all__ = [
    "CertificateFacts",
    "CryptoError",
    "Key",
    "Signature",
    "SignerFacts",
    "build_chain",
    "certificate_facts",
    "decrypt",
    "encrypt",
    "fingerprint",
    "issued_list",
    "key_matches",
    "reading_signature",
    "sign_cades",
    "token_time",
    "verified",
    "verify_token",
]
