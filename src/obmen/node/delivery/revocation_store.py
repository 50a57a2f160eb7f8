"""The lists of revoked certificates and the answers about them that this node holds, for opening to look into.

Nothing is believed for being here: opening checks each source anew. Of every place the newest editions are kept.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.db import transaction

from obmen.message import sources
from obmen.node import clock, config
from obmen.node.delivery.models import Arrival, RevocationPlace, RevocationSource
from obmen.node.journal.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.message.sources import Source

EDITIONS: Final = 3
"""How many editions of one place are kept: the newest ones by their own date."""
MOST: Final = 2000
"""How many sources are kept in all; beyond it those go that were had longest ago."""
_OF_A_KEY: Final = 30
_LAST_PART: Final = 0.2
_NAME: Final = 300
_PLACE: Final = 2000


def at_hand(certificate: bytes) -> list[bytes]:
    """Give the lists (CRL) and answers (OCSP) at hand that may speak of a certificate; all DER, the newest first."""
    try:
        keys = sources.keys_of(certificate)
    except ValueError:
        return []
    rows = RevocationSource.objects.filter(key__in=keys).order_by("-made")
    return [_raw(digest) for digest in rows.values_list("sha256", flat=True)[:_OF_A_KEY]]


def keep(source: Source, place: str) -> RevocationSource:
    """Keep a source that came from a place, and let go of older ones."""
    digest = hashlib.sha256(source.raw).hexdigest()
    facts = {
        "kind": source.kind,
        "key": source.key,
        "by": source.by[:_NAME],
        "place": place[:_PLACE],
        "made": source.made,
        "until": source.until,
        "fetched_at": clock.now(),
        "raw": source.raw,
    }
    with transaction.atomic():
        row, _new = RevocationSource.objects.update_or_create(sha256=digest, defaults=facts)
        _let_go(source.key, row.place)
    return row


def take(raw: bytes, file: str) -> RevocationSource:
    """Take a list or an answer from a file, for a node that can reach nobody. Raises `ValueError` when it is neither.

    Letters that wait for it are opened at once.
    """
    source = sources.read(raw)
    with transaction.atomic():
        row = keep(source, file)
        wake(RevocationPlace.objects.filter(key=source.key).values_list("id", flat=True))
        record(
            "revocation_imported",
            actor="node",
            authority=config.current().authority,
            object_id=row.sha256,
            kind=source.kind,
            made=source.made.isoformat(),
        )
    return row


def newest() -> list[RevocationSource]:
    """Give the newest list (CRL) of every issuer and place, without its bytes, by issuer."""
    rows = RevocationSource.objects.filter(kind=sources.LIST).defer("raw").order_by("made", "id")
    return sorted({(row.key, row.place): row for row in rows}.values(), key=lambda row: (row.by, row.place))


def ending() -> list[RevocationSource]:
    """Give the newest list of every issuer that has ended, or has a fifth of its time left or less."""
    last = {row.key: row for row in sorted(newest(), key=lambda row: row.until)}
    found = (row for row in last.values() if row.until - clock.now() <= (row.until - row.made) * _LAST_PART)
    return sorted(found, key=lambda row: row.by)


def wake(places: Iterable[int]) -> None:
    """Have the letters opened again that wait for these places."""
    waiting = Arrival.objects.filter(awaits__in=places, state=Arrival.State.UNDETERMINED)
    ids = list(waiting.values_list("id", flat=True))
    Arrival.objects.filter(id__in=ids, state=Arrival.State.UNDETERMINED).update(next_try_at=clock.real_now())


def _let_go(key: str, place: str) -> None:
    """Delete the editions of a place beyond the newest, and the sources beyond the most."""
    of_place = RevocationSource.objects.filter(key=key, place=place).order_by("-made", "-id")
    everything = RevocationSource.objects.order_by("-fetched_at", "-id")
    for rows, most in ((of_place, EDITIONS), (everything, MOST)):
        RevocationSource.objects.filter(id__in=list(rows.values_list("id", flat=True)[most:])).delete()


@lru_cache(maxsize=64)
def _raw(digest: str) -> bytes:
    """Give the bytes of a source, the same object each time: what is known of it is remembered by its bytes."""
    found = RevocationSource.objects.filter(sha256=digest).values_list("raw", flat=True).first()
    return bytes(found or b"")
