"""The same targets led by coverage, where atheris is installed: what reaches a new line is mutated further.

Our own mutations are among its ways, so that it comes as far as they do. Without atheris nothing of this is run, and
that is said; the other inputs are fed all the same.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.__main__ import Run
    from tests.fuzz.targets import Target

_WITHOUT: Final = "atheris is not installed here (requirements/fuzz.txt): only our own mutations were run"
_ROOT: Final = Path(__file__).parents[2]
_TAIL: Final = 3000
_BOUNDS: Final = ("-timeout=60", "-rss_limit_mb=1024", "-max_len=65536")


def scaled(target: Target, times: float) -> Target:
    """Give the target with so many times its usual number of inputs."""
    return replace(target, most=max(1, round(target.most * times)))


def available() -> bool:
    """Tell whether atheris can be had."""
    return importlib.util.find_spec("atheris") is not None


def run_all(runs: Sequence[Run], *, seed: int, count: int, folder: Path) -> None:
    """Lead every target by coverage, and add what came of it to its run."""
    if not available():
        print(_WITHOUT, flush=True)
        return
    for run in runs:
        _run(run, seed, count, folder / f"guided-{run.target.name}")
        print(f"guided {run.target.name:<12} {run.guided:>9,}", flush=True)


def _run(run: Run, seed: int, count: int, folder: Path) -> None:
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    for number, data in enumerate(run.target.seeds()):
        (corpus / f"{number:04}").write_bytes(data)
    words = [f"-atheris_runs={count}", f"-seed={seed % 2**32}", f"-artifact_prefix={folder}/"]
    command = [sys.executable, "-m", "tests.fuzz.led", run.target.name, *words, *_BOUNDS, str(corpus)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, check=False)
    told = done.stderr.decode("utf-8", "replace")
    counts = [int(number) for number in re.findall(r"^(?:#|Done )(\d+)", told, re.MULTILINE)]
    run.guided = max(counts, default=0)
    if done.returncode != 0:
        run.findings["led by coverage"] += 1
        shown = done.stdout.decode("utf-8", "replace") + told
        print(f"FOUND {run.target.name} (guided, {done.returncode}) in {folder}:\n{shown[-_TAIL:]}", flush=True)
