"""«Почта узла»: letters that are still checked and what they wait for, lists of revoked certificates, what does not go.

Numbers, names of nodes and reasons; never a word of a letter, so that the administrator may look, too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.utils.translation import gettext as _

from obmen.node import clock, config
from obmen.node.cases.models import Case
from obmen.node.delivery import revocation_store
from obmen.node.delivery.models import Arrival, CarrierNotice, Outgoing, RevocationPlace, RevocationSource
from obmen.node.people.permissions import may
from obmen.node.web.people import officer_of
from obmen.node.web.views.screen import refusal, screen

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

_SHOWN: Final = 50
_REFUSED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A letter that is kept and tried again, and each place that is asked for it."""

    arrival: Arrival
    places: tuple[RevocationPlace, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A package of ours that has not gone yet, and the number of its case."""

    package: Outgoing
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of revoked certificates that the node holds, and how it stands."""

    source: RevocationSource
    tone: str
    state: str


@screen
def post(request: HttpRequest) -> HttpResponse:
    """Show what is on its way in and out, and what it waits for."""
    officer = officer_of(request)
    if not (allowed := may(officer, "see_post", authority=officer.authority)):
        return refusal(request, (allowed,))
    here = config.current()
    context = {
        "waiting": _waiting(),
        "refused": Arrival.objects.filter(state=Arrival.State.NOT_ACCEPTED).defer("package").order_by("-id")[:_REFUSED],
        "leaving": _leaving(),
        "carried": _carried(),
        "notices": CarrierNotice.objects.order_by("-noticed_at")[:_REFUSED],
        "listings": _listings(),
        "services": here.timestamp_authorities,
        "required": here.timestamps == "required",
    }
    return render(request, "web/post.html", context)


def checking() -> int:
    """Count the letters that came and cannot be told of yet."""
    return Arrival.objects.filter(state=Arrival.State.UNDETERMINED).count()


def _waiting() -> list[Waiting]:
    rows = Arrival.objects.filter(state=Arrival.State.UNDETERMINED).defer("package").prefetch_related("awaits")
    return [
        Waiting(arrival=row, places=tuple(sorted(row.awaits.all(), key=lambda place: (place.by, place.place))))
        for row in rows.order_by("id")[:_SHOWN]
    ]


def _leaving() -> list[Leaving]:
    """Give what was tried in vain: it is tried again, or waits for a person."""
    rows = Outgoing.objects.filter(state__in=[Outgoing.State.DUE, Outgoing.State.GIVEN_UP]).exclude(last_error="")
    return _with_numbers(rows)


def _carried() -> list[Leaving]:
    """Give what a medium or the mail took and the other node has not acknowledged."""
    return _with_numbers(Outgoing.objects.filter(state=Outgoing.State.HANDED))


def _with_numbers(rows: QuerySet[Outgoing]) -> list[Leaving]:
    packages = list(rows.defer("package").order_by("created_at")[:_SHOWN])
    cases = Case.objects.filter(id__in=[row.case_id for row in packages])
    numbers = dict(cases.values_list("id", "number"))
    return [Leaving(package=row, number=numbers.get(row.case_id, "") if row.case_id else "") for row in packages]


def _listings() -> list[Listing]:
    ending = {row.id for row in revocation_store.ending()}
    return [_listing(row, ends=row.id in ending) for row in revocation_store.newest()]


def _listing(source: RevocationSource, *, ends: bool) -> Listing:
    if source.until <= clock.now():
        return Listing(source=source, tone="bad", state=_("out of force"))
    if ends:
        return Listing(source=source, tone="wait", state=_("ends soon, no newer one yet"))
    return Listing(source=source, tone="good", state=_("in force"))
