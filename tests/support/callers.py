"""A caller who speaks to the peer port of a real node byte by byte, and packages to hand in."""

from __future__ import annotations

import http.client
import json
import socket
import sqlite3
import ssl
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from tests.support import peers
from tests.support.nodes import Home

from obmen.message.container import Contents, assemble
from obmen.message.encoding import encode
from obmen.message.wrapping import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Answer:
    """What the peer port said."""

    status: int
    body: bytes

    @property
    def facts(self) -> dict[str, Any]:
        """The JSON of the body."""
        facts: dict[str, Any] = json.loads(self.body)
        return facts


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who calls the peer port of a node, with or without a certificate."""

    to: Home
    files: tuple[Path, Path] | None

    def connect(self) -> ssl.SSLSocket:
        """Shake hands; whose port it is matters to nobody here."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        if self.files:
            context.load_cert_chain(*self.files)
        plain = socket.create_connection(("127.0.0.1", self.to.peer_port), timeout=10)
        try:
            return context.wrap_socket(plain)
        except OSError:
            plain.close()
            raise

    def ask(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
        """Send one request whose headers and body may disagree, and read the answer."""
        lines = {"Host": "peer", "Content-Length": str(len(body)), **(headers or {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
        with closing(self.connect()) as connection:
            connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            answer = http.client.HTTPResponse(connection, method=method)
            answer.begin()
            return Answer(answer.status, answer.read())

    def post(self, package_id: UUID, package: bytes) -> Answer:
        """Push a package."""
        return self.ask("POST", f"/packages/{package_id}", package)


def package_for(homes: dict[str, Home], package_id: UUID | None = None, **label: Any) -> tuple[UUID, bytes]:  # noqa: ANN401  facts of the label
    """Make a real package from Russia's node to Kazakhstan's authority; each has a content of its own."""
    document = peers.receipt(message_id=package_id or uuid4())
    signer = homes["RU"].keys.node_signer(homes["RU"].authority)
    container = assemble(Contents(document=encode(document)), [signer], peers.SIGNED)
    kazakhstan = homes["KZ"]
    facts = {
        "package_id": document.envelope.message_id,
        "sender_node": homes["RU"].name,
        "addressee": kazakhstan.authority,
        "recipient_certificate": kazakhstan.keys.certificate(f"{kazakhstan.authority}/encryption"),
    }
    return document.envelope.message_id, wrap(container, **{**facts, **label})


def arrivals(home: Home, package_id: UUID | None = None) -> list[str]:
    """Read past the node in which states it holds arrivals, all or those of one package."""
    where, values = ("WHERE package_id = ?", [package_id.hex]) if package_id else ("", [])
    with closing(sqlite3.connect(home.folder / "node.sqlite3")) as database:
        rows = database.execute(f"SELECT state FROM delivery_arrival {where} ORDER BY id", values)  # noqa: S608  ours
        return [state for (state,) in rows]
