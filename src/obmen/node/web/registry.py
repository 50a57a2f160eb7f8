"""What the screens of the register show: Parties, one Party, authorities that were looked for (Art. 18, 22-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.node.web.years import Year, year_of
from obmen.register.annex import ChannelEntry, DirectoryEntry
from obmen.register.legal import AuthorityEntry, DeclarationEntry
from obmen.register.standings import standings
from obmen.treaty.parties import party_name
from obmen.treaty.policies import catalogue
from obmen.treaty.standing import Standing, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.register.annex import TechnicalAnnex
    from obmen.register.legal import PartyEntry
    from obmen.register.trusted import TrustedRegister

TONES: Final = {
    Status.IN_FORCE: "good",
    Status.WITHDRAWING: "wait",
    Status.WITHDRAWN: "off",
    Status.NONE: "off",
}
"""How a status is coloured; one that is not here waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """A row of the table of Parties."""

    party: str
    name: str
    standing: Standing
    in_force_from: date | None
    exit_on: date | None
    tone: str
    central: str
    reached: str
    confirmed_to: date | None
    declarations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A policy as a Party applies it: the question, its choice, and whether the Party declared it."""

    id: str
    question: str
    choice: str
    article: str
    declared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityLine:
    """An authority with how letters reach it, the first way first."""

    entry: AuthorityEntry
    party: str
    channels: tuple[ChannelEntry, ...]
    node: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyCard:
    """All that the register says of a Party on a day."""

    line: PartyLine
    declarations: tuple[DeclarationEntry, ...]
    authorities: tuple[AuthorityLine, ...]
    directory: tuple[DirectoryEntry, ...]
    policies: tuple[Choice, ...]
    years: tuple[Year, ...]
    acts: tuple[str, ...]


def parties(book: TrustedRegister, day: date) -> tuple[PartyLine, ...]:
    """Give the row of every State of the register, by name."""
    if book.legal is None:
        return ()
    known = standings(book.legal.part, day)
    lines = (_line(book, entry, known.of(entry.party), day) for entry in book.parties())
    return tuple(sorted(lines, key=lambda line: line.name))


def _line(book: TrustedRegister, entry: PartyEntry, standing: Standing, day: date) -> PartyLine:
    central = book.authorities(entry.party, day)[:1]
    calendar = book.calendar(entry.party)
    return PartyLine(
        party=entry.party,
        name=entry.name,
        standing=standing,
        in_force_from=entry.in_force_from,
        exit_on=entry.exit_on,
        tone=TONES.get(standing.status, "wait"),
        central=central[0].name if central else "",
        reached=_reached(book, central[0].id) if central else "",
        confirmed_to=calendar.confirmed_to if calendar else None,
        declarations=sum(each.party == entry.party for each in book.declarations()),
    )


def _reached(book: TrustedRegister, authority: str) -> str:
    """Say by what letters reach an authority: its node, else the first other way."""
    node = book.node_for(authority)
    if node:
        return node.id
    return next((each.kind.label for each in book.channels(authority)), "")


def card(book: TrustedRegister, party: str, day: date, year: int) -> PartyCard | None:
    """Give all that is known of a Party on a day; nothing for a State that the register does not name."""
    line = next((each for each in parties(book, day) if each.party == party), None)
    if line is None or book.legal is None:
        return None
    index = book.annexes.get(party)
    years = tuple(_years(index.annex, year)) if index else ()
    return PartyCard(
        line=line,
        declarations=tuple(each for each in book.legal.part.declarations if each.party == party),
        authorities=tuple(_authority(book, each) for each in book.authorities(party, day)),
        directory=book.directory(party, day),
        policies=_choices(book, party),
        years=years,
        acts=tuple(dict.fromkeys(_acts(index.annex, year))) if index else (),
    )


def _authority(book: TrustedRegister, entry: AuthorityEntry) -> AuthorityLine:
    node = book.node_for(entry.id)
    return AuthorityLine(
        entry=entry, party=party_name(entry.party), channels=book.channels(entry.id), node=node.id if node else ""
    )


def _choices(book: TrustedRegister, party: str) -> tuple[Choice, ...]:
    """Name each interpretation that a Party may choose, those it declared first."""
    index = book.annexes.get(party)
    declared = index.annex.policies if index else {}
    chosen = book.policies(party)
    lines = [
        Choice(
            id=each.id,
            question=each.question,
            choice=each.options[chosen.choice(each.id)],
            article=each.article,
            declared=each.id in declared,
        )
        for each in catalogue.values()
        if len(each.options) > 1
    ]
    return tuple(sorted(lines, key=lambda line: not line.declared))


def _years(annex: TechnicalAnnex, year: int) -> Iterator[Year]:
    """Draw the year by the last calendar that says anything of it."""
    about = [each for each in annex.calendars if each.confirmed_from.year <= year <= each.confirmed_to.year]
    if about:
        yield year_of(about[-1], year)


def _acts(annex: TechnicalAnnex, year: int) -> Iterator[str]:
    about = [each for each in annex.calendars if each.confirmed_from.year <= year <= each.confirmed_to.year]
    yield from (f"{each.act} ({each.version})" for each in about[-1:])


def found(book: TrustedRegister, words: str, day: date) -> tuple[AuthorityLine, ...]:
    """Find authorities whose name, id, competence or address has every word; all of them for no words."""
    wanted = words.casefold().split()
    entries = (each for party in book.parties() for each in book.authorities(party.party, day))
    return tuple(_authority(book, each) for each in entries if _has(each, wanted))


def _has(entry: AuthorityEntry, wanted: list[str]) -> bool:
    said = " ".join((entry.id, entry.name, entry.competence, entry.address, party_name(entry.party))).casefold()
    return all(word in said for word in wanted)
