"""T-01 and T-02, the receipts of a node (Art. 10, 12; R-12.1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalHead:
    """The last entry of a journal when a receipt was made: its number and hash (hex)."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReceipt:
    """T-01: the package was opened; it counts as received at `delivered_at`, the instant it was stored durably."""

    delivered_at: datetime
    container_sha256: str
    journal_head: JournalHead | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotAccepted:
    """T-02: technically not accepted (closed list of R-12.1.5); it is not a refusal under Art. 13."""

    code: str
    text: str
    article: str = ""
    field: str = ""
    container_sha256: str = ""
