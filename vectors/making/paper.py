"""Renditions of the vectors. Each is printed once and kept: another version of the typesetter may print otherwise."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pikepdf
import typst
from vectors.making import kept

from obmen.message.rendering import same_values
from obmen.message.rendering.glyphs import font_folder
from obmen.message.rendering.printing import KEYWORD
from obmen.message.rendering.values import expected

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.treaty.documents import Document

_TEMPLATE: Final = Path(__file__).with_name("paper.typ")


def printed(document: Document, raw: bytes) -> bytes:
    """Print a document plainly, or take the print that is kept."""
    return lying(document, document, raw)


def lying(shown: Document, document: Document, raw: bytes) -> bytes:
    """Print the values of another document with the digest of this one."""
    digest = hashlib.sha256(raw).hexdigest()
    name = hashlib.sha256(digest.encode() + repr(sorted(_lines(shown))).encode()).hexdigest()[:16]

    def fits(pdf: bytes) -> bool:
        return bool(same_values(shown, pdf, json_digest=digest)) and shown.envelope == document.envelope

    return kept.once(f"{name}.pdf", lambda: _set(shown, digest), fits)


def by(name: str, document: Document, raw: bytes, make: Callable[[], bytes]) -> bytes:
    """Take the print of another making that is kept under a name, or make it."""
    digest = hashlib.sha256(raw).hexdigest()
    return kept.once(f"{name}.pdf", make, lambda pdf: bool(same_values(document, pdf, json_digest=digest)))


def carrying(name: str, raw: bytes, make: Callable[[], bytes]) -> bytes:
    """Take the print that is kept under a name, whatever it shows, as long as it is made for this document."""
    digest = hashlib.sha256(raw).hexdigest()
    return kept.once(f"{name}.pdf", make, lambda pdf: digest.encode() in _metadata(pdf))


def _metadata(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return str(opened.docinfo.get("/Keywords", "")).encode()


def _lines(document: Document) -> list[str]:
    return list(dict.fromkeys(value.forms[0] for value in expected(document)))


def _set(document: Document, digest: str) -> bytes:
    at = document.envelope.sent_at.astimezone(UTC)
    data = {
        "title": document.envelope.type.label,
        "keywords": [f"{KEYWORD}{digest}"],
        "lines": _lines(document),
        "digest": digest,
        "date": {unit: getattr(at, unit) for unit in ("year", "month", "day", "hour", "minute", "second")},
    }
    inputs = {"data": json.dumps(data, ensure_ascii=False, sort_keys=True)}
    pdf = _compiler().compile(
        input=_TEMPLATE,
        format="pdf",
        sys_inputs=inputs,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(pdf, bytes):
        raise TypeError("one file was asked for")
    return pdf


@cache
def _compiler() -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[font_folder()])
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts, ignore_system_fonts=True)
