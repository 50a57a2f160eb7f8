"""Locks pin everything by its hash and carry no address, so that any mirror serves them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NPM_LOCK = ROOT / "frontend/package-lock.json"
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# In pieces, so that this file does not contain what it looks for.
REGISTRIES = [
    ".".join(words) for words in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("debian", "org"))
]
PINNED = re.compile(r"^[A-Za-z0-9._-]+(\[[a-z0-9,_-]+\])?==\S+", re.MULTILINE)


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, NPM_LOCK], ids=lambda path: path.name)
def test_a_lock_has_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_every_python_package_has_a_hash(lock: Path) -> None:
    entries = re.split(r"^(?=\S)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    packages = [entry for entry in entries if PINNED.match(entry)]
    assert packages
    assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_every_npm_package_has_a_hash() -> None:
    packages = json.loads(NPM_LOCK.read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


def versions(name: str) -> set[str]:
    """Return every `package==version` of a lock."""
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    return {match.group(0) for match in PINNED.finditer(text)}


def test_tests_run_on_the_versions_that_nodes_run_on() -> None:
    assert versions("base") <= versions("dev")


@pytest.mark.parametrize("name", ["uv.lock", "pylock.toml"])
def test_no_lock_with_addresses_is_committed(name: str) -> None:
    assert not list(ROOT.glob(name))


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_registry(host: str) -> None:
    command = ["git", "grep", "--name-only", "--fixed-strings", host]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert found.stdout == ""
