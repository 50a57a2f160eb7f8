"""The next edition of the legal part, put together from all that was approved (Art. 18, 20-25; R-18.4, R-26.2).

A pure function: same input, same part. Nothing is decided here; the dates are those that people chose to publish.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from obmen.message.certificates import fingerprint
from obmen.register.bulletin import Attention, Bulletin, Event
from obmen.register.legal import (
    AuthorityEntry,
    CentralKey,
    DeclarationEntry,
    LegalPart,
    PartyEntry,
    TextEntry,
)
from obmen.register.nodes import NodeEntry
from obmen.register.proposals import Dates, Key, What
from obmen.treaty.editions import edition_on
from obmen.treaty.instruments import Instrument
from obmen.treaty.parties import party_name
from obmen.treaty.standing import Parties, parties_on
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from obmen.treaty.declarations import Declared

_SHORT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """All that the depositary has approved so far."""

    instruments: tuple[Instrument, ...] = ()
    dates: Dates = field(default_factory=Dates)
    authorities: tuple[AuthorityEntry, ...] = ()
    central_keys: tuple[CentralKey, ...] = ()
    depositary_keys: tuple[bytes, ...] = ()
    depositary_nodes: tuple[NodeEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """The edition that the new one follows: its part and its hash; nothing before the first."""

    part: LegalPart | None = None
    hash: str = ""


def next_part(approved: Approved, before: Before, at: datetime, day: date) -> LegalPart:
    """Put the next edition together, issued `at`, which is `day` at the depositary."""
    standing = parties_on(approved.instruments, day, published=approved.dates.published)
    old = before.part
    part = LegalPart(
        version=old.version + 1 if old else 1,
        previous_hash=before.hash,
        issued_at=at,
        text_version=edition_on(day).id,
        parties=_parties(approved, old, standing),
        authorities=(*approved.authorities, *_kept_authorities(approved, old, day)),
        declarations=tuple(_declaration(each) for one in standing.standings for each in one.declarations),
        central_keys=(*approved.central_keys, *_kept_keys(approved, old, at)),
        depositary_keys=approved.depositary_keys,
        instruments=tuple(sorted(approved.instruments, key=lambda each: each.number)),
        texts=_texts(approved.dates),
        depositary_nodes=approved.depositary_nodes,
    )
    return replace(part, bulletin=bulletin(part, old, standing))


def _parties(approved: Approved, old: LegalPart | None, standing: Parties) -> tuple[PartyEntry, ...]:
    codes = {
        *(each.party for each in standing.standings),
        *(each.party for each in approved.authorities),
        *(each.party for each in approved.central_keys),
        *(each.party for each in (old.parties if old else ())),
    }
    on = approved.dates.on
    return tuple(
        PartyEntry(
            party=code,
            name=party_name(code),
            in_force_from=on.get(Key(what=What.ENTRY, party=code)),
            exit_on=on.get(Key(what=What.EXIT, party=code)),
        )
        for code in sorted(codes)
    )


def _declaration(each: Declared) -> DeclarationEntry:
    made = each.declaration
    return DeclarationEntry(
        party=made.party,
        kind=made.kind,
        text=made.text,
        provisions=tuple(made.provisions),
        document_classes=tuple(made.document_classes),
        applied=made.applied,
        effective_from=made.effective_from,
        withdrawn_on=made.withdrawn_on,
        number=each.instrument.number,
        objections=each.objections,
    )


def _texts(dates: Dates) -> tuple[TextEntry, ...]:
    by_protocol: dict[str, dict[str, date]] = {}
    for key, on in sorted(dates.on.items()):
        if key.what is What.TEXT:
            by_protocol.setdefault(key.about, {})[key.party] = on
    return tuple(TextEntry(id=protocol, in_force=each) for protocol, each in by_protocol.items())


def _kept_authorities(approved: Approved, old: LegalPart | None, day: date) -> Iterator[AuthorityEntry]:
    """Close what a correction no longer names: it was published, so a past day keeps its answer (R-18.5)."""
    named = {(each.id, each.valid_from) for each in approved.authorities}
    for each in old.authorities if old else ():
        if (each.id, each.valid_from) not in named:
            yield each if each.valid_to else replace(each, valid_to=max(day, each.valid_from))


def _kept_keys(approved: Approved, old: LegalPart | None, at: datetime) -> Iterator[CentralKey]:
    named = {(each.party, each.certificate) for each in approved.central_keys}
    for each in old.central_keys if old else ():
        if (each.party, each.certificate) not in named:
            yield each if each.valid_to else replace(each, valid_to=at)


# ── The bulletin ─────────────────────────────────────────────────────────────────────────────────────────────


def bulletin(part: LegalPart, old: LegalPart | None, standing: Parties) -> Bulletin:
    """Tell what is new in a part after the old one, and what deserves the States' attention (Art. 21, R-26.2)."""
    events = chain(
        _new_instruments(part, old),
        _new_dates(part, old),
        _new_texts(part, old),
        _authorities(part, old),
        _keys(part, old),
    )
    noted = (
        Attention(party=each.party, code=found.code, text=found.because, instrument=found.field)
        for each in standing.standings
        for found in each.findings.failing
    )
    return Bulletin(events=tuple(events), attention=tuple(noted))


