"""The journal for those who check it: entries newest first, whether the chain holds, and the export."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obmen.node.cases.models import Case
from obmen.node.journal import record as journal
from obmen.node.journal.models import Entry
from obmen.node.people.permissions import may
from obmen.node.web.forms.layout import Words
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import refusal, screen

if TYPE_CHECKING:
    from django.http import HttpRequest


PAGE: Final = 50
DIGITS: Final = 18
"""No number of an entry is longer: it fits the column."""


ACTIONS: Final = {
    "read": gettext_lazy("read"),
    "draft_begun": gettext_lazy("draft begun"),
    "draft_saved": gettext_lazy("draft saved"),
    "numbered": gettext_lazy("number given"),
    "submitted": gettext_lazy("submitted for signature"),
    "returned": gettext_lazy("returned for correction"),
    "attached": gettext_lazy("file attached"),
    "detached": gettext_lazy("file taken away"),
    "signed": gettext_lazy("signed"),
    "sent": gettext_lazy("sent"),
    "received": gettext_lazy("received"),
    "registered": gettext_lazy("registered"),
    "assigned": gettext_lazy("assigned"),
    "answer_saved": gettext_lazy("answer saved"),
    "answer_submitted": gettext_lazy("answer submitted for signature"),
    "answered": gettext_lazy("answer sent"),
    "closed": gettext_lazy("closed"),
    "resent": gettext_lazy("sent again"),
    "package_arrived": gettext_lazy("package arrived"),
    "package_handed": gettext_lazy("package handed to a carrier"),
    "package_stored": gettext_lazy("package stored by the other node"),
    "package_given_up": gettext_lazy("sending stopped"),
    "register_accepted": gettext_lazy("edition of the register accepted"),
    "revocation_imported": gettext_lazy("list of revoked certificates brought in"),
}
"""What the codes of actions mean; a code that is not here is shown as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An entry as it is shown: the action in words, the case by its number."""

    entry: Entry
    action: Words
    about: str


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
    return {"lines": lines(shown[:PAGE]), "earlier": older, "later": "?" if before else ""}


def lines(rows: list[Entry]) -> list[Line]:
    """Say each entry in words; a case goes by its number where it has one."""
    ids = {row.object_id for row in rows if _is_id(row.object_id)}
    numbers = {str(case.pk): case.number for case in Case.objects.filter(pk__in=ids).only("number")}
    return [
        Line(
            entry=row,
            action=ACTIONS.get(row.action, row.action),
            about=numbers.get(row.object_id) or row.object_id,
        )
        for row in rows
    ]


def _is_id(text: str) -> bool:
    """Tell whether an entry is about something with an id."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _verdict() -> dict[str, object]:
    """Say whether the chain holds, and where it breaks."""
    if broken := journal.verify():
        return {"broken": _("The chain breaks at entry %(seq)s: %(why)s") % {"seq": broken.seq, "why": broken.why}}
    head = journal.head()
    return {"whole": _("The chain holds from the first entry to No. %(seq)s.") % {"seq": head.seq if head else 0}}
