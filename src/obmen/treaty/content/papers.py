"""Art. 1, 11(1)(b), 11(1)(d): the enforcement documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.content.draft import Draft, blank
from obmen.treaty.documents.values import NaturalPerson
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.values import EnforcementDocument, OperativePart


def papers(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(b) number, date and issuer of at least one enforcement document (R-11.1.b)."""
    if not draft.request.documents:
        yield violation("E-11-02", field="documents")
    for index, document in enumerate(draft.request.documents):
        yield from _requisites(document, f"documents.{index}")
        yield from _dates(draft, document, f"documents.{index}.issued_on")


def _requisites(document: EnforcementDocument, field: str) -> Iterator[Finding]:
    if blank(document.number):
        yield violation("E-11-02", case="missing", field=f"{field}.number", what="номер")
    if document.issued_on is None:
        yield violation("E-11-02", case="missing", field=f"{field}.issued_on", what="дата")
    if blank(document.issuer):
        what = "орган или должностное лицо, выдавшие документ"
        yield violation("E-11-02", case="missing", field=f"{field}.issuer", what=what)


def _dates(draft: Draft, document: EnforcementDocument, field: str) -> Iterator[Finding]:
    issued, debtor = document.issued_on, draft.request.debtor
    if issued is None:
        return
    if issued > draft.on:
        yield violation("E-11-02", case="future", field=field, date=issued)
    birth = debtor.birth if isinstance(debtor, NaturalPerson) else None
    if birth and birth.date and issued < birth.date:
        yield violation("E-11-02", case="before_birth", field=field, weight=Weight.WARNS, date=issued)


def issuers(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 1 and 25 the class of each document's issuer, and that it is enforceable (R-1.2, R-1.3)."""
    for index, document in enumerate(draft.request.documents):
        field = f"documents.{index}"
        if document.document_class is None:
            yield violation("E-1-02", field=f"{field}.document_class")
        elif document.issuer_within_judicial_system is None:
            yield violation("E-1-02", case="system", field=f"{field}.issuer_within_judicial_system")
        if not document.enforceable:
            yield violation("E-1-03", field=f"{field}.enforceable")


def operative_parts(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(d) the operative part of each document, in Russian or translated (R-11.1.d)."""
    for index, document in enumerate(draft.request.documents):
        yield from _operative_part(document.operative_part, f"documents.{index}.operative_part")


def _operative_part(part: OperativePart, field: str) -> Iterator[Finding]:
    if blank(part.text):
        yield violation("E-11-07", field=f"{field}.text")
    elif part.lang != "ru":
        needed = {"russian_text": "русский текст", "translator": "переводчик"}
        for name, what in needed.items():
            if blank(getattr(part, name)):
                yield violation("E-11-07", case="translation", field=f"{field}.{name}", lang=part.lang, what=what)
