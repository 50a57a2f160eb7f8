"""The course of the request itself, on both sides (requirements §2.1, §2.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import Mending, Part
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import Extent
from obmen.treaty.lifecycle.vocabulary import FINAL, OPEN, Row, Side, State, TermEffect

if TYPE_CHECKING:
    from collections.abc import Iterator

_TERM: Final = Article(12, paragraph=1)
_WRITTEN: Final = Article(11, point=3)
_RECORDED: Final = {
    Kind.BREACH: (None, Article(15)),
    Kind.CONSENT_REQUEST: (None, Article(9, point=2)),
    Kind.CONSENT_DECISION: (None, Article(9, point=2)),
    Kind.ORIGINAL: (None, Article(10, paragraph=1)),
    Kind.PROTECTION_QUERY: (None, Article(9, point=5)),
    Kind.PROTECTION_FACTS: (None, Article(9, point=5)),
    Kind.DESTRUCTION: (Side.REQUESTING, Article(9, point=6)),
    Kind.TERM_CHANGE: (Side.REQUESTED, Article(12)),
    Kind.AUTHORITY_CHANGE: (None, Article(18)),
    Kind.RECOVERY: (None, Article(4, letter="в")),
    Kind.CONSULTATION: (None, Article(21)),
}
"""What is recorded in any state once the request was delivered, and never changes it, with who may send it."""
_WHILE_OPEN: Final = {
    Kind.DELAY: (Side.REQUESTED, Article(12)),
    Kind.INFORMATION_REQUEST: (Side.REQUESTED, Article(14)),
    Kind.INFORMATION: (Side.REQUESTING, Article(14)),
    Kind.POSTPONEMENT: (Side.REQUESTED, Article(15, paragraph=1)),
    Kind.CONDITIONS: (Side.REQUESTED, Article(15, paragraph=1)),
    Kind.CONDITIONS_DECISION: (Side.REQUESTING, Article(15)),
    Kind.CONFIDENTIALITY_WISH: (Side.REQUESTING, Article(16, paragraph=1)),
    Kind.CONFIDENTIALITY_IMPOSSIBLE: (Side.REQUESTED, Article(16)),
    Kind.REMINDER: (Side.REQUESTING, Article(12)),
}
"""What belongs to the execution and leaves the request where it stands; its own course is in `round_tables`."""


def _opening() -> Iterator[Row]:
    yield Row(state=None, kind=Kind.REQUEST, who=Side.REQUESTING, next=State.SENT, article=Article(10, paragraph=1))
    yield Row(state=State.NOT_ACCEPTED, kind=Kind.REQUEST, who=Side.REQUESTING, next=State.SENT, article=_WRITTEN)
    yield Row(
        state=State.SENT,
        kind=Kind.DELIVERED,
        who=Side.REQUESTED,
        next=State.DELIVERED,
        article=_TERM,
        term_effect=TermEffect.STARTS,
    )
    yield Row(state=State.SENT, kind=Kind.NOT_ACCEPTED, who=Side.REQUESTED, next=State.NOT_ACCEPTED, article=_WRITTEN)


def _registering() -> Iterator[Row]:
    for state in OPEN:
        yield Row(
            state=state,
            kind=Kind.REGISTRATION,
            who=Side.REQUESTED,
            next=State.REGISTERED if state is State.DELIVERED else state,
            article=_TERM,
            term_effect=TermEffect.STATED,
        )


def _answering(state: State) -> Iterator[Row]:
    registered = state is not State.DELIVERED
    yield Row(
        state=state,
        kind=Kind.ANSWER,
        variant=Part.PART,
        who=Side.REQUESTED,
        next=None,
        article=Article(12),
        offered=registered,
    )
    yield Row(
        state=state,
        kind=Kind.ANSWER,
        variant=Part.FINAL,
        who=Side.REQUESTED,
        next=State.EXECUTED,
        article=Article(12),
        term_effect=TermEffect.STOPS,
        offered=registered,
    )


def _refusing(state: State) -> Iterator[Row]:
    registered, stops = state is not State.DELIVERED, TermEffect.STOPS
    yield Row(
        state=state,
        kind=Kind.REFUSAL,
        variant=Extent.ALL,
        who=Side.REQUESTED,
        next=State.REFUSED,
        article=Article(13),
        term_effect=stops,
        offered=registered,
    )
    yield Row(
        state=state,
        kind=Kind.REFUSAL,
        variant=Extent.ITEMS,
        who=Side.REQUESTED,
        next=None,
        article=Article(13),
        offered=registered,
    )
    yield Row(
        state=state,
        kind=Kind.INABILITY,
        who=Side.REQUESTED,
        next=State.NOT_EXECUTABLE,
        article=Article(13, paragraph=2),
        term_effect=stops,
        offered=registered,
    )


def _withdrawing(state: State) -> Iterator[Row]:
    purpose, confidence = Article(9, point=1), Article(16)
    yield Row(
        state=state,
        kind=Kind.WITHDRAWAL,
        variant=Extent.ALL,
        who=Side.REQUESTING,
        next=State.WITHDRAWN,
        article=purpose,
        term_effect=TermEffect.STOPS,
    )
    yield Row(state=state, kind=Kind.WITHDRAWAL, variant=Extent.ITEMS, who=Side.REQUESTING, next=None, article=purpose)
    for choice in Choosing:
        items = choice is Choosing.WITHDRAW_ITEMS
        yield Row(
            state=state,
            kind=Kind.CONFIDENTIALITY_DECISION,
            variant=choice,
            who=Side.REQUESTING,
            next=None if items else state,
            article=confidence,
        )


def _going_on(state: State) -> Iterator[Row]:
    for kind, (who, article) in _WHILE_OPEN.items():
        yield Row(state=state, kind=kind, who=who, next=state, article=article)
    yield Row(
        state=state,
        kind=Kind.SUPPLEMENT,
        who=Side.REQUESTING,
        next=state,
        article=Article(14),
        term_effect=TermEffect.ADDS,
    )


def _mending() -> Iterator[Row]:
    for state in (State.PARTLY_ANSWERED, State.EXECUTED, State.REFUSED, State.NOT_EXECUTABLE):
        answered = state in (State.PARTLY_ANSWERED, State.EXECUTED)
        recalled = State.PARTLY_ANSWERED if answered else State.REGISTERED
        for mending in Mending:
            after = recalled if mending is Mending.RECALL else state
            yield Row(
                state=state,
                kind=Kind.CORRECTION,
                variant=mending,
                who=Side.REQUESTED,
                next=after,
                article=_WRITTEN,
            )


def _recording() -> Iterator[Row]:
    for state in (*OPEN, *FINAL):
        for kind, (who, article) in _RECORDED.items():
            yield Row(state=state, kind=kind, who=who, next=state, article=article)


def rows() -> Iterator[Row]:
    """Give every step of the request, state by state (Art. 10-16)."""
    yield from _opening()
    yield from _registering()
    for state in OPEN:
        for part in (_answering, _refusing, _withdrawing, _going_on):
            yield from part(state)
    yield from _mending()
    yield from _recording()


TABLE: Final = tuple(rows())
"""Every step of the request. The receipts stand in it for the reader; a fold takes their effect from `Filed`."""
