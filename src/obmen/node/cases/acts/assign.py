"""Assign a registered request to an executor (R-9.1.3: who works on it may read it)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.cases.acts import changing, require, require_held, require_state
from obmen.node.cases.models import Case, LocalState
from obmen.node.people.permissions import may

if TYPE_CHECKING:
    from obmen.node.people.models import Officer


def assign(actor: Officer, case: Case, executor: Officer) -> Case:
    """Give the case to an executor of the same authority. Raises `ActRefused`."""
    require(actor, "assign", case.own_authority)
    require_state(case, LocalState.REGISTERED, LocalState.EXECUTING)
    require_held(may(executor, "answer", authority=case.own_authority))
    with changing(case, actor, "assigned") as locked:
        locked.assigned_to, locked.local_state = executor, LocalState.EXECUTING
    return case
