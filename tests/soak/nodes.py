"""The two nodes under test: their parts as processes that are started again at once, whatever killed them."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Final

from obmen.node.accidents import HITS, ONE_IN
from obmen.node.demo.cast import House
from obmen.node.demo.troupe import Actor, ActorFailedError, Scene

_STORED: Final = "SELECT package_id, digest, stored_at FROM delivery_arrival"


@dataclass
class Life:
    """One part of a node (`peer`, `worker`), kept alive."""

    environment: dict[str, str]
    part: str
    log: Path
    deaths: int = 0
    process: subprocess.Popen[bytes] | None = None
    over: bool = False

    def begin(self) -> None:
        """Start it and watch over it."""
        self._start()
        Thread(target=self._watch, daemon=True).start()

    def kill(self) -> None:
        """Kill it as the power does."""
        if self.process:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def end(self) -> None:
        """End it for good."""
        self.over = True
        self.kill()

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "obmen", "serve", "--only", self.part],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _watch(self) -> None:
        while not self.over:
            if self.process and self.process.poll() is not None:
                self.deaths += 1
                time.sleep(0.2)
                if not self.over:
                    self._start()
            time.sleep(0.05)


@dataclass
class Node:
    """A node: its parts, the person who works in it, and a look into its tables from outside."""

    house: House
    scene: Scene
    one_in: int
    database: str
    workers: int = 1
    parts: list[Life] = field(default_factory=list)
    person: Actor | None = None
    person_died: int = 0
    said: str = ""

    def begin(self) -> None:
        """Start the peer port and the workers."""
        env = {**self.scene.environment(), ONE_IN: str(self.one_in)}
        for part in ("peer", *["worker"] * self.workers):
            self.parts.append(Life(env, part, self.scene.home / f"{part}.log"))
        for life in self.parts:
            life.begin()

    def calm(self) -> None:
        """Let no more accidents happen: every part starts again without them."""
        for life in self.parts:
            life.environment.pop(ONE_IN, None)
            life.kill()

    def do(self, name: str, **facts: object) -> dict[str, Any]:
        """Have the person do a deed; raise `ActorFailedError` when the deed was cut short, whatever came of it."""
        try:
            if self.person is None:
                self.person = Actor(self.scene, module="tests.soak.actor", **self._accidents())
            return self.person.do(name, **facts)
        except (ActorFailedError, OSError) as error:
            self.said = str(error)
            if self.person is None or not self.person.alive():
                self._lose_person()
            raise ActorFailedError(self.said) from error

    def _accidents(self) -> dict[str, str]:
        return {ONE_IN: str(self.one_in)} if any(ONE_IN in life.environment for life in self.parts) else {}

    def _lose_person(self) -> None:
        self.person_died += 1
        if self.person:
            with suppress(OSError, ValueError):
                self.person.leave()
        self.person = None

    def end(self) -> None:
        """End everything."""
        for life in self.parts:
            life.end()
        if self.person:
            self._lose_person()

    def hits(self) -> list[str]:
        """Give the points of the code at which it was killed."""
        with suppress(FileNotFoundError):
            return (self.scene.home / HITS).read_text(encoding="ascii").split()
        return []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into its tables from outside."""
        if self.database:
            import psycopg  # noqa: PLC0415  only a run on PostgreSQL has it at hand

            with psycopg.connect(self.database) as connection:
                return connection.execute(query).fetchall()
        path = self.scene.home / "node.sqlite3"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=20)) as connection:
            return connection.execute(query).fetchall()

    def instants(self) -> dict[str, str]:
        """Give the instants of receipt that it has written down, by package and digest."""
        return {f"{package}/{digest}": str(at) for package, digest, at in self.rows(_STORED)}
