"""The verifiers that run in Java: each is started once for all that it is asked (`make verifiers` builds them)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent


def ask(client: str, cases: Sequence[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    """Hand a client its cases and return its answers, in the same order. Raises `CalledProcessError`."""
    target = HERE / client / "target"
    asked, answered = folder / "cases.json", folder / "answers.json"
    asked.write_text(json.dumps(cases), encoding="utf-8")
    command = [
        "java",
        "-Xshare:auto",
        "-cp",
        f"{target}/classes{os.pathsep}{target}/lib/*",
        f"obmen.interop.{client}.Verify",
    ]
    subprocess.run([*command, str(asked), str(answered)], check=True, capture_output=True)
    answers: list[dict[str, Any]] = json.loads(answered.read_text(encoding="utf-8"))
    return answers
