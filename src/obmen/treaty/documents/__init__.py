"""Documents that travel between the Parties, as frozen values (requirements §3).

`envelope` is common to all; `values` are the building blocks; `requests`, `answers`, `notices` and `receipts` are the
payloads. Values are structural: a draft may be incomplete, and it is the rules that say what is missing.
"""

from obmen.treaty.documents.answers import Answer
from obmen.treaty.documents.envelope import Document, Envelope, Kind
from obmen.treaty.documents.notices import RegistrationNotice
from obmen.treaty.documents.receipts import DeliveryReceipt, NotAccepted
from obmen.treaty.documents.requests import Request

type_of_kind = {
    Kind.REQUEST: Request,
    Kind.REGISTRATION: RegistrationNotice,
    Kind.ANSWER: Answer,
    Kind.DELIVERED: DeliveryReceipt,
    Kind.NOT_ACCEPTED: NotAccepted,
}
"""The payload type of each kind of document."""

__all__ = [
    "Answer",
    "DeliveryReceipt",
    "Document",
    "Envelope",
    "Kind",
    "NotAccepted",
    "RegistrationNotice",
    "Request",
    "type_of_kind",
]
