"""Timestamps on our letters, by the services of the configuration in their order (RFC 3161; CAdES B-T).

*Preferred*: a letter goes without a timestamp when nobody answers, and its card says so. *Required*: it does not go. A
token that the addressee would not count is no answer: its service is in no annex of ours, or its clock is not ours.
"""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from obmen.exchange.calling import Rules, call
from obmen.exchange.errors import NotAnswered
from obmen.message import cms_shell
from obmen.message.belief import CLOCK_SKEW
from obmen.message.chains import chain
from obmen.message.timestamps import NoAnswer, Stamping, obtain
from obmen.node import clock, config
from obmen.node.delivery.register_store import trusted

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

    from obmen.message.timestamps import Token

_LOG: Final = logging.getLogger(__name__)
_RULES: Final = Rules(within=5.0, largest=32 * 1024, anywhere=True)
_QUERY: Final = "application/timestamp-query"
_REPLY: Final = "application/timestamp-reply"
_REST: Final = 30.0
"""Seconds for which a service that did not answer is not asked again, when letters may go without."""
_WITHOUT: Final = "Документ без метки времени: ни одна служба меток её не дала, когда его подписывали."
_PARTLY: Final = "Метка времени стоит не на всех подписях: служба меток перестала их давать."
_resting: Final[dict[str, float]] = {}


class NoTimestamp(Exception):  # noqa: N818  named by what the signatory meets
    """A timestamp is required and none could be had; the text says so to whoever signs."""


@dataclass(slots=True)
class HttpAuthority:
    """A `TimestampAuthority` asked over HTTP (RFC 3161, 3.4); one that failed is not asked again by this value."""

    url: str
    failed: str = ""

    @property
    def name(self) -> str:
        """Its address."""
        return self.url

    def ask(self, query: bytes) -> bytes:
        """Return the TimeStampResp (DER) for a TimeStampReq (DER). Raises `NoAnswer`."""
        if self.failed:
            raise NoAnswer(self.failed)
        try:
            answer = call(self.url, _RULES, question=query, media_type=_QUERY, accept=_REPLY)
        except NotAnswered as error:
            self.failed = error.text_ru
            raise NoAnswer(error.text_ru) from None
        if answer.media_type != _REPLY:
            raise NoAnswer("Ответ не объявлен как ответ службы меток времени.")
        return answer.body


def _services() -> tuple[HttpAuthority, ...]:
    """Give the services to ask for a letter; those that rest are asked all the same when a timestamp is required."""
    here, now = config.current(), time.monotonic()
    asked = [
        url for url in here.timestamp_authorities if here.timestamps == "required" or _resting.get(url, 0.0) <= now
    ]
    return tuple(HttpAuthority(url) for url in asked)


@dataclass(slots=True)
class Stamper:
    """Puts timestamps on the signatures of one letter of an authority of ours. Raises `NoTimestamp` when required."""

    authority: str
    services: tuple[HttpAuthority, ...] = field(default_factory=_services)

    def stamp(self, p7s: bytes) -> bytes:
        """Return the signature (CAdES, DER) with a timestamp around it, or as it is."""
        asking = Stamping(self.services, judge=lambda token: useless(token, self.authority))
        stamped = asking.stamp(p7s)
        for line in asking.missed:
            _LOG.warning("no timestamp: %s", line)
        self._note()
        if config.current().timestamps == "required" and cms_shell.take_apart(stamped, "").token is None:
            raise NoTimestamp("Документ не подписан: метка времени обязательна, но ни одна служба меток её не дала")
        return stamped

    def _note(self) -> None:
        """Let those rest who did not answer, so that the next letters need not wait for them."""
        for service in self.services:
            if service.failed:
                _resting[service.url] = time.monotonic() + _REST


def trouble(url: str, authority: str) -> str:
    """Ask a service for a timestamp over nothing; say in Russian why it would not do for us, nothing when it would."""
    try:
        obtain(HttpAuthority(url), os.urandom(32), judge=lambda token: useless(token, authority))
    except NoAnswer as error:
        return str(error)
    return ""


def remarks(stamped: Iterable[bool]) -> tuple[str, ...]:
    """Say in Russian what to remark about a letter of ours by whether each of its signatures has a timestamp."""
    found = list(stamped)
    if all(found) or not config.current().timestamp_authorities:
        return ()
    return (_PARTLY if any(found) else _WITHOUT,)


def useless(token: Token, authority: str) -> str:
    """Say in Russian why a token that holds would not count for a letter of our authority; nothing when it would."""
    apart = abs(token.at - clock.now())
    if apart > CLOCK_SKEW:
        return f"Её время расходится с временем узла на {_minutes(apart)} мин."
    anchors = trusted().timestamp_anchors(authority, token.at)
    if not anchors or chain(token.certificate, token.certificates, anchors, token.at) is None:
        return "Её издатель не внесён в приложение нашей Стороны к реестру (TIMESTAMP_ANCHOR)."
    return ""


def _minutes(apart: timedelta) -> int:
    return round(apart.total_seconds() / 60)
