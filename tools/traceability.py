"""Trace each article of the Agreement to its rules, tests, policies and codes: docs/traceability.md.

    traceability.py            write the page
    traceability.py --check    fail when the page is not what would be written

A rule is a public function, class or documented value of the law whose docstring cites the article («Art. 12(1)»).
A test belongs to an article when it names one of its rules, or when its docstring, its module's or its file's name
cites the article («Art. 12», «R-12.1.3», test_art_12_…). Policies and codes cite their articles in data.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.treaty import errors, policies
from obmen.treaty.articles import TITLES, cited

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT: Final = Path(__file__).resolve().parent.parent
LAW: Final = ROOT / "src/obmen/treaty"
TESTS: Final = ROOT / "tests"
PAGE: Final = ROOT / "docs/traceability.md"
EXPLAINED: Final = ROOT / "docs/ru/agreement"

PREAMBLE: Final = 0
FINAL_CLAUSE: Final = 26
"""The requirements number the final clause so; it is explained on the page of the preamble."""

_PLACE: Final = r"\d{1,2}(?!\.?\d)(?:\(\w+\))*"
_PLACES: Final = rf"{_PLACE}(?:-{_PLACE})?"
_CITATION: Final = re.compile(rf"(?<!refusal under )\bArt\. ?({_PLACES}(?:(?:,| and|, and) {_PLACES})*)")
"""«It is not a refusal under Art. 13» cites nothing."""
_RANGE: Final = re.compile(r"(\d+)(?:\(\w+\))*(?:-(\d+))?")
_REQUIREMENT: Final = re.compile(r"\bR-(\d+)\.\w")
_NAMED: Final = re.compile(r"test_art_(\d\d)_")


# --- What cites what ---------------------------------------------------------------------------------------------


def articles_of(text: str | None) -> frozenset[int]:
    """Read the articles that a docstring cites: «Art. 12(1) and P-03», «Art. 6-9», «Art. 1, 18 and 22», «preamble»."""
    words = " ".join((text or "").split())
    found = {PREAMBLE} if re.search(r"\b([Pp]reamble|final clause)\b", words) else set()
    for citation in _CITATION.findall(words):
        for first, last in _RANGE.findall(citation):
            found.update(range(int(first), int(last or first) + 1))
    return frozenset(found & TITLES.keys())


def requirements_of(text: str | None) -> frozenset[int]:
    """Read the articles of the requirements that a docstring names: «R-12.1.3» is of Art. 12."""
    found = {int(number) for number in _REQUIREMENT.findall(text or "")}
    return frozenset({PREAMBLE if number == FINAL_CLAUSE else number for number in found} & TITLES.keys())


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"))


# --- Rules -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A public name of the law that cites articles."""

    path: Path
    name: str
    articles: frozenset[int]


