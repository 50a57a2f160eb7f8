"""The fonts of the letter and the characters they can draw (ISO/IEC 14496-22, table cmap, formats 4 and 12).

A PDF/A must not contain a missing glyph, so the typesetter refuses text that the fonts cannot draw. A letter must be
printed whatever its text is; therefore we look first.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.message.rendering.errors import RenderingError

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEGMENTED, _WIDE = 4, 12
"""The formats of a character map that we read."""

_UNSEEN: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
"""General categories of what must not be printed as it is: controls, formats, unassigned, line separators."""


@cache
def font_folder() -> Path:
    """Return the folder of the fonts. Raises `RenderingError` when they were not installed (`make setup`)."""
    folder = Path(str(resources.files("obmen.message.rendering") / "fonts"))
    if not any(folder.glob("*.ttf")):
        raise RenderingError(f"no fonts in {folder}: run «make setup»")
    return folder


@cache
def printable_codepoints() -> frozenset[int]:
    """Return the code points that the regular fonts can draw and that may stand in a letter."""
    drawn = {point for font in sorted(font_folder().glob("*Regular.ttf")) for point in codepoints(font.read_bytes())}
    return frozenset(point for point in drawn if unicodedata.category(chr(point)) not in _UNSEEN)


def codepoints(font: bytes) -> set[int]:
    """Return the code points that a TrueType font maps to a glyph."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    offsets = {struct.unpack_from(">I", font, start + 8 + 8 * at)[0] for at in range(count)}
    return {point for offset in offsets for point in _subtable(font, start + offset)}


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4sIII", font, 12 + 16 * at) for at in range(count))
    return next(int(offset) for name, _, offset, _ in records if name == tag)


def _subtable(font: bytes, at: int) -> Iterator[int]:
    (form,) = struct.unpack_from(">H", font, at)
    if form == _SEGMENTED:
        yield from _segments(font, at)
    elif form == _WIDE:
        yield from _groups(font, at)


def _segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    ends = struct.unpack_from(f">{doubled // 2}H", font, at + 14)
    starts = struct.unpack_from(f">{doubled // 2}H", font, at + 16 + doubled)
    for first, last in zip(starts, ends, strict=True):
        yield from (point for point in range(first, last + 1) if point != 0xFFFF)  # noqa: PLR2004  the closing segment


def _groups(font: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, at + 12)
    for group in range(count):
        first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
        yield from range(first, last + 1)
