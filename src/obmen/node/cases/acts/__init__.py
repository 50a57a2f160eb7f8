"""Acts: what a person does to a case. One file, one public function, four beats each.

Load the facts → ask the law → seal what leaves → in one short transaction compare the case's version, change rows,
outbox and journal. No cryptography, PDF or network inside a transaction.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from obmen.message.errors import Undetermined
from obmen.node.accidents import accident
from obmen.node.cases.models import Case
from obmen.node.delivery.stamping import NoTimestamp
from obmen.node.journal.record import record
from obmen.node.keystore import KeystoreError
from obmen.node.people.permissions import may
from obmen.treaty.articles import Article
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.node.people.models import Officer


class ActRefused(Exception):  # noqa: N818  named as its answer
    """The act was not done and nothing changed; `findings` say why, by which article, and what to do."""

    def __init__(self, findings: Findings) -> None:
        """Keep the reasons."""
        super().__init__("; ".join(finding.code or finding.because for finding in findings.failing))
        self.findings = findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an act answered: the case as it is now, and all findings of the law; false when it was not done."""

    case: Case
    findings: Findings

    def __bool__(self) -> bool:
        """Tell whether the act was done."""
        return bool(self.findings)


def refuse(because: str, how_to_fix: str, *articles: Article) -> ActRefused:
    """Make a refusal of one reason."""
    finding = Finding(holds=False, because=because, articles=articles or (Article(10),), how_to_fix=how_to_fix)
    return ActRefused(Findings.of([finding]))


@contextmanager
def by_our_keys() -> Iterator[None]:
    """Turn a key or a timestamp that cannot be had, a token pulled out or a suite that is off into a refusal."""
    try:
        yield
    except NoTimestamp as error:
        fix = "Подпишите позже: в деле ничего не изменилось. Если не поможет, сообщите администратору узла"
        raise refuse(str(error), fix, Article(11, point=3)) from None
    except (KeystoreError, Undetermined) as error:
        because = error.text_ru if isinstance(error, Undetermined) else str(error)
        fix = "Документ не подписан, в деле ничего не изменилось. Если не поможет, сообщите администратору узла"
        raise refuse(because.rstrip("."), fix, Article(11, point=3)) from None


def require(officer: Officer, act: str, authority: str) -> None:
    """Require that the officer may do the act for the authority; raise `ActRefused` with the reason."""
    require_held(may(officer, act, authority=authority))


def require_held(*findings: Finding) -> None:
    """Require that the findings hold; raise `ActRefused` with all reasons."""
    if not all(findings):
        raise ActRefused(Findings.of(findings))


def require_state(case: Case, *states: str) -> None:
    """Require that the work on the case stands where this act begins; raise `ActRefused` with what it is now."""
    if case.local_state not in states:
        now = case.get_local_state_display()
        raise refuse(f"Действие сейчас невозможно: дело в состоянии «{now}»", "Откройте карточку дела заново")


@contextmanager
def changing(case: Case, officer: Officer, action: str) -> Iterator[Case]:
    """Change the case in one short transaction: locked, of the version that was looked at, and journalled last."""
    with transaction.atomic():
        locked = Case.objects.select_for_update().get(id=case.id)
        if locked.version != case.version:
            raise refuse("Дело изменилось, пока вы работали с ним", "Откройте карточку заново и повторите действие")
        yield locked
        locked.version += 1
        locked.save()
        accident("in_act")
        record(action, actor=officer.username, authority=case.own_authority, object_id=case.id)
    accident("after_act")
    case.refresh_from_db()
