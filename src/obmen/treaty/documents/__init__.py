"""Documents that travel between the Parties, as frozen values (requirements §3).

`envelope` is common to all; `values` are the building blocks; the other modules are the payloads, a chapter each.
Values are structural: a draft may be incomplete, and it is the rules that say what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

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
from obmen.treaty.documents.envelope import Document, Envelope, Kind
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

if TYPE_CHECKING:
    from obmen.treaty.documents.envelope import Payload

type_of_kind = {
    Kind.REQUEST: Request,
    Kind.REGISTRATION: RegistrationNotice,
    Kind.ANSWER: Answer,
    Kind.DELAY: DelayNotice,
    Kind.INFORMATION_REQUEST: InformationRequest,
    Kind.INFORMATION: Information,
    Kind.REFUSAL: Refusal,
    Kind.INABILITY: Inability,
    Kind.POSTPONEMENT: Postponement,
    Kind.CONSULTATION: Consultation,
    Kind.CONDITIONS: Conditions,
    Kind.CONDITIONS_DECISION: ConditionsDecision,
    Kind.BREACH: Breach,
    Kind.CONFIDENTIALITY_IMPOSSIBLE: ConfidentialityImpossible,
    Kind.CONFIDENTIALITY_WISH: ConfidentialityWish,
    Kind.CONFIDENTIALITY_DECISION: ConfidentialityDecision,
    Kind.CONSENT_REQUEST: ConsentRequest,
    Kind.CONSENT_DECISION: ConsentDecision,
    Kind.WITHDRAWAL: Withdrawal,
    Kind.ORIGINAL: OriginalNotice,
    Kind.PROTECTION_QUERY: ProtectionQuery,
    Kind.PROTECTION_FACTS: ProtectionFacts,
    Kind.DESTRUCTION: DestructionNotice,
    Kind.TERM_CHANGE: TermChange,
    Kind.AUTHORITY_CHANGE: AuthorityChange,
    Kind.REMINDER: Reminder,
    Kind.SUPPLEMENT: Supplement,
    Kind.CORRECTION: Correction,
    Kind.RECOVERY: Recovery,
    Kind.DELIVERED: DeliveryReceipt,
    Kind.NOT_ACCEPTED: NotAccepted,
}
"""The payload type of each kind of document."""

_VARIANT: Final = {
    Kind.REQUEST: "form",
    Kind.REGISTRATION: "form",
    Kind.ANSWER: "part",
    Kind.INFORMATION_REQUEST: "step",
    Kind.INFORMATION: "outcome",
    Kind.REFUSAL: "extent",
    Kind.POSTPONEMENT: "step",
    Kind.CONSULTATION: "form",
    Kind.CONDITIONS_DECISION: "decision",
    Kind.CONFIDENTIALITY_DECISION: "decision",
    Kind.CONSENT_DECISION: "decision",
    Kind.WITHDRAWAL: "extent",
    Kind.ORIGINAL: "form",
    Kind.CORRECTION: "kind",
}


def variant_of(kind: Kind, payload: Payload) -> str:
    """Return which form of its kind a document is («FINAL», «RESUME», «RECALL»); empty where the kind has one form."""
    return str(getattr(payload, _VARIANT[kind])) if kind in _VARIANT else ""


__all__ = [
    "Answer",
    "AuthorityChange",
    "Breach",
    "Conditions",
    "ConditionsDecision",
    "ConfidentialityDecision",
    "ConfidentialityImpossible",
    "ConfidentialityWish",
    "ConsentDecision",
    "ConsentRequest",
    "Consultation",
    "Correction",
    "DelayNotice",
    "DeliveryReceipt",
    "DestructionNotice",
    "Document",
    "Envelope",
    "Inability",
    "Information",
    "InformationRequest",
    "Kind",
    "NotAccepted",
    "OriginalNotice",
    "Postponement",
    "ProtectionFacts",
    "ProtectionQuery",
    "Recovery",
    "Refusal",
    "RegistrationNotice",
    "Reminder",
    "Request",
    "Supplement",
    "TermChange",
    "Withdrawal",
    "type_of_kind",
    "variant_of",
]
