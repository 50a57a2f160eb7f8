"""Two nodes in one process, and a line that misbehaves on command."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from obmen.exchange.channel import Acknowledgement, Destination
from obmen.exchange.channels.memory import Line
from obmen.exchange.errors import NotConfirmed, Refused, Unreachable

if TYPE_CHECKING:
    from obmen.exchange.channel import Channel

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KZ = Destination(node="kz", url="", tls_certificates=())


@pytest.fixture
def line() -> Line:
    return Line(now=lambda: NOW)


def test_a_package_arrives_once_and_is_acknowledged(line: Line) -> None:
    """The acknowledgement names these very bytes."""
    channel: Channel = line.channel("ru")
    package_id = uuid4()
    done = channel.deliver(KZ, package_id, b"letter")
    assert isinstance(done, Acknowledgement)
    assert (done.package_id, done.sha256, done.stored_at) == (package_id, hashlib.sha256(b"letter").hexdigest(), NOW)
    (arrived,) = line.channel("kz").collect()
    assert (arrived.sender_node, arrived.package_id, arrived.package) == ("ru", package_id, b"letter")
    assert list(line.channel("kz").collect()) == []


def test_a_lost_answer_leaves_the_package_there(line: Line) -> None:
    """The sender does not know, tries again, and it is there twice."""
    line.faults["kz"].lost_answers = 1
    package_id = uuid4()
    with pytest.raises(NotConfirmed):
        line.channel("ru").deliver(KZ, package_id, b"letter")
    line.channel("ru").deliver(KZ, package_id, b"letter")
    assert [each.package_id for each in line.channel("kz").collect()] == [package_id] * 2


def test_a_duplicate_comes_twice(line: Line) -> None:
    """Once told, once done."""
    line.faults["kz"].duplicates = 1
    for _ in range(2):
        line.channel("ru").deliver(KZ, uuid4(), b"letter")
    assert len(list(line.channel("kz").collect())) == 3


def test_a_node_that_is_down_or_refuses_gets_nothing(line: Line) -> None:
    """Being down is worth another try, a refusal is not unless the registers differ."""
    line.faults["kz"].down = True
    with pytest.raises(Unreachable) as down:
        line.channel("ru").deliver(KZ, uuid4(), b"letter")
    line.faults["kz"].down = False
    line.faults["kz"].refusal = Refused("E-T-10", "Пакет слишком велик.")
    with pytest.raises(Refused) as refused:
        line.channel("ru").deliver(KZ, uuid4(), b"letter")
    assert down.value.worth_retrying
    assert not refused.value.worth_retrying
    assert Refused("E-T-12", "Узел не известен.").worth_retrying
    assert list(line.channel("kz").collect()) == []
