"""Authorities offered in a request: by the register of the day, never typed freely (Art. 11(1)(a), 18)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from obmen.node.cases import facts
from obmen.treaty.documents.requests import Request
from obmen.treaty.documents.values import Body, Proceeding
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from obmen.node.people.models import Officer
    from obmen.node.web.forms.layout import Choices


def options(officer: Officer) -> dict[str, Choices]:
    """Offer whom to ask: authorities of other Parties, by Party and name; the asking side is the officer's own."""
    own = ((officer.authority, facts.authority_name(officer.authority)),)
    return {
        "receiver.id": (("", _("choose")), *addressees(officer.authority)),
        "initiator.id": own,
        "transmitter.id": own,
    }


def addressees(own: str) -> Choices:
    """List the authorities of other Parties by Party and name."""
    party = facts.party_of(own)
    others = ((id_, name, facts.party_of(id_)) for id_, name in facts.names().items())
    labelled = ((id_, f"{party_name(theirs)}: {name}") for id_, name, theirs in others if theirs != party)
    return tuple(sorted(labelled, key=lambda pair: pair[1]))


def parties(own: str) -> Choices:
    """List the other Parties of the register by name."""
    own_party = facts.party_of(own)
    others = {facts.party_of(id_) for id_ in facts.names()} - {own_party}
    return tuple(sorted(((code, party_name(code)) for code in others), key=lambda pair: pair[1]))


def blank(officer: Officer) -> Request:
    """Begin a request of the officer's authority."""
    own = Body(id=officer.authority, name=facts.authority_name(officer.authority))
    return Request(initiator=own, transmitter=own, proceeding=Proceeding(owner=officer.authority))


def named(request: Request) -> Request:
    """Write beside each chosen id the official name that the register gives."""
    names = facts.names()

    def full(body: Body) -> Body:
        return replace(body, name=names.get(body.id, ""))

    return replace(
        request,
        initiator=full(request.initiator),
        transmitter=full(request.transmitter),
        receiver=full(request.receiver),
        proceeding=replace(request.proceeding, owner=request.initiator.id),
    )
