"""`obmen serve`: one supervisor, three parts; they come back when they die and end when they are told to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from typing import TYPE_CHECKING

import pytest
from tests.support import nodes
from tests.support.nodes import Running

if TYPE_CHECKING:
    from tests.support.nodes import Home


def children(process: int) -> list[int]:
    """Give the processes that another one has started."""
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split()]


def family(process: int) -> list[int]:
    """Give a process and all that come from it."""
    return [process, *(each for child in children(process) for each in family(child))]


def lives(process: int) -> bool:
    """Tell whether a process is still there and not only its remains."""
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


def is_open(port: int) -> bool:
    """Tell whether somebody listens at a port of loopback."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def home(homes: dict[str, Home]) -> Home:
    """Give a node that is ready to serve."""
    return homes["KZ"]


def test_a_node_serves_until_it_is_told_to_end(home: Home) -> None:
    """Both ports open, the addresses are said, and SIGTERM ends every process within three seconds."""
    with Running(home, "serve", port=home.web_port) as node:
        nodes.until(lambda: is_open(home.peer_port), "the peer port did not open")
        assert f"http://localhost:{home.web_port}/" in node.said()
        assert f"https://127.0.0.1:{home.peer_port}/" in node.said()
        everybody = family(node.process.pid)
        assert len(everybody) == 6
        began = time.monotonic()
        node.process.terminate()
        assert node.process.wait(nodes.PATIENCE) == 0
        assert time.monotonic() - began < 3
    nodes.until(lambda: not any(map(lives, everybody)), "a process was left behind", patience=2)


def test_a_part_that_dies_comes_back(home: Home) -> None:
    """Kill -9 of every part, one after another: each is started again, the others go on."""
    with Running(home, "serve", port=home.web_port) as node:
        nodes.until(lambda: len(children(node.process.pid)) == 3, "the parts did not start")
        before = children(node.process.pid)
        for process in before:
            os.kill(process, signal.SIGKILL)
        nodes.until(lambda: len(children(node.process.pid)) == 3, "a part did not come back")
        assert not set(before) & set(children(node.process.pid))
        nodes.until(lambda: is_open(home.web_port) and is_open(home.peer_port), "a port did not open again")


def test_nothing_outlives_the_supervisor(home: Home) -> None:
    """Kill -9 of the supervisor itself: its parts end too, so that the next start finds free ports."""
    with Running(home, "serve", port=home.web_port) as node:
        nodes.until(lambda: is_open(home.peer_port), "the peer port did not open")
        everybody = family(node.process.pid)
        node.process.kill()
        nodes.until(lambda: not any(map(lives, everybody)), "a part outlived its supervisor")


def test_a_node_that_is_not_ready_does_not_start(home: Home) -> None:
    """No key of the seal: the status is 1, and the reason and advice are on the console."""
    (home.folder / "secrets" / home.authority / "seal.key").unlink()
    done = home.obmen("serve")
    assert done.returncode == 1
    assert "obmen.E021: Ключи узла не годны" in done.stderr
    assert "Что сделать:" in done.stderr
