"""Papers of a case: pages of a document, its PDF, its container, the evidence of the whole case."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render

from obmen.message.rendering import page_images
from obmen.node.cases import reading
from obmen.node.cases.evidence import evidence_bundle
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import screen
from obmen.treaty.documents.envelope import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.http import HttpRequest

PURPOSE = "просмотр документа"


def data_images(pages: Iterable[bytes]) -> tuple[str, ...]:
    """Give page images as data addresses: one look at a document is one reading in the journal."""
    return tuple(f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in pages)


def attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Give a file to keep."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store, private"
    return response


@screen
def document(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Show the pages of a document."""
    officer = officer_of(request)
    case = reading.case_for(officer, case_id)
    pages = data_images(page_images(reading.rendition(officer, case_id, message_id, PURPOSE)))
    kind = Kind(case.documents.values_list("kind", flat=True).get(message_id=message_id))
    context = {"case": case, "message_id": message_id, "pages": pages, "title": kind.label}
    return render(request, "web/document.html", context)


@screen
def document_pdf(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Give the PDF of a document."""
    pdf = reading.rendition(officer_of(request), case_id, message_id, PURPOSE)
    return attachment(pdf, "application/pdf", f"{message_id}.pdf")


@screen
def container(request: HttpRequest, case_id: UUID, message_id: UUID) -> HttpResponse:
    """Give the signed container of a document, as it came."""
    raw = reading.container(officer_of(request), case_id, message_id, "проверка подписей")
    return attachment(raw, "application/vnd.etsi.asic-e+zip", f"{message_id}.asice")


@screen
def evidence(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the evidence of the whole case, to be checked without this node."""
    raw = evidence_bundle(officer_of(request), case_id, "выгрузка доказательств")
    return attachment(raw, "application/zip", f"evidence-{case_id}.zip")
