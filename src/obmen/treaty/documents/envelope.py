"""What every document carries, whatever it says (requirements §3, envelope)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from obmen.treaty.documents.answers import Answer, Correction
from obmen.treaty.documents.conditions import Breach, Conditions, ConditionsDecision, Consultation, Postponement
from obmen.treaty.documents.confidentiality import (
    ConfidentialityDecision,
    ConfidentialityImpossible,
    ConfidentialityWish,
)
from obmen.treaty.documents.consents import (
    ConsentDecision,
    ConsentRequest,
    DestructionNotice,
    ProtectionFacts,
    ProtectionQuery,
)
from obmen.treaty.documents.information import Information, InformationRequest
from obmen.treaty.documents.notices import (
    AuthorityChange,
    DelayNotice,
    OriginalNotice,
    Recovery,
    RegistrationNotice,
    TermChange,
)
from obmen.treaty.documents.receipts import DeliveryReceipt, NotAccepted
from obmen.treaty.documents.refusals import Inability, Refusal
from obmen.treaty.documents.requests import Reminder, Request, Supplement, Withdrawal
from obmen.treaty.documents.values import Attachment, OfficeNumber, Signatory
from obmen.treaty.labelled import Labelled

SCHEMA_VERSION: Final = "1.0"
"""Version of the document format that this node writes (major.minor)."""


class Kind(Labelled):
    """Kinds of documents, by the ids of the requirements."""

    REQUEST = "M-01", "Запрос"
    REGISTRATION = "M-02", "Уведомление о регистрации"
    ANSWER = "M-03", "Ответ"
    DELAY = "M-04", "Уведомление о невозможности исполнения в срок"
    INFORMATION_REQUEST = "M-05", "Запрос дополнительных сведений"
    INFORMATION = "M-06", "Дополнительные сведения"
    REFUSAL = "M-07", "Отказ в исполнении"
    INABILITY = "M-08", "Уведомление об обстоятельствах, препятствующих исполнению запроса"
    POSTPONEMENT = "M-09", "Отложение или возобновление исполнения"
    CONSULTATION = "M-10", "Консультации"
    CONDITIONS = "M-11", "Условия исполнения"
    CONDITIONS_DECISION = "M-12", "Решение об условиях"
    BREACH = "M-13", "Сообщение о нарушении условий"
    CONFIDENTIALITY_IMPOSSIBLE = "M-14", "О невозможности сохранить конфиденциальность"
    CONFIDENTIALITY_WISH = "M-14a", "Просьба о конфиденциальности"
    CONFIDENTIALITY_DECISION = "M-15", "Решение о конфиденциальности"
    CONSENT_REQUEST = "M-16", "Запрос согласия на раскрытие"
    CONSENT_DECISION = "M-17", "Решение о согласии"
    WITHDRAWAL = "M-18", "Отзыв запроса"
    ORIGINAL = "M-19", "Сведения об оригинале"
    PROTECTION_QUERY = "M-20", "Запрос о мерах защиты и сроках хранения"
    PROTECTION_FACTS = "M-21", "Сведения о мерах защиты и сроках хранения"
    DESTRUCTION = "M-22", "Уведомление об уничтожении"
    TERM_CHANGE = "M-23", "Уведомление об изменении срока"
    AUTHORITY_CHANGE = "M-24", "Изменение исполнителя или получателя"
    REMINDER = "M-25", "Запрос о ходе исполнения"
    SUPPLEMENT = "M-26", "Дополнение (изменение) запроса"
    CORRECTION = "M-27", "Исправление, дополнение или отзыв ответа"
    RECOVERY = "M-28", "Сведения о взысканном"
    DELIVERED = "T-01", "Квитанция о доставке"
    NOT_ACCEPTED = "T-02", "Не принято"

    @property
    def is_receipt(self) -> bool:
        """Whether it is a receipt of the node (T-*), not a document of the authority."""
        return self.value.startswith("T-")

    @property
    def needs_person(self) -> bool:
        """Whether a person signs it (Art. 11(3)); M-02, M-19, M-22 are record-keeping: seal alone (B-23)."""
        return not self.is_receipt and self not in _RECORD_KEEPING

    @property
    def follows_by_post(self) -> bool:
        """Whether its original follows by post (Art. 10(1), R-10.1.2)."""
        return self in _WITH_ORIGINAL


_RECORD_KEEPING: Final = frozenset({Kind.REGISTRATION, Kind.ORIGINAL, Kind.DESTRUCTION})
_WITH_ORIGINAL: Final = frozenset({Kind.REQUEST, Kind.ANSWER, Kind.REFUSAL, Kind.INABILITY})


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


Payload: TypeAlias = (
    Request
    | RegistrationNotice
    | Answer
    | DelayNotice
    | InformationRequest
    | Information
    | Refusal
    | Inability
    | Postponement
    | Consultation
    | Conditions
    | ConditionsDecision
    | Breach
    | ConfidentialityImpossible
    | ConfidentialityWish
    | ConfidentialityDecision
    | ConsentRequest
    | ConsentDecision
    | Withdrawal
    | OriginalNotice
    | ProtectionQuery
    | ProtectionFacts
    | DestructionNotice
    | TermChange
    | AuthorityChange
    | Reminder
    | Supplement
    | Correction
    | Recovery
    | DeliveryReceipt
    | NotAccepted
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document: its envelope and what it says."""

    envelope: Envelope
    payload: Payload
