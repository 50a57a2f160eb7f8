"""A node's peer port on loopback with real TLS, for tests of the channel: it writes down all that reaches it."""

from __future__ import annotations

import hashlib
import json
import ssl
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

from tests.support import book

from obmen.exchange.channel import Destination
from obmen.exchange.channels.https import server_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.pki import Credential

    Answer = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Call:
    """One request as it came: path, headers, body, the client's certificate (DER), its port."""

    path: str
    headers: dict[str, str]
    body: bytes
    certificate: bytes | None
    port: int


def confirmed(call: Call, **changes: str) -> Answer:
    """Answer as a node does that has stored the package."""
    facts = {
        "packageId": call.path.rpartition("/")[2],
        "sha256": hashlib.sha256(call.body).hexdigest(),
        "storedAt": "2026-03-02T14:00:00+05:00",
    }
    return 202, json.dumps(facts | changes).encode()


@dataclass(slots=True)
class PeerPort:
    """A port, what came to it, and how it answers."""

    url: str
    certificate: bytes
    answer: Callable[[Call], Answer] = confirmed
    calls: list[Call] = field(default_factory=list)

    @property
    def destination(self) -> Destination:
        """Where to send, as the register says."""
        return Destination(node="kz.node", url=self.url, tls_certificates=(self.certificate,))


def pem_files(folder: Path, credential: Credential) -> tuple[Path, Path]:
    """Write a certificate, with its issuer if it has one, and its key as a node keeps them."""
    certificate, key = folder / f"{credential.fingerprint}.crt", folder / f"{credential.fingerprint}.key"
    issuer = ssl.DER_cert_to_PEM_cert(credential.issuer) if credential.issuer else ""
    certificate.write_bytes(credential.certificate_pem + issuer.encode())
    key.write_bytes(credential.key)
    return certificate, key


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing when a caller hangs up."""


@contextmanager
def peer_port(folder: Path, known: tuple[bytes, ...], credential: Credential | None = None) -> Iterator[PeerPort]:
    """Serve a node, Kazakhstan's unless a credential says otherwise, which knows the nodes with these certificates."""
    own = credential or book.tls("KZ")
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    port = PeerPort(f"https://127.0.0.1:{server.server_port}", own.certificate)
    server.RequestHandlerClass = _handler(port)
    server.socket = server_context(*pem_files(folder, own), known).wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(peer: PeerPort) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            connection: Any = self.connection
            body = self.rfile.read(int(self.headers["Content-Length"]))
            call = Call(
                self.path, dict(self.headers), body, connection.getpeercert(binary_form=True), self.client_address[1]
            )
            peer.calls.append(call)
            status, answer = peer.answer(call)
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
