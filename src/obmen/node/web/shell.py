"""What surrounds every page: the node, the person, the sections of the rail with their counters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from obmen.node import clock, config
from obmen.node.cases import queries
from obmen.node.people.models import Officer
from obmen.node.people.permissions import may
from obmen.node.web.forms.layout import Words
from obmen.treaty.parties import PARTY_NAMES

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A line of the rail: where it leads, its keys, its counter."""

    label: Words
    address: str
    key: str = ""
    letter: str = ""
    count: int | None = None
    due: bool = False
    current: bool = False
    rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """The frame of a page; for a stranger only the node's name and its banner."""

    house: str
    banner: str
    today: date
    officer: Officer | None = None
    roles: str = ""
    sections: tuple[Section, ...] = ()
    query: str = ""
    finds: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A section before it is shown: the act that it is for, the counter it carries."""

    name: str
    label: Words
    key: str
    letter: str
    act: str
    counter: str = ""
    due: bool = False
    rule: bool = False


_PLACES: Final = (
    _Place(name="my_work", label=_("My work"), key="KeyV", letter="V / М", act="list", counter="my_work", due=True),
    _Place(name="outgoing", label=_("Outgoing"), key="KeyB", letter="B / И", act="list", counter="outgoing"),
    _Place(name="incoming", label=_("Incoming"), key="KeyD", letter="D / В", act="list", counter="incoming"),
    _Place(name="to_sign", label=_("To sign"), key="KeyG", letter="G / П", act="sign", counter="to_sign", due=True),
    _Place(name="registry", label=_("Register of Parties"), key="KeyH", letter="H / Р", act="see_register", rule=True),
    _Place(name="post", label=_("Post of the node"), key="KeyJ", letter="J / О", act="see_post"),
    _Place(name="journal", label=_("Journal"), key="KeyE", letter="E / У", act="read_journal", rule=True),
)


def around(request: HttpRequest) -> Shell:
    """Make the frame for the page that is being shown."""
    node = config.current()
    user = getattr(request, "user", None)
    officer = user if isinstance(user, Officer) else None
    house = " · ".join(part for part in (PARTY_NAMES.get(node.party, node.party), _office(officer)) if part)
    if officer is None:
        return Shell(house=house, banner=node.banner, today=localdate(clock.now()))
    return Shell(
        house=house,
        banner=node.banner,
        today=localdate(clock.now()),
        officer=officer,
        roles=officer.role_labels,
        sections=_sections(request, officer),
        query=request.GET.get("q", ""),
        finds=_may(officer, "list"),
    )


def _office(officer: Officer | None) -> str:
    """Name the officer's authority as the register does."""
    return queries.authority_name(officer.authority) if officer else ""


def _may(officer: Officer, act: str) -> bool:
    """Tell whether the act belongs to this person's work at all."""
    return bool(may(officer, act, authority=officer.authority))


def _sections(request: HttpRequest, officer: Officer) -> tuple[Section, ...]:
    """Choose the sections of this person: what one may not do is not there."""
    counters = queries.counters(officer) if _may(officer, "list") else None
    here = request.resolver_match.url_name if request.resolver_match else ""
    seen = [place for place in _PLACES if _may(officer, place.act)]
    return tuple(
        Section(
            label=place.label,
            address=reverse(place.name),
            key=place.key,
            letter=place.letter,
            count=getattr(counters, place.counter, None) if place.counter else None,
            due=place.due,
            current=here == place.name,
            rule=place.rule and place is not seen[0],
        )
        for place in seen
    )
