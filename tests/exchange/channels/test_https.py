"""Pushing a package to a real TLS port on loopback: who is let in, what leaves, and what is said when it fails."""

from __future__ import annotations

import gc
import hashlib
import json
import socket
import ssl
import time
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import httpx
import pytest
from tests.exchange.tls_peer import Call, PeerPort, confirmed, peer_port, pem_files
from tests.support import book, pki

from obmen.exchange.channel import Destination
from obmen.exchange.channels.failures import failure_of
from obmen.exchange.channels.https import MEDIA_TYPE, HttpsChannel
from obmen.exchange.errors import ExchangeError, NotConfirmed, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from obmen.exchange.channel import Channel

RU = book.tls("RU")
ID = UUID(int=7)
QUICK = httpx.Timeout(0.5)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[PeerPort]:
    with peer_port(tmp_path, (RU.certificate,)) as running:
        yield running


@pytest.fixture
def channel(tmp_path: Path) -> Iterator[HttpsChannel]:
    with_own = HttpsChannel(*pem_files(tmp_path, RU), QUICK)
    yield with_own
    with_own.close()


def failed(
    channel: HttpsChannel, to: Destination, why: type[ExchangeError], package: bytes = b"letter"
) -> ExchangeError:
    """Send, expect it to fail so, and look at the words."""
    with pytest.raises(why) as caught:
        channel.deliver(to, ID, package)
    assert type(caught.value) is why
    assert caught.value.text_ru[0].isupper()
    assert caught.value.text_ru.endswith(".")
    assert to.node in caught.value.text_ru or caught.value.how_to_fix
    return caught.value


def test_a_package_reaches_the_peer_and_is_confirmed(channel: HttpsChannel, port: PeerPort) -> None:
    """The very bytes, under their id, from the node whose certificate the peer knows."""
    sender: Channel = channel
    done = sender.deliver(port.destination, ID, b"letter")
    (call,) = port.calls
    assert (call.path, call.body, call.headers["Content-Type"]) == (f"/packages/{ID}", b"letter", MEDIA_TYPE)
    assert call.certificate == RU.certificate
    assert (done.package_id, done.sha256) == (ID, hashlib.sha256(b"letter").hexdigest())
    assert list(sender.collect()) == []


def test_connections_are_kept(channel: HttpsChannel, port: PeerPort) -> None:
    """Ten packages, one handshake."""
    for _ in range(10):
        channel.deliver(port.destination, uuid4(), b"letter")
    assert len({call.port for call in port.calls}) == 1


def test_a_large_package_passes(channel: HttpsChannel, port: PeerPort) -> None:
    """Eight mebibytes arrive as they left."""
    package = bytes(8 * 1024 * 1024)
    assert channel.deliver(port.destination, ID, package).sha256 == hashlib.sha256(package).hexdigest()


