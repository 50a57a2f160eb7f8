"""The catalogue of refusals and warnings (requirements, Annex A): code, article, Russian text, what to do.

The texts are data (`data/errors.toml`). An entry has one general wording and, where the fault can be told more
exactly, named cases with wordings of their own («Период — 3 года и 1 день ...»).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias

from obmen.treaty import dated
from obmen.treaty.articles import Article, cited
from obmen.treaty.findings import Finding, Findings, Weight
from obmen.treaty.wording import said

Effect: TypeAlias = Literal["blocks", "warns", "confirm", "finding", "nack", "undetermined", "edition"]

_WEIGHTS: Final[Mapping[Effect, Weight]] = {
    "blocks": Weight.BLOCKS,
    "warns": Weight.WARNS,
    "confirm": Weight.CONFIRM,
    "finding": Weight.NOTES,
    "nack": Weight.BLOCKS,
    "undetermined": Weight.WARNS,
    "edition": Weight.BLOCKS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What is said and what to do; {names} in braces are filled with facts."""

    text: str
    how_to_fix: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One code of the catalogue.

    `basis` is the citation as Annex A prints it, `articles` the same as values. `effect` is what it does to the own
    user; `also_nack` tells that the same defect in a received document is answered with T-02 (closed list of
    R-12.1.5). `declaration` marks findings on declarations and reservations, which have a fixed ending.
    """

    code: str
    basis: str
    articles: tuple[Article, ...]
    text: str
    how_to_fix: str
    effect: Effect
    also_nack: bool = False
    declaration: bool = False
    cases: Mapping[str, Wording]

    def wording(self, case: str = "") -> Wording:
        """Return the wording of a case, or the general one; a case without its own advice takes the general one."""
        if not case:
            return Wording(text=self.text, how_to_fix=self.how_to_fix)
        special = self.cases[case]
        return replace(special, how_to_fix=special.how_to_fix or self.how_to_fix)


def _entry(code: str, raw: Mapping[str, Any]) -> Entry:
    cases = {
        name: Wording(text=case["text"], how_to_fix=case.get("how_to_fix", ""))
        for name, case in raw.get("cases", {}).items()
    }
    plain = {key: value for key, value in raw.items() if key != "cases"}
    return Entry(code=code, articles=cited(raw["basis"]), cases=MappingProxyType(cases), **plain)


_DATA: Final = dated.read("errors")
_ENDINGS: Final[Mapping[str, str]] = _DATA["endings"]

catalogue: Final[Mapping[str, Entry]] = MappingProxyType(
    {code: _entry(code, raw) for code, raw in _DATA.items() if code != "endings"},
)
"""Every code with its entry, in the order of the Agreement."""


def _filled(text: str, facts: Mapping[str, object]) -> str:
    known = defaultdict(lambda: "…", {name: said(fact) for name, fact in facts.items()})
    return text.format_map(known)


def violation(code: str, *, case: str = "", field: str = "", weight: Weight | None = None, **facts: object) -> Finding:
    """Make the finding that `code` is violated.

    `case` chooses a more exact wording of the entry; `facts` fill the places in braces (dates as dd.mm.yyyy, a missing
    fact as «…»); `weight` replaces the usual one where Annex A has two («warn; yes if empty»). Raises KeyError when
    the catalogue has no such code or case.
    """
    entry = catalogue[code]
    wording = entry.wording(case)
    text = _filled(wording.text, facts)
    return Finding(
        holds=False,
        because=f"{text}. {_ENDINGS['declaration']}" if entry.declaration else text,
        articles=entry.articles,
        code=code,
        how_to_fix=_filled(wording.how_to_fix, facts),
        field=field,
        weight=_WEIGHTS[entry.effect] if weight is None else weight,
    )


def held(because: str, *articles: Article) -> Finding:
    """Make the finding that a rule holds, and why."""
    return Finding(holds=True, because=because, articles=articles)


def nack_text(code: str, **facts: object) -> str:
    """Write the text of T-02: the entry's own and the fixed ending that it is not a refusal under Art. 13."""
    return f"{_filled(catalogue[code].text, facts)}. {_ENDINGS['nack']}"


def received(findings: Findings) -> Findings:
    """Soften what was found in a received document: it is received with a warning and a person decides (R-11.4)."""
    return Findings.of(
        replace(finding, weight=Weight.WARNS) if not finding and finding.weight is not Weight.NOTES else finding
        for finding in findings
    )
