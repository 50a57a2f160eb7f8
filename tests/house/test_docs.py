"""What the documents say of the code is so: threats with their tests, configuration, commands, codes, terms."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from obmen.__main__ import main
from obmen.message import opening
from obmen.node.config import NodeConfig
from obmen.register.annex import TechnicalAnnex
from obmen.register.legal import LegalPart
from obmen.treaty.errors import catalogue

ROOT = Path(__file__).resolve().parents[2]
SOURCE, DOCS = ROOT / "src" / "obmen", ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
CODE = re.compile(r"E-(?:\d+|T)-\d\d")
TICKED = re.compile(r"`([^`\n]+)`")
TEST = re.compile(r"`(tests/[^`:]+\.py)::(\w+)`")
STEP = re.compile(r"\bstep (\d+)")
VARIABLE = re.compile(r"\bOBMEN_[A-Z0-9_]+")
COMMAND = re.compile(r"(?:^|`|/)obmen ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
GROUPS = {"person", "register", "revocation", "journal", "token"}
"""The words of the command that are followed by another word."""


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """Return the cells of every row of every table, without heads and rulers."""
    lines = re.findall(r"^\| (.+) \|$", text, re.MULTILINE)
    heads = set(re.findall(r"^\| (.+) \|\n\|[-|]+\|$", text, re.MULTILINE))
    return [line.split(" | ") for line in lines if line not in heads]


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))}


@cache
def defined() -> frozenset[str]:
    """Return the names that the code defines: classes, functions, fields, and members of classes with their class."""
    names: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                names.add(node.name)
            if isinstance(node, ast.ClassDef):
                names |= {node.name, *members(node)}
    return frozenset(names)


def members(node: ast.ClassDef) -> set[str]:
    """Return the fields of a class by their name, and its constants by `Class.NAME`."""
    found = {
        each.target.id for each in node.body if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
    }
    assigned = [target for each in node.body if isinstance(each, ast.Assign) for target in each.targets]
    return found | {f"{node.name}.{target.id}" for target in assigned if isinstance(target, ast.Name)}


# --- Threats -----------------------------------------------------------------------------------------------------


THREATS = rows(page("threats.md"))
STEPS = set(re.findall(r"^ ?\((\d+)\)", opening.__doc__ or "", re.MULTILINE))


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row[0][:40])
def test_a_threat_names_its_guard_and_its_test(row: list[str]) -> None:
    _, guard, shown = row
    assert STEP.findall(guard) or TICKED.findall(guard)
    assert TEST.findall(shown)
    for name in TICKED.findall(guard):
        assert not name.startswith("src/") or (ROOT / name).exists(), name
    for file, name in TEST.findall(shown):
        assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8"), name


def test_every_step_of_opening_meets_a_threat_and_no_other_is_named() -> None:
    named = {step for _, guard, _ in THREATS for step in STEP.findall(guard)}
    assert named == STEPS
    assert len(STEPS) >= 17


# --- Codes and terms ---------------------------------------------------------------------------------------------


def test_every_code_in_the_program_is_in_the_catalogue() -> None:
    said = {
        (code, path.name)
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for code in CODE.findall(node.value)
    }
    assert {each for each in said if each[0] not in catalogue} == set()
    assert len(said) > 50


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_code_on_a_page_is_in_the_catalogue(path: Path) -> None:
    assert set(CODE.findall(path.read_text(encoding="utf-8"))) <= set(catalogue)


@pytest.mark.parametrize("row", rows(page("glossary.md")), ids=lambda row: row[0][:40])
def test_a_term_of_the_glossary_is_in_the_code(row: list[str]) -> None:
    for name in TICKED.findall(" ".join(row[1:])):
        assert (SOURCE / name).exists() if "/" in name else name in defined(), name


# --- Protocol ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", [LegalPart, TechnicalAnnex])
def test_every_member_of_the_register_is_on_its_page(part: type[Any]) -> None:
    text = page("protocol/register.md")
    assert [name for name in sorted(travelling(part)) if f"`{name}`" not in text] == []


def travelling(kind: object) -> set[str]:
    """Return the names of the members of a dataclass, and of those in it, as they travel."""
    if not is_dataclass(kind):
        return {name for inner in get_args(kind) for name in travelling(inner)}
    types = get_type_hints(kind)
    names = {re.sub(r"_(.)", lambda found: found[1].upper(), field.name) for field in fields(kind)}
    return names.union(*(travelling(types[field.name]) for field in fields(kind)))


def test_the_tables_of_the_course_are_those_of_the_law() -> None:
    told = subprocess.run([sys.executable, "tools/course.py", "--check"], cwd=ROOT, check=False)
    assert told.returncode == 0, "docs/protocol/course.md is stale: make course"


# --- Running a node ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", [field.name for field in fields(NodeConfig)])
def test_every_key_of_the_configuration_is_documented(key: str) -> None:
    assert f"`OBMEN_{key.upper()}`" in page("operate/install.md")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_variable_on_a_page_is_one_of_the_configuration(path: Path) -> None:
    known = {f"OBMEN_{field.name.upper()}" for field in fields(NodeConfig)}
    assert set(VARIABLE.findall(path.read_text(encoding="utf-8"))) <= known


@pytest.mark.parametrize(
    "words",
    sorted(
        {found for path in [*PAGES, ROOT / "README.md"] for found in COMMAND.findall(path.read_text(encoding="utf-8"))}
    ),
    ids=" ".join,
)
def test_a_command_on_a_page_is_one_of_ours(words: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    asked = words if words[0] in GROUPS and words[1] else words[:1]
    with pytest.raises(SystemExit) as ended:
        main([*asked, "--help"])
    assert ended.value.code == 0, capsys.readouterr().err


# --- Decisions ---------------------------------------------------------------------------------------------------


def test_decisions_are_numbered_and_name_their_cost() -> None:
    records = sorted((DOCS / "decisions").glob("*.md"))
    assert [record.name[:4] for record in records] == [f"{number:04}" for number in range(1, len(records) + 1)]
    for record in records:
        assert {"## Why", "## Cost"} <= set(record.read_text(encoding="utf-8").splitlines()), record.name