@cache
def module_of(path: Path) -> str:
    """Name the module of a file of the law: obmen.treaty.content.matter."""
    parts = path.relative_to(LAW.parent.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def documented(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Give the top-level names of a module with their docstrings; that of a value is the string below it."""
    for node, below in zip(tree.body, [*tree.body[1:], None], strict=True):
        match node, below:
            case ((ast.FunctionDef() | ast.ClassDef()), _):
                yield node.name, ast.get_docstring(node)
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, text


@cache
def rules() -> tuple[Rule, ...]:
    """Collect the rules of the law; `articles` only names the places where they stand."""
    return tuple(
        Rule(path=path, name=name, articles=articles_of(text))
        for path in sorted(set(LAW.rglob("*.py")) - {LAW / "articles.py"})
        for name, text in documented(parsed(path))
        if not name.startswith("_") and articles_of(text)
    )


# --- Tests -------------------------------------------------------------------------------------------------------


def law_in(tree: ast.Module) -> dict[str, tuple[str, str]]:
    """Tell which names of a test module come from the law: the name here, its module, its name there."""
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("obmen.treaty")
        for alias in node.names
        if node.module
    }


def words_of(node: ast.AST) -> frozenset[str]:
    """Collect the names that a piece of code uses: `due_date`, and `deadlines.due_date` for a module's."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    attributes = (each for each in ast.walk(node) if isinstance(each, ast.Attribute))
    dotted = {f"{each.value.id}.{each.attr}" for each in attributes if isinstance(each.value, ast.Name)}
    arguments = {each.arg for each in ast.walk(node) if isinstance(each, ast.arg)}
    return frozenset(names | dotted | arguments)


def used(name: str, pieces: dict[str, frozenset[str]]) -> frozenset[str]:
    """Follow a test through the helpers, fixtures and values of its own module to all the names it uses."""
    seen, ahead = frozenset[str](), frozenset({name})
    while ahead:
        seen |= ahead
        ahead = frozenset[str]().union(*(pieces.get(each, ahead) for each in ahead)) - seen
    return seen


def pieces_of(tree: ast.Module) -> dict[str, frozenset[str]]:
    """Map each top-level name of a test module to the names it uses."""
    found: dict[str, frozenset[str]] = {}
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                found[node.name] = words_of(node)
            case ast.Assign(targets=targets):
                found |= {target.id: words_of(node.value) for target in targets if isinstance(target, ast.Name)}
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                found[name] = words_of(value)
    return found


def tests_in(tree: ast.Module) -> Iterator[tuple[str, str | None]]:
    """Give the name at the top of the module under which each test stands, and the test's docstring."""
    for node in tree.body:
        within = node.body if isinstance(node, ast.ClassDef) else [node]
        for each in within:
            if isinstance(each, ast.FunctionDef) and isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield from [(node.name, ast.get_docstring(each))] if each.name.startswith("test") else []


def names_rule(rule: Rule, uses: Iterable[str], law: dict[str, tuple[str, str]]) -> bool:
    """Tell whether one of the names that a test uses is the rule, imported itself or through its module."""
    home = module_of(rule.path)
    for use in uses:
        first, _, rest = use.partition(".")
        module, name = law.get(first, ("", ""))
        through_module = rest == rule.name and f"{module}.{name}" == home
        if through_module or (name == rule.name and f"{home}.".startswith(f"{module}.")):
            return True
    return False


def tested(path: Path) -> dict[int, int]:
    """Count the tests of a file by article."""
    tree = parsed(path)
    law, pieces, head = law_in(tree), pieces_of(tree), ast.get_docstring(tree)
    whole = articles_of(head) | requirements_of(head) | {int(number) for number in _NAMED.findall(path.name)}
    known = {
        name: frozenset[int]().union(*(rule.articles for rule in rules() if names_rule(rule, used(name, pieces), law)))
        for name in {name for name, _ in tests_in(tree)}
    }
    counts: dict[int, int] = defaultdict(int)
    for name, text in tests_in(tree):
        for article in whole | known[name] | articles_of(text) | requirements_of(text):
            counts[article] += 1
    return counts


def situated(path: Path) -> dict[int, int]:
    """Count the situations of a file by the articles that its head comment cites."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"(?:#.*\n)*", text)
    count = text.count("[[situation]]")
    return dict.fromkeys(articles_of(head[0].replace("#", "") if head else ""), count)


@cache
def tests() -> dict[int, dict[Path, int]]:
    """Count, for each article, the tests and situations of each file."""
    counted = [(path, tested(path)) for path in sorted(TESTS.rglob("test_*.py"))]
    counted += [(path, situated(path)) for path in sorted(TESTS.rglob("situations/*.toml"))]
    return {number: {path: counts[number] for path, counts in counted if number in counts} for number in TITLES}


# --- The page ----------------------------------------------------------------------------------------------------


def explained(number: int) -> Path:
    """Return the place of the Russian page of an article."""
    return EXPLAINED / (f"{number:02}.md" if number else "preambula.md")


def link(path: Path, since: Path) -> str:
    """Write a link from docs/ to a file, named from a folder."""
    return f"[{path.relative_to(since)}](../{path.relative_to(ROOT)})"


def policies_of(number: int) -> list[str]:
    """Name the policies that fill the silences of an article."""
    return [key for key, each in policies.catalogue.items() if number in {at.number for at in cited(each.article)}]


def codes_of(number: int) -> list[str]:
    """Name the codes of an article: those that are based on it and those that bear its number."""
    return [
        key
        for key, each in errors.catalogue.items()
        if key.startswith(f"E-{number}-") or number in {at.number for at in cited(each.basis)}
    ]


def section(number: int) -> Iterator[str]:
    """Write the lines of one article."""
    title = f"Ст. {number}. {TITLES[number]}" if number else f"{TITLES[number]} и заключительная часть"
    yield f"## [{title}]({explained(number).relative_to(PAGE.parent)})"
    yield ""
    names: dict[Path, list[str]] = defaultdict(list)
    for rule in rules():
        if number in rule.articles:
            names[rule.path].append(f"`{rule.name}`")
    yield "* Rules:" if names else "* Rules: none"
    yield from (f"  * {link(path, LAW)}: {', '.join(found)}" for path, found in names.items())
    yield "* Tests:" if tests()[number] else "* Tests: none"
    yield from (f"  * {link(path, TESTS)}: {count}" for path, count in tests()[number].items())
    yield f"* Policies: {', '.join(policies_of(number)) or 'none'}"
    yield f"* Codes: {', '.join(codes_of(number)) or 'none'}"
    yield ""


def page() -> str:
    """Write the whole page."""
    head = [
        "# Traceability: each article, its rules, its tests",
        "",
        "Written by `tools/traceability.py` (`make trace`); a test fails when it is stale. A rule is a public name of",
        "`src/obmen/treaty/` whose docstring cites the article; a test is counted when it names such a rule or cites",
        "the article itself; a situation, when the head of its file does. The title of each article leads to its",
        "explanation in Russian; policies (P-nn) stand in [interpretation.md](interpretation.md).",
        "",
    ]
    return "\n".join([*head, *(line for number in TITLES for line in section(number))]).rstrip() + "\n"


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--check", action="store_true", help="fail when docs/traceability.md is stale")
    if parser.parse_args().check:
        stale = not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page()
        print(f"{PAGE.relative_to(ROOT)}: {'stale; make trace writes it anew' if stale else 'as it should be'}")
        return int(stale)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
