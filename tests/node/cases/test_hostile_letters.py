"""Letters that are sealed and yet not right: answers to what was not asked, impossible times, other ways and bodies."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from tests.support import book, peers, pki
from tests.support.two_offices import MONDAY, Offices

from obmen.message.container import Container, Contents, assemble, read
from obmen.message.encoding import decode, encode
from obmen.message.receipts import compose_receipt
from obmen.message.rendering import Letterhead, render
from obmen.message.seal import Role
from obmen.node import clock, worker
from obmen.node.cases import content, filing, numbers
from obmen.node.delivery import receiving, register_store
from obmen.node.delivery.models import Arrival, Outgoing
from obmen.treaty.documents import (
    Answer,
    DeliveryReceipt,
    Document,
    Kind,
    NotAccepted,
    RegistrationNotice,
    Reminder,
    Withdrawal,
)
from obmen.treaty.lifecycle import Machine, RoundState, State

if TYPE_CHECKING:
    from obmen.node.cases.models import Case
    from obmen.treaty.documents.envelope import Payload

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def arrive(offices: Offices, container: Container, document: Document, by: str) -> Arrival:
    """Let a container arrive from the node of the Party `by`, whoever sealed it, and open it."""
    package = peers.packed(container, document, sender_node=book.node_of(by).id)
    with offices.at(document.envelope.recipient_authority[:2]):
        arrival = receiving.store(package, document.envelope.message_id, book.node_of(by).id)
        worker.open_one(arrival)
    arrival.refresh_from_db()
    return arrival


def receipt(about: UUID, payload: DeliveryReceipt | NotAccepted, to: str = "RU-770") -> tuple[Container, Document]:
    """Make a receipt of Kazakhstan's node."""
    document = compose_receipt(
        payload,
        message_id=uuid4(),
        in_reply_to=about,
        sent_at=clock.now(),
        sender_authority="KZ-750",
        recipient_authority=to,
        register=register_store.trusted().edition("KZ"),
        salt="00" * 16,
        text_version="2024-05-24",
    )
    signer = peers.signer(Role.NODE, pki.node_seal("KZ-750"))
    return assemble(Contents(document=encode(document)), [signer], clock.now()), document


def notice(case: Case) -> tuple[Container, Document]:
    """Make Kazakhstan's M-02 about a case of Russia."""
    document = peers.notice(
        case_id=case.number,
        sender_authority="KZ-750",
        recipient_authority="RU-770",
        sent_at=clock.now(),
        register=register_store.trusted().edition("KZ"),
    )
    raw = encode(document)
    letterhead = Letterhead(name_ru="Орган (учебный)", party="KZ")
    pdf = render(document, json_digest=hashlib.sha256(raw).hexdigest(), letterhead=letterhead)
    seal = peers.signer(Role.SEAL, pki.seal("KZ-750"))
    return assemble(Contents(document=raw, rendition=pdf), [seal], clock.now()), document


def test_a_notice_about_a_request_that_has_not_left_is_not_taken(offices: Offices) -> None:
    """Numbers can be guessed: before it was asked an authority neither answers nor starts a term."""
    case = offices.submitted()
    arrival = arrive(offices, *notice(case), by="KZ")
    assert (arrival.state, arrival.code) == ("NOT_ACCEPTED", "E-T-08")
    version = case.version
    case.refresh_from_db()
    assert (case.version, case.due_adjusted, case.documents.count()) == (version, None, 0)


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_a_receipt_with_an_impossible_time_is_not_believed(offices: Offices, at: datetime) -> None:
    case = offices.sent()
    row = Outgoing.objects.get(case_id=case.id)
    arrival = arrive(offices, *receipt(row.id, DeliveryReceipt(delivered_at=at, container_sha256=row.digest)), by="KZ")
    assert (arrival.state, arrival.code) == ("NOT_ACCEPTED", "E-T-01")
    offices.post()
    case.refresh_from_db()
    assert case.shared_state == "DELIVERED"


def test_a_letter_that_comes_again_by_another_node_gets_its_first_receipt(offices: Offices) -> None:
    """The instant of receipt does not move when somebody carries the same letter once more."""
    _, got = offices.received()
    container = read(content.container_of(got.documents.get(kind="M-01")))
    first = Outgoing.objects.get(kind="T-01")
    offices.set_clock(MONDAY + timedelta(days=3))
    arrival = arrive(offices, container, decode(container.document).document, by="BY")
    again = Outgoing.objects.get(kind="T-01")
    assert (arrival.state, again.id, again.digest, again.state) == ("OPENED", first.id, first.digest, "DUE")


