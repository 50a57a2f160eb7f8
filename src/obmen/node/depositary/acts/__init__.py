"""Acts of the depositary: one file, one public function, four beats each.

Load the facts → ask the law → seal what leaves → in one short transaction, one act after another: compare what was
looked at, change rows, write the journal. No cryptography and no PDF inside a transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from django.db import transaction

from obmen.node import config
from obmen.node.accidents import accident
from obmen.node.cases.acts import ActRefused
from obmen.node.depositary.models import Received, Turn
from obmen.node.journal.record import record
from obmen.node.people.permissions import may
from obmen.treaty.articles import Article
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.node.people.models import Officer

REGISTER: Final = Article(18)


def refuse(because: str, how_to_fix: str, *articles: Article) -> ActRefused:
    """Make a refusal of one reason."""
    finding = Finding(holds=False, because=because, articles=articles or (REGISTER,), how_to_fix=how_to_fix)
    return ActRefused(Findings.of([finding]))


def require(officer: Officer, act: str) -> None:
    """Require that the officer may do the act at this depositary; raise `ActRefused` with the reason."""
    here = config.current()
    if here.role != "depositary":
        raise refuse("Этот узел не ведёт реестр депозитария", "Откройте узел депозитария")
    allowed = may(officer, act, authority=here.authority)
    if not allowed:
        raise ActRefused(Findings.of([allowed]))


def require_state(row: Received, *states: str) -> None:
    """Require that the instrument stands where this act begins; raise `ActRefused` with what it is now."""
    if row.state not in states:
        now = row.get_state_display()
        raise refuse(f"Действие сейчас невозможно: документ {now}", "Откройте карточку документа заново")


@contextmanager
def in_turn() -> Iterator[Turn]:
    """Do the last beat of an act in one transaction, one act after another."""
    with transaction.atomic():
        yield Turn.objects.select_for_update().get_or_create(id=1)[0]
        accident("in_depositary_act")
    accident("after_depositary_act")


@contextmanager
def changing(row: Received, officer: Officer, action: str, **facts: str | int | None) -> Iterator[Received]:
    """Change an instrument in turn: of the version that was looked at, and journalled last."""
    with in_turn():
        locked = Received.objects.select_for_update().get(pk=row.pk)
        if locked.version != row.version or locked.state != row.state:
            raise refuse("Документ изменился, пока вы работали с ним", "Откройте карточку заново и повторите действие")
        yield locked
        locked.version += 1
        locked.save()
        note(officer, action, locked, **facts)
    row.refresh_from_db()


def note(officer: Officer, action: str, about: object, **facts: str | int | None) -> None:
    """Write the journal, last in a transaction."""
    name = f"{about.number}/{about.revision}" if isinstance(about, Received) else str(about)
    record(action, actor=officer.username, authority=config.current().authority, object_id=name, reason="", **facts)
