"""T-01 and T-02: what a node says about a letter, and how the sender reads it."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from tests.support import peers
from tests.support.peers import ALMATY_PEER, EDITION, KZ, MOSCOW_PEER, RECEIVED, RU, SIGNED, Book

from obmen.message.encoding import encode
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.opening import Opened, open_container
from obmen.message.receipts import (
    compose_receipt,
    delivered_payload,
    not_accepted_payload,
    read_receipt,
)
from obmen.message.rendering import Letterhead, render
from obmen.treaty.documents import DeliveryReceipt, Document, Kind, NotAccepted
from obmen.treaty.documents.receipts import JournalHead

SENT = peers.receipt()
CONTAINER = peers.sealed(SENT)
LETTERHEAD = Letterhead(name_ru="Учебный орган", party="RU")


def answered(payload: DeliveryReceipt | NotAccepted) -> Document:
    """Compose a receipt from Almaty for the letter."""
    return compose_receipt(
        payload,
        message_id=uuid4(),
        in_reply_to=SENT.envelope.message_id,
        sent_at=RECEIVED,
        sender_authority=KZ,
        recipient_authority=RU,
        register=EDITION,
        salt="00" * 16,
        text_version="2024-05-24",
        case_id=SENT.envelope.case_id,
    )


def carried(document: Document) -> Opened:
    """Seal a receipt by Almaty's node and open it in Moscow."""
    made = peers.sealed(document, [ALMATY_PEER.node], at=SIGNED)
    return MOSCOW_PEER.open(peers.packed(made, document), Book(), RECEIVED + timedelta(minutes=1))


def test_a_delivered_letter_counts_from_the_instant_it_was_stored() -> None:
    """T-01: the instant of receipt, the digest of the container, and the head of the journal."""
    letter = open_container(CONTAINER.raw, received_at=RECEIVED, book=Book())
    document = answered(delivered_payload(letter, JournalHead(seq=7, hash="d" * 64)))
    assert (document.envelope.type, document.envelope.seq) == (Kind.DELIVERED, 0)
    receipt = read_receipt(carried(document))
    assert receipt.accepted
    assert receipt.delivered_at == RECEIVED
    assert receipt.concerns(SENT.envelope.message_id, CONTAINER.identity)


def test_a_receipt_for_another_container_does_not_concern_ours() -> None:
    """Same number, other content: an alarm, not a delivery."""
    letter = open_container(CONTAINER.raw, received_at=RECEIVED, book=Book())
    receipt = read_receipt(carried(answered(delivered_payload(letter))))
    assert not receipt.concerns(SENT.envelope.message_id, "0" * 64)
    assert not receipt.concerns(UUID(int=5), CONTAINER.identity)


def test_a_letter_not_accepted_is_no_refusal_under_article_13() -> None:
    """T-02: code, article, what happened, and the fixed words."""
    error = NotAcceptable("E-T-03", "Сертификат «CN=Печать» отозван.", "META-INF/signature002.p7s")
    document = answered(not_accepted_payload(error))
    assert document.envelope.type is Kind.NOT_ACCEPTED
    assert document.payload == NotAccepted(
        code="E-T-03",
        text="Сертификат «CN=Печать» отозван. Сообщение не принято к обработке. Это не отказ в исполнении запроса"
        " (ст. 13); течение срока по ст. 12 не началось.",
        article="п. 3 ст. 11",
        field="META-INF/signature002.p7s",
    )
    receipt = read_receipt(carried(document))
    assert (receipt.accepted, receipt.code) == (False, "E-T-03")
    assert receipt.concerns(SENT.envelope.message_id, CONTAINER.identity)


def test_what_is_no_receipt_is_not_read_as_one() -> None:
    """The caller looked at the kind first."""
    notice = peers.notice()
    raw = encode(notice)
    printed = render(notice, json_digest=hashlib.sha256(raw).hexdigest(), letterhead=LETTERHEAD)
    letter = open_container(peers.sealed(notice, rendition=printed).raw, received_at=RECEIVED, book=Book())
    with pytest.raises(Misuse):
        read_receipt(letter)
