"""An address that somebody else wrote is called with care: where to, how long, how much."""

from __future__ import annotations

import ipaddress
import socket
import time

import pytest
from tests.support import web

from obmen.exchange.calling import Rules, call, is_public
from obmen.exchange.errors import NotAnswered

HERE = Rules(within=2, largest=1000, inner=frozenset({"127.0.0.1"}))
STRANGER = Rules(within=2, largest=1000)


def test_an_answer_comes_with_its_type() -> None:
    with web.site(web.says(b"list", "application/pkix-crl; charset=binary")) as site:
        answer = call(f"{site.url}/a.crl?x=1", HERE)
        assert (answer.body, answer.media_type) == (b"list", "application/pkix-crl")
        assert site.asked == [("/a.crl?x=1", b"")]


def test_a_question_is_posted() -> None:
    with web.site(lambda talk: web.says(talk.question[::-1], talk.headers["Content-Type"])(talk)) as site:
        answer = call(site.url, HERE, question=b"abc", media_type="application/ocsp-request")
        assert (answer.body, answer.media_type) == (b"cba", "application/ocsp-request")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "inner.example"])
def test_nobody_makes_the_node_call_itself(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However the address is spelled; with the host in the configuration, it is called."""
    real = socket.getaddrinfo
    spelled = {"2130706433", "0x7f.1", "inner.example"}  # a resolver makes 127.0.0.1 of each

    def resolver(name: str, *rest: int, **more: int) -> object:
        return real("127.0.0.1" if name in spelled else name, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", resolver)
    with web.site(web.says(b"inner secrets")) as site:
        url = site.url.replace("127.0.0.1", host)
        with pytest.raises(NotAnswered, match="во внутренней сети") as caught:
            call(url, STRANGER)
        assert "revocation_hosts" in caught.value.how_to_fix
        assert site.asked == []
        assert call(url, Rules(within=2, largest=1000, inner=frozenset({host}))).body == b"inner secrets"


@pytest.mark.parametrize(
    "address",
    [
        *("10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),  # noqa: S104  same
        *("255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2002:a9fe:a9fe::1"),
    ],
)
def test_an_address_of_no_public_network(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
def test_an_address_of_the_public_network(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_name_is_resolved_once_and_what_was_looked_at_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that is public when looked at and inner when called (DNS rebinding) is looked up only once."""
    lookups = []
    real = socket.getaddrinfo

    def changing(host: str, port: int, *rest: object, **more: object) -> object:
        lookups.append(host)
        assert lookups.count("crl.example") == 1
        return real("127.0.0.1" if host == "crl.example" else host, port, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with web.site(web.says(b"list")) as site:
        url = site.url.replace("127.0.0.1", "crl.example")
        with pytest.raises(NotAnswered, match="во внутренней сети"):
            call(url, STRANGER)
        lookups.clear()
        assert call(url, Rules(within=2, largest=9, inner=frozenset({url.removeprefix("http://")}))).body == b"list"


def test_no_redirection_is_followed() -> None:
    with web.site(web.says(b"inner")) as inner, web.site(web.says(b"", status=302, Location=inner.url)) as outer:
        with pytest.raises(NotAnswered, match="перенаправляет"):
            call(outer.url, HERE)
        assert inner.asked == []


@pytest.mark.parametrize("behave", [web.silent, web.drips], ids=["silent", "dripping"])
def test_a_slow_answer_is_waited_for_no_longer_than_allowed(behave: web.Behaviour) -> None:
    begun = time.monotonic()
    with web.site(behave) as site, pytest.raises(NotAnswered, match="не ответил вовремя"):
        call(site.url, Rules(within=0.4, largest=1000, anywhere=True))
    assert time.monotonic() - begun < 3


def test_a_long_answer_is_not_read_to_its_end() -> None:
    begun = time.monotonic()
    with web.site(web.floods(100 * web.MEBIBYTE)) as site, pytest.raises(NotAnswered, match="длиннее допустимых"):
        call(site.url, HERE)
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("behave", "said"),
    [(web.says(b"", status=404), "отказом .404"), (web.says(b"", status=503), "отказом .503"), (web.babbles, "HTTP")],
    ids=["404", "503", "no HTTP"],
)
def test_a_server_that_does_not_answer_as_asked(behave: web.Behaviour, said: str) -> None:
    with web.site(behave) as site, pytest.raises(NotAnswered, match=said):
        call(site.url, HERE)


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NotAnswered, match="не установлено"):
        call(f"http://127.0.0.1:{port}/", HERE)


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_of: object, **_more: object) -> object:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotAnswered, match="DNS"):
        call("http://crl.example/", STRANGER)


@pytest.mark.parametrize(
    "url",
    [
        *("ldap://crl.example/cn=x", "file:///etc/passwd", "ftp://crl.example/", "crl.example/a.crl", ""),
        *("http://", "http://user:word@crl.example/", "http://[::1", "http://crl.example/" + "a" * 3000),
    ],
)
def test_what_is_no_address_is_not_called(url: str) -> None:
    with pytest.raises(NotAnswered, match="не адрес вида"):
        call(url, STRANGER)


def test_a_server_whose_certificate_nobody_vouches_for_is_not_believed() -> None:
    """Over TLS the name must be the server's; a plain server speaks no TLS at all."""
    with web.site(web.says(b"list")) as site, pytest.raises(NotAnswered, match="Защищённое соединение"):
        call(site.url.replace("http://", "https://"), HERE)
