"""Art. 13: refusal and inability - the closed list of grounds, consultations before it, the return of documents.

A refusal is always a person's decision (R-13.1.2): nothing here prepares one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.consultation import Consulted, named, open_about
from obmen.treaty.documents.conditions import Topic
from obmen.treaty.documents.refusals import Ground
from obmen.treaty.documents.requests import Extent, SubjectCode
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.returning import OriginalPaper, check_returned

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from obmen.treaty.documents.refusals import Inability, Refusal

_NORM_NEEDED: Final = frozenset({Ground.LEGISLATION, Ground.INTERNATIONAL_OBLIGATIONS})


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalFacts:
    """What the case knows when a refusal is prepared.

    `version` is the newest version of the request, `open_items` those without a final result or refusal, `papers` the
    papers of the request and where each is; `declared_by_…` whether that Party's declaration under Art. 25 concerns
    an enforcement document of the request.
    """

    version: int = 1
    open_items: tuple[SubjectCode, ...] = ()
    papers: tuple[OriginalPaper, ...] = ()
    consultations: tuple[Consulted, ...] = ()
    declared_by_requesting: bool = False
    declared_by_requested: bool = False


def check_refusal(refusal: Refusal, facts: RefusalFacts, *, on: date) -> Findings:
    """Decide by Art. 13 whether execution of the request, or of some items, may be refused so (R-13.1, R-13.3).

    The papers go back when the whole request is refused: for the other items they are still needed (R-13.1.3).
    """
    wrong = (
        *_version(refusal.request_version, facts.version),
        *_extent(refusal, facts.open_items),
        *_ground(refusal, facts),
        *_consulted(refusal, facts, on),
        *check_returned(refusal.returned, facts.papers, on=on, all_of_them=refusal.extent is Extent.ALL),
    )
    return Findings.of(wrong or (held("Отказ допустим: основание, консультации и возврат документов", Article(13)),))


def check_inability(inability: Inability, facts: RefusalFacts, *, on: date) -> Findings:
    """Require by Art. 13(2) the circumstances that prevent execution, with the return of documents (R-13.2.2).

    It is no refusal: it has no ground, and Art. 13(3) asks for no consultations before it.
    """
    wrong = [*_version(inability.request_version, facts.version)]
    if not inability.circumstances.strip():
        wrong.append(violation("E-13-02", case="inability", field="circumstances"))
    wrong += check_returned(inability.returned, facts.papers, on=on)
    because = "Обстоятельства, препятствующие исполнению, изложены; документы возвращаются"
    return Findings.of(wrong or (held(because, Article(13, paragraph=2)),))


def _version(version: int, newest: int) -> Iterator[Finding]:
    """Require by Art. 13 and 14 a version of the request that exists (R-14.4)."""
    if not 1 <= version <= newest:
        yield violation("E-13-05", case="version", field="request_version", version=version, last=newest)


def _extent(refusal: Refusal, open_items: tuple[SubjectCode, ...]) -> Iterator[Finding]:
    """Require by Art. 13(1) of an item refusal the items, each asked and still without a result (R-13.1.3)."""
    whole = refusal.extent is Extent.ALL
    if whole and refusal.items:
        yield violation("E-13-05", case="whole", field="items")
    if not whole and not refusal.items:
        yield violation("E-13-05", field="items")
    for index, code in enumerate(() if whole else refusal.items):
        field = f"items.{index}"
        if code in refusal.items[:index]:
            yield violation("E-13-05", case="twice", field=field, subject=code.label)
        elif code not in open_items:
            yield violation("E-13-05", case="not_open", field=field, subject=code.label)


def _ground(refusal: Refusal, facts: RefusalFacts) -> Iterator[Finding]:
    """Require by Art. 13(1) a ground of the closed list that is there, its circumstances, and the norm."""
    declared = {
        Ground.ART25_REQUESTING: facts.declared_by_requesting,
        Ground.ART25_REQUESTED: facts.declared_by_requested,
    }
    if refusal.ground is None:
        yield violation("E-13-01", field="ground")
    elif not declared.get(refusal.ground, True):
        yield violation("E-13-01", case="not_declared", field="ground", ground=refusal.ground.label)
    if not refusal.circumstances.strip():
        yield violation("E-13-02", case="circumstances", field="circumstances")
    if refusal.ground in _NORM_NEEDED and not refusal.norm.strip():
        yield violation("E-13-02", case="norm", field="norm")


def _consulted(refusal: Refusal, facts: RefusalFacts, on: date) -> Iterator[Finding]:
    """Require by Art. 13(3) the answer whether consultations are needed, and that those begun are over (R-13.3.1)."""
    tick = refusal.consultation
    if tick.needed is None:
        yield violation("E-13-04", case="tick", field="consultation.needed")
    if open_about(Topic.REFUSAL, facts.consultations, on):
        yield violation("E-13-04", case="open", field="consultation.consultation")
    elif tick.needed:
        named_one = named(facts.consultations, tick.consultation, Topic.REFUSAL)
        if named_one is None or not named_one.held(on):
            yield violation("E-13-04", case="none", field="consultation.consultation")
