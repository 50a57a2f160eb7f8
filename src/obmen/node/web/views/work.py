"""Work lists: my work, outgoing, incoming, to sign. Filters and the page of the list live in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obmen.node.cases import queries
from obmen.node.people.permissions import may
from obmen.node.web import bodies
from obmen.node.web.forms.layout import Words
from obmen.node.web.people import officer_of
from obmen.node.web.views import post
from obmen.node.web.views.screen import screen
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse, QueryDict

    from obmen.node.cases.queries import Page
    from obmen.node.people.models import Officer

DIGITS: Final = 9
"""No number of a page is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter above the list."""

    label: Words
    address: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One of the lists: its title, what it is for, what it says when empty."""

    title: Words
    lead: Words
    empty: Words
    side: Side | None = None
    scope: str = ""


MINE: Final = Kind(
    title=gettext_lazy("My work"),
    lead=gettext_lazy("What waits for you: what is overdue comes first, then what is due soonest."),
    empty=gettext_lazy("Nothing waits for you now."),
    scope="mine",
)
OUTGOING: Final = Kind(
    title=gettext_lazy("Outgoing"),
    lead=gettext_lazy("Requests to other Parties and what has become of them."),
    empty=gettext_lazy("There are no outgoing requests yet."),
    side=Side.REQUESTING,
)
INCOMING: Final = Kind(
    title=gettext_lazy("Incoming"),
    lead=gettext_lazy("Requests of other Parties: register, assign, answer."),
    empty=gettext_lazy("There are no incoming requests yet."),
    side=Side.REQUESTED,
)
FOUND: Final = Kind(
    title=gettext_lazy("Found"),
    lead=gettext_lazy("Cases whose number has what you typed."),
    empty=gettext_lazy("Nothing is found"),
)
TO_SIGN: Final = Kind(
    title=gettext_lazy("To sign"),
    lead=gettext_lazy("Documents that are checked and wait for your signature."),
    empty=gettext_lazy("Nothing waits for your signature."),
    scope="to_sign",
)


def _listed(kind: Kind) -> Callable[[HttpRequest], HttpResponse]:
    """Make the view of one list."""

    @screen
    def view(request: HttpRequest) -> HttpResponse:
        return _show(request, kind)

    return view


outgoing = _listed(OUTGOING)
incoming = _listed(INCOMING)
to_sign = _listed(TO_SIGN)


@screen
def my_work(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person; those without casework go where their work is."""
    officer = officer_of(request)
    if may(officer, "list", authority=officer.authority):
        return _show(request, FOUND if request.GET.get("q") else MINE)
    if may(officer, "read_journal", authority=officer.authority):
        return redirect("journal")
    context = {
        "title": _("Your role has no cases"),
        "text": _("The administrator looks after the node and never sees the content of cases."),
    }
    return render(request, "web/message.html", context)


def _show(request: HttpRequest, kind: Kind) -> HttpResponse:
    """Render a list with its filters."""
    officer, asked = officer_of(request), request.GET
    filters = queries.Filters(
        scope=kind.scope, party=asked.get("party", ""), state=asked.get("state", ""), number=asked.get("q", "").strip()
    )
    page = queries.work_list(officer, kind.side, filters, _number(asked.get("page", "")))
    context = {
        "title": kind.title,
        "lead": kind.lead,
        "empty": {"title": _("Nothing is found") if _filters(asked) else kind.empty},
        "filtered": _filters(asked),
        "page": page,
        "pager": pager(asked, page),
        "chips": chips(asked, officer.authority) if kind.side else (),
        "checking": _checking(officer) if kind is INCOMING else 0,
        "may_draft": bool(may(officer, "draft", authority=officer.authority)),
    }
    return render(request, "web/list.html", context)


def _checking(officer: Officer) -> int:
    """Count, for those who look after the post, the letters that came and are not opened yet."""
    return post.checking() if may(officer, "see_post", authority=officer.authority) else 0


def _number(text: str) -> int:
    """Read the number of a page of the list."""
    return int(text) if text.isdecimal() and len(text) <= DIGITS else 1


def _filters(asked: QueryDict) -> bool:
    """Tell whether the list is narrowed."""
    return any(asked.get(name) for name in ("q", "party", "state"))


def chips(asked: QueryDict, own: str) -> tuple[Chip, ...]:
    """Offer the filters: the state of the term, then the Parties."""
    states = (("", _("All")), ("open", _("Open")), ("overdue", _("Overdue")), ("ended", _("Ended")))
    by_state = tuple(
        Chip(label=label, address=_with(asked, "state", code), current=asked.get("state", "") == code)
        for code, label in states
    )
    chosen = asked.get("party")
    by_party = tuple(
        Chip(label=name, address=_with(asked, "party", "" if chosen == code else code), current=chosen == code)
        for code, name in bodies.parties(own)
    )
    return by_state + by_party


def pager(asked: QueryDict, page: Page) -> dict[str, str]:
    """Say where in the list we are, and where earlier and later pages are."""
    said = _("Page %(number)s of %(pages)s, %(total)s in all") % {
        "number": page.number,
        "pages": page.pages,
        "total": page.total,
    }
    earlier = _with(asked, "page", str(page.number - 1)) if page.number > 1 else ""
    later = _with(asked, "page", str(page.number + 1)) if page.number < page.pages else ""
    return {"said": said, "earlier": earlier, "later": later}


def _with(asked: QueryDict, name: str, value: str) -> str:
    """Give the address of this list with one filter changed; another filter begins at its first page."""
    changed = asked.copy()
    changed.pop(name, None)
    if name != "page":
        changed.pop("page", None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"
