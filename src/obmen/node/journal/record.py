"""Writing, reading and checking the journal."""

from __future__ import annotations

import json
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django.db import connection

from obmen.node import clock
from obmen.node.journal.chain import FIELDS, GENESIS, Broken, check, digest
from obmen.node.journal.models import Entry, Head
from obmen.treaty.documents.receipts import JournalHead

if TYPE_CHECKING:
    from collections.abc import Mapping


def record(
    action: str, *, actor: str, authority: str, object_id: object, reason: str = "", **facts: str | int | None
) -> Entry:
    """Add an entry, inside the caller's transaction; call it last, for it locks the head. Never give it content."""
    if not connection.in_atomic_block:
        raise RuntimeError("the journal is written inside the transaction of an act")
    head = Head.objects.select_for_update().get_or_create(id=1, defaults={"seq": 0, "hash": GENESIS})[0]
    line: dict[str, Any] = {
        "seq": head.seq + 1,
        "at": clock.now(),
        "actor": actor,
        "authority": authority,
        "action": action,
        "object_id": str(object_id),
        "reason": reason,
        "facts": facts,
        "previous_hash": head.hash,
    }
    entry = Entry.objects.create(**line, hash=digest(_plain(line)))
    head.seq, head.hash = entry.seq, entry.hash
    head.save()
    return entry


def head() -> JournalHead | None:
    """Give the last entry's number and hash, for receipts; nothing while the journal is empty."""
    row = Head.objects.filter(id=1).first()
    return JournalHead(seq=row.seq, hash=row.hash) if row else None


def verify() -> Broken | None:
    """Recompute the whole chain; give the first place where it does not hold."""
    while True:
        known = head()
        lines = (_exported(entry) for entry in Entry.objects.order_by("seq").iterator())
        broken = check(lines, known or JournalHead(seq=0, hash=GENESIS))  # without a head nothing was ever written
        if broken is None or head() == known:  # else something was written meanwhile
            return broken


def export() -> bytes:
    """Write the journal as JSON lines that can be checked without us: each has its hash and the one before."""
    lines = (
        json.dumps(_exported(entry), ensure_ascii=False, sort_keys=True) for entry in Entry.objects.order_by("seq")
    )
    return "".join(f"{line}\n" for line in lines).encode()


def _exported(entry: Entry) -> dict[str, Any]:
    line = {key: getattr(entry, key) for key in FIELDS}
    return {**_plain(line), "hash": entry.hash}


def _plain(line: Mapping[str, Any]) -> dict[str, Any]:
    """Give the line as JSON has it: the instant in RFC 3339, UTC, to the microsecond."""
    at = line["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return {**line, "at": at}
