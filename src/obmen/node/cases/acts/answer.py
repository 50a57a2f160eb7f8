"""Answer a request item by item: write, submit for signature, sign and send M-03 (Art. 6, 7, 9(3), 11(3), 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.cases import content, enclosures, facts, filing
from obmen.node.cases.acts import Outcome, changing, refuse, require, require_held, require_state
from obmen.node.cases.acts.leaving import evidence_of, pack_for
from obmen.node.cases.acts.preparing import prepare
from obmen.node.cases.acts.sign import put_signatures, to_sign
from obmen.node.cases.acts.submit import signatory_for
from obmen.node.cases.models import Case, LocalState
from obmen.node.cases.papers import answers_of, draft_answer, request_in
from obmen.node.delivery.packing import enqueue
from obmen.node.delivery.register_store import trusted
from obmen.node.people.permissions import signatory_of
from obmen.treaty.answer_content import check_answer
from obmen.treaty.articles import Article
from obmen.treaty.attachments import check_attachments, check_certified, check_named
from obmen.treaty.documents import Answer
from obmen.treaty.documents.answers import Part
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.findings import Findings
from obmen.treaty.lifecycle import Side, State, may
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from obmen.node.cases.acts.elsewhere import Brought
    from obmen.node.people.models import Officer


def save_answer(officer: Officer, case: Case, answer: Answer) -> Case:
    """Keep the answer as written so far. Raises `ActRefused`."""
    _require_executor(officer, case)
    sealed = content.seal(case, content.ANSWERS.encode(answer), "draft")
    with changing(case, officer, "answer_saved") as locked:
        locked.draft = sealed
    return case


def check(case: Case, answer: Answer, signatory: Officer | None) -> Findings:
    """Ask the law everything about the answer as it stands today."""
    party, on = facts.party_of(case.own_authority), facts.today(case.own_authority)
    request = request_in(case)
    findings = check_answer(
        request,
        answer,
        requested_declarations=facts.declarations(party),
        requesting_declarations=facts.declarations(case.other_party),
        policies=trusted().policies(party),
        earlier=answers_of(case),
        on=on,
    )
    powers = check_powers(signatory_of(signatory) if signatory else None, on, received=False)
    attached = enclosures.listed(case)
    findings += check_attachments(attached) + check_named(answer, {each.id for each in attached})
    findings += check_certified(request, answer, attached)
    return findings + Findings.of([powers, may(State(case.shared_state), Kind.ANSWER, Side.REQUESTED, answer.part)])


def submit_answer(officer: Officer, case: Case, signatory: Officer | None = None) -> Outcome:
    """Submit the written answer for signature; nothing changes while a finding blocks. Raises `ActRefused`."""
    _require_executor(officer, case)
    answer, signs = draft_answer(case), signatory_for(officer, case, signatory)
    findings = check(case, answer, signs)
    if not findings:
        return Outcome(case=case, findings=findings)
    prepared = prepare(case, Kind.ANSWER, answer, signatory_of(signs))
    with changing(case, officer, "answer_submitted") as locked:
        prepared.put_into(locked)
        locked.local_state = LocalState.ANSWER_ON_SIGNATURE
    return Outcome(case=case, findings=findings)


def sign_answer(signatory: Officer, case: Case, digest: str, brought: Brought | None = None) -> Case:
    """Sign, seal and send the prepared answer; `digest` is the one that was shown. Raises `ActRefused`.

    The person's signature is made by our keys unless it was `brought` from elsewhere.
    """
    require(signatory, "sign", case.own_authority)
    require_state(case, LocalState.ANSWER_ON_SIGNATURE)
    contents, document = to_sign(signatory, case, digest)
    answer = document.payload
    if not isinstance(answer, Answer):
        raise TypeError("M-03 carries an answer")
    require_held(*check(case, answer, signatory).blocking)
    container = put_signatures(signatory, case, contents, brought)
    paper = filing.Paper(case, container, document, evidence_of(container))
    package, final = pack_for(case, container, document), answer.part is Part.FINAL
    with changing(case, signatory, "answered") as locked:
        paper.file(Side.REQUESTED, None)
        enqueue(package)
        filing.refold(locked)
        locked.prepared, locked.prepared_digest = None, ""
        locked.draft_attachments.all().delete()
        locked.draft = None if final else locked.draft
        locked.local_state = LocalState.ANSWERED if final else LocalState.EXECUTING
        locked.answered_on = facts.today(case.own_authority)
    return case


def _require_executor(officer: Officer, case: Case) -> None:
    """Require that the officer is the one the case is assigned to, and that it is being executed."""
    require(officer, "answer", case.own_authority)
    require_state(case, LocalState.EXECUTING)
    if case.assigned_to_id != officer.pk:
        raise refuse("Дело поручено другому исполнителю", "Попросите канцелярию поручить его вам", Article(9, point=1))
