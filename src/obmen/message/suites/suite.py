"""What a suite is: algorithms that are used together, by their OIDs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A digest, a signature and a kind of key that are accepted together."""

    name: str
    digest: str
    signature: str
    key: str
