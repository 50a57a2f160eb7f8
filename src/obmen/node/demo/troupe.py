"""The processes of the demo: `obmen serve` of each node, and an actor in each; all end with the play."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class ActorFailedError(RuntimeError):
    """An act of an actor ended in an error of the program; its text is for the console."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What a process of one node needs to know: the node's home and the file that moves legal time."""

    home: Path
    clock_file: Path

    def environment(self) -> dict[str, str]:
        """Give the environment of a process of this node: nothing of another node gets in."""
        clean = {key: value for key, value in os.environ.items() if not key.startswith(("OBMEN_", "DJANGO_"))}
        return {**clean, "OBMEN_HOME": str(self.home), "OBMEN_CLOCK_FILE": str(self.clock_file)}

    def run(self, *words: str) -> None:
        """Run one `obmen` command to its end; raise with what it printed if it fails."""
        done = subprocess.run(  # noqa: S603  our own command with our own words
            [sys.executable, "-m", "obmen", *words],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ActorFailedError(f"obmen {' '.join(words)}\n{done.stdout}{done.stderr}")


class Node:
    """A running `obmen serve`; what it says goes to `serve.log` in its home."""

    def __init__(self, scene: Scene, **environment: str) -> None:
        """Start the node; `environment` adds variables (the journey test plants its accidents so)."""
        self.scene = scene
        self._log = (scene.home / "serve.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "obmen", "serve"],
            env={**scene.environment(), **environment},
            stdout=self._log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_for(self, port: int, patience: float = 30.0) -> None:
        """Wait until the node answers on a port; raise `ActorFailedError` when it does not, or ends."""
        deadline = time.monotonic() + patience
        while self.alive() and time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            time.sleep(0.05)
        raise ActorFailedError(f"the node does not answer on port {port}; see {self.scene.home}/serve.log")

    def alive(self) -> bool:
        """Whether the node still runs."""
        return self.process.poll() is None

    def stop(self) -> None:
        """End the node and all its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(timeout=8)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=5)
        self._log.close()


class Actor:
    """A process of a node that performs acts on command (see `actor`)."""

    def __init__(self, scene: Scene, module: str = "obmen.node.demo.actor", **environment: str) -> None:
        """Start the actor, of another `module` if it can do more; it is ready when it answers its first command."""
        self._errors = (scene.home / "actor.log").open("ab")
        self._process = subprocess.Popen(  # noqa: S603  a module of ours
            [sys.executable, "-m", module],
            env={**scene.environment(), "DJANGO_SETTINGS_MODULE": "obmen.node.settings.base", **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def do(self, name: str, **facts: object) -> dict[str, Any]:
        """Perform one act and return what it answered; raise `ActorFailedError` if the program failed."""
        if self._process.stdin is None or self._process.stdout is None:
            raise ActorFailedError("the actor has no pipes")
        self._process.stdin.write(json.dumps({"do": name, **facts}, ensure_ascii=False, default=str) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise ActorFailedError(f"the actor ended while doing {name}; see actor.log")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise ActorFailedError(f"{name}: {answer['error']}")
        return answer

    def alive(self) -> bool:
        """Tell whether the actor can still be asked."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0.05)
        return self._process.poll() is None

    def leave(self) -> None:
        """End the actor."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=5)
        self._process.kill()
        self._process.wait(timeout=5)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._errors.close()
