"""The port for peers waits for nobody for ever: not for a stranger, nor for a peer that falls silent."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.exchange.tls_peer import pem_files
from tests.support import book

from obmen.exchange.channels import tls

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

RU = book.tls("RU")


@pytest.fixture
def context(tmp_path: Path) -> ssl.SSLContext:
    return tls.server_context(*pem_files(tmp_path, RU), [RU.certificate])


def test_a_stranger_who_does_not_shake_hands_is_let_go(
    context: ssl.SSLContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One byte and silence: the thread that waits for the rest is soon free again."""
    monkeypatch.setattr(tls, "HANDSHAKE_WITHIN", 0.1)
    stranger, ours = socket.socketpair()
    stranger.sendall(b"\x16")
    with closing(stranger), context.wrap_socket(ours, server_side=True, do_handshake_on_connect=False) as port:
        port.setblocking(True)  # noqa: FBT003  the signature of ssl
        with pytest.raises(ConnectionResetError):
            port.do_handshake()
        with pytest.raises(ConnectionResetError):
            port.shutdown(socket.SHUT_WR)


def test_a_server_that_may_wait_does_not_wait_for_ever(context: ssl.SSLContext) -> None:
    """Whoever makes the connection blocking again, as gunicorn does for each request, keeps the limit."""
    stranger, ours = socket.socketpair()
    with closing(stranger), context.wrap_socket(ours, server_side=True, do_handshake_on_connect=False) as port:
        port.setblocking(True)  # noqa: FBT003  the signature of ssl
        assert port.gettimeout() == tls.SILENCE
        port.setblocking(False)  # noqa: FBT003  same
        assert port.gettimeout() == 0
