"""What a State hands over about its authorities with an instrument, and what follows for the register (Art. 18).

An entry is closed, never removed: authorities that change or go keep their past (R-18.4, P-17).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from obmen.register.legal import AuthorityEntry, CentralKey, Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An authority that a State names; without `valid_from` it is entitled from the day of publication (P-17)."""

    id: str
    name: str
    level: Level
    zone: str
    valid_from: date | None = None
    enforcement_body: bool = True
    competence: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """An authority that is entitled no more; without `valid_to` from the day of publication. `successor` takes over."""

    id: str
    valid_to: date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealKey:
    """The certificate (DER) of the seal of a central authority; `valid_to` ends one that was named before."""

    authority: str
    certificate: bytes
    valid_from: datetime
    valid_to: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """All that came with one instrument."""

    listed: tuple[Listed, ...] = ()
    closed: tuple[Closed, ...] = ()
    keys: tuple[SealKey, ...] = ()

    @property
    def names_central(self) -> bool:
        """Whether a central authority is named: Art. 18(3) asks for it with the notification."""
        return any(each.level is Level.CENTRAL for each in self.listed)


NOTHING: Final = HandedOver()
"""What comes with an instrument that says nothing of authorities."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """What a Party handed over, and the day on which entries without a date of their own begin or end."""

    party: str
    what: HandedOver
    day: date


def authorities(handings: Iterable[Handing]) -> tuple[AuthorityEntry, ...]:
    """Give all authorities, past and present, in the order in which they were handed over."""
    entries: list[AuthorityEntry] = []
    for handing in handings:
        for named in handing.what.listed:
            entries = _with(entries, _entry(named, handing))
        for ended in handing.what.closed:
            entries = _ended(entries, ended, handing.day)
    return tuple(entries)


def central_keys(handings: Iterable[Handing], revoked: Mapping[bytes, datetime]) -> tuple[CentralKey, ...]:
    """Give the seals of all central authorities; `revoked` tells by certificate since when one is not to be trusted."""
    keys: dict[tuple[str, bytes], CentralKey] = {}
    for handing in handings:
        for each in handing.what.keys:
            keys[handing.party, each.certificate] = CentralKey(
                party=handing.party,
                authority=each.authority,
                certificate=each.certificate,
                valid_from=each.valid_from,
                valid_to=each.valid_to,
                revoked_at=revoked.get(each.certificate),
            )
    return tuple(keys.values())


def _entry(named: Listed, handing: Handing) -> AuthorityEntry:
    return AuthorityEntry(
        id=named.id,
        party=handing.party,
        name=named.name,
        level=named.level,
        zone=named.zone,
        valid_from=named.valid_from or handing.day,
        enforcement_body=named.enforcement_body,
        competence=named.competence,
        address=named.address,
    )


def _with(entries: list[AuthorityEntry], new: AuthorityEntry) -> list[AuthorityEntry]:
    """Add an entry; one of the same authority that is open ends where the new one begins."""
    kept = [each for each in entries if (each.id, each.valid_from) != (new.id, new.valid_from)]
    ended = [replace(each, valid_to=new.valid_from) if _open(each, new.id) else each for each in kept]
    return [*ended, new]


def _ended(entries: list[AuthorityEntry], ended: Closed, day: date) -> list[AuthorityEntry]:
    return [
        replace(each, valid_to=max(each.valid_from, ended.valid_to or day), successor=ended.successor)
        if _open(each, ended.id)
        else each
        for each in entries
    ]


def _open(entry: AuthorityEntry, authority: str) -> bool:
    return entry.id == authority and entry.valid_to is None
