"""A new request, page by page: each page reads its own fields over the sealed draft and saves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from obmen.node.web import bodies, drafting, steps
from obmen.node.web.findings import misread
from obmen.node.web.forms import request_form, subjects
from obmen.node.web.forms.rendering import Filling, ShownGroup, fill, fill_groups
from obmen.node.web.forms.request_pages import PAGES
from obmen.node.web.people import officer_of
from obmen.node.web.remarks import remark
from obmen.node.web.views.screen import screen

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.node.web.drafting import Draft
    from obmen.node.web.forms.binding import Bound
    from obmen.node.web.forms.layout import FormPage
    from obmen.treaty.documents.requests import Request


@screen
def new(request: HttpRequest) -> HttpResponse:
    """Begin a request: the first page; the draft is made when something is first saved."""
    return _page(request, drafting.blank(officer_of(request)), PAGES[0])


@screen
def page(request: HttpRequest, case_id: UUID, slug: str) -> HttpResponse:
    """Show or save one page of a draft."""
    asked = next((each for each in PAGES if each.slug == slug), None)
    if asked is None:
        raise Http404
    return _page(request, drafting.opened(officer_of(request), case_id), asked)


def _page(request: HttpRequest, draft: Draft, page: FormPage) -> HttpResponse:
    """Show a page, or read it, save what could be read, and go where the button leads."""
    if request.method != "POST":
        filling = Filling(source=request_form.flatten(draft.request), more=request.GET.get("more", ""))
        return _show(request, draft, page, filling)
    source = taken(request)
    bound = request_form.bind(draft.request, source)
    saved = drafting.save(officer_of(request), draft, bound.value)
    if "autosave" in request.POST:
        return _autosaved(saved, page, bound)
    if bound.misread:
        return _show(request, saved, page, Filling(source=_over(saved, source), errors=bound.misread))
    return redirect(_onward(request, saved, page, bound.value))


def taken(request: HttpRequest) -> dict[str, list[str]]:
    """Give the fields of the form, without the entry that is to be removed; its list was asked, even if now empty."""
    dropped = request.POST.get("drop", "")
    fields = {name: request.POST.getlist(name) for name in request.POST}
    if not dropped:
        return fields
    kept = {name: texts for name, texts in fields.items() if name != dropped and not name.startswith(f"{dropped}.")}
    return {dropped.rpartition(".")[0]: [""], **kept}


def _over(draft: Draft, source: dict[str, list[str]]) -> dict[str, list[str]]:
    """Lay what was typed over what is saved, so that nothing typed is lost; lists that were sent are as sent."""
    saved = request_form.flatten(draft.request)
    lists = tuple(f"{name}." for name in ("documents", "claimants") if name in source)
    return {name: texts for name, texts in saved.items() if not name.startswith(lists)} | source


def _autosaved(draft: Draft, page: FormPage, bound: Bound[Request]) -> HttpResponse:
    """Say quietly that the draft is saved, and where it lives from now on."""
    words = _("Saved, except for what cannot be read yet.") if bound.misread else _("The draft is saved.")
    response = HttpResponse(words, content_type="text/plain; charset=utf-8")
    response["X-Draft-Address"] = steps.address(draft, page)
    return response


def _onward(request: HttpRequest, draft: Draft, page: FormPage, value: Request) -> str:
    """Choose where to go: the same page with one more entry, the next page, back, or the list."""
    if more := request.POST.get("more"):
        return f"{steps.address(draft, page)}?more={more}#f-{more}.{request_form.length(value, more)}"
    if dropped := request.POST.get("drop"):
        return f"{steps.address(draft, page)}#f-{dropped.rpartition('.')[0]}"
    go = request.POST.get("go", "next")
    if go == "list":
        return reverse("outgoing")
    if go == "attachments":
        return reverse("attachments", args=[draft.id])
    at = PAGES.index(page) + (-1 if go == "back" else 1)
    return steps.address(draft, PAGES[max(at, 0)]) if at < len(PAGES) else reverse("check", args=[draft.id])


def _show(request: HttpRequest, draft: Draft, page: FormPage, filling: Filling) -> HttpResponse:
    """Render a page with its values, its mistakes and its column «Соглашение»."""
    officer = officer_of(request)
    filled = Filling(source=filling.source, errors=filling.errors, more=filling.more, options=bodies.options(officer))
    groups = _groups(page, filled)
    context = {
        "page": page,
        "case": draft.case,
        "groups": groups,
        "action": steps.address(draft, page),
        "steps": steps.steps(draft, page.slug),
        "earlier": page is not PAGES[0],
        "notes": drafting.attention(draft, page),
        "remark": remark(draft.case),
        "summary": misread(groups),
        "summary_title": _("Some answers cannot be read"),
    }
    return render(request, "web/request_page.html", context, status=422 if filling.errors else 200)


def _groups(page: FormPage, filling: Filling) -> tuple[ShownGroup, ...]:
    """Fill the groups of a page; the subjects have groups of their own."""
    return fill_groups(subjects.GROUPS, filling) if page.slug == "subjects" else fill(page, filling)
