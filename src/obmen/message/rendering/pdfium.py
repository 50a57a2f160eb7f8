"""The PDF reader behind its lock: PDFium is not thread-safe, so only one document is open at a time."""

from __future__ import annotations

from contextlib import contextmanager
from threading import RLock
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from collections.abc import Iterator

_lock = RLock()


@contextmanager
def opened(pdf: bytes) -> Iterator[pypdfium2.PdfDocument]:
    """Open `pdf` alone in the process. Raises ValueError when the bytes are not a readable PDF, all of it or a page."""
    with _lock:
        try:
            with pypdfium2.PdfDocument(pdf) as document:
                yield document
        except pypdfium2.PdfiumError as error:
            raise ValueError(f"not a readable PDF: {error}") from error