def test_without_a_certificate_nothing_is_served(port: PeerPort) -> None:
    """Not even a «no»: the request never reaches the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with httpx.Client(verify=context) as stranger, pytest.raises(httpx.TransportError):
        stranger.post(f"{port.url}/packages/{ID}", content=b"letter")
    assert port.calls == []


def test_an_unknown_certificate_is_not_served(tmp_path: Path, port: PeerPort) -> None:
    """The sender reads that the peer did not take its certificate, or that the line broke."""
    stranger = HttpsChannel(*pem_files(tmp_path, book.tls("BY")), QUICK)
    with pytest.raises(Unreachable) as caught:
        stranger.deliver(port.destination, ID, b"letter")
    stranger.close()
    assert port.calls == []
    assert caught.value.worth_retrying


def test_a_certificate_issued_by_a_known_one_is_not_served(tmp_path: Path) -> None:
    """The register names certificates, not issuers: a leaf that could issue others vouches for none."""
    issuer = pki.issued("issuing node", usages=("digital_signature", "key_cert_sign"))
    stranger = HttpsChannel(*pem_files(tmp_path, pki.issued("child", issuer=issuer)), QUICK)
    with peer_port(tmp_path, (issuer.certificate,)) as port:
        with pytest.raises(Unreachable):
            stranger.deliver(port.destination, ID, b"letter")
        assert port.calls == []
    stranger.close()


def test_a_port_that_knows_nobody_serves_nobody(tmp_path: Path, channel: HttpsChannel) -> None:
    """Before the register is there, nobody is let in."""
    with peer_port(tmp_path, ()) as port:
        with pytest.raises(Unreachable):
            channel.deliver(port.destination, ID, b"letter")
        assert port.calls == []


def test_a_wrong_server_gets_not_a_byte(channel: HttpsChannel, port: PeerPort) -> None:
    """The register says another certificate: the channel stops at the handshake."""
    to = Destination(node="kz.node", url=port.url, tls_certificates=(book.tls("BY").certificate,))
    error = failed(channel, to, Unreachable)
    assert "не тот сертификат" in error.text_ru
    assert port.calls == []


def test_a_server_certified_by_the_pinned_one_gets_not_a_byte(tmp_path: Path, channel: HttpsChannel) -> None:
    """Equal means equal."""
    issuer = pki.issued("issuing peer", usages=("digital_signature", "key_cert_sign"))
    with peer_port(tmp_path, (RU.certificate,), pki.issued("child of peer", issuer=issuer)) as port:
        to = Destination(node="kz.node", url=port.url, tls_certificates=(issuer.certificate,))
        assert "не тот сертификат" in failed(channel, to, Unreachable).text_ru
        assert port.calls == []


def test_the_register_may_name_two_certificates(channel: HttpsChannel, port: PeerPort) -> None:
    """While a peer renews its own, either is right."""
    both = (book.tls("BY").certificate, port.certificate, port.certificate)
    done = channel.deliver(Destination(node="kz.node", url=port.url, tls_certificates=both), ID, b"letter")
    assert done.package_id == ID


def test_a_change_of_the_register_counts_at_once(channel: HttpsChannel, port: PeerPort) -> None:
    """An open connection to a certificate that is no longer named is not used again."""
    channel.deliver(port.destination, ID, b"letter")
    changed = Destination(node="kz.node", url=port.url, tls_certificates=(book.tls("BY").certificate,))
    failed(channel, changed, Unreachable)
    assert len(port.calls) == 1


def test_a_closed_port_is_unreachable(channel: HttpsChannel) -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        number = free.getsockname()[1]
    to = Destination(node="kz.node", url=f"https://127.0.0.1:{number}", tls_certificates=(RU.certificate,))
    assert "не принимает соединения" in failed(channel, to, Unreachable).text_ru


def test_a_silent_port_is_unreachable(channel: HttpsChannel) -> None:
    """It takes the connection and never shakes hands."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        to = Destination(node="kz.node", url=url, tls_certificates=(RU.certificate,))
        assert "не отвечает" in failed(channel, to, Unreachable).text_ru


