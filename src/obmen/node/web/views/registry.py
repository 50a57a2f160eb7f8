"""«Реестр Сторон и органов» (S-01): who is a Party, whom to write to, may I ask, how long they have, what is new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from obmen.node import clock
from obmen.node.cases import facts
from obmen.node.delivery.models import RegisterSource
from obmen.node.delivery.register_store import trusted
from obmen.node.people.permissions import may
from obmen.node.web import bodies, months, registry
from obmen.node.web import findings as shown
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import refusal, screen
from obmen.node.web.views.term import policies
from obmen.register import sealed
from obmen.register.differences import Change, changes
from obmen.register.editions import Edition
from obmen.treaty.applicability import may_send, notes_on_reservations
from obmen.treaty.deadlines import term
from obmen.treaty.documents.requests import Request, Subject, SubjectCode
from obmen.treaty.documents.values import Body, DocumentClass, EnforcementDocument
from obmen.treaty.findings import Findings
from obmen.treaty.receipt import receipt_date

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from obmen.node.people.models import Officer
    from obmen.register.trusted import TrustedRegister

_EARLIEST: Final = 2000
_LATEST: Final = 2100


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An edition that was taken: of which part, and what it changed there."""

    edition: Edition
    changes: tuple[Change, ...]


@screen
def parties(request: HttpRequest) -> HttpResponse:
    """Show every State with its status, its dates and how to reach it."""
    if refused := _refused(request):
        return refused
    book, day = trusted(), _today(request)
    context = {
        "lines": registry.parties(book, day),
        "day": day,
        "edition": book.series_of("legal").current,
        "sources": RegisterSource.objects.order_by("node"),
        "ages": [each.sentence() for each in book.ages(clock.now()) if each.stale()],
    }
    return render(request, "web/registry_parties.html", context)


@screen
def party(request: HttpRequest, code: str) -> HttpResponse:
    """Show one Party: how its dates were computed, declarations, authorities, calendar, interpretations."""
    if refused := _refused(request):
        return refused
    today = _today(request)
    year = _number(request.GET.get("year", ""), today.year)
    found = registry.card(trusted(), code, today, year)
    if found is None:
        raise Http404
    context = {"card": found, "year": year, "before": year - 1, "after": year + 1, "day": today}
    return render(request, "web/registry_party.html", context)


@screen
def find(request: HttpRequest) -> HttpResponse:
    """Find an authority by words of its name, its territory, its Party."""
    if refused := _refused(request):
        return refused
    words = request.GET.get("q", "").strip()
    context = {"words": words, "lines": registry.found(trusted(), words, _today(request))}
    return render(request, "web/registry_find.html", context)


@screen
def may_ask(request: HttpRequest) -> HttpResponse:
    """Answer «Можно ли направить запрос?» with findings, before anybody fills a request in."""
    if refused := _refused(request):
        return refused
    officer, asked = officer_of(request), request.GET
    day = _day(asked.get("day", "")) or _today(request)
    context = {
        "addressees": bodies.addressees(officer.authority),
        "classes": [(each.value, each.label) for each in DocumentClass],
        "subjects": [(each.value, each.label) for each in SubjectCode],
        "chosen": asked,
        "ticked": asked.getlist("subject"),
        "day": day,
    }
    if asked.get("to"):
        findings = _judged(
            officer, asked.get("to", ""), _document(asked.get("class", "")), asked.getlist("subject"), day
        )
        context |= {"findings": shown.number(findings), "blocked": not findings}
    return render(request, "web/registry_may_ask.html", context)


def _document(code: str) -> EnforcementDocument:
    """Take a document of that class; one of a court is within the judicial system, others are not."""
    known = DocumentClass(code) if code in set(DocumentClass) else DocumentClass.COURT
    return EnforcementDocument(document_class=known, issuer_within_judicial_system=known is DocumentClass.COURT)


def _judged(officer: Officer, to: str, document: EnforcementDocument, subjects: list[str], day: date) -> Findings:
    codes = [SubjectCode(each) for each in subjects if each in set(SubjectCode)]
    asked = Request(
        initiator=Body(id=officer.authority),
        transmitter=Body(id=officer.authority),
        receiver=Body(id=to),
        documents=(document,),
        subjects=tuple(Subject(code=each) for each in codes),
    )
    known = facts.sending(asked, officer.authority, day)
    notes = notes_on_reservations(asked, known["declarations"], day, requested=facts.party_of(to))
    return Findings.of((*may_send(asked, **known), *notes))


@screen
def due(request: HttpRequest) -> HttpResponse:
    """Count a term for a moment of receipt by an authority: «Калькулятор срока»."""
    if refused := _refused(request):
        return refused
    officer, asked, book = officer_of(request), request.GET, trusted()
    everybody = ((officer.authority, facts.authority_name(officer.authority)), *bodies.addressees(officer.authority))
    context: dict[str, object] = {"authorities": everybody, "chosen": asked}
    if asked.get("to"):
        context |= _count(book, asked.get("to", ""), asked.get("at", ""))
    return render(request, "web/registry_term.html", context)


def _count(book: TrustedRegister, authority: str, at: str) -> dict[str, object]:
    moment = _moment(at)
    if moment is None:
        return {"problem": _("Give the moment of receipt as a date and a time.")}
    zone = facts.zone_of(authority, book)
    day = receipt_date(moment.replace(tzinfo=zone), zone)
    party = book.party_of(authority) or ""
    calendar = book.calendar(party, day)
    if calendar is None:
        return {"problem": _("The register has no calendar of this Party; the term cannot be counted.")}
    counted = term(day, calendar, book.policies(party))
    return {
        "term": counted,
        "zone": str(zone),
        "months": months.months(counted.count),
        "reasons": months.reasons(counted.count),
        "weekdays": months.WEEKDAYS,
        "policies": policies(counted),
    }


@screen
def editions(request: HttpRequest) -> HttpResponse:
    """Show the editions that were taken, the newest first, and what each of them changed."""
    if refused := _refused(request):
        return refused
    book = trusted()
    wanted = request.GET.get("part", "")
    kept = [each for each in book.accepted if wanted in {"", each.series}]
    lines = [Kept(edition=each, changes=_changes(book, each)) for each in reversed(kept)]
    context = {"lines": lines, "parts": sorted({each.series for each in book.accepted}), "part": wanted}
    return render(request, "web/registry_editions.html", context)


def _changes(book: TrustedRegister, edition: Edition) -> tuple[Change, ...]:
    before = [each for each in book.series_of(edition.series).editions if each.version < edition.version]
    return changes(sealed.part_of(before[-1].raw), sealed.part_of(edition.raw)) if before else ()


# --- What was asked ----------------------------------------------------------------------------------------------


def _refused(request: HttpRequest) -> HttpResponse | None:
    officer = officer_of(request)
    allowed = may(officer, "see_register", authority=officer.authority)
    return None if allowed else refusal(request, (allowed,))


def _today(request: HttpRequest) -> date:
    return facts.today(officer_of(request).authority)


def _number(text: str, usual: int) -> int:
    """Read a year of the address, the usual one for anything else."""
    return int(text) if text.isdecimal() and len(text) == len("2026") and _EARLIEST <= int(text) <= _LATEST else usual


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None
