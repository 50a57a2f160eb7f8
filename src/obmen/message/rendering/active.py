"""What a printed letter must not hold: anything that acts, asks, plays, or carries another file (ISO 19005-2, 6.5-6.9).

A letter is paper. The names are looked for in the file as PDFium writes it anew: no object is packed away, no name is
spelled otherwise, and what is inside strings and streams is left out.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    import pypdfium2

_STREAM: Final = re.compile(rb"(?<![/\w])stream\r?\n.*?endstream", re.DOTALL)
_STRING: Final = re.compile(rb"\((?:\\.|[^()\\])*\)|(?<!<)<[0-9A-Fa-f\s]*>(?!>)", re.DOTALL)
_NAMES: Final = (
    b"JavaScript|JS|Launch|SubmitForm|ImportData|ResetForm|GoToR|GoToE|Rendition|RichMedia|Movie|Sound|3D|Hide|"
    b"SetOCGState|Trans|EmbeddedFiles?|OCProperties|AcroForm|XFA"
)
_ACTIVE: Final = re.compile(rb"/(?:" + _NAMES + rb")(?![\w.#-])")
_NO_SECURITY: Final = -1


def is_active(document: pypdfium2.PdfDocument) -> bool:
    """Tell whether the letter holds scripts, actions, forms, layers, media, attached files, or stuck-on notes.

    A link is no more than underlined text and may stay. An encrypted file hides what it holds, and counts as well.
    """
    if pdfium.FPDF_GetSecurityHandlerRevision(document.raw) != _NO_SECURITY:
        return True
    out = io.BytesIO()
    document.save(out)
    written = _STRING.sub(b"", _STREAM.sub(b"", out.getvalue()))
    return bool(_ACTIVE.search(written)) or any(_has_notes(page) for page in document)


def _has_notes(page: pypdfium2.PdfPage) -> bool:
    """Tell whether something other than a link is laid over the page (ISO 32000-1, 12.5.6)."""
    return any(_kind(page, at) != pdfium.FPDF_ANNOT_LINK for at in range(_count(page)))


def _count(page: pypdfium2.PdfPage) -> int:
    return int(pdfium.FPDFPage_GetAnnotCount(page.raw))


def _kind(page: pypdfium2.PdfPage, at: int) -> int:
    annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
    try:
        return int(pdfium.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
