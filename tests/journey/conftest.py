"""Real nodes as processes: homes, keys, register and people made as the demo makes them, on free ports of loopback."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from tests.journey.exchange import Exchange

from obmen.node.demo import cast
from obmen.node.demo.stage import Stage, build
from obmen.node.demo.troupe import Node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def letter() -> str:
    """Give the demo's request, Russia to Kazakhstan, as JSON."""
    return files("obmen.node.demo").joinpath("request.json").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory, letter: str) -> Iterator[Exchange]:
    """One whole exchange between two nodes; the receiving one is killed once between storing and acknowledging."""
    stage = build(tmp_path_factory.mktemp("journey") / "stage", (cast.RUSSIA, cast.KAZAKHSTAN))
    nodes = [Node(stage.scenes["ru"]), Node(stage.scenes["kz"], OBMEN_TEST_CRASH="after_store")]
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


@pytest.fixture(scope="session")
def stage_of(finished: Exchange) -> Stage:
    """Give the stage of the finished exchange."""
    return finished.stage


@pytest.fixture
def wrong_letter(tmp_path: Path, letter: str) -> Path:
    """Write a request with several mistakes in different articles."""
    request = json.loads(letter)
    request["subjects"][3]["incomePeriod"] = {"start": "2023-03-01", "end": "2026-03-01"}
    request["factualCircumstances"] = ""
    request["documents"][0]["operativePart"]["text"] = ""
    request["debtor"]["birth"] = None
    path = tmp_path / "my.json"
    path.write_text(json.dumps(request, ensure_ascii=False), encoding="utf-8")
    return path