def _new_instruments(part: LegalPart, old: LegalPart | None) -> Iterator[Event]:
    known = {each.number: each for each in old.instruments} if old else {}
    for each in part.instruments:
        was = known.get(each.number)
        if was == each:
            continue
        about = f" ({each.about})" if each.about else ""
        said = f"получено: {each.kind.label}{about}" if was is None else f"исправлена ошибка: {each.kind.label}{about}"
        yield Event(on=each.received_on, party=each.party, text=said, instrument=each.number)


def _new_dates(part: LegalPart, old: LegalPart | None) -> Iterator[Event]:
    known = {each.party: each for each in old.parties} if old else {}
    for each in part.parties:
        was = known.get(each.party)
        if each.in_force_from and (was is None or was.in_force_from != each.in_force_from):
            yield _dated(
                each.party, "Соглашение вступает в силу", each.in_force_from, was.in_force_from if was else None
            )
        if each.exit_on and (was is None or was.exit_on != each.exit_on):
            yield _dated(each.party, "Соглашение прекращает действие", each.exit_on, was.exit_on if was else None)


def _new_texts(part: LegalPart, old: LegalPart | None) -> Iterator[Event]:
    known = {each.id: each.in_force for each in old.texts} if old else {}
    for each in part.texts:
        for party, on in each.in_force.items():
            was = known.get(each.id, {}).get(party)
            if was != on:
                yield _dated(party, f"протокол «{each.id}» вступает в силу", on, was)


def _dated(party: str, what: str, on: date, was: date | None) -> Event:
    instead = f" (вместо {written(was)})" if was else ""
    return Event(on=on, party=party, text=f"{what} {written(on)}{instead}")


def _authorities(part: LegalPart, old: LegalPart | None) -> Iterator[Event]:
    known = {(each.id, each.valid_from): each for each in old.authorities} if old else {}
    for each in part.authorities:
        was = known.get((each.id, each.valid_from))
        if was == each:
            continue
        if was is None:
            said = f"включён {each.level.label} {each.id} «{each.name}»"
            yield Event(on=each.valid_from, party=each.party, text=said)
        if each.valid_to:
            next_ = f"; преемник {each.successor}" if each.successor else ""
            said = f"{each.level.label} {each.id} уполномочен до {written(each.valid_to)}, не включая этот день{next_}"
            yield Event(on=each.valid_to, party=each.party, text=said)
        elif was is not None:
            yield Event(on=each.valid_from, party=each.party, text=f"изменены сведения об органе {each.id}")


def _keys(part: LegalPart, old: LegalPart | None) -> Iterator[Event]:
    known = {(each.party, each.certificate): each for each in old.central_keys} if old else {}
    for each in part.central_keys:
        was, name = known.get((each.party, each.certificate)), fingerprint(each.certificate)[:_SHORT]
        if was == each:
            continue
        if each.revoked_at:
            said = f"отозван ключ центрального органа {name} с {each.revoked_at:%d.%m.%Y %H:%M %z}"
            yield Event(on=each.revoked_at.date(), party=each.party, text=said)
        elif each.valid_to:
            said = f"ключ центрального органа {name} действует до {each.valid_to:%d.%m.%Y %H:%M %z}"
            yield Event(on=each.valid_to.date(), party=each.party, text=said)
        else:
            said = f"назван ключ центрального органа {name}"
            yield Event(on=each.valid_from.date(), party=each.party, text=said)
    yield from _own_keys(part, old.depositary_keys if old else ())


def _own_keys(part: LegalPart, known: Iterable[bytes]) -> Iterator[Event]:
    for each in part.depositary_keys:
        if each not in set(known):
            said = f"ключ депозитария {fingerprint(each)[:_SHORT]}"
            yield Event(on=part.issued_at.date(), party="", text=said)
