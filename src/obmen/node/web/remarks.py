"""What the signatory wrote when a document came back; the author reads it until he submits again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.cases import reading
from obmen.node.cases.models import LocalState

if TYPE_CHECKING:
    from obmen.node.cases.models import Case


def remark(case: Case | None) -> str:
    """Give the last remark, while nothing was submitted after it."""
    if case is None or case.local_state not in (LocalState.DRAFT, LocalState.EXECUTING):
        return ""
    return reading.remark(case)
