"""A soak: two nodes, people who ask and answer, accidents; then a quiet time, and the ledger is compared."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial
from importlib.resources import files
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final

from tests.soak.chaos import Chaos, network, own_network
from tests.soak.ledger import Ledger
from tests.soak.nodes import Node

from obmen.node.demo import cast
from obmen.node.demo.answering import answer_for
from obmen.node.demo.cast import CURTAIN, PASSWORD
from obmen.node.demo.stage import build, set_clock
from obmen.node.demo.troupe import Actor, ActorFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from obmen.node.demo.stage import Stage

PACKAGES_OF_A_CASE: Final = 6
"""M-01, M-02, M-03 and the receipt of each."""
BEGAN: Final = CURTAIN + timedelta(days=18)
"""Legal time at the start: the demo's answer tells of checks made by then."""
_PATIENCE: Final = 600.0
_OPEN: Final = "SELECT COUNT(*) FROM delivery_outgoing WHERE finished_at IS NULL"
_WAITING: Final = "SELECT COUNT(*) FROM delivery_arrival WHERE state IN ('NEW', 'UNDETERMINED')"
_PACKAGES: Final = "SELECT COUNT(*) FROM delivery_arrival"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many cases, by which seed, one accident of the code in how many points, on which databases, how many workers.

    `disk` is the size in MiB of a file system of its own for each node, which may be filled; 0 for none.
    """

    cases: int
    seed: int = 1
    one_in: int = 60
    databases: tuple[tuple[str, str], tuple[str, str]] | None = None
    workers: int = 1
    disk: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came of it: everything that is wrong, and what happened meanwhile."""

    wrong: list[str]
    packages: int
    accidents: Counter[str]
    hits: Counter[str]
    seconds: float

    def text(self) -> str:
        """Say it for a person."""
        lines = [
            f"packages: {self.packages} in {self.seconds:.0f} s",
            f"accidents: {dict(sorted(self.accidents.items()))}",
            f"points of the code at which a process was killed: {dict(sorted(self.hits.items()))}",
            f"lost, doubled, mixed or changed: {len(self.wrong)}",
            *self.wrong[:20],
        ]
        return "\n".join(lines)


def soak(plan: Plan, home: Path) -> Report:
    """Live through the plan. Raises `TimeoutError` when the nodes do not come to rest."""
    began = time.monotonic()
    network(up=True)
    stage = build(home, (cast.RUSSIA, cast.KAZAKHSTAN))
    for actor in stage.actors.values():
        actor.leave()
    if plan.disk:
        _move_to_disks(stage, plan.disk)
    nodes = [_node(plan, stage, number) for number in (0, 1)]
    asking, answering = nodes
    ledger = Ledger(home / "ledger.jsonl")
    set_clock(stage.clock_file, BEGAN)
    chaos = Chaos(nodes=nodes, seed=plan.seed, began=BEGAN, cut_off=own_network(), disks=bool(plan.disk))
    done = Event()
    replies = Thread(target=_answer_all, args=(answering, done), daemon=True)
    try:
        for node in nodes:
            node.begin()
        chaos.begin()
        replies.start()
        _ask_all(asking, ledger, plan.cases, lambda: _note_instants(nodes, ledger))
        chaos.end()
        for node in nodes:
            node.calm()
        _wait_for_rest(asking, answering, ledger, plan.cases)
        done.set()
        replies.join()
        return _report(nodes, ledger, chaos, time.monotonic() - began)
    finally:
        done.set()
        for node in nodes:
            node.end()


def _move_to_disks(stage: Stage, size: int) -> None:
    """Give each node a small disk of its own. Needs the rights to mount one."""
    for scene in stage.scenes.values():
        made = scene.home.rename(scene.home.with_suffix(".made"))
        scene.home.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(scene.home)], check=True)
        shutil.copytree(made, scene.home, dirs_exist_ok=True)


def _node(plan: Plan, stage: Stage, number: int) -> Node:
    house = stage.houses[number]
    database = ""
    if plan.databases:
        database, keys = plan.databases[number]
        _move_to(stage, number, database, keys)
    scene = stage.scenes[house.name]
    return Node(house=house, scene=scene, one_in=plan.one_in, database=database, workers=plan.workers)


def _move_to(stage: Stage, number: int, database: str, keys: str) -> None:
    """Move a node that was made with SQLite to PostgreSQL before its life begins."""
    house = stage.houses[number]
    scene = stage.scenes[house.name]
    with (scene.home / "node.toml").open("a", encoding="utf-8") as file:
        file.write(f'database_url = "{database}"\nkeys_url = "{keys}"\n')
    scene.run("migrate")
    people = [{**asdict(person), "authority": house.authority, "password": PASSWORD} for person in house.people]
    editions = sorted(
        (stage.home / "depositary").glob("*.asice"), key=lambda path: (path.name[:5] != "LEGAL", path.name)
    )
    actor = Actor(scene)
    actor.do("settle", editions=[str(path) for path in editions], people=people)
    actor.leave()


