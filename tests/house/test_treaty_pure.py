"""The law is pure: the standard library only, and nothing that asks the clock, the machine or chance."""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

TREATY = Path(__file__).resolve().parents[2] / "src/obmen/treaty"
MODULES = sorted(TREATY.rglob("*.py"))
IMPURE_MODULES = {
    "http",
    "multiprocessing",
    "os",
    "random",
    "secrets",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
    "urllib",
}
IMPURE_CALLS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "uuid.uuid1", "uuid.uuid4", "open"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Give the full name of every imported module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its room"
            yield node.module or ""


def called(tree: ast.AST) -> Iterator[str]:
    """Give the last two words of every called name: `datetime.now` for `dt.datetime.now()`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield ".".join(ast.unparse(node.func).split(".")[-2:])


def is_allowed(module: str) -> bool:
    """Tell whether the law may import `module`."""
    top = module.partition(".")[0]
    inside = module == "obmen.treaty" or module.startswith("obmen.treaty.")
    return inside or (top in sys.stdlib_module_names and top not in IMPURE_MODULES)


def test_there_is_a_law_to_read() -> None:
    assert MODULES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(TREATY)))
def test_the_law_needs_nothing_from_outside(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [module for module in imported(tree) if not is_allowed(module)] == []
    assert [name for name in called(tree) if name in IMPURE_CALLS] == []


@pytest.mark.parametrize(
    "source",
    [
        "import pydantic",
        "from obmen.message import encoding",
        "import random",
        "from os import environ",
        "import os.path",
    ],
)
def test_an_impure_import_would_be_seen(source: str) -> None:
    assert not all(is_allowed(module) for module in imported(ast.parse(source)))


@pytest.mark.parametrize("source", ["datetime.now(UTC)", "dt.date.today()", "datetime.datetime.now()", "open('x')"])
def test_a_question_to_the_clock_would_be_seen(source: str) -> None:
    assert IMPURE_CALLS.intersection(called(ast.parse(source)))
