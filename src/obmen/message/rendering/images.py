"""Pages of a PDF as PNG pictures. The PDF reader is not thread-safe: one lock guards it everywhere in this package."""

from __future__ import annotations


def page_images(pdf: bytes, dpi: int = 96) -> list[bytes]:
    """Draw every page of `pdf` as a PNG at `dpi`. Raises ValueError when the bytes are not a readable PDF."""
    raise NotImplementedError
