"""M-14, M-14a and M-15: the confidentiality of a request (Art. 16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.documents.requests import Confidentiality, SubjectCode
from obmen.treaty.labelled import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityWish:
    """M-14a: the author asks for confidentiality after the request has left (Art. 16(1))."""

    confidentiality: Confidentiality = Confidentiality(scope="", reason="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionTaken:
    """What was already done when confidentiality was asked for, or could not be kept (R-16.3)."""

    what: str
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityImpossible:
    """M-14: the step that cannot be done in confidence, and the items that need it (Art. 16(2))."""

    step: str = ""
    items: tuple[SubjectCode, ...] = ()
    reason: str = ""
    already_done: tuple[ActionTaken, ...] = ()


class Choosing(Labelled):
    """The author's decision when confidentiality cannot be kept (Art. 16(2))."""

    EXECUTE_ANYWAY = "EXECUTE_ANYWAY", "исполнять без сохранения конфиденциальности"
    WITHDRAW_ITEMS = "WITHDRAW_ITEMS", "отозвать отдельные пункты"
    LIFT = "LIFT", "снять конфиденциальность"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidentialityDecision:
    """M-15: whether to go on without confidentiality, and with which items (Art. 16(2))."""

    decision: Choosing = Choosing.EXECUTE_ANYWAY
    items: tuple[SubjectCode, ...] = ()
    text: str = ""
