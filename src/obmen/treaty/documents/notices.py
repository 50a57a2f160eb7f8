"""Notices that accompany the execution: M-02, M-04, M-19, M-23, M-24, M-28 (Art. 4, 10, 12, 18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Body, Money, PaperReference
from obmen.treaty.labelled import Labelled


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

    @property
    def form(self) -> str:
        """Whether confidentiality is ensured (Art. 16): «CONFIDENTIAL», or nothing."""
        return "CONFIDENTIAL" if self.confidentiality_ensured else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayNotice:
    """M-04: the request cannot be executed within the term; it does not extend it (Art. 12(3), R-12.3.1)."""

    reason: str = ""
    remaining_items: tuple[SubjectCode, ...] = ()
    expected_on: date | None = None


class Comparison(Labelled):
    """What the comparison of an original with the electronic document found (R-10.1.2, R-10.1.3)."""

    MATCHED = "MATCHED", "соответствует"
    NOTED = "NOTED", "отличие отмечено"
    MISMATCH = "MISMATCH", "не соответствует"


class OriginalStep(Labelled):
    """What happened to an original that travels by post (Art. 10(1), 13(2))."""

    DISPATCHED = "DISPATCHED", "отправлен"
    ARRIVED = "ARRIVED", "поступил"
    COMPARED = "COMPARED", "сверен"
    RETURNED = "RETURNED", "возвращён"
    LOST = "LOST", "утрачен почтой"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalNotice:
    """M-19: what happened to an original that follows by post (Art. 10(1), 13(2)); several share one опись."""

    step: OriginalStep = OriginalStep.DISPATCHED
    paper: PaperReference = PaperReference()
    post_number: str = ""
    list_number: str = ""
    on: date | None = None
    comparison: Comparison | None = None
    difference: str = ""

    @property
    def form(self) -> str:
        """The step; a comparison by what it found («MISMATCH»)."""
        compared = self.step is OriginalStep.COMPARED and self.comparison is not None
        return str(self.comparison if compared else self.step)


@dataclass(frozen=True, slots=True, kw_only=True)
class TermChange:
    """M-23: the term was counted again, by a new calendar or after a correction (Art. 12, R-12.1.4)."""

    cause: str = ""
    act: str = ""
    calendar_version: str = ""
    was: date | None = None
    now: date | None = None
    not_determined: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityChange:
    """M-24: another authority or body takes over the case (Art. 18); the term does not move (P-24)."""

    was: Body = Body()
    now: Body = Body()
    since: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """M-28: what was recovered on an enforcement document that both sides execute (Art. 4(c), R-4.c.3)."""

    document: str = ""
    recovered: Money | None = None
    as_of: date | None = None
    remaining: Money | None = None
    source: str = ""
