"""Two real nodes, one of which is reached by a medium: the same exchange, with a crash in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.journey.exchange import Exchange
from tests.support.nodes import until

from obmen.exchange.channels.folder import MARK
from obmen.node.demo import cast
from obmen.node.demo.stage import build
from obmen.node.demo.troupe import Node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def medium(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Prepare a medium that both nodes have mounted."""
    root = tmp_path_factory.mktemp("medium")
    (root / MARK).touch()
    return root


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory, medium: Path, letter: str) -> Iterator[Exchange]:
    """Russia writes by the medium, Kazakhstan straight; its node is killed once it has stored a package."""
    stage = build(tmp_path_factory.mktemp("carried") / "stage", (cast.RUSSIA, cast.KAZAKHSTAN))
    folder = {"OBMEN_FOLDER": str(medium)}
    nodes = [
        Node(stage.scenes["ru"], OBMEN_FOLDER_NODES=stage.houses[1].name, **folder),
        Node(stage.scenes["kz"], OBMEN_TEST_CRASH="after_store", **folder),
    ]
    exchange = Exchange(stage=stage, asking=stage.actors["ru"], answering=stage.actors["kz"])
    try:
        for node, house in zip(nodes, stage.houses, strict=True):
            node.wait_for(house.peer_port)
        exchange.play(letter)
        yield exchange
    finally:
        for actor in stage.actors.values():
            actor.leave()
        for node in nodes:
            node.stop()


def test_there_is_exactly_one_case_and_one_answer_on_each_side(carried: Exchange) -> None:
    """Killed between storing and acknowledging, the node found the package on the medium again, and knew it."""
    assert list((carried.stage.home / "kz").glob("crashed*"))
    one = {"cases": 1, "answers": 1, "states": ["EXECUTED"]}
    assert carried.asking.do("count", number=carried.number) == one
    assert carried.answering.do("count", number=carried.number) == one
    assert carried.due == "17.04.2026"


def test_what_was_acknowledged_is_cleared_from_the_medium(carried: Exchange, medium: Path) -> None:
    """Both sides put away what is done; nothing is left but the mark."""
    assert carried.number
    until(lambda: [path.name for path in medium.rglob("*") if path.is_file()] == [MARK], "the medium is not clean")
