"""What lists and counters need, as values; a page of a list costs the same number of queries however long it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from obmen.node import clock
from obmen.node.cases import facts, reading, words
from obmen.node.cases.acts import require
from obmen.node.cases.facts import authority_name
from obmen.node.cases.models import Case, LocalState
from obmen.node.cases.words import Tone
from obmen.node.delivery.models import Outgoing
from obmen.node.delivery.register_store import trusted
from obmen.node.people.models import Role
from obmen.treaty.deadlines import Term, term_days
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import Side, State
from obmen.treaty.parties import party_name
from obmen.treaty.timeliness import days_left, due_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obmen.node.people.models import Officer

__all__ = ["Counters", "Filters", "Page", "WorkRow", "authority_name", "counters", "due_count", "work_list"]

PAGE_SIZE: Final = 50
_ORDER: Final = ("ended", "due_order", "-created_at")
_BLOBS: Final = ("draft", "prepared", "remark")
_ON_SIGNATURE: Final = (LocalState.ON_SIGNATURE, LocalState.ANSWER_ON_SIGNATURE)
_IN_HAND: Final = (LocalState.DRAFT, LocalState.READY, LocalState.EXECUTING)
_FOUND: Final = 1000
_TO_CLOSE: Final = (State.EXECUTED, State.NOT_ACCEPTED)
_ON_THE_WAY: Final = (Outgoing.State.DUE, Outgoing.State.HANDED, Outgoing.State.STORED, Outgoing.State.GIVEN_UP)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list shows: `scope` «mine» or «to_sign»; a Party; only open, overdue or ended cases; part of a number."""

    scope: str = ""
    party: str = ""
    state: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRow:
    """A row answers «what, whose, when, what next». `progress` is the part of the term that has passed, 0 to 1."""

    case_id: UUID
    number: str
    arrow: str
    party_name: str
    title: str
    subjects: str
    state_label: str
    state_tone: Tone
    due: date | None
    days_left: int | None
    due_text: str
    progress: float | None
    next_label: str
    next_url_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list; pages count from 1."""

    rows: tuple[WorkRow, ...]
    number: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """The numbers in the rail: work that waits for this officer, and how long the lists are."""

    my_work: int
    outgoing: int
    incoming: int
    to_sign: int


def work_list(officer: Officer, side: Side | None = None, filters: Filters = Filters(), page: int = 1) -> Page:
    """Give a page of cases of the officer's authority: open ones by their term, the overdue first, then the ended."""
    require(officer, "list", officer.authority)
    found = _filtered(officer, side, filters)
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(page, 1), pages)
    cases = list(found.order_by(*_ORDER).defer(*_BLOBS)[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])
    titles, on_the_way, days = reading.titles(officer, cases), _on_the_way(cases), _days_of(cases)
    rows = tuple(_row(officer, case, titles[case.id], on_the_way.get(case.id), days[case.id]) for case in cases)
    return Page(rows=rows, number=number, pages=pages, total=total)


def counters(officer: Officer) -> Counters:
    """Count for the rail."""
    return Counters(
        my_work=_filtered(officer, None, Filters(scope="mine")).count(),
        outgoing=_filtered(officer, Side.REQUESTING, Filters(state="open")).count(),
        incoming=_filtered(officer, Side.REQUESTED, Filters(state="open")).count(),
        to_sign=_filtered(officer, None, Filters(scope="to_sign")).count(),
    )


def due_count(officer: Officer, case_id: UUID) -> Term | None:
    """Give the term of a case with its whole count; nothing before the request is received. Raises `ActRefused`."""
    case = reading.case_for(officer, case_id)
    answering = case.other_authority if case.requesting else case.own_authority
    return facts.term_from(answering, case.receipt_date) if case.receipt_date else None


def left(case: Case) -> int | None:
    """Tell how many working days are left on the calendar of the requested Party; nothing when it cannot be told."""
    return _days_of([case])[case.id]


def _days_of(cases: Sequence[Case]) -> dict[UUID, int | None]:
    """Count the working days that are left to several cases, by the register and at the moment of one look."""
    book, now = trusted(), clock.now()

    def days(case: Case) -> int | None:
        answering = case.other_authority if case.requesting else case.own_authority
        today = now.astimezone(facts.zone_of(answering, book)).date()
        calendar = book.calendar(book.party_of(answering) or "", today)
        return _days_left(case.due_adjusted, today, calendar) if case.due_adjusted and calendar else None

    return {case.id: None if case.ended else days(case) for case in cases}


