"""Letters of one case between Moscow and Almaty, as documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from tests.message.rendering.answered import FULL_ANSWER, NOTICE, SMALL_ANSWER
from tests.message.rendering.asked import FULL_REQUEST, SMALL_REQUEST, WRIT
from tests.message.rendering.cast import (
    ALMATY_OFFICE,
    ALMATY_SIGNATORY,
    ASTANA,
    CLAIMANT,
    DEBTOR,
    DIGEST,
    EXTRACT,
    MOSCOW,
    MOSCOW_OFFICE,
    MOSCOW_SIGNATORY,
    NAMES,
    OTHER_DIGEST,
)
from tests.message.rendering.obtained import ASKING_WORDS, TOLD_WORDS

from obmen.treaty.documents import Answer, Document, Envelope, Kind, RegistrationNotice, Request
from obmen.treaty.documents.envelope import Payload, RegisterEdition
from obmen.treaty.documents.values import (
    AttachmentKind,
    OfficeNumber,
)

__all__ = [
    "ALMATY_OFFICE",
    "ASKING_WORDS",
    "CLAIMANT",
    "DEBTOR",
    "DIGEST",
    "EXTRACT",
    "FULL_ANSWER",
    "FULL_REQUEST",
    "MOSCOW_OFFICE",
    "NAMES",
    "NOTICE",
    "OTHER_DIGEST",
    "SMALL_ANSWER",
    "SMALL_REQUEST",
    "TOLD_WORDS",
    "WRIT",
    "answer_letter",
    "envelope",
    "notice_letter",
    "request_letter",
]


def envelope(kind: Kind, message: int, **changes: object) -> Envelope:
    """Return the head of a document of the case; `changes` replace fields."""
    head = Envelope(
        message_id=UUID(int=message),
        type=kind,
        text_version="CIS-2025-1",
        case_id="RU-770-2026-000017",
        seq=1,
        salt="00112233445566778899aabbccddeeff",
        sent_at=datetime(2026, 3, 2, 10, 15, tzinfo=MOSCOW),
        sender_authority="RU-770",
        recipient_authority="KZ-750",
        register=RegisterEdition(legal_version=3, legal_hash="a" * 64, annex_version=7, annex_hash="b" * 64),
        own_number=OfficeNumber(number="77-12/431", date=date(2026, 3, 2)),
        signatory=MOSCOW_SIGNATORY,
    )
    return replace(head, **changes)  # type: ignore[arg-type]  # fields by name


def request_letter(payload: Request = FULL_REQUEST, **changes: object) -> Document:
    """Return an M-01 from Moscow to Almaty."""
    named = {"initiator_authority": payload.initiator.id, "attachments": (EXTRACT,)} | changes
    return Document(envelope=envelope(Kind.REQUEST, 0x11, **named), payload=payload)


def notice_letter(payload: RegistrationNotice = NOTICE, **changes: object) -> Document:
    """Return the M-02 of Almaty on that request: a seal and no signatory."""
    named = {"own_number": OfficeNumber(number="750/исх-98", date=date(2026, 3, 3)), "signatory": None}
    return _reply(Kind.REGISTRATION, 0x12, payload, datetime(2026, 3, 3, 9, 0, tzinfo=ASTANA), **named | changes)


def answer_letter(payload: Answer = FULL_ANSWER, **changes: object) -> Document:
    """Return the M-03 of Almaty on that request."""
    named = {
        "own_number": OfficeNumber(number="750/исх-204", date=date(2026, 4, 14)),
        "signatory": ALMATY_SIGNATORY,
        "attachments": (replace(EXTRACT, kind=AttachmentKind.EXTRACT, file_name="Көшірме.pdf", lang="kk"),),
    }
    return _reply(Kind.ANSWER, 0x13, payload, datetime(2026, 4, 14, 18, 30, tzinfo=ASTANA), **named | changes)


def _reply(kind: Kind, message: int, payload: Payload, sent_at: datetime, **changes: object) -> Document:
    named = {
        "sent_at": sent_at,
        "sender_authority": "KZ-750",
        "recipient_authority": "RU-770",
        "reply_to": OfficeNumber(number="77-12/431", date=date(2026, 3, 2)),
        "in_reply_to": UUID(int=0x11),
    }
    return Document(envelope=envelope(kind, message, **named | changes), payload=payload)
