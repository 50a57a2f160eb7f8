"""How a case is named on screens: its state in words with its tone, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.models import Outgoing
from obmen.node.people.permissions import may
from obmen.treaty.lifecycle import State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.node.people.models import Officer

Tone = Literal["info", "work", "wait", "good", "bad", "off"]

_LOCAL: Final[Mapping[str, tuple[str, Tone]]] = {
    LocalState.DRAFT: ("Черновик", "off"),
    LocalState.ON_SIGNATURE: ("На подписи", "work"),
    LocalState.READY: ("Подписан, не отправлен", "work"),
    LocalState.RECEIVED: ("Поступил", "work"),
    LocalState.REGISTERED: ("Не поручен", "work"),
    LocalState.EXECUTING: ("На исполнении", "work"),
    LocalState.ANSWER_ON_SIGNATURE: ("Ответ на подписи", "work"),
    LocalState.CLOSED: ("Закрыт", "off"),
}
_SHARED: Final[Mapping[str, tuple[str, Tone]]] = {
    State.SENT: ("Отправлен", "wait"),
    State.DELIVERED: ("Доставлен", "wait"),
    State.REGISTERED: ("Зарегистрирован", "info"),
    State.PARTLY_ANSWERED: ("Получена часть ответа", "info"),
    State.EXECUTED: ("Исполнен", "good"),
    State.NOT_ACCEPTED: ("Не принят", "bad"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """An act that may come next: its Russian name, the permission it needs, the name of its page, its article."""

    label: str
    act: str
    url_name: str
    article: str


_NEXT: Final[Mapping[str, Next]] = {
    LocalState.DRAFT: Next(label="Дописать", act="draft", url_name="check", article="ст. 11"),
    LocalState.ON_SIGNATURE: Next(label="Подписать", act="sign", url_name="sign", article="п. 3 ст. 11"),
    LocalState.READY: Next(label="Отправить", act="send", url_name="send", article="ст. 10"),
    LocalState.RECEIVED: Next(label="Зарегистрировать", act="register", url_name="register", article="ст. 12"),
    LocalState.REGISTERED: Next(label="Поручить", act="assign", url_name="assign", article="ст. 12"),
    LocalState.EXECUTING: Next(label="Ответить", act="answer", url_name="answer", article="ст. 6–8, 12"),
    LocalState.ANSWER_ON_SIGNATURE: Next(label="Подписать", act="sign", url_name="sign", article="п. 3 ст. 11"),
}
CLOSE: Final = Next(label="Закрыть дело", act="close", url_name="close", article="п. 6 ст. 9")


def state_of(case: Case, outgoing: Outgoing | None = None) -> tuple[str, Tone]:
    """Name the state of a case; `outgoing` is its request or answer on the way, if it is not delivered yet."""
    if outgoing and outgoing.state == Outgoing.State.GIVEN_UP:
        return "Не доставлен: отправка остановлена", "bad"
    if outgoing and outgoing.state == Outgoing.State.DUE and outgoing.attempts:
        return "Отправлен, не доставлен", "bad"
    if outgoing and outgoing.state == Outgoing.State.HANDED:
        return "Передано носителем, ждём подтверждения", "wait"
    if outgoing and outgoing.state == Outgoing.State.STORED:
        return "Доставлено, проверяется", "wait"
    if case.local_state in _LOCAL:
        return _LOCAL[case.local_state]
    return _SHARED.get(case.shared_state, ("Отправлен", "wait"))


def next_of(case: Case, officer: Officer) -> Next | None:
    """Give what this officer would do next with the case; nothing when it is not his turn."""
    step = step_of(case)
    if step is None or not may(officer, step.act, authority=case.own_authority):
        return None
    if step.act == "answer" and case.assigned_to_id != officer.pk:
        return None
    return step


def step_of(case: Case) -> Next | None:
    """Give what comes next with the case, whoever does it."""
    ended = case.shared_state in (State.EXECUTED, State.NOT_ACCEPTED)
    if ended and case.local_state != LocalState.CLOSED:
        return CLOSE
    return _NEXT.get(case.local_state)


def common_name(subject: str) -> str:
    """Take the name out of a certificate's subject (RFC 2253)."""
    parts = dict(part.split("=", 1) for part in subject.replace("\\,", "\0").split(",") if "=" in part)
    return parts.get("CN", subject).replace("\0", ",")
