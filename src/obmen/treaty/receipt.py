"""Art. 12(1): when a request is received, and by whose receipt the term begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from obmen.treaty.policies import Policies


def receipt_date(received_at: datetime, zone: tzinfo) -> date:
    """Decide by Art. 12(1) and P-03 on which date a request is received: the local date of the receiving authority.

    Office hours and days off do not matter (R-12.1.3). `received_at` must carry an offset; ValueError otherwise.
    """
    if received_at.tzinfo is None:
        raise ValueError("an instant of receipt needs an offset")
    return received_at.astimezone(zone).date()


def first_receipt(
    received_on: date,
    *,
    by_enforcement_body: bool,
    executor_received_on: date | None,
    policies: Policies,
    paper_received_on: date | None = None,
) -> date | None:
    """Decide by Art. 12(1) and P-02 from which receipt the term runs; None while that receipt has not happened.

    By default the first receipt by an authority of the register that is an enforcement body; where the receiving
    authority is none, the day the executing body gets it. Forwarding inside the Party changes nothing (P-24).
    """
    choice = policies.choice("P-02")
    if choice == "PAPER_ORIGINAL":
        return paper_received_on
    return received_on if choice == "FIRST_BODY" and by_enforcement_body else executor_received_on
