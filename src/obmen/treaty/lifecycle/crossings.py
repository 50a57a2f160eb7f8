"""Documents that met on the way: what one means that came to a state without a row for it (requirements §2.10)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle.vocabulary import State

if TYPE_CHECKING:
    from collections.abc import Mapping

CROSSED: Final = "без последствий: документы пересеклись"
REFUSED: Final = "не принято (T-02): документ не получен"

_REPLY_TO_ACT: Final = (
    "документы пересеклись: акт остаётся в силе; орган, направивший его, рассматривает полученные сведения и "
    "подтверждает акт (M-10) или отзывает его (M-27)"
)
_ACT_AFTER_WITHDRAWAL: Final = "документы пересеклись: запрос отозван, отказом это не считается; документы возвращаются"
_WITHDRAWAL_AFTER_ACT: Final = "документы пересеклись: отзыв без последствий, акт и возврат документов остаются в силе"
_SUPPLEMENT_LATE: Final = "документы пересеклись: запрос уже завершён; для иных сведений нужен новый запрос (E-14-01)"
NOTES: Final[Mapping[tuple[State, Kind], str]] = {
    (State.EXECUTED, Kind.WITHDRAWAL): (
        "документы пересеклись: отзыв без последствий, ответ уже дан; сведения остаются под защитой ст. 9"
    ),
    (State.WITHDRAWN, Kind.ANSWER): (
        "ответ поступил после отзыва: хранится по ст. 9 и не используется, пока запрашивающий орган не запишет, зачем "
        "он всё ещё нужен по названному исполнительному документу"
    ),
    (State.WITHDRAWN, Kind.REFUSAL): _ACT_AFTER_WITHDRAWAL,
    (State.WITHDRAWN, Kind.INABILITY): _ACT_AFTER_WITHDRAWAL,
    (State.REFUSED, Kind.WITHDRAWAL): _WITHDRAWAL_AFTER_ACT,
    (State.NOT_EXECUTABLE, Kind.WITHDRAWAL): _WITHDRAWAL_AFTER_ACT,
    (State.REFUSED, Kind.INFORMATION): _REPLY_TO_ACT,
    (State.NOT_EXECUTABLE, Kind.INFORMATION): _REPLY_TO_ACT,
    (State.EXECUTED, Kind.SUPPLEMENT): _SUPPLEMENT_LATE,
    (State.REFUSED, Kind.SUPPLEMENT): _SUPPLEMENT_LATE,
    (State.NOT_EXECUTABLE, Kind.SUPPLEMENT): _SUPPLEMENT_LATE,
    **{
        (state, Kind.REMINDER): "на запрос о ходе исполнения отвечает уже направленный документ"
        for state in (State.EXECUTED, State.REFUSED, State.NOT_EXECUTABLE)
    },
}


def note(state: State | None, kind: Kind) -> str:
    """Tell by §2.10 what a document means that has no row in a state; both nodes say the same."""
    return NOTES.get((state, kind), CROSSED) if state else CROSSED
