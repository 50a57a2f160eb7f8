"""DER taken apart and put together, as far as the outside of a signature needs it (X.690, 8.1 and 10).

Only values whole and in order: whoever compares what he wrote anew with what came knows that there was one spelling.
"""

from __future__ import annotations

from typing import Final

SEQUENCE: Final = 0x30
SET: Final = 0x31
OCTETS: Final = 0x04
INTEGER: Final = 0x02
CONTEXT_0: Final = 0xA0
CONTEXT_1: Final = 0xA1
_LONG: Final = 0x80
_SEVEN_BITS: Final = 0x7F


def inside(value: bytes) -> list[bytes]:
    """Split what is inside a constructed value into whole values. Raises `IndexError` or `ValueError`."""
    return [value[start:end] for start, end in bounds_inside(value)]


def bounds_inside(data: bytes | bytearray | memoryview, at: int = 0) -> list[tuple[int, int]]:
    """Give where the values inside the one at `at` begin and end, copying none. Raises as `inside`."""
    start, end = _bounds(data, at)
    parts = []
    while start < end:
        _, after = _bounds(data, start)
        parts.append((start, after))
        start = after
    return parts


def content(value: bytes) -> bytes:
    """Give what is inside a value, as it is. Raises `IndexError` or `ValueError`."""
    start, end = _bounds(value, 0)
    return value[start:end]


def _bounds(data: bytes | bytearray | memoryview, at: int) -> tuple[int, int]:
    """Give where the content of the value at `at` begins and ends (X.690, 8.1.3)."""
    length, start = data[at + 1], at + 2
    if length >= _LONG:
        size = length - _LONG
        length, start = int.from_bytes(data[start : start + size], "big"), start + size
    if start + length > len(data):
        raise ValueError("a value runs over the end")
    return start, start + length


def tagged(tag: int, *contents: bytes) -> bytes:
    """Write a value."""
    inner = b"".join(contents)
    if len(inner) < _LONG:
        return bytes([tag, len(inner)]) + inner
    length = len(inner).to_bytes((len(inner).bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG + len(length)]) + length + inner


def integer(number: int) -> bytes:
    """Write an INTEGER that is not negative."""
    return tagged(INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def oid(value: bytes) -> str:
    """Read an OBJECT IDENTIFIER in dotted form (X.690, 8.19). Raises `IndexError` or `ValueError`."""
    arcs, arc = [], 0
    for octet in content(value):
        arc = (arc << 7) | (octet & _SEVEN_BITS)
        if not octet & _LONG:
            arcs.append(arc)
            arc = 0
    first = min(arcs[0] // 40, 2)
    return ".".join(map(str, (first, arcs[0] - 40 * first, *arcs[1:])))


def subject_key(certificate: bytes) -> tuple[str, bytes]:
    """Name the algorithm of a certificate's key (OID) and give its SubjectPublicKeyInfo (RFC 5280, 4.1)."""
    fields = inside(inside(certificate)[0])
    key = fields[6 if fields[0][0] == CONTEXT_0 else 5]
    return oid(inside(inside(key)[0])[0]), key


def signed_by(signed: bytes) -> str:
    """Name the algorithm by which a certificate or a revocation list is signed (OID; RFC 5280, 4.1 and 5.1)."""
    _stated, algorithm, _signature = inside(signed)
    return oid(inside(algorithm)[0])
