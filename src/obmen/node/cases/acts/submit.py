"""Submit a draft: the law judges it whole, then the very document to be signed is prepared (Art. 11, 25)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.node.cases import content, enclosures, facts, numbers
from obmen.node.cases.acts import Outcome, changing, refuse, require, require_held, require_state
from obmen.node.cases.acts.preparing import prepare
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.register_store import trusted
from obmen.node.people.models import Officer, Role
from obmen.node.people.permissions import may, signatory_of
from obmen.treaty.applicability import may_send, notes_on_reservations
from obmen.treaty.articles import Article
from obmen.treaty.attachments import check_attachments
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.findings import Finding, Findings, Weight
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
    signs = signatory_for(officer, case, signatory)
    findings = judge(case, request, signs)
    if not findings:
        return Outcome(case=case, findings=findings)
    case.number = numbers.case_number(case, facts.today(case.own_authority).year)
    prepared = prepare(case, Kind.REQUEST, request, signatory_of(signs))
    with changing(case, officer, "submitted") as locked:
        prepared.put_into(locked)
        locked.number, locked.local_state = case.number, LocalState.ON_SIGNATURE
    return Outcome(case=case, findings=findings)


def judge(case: Case, request: Request, signatory: Officer) -> Findings:
    """Ask the law about the request as it would leave today; what still waits for a reasoned confirmation blocks."""
    findings = check(case.own_authority, request, signatory, enclosures.listed(case))
    return Findings.of(
        replace(finding, weight=Weight.BLOCKS) if not finding and finding.weight is Weight.CONFIRM else finding
        for finding in findings
    )


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


def signatory_for(officer: Officer, case: Case, chosen: Officer | None) -> Officer:
    """Give who signs what the officer submits: the chosen one or the usual. Raises `ActRefused` if he may not."""
    signs = chosen or usual_signatory(case, other_than=officer)
    require_held(may(signs, "sign", authority=case.own_authority), _second_person(officer, signs))
    return signs


def usual_signatory(case: Case, other_than: Officer | None = None) -> Officer:
    """Give the signatory of our authority, another than this person if there is one; the first by name of several."""
    people = Officer.objects.filter(authority=case.own_authority, is_active=True)
    signs = sorted((person for person in people if person.has_role(Role.SGN)), key=lambda each: each == other_than)
    if not signs:
        raise refuse("В органе нет уполномоченного лица", "Попросите администратора добавить уполномоченное лицо")
    return signs[0]


def _second_person(officer: Officer, signatory: Officer) -> Finding:
    """Require that who prepared a document does not sign it alone, unless the Party has chosen so (P-27)."""
    policies = trusted().policies(facts.party_of(officer.authority))
    alone = officer == signatory and policies.choice("P-27") != "OFF_FOR_SIGNING"
    return Finding(
        holds=not alone,
        because="Документ подписывает тот, кто его подготовил" if alone else "Документ подписывает второй сотрудник",
        articles=(Article(11, point=3),),
        how_to_fix="Выберите другое уполномоченное лицо" if alone else "",
        field="signatory",
        policy="P-27",
    )


def _confirmed(request: Request, confirmations: Mapping[str, str]) -> Request:
    """Write the reason of a confirmation into the request: the other side is to read it (P-15)."""
    reason = confirmations.get(ART25, "").strip()
    return replace(request, art25_confirmation=reason) if reason else request
