"""What the law needs to know, taken from the register of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from obmen.message.rendering import Letterhead
from obmen.node import clock, config
from obmen.node.delivery.register_store import trusted
from obmen.treaty.deadlines import Term, term
from obmen.treaty.receipt import receipt_date

if TYPE_CHECKING:
    from datetime import date, datetime

    from obmen.register.trusted import TrustedRegister
    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents import Request


def zone_of(authority: str, book: TrustedRegister | None = None) -> ZoneInfo:
    """Give the zone of an authority by the register (looked up when not given); the node's own where it knows none."""
    return (book or trusted()).zone(authority) or ZoneInfo(config.current().zone)


def today(authority: str) -> date:
    """Give the legal date where the authority is."""
    return clock.now().astimezone(zone_of(authority)).date()


def party_of(authority: str) -> str:
    """Give the Party of an authority, empty when the register knows it not."""
    return trusted().party_of(authority) or ""


def authority_name(authority: str) -> str:
    """Give the official name of an authority, or its id."""
    return names().get(authority, authority)


def names() -> dict[str, str]:
    """Give the official names of all authorities by id."""
    book, day = trusted(), clock.now().date()
    entries = (entry for party in book.parties() for entry in book.authorities(party.party, day))
    return {entry.id: entry.name for entry in entries}


def letterhead(authority: str) -> Letterhead:
    """Give the letterhead of an authority, from the register."""
    entry = trusted().authority(authority, clock.now().date())
    if entry is None:
        return Letterhead(name_ru=authority, party=party_of(authority))
    return Letterhead(name_ru=entry.name, party=entry.party, address=entry.address)


def declarations(party: str) -> tuple[Declaration, ...]:
    """Give the declarations and reservations of a Party."""
    return tuple(each for each in trusted().declarations() if each.party == party)


def sending(request: Request, own_authority: str, on: date) -> dict[str, Any]:
    """Give the facts of `applicability.may_send` for a request of our authority."""
    book = trusted()
    requesting, requested = party_of(own_authority), party_of(request.receiver.id)
    return {
        "transmitter": book.authority_facts(request.transmitter.id, on),
        "receiver": book.authority_facts(request.receiver.id, on),
        "requesting": book.membership(requesting),
        "requested": book.membership(requested) if requested else None,
        "declarations": book.declarations(),
        "policies": book.policies(requesting),
        "on": on,
    }


def term_of(authority: str, received_at: datetime) -> Term | None:
    """Count the term of a request received by the authority at that instant; nothing without any calendar."""
    return term_from(authority, receipt_date(received_at, zone_of(authority)))


def term_from(authority: str, day: date) -> Term | None:
    """Count the term of a request received by the authority on that day; nothing without any calendar."""
    book, party = trusted(), party_of(authority)
    calendar = book.calendar(party, day)
    return term(day, calendar, book.policies(party)) if calendar else None
