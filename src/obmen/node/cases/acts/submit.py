"""Submit a draft: the law judges it whole, then the very document to be signed is prepared (Art. 11, 25)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.node.cases import composing, content, enclosures, facts, numbers
from obmen.node.cases.acts import Outcome, changing, refuse, require, require_held, require_state
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.register_store import trusted
from obmen.node.people.models import Officer, Role
from obmen.node.people.permissions import signatory_of
from obmen.treaty.applicability import may_send, notes_on_reservations
from obmen.treaty.attachments import check_attachments
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.findings import Findings, Weight
from obmen.treaty.request_content import check_request
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from obmen.treaty.documents import Request
    from obmen.treaty.documents.values import Attachment

ART25: Final = "E-25-05"
"""The finding that a reason in the sender's own words answers (Art. 25, P-15)."""


def submit(
    officer: Officer, case: Case, confirmations: Mapping[str, str] | None = None, signatory: Officer | None = None
) -> Outcome:
    """Submit the draft; nothing changes while a finding blocks or an asked confirmation (by code) has no reason."""
    require(officer, "submit", case.own_authority)
    require_state(case, LocalState.DRAFT)
    request = _confirmed(content.draft_request(case), confirmations or {})
    signs = signatory or usual_signatory(case)
    findings = _to_be_done(check(case.own_authority, request, signs, enclosures.listed(case)))
    if not findings:
        return Outcome(case=case, findings=findings)
    _number(case, officer)
    composed = composing.compose(case, Kind.REQUEST, request, case.own_number, signatory_of(signs))
    require_held(*enclosures.check_package(composed.contents))
    sealed = content.seal(case, content.pack(composed.contents), "prepared")
    with changing(case, officer, "submitted") as locked:
        locked.prepared, locked.prepared_digest = sealed, composed.digest
        locked.remark = None
        locked.local_state = LocalState.ON_SIGNATURE
    return Outcome(case=case, findings=findings)


def check(
    authority: str, request: Request, signatory: Officer | None, attached: Collection[Attachment] = ()
) -> Findings:
    """Ask the law everything about the request of our authority as it stands today, with what is attached."""
    on, party = facts.today(authority), facts.party_of(authority)
    receiver = request.receiver.id
    foreseen = facts.term_from(receiver, on) if facts.party_of(receiver) else None
    content_findings = check_request(
        request,
        on=on,
        own_party=party,
        policies=trusted().policies(party),
        due=foreseen.due_adjusted if foreseen else None,
    )
    sending = may_send(request, **facts.sending(request, authority, on))
    notes = notes_on_reservations(request, facts.declarations(facts.party_of(receiver)), on)
    powers = check_powers(signatory_of(signatory) if signatory else None, on, received=False)
    return content_findings + check_attachments(attached) + sending + notes + Findings.of([powers])


def usual_signatory(case: Case) -> Officer:
    """Give the signatory of our authority; the first by name where there are several."""
    people = Officer.objects.filter(authority=case.own_authority, is_active=True)
    signs = next((person for person in people if person.has_role(Role.SGN)), None)
    if signs is None:
        raise refuse("В органе нет уполномоченного лица", "Попросите администратора добавить уполномоченное лицо")
    return signs


def _confirmed(request: Request, confirmations: Mapping[str, str]) -> Request:
    """Write the reason of a confirmation into the request: the other side is to read it (P-15)."""
    reason = confirmations.get(ART25, "").strip()
    return replace(request, art25_confirmation=reason) if reason else request


def _to_be_done(findings: Findings) -> Findings:
    """Let what still waits for a reasoned confirmation block."""
    return Findings.of(
        replace(finding, weight=Weight.BLOCKS) if not finding and finding.weight is Weight.CONFIRM else finding
        for finding in findings
    )


def _number(case: Case, officer: Officer) -> None:
    """Give the case its number and the letter its исх. №, once; a returned draft keeps them."""
    if case.number:
        return
    year = facts.today(case.own_authority).year
    with changing(case, officer, "numbered") as locked:
        locked.number = numbers.case_number(case.own_authority, year)
        locked.own_number = numbers.book_number(case.own_authority, year, numbers.OUTGOING)
