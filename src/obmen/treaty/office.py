"""Art. 11(3), 18: office practice that the law needs - numbers, delegation, the second person, a change of body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Signatory
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.labelled import Labelled
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from obmen.treaty.documents.notices import AuthorityChange

_SIGNED: Final = Article(11, point=3)
_BODIES: Final = Article(18)


class Act(Labelled):
    """What two persons do together (P-27)."""

    SIGNING = "SIGNING", "подписание"
    TRANSCRIPTION = "TRANSCRIPTION", "внесение документа с бумаги"
    DESTRUCTION = "DESTRUCTION", "уничтожение"


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """A person of a body, by their ids."""

    id: str
    body: str


def check_second(
    act: Act,
    first: Officer,
    second: Officer | None,
    *,
    policies: Policies = DEFAULT_POLICIES,
    transmitting: Collection[str] = (),
) -> Finding:
    """Decide by Art. 11(3) and P-27 whether a second person took part: nobody confirms their own work (R-10.4.4).

    `transmitting` are the transmitting and central authorities, whose officers are the second persons of a private
    bailiff or a one-person office (OTHER_BODY).
    """
    choice = policies.choice("P-27")
    if choice == "OFF_FOR_SIGNING" and act is Act.SIGNING:
        return replace(held("Для подписания второй человек не нужен", _SIGNED), policy="P-27")
    if second is not None and _is_second(first, second, choice, transmitting):
        return replace(held("Действие выполнили двое", _SIGNED), policy="P-27")
    if act is Act.TRANSCRIPTION:
        return replace(violation("E-10-04", field="confirmed_by"), policy="P-27")
    return replace(violation("E-11-13", field="confirmed_by", act=act.label), policy="P-27")


def _is_second(first: Officer, second: Officer, choice: str, transmitting: Collection[str]) -> bool:
    if not second.id.strip() or second.id == first.id:
        return False
    return second.body in transmitting if choice == "OTHER_BODY" else second.body == first.body


@dataclass(frozen=True, slots=True, kw_only=True)
class Delegation:
    """An order that hands powers over: number, date, from-to, and which acts and subjects (R-O.4).

    Empty `kinds` or `subjects` mean all of them.
    """

    order: str
    dated: date
    powers_from: date
    powers_to: date | None = None
    kinds: tuple[Kind, ...] = ()
    subjects: tuple[SubjectCode, ...] = ()


def signatory_under(delegation: Delegation, *, name: str, post: str) -> Signatory:
    """Name by Art. 11(3) the person who signs under an order, with the powers that it gives (R-O.4)."""
    return Signatory(
        name=name,
        post=post,
        powers_from=delegation.powers_from,
        powers_to=delegation.powers_to,
        basis=f"приказ № {delegation.order} от {written(delegation.dated)}",
    )


def check_delegated(delegation: Delegation, kind: Kind, subjects: Iterable[SubjectCode], *, on: date) -> Findings:
    """Decide by Art. 11(3) whether an order covers a document on a day; both its days count in (R-O.4)."""
    wrong = (*_days(delegation, on), *_scope(delegation, kind, subjects))
    said = f"Полномочия даны приказом № {delegation.order} от {written(delegation.dated)}"
    return Findings.of(wrong or (held(said, _SIGNED),))


def _days(delegation: Delegation, on: date) -> Iterator[Finding]:
    if on < delegation.powers_from:
        field = "signatory.powers_from"
        yield violation("E-11-12", case="early", field=field, date=delegation.powers_from, at=on)
    if delegation.powers_to is not None and on > delegation.powers_to:
        yield violation("E-11-12", field="signatory.powers_to", date=delegation.powers_to)


def _scope(delegation: Delegation, kind: Kind, subjects: Iterable[SubjectCode]) -> Iterator[Finding]:
    if delegation.kinds and kind not in delegation.kinds:
        yield violation("E-11-14", field="signatory", order=delegation.order, what=kind.label)
    beyond = [code for code in subjects if delegation.subjects and code not in delegation.subjects]
    for code in beyond:
        yield violation("E-11-14", field="signatory", order=delegation.order, what=code.label)


def check_numbers(numbers: Iterable[int]) -> Findings:
    """Tell by Art. 18 which numbers of a journal of one authority and year are doubled or missing (R-O.1).

    A journal is numbered from 1 on; both faults are shown and stop nothing.
    """
    taken = sorted(numbers)
    doubled = sorted({one for one, other in pairwise(taken) if one == other})
    wrong = [violation("E-18-05", field="number", number=number) for number in doubled]
    wrong += [violation("E-18-05", case="gap", field="number", first=first, last=last) for first, last in _gaps(taken)]
    return Findings.of(wrong or (held("Номера журнала идут подряд", _BODIES),))


def _gaps(taken: list[int]) -> Iterator[tuple[int, int]]:
    """Return the stretches of numbers from 1 that nobody has."""
    before = 0
    for number in taken:
        if number > before + 1:
            yield before + 1, number - 1
        before = max(before, number)


def check_authority_change(change: AuthorityChange, *, known: Collection[str]) -> Findings:
    """Require by Art. 18 of M-24 who hands over, who takes over and since when; the term does not move (P-24).

    `known` are the ids of the authorities and bodies of the sender's Party, by its register and directory.
    """
    told = {
        "was": (change.was.id.strip(), "прежний орган"),
        "now": (change.now.id.strip(), "новый орган"),
        "since": (change.since, "с какого дня"),
    }
    wrong = [violation("E-18-04", field=field, what=what) for field, (given, what) in told.items() if not given]
    if change.now.id.strip() and change.now.id not in known:
        wrong.append(violation("E-18-04", case="unknown", field="now", body=change.now.name or change.now.id))
    if change.now.id.strip() and change.now.id == change.was.id:
        wrong.append(violation("E-18-04", case="same", field="now"))
    said = replace(held("Дело передано другому органу; срок не меняется", _BODIES), policy="P-24")
    return Findings.of(wrong or (said,))
