"""What an actor of the demo can do: each deed signs a person in by name and performs the act that a screen would.

A deed takes and answers plain JSON values; `done` in the answer tells a deed that waits for another node.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from obmen.message.container import read
from obmen.message.errors import Misuse
from obmen.node import clock
from obmen.node.cases import content, evidence, facts, papers, queries
from obmen.node.cases.acts import ActRefused, answer, close, draft, register, send, sign, submit
from obmen.node.cases.models import Case
from obmen.node.cases.reading import open_file
from obmen.node.delivery import register_store
from obmen.node.people.admission import admit
from obmen.node.people.models import Officer
from obmen.treaty.lifecycle import State
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Callable

    from obmen.treaty.findings import Findings

Answer = dict[str, Any]


def guarded(deed: Callable[..., Answer], command: dict[str, Any]) -> Answer:
    """Perform a deed; a refused act is an answer that says why."""
    try:
        return deed(**command)
    except ActRefused as refused:
        return {"error": " ".join(finding.sentence() for finding in refused.findings.failing)}


def settle(editions: list[str], people: list[dict[str, Any]]) -> Answer:
    """Take the editions of the register and let the people in."""
    for edition in editions:
        register_store.accept(Path(edition).read_bytes())
    return {"people": [admit(**person).username for person in people]}


def draft_request(username: str, request: str) -> Answer:
    """Draft the request of the JSON text and submit it; `blocked` lists every reason why it is not submitted."""
    officer = _officer(username)
    problems = content.REQUESTS.problems(request.encode())
    if problems:
        return {"blocked": [["E-T-09", "ст. 11", problem.text_ru, problem.path] for problem in problems]}
    try:
        case = draft.save(officer, content.REQUESTS.decode(request.encode()))
    except Misuse as error:  # it fits as typed, and not as it would travel
        return {"blocked": [["E-T-09", "ст. 11", f"Запрос нельзя передать: {error}.", ""]]}
    outcome = submit.submit(officer, case)
    return {
        "blocked": _rows(outcome.findings) if not outcome else [],
        "warnings": [finding.sentence() for finding in outcome.findings.warnings],
        "checked": len(outcome.findings),
        "officer": officer.full_name,
        "case": str(case.id),
        "number": case.number,
    }


def keep_draft(username: str, request: str) -> Answer:
    """Keep a draft as it is, mistakes and all."""
    case = draft.save(_officer(username), content.REQUESTS.decode(request.encode()))
    return {"case": str(case.id)}


def sign_request(username: str, case: str) -> Answer:
    """Sign and seal the prepared request."""
    signatory = _officer(username)
    prepared = _case(case)
    signed = sign.sign(signatory, prepared, prepared.prepared_digest)
    container = read(content.unseal(signed, signed.prepared or b"", "signed"))
    return {"signatory": signatory.full_name, "digest": container.identity, "size": len(container.raw)}


def send_request(username: str, case: str) -> Answer:
    """Put the signed request into the outbox."""
    send.send(_officer(username), _case(case))
    return {}


def delivered(case: str) -> Answer:
    """Tell whether the receipt for the request is in."""
    row = _case(case).documents.filter(kind="M-01").last()
    if row is None or row.delivered_at is None:
        return {"done": False, "code": row.code if row else ""}
    zone = facts.zone_of(row.case.other_authority)
    return {"done": True, "delivered_at": f"{row.delivered_at.astimezone(zone):%d.%m.%Y %H:%M:%S %Z}"}


def find(number: str) -> Answer:
    """Tell whether a case has been opened under this number."""
    case = Case.objects.filter(number=number).first()
    return {"done": case is not None, "case": str(case.id) if case else ""}


def register_request(username: str, case: str, executor: str) -> Answer:
    """Register the request and assign it; say the due date and how it was counted."""
    clerk = _officer(username)
    registered = register.register(clerk, _case(case), executor=_officer(executor))
    term = queries.due_count(clerk, registered.id)
    skipped = [day.why for day in term.count if day.number is None and day.day.weekday() < _WEEKEND] if term else []
    return {
        "clerk": clerk.full_name,
        "reg_number": registered.reg_number,
        "due": written(registered.due_adjusted) if registered.due_adjusted else "не определён",
        "explained": f"30 рабочих дней, пропущено праздничных и перенесённых: {max(len(skipped) - 1, 0)}",
    }


def knows_term(number: str) -> Answer:
    """Tell whether the notice of registration is in, and whether both nodes counted the same."""
    case = Case.objects.get(number=number)
    same = case.due_other is not None and case.due_other == case.due_adjusted
    return {"done": case.due_other is not None, "same": same}


def subjects(case: str) -> Answer:
    """List the codes of the subjects that are asked."""
    return {"subjects": [subject.code.value for subject in papers.request_in(_case(case)).subjects]}


def answer_request(username: str, signatory: str, case: str, answer_json: str) -> Answer:
    """Write the answer, submit it, sign and send it."""
    officer, signs = _officer(username), _officer(signatory)
    saved = answer.save_answer(officer, _case(case), content.ANSWERS.decode(answer_json.encode()))
    outcome = answer.submit_answer(officer, saved, signs)
    if not outcome:
        raise ActRefused(outcome.findings)
    written_answer = papers.draft_answer(outcome.case)
    answer.sign_answer(signs, outcome.case, outcome.case.prepared_digest)
    items = [f"{item.subject.short}: {item.status.label if item.status else '—'}" for item in written_answer.items]
    return {"signatory": signs.full_name, "items": items}


def executed(case: str) -> Answer:
    """Tell whether the final answer is in."""
    state = _case(case).shared_state
    return {"done": state == State.EXECUTED, "state": State(state).label if state else ""}


def close_case(username: str, case: str, reason: str) -> Answer:
    """Close the case."""
    close.close(_officer(username), _case(case), reason)
    return {}


def save_evidence(username: str, case: str, folder: str) -> Answer:
    """Unpack the evidence of the case into a folder."""
    bundle = evidence.evidence_bundle(_officer(username), UUID(case), "показ: проверка доказательств")
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        files.extractall(Path(folder))
    return {"files": len(files.namelist())}


def count(number: str) -> Answer:
    """Count the cases of this number, their answers and where they stand (for the journey test)."""
    cases = Case.objects.filter(number=number)
    answers = sum(case.documents.filter(kind="M-03").count() for case in cases)
    return {"cases": len(cases), "answers": answers, "states": [case.shared_state for case in cases]}


def read_file(username: str, case: str) -> Answer:
    """Read the whole file of a case, as a card does (for the journey test)."""
    file = open_file(_officer(username), UUID(case), "проверка")
    return {"debtor": file.request.debtor.name, "documents": [one.row.kind for one in file.documents]}


def now() -> Answer:
    """Tell legal time in this node."""
    return {"now": clock.now().isoformat()}


_WEEKEND: Final = 5

BY_NAME: Final[dict[str, Callable[..., Answer]]] = {
    "settle": settle,
    "draft": draft_request,
    "keep": keep_draft,
    "sign": sign_request,
    "send": send_request,
    "delivered": delivered,
    "find": find,
    "register": register_request,
    "knows_term": knows_term,
    "subjects": subjects,
    "answer": answer_request,
    "executed": executed,
    "close": close_case,
    "evidence": save_evidence,
    "count": count,
    "read": read_file,
    "now": now,
}
"""The deeds by the names that the play uses."""


def _officer(username: str) -> Officer:
    return Officer.objects.get(username=username)


def _case(case_id: str) -> Case:
    return Case.objects.get(id=UUID(case_id))


def _rows(findings: Findings) -> list[list[str]]:
    """Give findings as rows of a table: code, article, what and what to do, field."""
    return [
        [finding.code, finding.citation, f"{finding.because}. {finding.how_to_fix}".rstrip(". ") + ".", finding.field]
        for finding in findings.failing
    ]
