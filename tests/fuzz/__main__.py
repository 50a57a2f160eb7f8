"""`make fuzz`: every target in turn, each in a process of its own; a table at the end, and what was found.

Exit status: 0 nothing was found, 1 something was, and its inputs lie in the folder that is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.fuzz import guided
from tests.fuzz.box import Box
from tests.fuzz.child import MEMORY, SLOWEST
from tests.fuzz.targets import BY_NAME, TARGETS, Target

ROOT: Final = Path(__file__).parents[2]
SEED: Final = 20260302
STUCK: Final = 120.0
"""Seconds after which a process that feeds nothing new is ended."""
_MEBIBYTE: Final = 1024 * 1024
_TOO_MUCH: Final = MEMORY * 3 // 4
"""Near the bound of a process, its libraries may have been refused memory without saying so."""
_KEPT: Final = 3
"""Inputs that are kept of one kind of finding."""


@dataclass(slots=True)
class Run:
    """What came of one target."""

    target: Target
    became: Counter[str] = field(default_factory=Counter)
    findings: Counter[str] = field(default_factory=Counter)
    seconds: float = 0
    memory: int = 0
    guided: int = 0

    @property
    def count(self) -> int:
        """How many inputs were fed by our own mutators."""
        return sum(self.became.values())

    @property
    def missing(self) -> frozenset[str]:
        """What should have become of some input, and did of none."""
        return self.target.expected - set(self.became)


@dataclass(slots=True)
class Fuzzing:
    """One run over targets: how it is made, and where what it finds is kept."""

    seed: int
    folder: Path
    say: Callable[[str], object] = print
    slowest: float = SLOWEST

    def run(self, target: Target) -> Run:
        """Feed a target all its inputs; a process that dies is a finding, and the next begins behind its input."""
        done, first, started = Run(target), 0, time.monotonic()
        while first < target.most:
            first = self._process(done, first)
        done.seconds = time.monotonic() - started
        self.say(_line(done))
        return done

    def _process(self, done: Run, first: int) -> int:
        """Start a process at the input `first`; give the number at which the next must begin."""
        box = Box.at(self.folder / "box")
        box.put(first, b"")
        words = ["--seed", str(self.seed), "--first", str(first), "--until", str(done.target.most)]
        words += ["--slowest", str(self.slowest)]
        command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz.child", done.target.name, *words]
        with (self.folder / "stderr").open("w+b") as errors, (self.folder / "stdout").open("w+b") as told:
            child = subprocess.Popen(
                [*command, "--box", str(self.folder / "box")], stdout=told, stderr=errors, cwd=ROOT
            )
            status = _watched(child, box)
            told.seek(0)
            finished = self._heard(done, told.read())
            errors.seek(0)
            trace = errors.read().decode("utf-8", "replace")
        if finished and status == 0:
            return done.target.most
        self._died(done, box, status, trace)
        return box.number + 1

    def _died(self, done: Run, box: Box, status: int, trace: str) -> None:
        done.became["before a death"] += box.number + 1 - done.count
        self._keep(done, f"process died ({status})", box.number, box.data, trace[-4000:])

    def _heard(self, done: Run, told: bytes) -> bool:
        """Take what a process told; say whether it came to its end."""
        finished = False
        for line in told.splitlines():
            said = json.loads(line)
            if "kind" in said:
                self._keep(done, said["kind"], said["number"], bytes.fromhex(said["input"]), said["text"])
            else:
                finished = True
                done.became.update(said["became"])
                done.memory = max(done.memory, said["memory"])
                if said["memory"] > _TOO_MUCH:
                    done.findings["memory"] += 1
        return finished

    def _keep(self, done: Run, kind: str, number: int, raw: bytes, text: str) -> None:
        done.findings[kind] += 1
        if done.findings[kind] > _KEPT:
            return
        place = self.folder / f"{done.target.name}-{number}.bin"
        place.write_bytes(raw)
        self.say(f"FOUND {done.target.name} {number}: {kind}: {text}\n      {place}")


def _watched(child: subprocess.Popen[bytes], box: Box) -> int:
    """Wait for a process as long as it goes on; one that is stuck is ended so that it says where."""
    last, since = -1, time.monotonic()
    while True:
        try:
            return child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if box.number != last:
                last, since = box.number, time.monotonic()
            elif time.monotonic() - since > STUCK:
                child.send_signal(6)  # SIGABRT: faulthandler then prints where it was
                return child.wait()


# --- What is said ------------------------------------------------------------------------------------------------


def _line(done: Run) -> str:
    speed = done.count / done.seconds if done.seconds else 0
    found = sum(done.findings.values())
    return (
        f"{done.target.name:<12} {done.count:>9,} {speed:>8,.0f}/s {done.memory / _MEBIBYTE:>7.1f} MiB "
        f"{done.guided:>9,} {found:>6}"
    )


_HEAD: Final = f"{'target':<12} {'inputs':>9} {'speed':>10} {'memory':>11} {'guided':>9} {'found':>6}"


def table(runs: Sequence[Run]) -> str:
    """Write what was fed, and what became of it."""
    lines = [_HEAD, *map(_line, runs)]
    lines.append(f"{'all':<12} {sum(run.count + run.guided for run in runs):>9,}")
    for run in runs:
        became = ", ".join(f"{word} {times:,}" for word, times in sorted(run.became.items()))
        lines.append(f"\n{run.target.name} ({run.target.what}): {became}")
        if run.missing:
            lines.append(f"  never reached: {', '.join(sorted(run.missing))}")
    return "\n".join(lines)


def main(words: Sequence[str] | None = None) -> int:
    """Fuzz."""
    asked = _asked(words)
    folder = Path(tempfile.mkdtemp(prefix="obmen-fuzz-"))
    targets = [target for target in TARGETS if not asked.targets or target.name in asked.targets]
    print(f"seed {asked.seed}; what is found is kept in {folder}\n{_HEAD}", flush=True)
    fuzzing = Fuzzing(asked.seed, folder, say=lambda text: print(text, flush=True))
    runs = [fuzzing.run(guided.scaled(target, asked.times)) for target in targets]
    if asked.guided:
        guided.run_all(runs, seed=asked.seed, count=asked.guided, folder=folder)
    print(f"\nseed {asked.seed}\n{table(runs)}", flush=True)
    forgotten = _forgotten(asked.leaks) if asked.leaks else 0
    return 1 if forgotten or any(run.findings for run in runs) else 0


def _forgotten(rounds: int) -> int:
    """Call the binding to libcrypto so often, and say what it kept."""
    print(f"\nmemory that C kept of each of {rounds:,} rounds, in bytes", flush=True)
    return subprocess.run([sys.executable, "-m", "tests.fuzz.leaks", str(rounds)], cwd=ROOT, check=False).returncode


def _asked(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz ARGS=…", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"some of: {', '.join(BY_NAME)}")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed makes other inputs")
    parser.add_argument("--times", type=float, default=1, help="so many times the usual number of inputs")
    parser.add_argument("--guided", type=int, default=20_000, metavar="N", help="inputs a target led by coverage")
    parser.add_argument("--leaks", type=int, default=20_000, metavar="N", help="rounds through the binding")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main())