_days_left = lru_cache(maxsize=4096)(days_left)


def _filtered(officer: Officer, side: Side | None, filters: Filters) -> QuerySet[Case]:
    """Narrow the cases of the authority; what few rows match is found first, by its own index, and sorted then."""
    cases = Case.objects.filter(own_authority=officer.authority)
    if filters.scope == "mine":
        cases = Case.objects.filter(pk__in=_any_of(cases, _waits_for(officer)))
    if filters.scope == "to_sign":
        cases = Case.objects.filter(pk__in=_any_of(cases, [Q(local_state__in=_ON_SIGNATURE)]))
    if filters.number:
        cases = Case.objects.filter(pk__in=_numbered(cases, filters.number))
    if side:
        cases = cases.filter(side=side.value)
    if filters.party:
        cases = cases.filter(other_party=filters.party)
    return _by_state(cases, officer, filters.state)


def _any_of(cases: QuerySet[Case], ways: Sequence[Q]) -> QuerySet[Case, UUID]:
    """Give the cases that are found in one of several ways, each by the index made for it."""
    none, *found = (cases.filter(way).values_list("pk", flat=True) for way in (Q(pk=None), *ways))
    return none.union(*found)


def _numbered(cases: QuerySet[Case], part: str) -> list[UUID]:
    """Find the cases with this number; where there is none, those with this in their number, the newest thousand."""
    whole = Q(number=part) | Q(reg_number=part)
    inside = Q(number__icontains=part) | Q(reg_number__icontains=part)
    found = (
        list(cases.filter(way).order_by("-number").values_list("pk", flat=True)[:_FOUND]) for way in (whole, inside)
    )
    return next((each for each in found if each), [])


def _by_state(cases: QuerySet[Case], officer: Officer, state: str) -> QuerySet[Case]:
    if state == "open":
        return cases.filter(ended=False)
    if state == "overdue":
        return cases.filter(ended=False, due_order__lt=facts.today(officer.authority))
    return cases.filter(ended=True) if state == "ended" else cases


def _waits_for(officer: Officer) -> list[Q]:
    """Say which cases wait for this officer: by role, and for an executor his own."""
    waits = []
    if officer.has_role(Role.OFFICER):
        waits.append(Q(assigned_to=officer, local_state__in=_IN_HAND))
        waits.append(Q(created_by=officer, local_state=LocalState.SENT, shared_state__in=_TO_CLOSE))
    if officer.has_role(Role.SGN):
        waits.append(Q(local_state__in=_ON_SIGNATURE))
    if officer.has_role(Role.REG):
        waits.append(Q(local_state__in=[LocalState.RECEIVED, LocalState.REGISTERED]))
    return waits


def _on_the_way(cases: Sequence[Case]) -> dict[UUID, Outgoing]:
    """Find the letters of these cases that are not delivered yet, the newest of each; receipts do not count."""
    rows = Outgoing.objects.filter(
        case_id__in=[case.id for case in cases], state__in=_ON_THE_WAY, kind__startswith="M-"
    )
    return {row.case_id: row for row in rows.defer("package").order_by("created_at") if row.case_id}


def _row(officer: Officer, case: Case, title: str, outgoing: Outgoing | None, days: int | None) -> WorkRow:
    label, tone = words.state_of(case, outgoing)
    step = words.next_of(case, officer)
    return WorkRow(
        case_id=case.id,
        number=case.number or "Черновик",
        arrow="→" if case.requesting else "←",
        party_name=party_name(case.other_party) if case.other_party else "",
        title=title,
        subjects=short_subjects(case),
        state_label=label,
        state_tone=tone,
        due=case.due_adjusted,
        days_left=days,
        due_text=due_words(days),
        progress=_progress(case, days),
        next_label=step.label if step else "",
        next_url_name=step.url_name if step else "",
    )


def _progress(case: Case, days: int | None) -> float | None:
    """Tell which part of the term has passed."""
    if days is None or case.receipt_date is None:
        return None
    return min(1.0, max(0.0, 1 - days / term_days(case.receipt_date)))


def short_subjects(case: Case) -> str:
    """Write the subjects as people do: «6.а 6.в 7.б»."""
    return " ".join(SubjectCode(code).short for code in case.subjects.split(",") if code)


def due_words(days: int | None) -> str:
    """Say how much of the term is left, short enough for a row: «12 раб. дн.»."""
    if days is None:
        return ""
    return f"{days} раб. дн." if days > 0 else due_text(days)
