"""Approve a checked instrument: another person than its operator, who chooses the dates to publish (§2.9, P-09)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from obmen.node import clock
from obmen.node.depositary import records
from obmen.node.depositary.acts import changing, note, refuse, require, require_state
from obmen.node.depositary.models import Date, Received, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from obmen.node.people.models import Officer
    from obmen.register.proposals import Key, Proposal


def approve(officer: Officer, row: Received, chosen: Mapping[Key, date] | None = None) -> None:
    """Approve; of readings that differ the approver chooses one, by default that of the policy. Raises `ActRefused`."""
    require(officer, "dep_approve")
    require_state(row, State.CHECKED)
    _require_second(officer, row)
    proposals = records.judged(row).proposals
    dates = [_dated(each, chosen or {}) for each in proposals]
    seen = _seen()
    with changing(row, officer, "instrument_approved", dates=len(dates)) as locked:
        if _seen() != seen:
            raise refuse("Тем временем утверждён другой документ", "Откройте карточку заново: даты могли измениться")
        for each in dates:
            each.instrument = locked
            each.save()
        locked.state, locked.approved_by, locked.approved_at = State.APPROVED, officer.username, clock.now()


def _require_second(officer: Officer, row: Received) -> None:
    """Refuse an operator who would approve his own entry, and write that down."""
    if officer.username not in (row.entered_by, row.checked_by):
        return
    with transaction.atomic():
        note(officer, "approval_refused", row)
    raise refuse("Документ утверждает не тот, кто его внёс или проверил", "Передайте документ другому утверждающему")


def _dated(proposal: Proposal, chosen: Mapping[Key, date]) -> Date:
    key, on = proposal.key, chosen.get(proposal.key, proposal.reckoned.on)
    if on not in proposal.options:
        raise refuse(f"Дата {on:%d.%m.%Y} не следует ни из одного прочтения", "Выберите одну из предложенных дат")
    return Date(what=key.what.value, party=key.party, about=key.about, on=on, proposed=proposal.reckoned.on)


def _seen() -> tuple[tuple[int, int], ...]:
    """Name all that the dates were computed from."""
    return tuple((row.pk, row.version) for row in records.counted())
