"""The QR code of a page: a short reference from paper back to the document (ISO/IEC 18004)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import segno

if TYPE_CHECKING:
    from obmen.treaty.documents import Envelope

MODULE_MM: Final = 0.65
"""The smallest module that survives a fax (measured)."""

_DIGEST_CHARACTERS: Final = 32


def reference(envelope: Envelope, json_digest: str) -> str:
    """Return the text of the code: «obmen:1:<case>:<message>:<first 32 hex of the digest>»."""
    return f"obmen:1:{envelope.case_id}:{envelope.message_id}:{json_digest[:_DIGEST_CHARACTERS]}"


def drawing(text: str) -> dict[str, object]:
    """Draw the code as SVG: `svg` and its side in millimetres, `side`."""
    rows = [bytes(row) for row in segno.make(text, error="M", boost_error=False, micro=False).matrix]
    path = "".join(f"M{x} {y}h{width}v1h-{width}z" for y, row in enumerate(rows) for x, width in _runs(row))
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"><path d="{path}"/></svg>'
    return {"svg": svg, "side": round(len(rows) * MODULE_MM, 2)}


def _runs(row: bytes) -> list[tuple[int, int]]:
    """Return the dark runs of a row as (start, width)."""
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs
