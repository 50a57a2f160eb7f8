"""The answer, item by item: results and typed rows, then the check and submission for signature (Art. 6-9, 12)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from obmen.node.cases import reading
from obmen.node.cases.acts import answer as act
from obmen.node.cases.acts import refuse
from obmen.node.web import answering
from obmen.node.web import findings as shown
from obmen.node.web.answering import Filled
from obmen.node.web.drafting import signatory_for
from obmen.node.web.forms import answer_form
from obmen.node.web.people import officer_of
from obmen.node.web.remarks import remark
from obmen.node.web.views.screen import screen

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.node.cases.reading import CaseFile
    from obmen.node.web.forms.binding import Bound, Source
    from obmen.treaty.documents.answers import Answer
    from obmen.treaty.findings import Finding, Findings

PURPOSE = "подготовка ответа"


def _opened(request: HttpRequest, case_id: UUID) -> tuple[CaseFile, Answer]:
    """Open the file with the answer being written; refused where none is."""
    file = reading.open_file(officer_of(request), case_id, PURPOSE)
    if file.draft_answer is None:
        raise refuse(_("There is nothing to answer yet"), _("register the request first"))
    return file, file.draft_answer


@screen
def begin(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Go to the first item without a result, or to the check when there is none."""
    _file, answer = _opened(request, case_id)
    return redirect(_next(case_id, answer, -1))


@screen
def item(request: HttpRequest, case_id: UUID, at: int) -> HttpResponse:
    """Show or save one item of the answer."""
    file, answer = _opened(request, case_id)
    if at >= len(answer.items):
        raise Http404
    if request.method != "POST":
        return _show(request, file, at, Filled(answer=answer, source=answer_form.flatten(answer, at)))
    source = {name: request.POST.getlist(name) for name in request.POST}
    bound = answer_form.bind(answer, source, at)
    act.save_answer(officer_of(request), file.case, bound.value)
    if "autosave" in request.POST:
        return _autosaved(bound)
    if bound.misread:
        return _show(request, file, at, _refilled(bound, source, at))
    if (go := request.POST.get("go")) in ("card", "attachments"):
        return redirect(go, case_id=case_id)
    return redirect(_next(case_id, bound.value, at))


def _refilled(bound: Bound[Answer], source: Source, at: int) -> Filled:
    """Lay what was typed over what is saved, with what cannot be read."""
    return Filled(answer=bound.value, source=answer_form.over(bound.value, source, at), errors=bound.misread)


def _autosaved(bound: Bound[Answer]) -> HttpResponse:
    """Say quietly that the draft is saved."""
    words = _("Saved, except for what cannot be read yet.") if bound.misread else _("The draft is saved.")
    return HttpResponse(words, content_type="text/plain; charset=utf-8")


def _next(case_id: UUID, answer: Answer, at: int) -> str:
    """Give the next item without a result after `at`, any before it, or the check."""
    empty = [n for n, each in enumerate(answer.items) if each.status is None]
    after = next((n for n in empty if n > at), next(iter(empty), None))
    return reverse("answer_check", args=[case_id]) if after is None else reverse("answer_item", args=[case_id, after])


def _show(request: HttpRequest, file: CaseFile, at: int, filled: Filled) -> HttpResponse:
    """Render the editor of one item."""
    parts = answering.editor(file, at, filled)
    context = {
        "case": file.case,
        "debtor": reading.titles(officer_of(request), [file.case])[file.case.id],
        "at": at,
        "remark": remark(file.case),
        "summary": (*shown.misread((*parts["top"], *parts["order"])), *answering.misread_cells(parts["grid"])),
        "summary_title": _("Some answers cannot be read"),
        **parts,
    }
    return render(request, "web/answer.html", context, status=422 if filled.errors else 200)


@screen
def check(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show what the law says about the answer; on the button submit it for signature."""
    officer = officer_of(request)
    file, answer = _opened(request, case_id)
    if request.method == "POST":
        source = {name: request.POST.getlist(name) for name in request.POST}
        whole = answer_form.bind_whole(answer, source).value
        if whole != answer:
            act.save_answer(officer, file.case, whole)
        answer = whole
    if request.POST.get("go") != "submit":
        return _checked(request, file, answer, act.check(file.case, answer, signatory_for(file.case)))
    outcome = act.submit_answer(officer, file.case)
    return redirect("sign", case_id=case_id) if outcome else _checked(request, file, answer, outcome.findings)


def _checked(request: HttpRequest, file: CaseFile, answer: Answer, findings: Findings) -> HttpResponse:
    """Render the findings about the answer, each linked to its item."""

    def address(finding: Finding) -> str:
        return answering.field_address(file, answer, finding)

    words, numbered = verdict(len(findings.blocking)), shown.number(findings, address)
    context = {
        "case": file.case,
        "whole": answering.whole(answer),
        "failing": shown.sections(numbered, lambda each: answering.section_of(answer, each)),
        "held": shown.held(numbered),
        "summary": shown.lines(findings.blocking, address),
        "summary_title": words,
        "verdict": words,
        "blocked": bool(findings.blocking),
        "back": reverse("answer_item", args=[file.case.id, 0]),
    }
    return render(request, "web/answer_check.html", context)


def verdict(stopping: int) -> str:
    """Say in one line how the answer stands."""
    if not stopping:
        return _("Nothing stops the answer. Look through the warnings and submit it for signature.")
    return ngettext("%(count)s place stops the answer.", "%(count)s places stop the answer.", stopping) % {
        "count": stopping
    }
