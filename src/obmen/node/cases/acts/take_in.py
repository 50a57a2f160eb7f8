"""Take in an opened letter: a request opens a case, any other document joins its case, a receipt ends a delivery.

Accepts only `Opened`. One transaction with the arrival and our receipt: a worker that dies in between loses nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction

from obmen.message.errors import NotAcceptable
from obmen.message.receipts import read_receipt
from obmen.node import clock, config
from obmen.node.cases import content, facts, filing, numbers
from obmen.node.cases.models import Case, CaseDocument, LocalState
from obmen.node.delivery import receiving
from obmen.node.delivery.models import Outgoing
from obmen.node.journal.record import record
from obmen.node.vault import service as vault
from obmen.treaty.documents import RegistrationNotice, Request
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle import Side, can_send
from obmen.treaty.receipt import receipt_date

if TYPE_CHECKING:
    from obmen.message.opening import Opened
    from obmen.message.receipts import Receipt
    from obmen.node.delivery.models import Arrival
    from obmen.node.delivery.packing import PreparedPackage

_CLOCKS_DIFFER: Final = timedelta(days=1)
"""How far the clocks of two nodes may be apart; beyond it a time in a receipt cannot be true."""


def take_in(arrival: Arrival, opened: Opened) -> Case | None:
    """Take the letter in and return its case, if it has one. Raises `NotAcceptable` for a letter of no case of ours."""
    kind = opened.document.envelope.type
    if kind.is_receipt:
        return _take_receipt(arrival, opened)
    known = _already_filed(opened)
    if known:
        return _repeat(arrival, opened, known)
    return _open_case(arrival, opened) if kind is Kind.REQUEST else _join_case(arrival, opened)


# --- A request opens a case ----------------------------------------------------------------------------------------


def _open_case(arrival: Arrival, opened: Opened) -> Case:
    envelope, request = opened.document.envelope, _request(opened)
    if not numbers.is_of(envelope.sender_authority, envelope.case_id):
        raise NotAcceptable("E-T-02", "Номер дела не из книги органа-отправителя.", "envelope.caseId")
    case = Case(
        number=envelope.case_id,
        side=Side.REQUESTED.value,
        own_authority=envelope.recipient_authority,
        other_authority=envelope.sender_authority,
        other_party=facts.party_of(envelope.sender_authority),
        key_id=vault.new_key(),
        local_state=LocalState.RECEIVED,
        subjects=",".join(subject.code.value for subject in request.subjects),
        confidential=request.confidentiality is not None,
        created_at=clock.now(),
        received_at=arrival.stored_at,
        receipt_date=receipt_date(arrival.stored_at, facts.zone_of(envelope.recipient_authority)),
    )
    case.title = content.seal(case, content.short_name(request.debtor).encode(), "title")
    paper = _paper(case, opened)
    receipt = receiving.prepare_receipt(opened, case.id)
    with transaction.atomic():
        if Case.objects.filter(own_authority=case.own_authority, number=case.number).exists():
            raise NotAcceptable("E-T-02", "Номер дела уже занят другим запросом.", "envelope.caseId")
        case.save()
        paper.file(Side.REQUESTING, arrival.stored_at)
        filing.refold(case)
        case.save()
        _finish(arrival, opened, receipt, case)
    return case


def _request(opened: Opened) -> Request:
    payload = opened.document.payload
    if not isinstance(payload, Request):
        raise TypeError("M-01 carries a request")
    return payload


# --- Any other document joins its case -----------------------------------------------------------------------------


def _join_case(arrival: Arrival, opened: Opened) -> Case:
    case = _case_of(opened)
    paper = _paper(case, opened)
    receipt = receiving.prepare_receipt(opened, case.id)
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(id=case.id)
        paper.file(Side(locked.side).other, arrival.stored_at)
        filing.refold(locked)
        if locked.requesting and isinstance(opened.document.payload, RegistrationNotice):
            _note_term(locked, opened.document.payload)
        locked.version += 1
        locked.save()
        _finish(arrival, opened, receipt, locked)
    return locked


def _case_of(opened: Opened) -> Case:
    """Find the case that the letter is about: its request went between the very two authorities.

    What the document may do there is for the law's fold to say, not for the door: a document without a row in its
    state is recorded without consequences, never refused (requirements §2.10).
    """
    envelope = opened.document.envelope
    case = Case.objects.filter(own_authority=envelope.recipient_authority, number=envelope.case_id).first()
    if case is None or case.other_authority != envelope.sender_authority:
        raise _never_asked()
    if not can_send(Side(case.side).other, envelope.type):
        raise _never_asked()
    if not case.documents.filter(kind=Kind.REQUEST.value).exists():
        raise _never_asked()
    return case


def _never_asked() -> NotAcceptable:
    text = "Органом получателя такой запрос этому органу не направлялся."
    return NotAcceptable("E-T-08", text, "envelope.caseId")


def _note_term(case: Case, notice: RegistrationNotice) -> None:
    """Count the term ourselves from the day in the notice, and keep what the other side counted beside it (E-12-06).

    A later notice whose day cannot be counted takes nothing away: the term stays as it was counted before.
    """
    case.due_other = notice.due_adjusted
    own = facts.term_from(case.other_authority, notice.receipt_date)
    uncounted = own is None or own.due_unadjusted is None
    if uncounted and case.due_unadjusted is not None:
        return
    case.received_at, case.receipt_date = notice.received_at, notice.receipt_date
    case.calendar_version = notice.calendar_version
    if own:
        case.due_unadjusted, case.due_adjusted = own.due_unadjusted, own.due_adjusted


# --- A receipt ends a delivery -------------------------------------------------------------------------------------


def _take_receipt(arrival: Arrival, opened: Opened) -> Case | None:
    receipt = read_receipt(opened)
    row = _receipted(receipt, opened)
    case = row.case if row and receipt.concerns(row.message_id, row.identity) else None
    if row:
        _require_possible_time(arrival, receipt, row)
    paper = _paper(case, opened) if case else None
    with transaction.atomic():
        _end_delivery(receipt, opened)
        if case and row and paper:
            _apply(receipt, row)
            if filing.document_of(case, opened.document.envelope.message_id) is None:
                paper.file(Side(case.side).other, arrival.stored_at)
            case = Case.objects.select_for_update().get(id=case.id)
            before = case.shared_state
            filing.refold(case)
            case.version += case.shared_state != before  # a receipt that changes nothing is in nobody's way
            case.save()
        _finish(arrival, opened, None, case)
    return case


def _receipted(receipt: Receipt, opened: Opened) -> CaseDocument | None:
    """Find our document that the receipt is about; only the Party to which it went can receipt it.

    A node that could not read our letter answers our node, not the authority that wrote.
    """
    sent = CaseDocument.objects.filter(
        message_id=receipt.message_id,
        case__own_authority__in=config.current().authorities,
        case__other_party=facts.party_of(opened.document.envelope.sender_authority),
    )
    return sent.select_related("case").first()


def _require_possible_time(arrival: Arrival, receipt: Receipt, row: CaseDocument) -> None:
    """Require a time of receipt after the letter was written and before the receipt itself came."""
    at, earliest, latest = receipt.delivered_at, row.sent_at - _CLOCKS_DIFFER, arrival.stored_at + _CLOCKS_DIFFER
    if at is not None and not earliest <= at <= latest:
        text = "Квитанция называет время получения, которого не могло быть."
        raise NotAcceptable("E-T-01", text, "payload.deliveredAt")


def _apply(receipt: Receipt, row: CaseDocument) -> None:
    """Write into the document what its receipt says; the first receipt stands."""
    if row.delivered_at is None and receipt.accepted and not row.not_accepted:
        CaseDocument.objects.filter(id=row.id).update(delivered_at=receipt.delivered_at)
    elif not receipt.accepted and row.delivered_at is None:
        CaseDocument.objects.filter(id=row.id).update(not_accepted=True, code=receipt.code)


def _end_delivery(receipt: Receipt, opened: Opened) -> None:
    row = Outgoing.objects.filter(id=receipt.message_id, finished_at=None).first()
    sender = opened.document.envelope.sender_authority
    if row is None or not receipt.concerns(row.id, row.digest):
        return
    if facts.party_of(row.addressee) != facts.party_of(sender):
        return
    row.state = Outgoing.State.DELIVERED if receipt.accepted else Outgoing.State.NOT_ACCEPTED
    row.finished_at, row.last_error = clock.real_now(), receipt.text_ru[:500]
    row.save()


# --- Common --------------------------------------------------------------------------------------------------------


def _already_filed(opened: Opened) -> CaseDocument | None:
    envelope = opened.document.envelope
    filed = CaseDocument.objects.filter(
        message_id=envelope.message_id, case__own_authority=envelope.recipient_authority
    ).first()
    if filed and filed.identity != opened.container.identity:
        raise NotAcceptable("E-T-02", "Повтор идентификатора с иным содержанием.", "envelope.messageId")
    return filed


def _repeat(arrival: Arrival, opened: Opened, known: CaseDocument) -> Case:
    """Answer a letter that is already in its case: its first receipt again, and nothing else."""
    receipt = None if receiving.answer_again(opened) else receiving.prepare_receipt(opened, known.case_id)
    with transaction.atomic():
        _finish(arrival, opened, receipt, known.case)
    return known.case


def _paper(case: Case, opened: Opened) -> filing.Paper:
    warnings = [finding.sentence() for finding in opened.warnings]
    evidence = filing.evidence(opened.signatures, warnings, opened.remarks)
    return filing.Paper(case, opened.container, opened.document, evidence, opened.material)


def _finish(arrival: Arrival, opened: Opened, receipt: PreparedPackage | None, case: Case | None) -> None:
    receiving.finish(arrival, opened, receipt)
    envelope = opened.document.envelope
    record(
        "received",
        actor="node",
        authority=envelope.recipient_authority,
        object_id=case.id if case else envelope.message_id,
        kind=envelope.type.value,
        message=str(envelope.message_id),
        identity=opened.container.identity,
    )
