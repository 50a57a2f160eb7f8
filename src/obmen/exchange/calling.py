"""Calling an address over HTTP: a timestamp authority, the place of a list of revoked certificates (RFC 9110).

Such an address may stand in a certificate, so a stranger may have written it. Whatever it is, a call

* goes to `http` or `https` only, without a name and a password in the address, and past no proxy;
* goes to a public address of the network, never to this machine or the house's own network (server-side request
  forgery), unless the configuration names the host; its name is resolved once, and what was looked at is connected to;
* follows no redirection, so that the above holds to the end;
* ends in time and in size, however slowly or long the other side speaks.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import httpcore
import httpx

from obmen.exchange.errors import NotAnswered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Options = Iterable[tuple[Any, ...]]  # of a socket, as httpcore names them

_OK: Final = 200
_REDIRECTIONS: Final = range(300, 400)
_LONGEST_ADDRESS: Final = 2000
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
_PORTS: Final = {"http": 80, "https": 443}
Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How far a call may go: seconds for all of it, bytes of the answer, and where.

    `inner` are the hosts («crl.example» or «crl.example:8080») that may live on addresses that are not public;
    `anywhere` is for addresses that the administrator wrote.
    """

    within: float
    largest: int
    inner: frozenset[str] = frozenset()
    anywhere: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the other side said: its media type, without parameters, and the bytes."""

    media_type: str
    body: bytes


def call(url: str, rules: Rules, *, question: bytes | None = None, media_type: str = "", accept: str = "*/*") -> Answer:
    """GET the address, or POST the question of a media type to it; give the answer. Raises `NotAnswered`."""
    target = _target(url)
    line = _Line(rules, time.monotonic() + rules.within, f"{target.host}:{target.port or _PORTS[target.scheme]}")
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": "obmen"}
    if question is not None:
        headers["Content-Type"] = media_type
    raw = [(b"Host", target.netloc), *((name.encode(), value.encode()) for name, value in headers.items())]
    with httpcore.ConnectionPool(network_backend=line, ssl_context=ssl.create_default_context()) as pool:
        try:
            method = "GET" if question is None else "POST"
            with pool.stream(method, _raw(target), headers=raw, content=question) as response:
                return _read(response, rules)
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            raise _told(error, target.host) from error


def is_public(address: Address) -> bool:
    """Tell whether an address belongs to the public network, also the one that hides inside an IPv6 address."""
    if isinstance(address, ipaddress.IPv6Address):
        hidden = _hidden(address)
        if hidden is not None:
            return is_public(hidden)
    return address.is_global and not address.is_multicast


def _hidden(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Find the IPv4 address that a gateway would go on to (RFC 4291, 2.5.5; RFC 3056; RFC 6052)."""
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def _target(url: str) -> httpx.URL:
    try:
        target = httpx.URL(url)
    except (httpx.InvalidURL, UnicodeError):
        raise _not_an_address() from None
    if target.scheme not in _PORTS or not target.host or target.userinfo or len(url) > _LONGEST_ADDRESS:
        raise _not_an_address()
    return target


def _not_an_address() -> NotAnswered:
    return NotAnswered("Это не адрес вида http:// или https://, узел по нему не обращается.")


def _raw(target: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=target.raw_scheme, host=target.raw_host, port=target.port, target=target.raw_path or b"/"
    )


def _read(response: httpcore.Response, rules: Rules) -> Answer:
    if response.status in _REDIRECTIONS:
        raise NotAnswered(f"Сервер перенаправляет на другой адрес (ответ {response.status}); узел туда не идёт.")
    if response.status != _OK:
        raise NotAnswered(f"Сервер ответил отказом ({response.status}).")
    body = bytearray()
    for chunk in response.iter_stream():
        body += chunk
        if len(body) > rules.largest:
            raise NotAnswered(f"Ответ длиннее допустимых {rules.largest} байт; он не принят.")
    types = [value for name, value in response.headers if name.lower() == b"content-type"]
    media_type = types[0].partition(b";")[0].strip().lower().decode("ascii", "replace") if types else ""
    return Answer(media_type=media_type, body=bytes(body))


def _told(error: Exception, host: str) -> NotAnswered:
    """Tell in words what happened on the line."""
    causes = list(_causes(error))
    if any(isinstance(cause, httpcore.TimeoutException | TimeoutError) for cause in causes):
        return NotAnswered(f"Сервер {host} не ответил вовремя.")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return NotAnswered(f"Имя сервера {host} не найдено в сети (DNS).")
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return NotAnswered(f"Защищённое соединение с {host} не установлено: сертификат сервера не признан.")
    if isinstance(error, httpcore.ProtocolError):
        return NotAnswered(f"Сервер {host} ответил не по протоколу HTTP.")
    return NotAnswered(f"Соединение с {host} не установлено или прервалось.")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


class _Line(httpcore.NetworkBackend):
    """Connects to an address that was looked at, and gives the whole call one deadline."""

    def __init__(self, rules: Rules, until: float, place: str) -> None:
        """Take the rules, the end of the call (monotonic), and the host with its port as the rules name it."""
        self._rules, self._until = rules, until
        self._free = rules.anywhere or bool({place.lower(), place.rpartition(":")[0].lower()} & rules.inner)
        self._net = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the call has one deadline for all it does
        local_address: str | None = None,
        socket_options: Options | None = None,
    ) -> httpcore.NetworkStream:
        """Resolve the name once, and connect to the first of its addresses that is allowed and takes the call."""
        failure: Exception = NotAnswered(f"У имени {host} нет адреса в сети.")
        for address in self._allowed(host, port):
            try:
                stream = self._net.connect_tcp(address, port, _left(self._until), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Bounded(stream, self._until)
        raise failure

    def _allowed(self, host: str, port: int) -> list[str]:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]).partition("%")[0] for *_, address in found))
        allowed = [each for each in addresses if self._free or is_public(ipaddress.ip_address(each))]
        if not allowed:
            text = f"Сервер {host} находится во внутренней сети, узел к таким не обращается."
            raise NotAnswered(text, "Если он и должен быть там, впишите его в revocation_hosts в node.toml.")
        return allowed


class _Bounded(httpcore.NetworkStream):
    """A connection whose every wait ends when the call has to."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        """Take the connection and the end of the call (monotonic)."""
        self._stream, self._until = stream, until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002  one deadline for all
        """Read what comes before the end."""
        return self._stream.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002  same
        """Write before the end."""
        self._stream.write(buffer, _left(self._until))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002  same
    ) -> httpcore.NetworkStream:
        """Shake hands before the end."""
        return _Bounded(self._stream.start_tls(ssl_context, server_hostname, _left(self._until)), self._until)

    def close(self) -> None:
        """Hang up."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401  as httpcore has it
        """Ask the connection about itself."""
        return self._stream.get_extra_info(info)


def _left(until: float) -> float:
    """Give the seconds that are left. Raises `TimeoutError`, so that a wait of nothing never means for ever."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
