"""The ways by which this node sends and collects, and which of them a package takes (R-10.4.1; design §5).

Mutual TLS straight to the peer's node, unless the configuration names the node for the folder of exchange, or the
addressee's Party puts mail before its node and this node has mail. A person may say otherwise for one package.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from obmen.exchange.channels.email import EmailChannel, MailSettings, largest_package
from obmen.exchange.channels.folder import FolderChannel
from obmen.exchange.channels.https import HttpsChannel
from obmen.exchange.channels.mail_servers import MailServer
from obmen.exchange.errors import Unreachable
from obmen.message.belief import Trust
from obmen.message.limits import DEFAULT
from obmen.message.seal import Role
from obmen.node import clock, config, keystore
from obmen.node.delivery.models import Way
from obmen.node.delivery.register_store import trusted
from obmen.register.annex import ChannelKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from obmen.exchange.channel import Carrier, Channel
    from obmen.message.seal import Signer
    from obmen.node.config import NodeConfig
    from obmen.register.nodes import NodeEntry

_NOT_SET_UP: Final = {
    Way.FOLDER: "Обмен через папку на этом узле не настроен (folder в node.toml).",
    Way.EMAIL: "Почта на этом узле не настроена (mail_address, smtp, imap, mail_password_file в node.toml).",
}


@cache
def https() -> HttpsChannel:
    """Give the channel of this process to nodes, by which packages and editions of the register go."""
    certificate, key = keystore.current().tls()
    return HttpsChannel(certificate, key)


def current() -> Channel:
    """Give the channel of this process that goes straight to nodes."""
    return https()


def by(way: Way) -> Channel:
    """Give the channel of a way. Raises `Unreachable` when this node is not set up for it."""
    if way is Way.HTTPS:
        return current()
    carrier = carriers().get(way)
    if carrier is None:
        raise Unreachable(_NOT_SET_UP[way], "Настройте этот путь или отправьте пакет другим.")
    return carrier


def carriers() -> Mapping[Way, Carrier]:
    """Give the carriers that this node is set up for."""
    here = config.current()
    found: dict[Way, Carrier] = {}
    if here.folder:
        found[Way.FOLDER] = _folder(here.folder, here.name)
    if here.mail_address:
        found[Way.EMAIL] = _email(here)
    return found


def way_to(addressee: str, ordered: str = "") -> Way:
    """Choose the way to an authority: what a person ordered, else the configuration, else the register's preference."""
    if ordered:
        return Way(ordered)
    here, node = config.current(), trusted().node_for(addressee)
    if node and here.folder and node.id in here.folder_nodes:
        return Way.FOLDER
    usable = {ChannelKind.NODE: Way.HTTPS} | ({ChannelKind.EMAIL: Way.EMAIL} if here.mail_address else {})
    named = (usable[entry.kind] for entry in trusted().channels(addressee) if entry.kind in usable)
    return next(named, Way.HTTPS)


def largest_package_to(addressee: str) -> int:
    """Give how many bytes a package may have so that it can go to an authority by its way."""
    return largest_package() if way_to(addressee) is Way.EMAIL else DEFAULT.package


def mailbox_of(authority: str) -> str:
    """Give the address of mail of an authority, as the register has it; empty without one."""
    entries = trusted().channels(authority)
    return next((entry.address for entry in entries if entry.kind is ChannelKind.EMAIL), "")


def mailbox_of_node(name: str) -> str:
    """Give the address of mail of a node: that of the first of its authorities that has one."""
    node = _node(name)
    return next((found for each in (node.authorities if node else ()) if (found := mailbox_of(each))), "")


class NodeNotary:
    """A `Notary` of this node: its seal, and the seals of the register."""

    @property
    def node(self) -> str:
        """The id of this node."""
        return config.current().name

    def now(self) -> datetime:
        """Give the legal time."""
        return clock.now()

    def signer(self) -> Signer:
        """Give the seal of this node."""
        return keystore.current().node_signer(config.current().authority)

    def trust(self, node: str) -> Trust:
        """Say by which seals a node is known today; by none when the register does not name it."""
        register, entry = trusted(), _node(node)
        authority = entry.authorities[0] if entry and entry.authorities else ""
        seals = register.node_seal_certificates(authority, clock.now())
        revoked_at = partial(register.revoked_at, party=register.party_of(authority))
        return Trust(pinned={Role.NODE: seals}, required=frozenset({Role.NODE}), revoked_at=revoked_at)


def _node(name: str) -> NodeEntry | None:
    nodes = (node for index in trusted().annexes.values() for node in index.annex.nodes)
    return next((node for node in nodes if node.id == name), None)


@cache
def _folder(root: Path, _node: str) -> FolderChannel:
    return FolderChannel(root, NodeNotary())


@cache
def _email(here: NodeConfig) -> EmailChannel:
    outgoing, incoming = _server(here, here.smtp), _server(here, here.imap)
    settings = MailSettings(address=here.mail_address, outgoing=outgoing, incoming=incoming)
    return EmailChannel(settings, NodeNotary(), mailbox_of_node)


def _server(here: NodeConfig, url: str) -> MailServer:
    """Read the address of a mail server; its form was checked with the configuration."""
    parts = urlsplit(url)
    return MailServer(
        host=parts.hostname or "",
        port=parts.port or 0,
        implicit=parts.scheme.endswith("s"),
        user=unquote(parts.username or ""),
        password_file=here.mail_password_file or Path(),
        authority=here.mail_authority,
    )
