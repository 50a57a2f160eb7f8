"""Mutation of bytes, knowing nothing of what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

_BOUNDS: Final = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF)
"""Numbers at which programs go wrong."""
_TOKENS: Final = (
    b"\x00",
    b"\x30\x80",
    b"\x30\x84\xff\xff\xff\xff",
    b"\x02\x81\x01",
    b"\x05\x00",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"../",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xff\xfe",
    b'"kind":',
    b"NaN",
    b"1e999",
    b"[" * 64,
    b'{"a":' * 40,
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"&b;",
    b"<?x y?>",
    b"<!-- -->",
    b"/JS",
    b" 0 R",
    b"stream\n",
)
"""Words of the languages that we read."""
_LONGEST: Final = 64


def mutated(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Change a seed in one to six places."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        rng.choice(_WAYS)(rng, data)
    return bytes(data)


def spliced(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Put the beginning of one seed before the end of another, or a piece of one into another."""
    one, other = rng.choice(seeds), rng.choice(seeds)
    start, end = _span(rng, len(one), len(one))
    first, last = _span(rng, len(other), len(other))
    if rng.random() < 0.5:
        return one[:start] + other[first:]
    return one[:start] + other[first:last] + one[end:]


def _span(rng: Random, size: int, longest: int = _LONGEST) -> tuple[int, int]:
    start = rng.randint(0, size)
    return start, min(size, start + rng.randint(1, longest or 1))


def _flip(rng: Random, data: bytearray) -> None:
    if data:
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)


def _set(rng: Random, data: bytearray) -> None:
    if data:
        data[rng.randrange(len(data))] = rng.randrange(256)


def _cut(rng: Random, data: bytearray) -> None:
    start, end = _span(rng, len(data))
    del data[start:end]


def _insert(rng: Random, data: bytearray) -> None:
    at = rng.randint(0, len(data))
    data[at:at] = rng.choice(_TOKENS) if rng.random() < 0.7 else rng.randbytes(rng.randint(1, 16))


def _repeat(rng: Random, data: bytearray) -> None:
    start, end = _span(rng, len(data))
    data[start:start] = data[start:end] * rng.choice((1, 1, 2, 30))


def _move(rng: Random, data: bytearray) -> None:
    start, end = _span(rng, len(data))
    piece = bytes(data[start:end])
    del data[start:end]
    at = rng.randint(0, len(data))
    data[at:at] = piece


def _bound(rng: Random, data: bytearray) -> None:
    width = rng.choice((1, 2, 4, 4, 8))
    value = rng.choice(_BOUNDS) % (1 << 8 * width)
    at = rng.randint(0, max(0, len(data) - width))
    data[at : at + width] = value.to_bytes(width, rng.choice(("big", "little")))


def _shorten(rng: Random, data: bytearray) -> None:
    del data[rng.randint(0, len(data)) :]


def _digit(rng: Random, data: bytearray) -> None:
    """Change a decimal digit: lengths, offsets and sums are written with them."""
    digits = [at for at in range(len(data)) if 0x30 <= data[at] <= 0x39][:4096]
    if digits:
        data[rng.choice(digits)] = 0x30 + rng.randrange(10)


_WAYS: Final[tuple[Callable[[Random, bytearray], None], ...]] = (
    _flip,
    _flip,
    _set,
    _cut,
    _insert,
    _insert,
    _repeat,
    _move,
    _bound,
    _shorten,
    _digit,
)
