"""The chain of the journal: how an entry is hashed and how exported lines are checked; needs no database."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from obmen.treaty.documents.receipts import JournalHead

GENESIS: Final = "0" * 64
"""The hash before the first entry."""
FIELDS: Final = ("seq", "at", "actor", "authority", "action", "object_id", "reason", "facts", "previous_hash")
"""What the hash of an entry covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """Where the chain does not hold, and why (Russian)."""

    seq: int
    why: str


def digest(line: Mapping[str, Any]) -> str:
    """Hash an entry: SHA-256 (hex) of its fields as JSON, sorted, without spaces, UTF-8."""
    covered = {key: line.get(key) for key in FIELDS}
    text = json.dumps(covered, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(lines: Iterable[Mapping[str, Any]], last: JournalHead | None = None) -> Broken | None:
    """Check exported lines; `last` is the known end of the chain, if there is one."""
    seq, previous = 0, GENESIS
    for line in lines:
        if line.get("seq") != seq + 1:
            return Broken(seq=seq + 1, why="запись пропущена или удалена")
        if line.get("previous_hash") != previous or line.get("hash") != digest(line):
            return Broken(seq=seq + 1, why="запись изменена")
        seq, previous = seq + 1, line["hash"]
    if last and (last.seq, last.hash) != (seq, previous):
        return Broken(seq=seq + 1, why="записи в конце журнала удалены")
    return None
