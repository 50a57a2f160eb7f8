"""M-16, M-17 and M-20 to M-22: consent to disclosure, protection, destruction (Art. 9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.labelled import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Compulsion:
    """A demand of the receiving State's law: by whom, on what norm, of what day, and when disclosed (R-9.2.5)."""

    demand: str = ""
    norm: str = ""
    on: date | None = None
    disclosed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRequest:
    """M-16: asks the Party that provided the information for consent to disclose it to a third party (Art. 9(2))."""

    recipient: str = ""
    items: tuple[SubjectCode, ...] = ()
    purpose: str = ""
    manner: str = ""
    until: date | None = None
    urgent: bool = False
    compulsion: Compulsion | None = None


class Consenting(Labelled):
    """The decision of the Party that provided the information (Art. 9(2))."""

    GRANTED = "GRANTED", "согласие дано"
    LIMITED = "LIMITED", "согласие дано в части"
    DENIED = "DENIED", "в согласии отказано"
    REVOKED = "REVOKED", "согласие отозвано"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentDecision:
    """M-17: the decision on the message it answers, with its scope; silence is never consent (Art. 9(2))."""

    decision: Consenting = Consenting.DENIED
    recipient: str = ""
    items: tuple[SubjectCode, ...] = ()
    purpose: str = ""
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionQuery:
    """M-20: asks how the information is protected and how long it is kept (Art. 9(5))."""

    general: bool = False
    questions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """Loss, leak or unlawful use of received information (Art. 9(4), R-O.9)."""

    what: str = ""
    on: date | None = None
    items: tuple[SubjectCode, ...] = ()
    measures: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtectionFacts:
    """M-21: measures of protection, the term of keeping, and an incident if there was one (Art. 9(4), 9(5))."""

    measures: str = ""
    retention_rule: str = ""
    retention_term: str = ""
    planned_destruction_on: date | None = None
    incident: Incident | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionNotice:
    """M-22: the information was destroyed; it names the act, never the content (Art. 9(6))."""

    act_number: str = ""
    on: date | None = None
    after_recall: bool = False
