"""Art. 4(c): what was recovered on a document that both sides execute, told while both proceedings run (M-28)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from obmen.treaty.documents.notices import Recovery
    from obmen.treaty.documents.values import Money

_CODE_LENGTH: Final = 3
"""Letters of an ISO 4217 code."""


def check_recovery(recovery: Recovery, *, documents: Collection[str], on: date) -> Findings:
    """Require by Art. 4(c) of M-28 the document, the sum in its currency and its day (R-4.c.3).

    `documents` are the numbers of the enforcement documents of the case. No reply is due, the term does not move and
    no sum is converted.
    """
    wrong = (*_document(recovery, documents), *_sums(recovery), *_day(recovery, on))
    return Findings.of(wrong or (held("Названы документ, взысканная сумма и её дата", Article(4, letter="в")),))


def _document(recovery: Recovery, documents: Collection[str]) -> Iterator[Finding]:
    if not recovery.document.strip():
        yield violation("E-4-04", case="missing", field="document", what="исполнительный документ")
    elif recovery.document not in documents:
        yield violation("E-4-04", case="unknown", field="document", number=recovery.document)


def _sums(recovery: Recovery) -> Iterator[Finding]:
    if recovery.recovered is None:
        yield violation("E-4-04", case="missing", field="recovered", what="взысканная сумма")
    elif not _readable(recovery.recovered) or not recovery.recovered.amount:
        yield violation("E-4-04", field="recovered")
    if recovery.remaining is not None and not _readable(recovery.remaining):
        yield violation("E-4-04", field="remaining")


def _readable(money: Money) -> bool:
    """Tell whether it is a sum: finite, not negative, in a currency."""
    amount, code = money.amount, money.currency
    lettered = len(code) == _CODE_LENGTH and code.isascii() and code.isalpha() and code.isupper()
    return amount.is_finite() and amount >= 0 and lettered


def _day(recovery: Recovery, on: date) -> Iterator[Finding]:
    if recovery.as_of is None:
        yield violation("E-4-04", case="missing", field="as_of", what="дата, на которую известна сумма")
    elif recovery.as_of > on:
        yield violation("E-4-04", case="future", field="as_of", date=recovery.as_of)
