"""Draft a request: keep what the officer has written so far, complete or not (Art. 10(2), 11)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from obmen.node import clock
from obmen.node.cases import content, facts
from obmen.node.cases.acts import changing, require, require_state
from obmen.node.cases.models import Case, LocalState
from obmen.node.journal.record import record
from obmen.node.vault import service as vault
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from obmen.node.people.models import Officer
    from obmen.treaty.documents import Request


def save(officer: Officer, request: Request, case: Case | None = None) -> Case:
    """Save the draft `request`, in a new case when there is none yet; return the case. Raises `ActRefused`."""
    require(officer, "draft", officer.authority)
    if case is None:
        return _begin(officer, request)
    require(officer, "draft", case.own_authority)
    require_state(case, LocalState.DRAFT)
    written = content.REQUESTS.encode(request)
    if case.draft and content.unseal(case, case.draft, "draft") == written:
        return case
    columns = _written(case, request)
    with changing(case, officer, "draft_saved") as locked:
        _put(locked, columns)
    return case


def _begin(officer: Officer, request: Request) -> Case:
    case = Case(
        side=Side.REQUESTING.value,
        own_authority=officer.authority,
        key_id=vault.new_key(),
        local_state=LocalState.DRAFT,
        created_by=officer,
        assigned_to=officer,
        created_at=clock.now(),
    )
    _put(case, _written(case, request))
    with transaction.atomic():
        case.save()
        record("draft_begun", actor=officer.username, authority=case.own_authority, object_id=case.id)
    return case


def _written(case: Case, request: Request) -> dict[str, Any]:
    """Give what the request makes of the case's columns: the text sealed, and what lists need."""
    return {
        "draft": content.seal(case, content.REQUESTS.encode(request), "draft"),
        "title": content.seal(case, content.short_name(request.debtor).encode(), "title"),
        "subjects": ",".join(subject.code.value for subject in request.subjects),
        "other_authority": request.receiver.id,
        "other_party": facts.party_of(request.receiver.id),
        "confidential": request.confidentiality is not None,
    }


def _put(case: Case, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        setattr(case, name, value)
