"""«Проверка»: every finding of the law, held ones too, each linked to its field; then submission for signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obmen.node.cases.acts import submit
from obmen.node.web import drafting, steps
from obmen.node.web import findings as shown
from obmen.node.web.forms import request_form
from obmen.node.web.people import officer_of
from obmen.node.web.remarks import remark
from obmen.node.web.views.screen import screen
from obmen.treaty import attachments

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from obmen.node.web.drafting import Draft
    from obmen.node.web.findings import Found
    from obmen.node.web.forms.layout import Words
    from obmen.treaty.findings import Finding, Findings


@screen
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what the law says about the draft, or submit it for signature."""
    officer = officer_of(request)
    draft = drafting.opened(officer, case_id)
    if draft.case is None or request.method != "POST":
        return _show(request, draft, drafting.judged(draft), {})
    reasons = confirmations(request)
    outcome = submit.submit(officer, draft.case, reasons)
    if outcome:
        return redirect("sign", case_id=case_id)
    return _show(request, draft, outcome.findings, reasons)


def confirmations(request: HttpRequest) -> dict[str, str]:
    """Read the reasons given for findings that ask for one, by code."""
    pairs = zip(request.POST.getlist("confirm_code"), request.POST.getlist("confirm_reason"), strict=False)
    return {code: reason.strip() for code, reason in pairs if reason.strip()}


def _show(request: HttpRequest, draft: Draft, findings: Findings, reasons: dict[str, str]) -> HttpResponse:
    """Render the findings by page of the form, what stops first."""

    def address(finding: Finding) -> str:
        return field_address(draft, finding)

    numbered = shown.number(findings, address, reasons)
    stopping = [each for each in findings.blocking if each not in findings.to_confirm]
    context = {
        "case": draft.case,
        "failing": shown.sections(numbered, lambda found: section_of(draft, found)),
        "held": shown.held(numbered),
        "steps": steps.steps(draft, "check", failing_pages(draft, findings)),
        "summary": shown.lines(stopping, address),
        "summary_title": verdict(len(stopping)),
        "verdict": verdict(len(stopping)),
        "blocked": bool(stopping),
        "remark": remark(draft.case),
        "back": reverse("request_page", args=[draft.id, "circumstances"]),
    }
    return render(request, "web/check.html", context, status=422 if request.method == "POST" else 200)


def verdict(stopping: int) -> str:
    """Say in one line how the draft stands."""
    if not stopping:
        return _("Nothing stops the request. Look through the warnings and submit it for signature.")
    return ngettext("%(count)s place stops the request.", "%(count)s places stop the request.", stopping) % {
        "count": stopping
    }


def section_of(draft: Draft, found: Found) -> Words:
    """Name the section of a finding: the page of its field, or what has no page."""
    if found.finding.field == attachments.FIELD:
        return _("Attachments")
    page = drafting.page_of(draft, found.finding)
    return page.title if page else _("Parties, authorities, signatory")


def failing_pages(draft: Draft, findings: Findings) -> set[str]:
    """List the pages with something that stops the request."""
    pages = (drafting.page_of(draft, each) for each in findings.blocking)
    return {page.slug for page in pages if page}


def field_address(draft: Draft, finding: Finding) -> str:
    """Give the address of the field that a finding is about."""
    if finding.field == attachments.FIELD and draft.id:
        return reverse("attachments", args=[draft.id])
    page = drafting.page_of(draft, finding)
    if page is None:
        return ""
    return f"{steps.address(draft, page)}#f-{request_form.name_of(draft.request, finding.field)}"
