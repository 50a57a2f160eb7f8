"""What stands around a signature and is itself not signed (RFC 5652, 5.1 and 5.3): it has one spelling too.

OpenSSL proves the signed attributes and reads the rest leniently. Here the rest is compared: versions, the type of the
content, the algorithms announced, the name of the signer's certificate; nothing unsigned is added.
"""

from __future__ import annotations

from typing import Final

from obmen.message.canonical_zip import not_of_profile

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_CONTEXT_0: Final = 0xA0
_VERSION_1: Final = bytes.fromhex("020101")
_ID_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_LONG: Final = 0x80


def check_shell(p7s: bytes, certificate: bytes, place: str) -> None:
    """Require the one spelling around the signature of this certificate; both are DER that OpenSSL has parsed.

    Raises `NotAcceptable` (E-T-11).
    """
    try:
        right = _is_right(p7s, certificate)
    except (IndexError, ValueError):
        right = False
    if not right:
        raise not_of_profile("Подпись записана не по правилам.", place)


def _is_right(p7s: bytes, certificate: bytes) -> bool:
    _, explicit = _inside(p7s)
    (signed_data,) = _inside(explicit)
    version, digests, content, certificates, signers = _inside(signed_data)
    (signer,) = _inside(signers)
    signer_version, signer_id, digest, attributes, _algorithm, _signature = _inside(signer)
    return (
        (version, signer_version) == (_VERSION_1, _VERSION_1)
        and content == _tagged(_SEQUENCE, _ID_DATA)
        and digests == _tagged(_SET, digest)
        and signer_id == _issuer_and_serial(certificate)
        and (certificates[0], attributes[0]) == (_CONTEXT_0, _CONTEXT_0)
    )


def _issuer_and_serial(certificate: bytes) -> bytes:
    """Make the signer's identifier from its certificate (RFC 5652, 10.2.4; RFC 5280, 4.1)."""
    _version, serial, _algorithm, issuer, *_ = _inside(_inside(certificate)[0])
    return _tagged(_SEQUENCE, issuer + serial)


def _inside(value: bytes) -> list[bytes]:
    """Split what is inside a constructed value into whole values."""
    start, end = _bounds(value, 0)
    parts = []
    while start < end:
        _, after = _bounds(value, start)
        parts.append(value[start:after])
        start = after
    return parts


def _bounds(data: bytes, at: int) -> tuple[int, int]:
    """Give where the content of the value at `at` begins and ends (X.690, 8.1.3)."""
    length, start = data[at + 1], at + 2
    if length >= _LONG:
        size = length - _LONG
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise ValueError("a value runs over the end")
    return start, start + length


def _tagged(tag: int, content: bytes) -> bytes:
    """Write a value in DER."""
    if len(content) < _LONG:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG + len(length)]) + length + content
