"""Real HTTP servers on loopback that behave as a test wants: answer, refuse, fall silent, never end."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MEBIBYTE: Final = 1024 * 1024


@dataclass
class Site:
    """A running server: its address, what it was asked, and how it answers from now on (a test may change that)."""

    url: str
    behave: Behaviour
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    ended: Event = field(default_factory=Event)


class Talk(BaseHTTPRequestHandler):
    """One request, with the site that it came to."""

    site: Site
    question: bytes

    def do_GET(self) -> None:
        """Answer as the site behaves."""
        self.question = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.site.asked.append((self.path, self.question))
        try:
            self.site.behave(self)
        except OSError:  # the other side hung up, as some tests want
            return

    do_POST = do_GET  # noqa: N815  as http.server has it

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  as http.server has it
        """Say nothing."""


Behaviour: TypeAlias = "Callable[[Talk], None]"


@contextmanager
def site(behave: Behaviour) -> Iterator[Site]:
    """Run a server that behaves so, on a free port of loopback, while the block lasts."""
    handler = type("Handler", (Talk,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    running = Site(f"http://127.0.0.1:{server.server_port}", behave)
    handler.site = running  # type: ignore[attr-defined]  # the class was made a line ago
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.ended.set()
        server.shutdown()
        server.server_close()
        thread.join()


def says(body: bytes, media_type: str = "application/octet-stream", status: int = 200, **headers: str) -> Behaviour:
    """Behave: answer this."""

    def behave(talk: Talk) -> None:
        talk.send_response(status)
        talk.send_header("Content-Type", media_type)
        talk.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            talk.send_header(name, value)
        talk.end_headers()
        talk.wfile.write(body)

    return behave


def silent(talk: Talk) -> None:
    """Behave: take the question and never answer."""
    talk.site.ended.wait(30)


def drips(talk: Talk) -> None:
    """Behave: send one byte now and then, and never stop, so that no single wait is long."""
    talk.send_response(200)
    talk.end_headers()
    while not talk.site.ended.is_set():
        talk.wfile.write(b"0")
        time.sleep(0.05)


def floods(size: int) -> Behaviour:
    """Behave: send so many bytes."""

    def behave(talk: Talk) -> None:
        talk.send_response(200)
        talk.send_header("Content-Type", "application/pkix-crl")
        talk.end_headers()
        for _ in range(size // MEBIBYTE):
            talk.wfile.write(bytes(MEBIBYTE))

    return behave


def babbles(talk: Talk) -> None:
    """Behave: speak no HTTP."""
    talk.wfile.write(b"\x00\x01 this is no HTTP \r\n\r\n")
    talk.close_connection = True
