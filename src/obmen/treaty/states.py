"""The table of the lifecycle: states of a request, documents and what they do, each row with its article.

Code, the table of the documentation and the exhaustive test are made from `table`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import Part
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.errors import held, violation
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from obmen.treaty.findings import Finding


class Side(Labelled):
    """Which Party's authority acts."""

    REQUESTING = "REQUESTING", "запрашивающая Сторона"
    REQUESTED = "REQUESTED", "запрашиваемая Сторона"

    @property
    def other(self) -> Side:
        """The other side."""
        return Side.REQUESTED if self is Side.REQUESTING else Side.REQUESTING


class State(Labelled):
    """Shared state of a request, the same on both nodes."""

    SENT = "SENT", "Направлен"
    NOT_ACCEPTED = "NOT_ACCEPTED", "Не принят узлом получателя"
    DELIVERED = "DELIVERED", "Доставлен"
    REGISTERED = "REGISTERED", "Зарегистрирован"
    PARTLY_ANSWERED = "PARTLY_ANSWERED", "Получена часть ответа"
    EXECUTED = "EXECUTED", "Исполнен"

    @property
    def open(self) -> bool:
        """Whether the requested Party still has something to do."""
        return self in (State.DELIVERED, State.REGISTERED, State.PARTLY_ANSWERED)


class TermEffect(Labelled):
    """What a document does to the term of Art. 12."""

    NONE = "NONE", "—"
    STARTS = "STARTS", "срок начинается"
    STATED = "STATED", "срок сообщён"
    STOPS = "STOPS", "срок прекращается"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the table: in `state` a document of `kind` by `who` leads to `next`, by `article`.

    `state` is None before the case exists. `offered` is False for what we take from other software but never propose
    to our own user.
    """

    state: State | None
    kind: Kind
    part: Part | None = None
    who: Side
    next: State
    article: Article
    term_effect: TermEffect = TermEffect.NONE
    offered: bool = True


_TERM: Final = Article(12, paragraph=1)


def _answers(state: State, *, offered: bool = True) -> tuple[Row, Row]:
    part = Row(
        state=state,
        kind=Kind.ANSWER,
        part=Part.PART,
        who=Side.REQUESTED,
        next=State.PARTLY_ANSWERED,
        article=Article(12),
        offered=offered,
    )
    return part, replace(part, part=Part.FINAL, next=State.EXECUTED, term_effect=TermEffect.STOPS)


def _notice(state: State, after: State) -> Row:
    return Row(
        state=state,
        kind=Kind.REGISTRATION,
        who=Side.REQUESTED,
        next=after,
        article=_TERM,
        term_effect=TermEffect.STATED,
    )


table: Final[tuple[Row, ...]] = (
    Row(state=None, kind=Kind.REQUEST, who=Side.REQUESTING, next=State.SENT, article=Article(10, paragraph=1)),
    Row(
        state=State.NOT_ACCEPTED, kind=Kind.REQUEST, who=Side.REQUESTING, next=State.SENT, article=Article(11, point=3)
    ),
    Row(
        state=State.SENT,
        kind=Kind.DELIVERED,
        who=Side.REQUESTED,
        next=State.DELIVERED,
        article=_TERM,
        term_effect=TermEffect.STARTS,
    ),
    Row(
        state=State.SENT,
        kind=Kind.NOT_ACCEPTED,
        who=Side.REQUESTED,
        next=State.NOT_ACCEPTED,
        article=Article(11, point=3),
    ),
    _notice(State.DELIVERED, State.REGISTERED),
    _notice(State.REGISTERED, State.REGISTERED),
    _notice(State.PARTLY_ANSWERED, State.PARTLY_ANSWERED),
    *_answers(State.DELIVERED, offered=False),
    *_answers(State.REGISTERED),
    *_answers(State.PARTLY_ANSWERED),
)
"""Every step of the shared course. The receipts stand in it for the reader; a fold takes their effect from `Filed`."""


def find_row(state: State | None, kind: Kind, part: Part | None, who: Side) -> Row | None:
    """Return the row of the table for a document in a state, None when there is none."""
    wanted = (state, kind, part, who)
    return next((row for row in table if (row.state, row.kind, row.part, row.who) == wanted), None)


def may(state: State | None, kind: Kind, part: Part | None, who: Side) -> Finding:
    """Decide by the table (Art. 10-12) whether a document may be made in this state by our own user."""
    row = find_row(state, kind, part, who)
    if row and row.offered:
        return held(f"«{kind.label}» предусмотрен в этом состоянии", row.article)
    return violation("E-12-07", document=kind.label, state=state.label if state else "запрос не направлен")
