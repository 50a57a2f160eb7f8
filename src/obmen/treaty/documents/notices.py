"""M-02, the notice of registration (Art. 12, 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationNotice:
    """The requested authority's notice that the request is registered, and until when it will be executed.

    `received_at` is the instant of receipt (R-12.1.5), `receipt_date` its date where the receiving authority is.
    `due_unadjusted` is the term of Art. 12 without postponements, `due_adjusted` under the declared policies; both are
    empty, with `not_determined` telling why, when there is no calendar for the year (E-12-01).
    """

    reg_number: str
    received_at: datetime
    receipt_date: date
    calendar_version: str
    policies: dict[str, str]
    due_unadjusted: date | None
    due_adjusted: date | None
    not_determined: str = ""
    executing_authority: str = ""
    desired_date_reply: str = ""
    confidentiality_ensured: bool | None = None
