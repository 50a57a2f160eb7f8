"""Return a document from signature: the signatory says what to change, the officer goes on (Art. 11(3))."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.cases import content
from obmen.node.cases.acts import changing, refuse, require, require_state
from obmen.node.cases.models import Case, LocalState

if TYPE_CHECKING:
    from obmen.node.people.models import Officer


def return_to_draft(signatory: Officer, case: Case, remark: str) -> Case:
    """Return the request or the answer to the officer with a remark; a signed request, too, while it has not left.

    Raises `ActRefused`.
    """
    require(signatory, "return", case.own_authority)
    require_state(case, LocalState.ON_SIGNATURE, LocalState.READY, LocalState.ANSWER_ON_SIGNATURE)
    if not remark.strip():
        raise refuse("Не указано, что исправить", "Напишите замечание для исполнителя")
    sealed = content.seal(case, remark.strip().encode(), "remark")
    with changing(case, signatory, "returned") as locked:
        locked.remark = sealed
        locked.prepared, locked.prepared_digest = None, ""
        locked.local_state = LocalState.DRAFT if locked.requesting else LocalState.EXECUTING
    return case
