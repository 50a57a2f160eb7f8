"""`make soak`: the soak as a command; exit status 1 when anything is lost, doubled or mixed."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.soak import databases
from tests.soak.life import PACKAGES_OF_A_CASE, Plan, soak

INSIDE = "OBMEN_SOAK_INSIDE"


def main() -> int:
    """Read the plan, go into namespaces of our own if we may, and live through it."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--packages", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--one-in", type=int, default=60, help="a process is killed at one of so many points")
    words.add_argument("--disk", type=int, default=4096, help="MiB of the disk of a node; it is filled at times")
    words.add_argument("--postgresql", default="", help="a server for both nodes, two workers each")
    given = words.parse_args()
    if may_isolate() and not os.environ.get(INSIDE):
        command = ["unshare", "--mount", "--net", sys.executable, "-m", "tests.soak", *sys.argv[1:]]
        server = databases.by_socket(given.postgresql) if given.postgresql else ""
        return subprocess.run(command, env={**os.environ, INSIDE: server or "yes"}, check=False).returncode
    if not os.environ.get(INSIDE):
        _say("Without the rights to make namespaces: no network is cut and no disk is filled.")
    return _live(given, os.environ.get(INSIDE, ""))


def may_isolate() -> bool:
    """Tell whether we may have a network and mounts of our own."""
    return (
        all(map(shutil.which, ("unshare", "ip")))
        and not subprocess.run(["unshare", "--mount", "--net", "true"], check=False).returncode
    )


def _live(given: argparse.Namespace, inside: str) -> int:
    server = inside if given.postgresql and inside.startswith("postgresql:") else given.postgresql
    plan = Plan(
        cases=-(-given.packages // PACKAGES_OF_A_CASE),
        seed=given.seed,
        one_in=given.one_in,
        databases=databases.made(server) if server else None,
        workers=2 if server else 1,
        disk=given.disk if inside else 0,
    )
    _say(f"seed {plan.seed}; cases {plan.cases}; {'PostgreSQL, two workers each' if server else 'SQLite'}")
    with tempfile.TemporaryDirectory(prefix="obmen-soak-", ignore_cleanup_errors=True) as folder:
        report = soak(plan, Path(folder) / "stage")
    _say(report.text())
    return 1 if report.wrong or report.packages < given.packages else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
