"""Check an instrument: the law proposes dates and says what deserves attention; nothing blocks (Art. 21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.depositary import records
from obmen.node.depositary.acts import changing, refuse, require, require_state
from obmen.node.depositary.models import Received, State

if TYPE_CHECKING:
    from obmen.node.depositary.records import Judged
    from obmen.node.people.models import Officer


def check(officer: Officer, row: Received) -> Judged:
    """Have the instrument checked and give it to the approver. Raises `ActRefused`."""
    require(officer, "dep_enter")
    require_state(row, State.RECEIVED)
    judged = records.judged(row)
    with changing(row, officer, "instrument_checked", findings=len(judged.findings)) as locked:
        locked.state, locked.checked_by, locked.returned = State.CHECKED, officer.username, ""
    return judged


def give_back(officer: Officer, row: Received, reason: str) -> None:
    """Give a checked instrument back to its operator, saying what is wrong. Raises `ActRefused`."""
    require(officer, "dep_approve")
    require_state(row, State.CHECKED)
    if not reason.strip():
        raise refuse("Не указано, что исправить", "Напишите оператору, что исправить")
    with changing(row, officer, "instrument_returned") as locked:
        locked.state, locked.checked_by, locked.returned = State.RECEIVED, "", reason.strip()[:300]