def test_a_refusal_that_comes_to_the_main_authority_of_the_node_reaches_the_case(offices: Offices) -> None:
    """A node that cannot read our letter does not know who wrote it: it answers the first authority of our node."""
    case = offices.sent()
    row = Outgoing.objects.get(case_id=case.id)
    both = replace(offices.config(), authorities=("RU-771", "RU-770"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(offices, "config", lambda: both)
        patch.setattr("obmen.node.config.current", lambda: both)
        container, document = receipt(row.id, NotAccepted(code="E-T-07", text="Не расшифровано."), to="RU-771")
        with pytest.MonkeyPatch.context() as keys:
            keys.setattr("tests.support.two_offices.AUTHORITIES", {"RU": "RU-771", "KZ": "KZ-750"})
            arrive(offices, container, document, by="KZ")
    case.refresh_from_db()
    assert case.shared_state == "NOT_ACCEPTED"


@pytest.mark.parametrize(
    "number", ["", "KZ-750-2026-000001", "RU-770-2026-1", "RU-770-2026-000001<b>", "RU-770-2026-" + "1" * 30]
)
def test_a_number_of_a_case_has_one_form(number: str) -> None:
    """What does not fit the column is turned away with words, not by the database."""
    assert not numbers.is_of("RU-770", number)
    assert numbers.is_of("RU-770", numbers.number_of("RU-770", 2026, 12))


def letter(case: Case, kind: Kind, payload: Payload, by: str) -> tuple[Container, Document]:
    """Make a document of a side about a case, with any print: those of most kinds are not drawn yet."""
    asked = case.documents.get(kind="M-01")
    own, other = ("RU-770", "KZ-750") if by == "RU" else ("KZ-750", "RU-770")
    head = decode(read(content.container_of(asked)).document).document.envelope
    envelope = replace(
        head,
        message_id=uuid4(),
        type=kind,
        seq=2 if by == "RU" else 1,
        sender_authority=own,
        recipient_authority=other,
        in_reply_to=asked.message_id,
        initiator_authority="",
        register=register_store.trusted().edition(by),
        sent_at=clock.now(),
        attachments=(),
    )
    document = Document(envelope=envelope, payload=payload)
    signers = [peers.signer(Role.PERSON, pki.officer(by, "signatory")), peers.signer(Role.SEAL, pki.seal(own))]
    contents = Contents(document=encode(document), rendition=read(content.container_of(asked)).rendition)
    return assemble(contents, signers, clock.now()), document


def test_what_the_author_sends_after_the_request_joins_the_case(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """M-25 from other software: recorded in the case, receipted with T-01, and answered by what comes next (R-12.5)."""
    _, got = offices.received()
    monkeypatch.setattr("obmen.message.opening.check_rendition", lambda _decoded, _container: None)
    arrival = arrive(offices, *letter(got, Kind.REMINDER, Reminder(text="Просим сообщить о ходе."), by="RU"), by="RU")
    assert arrival.state == "OPENED"
    course = filing.course_of(got)
    assert [step.filed.kind for step in course.steps] == [Kind.REQUEST, Kind.REMINDER]
    assert course.running(Machine.REMINDER, RoundState.WAITING)
    assert Outgoing.objects.filter(kind="T-01").count() == 2


def test_a_document_that_crossed_is_recorded_and_never_refused(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reply to conditions that nobody proposed: «документы пересеклись», shown on the card (§2.10)."""
    _, got = offices.answered()
    monkeypatch.setattr("obmen.message.opening.check_rendition", lambda _decoded, _container: None)
    arrival = arrive(offices, *letter(got, Kind.WITHDRAWAL, Withdrawal(reason="Не нужен."), by="RU"), by="RU")
    assert arrival.state == "OPENED"
    step = filing.course_of(got).steps[-1]
    assert (step.filed.kind, step.after, step.row) == (Kind.WITHDRAWAL, State.EXECUTED, None)
    assert step.note.startswith("документы пересеклись: отзыв без последствий")


def test_a_later_notice_of_an_absurd_day_takes_no_term_away(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second M-02 names a day of receipt in 2090: the term that was counted stays."""
    case, _ = offices.registered()
    due = case.due_adjusted
    assert due is not None
    monkeypatch.setattr("obmen.message.opening.check_rendition", lambda _decoded, _container: None)
    first = decode(read(content.container_of(case.documents.get(kind="M-02"))).document).document
    assert isinstance(first.payload, RegistrationNotice)
    payload = replace(first.payload, receipt_date=date(2090, 3, 2), due_adjusted=None, due_unadjusted=None)
    envelope = replace(first.envelope, message_id=uuid4(), seq=2)
    document = Document(envelope=envelope, payload=payload)
    print_ = read(content.container_of(case.documents.get(kind="M-02"))).rendition
    seal = peers.signer(Role.SEAL, pki.seal("KZ-750"))
    container = assemble(Contents(document=encode(document), rendition=print_), [seal], clock.now())
    assert arrive(offices, container, document, by="KZ").state == "OPENED"
    case.refresh_from_db()
    assert (case.due_adjusted, case.receipt_date, case.due_other) == (due, date(2026, 3, 2), None)


def test_the_author_cannot_answer_his_own_request(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """M-02 and M-03 come from the requested side only; anything else would stand among its own answers."""
    _, got = offices.received()
    monkeypatch.setattr("obmen.message.opening.check_rendition", lambda _decoded, _container: None)
    arrival = arrive(offices, *letter(got, Kind.ANSWER, Answer(), by="RU"), by="RU")
    assert (arrival.state, arrival.code) == ("NOT_ACCEPTED", "E-T-08")
    assert got.documents.count() == 1
