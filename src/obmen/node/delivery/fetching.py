"""Fetching what letters wait for: lists of revoked certificates and answers about them (RFC 5280, 4.2.1.13; RFC 6960).

A letter whose signer may have been revoked waits; each place that the certificates announce is then a row here, asked
by the worker, again and again with growing pauses. What comes is kept when it is genuine; opening decides whether it
settles the letter. A list once needed is renewed before it ends, so that the next letter need not wait.
"""

from __future__ import annotations

import hashlib
import logging
import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Q

from obmen.exchange import outbox
from obmen.exchange.calling import Rules, call
from obmen.exchange.errors import NotAnswered
from obmen.message import certificates, revocation, sources
from obmen.message.revocation import GRACE, Standing
from obmen.node import clock, config
from obmen.node.delivery import revocation_store
from obmen.node.delivery.leases import lease
from obmen.node.delivery.models import RevocationPlace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from obmen.exchange.calling import Answer
    from obmen.message.sources import Source
    from obmen.node.delivery.models import Arrival

_LOG: Final = logging.getLogger(__name__)
_WITHIN: Final = 10.0
LARGEST: Final = 8 * 1024 * 1024
"""Bytes of the longest list that is taken."""
_TEXT, _NAME, _PLACE = 500, 300, 2000
_MOST: Final = 500
"""How many places are remembered; beyond it those go for which nobody waits."""
_SOONEST, _LATEST = timedelta(minutes=10), timedelta(hours=24)
_NEEDED_FOR: Final = timedelta(days=7)
"""How long a list is renewed after the last letter that needed it."""
_REQUEST: Final = "application/ocsp-request"
_RESPONSE: Final = "application/ocsp-response"
State = RevocationPlace.State


# --- Wanting ---------------------------------------------------------------------------------------------------------


def want(arrival: Arrival, pairs: Collection[tuple[bytes, bytes]]) -> None:
    """Have it asked, for an arrival, how certificates stand (each with its issuer's, DER), inside its transaction."""
    wanted = [_wanted(*place) for pair in pairs for place in _places(*pair)]
    arrival.awaits.set(wanted)


def settled(arrival: Arrival) -> None:
    """Note that a letter waits no longer, inside its transaction; what nobody waits for is asked no more."""
    mine = list(arrival.awaits.values_list("id", flat=True))
    if not mine:
        return
    arrival.awaits.clear()
    RevocationPlace.objects.filter(id__in=mine, state=State.KEPT).update(attempts=0)
    RevocationPlace.objects.filter(id__in=mine, arrivals=None).exclude(state=State.KEPT).delete()


def _places(certificate: bytes, issuer: bytes) -> Iterator[tuple[str, str, bytes, bytes]]:
    for place in revocation.list_places(certificate):
        yield sources.LIST, place, certificate, issuer
    for place in revocation.answer_places(certificate):
        yield sources.ANSWER, place, certificate, issuer


def _wanted(kind: str, place: str, certificate: bytes, issuer: bytes) -> RevocationPlace:
    """Find or make the row of a place, due now; one that has just been asked in vain is due after a pause."""
    now, of_list, of_answer = clock.real_now(), *sources.keys_of(certificate)
    key = of_list if kind == sources.LIST else of_answer
    name = hashlib.sha256("\0".join((kind, place, key, certificates.fingerprint(issuer))).encode()).hexdigest()
    usable = place.lower().startswith(("http://", "https://")) and len(place) <= _PLACE
    row, new = RevocationPlace.objects.get_or_create(
        name=name,
        defaults={
            "kind": kind,
            "place": place[:_PLACE],
            "key": key,
            "certificate": certificate,
            "issuer": issuer,
            "by": certificates.facts(issuer).subject[:_NAME],
            "state": State.WANTED if usable else State.BY_HAND,
            "wanted_at": now,
            "next_try_at": now,
        },
    )
    if not new:
        _want_again(row, certificate, now)
    return row


def _want_again(row: RevocationPlace, certificate: bytes, now: datetime) -> None:
    row.wanted_at, row.certificate = now, certificate
    if row.state == State.KEPT:  # what came last time does not settle this letter
        row.state, row.attempts = State.WANTED, row.attempts + 1
        row.next_try_at = max(now, _again(row.attempts, row.asked_at or now))
    row.save()


