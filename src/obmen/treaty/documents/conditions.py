"""M-09 to M-13: postponement, consultations, conditions and their breach (Art. 13(3), 15, 21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.labelled import Labelled


class Postponing(Labelled):
    """Whether M-09 postpones or resumes."""

    POSTPONE = "POSTPONE", "отложение"
    RESUME = "RESUME", "возобновление"


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """M-09: execution would impede a proceeding of the requested State, or may go on again (Art. 15(1))."""

    step: Postponing = Postponing.POSTPONE
    circumstances: str = ""
    own_proceeding: str = ""
    consultation: UUID | None = None
    review_on: date | None = None
    on: date | None = None
    clock_policy: str = ""


class Topic(Labelled):
    """What a consultation is about."""

    REFUSAL = "13", "отказ в исполнении (ст. 13)"
    CONDITIONS = "15", "отложение и условия исполнения (ст. 15)"
    DISPUTE = "21", "спорный вопрос (ст. 21)"
    OTHER = "OTHER", "иное"


class Consulting(Labelled):
    """One step of a consultation."""

    OPEN = "OPEN", "открытие"
    TURN = "TURN", "позиция"
    CLOSE = "CLOSE", "закрытие"
    CALL = "CALL", "запись разговора"


class Outcome(Labelled):
    """How a consultation ended."""

    AGREED = "AGREED", "согласие достигнуто"
    NOT_AGREED = "NOT_AGREED", "согласие не достигнуто"
    NO_REPLY = "NO_REPLY", "ответа нет"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A recorded conversation: when, with whom, with what result."""

    on: date | None = None
    who: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """M-10: opens, continues or closes a consultation, or records a conversation (Art. 13(3), 15, 21)."""

    topic: Topic = Topic.OTHER
    step: Consulting = Consulting.OPEN
    text: str = ""
    outcome: Outcome | None = None
    call: Call | None = None

    @property
    def form(self) -> str:
        """The step; a closing one with its outcome («CLOSE_AGREED»)."""
        closing = self.step is Consulting.CLOSE and self.outcome is not None
        return f"{self.step}_{self.outcome}" if closing else str(self.step)


class ConditionKind(Labelled):
    """Conditions that a machine can watch, and those that a person must (R-15.3, R-15.4)."""

    USE = "USE", "ограничение использования"
    NO_CONTACT = "NO_CONTACT", "не связываться с должником до даты"
    NO_DISCLOSURE = "NO_DISCLOSURE", "не раскрывать лицу"
    ORDER = "ORDER", "порядок действий"
    OTHER = "OTHER", "иное"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition: what is not done, to whom (a role code of the parties), about which items, until when."""

    number: int
    kind: ConditionKind = ConditionKind.OTHER
    text: str = ""
    recipient: str = ""
    items: tuple[SubjectCode, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """M-11: conditions under which the request will be executed further (Art. 15(1))."""

    conditions: tuple[Condition, ...] = ()
    consultation: UUID | None = None


class Deciding(Labelled):
    """The requesting side's decision on conditions (Art. 15(2))."""

    ACCEPT = "ACCEPT", "согласие"
    DECLINE = "DECLINE", "несогласие"
    COUNTER = "COUNTER", "встречное предложение"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionsDecision:
    """M-12: accepts or declines the conditions of the message it answers, or proposes others (Art. 15(2))."""

    decision: Deciding = Deciding.ACCEPT
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """M-13: an agreed condition was not kept; recorded, the central authorities are told (Art. 15(2))."""

    condition: int = 0
    facts: str = ""
