"""Attachments: those of the document being written, on a page of their own; those of sent documents, to keep."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from obmen.node.cases import reading
from obmen.node.cases.acts import ActRefused, attach, refuse
from obmen.node.cases.enclosures import Stated
from obmen.node.web import findings as shown
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import screen
from obmen.treaty.attachments import OFFERED
from obmen.treaty.documents.values import AttachmentKind

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer


@screen
def drafted(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what is attached to the document being written; add a file or take one away."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    summary: tuple[shown.Line, ...] = ()
    if request.method == "POST":
        try:
            _change(request, officer, case)
        except ActRefused as refused:
            summary = shown.lines(refused.findings.failing)
        else:
            return redirect("attachments", case_id=case_id)
    context = {
        "case": case,
        "attachments": reading.drafted_attachments(officer, case_id, "подготовка приложений"),
        "kinds": OFFERED,
        "back": reverse("check" if case.requesting else "answer_check", args=[case_id]),
        "summary": summary,
        "show_fix": True,
        "summary_title": _("This cannot be done"),
    }
    return render(request, "web/attachments.html", context, status=422 if summary else 200)


@screen
def sent(request: HttpRequest, case_id: UUID, message_id: UUID, number: str) -> HttpResponse:
    """Give an attachment of a document under its real name (RFC 6266), never to be run by the browser."""
    described, data = reading.attachment(officer_of(request), case_id, message_id, number, "просмотр приложения")
    response = HttpResponse(data, content_type=described.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(described.file_name, safe='')}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    return response


def _change(request: HttpRequest, officer: Officer, case: Case) -> None:
    if drop := request.POST.get("drop"):
        attach.detach(officer, case, int(drop) if drop.isdecimal() else 0)
        return
    file = request.FILES.get("file")
    if file is None:
        raise refuse(_("No file is chosen"), _("choose a file and press the button again"))
    kind = request.POST.get("kind", "")
    if kind not in OFFERED:
        raise refuse(_("The kind of the attachment is not chosen"), _("choose what it is"))
    attach.attach(officer, case, file.name or "", Stated(kind=AttachmentKind(kind)), file.read())
