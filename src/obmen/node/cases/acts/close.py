"""Close a case: the work is done; what was received stays under Art. 9."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node import clock
from obmen.node.cases import content
from obmen.node.cases.acts import changing, refuse, require
from obmen.node.cases.models import Case, LocalState
from obmen.treaty.articles import Article
from obmen.treaty.lifecycle import State

if TYPE_CHECKING:
    from obmen.node.people.models import Officer


def close(officer: Officer, case: Case, reason: str) -> Case:
    """Close an executed or not accepted request, with the reason. Raises `ActRefused`."""
    require(officer, "close", case.own_authority)
    if case.local_state == LocalState.CLOSED:
        raise refuse("Дело уже закрыто", "Откройте карточку дела")
    if case.shared_state not in (State.EXECUTED, State.NOT_ACCEPTED):
        fix = "Дождитесь окончательного ответа"
        raise refuse("Запрос ещё не исполнен", fix, Article(12, paragraph=1))
    if not reason.strip():
        raise refuse("Не указано, чем завершено дело", "Напишите коротко, как использован ответ", Article(9, point=6))
    sealed = content.seal(case, reason.strip().encode(), "remark")
    with changing(case, officer, "closed") as locked:
        locked.remark, locked.local_state, locked.closed_at = sealed, LocalState.CLOSED, clock.now()
    return case
