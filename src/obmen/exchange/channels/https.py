"""Pushing a package to the peer's node over HTTPS with mutual TLS (Art. 10(3); RFC 9110, RFC 8446).

``POST /packages/<package id>``, answered by 202 and ``{"packageId", "sha256", "storedAt"}`` once the peer has stored
these very bytes, else by ``{"code", "article", "textRu", "howToFix"}``. The register travels the same way:
``GET /register``, ``GET /register/<hash>``, ``POST /register`` (`obmen.exchange.editions`).
"""

from __future__ import annotations

import hashlib
import time
from threading import Lock
from typing import TYPE_CHECKING, Final

import httpx

from obmen.exchange.channel import Acknowledgement, Arrived, Destination
from obmen.exchange.channels.failures import answer_of, failure_of
from obmen.exchange.channels.tls import client_context, server_context
from obmen.exchange.errors import NotConfirmed, Unreachable
from obmen.message.encoding import StrictCodec

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from obmen.exchange.channels.tls import StrPath

__all__ = ["TIMEOUTS", "HttpsChannel", "server_context"]

MEDIA_TYPE: Final = "application/vnd.obmen.package"
TIMEOUTS: Final = httpx.Timeout(connect=10.0, read=60.0, write=60.0, pool=60.0)
"""How long to wait for a connection, for the next bytes of the answer, for the peer to take more, for a free line."""

_DONE: Final = (200, 202)
_LARGEST_ANSWER: Final = 64 * 1024
_ANSWER_WITHIN: Final = 120.0
_CONNECTIONS: Final = httpx.Limits(max_connections=4, max_keepalive_connections=2, keepalive_expiry=60.0)
_HEADERS: Final = {
    "Content-Type": MEDIA_TYPE,
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "obmen",
}
_ACKNOWLEDGEMENT: Final = StrictCodec(Acknowledgement)


class HttpsChannel:
    """A `Channel` to other nodes; keeps one client, with its open connections, for each peer. Safe in threads."""

    def __init__(self, certificate: StrPath, key: StrPath, timeouts: httpx.Timeout = TIMEOUTS) -> None:
        """Take our own TLS certificate and its key (PEM files)."""
        self._certificate, self._key, self._timeouts = certificate, key, timeouts
        self._clients: dict[str, tuple[Destination, httpx.Client]] = {}
        self._lock = Lock()

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Acknowledgement:
        """Push the package (see `Channel.deliver`). Nothing leaves unless the peer's certificate is a pinned one."""
        body = self.call(destination, "POST", f"/packages/{package_id}", package)
        return _confirmed(body, package_id, package, destination.node)

    def call(
        self, destination: Destination, method: str, path: str, content: bytes = b"", largest: int = _LARGEST_ANSWER
    ) -> bytes:
        """Ask the peer's node and give its answer, of at most `largest` bytes. Raises as `Channel.deliver`."""
        client = self._client(destination)
        try:
            url = f"{destination.url.rstrip('/')}{path}"
            asked = client.build_request(method, url, content=content or None, headers=_HEADERS)
            status, body = _exchange(client, asked, largest)
        except httpx.HTTPError as error:
            raise failure_of(error, destination.node) from error
        except RuntimeError as error:
            if not client.is_closed:
                raise
            raise Unreachable(f"Соединения с узлом {destination.node} обновляются: реестр изменился.") from error
        if status not in _DONE:
            raise answer_of(status, body, destination.node)
        return body

    def collect(self) -> Iterable[Arrived]:
        """Give nothing: over HTTPS peers come to us."""
        return ()

    def close(self) -> None:
        """Close all connections; the next delivery opens new ones."""
        with self._lock:
            clients, self._clients = self._clients, {}
        for _, client in clients.values():
            client.close()

    def _client(self, destination: Destination) -> httpx.Client:
        """Find the client of the peer, or make it: anew when the register changed what it says of the peer."""
        _require_usable(destination)
        with self._lock:
            known, client = self._clients.get(destination.node, (None, None))
            if client is None or known != destination:
                if client is not None:
                    client.close()
                client = self._new_client(destination)
                self._clients[destination.node] = (destination, client)
            return client

    def _new_client(self, destination: Destination) -> httpx.Client:
        try:
            context = client_context(self._certificate, self._key, destination.tls_certificates)
        except OSError as error:
            text = f"Сертификат или ключ TLS не читается ({error})."
            raise Unreachable(text, "Проверьте файлы ключей этого узла и запись получателя в реестре.") from error
        return httpx.Client(verify=context, timeout=self._timeouts, limits=_CONNECTIONS, trust_env=False)


def _exchange(client: httpx.Client, request: httpx.Request, largest: int) -> tuple[int, bytes]:
    """Send, and read the answer no further than an answer can be long."""
    until = time.monotonic() + _ANSWER_WITHIN
    response = client.send(request, stream=True)
    try:
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > largest or time.monotonic() > until:
                raise httpx.ReadError("the answer does not end")
        return response.status_code, bytes(body)
    finally:
        response.close()


def _require_usable(destination: Destination) -> None:
    """Refuse an entry of the register that no package may follow."""
    if not (_is_https(destination.url) and destination.tls_certificates):
        text = f"В реестре у узла {destination.node} нет адреса https или сертификата TLS."
        raise Unreachable(text, "Сообщите центральному органу его Стороны и примите исправленное приложение.")


def _is_https(url: str) -> bool:
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return parsed.scheme == "https" and bool(parsed.host) and not parsed.query and not parsed.userinfo


def _confirmed(body: bytes, package_id: UUID, package: bytes, node: str) -> Acknowledgement:
    """Require that the peer confirms this package and these bytes."""
    answer = _ACKNOWLEDGEMENT.read(body, newer_minor=True).value
    if answer is None or (answer.package_id, answer.sha256) != (package_id, hashlib.sha256(package).hexdigest()):
        text = f"Узел {node} ответил, но не подтвердил хранение именно этих данных."
        raise NotConfirmed(text, "Узел повторит попытку сам; если это повторяется, сообщите администратору получателя.")
    return answer
