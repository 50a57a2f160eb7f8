"""Art. 2, 3, 7-12, 19: what a request must contain, rule by rule, in the order of the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.findings import Findings
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from datetime import date

    from obmen.treaty.documents.requests import Request


def check_request(
    request: Request,
    *,
    on: date,
    own_party: str | None,
    policies: Policies = DEFAULT_POLICIES,
    due: date | None = None,
) -> Findings:
    """Decide by Art. 2, 3, 7-12 and 19 whether a request of day `on` says all that it must."""
    raise NotImplementedError(request, on, own_party, policies, due, Findings)
