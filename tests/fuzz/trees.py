"""Mutation that stays inside a language: a tree of JSON or DER is changed, and written properly again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from obmen.message.der import OCTETS, content, inside, tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

# --- JSON --------------------------------------------------------------------------------------------------------

_ODD: Final[tuple[Any, ...]] = (
    None,
    True,
    0,
    -1,
    2**53 - 1,
    2**53,
    10**40,
    1.5,
    "",
    " ",
    "\x00",
    "\u202e",
    "Ⅷ",
    "KZ‑750",
    "1.0",
    "1.1",
    "2.0",
    "-0",
    "1e5",
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-03-02T09:30:00+05:00",
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "2026-03-02T24:00:00Z",
    "00000000-0000-0000-0000-000000000000",
    "AAAA",
    "=" * 5,
    "M-01",
    "T-02",
    "M-28",
    [],
    {},
    [[]],
    {"": ""},
    {"kind": "NATURAL"},
    ["a"] * 300,
)
"""Values of every kind, at their bounds."""
_CHARACTERS: Final = "\u0000\u0007\u00ad\u0301\u200b\u202e\ufeff\U0001f600aЯҰʼ\ud800"


def json_mutated(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Change one to three places of a text; what is no JSON is only spelled otherwise."""
    raw = rng.choice(seeds)
    try:
        value = json.loads(raw)
        others = _json_nodes(value)
    except (ValueError, RecursionError):  # no JSON, or deeper than anybody reads
        return raw[: rng.randint(0, len(raw))]
    for _ in range(rng.choice((1, 1, 2, 3))):
        value = _json_changed(rng, value, others)
    return _json_written(rng, value)


def _json_nodes(value: Any, depth: int = 0) -> list[Any]:  # noqa: ANN401  any JSON
    found = [value] if depth else []
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return found + [node for child in inner for node in _json_nodes(child, depth + 1)]


def _json_changed(rng: Random, value: Any, others: Sequence[Any]) -> Any:  # noqa: ANN401  any JSON
    """Walk down at random and change what is there."""
    if isinstance(value, dict | list) and value and rng.random() < 0.85:
        return _in_object(rng, value, others) if isinstance(value, dict) else _in_list(rng, value, others)
    if isinstance(value, str) and value and rng.random() < 0.4:
        at = rng.randint(0, len(value))
        return value[:at] + rng.choice(_CHARACTERS) + value[at + rng.randint(0, 1) :]
    return rng.choice(others) if others and rng.random() < 0.3 else rng.choice(_ODD)


def _in_object(rng: Random, value: dict[str, Any], others: Sequence[Any]) -> dict[str, Any]:
    name, way = rng.choice(list(value)), rng.random()
    if way < 0.1:
        return {each: inner for each, inner in value.items() if each != name}
    if way < 0.11:
        return {**value, **{f"{name}{number}": rng.choice(_ODD) for number in range(_times(rng))}}
    if way < 0.2:
        new = rng.choice(("extra", "kind", "", name.upper(), f"{name} ", *value))
        return {**value, new: rng.choice(_ODD)}
    return {**value, name: _json_changed(rng, value[name], others)}


def _in_list(rng: Random, value: list[Any], others: Sequence[Any]) -> list[Any]:
    at, way = rng.randrange(len(value)), rng.random()
    if way < 0.1:
        return value[:at] + value[at + 1 :]
    if way < 0.25:
        return value[:at] + [value[at]] * _times(rng) + value[at:]
    return [*value[:at], _json_changed(rng, value[at], others), *value[at + 1 :]]


def _times(rng: Random) -> int:
    """Say how often: seldom so often that the bounds of `limits` are met."""
    return rng.choice((2, 2, 50)) if rng.random() < 0.98 else rng.choice((3_000, 20_000, 60_000))


def _json_written(rng: Random, value: Any) -> bytes:  # noqa: ANN401  any JSON
    """Write it: as we do, spaced, escaped, with a name twice, or deep."""
    way = rng.random()
    compact = (",", ":") if way < 0.9 else (", ", ": ")
    text = json.dumps(value, ensure_ascii=way < 0.1, separators=compact)
    if way > 0.97 and text.startswith("{") and len(text) > 2:
        text = text[:-1] + "," + text[1:]
    elif way > 0.94:
        deep = rng.choice((10, 30, 33, 200, 3000))
        text = "[" * deep + text + "]" * deep
    return text.encode("utf-8", "surrogatepass")