# --- People ------------------------------------------------------------------------------------------------------


def _ask_all(node: Node, ledger: Ledger, cases: int, look: Callable[[], None]) -> None:
    """Ask one request after another; what was cut short is looked at and gone on with."""
    letter = json.loads(files("obmen.node.demo").joinpath("request.json").read_text(encoding="utf-8"))
    for number in range(1, cases + 1):
        named = {**letter["debtor"], "patronymic": _in_letters(number)}
        debtor = f"{named['familyName']} {named['givenName']} {named['patronymic']}"
        request = {**letter, "debtor": named}
        drafted = _at_last(partial(node.do, "draft", username="officer", request=json.dumps(request)))
        if drafted["blocked"]:
            raise ValueError(f"the request is blocked: {drafted['blocked']}")
        digest = _sign(node, drafted["case"])
        _send(node, drafted["case"])
        ledger.sent(drafted["number"], digest, debtor)
        look()


def _in_letters(number: int) -> str:
    """Write a number as a name: people's names have no digits."""
    return "".join("абвгдежзик"[int(digit)] for digit in str(number)).capitalize()


def _sign(node: Node, case: str) -> str:
    """Sign until it is signed; the digest is that of the container that is kept."""

    def once() -> str:
        if node.do("stands", case=case)["local"] == "ON_SIGNATURE":
            return str(node.do("sign", username="signatory", case=case)["digest"])
        return str(node.do("signed", case=case)["digest"])

    return str(_at_last(once))


def _send(node: Node, case: str) -> None:
    def once() -> bool:
        if node.do("stands", case=case)["local"] == "READY":
            node.do("send", username="officer", case=case)
        return True

    _at_last(once)


def _answer_all(node: Node, done: Event) -> None:
    """Register and answer whatever comes, one after another, until all is over."""
    while not done.wait(0.1):
        with suppress(ActorFailedError):
            for case, state in node.do("waiting")["cases"]:
                _answer(node, case, state)


def _answer(node: Node, case: str, state: str) -> None:
    if state == "RECEIVED":
        node.do("register", username="clerk", case=case, executor="officer")
    if state in {"RECEIVED", "EXECUTING"}:
        asked = node.do("subjects", case=case)["subjects"]
        written = json.dumps(answer_for(asked, f"{BEGAN:%Y-%m-%d}"), ensure_ascii=False)
        node.do("answer", username="officer", signatory="signatory", case=case, answer_json=written)
    else:
        node.do("sign_answer", signatory="signatory", case=case)


def _at_last(deed: Callable[[], Any]) -> Any:  # noqa: ANN401  whatever the deed gives
    """Do a deed until it is done: an accident cuts it short, and the next try looks where it stands."""
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return deed()
        except ActorFailedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


# --- The end -----------------------------------------------------------------------------------------------------


def _wait_for_rest(asking: Node, answering: Node, ledger: Ledger, cases: int) -> None:
    """Wait until every letter has its receipt and every request its answer."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with suppress(Exception):
            _note_instants([asking, answering], ledger)
            if _at_rest(asking) and _at_rest(answering) and _executed(asking) >= cases:
                return
        time.sleep(0.5)
    raise TimeoutError(f"the nodes do not come to rest; last words: {asking.said!r}, {answering.said!r}")


def _at_rest(node: Node) -> bool:
    return not node.rows(_OPEN)[0][0] and not node.rows(_WAITING)[0][0]


def _executed(node: Node) -> int:
    return int(node.rows("SELECT COUNT(*) FROM cases_case WHERE shared_state = 'EXECUTED'")[0][0])


def _note_instants(nodes: Sequence[Node], ledger: Ledger) -> None:
    for node in nodes:
        with suppress(Exception):
            for package, at in node.instants().items():
                ledger.saw(f"{node.house.name}/{package}", at)


def _report(nodes: Sequence[Node], ledger: Ledger, chaos: Chaos, seconds: float) -> Report:
    asking, answering = (node.do("holds")["cases"] for node in nodes)
    hits = Counter(point for node in nodes for point in node.hits())
    deaths = Counter({"parts that died": sum(life.deaths for node in nodes for life in node.parts)})
    people = Counter({"people cut short": sum(node.person_died for node in nodes)})
    return Report(
        wrong=ledger.compare(asking, answering),
        packages=sum(int(node.rows(_PACKAGES)[0][0]) for node in nodes),
        accidents=chaos.counts + deaths + people,
        hits=hits,
        seconds=seconds,
    )
