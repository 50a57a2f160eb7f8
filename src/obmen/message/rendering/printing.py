"""Printing: a document becomes a PDF letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from obmen.message.rendering.letterhead import Letterhead
    from obmen.treaty.documents import Document


class RenderingError(Exception):
    """The letter could not be printed: a fault of the program or of the installation, never of the document."""


def render(document: Document, *, json_digest: str, letterhead: Letterhead) -> bytes:
    """Print `document` (M-01, M-02 or M-03) as PDF/A-2a + PDF/UA-1 in Russian.

    `json_digest` is the SHA-256 of `document.json` in hex: it stands on every page. The date of the PDF is the
    document's `sent_at`, so the same input always gives the same bytes. Raises ValueError for a receipt (T-*) or a
    malformed digest, `RenderingError` when fonts are missing or the typesetter fails.
    """
    raise NotImplementedError
