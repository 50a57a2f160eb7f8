"""The door for other nodes: `POST /packages/<id>` takes a package and answers 202 once it is stored durably.

At `/register` it gives and takes editions of the register (`obmen.exchange.editions`). A plain WSGI application: who
comes is decided by the TLS certificate and the register; everything else on this port is 404 without a word. Nothing is
read of what declares itself too large.
"""

from __future__ import annotations

import hashlib
import json
import logging
import ssl
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote
from uuid import UUID, uuid4

from django.db import close_old_connections

from obmen.exchange import editions
from obmen.message.errors import MessageError
from obmen.message.limits import DEFAULT
from obmen.node import config
from obmen.node.accidents import accident
from obmen.node.delivery import receiving, register_news
from obmen.node.delivery.register_store import trusted
from obmen.register.errors import RegisterError
from obmen.treaty.errors import catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from obmen.register.nodes import NodeEntry

_LOG: Final = logging.getLogger(__name__)
_PATH: Final = "/packages/"
_JSON: Final = "application/json; charset=utf-8"
_PROXY_HEADER: Final = "HTTP_X_OBMEN_CLIENT_CERTIFICATE"

_BYTES: Final = "application/vnd.etsi.asic-e+zip"
_ACCEPTED: Final = "202 Accepted"

Environ = dict[str, Any]


class Answer(NamedTuple):
    """What goes back: status line, body and its media type."""

    status: str
    body: bytes = b""
    type: str = _JSON


_NOTHING_HERE: Final = Answer("404 Not Found")


class _Problem(Exception):  # noqa: N818  an answer, not an accident
    """An answer that refuses: status line, code, text."""

    def __init__(self, status: str, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code, self.text = status, code, text


def application(environ: Environ, start_response: Callable[..., object]) -> Iterable[bytes]:
    """Answer one request of a peer (WSGI, PEP 3333)."""
    close_old_connections()
    try:
        answer = _answer(environ)
    except Exception as error:  # noqa: BLE001  outsiders never see what it was: a number, and the log has the rest
        answer = Answer("503 Service Unavailable", _out_of_order(error))
    finally:
        close_old_connections()
    length = str(len(answer.body))
    headers = [("Content-Type", answer.type), ("Content-Length", length), ("Cache-Control", "no-store")]
    start_response(answer.status, headers)
    return [answer.body]


def _answer(environ: Environ) -> Answer:
    node = _peer(environ)
    door = _DOORS.get((environ["REQUEST_METHOD"], environ.get("PATH_INFO", "/").split("/")[1]))
    if node is None or door is None:
        return _NOTHING_HERE
    try:
        return door(environ, node)
    except _Problem as problem:
        return Answer(problem.status, _problem(problem.code, problem.text))
    except (MessageError, RegisterError) as error:
        return Answer("422 Unprocessable Content", _problem(error.code, error.text_ru))


def _take_package(environ: Environ, node: NodeEntry) -> Answer:
    package_id = _package_id(environ)
    if package_id is None:
        return _NOTHING_HERE
    package = _body(environ)
    arrival = receiving.store(package, package_id, node.id)
    accident("after_store")
    facts = {
        "packageId": str(package_id),
        "sha256": hashlib.sha256(package).hexdigest(),
        "storedAt": arrival.stored_at.isoformat(),
    }
    return Answer(_ACCEPTED, json.dumps(facts).encode())


def _give_editions(environ: Environ, _node: NodeEntry) -> Answer:
    """Give the list of editions, or the one whose hash is asked for."""
    accepted = trusted().accepted
    path: str = environ["PATH_INFO"]
    if path == editions.PATH:
        return Answer("200 OK", editions.LISTING.encode(editions.Listing.of(accepted)))
    asked = path.removeprefix(f"{editions.PATH}/")
    found = next((each.raw for each in accepted if each.hash == asked), None)
    return Answer("200 OK", found, _BYTES) if found else _NOTHING_HERE


def _take_edition(environ: Environ, node: NodeEntry) -> Answer:
    if environ["PATH_INFO"] != editions.PATH:
        return _NOTHING_HERE
    hash_ = register_news.offered(_body(environ), node.id)
    return Answer(_ACCEPTED, json.dumps({"hash": hash_}).encode())


_DOORS: Final[Mapping[tuple[str, str], Callable[[Environ, NodeEntry], Answer]]] = {
    ("POST", "packages"): _take_package,
    ("GET", "register"): _give_editions,
    ("POST", "register"): _take_edition,
}
"""What is behind which method and first word of the path."""


def _peer(environ: Mapping[str, Any]) -> NodeEntry | None:
    """Tell which node of the register holds this connection, by its certificate."""
    certificate = _certificate(environ)
    return trusted().node_by_certificate(hashlib.sha256(certificate).hexdigest()) if certificate else None


def _certificate(environ: Mapping[str, Any]) -> bytes | None:
    """Take the client's certificate (DER) from the TLS connection, or from the proxy that ended it for us.

    The proxy is believed only where nobody else can reach us: in production on a unix socket; it strips the header
    that a client sends and sets its own.
    """
    if config.current().production and config.current().peer_host.startswith("unix:"):
        pem = unquote(environ.get(_PROXY_HEADER, ""))
        return ssl.PEM_cert_to_DER_cert(pem) if pem else None
    connection = environ.get("gunicorn.socket")
    return connection.getpeercert(binary_form=True) if isinstance(connection, ssl.SSLSocket) else None


def _package_id(environ: Mapping[str, Any]) -> UUID | None:
    path: str = environ.get("PATH_INFO", "")
    try:
        return UUID(path.removeprefix(_PATH)) if path.startswith(_PATH) else None
    except ValueError:
        return None


def _body(environ: Mapping[str, Any]) -> bytes:
    """Read the package, whose size must be declared and within the limit (E-T-10)."""
    try:
        size = int(environ.get("CONTENT_LENGTH") or -1)
    except ValueError:
        size = -1
    if size < 0:
        raise _Problem("411 Length Required", "E-T-01", "Размер пакета не указан.")
    if size > DEFAULT.package:
        text = f"Пакет слишком велик: {size} байт при допустимых {DEFAULT.package}."
        raise _Problem("413 Content Too Large", "E-T-10", text)
    try:
        body: bytes = environ["wsgi.input"].read(size)
    except OSError:  # it stopped on the way, or fell silent
        body = b""
    if len(body) != size:
        raise _Problem("400 Bad Request", "E-T-01", "Пакет передан не полностью.")
    return body


def _problem(code: str, text: str) -> bytes:
    """Write the error object that every door of the node answers with (requirements §0.3)."""
    entry = catalogue.get(code)
    facts = {
        "code": code,
        "article": entry.basis if entry else "",
        "textRu": text,
        "howToFix": entry.how_to_fix if entry else "",
    }
    return json.dumps(facts, ensure_ascii=False).encode()


def _out_of_order(error: Exception) -> bytes:
    """Tell a peer nothing but a number under which our log has the rest."""
    number = uuid4().hex[:8]
    _LOG.error("peer door out of order, reference %s", number, exc_info=error)
    return _problem("", f"Узел временно не принимает пакеты, повторите позже. Номер обращения {number}.")
