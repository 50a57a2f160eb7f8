"""Run one step of the set-up and say it in one line: what it does and how long it took.

    step.py [--download] "what the step does" command…     run it; print its output only when it fails
    step.py --total                                        say how long all steps took, downloads apart

Needs nothing but Python, since it runs before anything is installed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

TIMES = Path(".venv/steps")
DOWNLOAD_HELP = "A package registry could not be reached, or refused: check the network and run the same again."


def run(what: str, command: list[str], *, downloads: bool) -> int:
    """Run `command`, print one line about it and note its time."""
    print(f"  {'↓' if downloads else '·'} {what} ", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    took = time.monotonic() - began
    print(f"{'—' if done.returncode == 0 else 'FAILED after'} {took:.1f} s")
    if done.returncode:
        print(done.stdout, DOWNLOAD_HELP if downloads else "", sep="\n", file=sys.stderr)
    elif TIMES.parent.is_dir():
        with TIMES.open("a", encoding="utf-8") as times:
            times.write(f"{'download' if downloads else 'work'} {took}\n")
    return done.returncode


def total() -> None:
    """Say how long the steps since the last total took; say nothing when there were none."""
    if not TIMES.exists():
        return
    rows = [line.split() for line in TIMES.read_text(encoding="utf-8").splitlines()]
    TIMES.unlink()
    downloads = sum(float(seconds) for kind, seconds in rows if kind == "download")
    work = sum(float(seconds) for kind, seconds in rows if kind == "work")
    print(f"  Set up in {downloads + work:.0f} s: {downloads:.0f} s of downloads, {work:.0f} s of work.")


def main(arguments: list[str]) -> int:
    """Read the command line."""
    if arguments == ["--total"]:
        total()
        return 0
    downloads = arguments[:1] == ["--download"]
    what, *command = arguments[1:] if downloads else arguments
    return run(what, command, downloads=downloads)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
