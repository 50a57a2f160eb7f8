"""A printed letter, as PDF or a picture of paper: its QR says to which case and digest it belongs (R-10.3.1, R-10.4).

Paper proves nothing by itself: whoever holds the container compares it with what the paper names.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import zxingcpp
from PIL import Image

from obmen.message.rendering import page_images

if TYPE_CHECKING:
    from collections.abc import Iterator

_REFERENCE: Final = re.compile(r"obmen:1:([A-Z]{2}-[^:\s]{1,60}):([0-9a-f-]{36}):([0-9a-f]{32})")
_QR: Final = zxingcpp.BarcodeFormat.QRCode
_DPI: Final = 200
_LARGEST: Final = 64_000_000
"""Pixels of a picture: A4 at 600 dots per inch is 35 million."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What the QR of a page names: the case, the message, and the first 32 hex digits of its document's SHA-256."""

    case: str
    message: str
    digest: str

    def agrees(self, json_digest: str) -> bool:
        """Tell whether a document of this SHA-256 (hex) is the one that the page names."""
        return json_digest.startswith(self.digest)


def references(raw: bytes) -> tuple[Reference, ...]:
    """Read the codes of all pages of a PDF or of a picture, each once. Raises `ValueError` when it is neither."""
    found = (_REFERENCE.fullmatch(text) for picture in _pictures(raw) for text in _codes(picture))
    return tuple(dict.fromkeys(Reference(case=each[1], message=each[2], digest=each[3]) for each in found if each))


def _pictures(raw: bytes) -> Iterator[Image.Image]:
    pages = page_images(raw, _DPI) if raw.startswith(b"%PDF") else [raw]
    for page in pages:
        try:
            picture = Image.open(io.BytesIO(page))
            if picture.width * picture.height > _LARGEST:
                raise ValueError("a picture larger than any page")
            yield picture.convert("L")
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise ValueError(f"neither a PDF nor a picture: {error}") from error


def _codes(picture: Image.Image) -> list[str]:
    return [code.text for code in zxingcpp.read_barcodes(picture) if code.format == _QR]
