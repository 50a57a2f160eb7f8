"""Reading the documents of a case as values; no permission is asked here: people come through `reading`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node.cases import composing, content, facts
from obmen.treaty.answer_content import empty_answer
from obmen.treaty.documents import Answer, Document, Request
from obmen.treaty.documents.envelope import Kind

if TYPE_CHECKING:
    from obmen.node.cases.models import Case, CaseDocument


def document_in(row: CaseDocument) -> Document:
    """Give a filed document as a value."""
    return decode(containers.read(content.container_of(row)).document).document


def request_in(case: Case) -> Request:
    """Give the request of a case: as sent, or as drafted while it was not."""
    row = composing.request_of(case)
    payload = document_in(row).payload if row else content.draft_request(case)
    if not isinstance(payload, Request):
        raise TypeError("M-01 carries a request")
    return payload


def answers_of(case: Case) -> tuple[Answer, ...]:
    """Give the answers of a case in the order of their numbers."""
    rows = case.documents.filter(kind=Kind.ANSWER.value, not_accepted=False).order_by("seq")
    payloads = (document_in(row).payload for row in rows)
    return tuple(payload for payload in payloads if isinstance(payload, Answer))


def draft_answer(case: Case) -> Answer:
    """Give the answer being written; an empty one for the request before anything was written."""
    if case.draft and not case.requesting:
        return content.ANSWERS.decode(content.unseal(case, case.draft, "draft"))
    return empty_answer(request_in(case), on=facts.today(case.own_authority))
