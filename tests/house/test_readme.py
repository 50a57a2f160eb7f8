"""What README and the documentation promise is there: targets of make, files behind links."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)
MAKE = re.compile(r"(?:^|[`\s;&])make ([a-z][a-z-]*)", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
TARGET = re.compile(r"^([a-z][a-z%-]*):", re.MULTILINE)


def targets() -> set[str]:
    """Return what make can do; `bench-%` stands for one target for each measurement."""
    found = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))) - {"bench-%"}
    return found | {f"bench-{path.stem}" for path in (ROOT / "bench").glob("*.py")}


def commands(text: str) -> set[str]:
    """Return the targets that the code on a page gives to make."""
    return {name for piece in CODE.findall(text) for name in MAKE.findall(piece)}


def linked_files(text: str) -> list[str]:
    """Return the local files to which a page links, outside code."""
    links = [link.split("#")[0] for link in LINK.findall(CODE.sub("", text))]
    return [unquote(link) for link in links if link and not re.match(r"[a-z]+:", link)]


def test_there_is_a_readme() -> None:
    assert (ROOT / "README.md").exists()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_commands_of_a_page_exist(page: Path) -> None:
    assert commands(page.read_text(encoding="utf-8")) <= targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = linked_files(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_a_wrong_command_and_a_dead_link_would_be_seen() -> None:
    text = "Say `make coffee` or\n```\nmake tea ONCE=1\n```\nand read [this](nowhere.md#top) or [that](https://example.org)."
    assert commands(text) == {"coffee", "tea"}
    assert linked_files(text) == ["nowhere.md"]
