"""The bulletin on paper: an edition's `document.pdf` in Russian, PDF/A as every letter (R-02, R-26.2)."""

from __future__ import annotations

import hashlib
from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from obmen.message.rendering import words
from obmen.message.rendering.compiler import compile_letter
from obmen.register import legal
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from obmen.register.legal import LegalPart


def print_bulletin(part: LegalPart, issuer: str, zone: str) -> bytes:
    """Print what an edition brings; its hash stands on every page. Raises `RenderingError`."""
    digest = hashlib.sha256(legal.CODEC.encode(part)).hexdigest()
    issued = part.issued_at.astimezone(UTC)
    names = ("year", "month", "day", "hour", "minute", "second")
    data = {
        "envelope": "",  # the bulletin is no letter: it has neither
        "payload": "",
        "issuer": words.printable(issuer),
        "version": part.version,
        "issued": f"{part.issued_at.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})",
        "digest": [words.grouped(half, 8) for half in (digest[:32], digest[32:])],
        "keywords": [f"obmen-register-sha256:{digest}"],
        "date": {name: getattr(issued, name) for name in names},
        "events": [
            [f"{each.on:%d.%m.%Y}", _state(each.party), words.printable(each.text), each.instrument]
            for each in part.bulletin.events
        ],
        "attention": [
            [_state(each.party), words.printable(each.text), each.code, each.instrument]
            for each in part.bulletin.attention
        ],
        "parties": [
            [
                words.printable(each.name),
                f"{each.in_force_from:%d.%m.%Y}" if each.in_force_from else "",
                f"{each.exit_on:%d.%m.%Y}" if each.exit_on else "",
            ]
            for each in part.parties
        ],
    }
    return compile_letter("bulletin", data, part.issued_at)


def _state(party: str) -> str:
    return words.printable(party_name(party)) if party else "Депозитарий"
