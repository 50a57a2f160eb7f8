"""Words of the course of a case: sides, states, rows of the tables (requirements §2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.labelled import Labelled


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
    REFUSED = "REFUSED", "В исполнении отказано"
    NOT_EXECUTABLE = "NOT_EXECUTABLE", "Не может быть исполнен"
    WITHDRAWN = "WITHDRAWN", "Отозван"

    @property
    def open(self) -> bool:
        """Whether the requested Party still has something to do."""
        return self in OPEN

    @property
    def final(self) -> bool:
        """Whether the request has come to its end."""
        return self in FINAL


OPEN: Final = (State.DELIVERED, State.REGISTERED, State.PARTLY_ANSWERED)
FINAL: Final = (State.EXECUTED, State.REFUSED, State.NOT_EXECUTABLE, State.WITHDRAWN)


class Machine(Labelled):
    """What has a course of its own within a case."""

    REQUEST = "REQUEST", "Запрос"
    INFORMATION = "INFORMATION", "Дополнительные сведения (ст. 14)"
    POSTPONEMENT = "POSTPONEMENT", "Отложение (ст. 15)"
    CONSULTATION = "CONSULTATION", "Консультации (ст. 13, 15, 21)"
    CONDITIONS = "CONDITIONS", "Условия исполнения (ст. 15)"
    CONFIDENTIALITY = "CONFIDENTIALITY", "Конфиденциальность (ст. 16)"
    LOCKED_STEP = "LOCKED_STEP", "Действие, нарушающее конфиденциальность (ст. 16)"
    CONSENT = "CONSENT", "Согласие на раскрытие (ст. 9)"
    PROTECTION = "PROTECTION", "Меры защиты и сроки хранения (ст. 9)"
    ORIGINAL = "ORIGINAL", "Оригинал почтой (ст. 10)"
    REMINDER = "REMINDER", "Запрос о ходе исполнения (ст. 12)"


class RoundState(Labelled):
    """Where one round within a case stands: a question, a postponement, a consultation, an original ..."""

    ASKED = "ASKED", "запрошено"
    ANSWERED = "ANSWERED", "отвечено"
    UNANSWERABLE = "UNANSWERABLE", "сведений нет"
    CANCELLED = "CANCELLED", "отменено"
    POSTPONED = "POSTPONED", "исполнение отложено"
    RESUMED = "RESUMED", "исполнение возобновлено"
    OPEN = "OPEN", "консультации идут"
    CLOSED_AGREED = "CLOSED_AGREED", "завершены: согласие достигнуто"
    CLOSED_NOT_AGREED = "CLOSED_NOT_AGREED", "завершены: согласие не достигнуто"
    CLOSED_NO_REPLY = "CLOSED_NO_REPLY", "завершены: ответа нет"
    CALLED = "CALLED", "разговор записан"
    PROPOSED = "PROPOSED", "условия предложены"
    ACCEPTED = "ACCEPTED", "условия приняты"
    DECLINED = "DECLINED", "условия отклонены"
    COUNTERED = "COUNTERED", "встречное предложение"
    BREACHED = "BREACHED", "условия нарушены"
    WISHED = "WISHED", "конфиденциальность запрошена"
    ENSURED = "ENSURED", "конфиденциальность обеспечена"
    LIFTED = "LIFTED", "конфиденциальность снята"
    IMPOSSIBLE = "IMPOSSIBLE", "ожидается решение запрашивающего органа"
    EXECUTE_ANYWAY = "EXECUTE_ANYWAY", "исполнять без конфиденциальности"
    ITEMS_WITHDRAWN = "ITEMS_WITHDRAWN", "пункты отозваны"
    REQUEST_WITHDRAWN = "REQUEST_WITHDRAWN", "запрос отозван"
    GRANTED = "GRANTED", "согласие дано"
    GRANTED_LIMITED = "GRANTED_LIMITED", "согласие дано в части"
    DENIED = "DENIED", "в согласии отказано"
    REVOKED = "REVOKED", "согласие отозвано"
    DISPATCHED = "DISPATCHED", "отправлен почтой"
    ARRIVED = "ARRIVED", "поступил"
    MATCHED = "MATCHED", "соответствует"
    NOTED = "NOTED", "отличие отмечено"
    MISMATCH = "MISMATCH", "не соответствует"
    RETURNED = "RETURNED", "возвращён"
    LOST = "LOST", "утрачен почтой"
    WAITING = "WAITING", "ожидает ответа"

    @property
    def closed(self) -> bool:
        """Whether it is a consultation that was held (Art. 13(3), 15): closed, or a conversation recorded."""
        return self in _HELD


_HELD: Final = frozenset(
    {RoundState.CLOSED_AGREED, RoundState.CLOSED_NOT_AGREED, RoundState.CLOSED_NO_REPLY, RoundState.CALLED}
)


class TermEffect(Labelled):
    """What a document does to the term of Art. 12."""

    NONE = "NONE", "—"
    STARTS = "STARTS", "срок начинается"
    STATED = "STATED", "срок сообщён"
    STOPS = "STOPS", "срок прекращается"
    PAUSES = "PAUSES", "по принятому толкованию"
    RESUMES = "RESUMES", "срок продолжается"
    ADDS = "ADDS", "для добавленных пунктов — свой срок"


class Turn(Labelled):
    """Who may take a step of a round that either side may have begun."""

    ANYONE = "ANYONE", "любая сторона"
    OPENER = "OPENER", "начавшая сторона"
    OTHER = "OTHER", "другая сторона"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: in `state` a document of `kind` (in the form `variant`) leads to `next`, by `article`.

    `state` is None before the case or the round exists. `variant` None stands for every form. `who` is the side that
    sends it; None where `turn` decides, or either side may. `next` is reached when no item of the request stays open;
    empty means «as the items say». `offered` is False for what we take from other software but never propose to our
    own user. `policy` names the policy that decides about the term.
    """

    machine: Machine = Machine.REQUEST
    state: Labelled | None
    kind: Kind
    variant: str | None = None
    who: Side | None
    turn: Turn = Turn.ANYONE
    next: Labelled | None
    article: Article
    term_effect: TermEffect = TermEffect.NONE
    policy: str = ""
    offered: bool = True

    def fits(self, state: Labelled | None, kind: Kind, variant: str, who: Side) -> bool:
        """Tell whether it is the row of a document in a state."""
        sender = self.who in (None, who)
        return (self.state, self.kind) == (state, kind) and self.variant in (None, variant) and sender
