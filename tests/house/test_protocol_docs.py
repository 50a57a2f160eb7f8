"""What the protocol's documents say of values that can change is what the code has."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from obmen.message import opening
from obmen.message.limits import DEFAULT
from obmen.message.revocation import GRACE
from obmen.message.suites import DEFAULT as ACCEPTED
from obmen.message.suites.catalogue import WEAK
from obmen.treaty.errors import catalogue

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "protocol"


def read(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def rows(text: str) -> list[list[str]]:
    """Read the lines of all tables, cell by cell."""
    lines = [line.strip("| ") for line in text.splitlines() if line.startswith("|") and "---" not in line]
    return [[cell.strip() for cell in line.split(" | ")] for line in lines]


def test_the_limits_are_those_of_the_code() -> None:
    told = {name: int(number) for name, number in rows(read("limits.md")) if number.isdecimal()}
    assert told == {field.name: getattr(DEFAULT, field.name) for field in fields(DEFAULT)}


def test_the_suites_are_those_of_the_code() -> None:
    told = {row[0]: (row[1], row[2]) for row in rows(read("signatures.md")) if len(row) == 4}
    for suite in ACCEPTED.suites:
        digest, signatures = told[suite.name]
        assert re.findall(r"[0-9.]{5,}", digest) == [suite.digest]
        assert set(re.findall(r"[0-9.]{5,}", signatures)) == suite.signatures
    assert len(told) == len(ACCEPTED.suites) + 1, "and the head of the table"
    assert all(f"`{oid}`" in read("signatures.md") for oid in WEAK)
    assert f"{int(GRACE.total_seconds() // 3600)} hours" in read("signatures.md")


def test_every_code_of_opening_is_told_and_exists() -> None:
    told = set(re.findall(r"E-[0-9T]+-[0-9]+", read("errors.md")))
    assert told <= set(catalogue)
    assert set(re.findall(r"E-[0-9T]+-[0-9]+", Path(opening.__file__).read_text(encoding="utf-8"))) <= told


def test_the_table_of_contents_names_every_document() -> None:
    text = read("README.md")
    assert all(f"({path.name})" in text for path in FOLDER.glob("*.md") if path.name != "README.md")
