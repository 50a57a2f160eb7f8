"""Printing: a document becomes a PDF letter."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING, Final

from obmen.message.rendering import qr, words
from obmen.message.rendering.compiler import compile_letter
from obmen.message.rendering.values import spoken
from obmen.treaty.documents import Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from obmen.message.rendering.letterhead import Letterhead
    from obmen.treaty.documents import Document

KEYWORD: Final = "obmen-json-sha256:"
"""Stands before the digest in the PDF's keywords."""

FOOT_MM: Final = 44
"""Height of the lower margin, where each page has its footer; everything above it is the letter."""

_SHA256_HEX: Final = re.compile(r"[0-9a-f]{64}")


def render(
    document: Document,
    *,
    json_digest: str,
    letterhead: Letterhead,
    names: Mapping[str, str] | None = None,
) -> bytes:
    """Print `document` (any M-*) as PDF/A-2a + PDF/UA-1 in Russian.

    `json_digest` is the SHA-256 of `document.json` in lower-case hex: it stands on every page. `names` gives official
    Russian names of authorities by their register ids, where the document carries only the id. The date of the PDF is
    the document's `sent_at`, so the same input always gives the same bytes. Raises ValueError for a receipt (T-*) or a
    malformed digest, `RenderingError` when fonts are missing or the typesetter fails.
    """
    kind = document.envelope.type
    if kind.is_receipt:
        raise ValueError(f"{kind.value} has no printed form")
    if not _SHA256_HEX.fullmatch(json_digest):
        raise ValueError("the digest must be 64 lower-case hex digits")
    data = _data(document, json_digest, letterhead, dict(names or {}))
    return compile_letter(kind.value, data, document.envelope.sent_at)


def _data(
    document: Document,
    json_digest: str,
    letterhead: Letterhead,
    names: dict[str, str],
) -> dict[str, object]:
    envelope = document.envelope
    return {
        "envelope": spoken(envelope),
        "payload": spoken(document.payload),
        "letterhead": spoken(letterhead),
        "state": words.official_state(letterhead.party),
        "names": {key: words.printable(name) for key, name in (names | _bodies(document.payload)).items()},
        "digest": {
            "short": words.grouped(json_digest[:32], 4),
            "full": [words.grouped(half, 8) for half in (json_digest[:32], json_digest[32:])],
        },
        "keywords": [f"{KEYWORD}{json_digest}", f"obmen-message:{envelope.message_id}"],
        "qr": qr.drawing(qr.reference(envelope, json_digest)),
        "date": _moment(envelope.sent_at.astimezone(UTC)),
        "foot": FOOT_MM,
    }


def _bodies(payload: object) -> dict[str, str]:
    """Return the names of authorities that the payload itself states."""
    if not isinstance(payload, Request):
        return {}
    bodies = (payload.initiator, payload.transmitter, payload.receiver)
    return {body.id: body.name for body in bodies if body.id and body.name}


def _moment(value: datetime) -> dict[str, int]:
    names = ("year", "month", "day", "hour", "minute", "second")
    return {name: getattr(value, name) for name in names}