def test_a_name_that_is_not_found_is_said_so(channel: HttpsChannel, monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS, not the peer, is to be looked at."""

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    to = Destination(node="kz.node", url="https://nowhere.invalid", tls_certificates=(RU.certificate,))
    assert "DNS" in failed(channel, to, Unreachable).text_ru


@pytest.mark.parametrize(
    ("url", "certificates"),
    [
        ("http://127.0.0.1:1", (RU.certificate,)),
        ("https://", (RU.certificate,)),
        ("https://127.0.0.1:port", (RU.certificate,)),
        ("https://127.0.0.1:1", ()),
        ("https://127.0.0.1:1", (b"not a certificate",)),
    ],
    ids=["plain", "no host", "no port", "no certificate", "noise"],
)
def test_an_unusable_entry_of_the_register_is_said_so(
    channel: HttpsChannel, url: str, certificates: tuple[bytes, ...]
) -> None:
    """Nothing is sent in the clear, nor to whoever answers."""
    failed(channel, Destination(node="kz.node", url=url, tls_certificates=certificates), Unreachable)


def test_an_answer_that_is_late_leaves_doubt(channel: HttpsChannel, port: PeerPort) -> None:
    """The peer may have it: not confirmed, which is also a case of unreachable."""

    def late(call: Call) -> tuple[int, bytes]:
        time.sleep(1)
        return confirmed(call)

    port.answer = late
    assert isinstance(failed(channel, port.destination, NotConfirmed), Unreachable)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"packageId": str(uuid4())}, {"storedAt": "today"}])
def test_a_confirmation_of_something_else_is_none(
    channel: HttpsChannel, port: PeerPort, change: dict[str, str]
) -> None:
    """Other bytes, another package, no time: the package is sent again."""
    port.answer = lambda call: confirmed(call, **change)
    failed(channel, port.destination, NotConfirmed)


def test_an_answer_without_end_is_cut(channel: HttpsChannel, port: PeerPort) -> None:
    """A peer cannot fill our memory."""
    port.answer = lambda _: (202, bytes(1024 * 1024))
    failed(channel, port.destination, NotConfirmed)


def test_a_peer_of_a_newer_version_may_say_more(channel: HttpsChannel, port: PeerPort) -> None:
    """Fields that we do not know are passed over."""
    port.answer = lambda call: confirmed(call, weather="fine")
    assert channel.deliver(port.destination, ID, b"letter").package_id == ID


def test_a_refusal_speaks_in_the_peers_words(channel: HttpsChannel, port: PeerPort) -> None:
    """Code, text and advice are those of the peer; trying again does not help."""
    problem = {"code": "E-T-10", "article": "—", "textRu": "Пакет слишком велик.", "howToFix": "Разделите его."}
    port.answer = lambda _: (413, json.dumps(problem).encode())
    error = failed(channel, port.destination, Refused)
    assert isinstance(error, Refused)
    assert (error.code, error.text_ru, error.how_to_fix) == ("E-T-10", "Пакет слишком велик.", "Разделите его.")
    assert not error.worth_retrying


@pytest.mark.parametrize(
    ("status", "why", "again"),
    [
        (404, Refused, True),
        (400, Refused, False),
        (301, Refused, False),
        (429, Unreachable, True),
        (503, Unreachable, True),
    ],
)
def test_an_answer_without_words_is_understood_by_its_status(
    channel: HttpsChannel, port: PeerPort, status: int, why: type[ExchangeError], *, again: bool
) -> None:
    """404: the peer does not know us yet; 4xx: it will not take it; 5xx: it cannot now. No redirect is followed."""
    port.answer = lambda _: (status, b"<html>")
    assert failed(channel, port.destination, why).worth_retrying is again


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (httpx.ConnectError("no route"), Unreachable),
        (httpx.WriteTimeout("slow"), Unreachable),
        (httpx.WriteError("broken"), Unreachable),
        (httpx.ReadError("reset"), NotConfirmed),
        (httpx.RemoteProtocolError("closed"), NotConfirmed),
    ],
)
def test_a_broken_line_leaves_doubt_once_the_package_is_out(error: httpx.HTTPError, why: type[Unreachable]) -> None:
    """Before, nothing is there; after, it may be."""
    assert type(failure_of(error, "kz.node")) is why


def test_a_register_that_changes_meanwhile_only_delays(
    channel: HttpsChannel, port: PeerPort, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker closed the connections of the peer between our look and our call: tried again later."""
    closed = httpx.Client()
    closed.close()
    monkeypatch.setattr(channel, "_client", lambda _: closed)
    assert "обновляются" in failed(channel, port.destination, Unreachable).text_ru


def test_the_register_says_where_to() -> None:
    """A node of the register is a destination."""
    node = book.node_of("KZ")
    assert Destination.of(node) == Destination(node=node.id, url=node.url, tls_certificates=node.tls_certificates)


def test_unreadable_own_keys_are_said_so(tmp_path: Path, port: PeerPort) -> None:
    """The administrator reads which files to look at, and nothing of the key."""
    channel = HttpsChannel(tmp_path / "none.crt", tmp_path / "none.key")
    assert "TLS" in failed(channel, port.destination, Unreachable).text_ru


def test_nothing_stays_open(channel: HttpsChannel, port: PeerPort) -> None:
    """A closed channel opens anew when asked again."""
    channel.deliver(port.destination, ID, b"letter")
    channel.close()
    gc.collect()
    channel.deliver(port.destination, ID, b"letter")
    assert len({call.port for call in port.calls}) == 2
