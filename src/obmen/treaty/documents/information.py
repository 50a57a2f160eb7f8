"""M-05 and M-06: what the requested side still needs, and what it gets (Art. 14)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.labelled import Labelled


class Asking(Labelled):
    """Whether M-05 asks or takes the question back."""

    ASK = "ASK", "запрос"
    CANCEL = "CANCEL", "отмена"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One numbered point: what is missing and why it is needed."""

    number: int
    what: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequest:
    """M-05: asks for additional information, or cancels the question (Art. 14).

    `reply_by` is a proposal only; `clock_policy` is the choice of P-04 that applies to the term.
    """

    step: Asking = Asking.ASK
    points: tuple[Gap, ...] = ()
    reply_by: date | None = None
    clock_policy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointReply:
    """The reply to one point; `unable` tells why there is none."""

    number: int
    text: str = ""
    attachments: tuple[str, ...] = ()
    unable: str = ""


class Replying(Labelled):
    """Whether a reply gives something."""

    ANSWERED = "ANSWERED", "сведения даны"
    UNANSWERABLE = "UNANSWERABLE", "сведений нет"


@dataclass(frozen=True, slots=True, kw_only=True)
class Information:
    """M-06: the reply, point by point; it does not change the request (Art. 14, R-14.2)."""

    replies: tuple[PointReply, ...] = ()

    @property
    def outcome(self) -> Replying:
        """Whether at least one point has a reply."""
        given = any(not reply.unable.strip() for reply in self.replies)
        return Replying.ANSWERED if given else Replying.UNANSWERABLE
