"""The suites that a node may accept, and the algorithms that prove nothing any more (ETSI TS 119 312)."""

from __future__ import annotations

from typing import Final

from obmen.message.suites.suite import Suite

_SHA2: Final = (  # RFC 5754, 2
    ("SHA256", "2.16.840.1.101.3.4.2.1"),
    ("SHA384", "2.16.840.1.101.3.4.2.2"),
    ("SHA512", "2.16.840.1.101.3.4.2.3"),
)
_RSA_BITS: Final = range(2048, 8192 + 1)
_RSA: Final = "1.2.840.113549.1.1.1"  # rsaEncryption: the digest is named beside it (RFC 3370, 3.2)
_RSA_WITH: Final = ("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13")  # RFC 5754, 3.2

ECDSA_P256: Final = Suite(
    name="ECDSA P-256",
    digest="2.16.840.1.101.3.4.2.1",
    digest_name="SHA256",
    signatures=frozenset({"1.2.840.10045.4.3.2"}),  # ecdsa-with-SHA256 (RFC 5758, 3.2)
    key="EC P-256",  # RFC 5480, 2.1.1.1
)
"""The suite of a node that chooses no other."""

ECDSA_P384: Final = Suite(
    name="ECDSA P-384",
    digest="2.16.840.1.101.3.4.2.2",
    digest_name="SHA384",
    signatures=frozenset({"1.2.840.10045.4.3.3"}),  # ecdsa-with-SHA384
    key="EC P-384",
)
RSA: Final = tuple(
    Suite(
        name=f"RSA с {name}",
        digest=digest,
        digest_name=name,
        signatures=frozenset({_RSA, signature}),
        key="RSA",
        bits=_RSA_BITS,
    )
    for (name, digest), signature in zip(_SHA2, _RSA_WITH, strict=True)
)
"""RSA by PKCS #1 v1.5 with keys of 2048 to 8192 bits."""

GOST: Final = tuple(
    Suite(
        name=f"ГОСТ Р 34.10-2012 ({bits} бит)",
        digest=f"1.2.643.7.1.1.2.{arc}",  # Streebog (RFC 9215, 2)
        digest_name=f"md_gost12_{bits}",
        # what OpenSSL writes is the key's own OID, what RFC 9215 asks for names the digest too
        signatures=frozenset({f"1.2.643.7.1.1.1.{arc - 1}", f"1.2.643.7.1.1.3.{arc}"}),
        key=f"GOST2012_{bits} {bits}",
    )
    for bits, arc in ((256, 2), (512, 3))
)
"""GOST R 34.10-2012 with Streebog, calculated in a process of its own (`suites.gost`)."""

WEAK: Final = frozenset(
    {
        "1.2.840.113549.2.5",  # MD5
        "1.3.14.3.2.26",  # SHA-1
        "1.2.840.10045.4.1",  # ECDSA with SHA-1
        "1.2.840.113549.1.1.4",  # RSA with MD5
        "1.2.840.113549.1.1.5",  # RSA with SHA-1
    }
)
