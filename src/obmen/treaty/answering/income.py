"""Art. 7: income within the asked period, and for no more than three years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.documents.answers import IncomeRow, ItemStatus
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.periods import capped, covers, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.answering.given import Given
    from obmen.treaty.documents.requests import Subject
    from obmen.treaty.documents.values import Period


def tells_income(given: Given) -> bool:
    """Tell whether the answer has rows on income."""
    return any(True for _ in given.rows(IncomeRow))


def is_cut(asked: Period | None, cap: int) -> bool:
    """Decide by Art. 7 whether more was asked than may be answered (R-7.b.3)."""
    return asked is not None and capped(asked, cap) != asked


def income(given: Given) -> Iterator[Finding]:
    """Limit by Art. 7 the rows on income to the asked period and to its latest three years (R-7.b.1, R-7.b.3)."""
    asked = next((each for each in given.request.subjects if each.code is SubjectCode.INCOME), None)
    cap = given.edition.income_cap_years
    allowed = capped(asked.income_period, cap) if asked and asked.income_period else None
    for field, item, row in given.rows(IncomeRow):
        yield from _within(row, allowed, cap, f"{field}.period")
        if row.amount is None and item.status is ItemStatus.PROVIDED:
            yield violation("E-7-05", field=f"{field}.amount")
    yield from _asked(given, asked, allowed)


def _within(row: IncomeRow, allowed: Period | None, cap: int, field: str) -> Iterator[Finding]:
    if row.period is None:
        yield violation("E-7-02", case="period", field=field)
        return
    start, end = row.period.start, row.period.end
    if end < start:
        yield violation("E-7-02", case="reversed", field=field, start=start, end=end)
    elif allowed is None and not within(row.period, cap):
        yield violation("E-7-02", field=field)
    elif allowed and not covers(allowed, row.period):
        first, last = allowed.start, allowed.end
        yield violation("E-7-02", case="row", field=field, start=start, end=end, first=first, last=last)


def _asked(given: Given, asked: Subject | None, allowed: Period | None) -> Iterator[Finding]:
    """Refuse to guess a period that was not asked (R-7.b.4); warn where a longer one was cut without a word."""
    for field, item in given.items:
        if item.subject is SubjectCode.INCOME and item.rows and asked:
            if allowed is None:
                yield violation("E-7-03", case="received", field=f"{field}.rows")
            elif is_cut(asked.income_period, given.edition.income_cap_years) and not item.capped_by.strip():
                first, last = allowed.start, allowed.end
                weight = Weight.WARNS
                yield violation(
                    "E-7-02", case="note", field=f"{field}.capped_by", weight=weight, first=first, last=last
                )
