"""Art. 13(3), 15(1), 21: consultations - what each step must say, and which consultations were held."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.treaty.articles import LAST, Article
from obmen.treaty.documents.conditions import Consulting, Outcome, Topic
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from obmen.treaty.documents.conditions import Consultation

_SILENCE: Final = 2
"""How many reminders without a reply let a consultation be closed as unanswered (requirements §2.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consulted:
    """A consultation that the case knows; a recorded conversation is opened and closed on its own day."""

    id: UUID
    topic: Topic
    opened_on: date
    closed_on: date | None = None
    outcome: Outcome | None = None

    def begun(self, on: date) -> bool:
        """Tell whether it was opened, or the conversation held, on the day or earlier."""
        return self.opened_on <= on

    def held(self, on: date) -> bool:
        """Tell whether it was closed, or the conversation held, on the day or earlier."""
        return self.closed_on is not None and self.closed_on <= on

    def open(self, on: date) -> bool:
        """Tell whether it still goes on."""
        return self.begun(on) and not self.held(on)


def open_about(topic: Topic, consultations: Iterable[Consulted], on: date) -> bool:
    """Tell whether a consultation about a topic still goes on."""
    return any(each.topic is topic and each.open(on) for each in consultations)


def named(consultations: Iterable[Consulted], reference: UUID | None, topic: Topic) -> Consulted | None:
    """Find the consultation about a topic that a document names."""
    return next((each for each in consultations if each.id == reference and each.topic is topic), None)


def check_consultation(consultation: Consultation, *, on: date, reminders: int = 0) -> Findings:
    """Decide by Art. 13(3), 15(1) and 21 whether a step of a consultation says what it must (R-13.3.1).

    `reminders` are those that stayed without a reply: two of them let it be closed as unanswered. A recorded
    conversation is complete with its day, the other person and the result.
    """
    wrong = (*_said(consultation), *_outcome(consultation, reminders), *_call(consultation, on))
    because = "Шаг консультаций описан: что сказано и чем закончилось"
    return Findings.of(wrong or (held(because, Article(13, paragraph=LAST), Article(15), Article(21)),))


def _said(consultation: Consultation) -> Iterator[Finding]:
    if consultation.step is not Consulting.CALL and not consultation.text.strip():
        yield violation("E-13-06", field="text")


def _outcome(consultation: Consultation, reminders: int) -> Iterator[Finding]:
    """Require an outcome of the closing step, and of no other; silence is told after two reminders only."""
    closes = consultation.step is Consulting.CLOSE
    if closes and consultation.outcome is None:
        yield violation("E-13-06", case="outcome", field="outcome")
    elif not closes and consultation.outcome is not None:
        yield violation("E-13-06", case="early", field="outcome")
    if closes and consultation.outcome is Outcome.NO_REPLY and reminders < _SILENCE:
        yield violation("E-13-06", case="silence", field="outcome", reminders=reminders)


def _call(consultation: Consultation, on: date) -> Iterator[Finding]:
    """Require of a recorded conversation its day, not a future one, who spoke, and the result."""
    if consultation.step is not Consulting.CALL:
        return
    call = consultation.call
    told = {"on": call.on, "who": call.who.strip(), "result": call.result.strip()} if call else dict.fromkeys(_CALL)
    for name, what in _CALL.items():
        if not told[name]:
            yield violation("E-13-06", case="call", field=f"call.{name}", what=what)
    if call and call.on and call.on > on:
        yield violation("E-13-06", case="future", field="call.on", date=call.on)


_CALL: Final = {"on": "дата разговора", "who": "с кем говорили", "result": "чем закончился разговор"}
