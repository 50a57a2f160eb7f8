"""Run the mutants of the law and tell what survived, module by module: `python tools/mutation.py [NAME …]`.

A mutant is a small mistake planted into a rule; a test that fails kills it. The run takes about half an hour on two
cores; NAME chooses modules (`obmen.treaty.deadlines*`). What survives is listed in tests/treaty/survivors.toml.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
LISTED = ROOT / "tests/treaty/survivors.toml"


def main() -> int:
    """Run, then print killed and survived by module; 1 when a survivor is not listed, or less than 90 % was killed."""
    names = sys.argv[1:]
    run = [str(BIN / "mutmut"), "run", "--max-children", str(os.cpu_count() or 1), *names]
    subprocess.run(run, cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
    verdicts = dict(_verdicts())
    table = Counter((_module(name), verdict) for name, verdict in verdicts.items())
    for module in sorted({module for module, _ in table}):
        killed, lived = table[module, "killed"] + table[module, "timeout"], table[module, "survived"]
        if killed + lived:
            print(f"{module:45} {killed:5} killed {lived:4} survived {100 * killed / (killed + lived):6.1f} %")
    killed = sum(verdict in ("killed", "timeout") for verdict in verdicts.values())
    survived = [name for name, verdict in verdicts.items() if verdict == "survived"]
    share = 100 * killed / max(1, killed + len(survived))
    print(f"{'all':45} {killed:5} killed {len(survived):4} survived {share:6.1f} %")
    known = {entry["line"] for entry in tomllib.loads(LISTED.read_text(encoding="utf-8")).get("survivor", [])}
    new = [line for name in survived if (line := _planted(name)) not in known]
    print("\n".join(["not listed:", *new]) if new else "every survivor is listed")
    return 1 if new or killed < 9 * len(survived) else 0


def _verdicts() -> list[tuple[str, str]]:
    told = subprocess.run(
        [str(BIN / "mutmut"), "results", "--all", "true"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    pairs = (line.strip().split(": ") for line in told.stdout.splitlines() if ": " in line)
    return [(name, verdict) for name, verdict in pairs if verdict != "not checked"]


def _module(name: str) -> str:
    return name.rpartition(".x")[0].removeprefix("obmen.treaty.")


def _planted(name: str) -> str:
    """Tell the mistake: where it was planted, and the line as it then stood."""
    shown = subprocess.run(
        [str(BIN / "mutmut"), "show", name], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    lines = (line[1:].strip() for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++"))
    function = name.partition("__mutmut")[0].removeprefix("obmen.treaty.").replace(".x_", ".").replace(".xǁ", ".")
    return f"{function}: {' '.join(lines)}"


if __name__ == "__main__":
    sys.exit(main())
