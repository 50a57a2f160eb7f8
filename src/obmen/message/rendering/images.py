"""Pages of a PDF as PNG pictures (ISO/IEC 15948), without an imaging library."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Final

from obmen.message.rendering.pdfium import opened

if TYPE_CHECKING:
    import pypdfium2

_POINTS_PER_INCH: Final = 72
_GREY, _COLOUR = 0, 2
"""Colour types of a PNG."""

_NO_FILTER: Final = b"\0"


def page_images(pdf: bytes, dpi: int = 96) -> list[bytes]:
    """Draw every page of `pdf` as a PNG at `dpi`. Raises ValueError when the bytes are not a readable PDF."""
    with opened(pdf) as document:
        return [_picture(page, dpi) for page in document]


def _picture(page: pypdfium2.PdfPage, dpi: int) -> bytes:
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=False)
    pixels, width = bytes(bitmap.buffer), bitmap.width * bitmap.n_channels
    rows = (pixels[start : start + width] for start in range(0, bitmap.stride * bitmap.height, bitmap.stride))
    kind = _GREY if bitmap.n_channels == 1 else _COLOUR
    return _png(bitmap.width, bitmap.height, kind, b"".join(_NO_FILTER + row for row in rows))


def _png(width: int, height: int, kind: int, rows: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, kind, 0, 0, 0)
    chunks = (_chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(rows, 6)), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(tag: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + tag + content + struct.pack(">I", zlib.crc32(tag + content))
