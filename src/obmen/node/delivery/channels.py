"""The channel that this node sends by: mutual TLS with the node's own certificate."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from obmen.exchange.channels.https import HttpsChannel
from obmen.node import keystore

if TYPE_CHECKING:
    from obmen.exchange.channel import Channel


@cache
def https() -> HttpsChannel:
    """Give the channel of this process to nodes, by which packages and editions of the register go."""
    certificate, key = keystore.current().tls()
    return HttpsChannel(certificate, key)


def current() -> Channel:
    """Give the channel of this process."""
    return https()
