"""Art. 4: enforcement documents in execution against the debtor, and the same debt executed twice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated
from obmen.treaty.answering.given import Given, day_of
from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import Answer, AnswerItem, ItemStatus, ProceedingRow, Stage
from obmen.treaty.errors import held, violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.requests import Request
    from obmen.treaty.documents.values import EnforcementDocument
    from obmen.treaty.findings import Finding

CLOSED: Final = (Stage.ENDED, Stage.TERMINATED, Stage.RETURNED)
_UNSUCCESSFUL: Final = (Stage.TERMINATED, Stage.RETURNED)
_NAME_KEYS: Final = re.compile("|".join(rf"\s*{word}" for word in dated.read("language")["name_keys"]), re.IGNORECASE)
_SEPARATOR: Final = re.compile("[,;]")
_WHAT: Final = {
    "issuer": "кем выдан документ",
    "country": "государство, где выдан документ",
    "document_kind": "наименование документа",
    "document_number": "номер документа",
    "claim": "содержание требования",
}


def tells_proceedings(given: Given) -> bool:
    """Tell whether the answer has rows on enforcement documents."""
    return any(True for _ in given.rows(ProceedingRow))


def proceedings(given: Given) -> Iterator[Finding]:
    """Require by Art. 4 of each enforcement document its dates, its data, its stage and its results (R-4.a.1-4.c.1).

    Where only a part is provided («Представлено частично», with the reason) the document's data may be incomplete.
    """
    for field, item, row in given.rows(ProceedingRow):
        yield from _dates(row, field)
        if item.status is not ItemStatus.PARTIAL:
            yield from _document(row, field)
        yield from _closed(row, field)
        yield from _matched(row, field)
        yield from _sums(row, item, field)


def _dates(row: ProceedingRow, field: str) -> Iterator[Finding]:
    """Require a date of initiation or of acceptance, or why there is none (R-4.b.1)."""
    if row.opened_on is None and row.accepted_on is None and not row.dates_unknown.strip():
        yield violation("E-4-01", field=f"{field}.opened_on")


def _document(row: ProceedingRow, field: str) -> Iterator[Finding]:
    """Require what the document is and the stage of its execution (R-4.a.1, R-4.b.2)."""
    for name, what in _WHAT.items():
        if not getattr(row, name).strip():
            yield violation("E-4-02", field=f"{field}.{name}", what=what)
    if row.stage is None:
        yield violation("E-4-02", field=f"{field}.stage", what="стадия исполнения")


def _closed(row: ProceedingRow, field: str) -> Iterator[Finding]:
    """Require of a closed proceeding when and on which ground it was closed (R-4.a.1)."""
    if row.stage and row.ended_on and row.stage not in CLOSED:
        yield violation("E-4-02", case="stage", field=f"{field}.stage", date=row.ended_on, stage=row.stage.label)
    elif row.stage in CLOSED or row.ended_on:
        if row.ended_on is None:
            yield violation("E-4-02", case="ended", field=f"{field}.ended_on", what="дата")
        if not row.ground.strip():
            yield violation("E-4-02", case="ended", field=f"{field}.ground", what="основание")


def _matched(row: ProceedingRow, field: str) -> Iterator[Finding]:
    """Require the keys by which the debtor was recognised; a name alone is a namesake's too (R-4.a.2)."""
    keys = [key for said in row.matched_by for key in _SEPARATOR.split(said) if key.strip()]
    if not keys:
        yield violation("E-4-02", case="matched", field=f"{field}.matched_by")
    elif all(map(_NAME_KEYS.match, keys)):
        yield violation("E-4-02", case="namesake", field=f"{field}.matched_by")


def _sums(row: ProceedingRow, item: AnswerItem, field: str) -> Iterator[Finding]:
    """Require the day as of which sums are told; they stay in their own currency (R-4.c.1)."""
    told = row.recovered or any(line.value for line in (*row.seized, *row.on_sale))
    if told and day_of(row.as_of, item) is None:
        yield violation("E-4-02", case="as_of", field=f"{field}.as_of")


def double_execution(request: Request, answer: Answer) -> Finding:
    """Decide by Art. 4(c) whether the same debt seems to be executed in both States (R-4.c.2); it only draws attention.

    It is the same debt when the document is the same (number, with issuer or date) or the claimant and the claim are.
    A proceeding that was terminated or returned with nothing recovered is no second execution.
    """
    for at, item in enumerate(answer.items):
        for index, row in enumerate(item.rows):
            if isinstance(row, ProceedingRow) and not _fruitless(row) and _same_debt(request, row):
                number, recovered = row.document_number.strip() or "без номера", _recovered(row, item)
                field = f"items.{at}.rows.{index}"
                return violation("E-4-03", field=field, number=number, recovered=recovered)
    return held("Признаков двойного исполнения нет", Article(4, letter="в"))


def _fruitless(row: ProceedingRow) -> bool:
    return row.stage in _UNSUCCESSFUL and not (row.recovered and row.recovered.amount)


def _same_debt(request: Request, row: ProceedingRow) -> bool:
    claimed = any(_same(claimant.name, row.claimant) for claimant in request.claimants)
    return any(
        _same_document(document, row) or (claimed and _same(document.claim, row.claim))
        for document in request.documents
    )


def _same_document(document: EnforcementDocument, row: ProceedingRow) -> bool:
    dated_alike = document.issued_on is not None and document.issued_on == row.document_date
    return _same(document.number, row.document_number) and (dated_alike or _same(document.issuer, row.issuer))


def _same(one: str, other: str) -> bool:
    return _plain(one) == _plain(other) != ""


def _plain(text: str) -> str:
    """Leave letters and digits only: «ФС № 900000123» and «фс 900000123» are one number."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _recovered(row: ProceedingRow, item: AnswerItem) -> str:
    if row.recovered is None:
        return "сумма не указана"
    day = day_of(row.as_of, item)
    at = f" на {day:%d.%m.%Y}" if day else ""
    return f"{row.recovered.amount} {row.recovered.currency}{at}"
