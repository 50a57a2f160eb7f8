"""The guards of the tests themselves: nothing leaves this machine."""

from __future__ import annotations

import socket

import pytest


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("10.0.0.1", 9)])
def test_a_connection_outside_is_refused(address: tuple[str, int]) -> None:
    with socket.socket() as outside, pytest.raises(RuntimeError, match="this machine only"):
        outside.connect(address)


def test_a_look_up_outside_is_refused() -> None:
    with pytest.raises(RuntimeError, match="this machine only"):
        socket.create_connection(("registry.invalid", 443))


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
