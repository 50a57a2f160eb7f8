"""Art. 5(2): explanations, one for each question and none beyond those asked."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from obmen.treaty.answering.items import WITH_DATA
from obmen.treaty.documents.answers import ExplanationResult, ExplanationRow
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.answering.given import Given
    from obmen.treaty.documents.answers import AnswerItem
    from obmen.treaty.findings import Finding


def explains(given: Given) -> bool:
    """Tell whether the answer gives explanations."""
    return any(item.subject is SubjectCode.EXPLANATIONS and item.status in WITH_DATA for _, item in given.items)


def explanations(given: Given) -> Iterator[Finding]:
    """Require by Art. 5(2) one entry for each question of the request, and none beyond them (R-5.2.1)."""
    asked = next((each.questions for each in given.request.subjects if each.code is SubjectCode.EXPLANATIONS), ())
    for field, item in given.items:
        if item.subject is SubjectCode.EXPLANATIONS and item.status in WITH_DATA:
            yield from _numbers(item, len(asked), f"{field}.rows")
    for field, _item, row in given.rows(ExplanationRow):
        yield from _entry(row, field)


def _numbers(item: AnswerItem, asked: int, field: str) -> Iterator[Finding]:
    entries = [(index, row.number) for index, row in enumerate(item.rows) if isinstance(row, ExplanationRow)]
    times = Counter(number for _, number in entries)
    for number in range(1, asked + 1):
        if not times[number]:
            yield violation("E-5-04", case="missing", field=field, number=number)
    for index, number in entries:
        if not 1 <= number <= asked:
            yield violation("E-5-04", case="beyond", field=f"{field}.{index}.number", number=number)
        elif times[number] > 1:
            yield violation("E-5-04", case="twice", field=f"{field}.{index}.number", number=number)


def _entry(row: ExplanationRow, field: str) -> Iterator[Finding]:
    """Require what became of the question, when, and who signed it or why nobody did."""
    number = row.number
    if row.result is None:
        yield violation("E-5-04", case="result", field=f"{field}.result", number=number)
    if row.result is ExplanationResult.ANSWERED and not row.text.strip():
        yield violation("E-5-04", case="text", field=f"{field}.text", number=number)
    if row.given_on is None:
        yield violation("E-5-04", case="date", field=f"{field}.given_on", number=number)
    if not (row.signed_by.strip() or row.note.strip()):
        yield violation("E-5-04", case="signed", field=f"{field}.signed_by", number=number)
