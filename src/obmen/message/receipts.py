"""T-01 and T-02, the receipts of a node (Art. 10, 12; R-12.1.5).

T-01 only after a letter is `Opened`; T-02 only for the closed list that `NotAcceptable` stands for. A receipt is a
document like any other: encoded, sealed by the node, wrapped, and opened on arrival.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.message.errors import Misuse
from obmen.treaty.documents import DeliveryReceipt, Document, Envelope, Kind, NotAccepted
from obmen.treaty.errors import catalogue, nack_text

if TYPE_CHECKING:
    from obmen.message.errors import NotAcceptable
    from obmen.message.opening import Opened
    from obmen.treaty.documents.envelope import RegisterEdition
    from obmen.treaty.documents.receipts import JournalHead

_ENDING: Final = nack_text("E-T-02").removeprefix(catalogue["E-T-02"].text).lstrip(". ")
"""The fixed words of the law's catalogue: it is not a refusal under Art. 13, the term has not begun."""


def delivered_payload(opened: Opened, journal_head: JournalHead | None = None) -> DeliveryReceipt:
    """Say that the letter was opened and counts as received at the instant it was stored (R-12.1.5)."""
    return DeliveryReceipt(
        delivered_at=opened.received_at,
        container_sha256=opened.container.identity,
        journal_head=journal_head,
    )


def not_accepted_payload(error: NotAcceptable, container_sha256: str = "") -> NotAccepted:
    """Say why the letter is technically not accepted, and that this is not a refusal under Art. 13."""
    entry = catalogue.get(error.code)
    return NotAccepted(
        code=error.code,
        text=f"{error.text_ru} {_ENDING}",
        article=entry.basis if entry else "",
        field=error.field,
        container_sha256=container_sha256,
    )


def compose_receipt(  # noqa: PLR0913  the facts of an envelope, all by name
    payload: DeliveryReceipt | NotAccepted,
    *,
    message_id: UUID,
    in_reply_to: UUID,
    sent_at: datetime,
    sender_authority: str,
    recipient_authority: str,
    register: RegisterEdition,
    salt: str,
    text_version: str,
    case_id: str = "",
) -> Document:
    """Make the receipt for the message `in_reply_to`; it has no number in the order of the case (`seq` 0)."""
    kind = Kind.DELIVERED if isinstance(payload, DeliveryReceipt) else Kind.NOT_ACCEPTED
    envelope = Envelope(
        message_id=message_id,
        type=kind,
        text_version=text_version,
        case_id=case_id,
        seq=0,
        salt=salt,
        sent_at=sent_at,
        sender_authority=sender_authority,
        recipient_authority=recipient_authority,
        register=register,
        in_reply_to=in_reply_to,
    )
    return Document(envelope=envelope, payload=payload)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says about one of our messages.

    `delivered_at` stands in a T-01; `code` and `text_ru` in a T-02. `container_sha256` may be empty in a T-02 whose
    node could not decrypt the message.
    """

    message_id: UUID
    container_sha256: str
    delivered_at: datetime | None = None
    code: str = ""
    text_ru: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the message was delivered."""
        return self.delivered_at is not None

    def concerns(self, message_id: UUID, container_sha256: str) -> bool:
        """Tell whether it is about this very message: same id, and same container where the receipt names one."""
        same = self.container_sha256 == container_sha256 or (not self.accepted and not self.container_sha256)
        return same and self.message_id == message_id


def read_receipt(opened: Opened) -> Receipt:
    """Read an opened receipt. Raises `Misuse` when the letter is no receipt or names no message."""
    envelope, payload = opened.document.envelope, opened.document.payload
    if envelope.in_reply_to is None or not isinstance(payload, DeliveryReceipt | NotAccepted):
        msg = f"{envelope.type} {envelope.message_id} is not a receipt for a message"
        raise Misuse(msg)
    if isinstance(payload, DeliveryReceipt):
        return Receipt(
            message_id=envelope.in_reply_to,
            container_sha256=payload.container_sha256,
            delivered_at=payload.delivered_at,
        )
    return Receipt(
        message_id=envelope.in_reply_to,
        container_sha256=payload.container_sha256,
        code=payload.code,
        text_ru=payload.text,
    )
