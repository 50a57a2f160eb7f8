"""The peer door behind nginx: whose certificate it believes, and from where (design §6)."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from tests.support import book, office, peers

from obmen.message.wrapping import read_label
from obmen.node import config
from obmen.node.api.peers import application
from obmen.node.delivery import receiving
from obmen.node.delivery.models import Arrival

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "keys"])  # the door ends its connections


@pytest.fixture(autouse=True)
def _in_kazakhstan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be Kazakhstan's node."""
    office.move_in(monkeypatch, tmp_path)


def configured(patch: pytest.MonkeyPatch, **changes: Any) -> None:  # noqa: ANN401  keys of the configuration
    """Change the configuration."""
    changed = replace(config.current(), **changes)
    patch.setattr(config, "current", lambda: changed)


def knock(package: bytes) -> tuple[str, bytes]:
    """Hand a package in with Russia's certificate in the header of the proxy."""
    heard: list[str] = []
    pem = book.tls("RU").certificate_pem.decode()
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": f"/packages/{read_label(package).package_id}",
        "CONTENT_LENGTH": str(len(package)),
        "wsgi.input": io.BytesIO(package),
        "HTTP_X_OBMEN_CLIENT_CERTIFICATE": quote(pem),
    }
    body = b"".join(application(environ, lambda status, _headers: heard.append(status)))
    return heard[0], body


def test_nginx_on_a_unix_socket_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has checked the handshake and set the header itself."""
    configured(monkeypatch, production=True, peer_host="unix:/run/obmen/peer.sock")
    status, _ = knock(office.from_russia(peers.receipt()))
    assert status.startswith("202")
    assert Arrival.objects.get().sender_node == office.OTHER_NODE


def test_the_header_is_never_believed_on_a_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anyone can write a header: 404 without a word, in production and out of it."""
    for production in (True, False):
        configured(monkeypatch, production=production, peer_host="127.0.0.1")
        assert knock(office.from_russia(peers.receipt())) == ("404 Not Found", b"")
    assert not Arrival.objects.exists()


def test_an_unknown_error_goes_out_as_a_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What went wrong inside stays inside; the same number stands in our log."""
    configured(monkeypatch, production=True, peer_host="unix:/run/obmen/peer.sock")

    def broken(*_of: object) -> Arrival:
        raise ValueError("secret of the house")

    monkeypatch.setattr(receiving, "store", broken)
    status, body = knock(office.from_russia(peers.receipt()))
    assert status.startswith("503")
    assert "secret" not in body.decode()
    number = body.decode().split("Номер обращения ")[1][:8]
    assert number in caplog.text
