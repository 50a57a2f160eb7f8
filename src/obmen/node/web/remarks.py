"""What the signatory wrote when a document came back; the author reads it until he submits again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.journal.models import Entry

if TYPE_CHECKING:
    from obmen.node.cases.models import Case


def remark(case: Case | None) -> str:
    """Give the last remark, while nothing was submitted after it."""
    if case is None:
        return ""
    turns = Entry.objects.filter(object_id=str(case.id), action__in=("returned", "submitted", "answer_submitted"))
    last = turns.order_by("seq").last()
    return last.reason if last and last.action == "returned" else ""
