"""Art. 21: Parties settle disputes by consultations; what they agree binds that pair, and only from then on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.conditions import Outcome
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.policies import Policies, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAIR: Final = 2
_DISPUTES: Final = Article(21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """The record of consultations between Parties (R-21.1).

    `parties` are codes («RU», «KZ»), `participants` the people in words, `cases` the linked requests. `policies` are
    the readings agreed for the pair, in force from `effective_on`.
    """

    question: str = ""
    parties: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    opened_on: date | None = None
    closed_on: date | None = None
    outcome: Outcome | None = None
    policies: Mapping[str, str] | None = None
    effective_on: date | None = None


def check_dispute(dispute: Dispute, *, on: date) -> Findings:
    """Require by Art. 21 a record of the consultations: the question, the Parties, who took part, the outcome.

    An agreed reading gets a day of effect that is not past: it is never retroactive (R-21.1).
    """
    wrong = (*_record(dispute), *_close(dispute), *_reading(dispute, on))
    return Findings.of(wrong or (held("Запись о консультациях Сторон полна", _DISPUTES),))


def _record(dispute: Dispute) -> Iterator[Finding]:
    told = {
        "question": (dispute.question.strip(), "спорный вопрос"),
        "parties": (len(set(dispute.parties)) >= _PAIR, "не менее двух заинтересованных Сторон"),
        "participants": (any(each.strip() for each in dispute.participants), "участники"),
        "opened_on": (dispute.opened_on, "день начала консультаций"),
    }
    for field, (given, what) in told.items():
        if not given:
            yield violation("E-21-01", field=field, what=what)


def _close(dispute: Dispute) -> Iterator[Finding]:
    """Require outcome and closing day together, and no closing before the opening."""
    if (dispute.closed_on is None) != (dispute.outcome is None):
        yield violation("E-21-01", case="outcome", field="outcome")
    if dispute.closed_on and dispute.opened_on and dispute.closed_on < dispute.opened_on:
        yield violation("E-21-01", case="order", field="closed_on")


def _reading(dispute: Dispute, on: date) -> Iterator[Finding]:
    if not dispute.policies:
        return
    for number, option in dispute.policies.items():
        if not _known(number, option):
            yield violation("E-21-02", case="option", field=f"policies.{number}", policy=number, option=option)
    if dispute.outcome is not Outcome.AGREED:
        yield violation("E-21-02", case="not_agreed", field="policies")
    if dispute.effective_on is None or dispute.effective_on < on:
        yield violation("E-21-02", field="effective_on", date=dispute.effective_on or "не указан", on=on)


def held_cases(disputes: Iterable[Dispute], on: date) -> frozenset[str]:
    """List by Art. 21 the cases whose data are kept while a dispute about them goes on (R-21.1, R-9.6.3)."""
    return frozenset(
        case
        for dispute in disputes
        if (dispute.opened_on is None or dispute.opened_on <= on)
        and (dispute.closed_on is None or dispute.closed_on > on)
        for case in dispute.cases
    )


def agreed_policies(own: Policies, disputes: Iterable[Dispute], pair: frozenset[str], on: date) -> Policies:
    """Apply by Art. 21 what a pair of Parties has agreed, from its day of effect, over a Party's own choices.

    The newest reading prevails; a record of other Parties, not agreed or not yet in force, changes nothing.
    """
    agreed = [
        (dispute.effective_on, dispute.policies)
        for dispute in disputes
        if frozenset(dispute.parties) == pair and dispute.outcome is Outcome.AGREED
        if dispute.policies and dispute.effective_on is not None and dispute.effective_on <= on
    ]
    choices = dict(own.choices)
    for _day, policies in sorted(agreed, key=lambda each: each[0]):
        choices |= {number: option for number, option in policies.items() if _known(number, option)}
    return Policies(choices)


def _known(number: str, option: str) -> bool:
    return number in catalogue and option in catalogue[number].options
