"""Art. 10(1), 18: who initiates and who transmits, apart; and letters to an authority that was replaced."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import LAST, Article
from obmen.treaty.errors import held, violation
from obmen.treaty.labelled import Labelled
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from obmen.treaty.applicability import AuthorityFacts
    from obmen.treaty.findings import Finding

FORWARDING: Final = timedelta(days=30)
"""How long letters to a replaced authority are forwarded, in calendar days (P-17)."""
_NAMED: Final = Article(11, point=1, letter="а")
_CHANGED: Final = Article(18, paragraph=LAST)


class BodyKind(Labelled):
    """What a body of a Party's own directory is (R-18.6)."""

    BODY = "BODY", "орган принудительного исполнения"
    UNIT = "UNIT", "районное подразделение"
    PRIVATE_BAILIFF = "PRIVATE_BAILIFF", "частный судебный исполнитель"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry:
    """A body of a Party's directory: it may initiate and execute, through the authority that serves it (R-18.6).

    `valid_to` is the first day on which it may no longer; `served_by` the designated authority, its own id where it is
    one itself.
    """

    id: str
    party: str
    name: str
    kind: BodyKind = BodyKind.BODY
    served_by: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        """Tell whether it may act on a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on < self.valid_to)


def may_initiate(initiator: DirectoryEntry | None, transmitter: AuthorityFacts, on: date) -> Finding:
    """Decide by Art. 10, 11(1)(a) and 18 whether a body may initiate a request through an authority on a day.

    `initiator` is its entry in the Party's directory, None when there is none: free-typed bodies cannot be (R-11.1.a).
    """
    if initiator is None:
        return violation("E-11-01", case="unlisted", field="initiator")
    if not initiator.valid(on):
        return violation("E-11-01", case="closed", field="initiator", name=initiator.name, date=on)
    if initiator.party != transmitter.party:
        return violation("E-11-01", case="foreign", field="transmitter", name=initiator.name, other=transmitter.name)
    if transmitter.id not in (initiator.id, initiator.served_by):
        return violation("E-11-01", case="served", field="transmitter", name=initiator.name, other=transmitter.name)
    own = initiator.id == transmitter.id
    because = f"{initiator.name} — инициатор" + ("" if own else f", запрос передаёт {transmitter.name}")
    return held(because, Article(10, paragraph=2), _NAMED, Article(18))


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced:
    """An authority that another one replaced, from the day that the depositary published (Art. 18, R-18.4)."""

    name: str
    successor: str
    replaced_on: date


def check_forwarding(replaced: Replaced, on: date) -> Finding:
    """Decide by Art. 18(4) and P-17 whether a letter to a replaced authority still arrives, on a day.

    For thirty calendar days it is forwarded to the successor, with a notice; then it is refused (E-18-01).
    """
    if on < replaced.replaced_on:
        return held(f"{replaced.name} действует до {written(replaced.replaced_on)}", _CHANGED)
    if on - replaced.replaced_on < FORWARDING:
        because = f"{replaced.name} заменён {written(replaced.replaced_on)}; письмо пересылается: {replaced.successor}"
        return replace(held(because, _CHANGED), policy="P-17")
    late = violation("E-18-01", case="replaced", field="receiver", name=replaced.name, successor=replaced.successor)
    return replace(late, policy="P-17")
