"""What stands around a signature and is itself not signed (RFC 5652, 5.1 and 5.3): it has one spelling too.

OpenSSL proves the signed attributes and reads the rest leniently. Here the rest is compared: versions, the type of the
content, the algorithms announced, the name of the signer's certificate; nothing unsigned is added.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from obmen.message.errors import NotAcceptable

_SEQUENCE: Final = 0x30
_SET: Final = 0x31
_CONTEXT_0: Final = 0xA0
_VERSION_1: Final = bytes.fromhex("020101")
_ID_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_LONG: Final = 0x80


@dataclass(frozen=True, slots=True)
class Shell:
    """A signature taken apart: without its certificates, and the certificates, each in DER."""

    bare: bytes
    certificates: tuple[bytes, ...]
    signer_id: bytes


def take_apart(p7s: bytes, place: str) -> Shell:
    """Take a signature apart, requiring the one spelling of what is not signed.

    Certificates are taken out so that each is parsed once and not with every signature. Raises `NotAcceptable`
    (E-T-03).
    """
    try:
        return _take_apart(p7s)
    except (IndexError, ValueError):
        raise NotAcceptable("E-T-03", "Подпись повреждена или записана не по правилам.", place) from None


def names_signer(shell: Shell, certificate: bytes) -> bool:
    """Tell whether the signature names this certificate, letter by letter, as its own."""
    try:
        return shell.signer_id == _issuer_and_serial(certificate)
    except (IndexError, ValueError):
        return False


def _take_apart(p7s: bytes) -> Shell:
    type_, explicit = _inside(p7s)
    (signed_data,) = _inside(explicit)
    version, digests, content, certificates, signers = _inside(signed_data)
    (signer,) = _inside(signers)
    signer_version, signer_id, digest, attributes, _algorithm, _signature = _inside(signer)
    found = (version, signer_version, content, digests, certificates[0], attributes[0])
    right = (_VERSION_1, _VERSION_1, tagged(_SEQUENCE, _ID_DATA), tagged(_SET, digest), _CONTEXT_0, _CONTEXT_0)
    if found != right or p7s != _content_info(type_, version, digests, content, certificates, signers):
        raise ValueError("another spelling")
    bare = _content_info(type_, version, digests, content, signers)
    return Shell(bare, tuple(_inside(certificates)), signer_id)


def _content_info(type_: bytes, *signed_data: bytes) -> bytes:
    """Write the parts of SignedData as ContentInfo (RFC 5652, 3 and 5.1)."""
    return tagged(_SEQUENCE, type_ + tagged(_CONTEXT_0, tagged(_SEQUENCE, b"".join(signed_data))))


def _issuer_and_serial(certificate: bytes) -> bytes:
    """Make the signer's identifier from its certificate (RFC 5652, 10.2.4; RFC 5280, 4.1)."""
    _version, serial, _algorithm, issuer, *_ = _inside(_inside(certificate)[0])
    return tagged(_SEQUENCE, issuer + serial)


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


def tagged(tag: int, content: bytes) -> bytes:
    """Write a value in DER."""
    if len(content) < _LONG:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG + len(length)]) + length + content
