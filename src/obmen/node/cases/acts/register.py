"""Register an incoming request: its вх. №, the term with its count, and the notice M-02 (Art. 12, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.node import clock
from obmen.node.cases import composing, facts, filing, numbers
from obmen.node.cases.acts import by_our_keys, changing, refuse, require, require_held, require_state
from obmen.node.cases.acts.leaving import evidence_of, pack_for
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.packing import enqueue
from obmen.node.people.permissions import may as may_do
from obmen.treaty.articles import Article
from obmen.treaty.documents import RegistrationNotice
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle import Side, State, may

if TYPE_CHECKING:
    from obmen.node.people.models import Officer
    from obmen.treaty.deadlines import Term

_LONGEST: Final = 60
"""Characters of an incoming number that the case keeps."""


def register(clerk: Officer, case: Case, reg_number: str = "", executor: Officer | None = None) -> Case:
    """Register the request under `reg_number` (the next вх. № when empty) and assign it. Raises `ActRefused`."""
    require(clerk, "register", case.own_authority)
    require_state(case, LocalState.RECEIVED)
    require_held(may(State(case.shared_state), Kind.REGISTRATION, Side.REQUESTED))
    if executor:
        require_held(may_do(executor, "answer", authority=case.own_authority))
    term = _term(case)
    year = facts.today(case.own_authority).year
    number = _reg_number(case, reg_number.strip(), year)
    own_number = numbers.outgoing_number(case, Kind.REGISTRATION, year)
    composed = composing.compose(case, Kind.REGISTRATION, _notice(case, number, term), own_number)
    with by_our_keys():
        container = composing.signed(case, composed.contents, [composing.seal_of(case)])
    paper = filing.Paper(case, container, composed.document, evidence_of(container))
    package = pack_for(case, container, composed.document)
    with changing(case, clerk, "registered") as locked:
        paper.file(Side.REQUESTED, None)
        enqueue(package)
        filing.refold(locked)
        locked.reg_number, locked.assigned_to = number, executor
        locked.due_unadjusted, locked.due_adjusted = term.due_unadjusted, term.due_adjusted
        locked.calendar_version = term.calendar_version
        locked.local_state = LocalState.EXECUTING if executor else LocalState.REGISTERED
    return case


def _reg_number(case: Case, typed: str, year: int) -> str:
    """Give the typed number, or the next free one of the book; in a year a number stands for one request."""
    if len(typed) > _LONGEST or (typed and numbers.is_taken(case, typed, year)):
        fix = f"Введите другой номер, не длиннее {_LONGEST} знаков, или оставьте поле пустым"
        raise refuse("Такой входящий номер уже занят или слишком длинный", fix, Article(12, paragraph=1))
    return typed or numbers.incoming_number(case, year)


def _term(case: Case) -> Term:
    term = facts.term_of(case.own_authority, case.received_at) if case.received_at else None
    if term is None:
        fix = "Попросите центральный орган опубликовать календарь Стороны"
        raise refuse("Срок не определён: в реестре нет календаря вашей Стороны", fix, Article(12, paragraph=1))
    return term


def _notice(case: Case, number: str, term: Term) -> RegistrationNotice:
    zone = facts.zone_of(case.own_authority)
    return RegistrationNotice(
        reg_number=number,
        received_at=(case.received_at or clock.now()).astimezone(zone).replace(microsecond=0),
        receipt_date=term.receipt_date,
        calendar_version=term.calendar_version,
        policies=term.policies,
        due_unadjusted=term.due_unadjusted,
        due_adjusted=term.due_adjusted,
        not_determined=term.not_determined,
        executing_authority=case.own_authority,
        confidentiality_ensured=True if case.confidential else None,
    )
