"""«Подпись»: the very pages that leave, their digest, who signs with which powers, and one button (Art. 11(3))."""

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
from obmen.node.cases.acts import answer, return_, send
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


@screen
def sign(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what is to be signed; on the button sign, seal and send it."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    if request.method != "POST":
        return _show(request, officer, case)
    digest = request.POST.get("digest", "")
    act = send.sign_and_send if case.requesting else answer.sign_answer
    done = act(officer, case, digest)
    messages.success(request, _("Signed, sealed and sent: %(number)s.") % {"number": done.number}, extra_tags="good")
    return redirect("card", case_id=case_id)


def _show(request: HttpRequest, officer: Officer, case: Case) -> HttpResponse:
    """Render the pages and everything a signatory looks at before signing."""
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
    }
    return render(request, "web/sign.html", context)


@screen
def prepared_pdf(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the PDF that waits for signature."""
    contents = reading.prepared(officer_of(request), case_id, PURPOSE)
    return attachment(contents.rendition or b"", "application/pdf", "document.pdf")


@require_POST
@screen
def give_back(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Return the document to its author with a remark."""
    officer = officer_of(request)
    return_.return_to_draft(officer, reading.case_for(officer, case_id), request.POST.get("remark", ""))
    messages.info(request, _("Returned for correction; the remark is in the journal."))
    return redirect("card", case_id=case_id)
