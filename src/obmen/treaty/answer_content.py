"""Art. 3, 6-9, 12: what an answer must say about each item of the request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.documents.answers import Answer, AnswerItem, ItemStatus
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents.requests import Request, SubjectCode
    from obmen.treaty.findings import Findings


def check_answer(  # noqa: PLR0913  the facts of one question, each named by the caller
    request: Request,
    answer: Answer,
    *,
    requested_declarations: Sequence[Declaration],
    on: date,
    requesting_declarations: Sequence[Declaration] = (),
    policies: Policies = DEFAULT_POLICIES,
    earlier: Sequence[Answer] = (),
) -> Findings:
    """Decide by Art. 6-9 and 12 whether an answer of day `on` says of each item what it must."""
    raise NotImplementedError(request, answer, requested_declarations, on, requesting_declarations, policies, earlier)


def allowed_statuses(subject: SubjectCode, *, final: bool, reservation: bool = False) -> tuple[ItemStatus, ...]:
    """List by Art. 6 the results that an item on `subject` can have."""
    raise NotImplementedError(subject, final, reservation)


def empty_answer(request: Request) -> Answer:
    """Prepare the answer to a request: one item without a result for each subject."""
    return Answer(
        request_version=request.version, items=tuple(AnswerItem(subject=each.code) for each in request.subjects)
    )
