"""The draft of a request as the wizard works with it: opened through the reading room, saved by its act, judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obmen.node.cases import enclosures, reading
from obmen.node.cases.acts import ActRefused, submit
from obmen.node.cases.acts import draft as act
from obmen.node.cases.models import Case
from obmen.node.web import bodies
from obmen.node.web.explanations import Note, notes
from obmen.node.web.forms import request_form
from obmen.treaty.documents.requests import Request
from obmen.treaty.findings import Findings

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.node.people.models import Officer
    from obmen.node.web.forms.layout import FormPage
    from obmen.treaty.findings import Finding

PURPOSE = "составление запроса"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request being written; without a case it has not been saved yet."""

    request: Request
    case: Case | None = None

    @property
    def id(self) -> UUID | None:
        """The id of the case, once there is one."""
        return self.case.id if self.case else None


def blank(officer: Officer) -> Draft:
    """Begin a request of the officer's authority."""
    return Draft(request=bodies.blank(officer))


def opened(officer: Officer, case_id: UUID) -> Draft:
    """Open a draft. Raises `ActRefused`."""
    file = reading.open_file(officer, case_id, PURPOSE)
    return Draft(request=file.request, case=file.case)


def save(officer: Officer, draft: Draft, request: Request) -> Draft:
    """Save what is written so far, complete or not. Raises `ActRefused`."""
    named = bodies.named(request)
    return Draft(request=named, case=act.save(officer, named, draft.case))


def judged(draft: Draft) -> Findings:
    """Ask the law everything about the draft as it stands today; nothing about one that is not saved."""
    if draft.case is None:
        return Findings()
    attached = enclosures.listed(draft.case)
    return submit.check(draft.case.own_authority, draft.request, signatory_for(draft.case), attached)


def signatory_for(case: Case) -> Officer | None:
    """Give who would sign, if the authority has anyone."""
    try:
        return submit.usual_signatory(case)
    except ActRefused:
        return None


def attention(draft: Draft, page: FormPage) -> tuple[Note, ...]:
    """Say what matters on this page here and now: what the law notices about it, then the standing notes."""
    noticed = (each for each in judged(draft).failing if not each.blocks and page_of(draft, each) is page)
    unique = dict.fromkeys(Note(text=each.because, citation=each.citation) for each in noticed)
    return (*unique, *notes(page.slug))


def page_of(draft: Draft, finding: Finding) -> FormPage | None:
    """Find the page of the wizard that a finding is about."""
    return request_form.page_of(request_form.name_of(draft.request, finding.field)) if finding.field else None
