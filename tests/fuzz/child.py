"""One target in a process of its own: bounds on memory and time, every input in the box before it is fed.

It prints one JSON object a line: findings as they come, then the sum. A process that dies leaves its input in the box.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import resource
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.fuzz import broken, targets
from tests.fuzz.box import Box
from tests.fuzz.targets import Target

from obmen.message.limits import DEFAULT

_KNOWN: Final = {**targets.BY_NAME, **broken.BY_NAME}
MEMORY: Final = 4 * DEFAULT.package
"""What any input may take: four times the largest package (`limits`)."""
FOUND: Final = "a finding"
SLOWEST: Final = 5.0
"""Seconds of this process's own work that any input may take."""


def main() -> None:
    """Feed inputs `--first` up to `--until`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=sorted(_KNOWN))
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--until", type=int, required=True)
    parser.add_argument("--slowest", type=float, default=SLOWEST)
    parser.add_argument("--box", type=Path, required=True)
    asked = parser.parse_args()
    faulthandler.enable()
    target, box = _KNOWN[asked.target], Box.at(asked.box)
    _warm(target)
    before = memory("VmHWM")
    _bound()
    feeder = Feeder(target, asked.seed, box, asked.slowest)
    became = feeder.fed(range(asked.first, asked.until))
    print(json.dumps({"became": became, "memory": memory("VmHWM") - before}), flush=True)


def _warm(target: Target) -> None:
    """Feed every seed as it is, so that what is loaded once is not counted."""
    for seed in dict.fromkeys(target.seeds()):
        target.feed(seed, True)  # noqa: FBT003  whoever made the vectors holds the keys


def memory(what: str) -> int:
    """Read a figure of this process's memory, in bytes (proc(5)); 0 where the system has none."""
    status = Path("/proc/self/status")
    text = status.read_text(encoding="ascii") if status.exists() else ""
    return int(text.partition(f"{what}:")[2].split()[0]) * 1024 if text else 0


def _bound() -> None:
    """Refuse this process more memory than an input may take: what asks for more fails at once."""
    taken = memory("VmSize")
    if taken:
        resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))


def made(target: Target, seed: int, number: int) -> tuple[bytes, bool]:
    """Make the input of that number; tell whether keys were used."""
    return target.made(Random(f"{seed}/{target.name}/{number}"))


@dataclass(frozen=True, slots=True)
class Feeder:
    """Feeds one target, and tells what should not have happened."""

    target: Target
    seed: int
    box: Box
    slowest: float = SLOWEST

    def fed(self, numbers: range) -> Counter[str]:
        """Feed the inputs of these numbers; say what became of how many."""
        became: Counter[str] = Counter()
        for number in numbers:
            raw, keyed = made(self.target, self.seed, number)
            self.box.put(number, raw)
            became[self._fed_one(raw, keyed, number)] += 1
        return became

    def _fed_one(self, raw: bytes, keyed: bool, number: int) -> str:  # noqa: FBT001  a fact of the input
        started = time.process_time()
        try:
            word = self.target.feed(raw, keyed)
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # noqa: BLE001  whatever comes, the panic of a Rust library included
            word = FOUND
            _tell(number, raw, *_described(error))
        spent = time.process_time() - started
        if spent > self.slowest:
            _tell(number, raw, "slow", f"{spent:.1f} s")
        return word


def _described(error: BaseException) -> tuple[str, str]:
    """Name the kind of a finding by its error and the line from which it came."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {Path(last.filename).name}:{last.name}", f"{error!r} at line {last.lineno}"


def _tell(number: int, raw: bytes, kind: str, text: str) -> None:
    print(json.dumps({"number": number, "kind": kind, "text": text, "input": raw.hex()}), flush=True)


if __name__ == "__main__":
    main()
