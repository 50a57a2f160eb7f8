"""The journal for those who check it: entries newest first, whether the chain holds, and the export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from obmen.node.journal import record as journal
from obmen.node.journal.models import Entry
from obmen.node.people.permissions import may
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import refusal, screen

if TYPE_CHECKING:
    from django.http import HttpRequest

PAGE: Final = 50
DIGITS: Final = 18
"""No number of an entry is longer: it fits the column."""


@screen
def entries(request: HttpRequest) -> HttpResponse:
    """Show a page of the journal; `?check` recomputes the whole chain."""
    officer = officer_of(request)
    if not (allowed := may(officer, "read_journal", authority=officer.authority)):
        return refusal(request, (allowed,))
    context = {"checked": "check" in request.GET, **_page(request.GET.get("before", ""))}
    if context["checked"]:
        context |= _verdict()
    return render(request, "web/journal.html", context)


@screen
def export(request: HttpRequest) -> HttpResponse:
    """Give the whole journal as JSON lines that can be checked without this node."""
    officer = officer_of(request)
    if not (allowed := may(officer, "read_journal", authority=officer.authority)):
        return refusal(request, (allowed,))
    response = HttpResponse(journal.export(), content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="journal.jsonl"'
    return response


def _page(before: str) -> dict[str, object]:
    """Read the entries before a number, and where older and newer ones are."""
    rows = Entry.objects.order_by("-seq")
    if before.isdecimal() and len(before) <= DIGITS:
        rows = rows.filter(seq__lt=int(before))
    shown = list(rows[: PAGE + 1])
    older = f"?before={shown[PAGE - 1].seq}" if len(shown) > PAGE else ""
    return {"entries": shown[:PAGE], "earlier": older, "later": "?" if before else ""}


def _verdict() -> dict[str, object]:
    """Say whether the chain holds, and where it breaks."""
    if broken := journal.verify():
        return {"broken": _("The chain breaks at entry %(seq)s: %(why)s") % {"seq": broken.seq, "why": broken.why}}
    head = journal.head()
    return {"whole": _("The chain holds from the first entry to No. %(seq)s.") % {"seq": head.seq if head else 0}}
