"""Art. 9(1), 16: the author needs the request, or items of it, no longer (M-18); a proceeding that ended (R-10.2.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.requests import Extent
from obmen.treaty.documents.values import ProceedingState
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from obmen.treaty.documents.requests import SubjectCode, Withdrawal

_NEEDED: Final = Article(9, point=1)


def check_withdrawal(withdrawal: Withdrawal, *, open_items: Collection[SubjectCode]) -> Findings:
    """Decide by Art. 9(1) and 16(2) whether a request, or items of it, may be withdrawn so: why, and which.

    What was already given stays under Art. 9. Items that make up all that is open are a withdrawal of the whole.
    """
    wrong = [] if withdrawal.reason.strip() else [violation("E-9-20", field="reason")]
    if withdrawal.extent is Extent.ITEMS:
        wrong += _items(withdrawal, open_items)
    elif withdrawal.items:
        wrong.append(violation("E-9-20", case="whole", field="items"))
    said = "Отзыв обоснован; полученное остаётся под защитой ст. 9"
    return Findings.of(wrong or (held(said, _NEEDED),))


def _items(withdrawal: Withdrawal, open_items: Collection[SubjectCode]) -> Iterator[Finding]:
    if not withdrawal.items:
        yield violation("E-9-20", case="items", field="items")
    elif set(open_items) <= set(withdrawal.items):
        yield violation("E-9-20", case="all", field="extent")
    for index, code in enumerate(withdrawal.items):
        if code not in open_items:
            yield violation("E-9-20", case="not_open", field=f"items.{index}", subject=code.label)


def check_still_needed(state: ProceedingState, *, request_open: bool) -> Finding:
    """Tell by Art. 9(1) that a request is no longer needed once its proceeding has ended (R-10.2.3).

    A suspended proceeding is pending: it prompts nothing.
    """
    if state is ProceedingState.ENDED and request_open:
        return violation("E-9-21", field="proceeding.state")
    return held("Исполнительное производство не окончено или запрос уже завершён", _NEEDED)
