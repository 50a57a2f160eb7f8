"""Every article has a rule, a test and a page, and the pages say of them what is so (docs/traceability.md).

That links lead somewhere and codes exist is proved for these pages with all others: test_readme.py, test_docs.py.
"""

from __future__ import annotations

import ast
import re
from itertools import chain
from typing import TYPE_CHECKING

import pytest
from tools import traceability
from tools.traceability import EXPLAINED, LAW, PAGE, ROOT, TESTS, articles_of, explained, requirements_of, rules

from obmen.treaty import errors, policies
from obmen.treaty.articles import TITLES

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted(EXPLAINED.glob("*.md"))
CODE = re.compile(r"E-(?:\d+|T)-\d\d")
POLICY = re.compile(r"P-\d\d")
AMBIGUITY = re.compile(r"B-\d+")
ARTICLES = sorted(TITLES.keys() - {traceability.PREAMBLE})
"""The preamble commands nothing: it has a page, but need not have a rule."""


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# --- Each article ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_has_a_rule(number: int) -> None:
    assert [rule.name for rule in rules() if number in rule.articles]


@pytest.mark.parametrize("number", ARTICLES)
def test_an_article_has_a_test(number: int) -> None:
    assert traceability.tests()[number]


@pytest.mark.parametrize("number", sorted(TITLES))
def test_an_article_is_explained_under_its_title(number: int) -> None:
    title = f"# Статья {number}. {TITLES[number]}" if number else f"# {TITLES[number]} и заключительная часть"
    assert text(explained(number)).splitlines()[0] == title
    assert f"[{title.removeprefix('# ')}]({explained(number).name})" in text(EXPLAINED / "README.md")


def test_no_page_is_left_over() -> None:
    assert set(PAGES) == {EXPLAINED / "README.md", *(explained(number) for number in TITLES)}


@pytest.mark.parametrize("number", ARTICLES)
def test_a_page_names_the_policies_of_its_article_and_the_codes_that_bear_its_number(number: int) -> None:
    said = text(explained(number))
    assert {key for key in traceability.policies_of(number) if key not in said} == set()
    assert {key for key in errors.catalogue if key.startswith(f"E-{number}-") and key not in said} == set()


# --- What the pages say ------------------------------------------------------------------------------------------


def test_the_page_is_as_the_code_stands() -> None:
    assert text(PAGE) == traceability.page(), "make trace"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_names_policies_and_questions_that_exist(path: Path) -> None:
    said = text(path)
    assert set(POLICY.findall(said)) <= set(policies.catalogue)
    assert set(AMBIGUITY.findall(said)) <= set(AMBIGUITY.findall(text(ROOT / "docs/interpretation.md")))


def test_every_question_and_every_policy_is_interpreted_and_explained() -> None:
    """The register of ambiguities has thirty-one questions, B-1 to B-31."""
    interpreted = text(ROOT / "docs/interpretation.md")
    told = "".join(text(explained(number)) for number in TITLES)
    questions = {f"B-{number}" for number in range(1, 32)}
    assert set(re.findall(r"^\| (B-\d+) \|", interpreted, re.MULTILINE)) == questions
    assert set(AMBIGUITY.findall(told)) == questions
    assert set(policies.catalogue) == set(POLICY.findall(interpreted)) == set(POLICY.findall(told))


def test_every_code_of_ours_is_interpreted() -> None:
    """A code that the catalogue of the requirements does not have is marked `ours` and named with our readings."""
    ours = set(re.findall(r"^\[(E-\w+-\d\d)\] # ours", text(LAW / "data/errors.toml"), re.MULTILINE))
    named = set(CODE.findall(text(ROOT / "docs/interpretation.md").split("## Codes of ours")[1]))
    assert named == ours


# --- How it is traced --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("docstring", "articles"),
    [
        ("Decide by Art. 12(1) and P-03 on which date a request is received.", {12}),
        ("Require by Art. 2(2) and 9(1) at least one purpose.", {2, 9}),
        ("Decide by Art. 1, 18, 22, 24 and 25 whether this request\n    may be sent.", {1, 18, 22, 24, 25}),
        ("Art. 2, 3, 7-9, 11(1)(e), 12(2): what is asked.", {2, 3, 7, 8, 9, 11, 12}),
        ("Decide by Art. 1, 3\n    and 5 of it.", {1, 3, 5}),
        ("The purposes of the preamble.", {0}),
        ("T-02: it is not a refusal under Art. 13.", set()),
        ("As Art. 70 of another treaty, 12 of them.", set()),
        ("Since Art. 12, 30.03.2026 and 2027.", {12}),
        ("Nothing is cited here: 12, 13.", set()),
        (None, set()),
    ],
)
def test_a_citation_is_read(docstring: str | None, articles: set[int]) -> None:
    assert articles_of(docstring) == articles


def test_a_requirement_is_read() -> None:
    assert requirements_of("R-12.1.3 and R-8.a.2 (R-26.1, R-O.2)") == {0, 8, 12}


def test_a_test_is_counted_when_it_names_a_rule_directly_or_through_its_helper() -> None:
    tree = ast.parse(
        "from obmen.treaty import deadlines\n"
        "from obmen.treaty.deadlines import term as counted\n"
        "def helper():\n    return counted()\n"
        "def test_through_a_helper():\n    assert helper()\n"
        "def test_through_the_module():\n    assert deadlines.term()\n"
        "def test_of_something_else():\n    assert term()\n"
    )
    law, pieces = traceability.law_in(tree), traceability.pieces_of(tree)
    rule = next(rule for rule in rules() if rule.name == "term")
    assert [
        name
        for name, _ in traceability.tests_in(tree)
        if traceability.names_rule(rule, traceability.used(name, pieces), law)
    ] == ["test_through_a_helper", "test_through_the_module"]


def test_every_rule_cites_an_article_and_most_are_tested() -> None:
    assert len(rules()) > 50
    assert {path for counts in traceability.tests().values() for path in counts} >= {
        TESTS / "treaty/situations/request.toml"
    }
    assert set(chain.from_iterable(rule.articles for rule in rules())) >= set(ARTICLES)