def _again(attempts: int, since: datetime) -> datetime:
    """Say when to ask again: pauses grow to an hour, and nobody gives up."""
    return outbox.next_try(attempts, since, random.random()) or since + timedelta(hours=1)  # noqa: S311  jitter


# --- Fetching --------------------------------------------------------------------------------------------------------


def fetch_due(worker: str) -> int:
    """Ask every place that is due; return how many were asked.

    A host that did not answer is not asked for anything else in the same turn: it would only hold up the rest.
    """
    asked = 0
    silent: set[str] = set()
    for row in lease(RevocationPlace, [State.WANTED, State.KEPT], worker):
        host = urlsplit(row.place).netloc
        if host in silent:
            _failed(row, f"Сервер {host} не отвечает.", count=False)
        elif not _fetch(row):
            silent.add(host)
        asked += 1
    if asked:
        _forget()
    return asked


def _fetch(row: RevocationPlace) -> bool:
    """Ask one place; tell whether its host was reached."""
    try:
        answer = _asked(row)
    except NotAnswered as error:
        _failed(row, str(error))
        return False
    try:
        source = _genuine(row, answer)
    except NotAnswered as error:
        _failed(row, str(error))
    else:
        _took(row, source)
    return True


def _asked(row: RevocationPlace) -> Answer:
    rules = Rules(within=_WITHIN, largest=LARGEST, inner=frozenset(map(str.lower, config.current().revocation_hosts)))
    if row.kind == sources.LIST:
        return call(row.place, rules)
    question = revocation.question(bytes(row.certificate), bytes(row.issuer))
    answer = call(row.place, rules, question=question, media_type=_REQUEST, accept=_RESPONSE)
    if answer.media_type != _RESPONSE:
        raise NotAnswered("Ответ не объявлен как ответ OCSP.")
    return answer


def _genuine(row: RevocationPlace, answer: Answer) -> Source:
    """Read what came, and require that its issuer said it of this certificate. Raises `NotAnswered`."""
    try:
        source = sources.read(answer.body)
    except ValueError:
        source = None
    if source is None or source.kind != row.kind:
        what = "список отозванных сертификатов" if row.kind == sources.LIST else "сведения об отзыве (OCSP)"
        raise NotAnswered(f"Полученное не читается как {what}.")
    said = revocation.ask(bytes(row.certificate), bytes(row.issuer), source.made, [source.raw])
    if said.standing is Standing.UNKNOWN:
        raise NotAnswered("Полученное не подписано этим удостоверяющим центром или говорит не об этом сертификате.")
    return source


def _took(row: RevocationPlace, source: Source) -> None:
    """Keep what came and have the letters opened again that wait for it; an outdated list is kept, and asked anew."""
    revocation_store.keep(source, row.place)
    revocation_store.wake([row.id])
    now = clock.real_now()
    if source.until + GRACE < clock.now():
        _failed(row, f"Полученный список устарел: он действовал до {source.until:%d.%m.%Y %H:%M} (UTC).")
        return
    renewal = now + min(max((source.until - clock.now()) * 0.8, _SOONEST), _LATEST)
    still = RevocationPlace.objects.filter(id=row.id)
    still.update(state=State.KEPT, asked_at=now, next_try_at=renewal, lease_until=None, last_error="")


def _failed(row: RevocationPlace, why: str, *, count: bool = True) -> None:
    """Write down an attempt that failed, and when to try again."""
    now, attempts = clock.real_now(), row.attempts + count
    if count:
        _LOG.warning("revocation: %s: %s", row.place, why)
    RevocationPlace.objects.filter(id=row.id).update(
        state=State.WANTED,
        attempts=attempts,
        asked_at=now,
        next_try_at=_again(max(attempts, 1), now),
        lease_until=None,
        last_error=why[:_TEXT],
    )


def _forget() -> None:
    """Ask no more for what no letter has needed for days, nor remember more places than a node can need."""
    idle = RevocationPlace.objects.filter(arrivals=None)
    old = Q(wanted_at__lt=clock.real_now() - _NEEDED_FOR)
    surplus = idle.order_by("-wanted_at").values_list("id", flat=True)[_MOST:]
    with transaction.atomic():
        idle.filter(old | Q(kind=sources.ANSWER, state=State.KEPT, next_try_at__lt=clock.real_now())).delete()
        RevocationPlace.objects.filter(id__in=list(surplus)).delete()
