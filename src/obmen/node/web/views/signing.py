"""«Подпись»: the very pages that leave, their digest, who signs with which powers, and one button (Art. 11(3)).

Whoever signs with a tool of their own takes the bytes from here and brings the signature back.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from obmen.message.encoding import decode
from obmen.message.rendering import page_images
from obmen.node.cases import facts, reading
from obmen.node.cases.acts import ActRefused, answer, refuse, return_, send
from obmen.node.cases.acts.elsewhere import Brought, bytes_to_sign
from obmen.node.people.permissions import may
from obmen.node.web import certificates, steps
from obmen.node.web import findings as shown
from obmen.node.web.people import officer_of
from obmen.node.web.views.papers import attachment, data_images
from obmen.node.web.views.screen import screen
from obmen.treaty.signing import check_powers

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer

PURPOSE = "подпись документа"
LARGEST = 1024 * 1024
"""Bytes of a file that may be a signature."""


@screen
def sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what is to be signed; on the button sign, seal and send it."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    if request.method != "POST":
        return _show(request, officer, case)
    try:
        done = _signed(request, officer, case)
    except ActRefused as refused:
        if "elsewhere" not in request.POST:
            raise
        return _show(request, officer, case, shown.lines(refused.findings.failing))
    messages.success(request, _("Signed, sealed and sent: %(number)s.") % {"number": done.number}, extra_tags="good")
    return redirect("card", case_id=case_id)


def _signed(request: HttpRequest, officer: Officer, case: Case) -> Case:
    """Sign by our keys, or take the signature that was brought."""
    act = send.sign_and_send if case.requesting else answer.sign_answer
    brought = None
    if "elsewhere" in request.POST:
        file = request.FILES.get("signature")
        if file is None or file.size is None or file.size > LARGEST:
            raise refuse(_("Choose the file of the signature, of at most 1 MiB"), _("Nothing was changed"))
        brought = Brought(signature=file.read(), own="own" in request.POST)
    return act(officer, case, request.POST.get("digest", ""), brought)


def _show(request: HttpRequest, officer: Officer, case: Case, wrong: tuple[shown.Line, ...] = ()) -> HttpResponse:
    """Render the pages and everything a signatory looks at before signing; `wrong` is what a brought file lacks."""
    contents = reading.prepared(officer, case.id, PURPOSE)
    envelope = decode(contents.document).document.envelope
    signatory, on = envelope.signatory, facts.today(case.own_authority)
    allowed = may(officer, "sign", authority=case.own_authority)
    context = {
        "case": case,
        "title": f"{envelope.type.label} {case.number}",
        "steps": steps.signing() if case.requesting else (),
        "pages": data_images(page_images(contents.rendition or b"")),
        "addressee": facts.authority_name(case.other_authority),
        "digest": hashlib.sha256(contents.document).hexdigest(),
        "attachments": envelope.attachments,
        "signatory": signatory,
        "certificate": certificates.of_person(officer) if allowed else None,
        "findings": shown.number([check_powers(signatory, on, received=False), *([] if allowed else [allowed])]),
        "can_sign": bool(allowed),
        "to_sign": hashlib.sha256(bytes_to_sign(contents)).hexdigest(),
        "summary": wrong,
        "summary_title": _("The signature was not taken"),
    }
    return render(request, "web/sign.html", context, status=422 if wrong else 200)


@screen
def prepared_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the PDF that waits for signature."""
    contents = reading.prepared(officer_of(request), case_id, PURPOSE)
    return attachment(contents.rendition or b"", "application/pdf", "document.pdf")


@screen
def to_sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the very bytes that the person signs with a tool of their own."""
    contents = reading.prepared(officer_of(request), case_id, PURPOSE)
    return attachment(bytes_to_sign(contents), "application/octet-stream", "ASiCManifest001.xml")


@require_POST
@screen
def give_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the document to its author with a remark."""
    officer = officer_of(request)
    return_.return_to_draft(officer, reading.case_for(officer, case_id), request.POST.get("remark", ""))
    messages.info(request, _("Returned for correction; the remark is in the journal."))
    return redirect("card", case_id=case_id)
