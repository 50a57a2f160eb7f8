"""Art. 6(a): what an answer says where it relies on a reservation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.documents.answers import ItemStatus
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from obmen.treaty.answering.given import Given
    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents.answers import AnswerItem
    from obmen.treaty.findings import Finding
    from obmen.treaty.policies import Policies


def may_rely(own: Sequence[Declaration], other: Sequence[Declaration], policies: Policies, on: date) -> bool:
    """Decide by Art. 6(a) and P-16 whether the requested Party may rely on a reservation, its own or the other's."""
    relied = [*own, *(other if policies.choice("P-16") == "AVAILABLE" else ())]
    return any(
        each.kind == "RESERVATION" and each.applies(on) and each.concerns(SubjectCode.ACCOUNTS) for each in relied
    )


def relied_on(given: Given) -> bool:
    """Tell whether an item is withheld within a reservation, or gives the grounds for it."""
    withheld = ItemStatus.WITHHELD_RESERVATION
    return any(item.status is withheld or item.circumstances or item.norm for _, item in given.items)


def reservation(given: Given) -> Iterator[Finding]:
    """Require by Art. 6(a) circumstances and norm where a reservation is relied on (R-6.a.2, R-6.a.3)."""
    for field, item in given.items:
        withheld = item.status is ItemStatus.WITHHELD_RESERVATION
        if withheld and item.subject is not SubjectCode.ACCOUNTS:
            yield violation("E-6-01", case="subject", field=f"{field}.status")
        elif withheld and not given.reservation:
            yield violation("E-6-01", case="none", field=f"{field}.status")
        elif withheld or item.circumstances.strip() or item.norm.strip():
            yield from _grounds(item, field)


def _grounds(item: AnswerItem, field: str) -> Iterator[Finding]:
    for name in ("circumstances", "norm"):
        if not getattr(item, name).strip():
            yield violation("E-6-01", field=f"{field}.{name}")
