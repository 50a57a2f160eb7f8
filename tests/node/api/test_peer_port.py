"""The peer port of a real node on loopback: who gets in, what is taken, what survives a crash (R-10.1.4, R-12.1.5)."""

from __future__ import annotations

import hashlib
import io
import ssl
import time
import zipfile
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from tests.support import nodes
from tests.support.callers import Caller, arrivals, package_for
from tests.support.nodes import Running

from obmen.message.limits import DEFAULT
from obmen.node.keystore import certificates, software

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.nodes import Home

TEN_GIGABYTES = 10 * 1024**3


@pytest.fixture(scope="module", autouse=True)
def port(homes: dict[str, Home]) -> Iterator[Running]:
    """Run Kazakhstan's peer port."""
    with Running(homes["KZ"], "serve", "--only", "peer", port=homes["KZ"].peer_port) as running:
        yield running


@pytest.fixture
def nothing_stored(homes: dict[str, Home]) -> Iterator[None]:
    """See that the test stores nothing."""
    before = arrivals(homes["KZ"])
    yield
    assert arrivals(homes["KZ"]) == before


def hears_nothing(caller: Caller) -> bool:
    """Tell whether the port closes the connection without a byte of HTTP."""
    try:
        with caller.connect() as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: peer\r\n\r\n")
            return connection.recv(1) == b""
    except (ssl.SSLError, ConnectionError):
        return True


@pytest.mark.usefixtures("nothing_stored")
def test_a_stranger_gets_nothing(homes: dict[str, Home], tmp_path: Path) -> None:
    """No certificate, or one that the register does not name: not one byte, not even 404."""
    assert hears_nothing(Caller(homes["KZ"], None))
    stranger = certificates.make("ru", "Орган", certificates.TLS, nodes.VALIDITY)
    software.keep(tmp_path, "stranger", stranger)
    assert hears_nothing(Caller(homes["KZ"], (tmp_path / "stranger.pem", tmp_path / "stranger.key")))


def test_a_package_is_acknowledged_with_its_digest(homes: dict[str, Home], russia: Caller) -> None:
    """202 means: these very bytes are stored."""
    package_id, package = package_for(homes)
    answer = russia.post(package_id, package)
    assert answer.status == 202
    assert answer.facts["packageId"] == str(package_id)
    assert answer.facts["sha256"] == hashlib.sha256(package).hexdigest()
    assert answer.facts["storedAt"].endswith("+00:00")
    assert arrivals(homes["KZ"], package_id) == ["NEW"]


def test_a_repeated_package_is_one_arrival(homes: dict[str, Home], russia: Caller) -> None:
    """The sender who lost our answer asks again and hears the same; nothing is doubled."""
    package_id, package = package_for(homes)
    answers = [russia.post(package_id, package) for _ in range(3)]
    assert {(answer.status, answer.body) for answer in answers} == {(202, answers[0].body)}
    assert arrivals(homes["KZ"], package_id) == ["NEW"]


@pytest.mark.usefixtures("nothing_stored")
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/health"), ("POST", "/packages/x"), ("PUT", "")])
def test_nothing_else_lives_there(russia: Caller, method: str, path: str) -> None:
    """404 without a word, also for a known node; the address of packages answers POST only."""
    answer = russia.ask(method, path or f"/packages/{uuid4()}")
    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.usefixtures("nothing_stored")
def test_ten_gigabytes_are_refused_unread(russia: Caller) -> None:
    """What declares itself too large is refused before a byte of it is read, with the limit and advice."""
    began = time.monotonic()
    answer = russia.ask("POST", f"/packages/{uuid4()}", headers={"Content-Length": str(TEN_GIGABYTES)})
    assert time.monotonic() - began < 3
    assert answer.status == 413
    assert answer.facts["code"] == "E-T-10"
    assert str(DEFAULT.package) in answer.facts["textRu"]
    assert answer.facts["howToFix"]


def test_a_package_without_a_length_is_refused(russia: Caller) -> None:
    """Nobody sends us a stream without an end."""
    answer = russia.ask(
        "POST", f"/packages/{uuid4()}", b"0\r\n\r\n", {"Content-Length": "", "Transfer-Encoding": "chunked"}
    )
    assert answer.status == 411


@pytest.mark.usefixtures("nothing_stored")
def test_names_that_climb_out_are_refused(russia: Caller) -> None:
    """A package whose files are named «../…» is not of the profile: E-T-11, nothing is unpacked."""
    evil = io.BytesIO()
    with zipfile.ZipFile(evil, "w") as archive:
        archive.writestr("../../node.toml", b"name = 'other'")
    answer = russia.post(uuid4(), evil.getvalue())
    assert (answer.status, answer.facts["code"]) == (422, "E-T-11")


@pytest.mark.usefixtures("nothing_stored")
def test_a_damaged_package_is_refused(homes: dict[str, Home], russia: Caller) -> None:
    """Bytes that are no package, or end too early, are not stored: nobody could be answered."""
    package_id, package = package_for(homes)
    for damaged in (b"", b"hello", package[:-9], package[:100]):
        answer = russia.post(package_id, damaged)
        assert answer.status == 422
        assert answer.facts["code"] in {"E-T-01", "E-T-11"}


@pytest.mark.usefixtures("nothing_stored")
def test_a_label_may_not_speak_for_somebody_else(homes: dict[str, Home], russia: Caller) -> None:
    """Russia's node cannot hand in a package of another node, nor one package under the id of another."""
    package_id, package = package_for(homes, sender_node="by")
    assert russia.post(package_id, package).facts["code"] == "E-T-12"
    _, package = package_for(homes)
    assert russia.post(uuid4(), package).status == 422
