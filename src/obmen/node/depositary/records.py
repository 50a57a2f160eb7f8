"""What the rows say, as values of the law and of the register."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from obmen.message.encoding import StrictCodec
from obmen.message.limits import DEFAULT
from obmen.node import clock, config, keystore
from obmen.node.depositary.models import Date, Edition, OwnKey, Received, Revocation, State
from obmen.register import sealed
from obmen.register.drafting import Approved, Before, next_part
from obmen.register.handed_over import HandedOver, Handing, authorities, central_keys
from obmen.register.legal import LegalPart
from obmen.register.nodes import NodeEntry
from obmen.register.proposals import Dates, Key, Proposal, What, attention, proposals
from obmen.treaty.findings import Finding
from obmen.treaty.instruments import Instrument

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

FACTS = StrictCodec(Instrument, DEFAULT)
HANDED = StrictCodec(HandedOver, DEFAULT)
_COUNTED = (State.APPROVED, State.PUBLISHED)


def instrument_of(row: Received) -> Instrument:
    """Give an instrument as the law knows it."""
    return FACTS.decode(row.facts.encode())


def handed_with(row: Received) -> HandedOver:
    """Give what came with an instrument on authorities."""
    return HANDED.decode(row.handed.encode())


def today() -> date:
    """Give the legal date at the depositary."""
    return clock.today(config.current().zone)


def counted(also: Received | None = None) -> list[Received]:
    """Give the instruments that count, by number, the newest revision of each; with `also` in the place of its own."""
    rows = Received.objects.filter(state__in=_COUNTED).order_by("number", "revision")
    newest = {number: list(each)[-1] for number, each in groupby(rows, key=lambda row: row.number)}
    if also is not None:
        newest[also.number] = also
    return [newest[number] for number in sorted(newest)]


def instruments(rows: Iterable[Received]) -> tuple[Instrument, ...]:
    """Give instruments as the law knows them."""
    return tuple(map(instrument_of, rows))


def dates() -> Dates:
    """Give the dates that were chosen so far; of one Party and subject the newest."""
    chosen = {Key(what=What(row.what), party=row.party, about=row.about): row.on for row in Date.objects.all()}
    return Dates(on=chosen)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the law says of an instrument beside all that count: dates to publish, and what deserves attention."""

    proposals: tuple[Proposal, ...]
    findings: tuple[Finding, ...]


def judged(row: Received) -> Judged:
    """Ask the law what this instrument brings."""
    before, after, known, day = instruments(counted()), instruments(counted(also=row)), dates(), today()
    return Judged(
        proposals=proposals(before, after, day, known),
        findings=attention(before, after, day, known),
    )


def newest() -> Edition | None:
    """Give the edition in force."""
    return Edition.objects.first()


def part_of(edition: Edition | None) -> LegalPart | None:
    """Read the part of an edition."""
    if edition is None:
        return None
    part = sealed.part_of(bytes(edition.raw))
    return part if isinstance(part, LegalPart) else None


def drafted(at: datetime, keys: Sequence[bytes], adding: Revocation | None = None) -> LegalPart:
    """Put the next edition together from all that counts, with these keys and perhaps one more revocation."""
    edition = newest()
    before = Before(part=part_of(edition), hash=edition.hash if edition else "")
    return next_part(approved(keys, adding), before, at, today())


def approved(keys: Sequence[bytes], adding: Revocation | None = None) -> Approved:
    """Gather all that counts."""
    rows = counted()
    handings = [Handing(party=row.party, what=handed_with(row), day=row.effective_on or today()) for row in rows]
    revoked = {bytes(row.certificate): row.since for row in (*Revocation.objects.all(), *([adding] if adding else ()))}
    return Approved(
        instruments=instruments(rows),
        dates=dates(),
        authorities=authorities(handings),
        central_keys=central_keys(handings, revoked),
        depositary_keys=tuple(keys),
        depositary_nodes=_own_node(),
    )


def own_key() -> OwnKey | None:
    """Give the key that seals now."""
    return OwnKey.objects.filter(state=OwnKey.State.CURRENT).first()


def next_key() -> OwnKey | None:
    """Give the key that was approved to follow and has not sealed yet, or is still to be approved."""
    return OwnKey.objects.filter(state=OwnKey.State.PROPOSED).first()


def _own_node() -> tuple[NodeEntry, ...]:
    """Name this node, where other nodes fetch the register, once its address is known."""
    here = config.current()
    if not here.peer_site:
        return ()
    certificate = ssl.PEM_cert_to_DER_cert(keystore.current().tls()[0].read_text(encoding="ascii"))
    return (NodeEntry(id=here.name, url=here.peer_site, authorities=(), tls_certificates=(certificate,)),)


def zone() -> ZoneInfo:
    """Give the zone of the depositary."""
    return ZoneInfo(config.current().zone)
