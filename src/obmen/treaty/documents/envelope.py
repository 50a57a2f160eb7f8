"""What every document carries, whatever it says (requirements §3, envelope)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from obmen.treaty.documents.answers import Answer
from obmen.treaty.documents.notices import RegistrationNotice
from obmen.treaty.documents.receipts import DeliveryReceipt, NotAccepted
from obmen.treaty.documents.requests import Request
from obmen.treaty.documents.values import Attachment, OfficeNumber, Signatory
from obmen.treaty.labelled import Labelled

SCHEMA_VERSION: Final = "1.0"
"""Version of the document format that this node writes (major.minor)."""


class Kind(Labelled):
    """Kinds of documents, by the ids of the requirements."""

    REQUEST = "M-01", "Запрос"
    REGISTRATION = "M-02", "Уведомление о регистрации"
    ANSWER = "M-03", "Ответ"
    DELIVERED = "T-01", "Квитанция о доставке"
    NOT_ACCEPTED = "T-02", "Не принято"

    @property
    def is_receipt(self) -> bool:
        """Whether it is a receipt of the node (T-*), not a document of the authority."""
        return self.value.startswith("T-")

    @property
    def needs_person(self) -> bool:
        """Whether a person signs it (Art. 11(3)); M-02 is a record-keeping notice: seal alone (B-23)."""
        return not self.is_receipt and self is not Kind.REGISTRATION


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterEdition:
    """The edition of the register that the sender had: the legal part and its own annex, by version and hash."""

    legal_version: int
    legal_hash: str
    annex_version: int
    annex_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """The common head of a document.

    `seq` counts the documents of this sender in this case from 1, receipts excluded (a receipt has 0). `salt` is 128
    random bits in hex, so that a digest never gives away a guessable content. `in_reply_to` is the message answered;
    `reply_to` the other office's number and date («на № … от …»).
    """

    message_id: UUID
    type: Kind
    text_version: str
    case_id: str
    seq: int
    salt: str
    sent_at: datetime
    sender_authority: str
    recipient_authority: str
    register: RegisterEdition
    schema_version: str = SCHEMA_VERSION
    initiator_authority: str = ""
    own_number: OfficeNumber | None = None
    reply_to: OfficeNumber | None = None
    in_reply_to: UUID | None = None
    signatory: Signatory | None = None
    lang: Literal["ru"] = "ru"
    attachments: tuple[Attachment, ...] = ()

    @property
    def own_date(self) -> date | None:
        """The office's own date of the document, if it has one."""
        return self.own_number.date if self.own_number else None


Payload: TypeAlias = Request | RegistrationNotice | Answer | DeliveryReceipt | NotAccepted


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document: its envelope and what it says."""

    envelope: Envelope
    payload: Payload
