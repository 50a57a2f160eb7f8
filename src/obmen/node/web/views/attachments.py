"""Attachments: those of the document being written, on a page of their own; those of sent documents, to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from obmen.node.cases import reading
from obmen.node.cases.acts import ActRefused, attach, refuse, require_held
from obmen.node.cases.acts.attach import MOST
from obmen.node.cases.enclosures import check_size, media_type_of, plain_name
from obmen.node.web import findings as shown
from obmen.node.web.forms import attachment_form
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import screen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest

    from obmen.node.cases.enclosures import Stated
    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer
    from obmen.node.web.forms.binding import Source


@screen
def drafted(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what is attached to the document being written; add a file or take one away."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    if request.method != "POST":
        return _show(request, case, {})
    source = {name: request.POST.getlist(name) for name in request.POST}
    bound = attachment_form.bind(source)
    if bound.misread:
        return _show(request, case, source, errors=bound.misread)
    try:
        _change(request, officer, case, bound.value)
    except ActRefused as refused:
        return _show(request, case, source, shown.lines(refused.findings.failing))
    return redirect("attachments", case_id=case_id)


@screen
def sent(request: HttpRequest, case_id: UUID, message_id: UUID, number: str) -> HttpResponse:
    """Give an attachment of a document to keep (RFC 6266), as what its bytes are, never to be run by the browser."""
    described, data = reading.attachment(officer_of(request), case_id, message_id, number, "просмотр приложения")
    media_type = media_type_of(data) or "application/octet-stream"
    name = quote(plain_name(described.file_name, media_type), safe="")
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _change(request: HttpRequest, officer: Officer, case: Case, stated: Stated) -> None:
    if drop := request.POST.get("drop"):
        attach.detach(officer, case, int(drop) if drop.isdecimal() else 0)
        return
    file = request.FILES.get("file")
    if file is None:
        require_held(*check_size(int(request.META.get("CONTENT_LENGTH") or 0), MOST))
        raise refuse(_("No file is chosen"), _("choose a file and press the button again"))
    if not request.POST.get("kind"):
        raise refuse(_("The kind of the attachment is not chosen"), _("choose what it is"))
    attach.attach(officer, case, file.name or "", stated, file.read())


def _show(
    request: HttpRequest,
    case: Case,
    source: Source,
    summary: tuple[shown.Line, ...] = (),
    errors: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Render the list and the form, with what was typed and what is wrong with it."""
    parts = attachment_form.parts(source, errors or {})
    summary = (*summary, *shown.misread(parts))
    context = {
        "case": case,
        "attachments": reading.drafted_attachments(officer_of(request), case.id, "подготовка приложений"),
        "parts": parts,
        "back": reverse("check" if case.requesting else "answer_check", args=[case.id]),
        "summary": summary,
        "show_fix": True,
        "summary_title": _("This cannot be done"),
    }
    return render(request, "web/attachments.html", context, status=422 if summary else 200)
