"""Collecting what carriers brought: packages are stored and answered, answers are written down (design §5).

Nothing is put away before it is stored; whatever dies between comes again, and is told as a repeat.
"""

from __future__ import annotations

import hashlib
import logging
import time
from typing import TYPE_CHECKING, Final

from obmen.exchange.channel import Acknowledgement, Answered, Arrived, Noticed, Returned
from obmen.exchange.errors import ExchangeError, Refused
from obmen.message.errors import NotAcceptable
from obmen.node import clock
from obmen.node.accidents import accident
from obmen.node.delivery import channels, receiving, sending
from obmen.node.delivery.models import CarrierNotice, Way
from obmen.node.keystore import KeystoreError
from obmen.treaty.errors import catalogue

if TYPE_CHECKING:
    from obmen.exchange.channel import Carrier, Event

_LOG: Final = logging.getLogger(__name__)
_EVERY: Final = {Way.FOLDER: 2.0, Way.EMAIL: 60.0}
"""How often, in seconds, each carrier is looked at."""
_TEXT: Final = 1000
_FIX: Final = 500
_next: dict[Way, float] = {}


def collect_due(_worker: str = "") -> int:
    """Collect from every carrier whose time has come; return how much was brought."""
    brought = 0
    for way, carrier in channels.carriers().items():
        if _next.get(way, 0.0) <= time.monotonic():
            brought += collect(way, carrier)
            _next[way] = time.monotonic() + _EVERY[way]
    return brought


def collect(way: Way, carrier: Carrier) -> int:
    """Collect from a carrier; return how much was brought. What goes wrong is noted, and comes again."""
    brought = 0
    try:
        for event in carrier.collect():
            _take(way, carrier, event)
            brought += not isinstance(event, Noticed)
    except ExchangeError as error:
        _notice(way, error.text_ru, error.how_to_fix)
    except (OSError, KeystoreError):
        _LOG.exception("collecting by %s stopped", way)
        _notice(way, "Этот узел не смог разобрать принесённое.", "Узел повторит попытку; подробности в его журнале.")
    return brought


def _take(way: Way, carrier: Carrier, event: Event) -> None:
    match event:
        case Arrived():
            carrier.settle(event, _stored(event))
        case Answered():
            sending.answered(event)
            carrier.forget(event)
        case Returned():
            sending.returned(event)
            carrier.forget(event)
        case Noticed():
            _notice(way, event.text_ru, event.how_to_fix)


def _stored(event: Arrived) -> Acknowledgement | Refused:
    """Store a package durably, and say what its sender is answered."""
    try:
        arrival = receiving.store(event.package, event.package_id, event.sender_node)
    except NotAcceptable as error:
        entry = catalogue.get(error.code)
        return Refused(error.code, error.text_ru, entry.how_to_fix if entry else "")
    accident("after_store")
    digest = hashlib.sha256(event.package).hexdigest()
    return Acknowledgement(package_id=event.package_id, sha256=digest, stored_at=arrival.stored_at)


def _notice(way: Way, text: str, fix: str) -> None:
    """Keep what a person should look at."""
    _LOG.warning("%s: %s", way, text)
    facts = {"how_to_fix": fix[:_FIX], "noticed_at": clock.real_now()}
    CarrierNotice.objects.update_or_create(way=way, text=text[:_TEXT], defaults=facts)
