"""Looking at printed pages as a scanner does."""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any

import zxingcpp

FONT = re.compile(rb"/BaseFont/([A-Z]{6}\+)?([A-Za-z-]+)")


def pixels(png: bytes) -> tuple[int, int, bytes]:
    """Decode a picture of `page_images`: width, height and three bytes a pixel."""
    width, height = struct.unpack_from(">II", png, 16)
    start = png.index(b"IDAT")
    (size,) = struct.unpack_from(">I", png, start - 4)
    rows = zlib.decompress(png[start + 4 : start + 4 + size])
    side = width * 3 + 1
    return width, height, b"".join(rows[at * side + 1 : (at + 1) * side] for at in range(height))


def barcodes(png: bytes) -> list[Any]:
    """Read every code on the page."""
    width, height, raw = pixels(png)
    return zxingcpp.read_barcodes(memoryview(raw).cast("B", (height, width, 3)))


def fonts(pdf: bytes) -> set[str]:
    """Return the names of the embedded fonts."""
    return {name.decode() for _, name in FONT.findall(pdf)}
