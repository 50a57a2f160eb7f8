"""How large and how deep a letter may be (design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_MEBIBYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds checked before anything is built from what came."""

    package: int = 32 * _MEBIBYTE
    """Largest package, in bytes; also the largest container (E-T-10)."""

    label: int = 4096
    """Largest clear label, in bytes."""

    entries: int = 64
    """Most files in a container."""

    signatures: int = 8
    """Most signatures on a container."""

    attachments: int = 40
    """Most attachments of a document."""

    json: int = 2 * _MEBIBYTE
    """Largest `document.json`, in bytes."""

    values: int = 50_000
    """Most values in a JSON text: each may cost a hundred times its length to refuse."""

    manifest: int = 64 * 1024
    """Largest manifest or signature file, in bytes."""

    depth: int = 32
    """Deepest nesting of JSON."""


DEFAULT: Final = Limits()
"""The bounds of every node that does not set its own."""
