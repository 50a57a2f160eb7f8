"""The reading room: the only way for people to content; asks permission and purpose, writes the journal (R-9.1.3)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node.cases import content, enclosures, papers
from obmen.node.cases.acts import refuse, require
from obmen.node.cases.models import Case, CaseDocument, LocalState
from obmen.node.journal.record import record
from obmen.node.people.models import Officer, Role
from obmen.node.people.permissions import may
from obmen.node.vault import service as vault
from obmen.treaty.articles import Article
from obmen.treaty.documents import Answer, Document, Request
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.values import Attachment

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from obmen.message.container import Contents

CONFIDENTIAL: Final = "Конфиденциальный запрос"
"""What those see of a confidential case who do not work on it (Art. 16)."""
DESTROYED: Final = "Содержание уничтожено"
_NOT_YET_ASSIGNED: Final = (LocalState.RECEIVED, LocalState.REGISTERED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDocument:
    """A filed document as a value, and what was written down about its signatures."""

    row: CaseDocument
    document: Document
    evidence: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """All of a case: the request, the filed documents in the order of filing, the answers, the answer being written.

    `attached` is what will go with the document being written.
    """

    case: Case
    request: Request
    documents: tuple[ReadDocument, ...]
    answers: tuple[Answer, ...]
    draft_answer: Answer | None
    attached: tuple[Attachment, ...] = ()


def case_for(officer: Officer, case_id: UUID, act: str = "read") -> Case:
    """Give a case that the officer may see. Raises `ActRefused`; a case of others is refused like one that is not."""
    case = Case.objects.select_related("assigned_to").filter(id=case_id, own_authority=officer.authority).first()
    if case is None:
        raise refuse("Такого дела нет или его ведёт другой орган", "Проверьте номер дела", Article(9, point=1))
    require(officer, act, case.own_authority)
    if case.confidential and not _works_on(officer, case):
        fix = "Обратитесь к исполнителю, которому поручено дело"
        raise refuse(
            "Запрос конфиденциальный: его видят только те, кто над ним работает", fix, Article(16, paragraph=1)
        )
    return case


def open_file(officer: Officer, case_id: UUID, purpose: str) -> CaseFile:
    """Open the whole file of a case for a purpose; the reading is journalled. Raises `ActRefused`, `VaultError`."""
    case = case_for(officer, case_id)
    _note(officer, case, purpose)
    requested = not case.requesting and case.local_state != LocalState.RECEIVED
    return CaseFile(
        case=case,
        request=papers.request_in(case),
        documents=tuple(_read(row) for row in case.documents.select_related("case").order_by("id")),
        answers=papers.answers_of(case),
        draft_answer=papers.draft_answer(case) if requested else None,
        attached=enclosures.listed(case),
    )


def titles(officer: Officer, cases: Iterable[Case]) -> dict[UUID, str]:
    """Give the debtors' short names of a list, hidden where the officer does not work on a confidential case.

    A list is one reading: the journal says who looked at a list, not at each of its rows.
    """
    require(officer, "list", officer.authority)
    listed = list(cases)
    shown = [case for case in listed if case.title and not (case.confidential and not _works_on(officer, case))]
    pieces = [(case.key_id, case.title, content.about(case.id, "title")) for case in shown]
    plain = dict(zip((case.id for case in shown), vault.unseal_many(pieces), strict=True))
    hidden = {case.id: CONFIDENTIAL if case.confidential else "" for case in listed}
    return hidden | {key: DESTROYED if title is None else title.decode() for key, title in plain.items()}


def container(officer: Officer, case_id: UUID, message_id: UUID, purpose: str) -> bytes:
    """Give the container of a document as it came. Raises `ActRefused`."""
    case = case_for(officer, case_id)
    row = case.documents.select_related("case").filter(message_id=message_id).first()
    if row is None:
        raise refuse("В деле нет такого документа", "Откройте карточку дела заново")
    _note(officer, case, purpose)
    return content.container_of(row)


def rendition(officer: Officer, case_id: UUID, message_id: UUID, purpose: str) -> bytes:
    """Give the PDF of a document. Raises `ActRefused`."""
    pdf = containers.read(container(officer, case_id, message_id, purpose)).rendition
    if pdf is None:
        raise refuse("У этого документа нет печатной формы", "Квитанции узлов не печатаются; скачайте контейнер")
    return pdf


def prepared(officer: Officer, case_id: UUID, purpose: str) -> Contents:
    """Give the very bytes that wait for signature: JSON, PDF, attachments. Raises `ActRefused`."""
    case = case_for(officer, case_id)
    _note(officer, case, purpose)
    if case.local_state not in (LocalState.ON_SIGNATURE, LocalState.ANSWER_ON_SIGNATURE):
        raise refuse("На подписи ничего нет", "Откройте карточку дела заново", Article(11, point=3))
    return content.prepared(case)


def remark(case: Case) -> str:
    """Give what the signatory said when returning the document, or the officer when closing the case."""
    return content.unseal(case, case.remark, "remark").decode() if case.remark else ""


def drafted_attachments(officer: Officer, case_id: UUID, purpose: str) -> tuple[Attachment, ...]:
    """List what is attached to the document being written. Raises `ActRefused`."""
    case = case_for(officer, case_id)
    _note(officer, case, purpose)
    return enclosures.listed(case)


def attachment(
    officer: Officer, case_id: UUID, message_id: UUID, number: str, purpose: str
) -> tuple[Attachment, bytes]:
    """Give an attachment of a document by its number («001»), with its description. Raises `ActRefused`."""
    letter = containers.read(container(officer, case_id, message_id, purpose))
    described = next((one for one in decode(letter.document).document.envelope.attachments if one.id == number), None)
    files = {name.partition(".")[0]: data for name, data in letter.attachments.items()}
    if described is None or number not in files:
        raise refuse("У документа нет такого приложения", "Откройте карточку дела заново")
    return described, files[number]


def _read(row: CaseDocument) -> ReadDocument:
    evidence = json.loads(content.unseal(row.case, row.evidence, f"evidence/{row.message_id}"))
    return ReadDocument(row=row, document=papers.document_in(row), evidence=evidence)


def _works_on(officer: Officer, case: Case) -> bool:
    """Tell whether a confidential case is this officer's work: his own, to sign, to register, or the centre's."""
    if officer.pk in (case.assigned_to_id, case.created_by_id) or officer.has_role(Role.CEN):
        return True
    if officer.has_role(Role.SGN):
        return bool(may(officer, "sign", authority=case.own_authority))
    return officer.has_role(Role.REG) and case.local_state in _NOT_YET_ASSIGNED


def _note(officer: Officer, case: Case, purpose: str) -> None:
    with transaction.atomic():
        record("read", actor=officer.username, authority=case.own_authority, object_id=case.id, reason=purpose)


KINDS_WITH_PAGES: Final = frozenset({Kind.REQUEST, Kind.REGISTRATION, Kind.ANSWER})
"""Kinds of documents that have a printed form."""
