"""Small acts on a case, a page each: register, assign, send, close. A form is parsed, one act is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from obmen.node.cases import queries, reading
from obmen.node.cases.acts import ActRefused, assign, close, refuse, register, send
from obmen.node.people.models import Officer, Role
from obmen.node.web import findings as shown
from obmen.node.web.forms.layout import Field, Group, Widget, Width
from obmen.node.web.forms.rendering import Filling, fill_groups
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import screen

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obmen.node.cases.models import Case
    from obmen.node.web.forms.layout import Choices


@screen
def register_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Register an incoming request and assign it at once if one likes (Art. 12, 18)."""
    page = {
        "title": _("Register the request"),
        "lead": _("The request gets its number, the other side is told it and the term."),
        "article": "первый абзац ст. 12",
        "button": _("Register"),
        "told": _foreseen(officer_of(request), case_id),
    }
    fields = (
        Field(
            path="reg_number",
            label=_("Incoming number"),
            hint=_("Leave empty for the next number of the book."),
            width=Width.HALF,
        ),
        Field(path="executor", label=_("Executor"), widget=Widget.SELECT, width=Width.HALF),
    )

    def act(officer: Officer, case: Case) -> None:
        chosen = _executor(officer, request.POST.get("executor", ""))
        register.register(officer, case, request.POST.get("reg_number", ""), chosen)

    return _act(request, case_id, page, fields, act)


def _foreseen(officer: Officer, case_id: UUID) -> tuple[dict[str, str], ...]:
    """Say when the request was received and which term the notice will state (Art. 12)."""
    term = queries.due_count(officer, case_id)
    if term is None:
        return ()
    due = f"{term.due_adjusted:%d.%m.%Y}" if term.due_adjusted else term.not_determined
    return (
        {"label": _("Received"), "value": f"{term.receipt_date:%d.%m.%Y}"},
        {"label": _("Term (Art. 12)"), "value": due},
        {"label": _("Calendar"), "value": f"{term.calendar.act} ({term.calendar_version})"},
    )


@screen
def assign_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Assign a registered request to an executor."""
    page = {
        "title": _("Assign the request"),
        "lead": _("Only the one who works on a case answers it."),
        "article": "ст. 12",
        "button": _("Assign"),
    }
    fields = (Field(path="executor", label=_("Executor"), widget=Widget.SELECT, width=Width.HALF),)

    def act(officer: Officer, case: Case) -> None:
        chosen = _executor(officer, request.POST.get("executor", ""))
        if chosen is None:
            raise refuse(_("No executor is chosen"), _("choose who will answer"))
        assign.assign(officer, case, chosen)

    return _act(request, case_id, page, fields, act)


@screen
def send_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Send a request that is signed and not sent yet."""
    page = {
        "title": _("Send the request"),
        "lead": _("It is signed and sealed; it leaves encrypted to the addressee."),
        "article": "ст. 10",
        "button": _("Send"),
    }
    return _act(request, case_id, page, (), lambda officer, case: _done(send.send(officer, case)))


@screen
def close_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close a case, saying how the answer was used."""
    page = {
        "title": _("Close the case"),
        "lead": _("What was received stays in the proceeding and under the rules of its protection."),
        "article": "п. 6 ст. 9",
        "button": _("Close"),
    }
    hint = _("Shortly, without names: it is written in the journal.")
    fields = (Field(path="reason", label=_("How the case ended"), hint=hint, widget=Widget.LINES),)

    def act(officer: Officer, case: Case) -> None:
        close.close(officer, case, request.POST.get("reason", ""))

    return _act(request, case_id, page, fields, act)


def _done(_case: Case) -> None:
    """Take the case that an act returns; the page shows it anew."""


def _act(
    request: HttpRequest,
    case_id: UUID,
    page: dict[str, Any],
    fields: tuple[Field, ...],
    act: Callable[[Officer, Case], None],
) -> HttpResponse:
    """Show the page of an act, or do it and return to the card; a refusal is shown above the form."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    summary: tuple[shown.Line, ...] = ()
    if request.method == "POST":
        try:
            act(officer, case)
        except ActRefused as refused:
            summary = shown.lines(refused.findings.failing)
        else:
            messages.success(request, _("Done."), extra_tags="good")
            return redirect("card", case_id=case_id)
    source = {field.path: request.POST.getlist(field.path) for field in fields}
    filling = Filling(source=source, options={"executor": executors(officer)})
    parts = fill_groups((Group(parts=fields),), filling)[0].parts
    context = {
        **page,
        "case": case,
        "fields": parts,
        "summary": summary,
        "show_fix": True,
        "summary_title": _("This cannot be done"),
    }
    return render(request, "web/act.html", context, status=422 if summary else 200)


def executors(officer: Officer) -> Choices:
    """List the officers of the authority who answer requests."""
    people = Officer.objects.filter(authority=officer.authority, is_active=True)
    listed = tuple((str(person.pk), person.full_name) for person in people if person.has_role(Role.OFFICER))
    return (("", _("not assigned yet")), *listed)


def _executor(officer: Officer, chosen: str) -> Officer | None:
    """Find the chosen executor among those of the authority."""
    offered = {code for code, _label in executors(officer) if code}
    return Officer.objects.get(pk=int(chosen)) if chosen in offered else None