# --- DER ---------------------------------------------------------------------------------------------------------

_DEEPEST: Final = 40
_CONSTRUCTED: Final = 0x20
_TAGS: Final = (
    0x01,
    0x02,
    0x03,
    0x04,
    0x05,
    0x06,
    0x0A,
    0x0C,
    0x13,
    0x17,
    0x18,
    0x30,
    0x31,
    0x80,
    0x82,
    0xA0,
    0xA1,
    0xA3,
)
_CONTENTS: Final = (
    b"",
    b"\x00",
    b"\xff",
    b"\x7f" + b"\xff" * 20,
    b"\x80" + b"\x00" * 20,
    bytes.fromhex("2a864886f70d010701"),
    bytes.fromhex("2a8503070101010100"),
    bytes.fromhex("608648016503040201"),
    b"\x80" * 12 + b"\x01",
    b"20260302090000Z",
    b"99991231235959Z",
    b"260230250000Z",
    b"\x05\x00",
)


def der_mutated(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """Change one to three values of a DER structure; every length around them is right again."""
    value = rng.choice(seeds)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        value = der_changed(rng, value, seeds)
    return value


def der_changed(rng: Random, value: bytes, seeds: Sequence[bytes], depth: int = 0) -> bytes:
    """Walk down at random and change what is there."""
    parts = _parts(value) if depth < _DEEPEST else []
    if parts and rng.random() < 0.85:
        at = rng.randrange(len(parts))
        parts[at : at + 1] = _changed_part(rng, parts, at, seeds, depth)
        return tagged(value[0], *parts)
    return _leaf(rng, value, seeds)


def _parts(value: bytes) -> list[bytes]:
    """Split a constructed value, and octets with a value inside; anything else is a leaf."""
    try:
        if value[0] & _CONSTRUCTED or (value[0] == OCTETS and content(value)[:1] == b"\x30"):
            return inside(value)
    except (IndexError, ValueError):
        pass
    return []


def _changed_part(rng: Random, parts: list[bytes], at: int, seeds: Sequence[bytes], depth: int) -> list[bytes]:
    way = rng.random()
    if way < 0.06:
        return []
    if way < 0.12:
        return [parts[at]] * rng.choice((2, 2, 40))
    if way < 0.18:
        return [parts[at], rng.choice(parts)]
    return [der_changed(rng, parts[at], seeds, depth + 1)]


def _leaf(rng: Random, value: bytes, seeds: Sequence[bytes]) -> bytes:
    return rng.choice(_LEAVES)(rng, value, seeds)


def _retagged(rng: Random, value: bytes, _seeds: Sequence[bytes]) -> bytes:
    return bytes([rng.choice(_TAGS)]) + value[1:]


def _refilled(rng: Random, value: bytes, _seeds: Sequence[bytes]) -> bytes:
    return tagged(value[0] if value else OCTETS, rng.choice(_CONTENTS))


def _touched(rng: Random, value: bytes, _seeds: Sequence[bytes]) -> bytes:
    """Change a byte of the content, and nothing of its length."""
    if len(value) < 3:
        return value
    at = rng.randrange(2, len(value))
    return value[:at] + bytes([value[at] ^ (1 << rng.randrange(8))]) + value[at + 1 :]


def _respelled(_rng: Random, value: bytes, _seeds: Sequence[bytes]) -> bytes:
    """Write the length longer than it need be, as BER may."""
    try:
        inner = content(value)
    except (IndexError, ValueError):
        return value
    return value[:1] + b"\x84" + len(inner).to_bytes(4, "big") + inner


def _foreign(rng: Random, _value: bytes, seeds: Sequence[bytes]) -> bytes:
    """Put a value of another structure here."""
    found = rng.choice(seeds)
    for _ in range(rng.randint(1, 8)):
        parts = _parts(found)
        if not parts:
            break
        found = rng.choice(parts)
    return found


_LEAVES: Final[tuple[Callable[[Random, bytes, Sequence[bytes]], bytes], ...]] = (
    _touched,
    _touched,
    _refilled,
    _retagged,
    _respelled,
    _foreign,
)
