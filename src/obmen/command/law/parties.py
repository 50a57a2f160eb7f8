"""`obmen law parties`: for whom the Agreement is in force on a day, from the instruments (Art. 20, 22-25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from obmen.command.law.desk import Form, Reply, add_policies, day_of, facts_of, policies_of, told
from obmen.treaty.entry import entries
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.parties import party_name
from obmen.treaty.standing import CIS, Parties, Published, Standing, parties_on
from obmen.treaty.wording import day as written
from obmen.treaty.wording import listed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from obmen.treaty.declarations import Declared
    from obmen.treaty.reckoning import Reckoned

NAME: Final = "parties"
HELP: Final = "Стороны на день: статусы и даты по ст. 22–25, другие толкования, чего недостаёт"
_OF_PROTOCOLS: Final = (InstrumentKind.SIGNATURE, InstrumentKind.NOTIFICATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class CisPeriod:
    """A period in which a State takes part in the CIS: `member_to` is the first day on which it no longer does."""

    party: str
    member_from: date
    member_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDates:
    """What the depositary published of a Party; it prevails over what is computed."""

    party: str
    in_force_from: date | None = None
    exit_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """What lies with the depositary, in any order; a State named in `cis` takes part in it in these periods only."""

    instruments: tuple[Instrument, ...]
    published: tuple[PublishedDates, ...] = ()
    cis: tuple[CisPeriod, ...] = ()


def _example() -> Deposit:
    """Tell the entry into force of requirements F-1, an accession and a withdrawal."""
    signed = date(2025, 9, 1)
    notified = {
        "BY": date(2025, 11, 10),
        "RU": date(2025, 11, 24),
        "KZ": date(2025, 12, 15),
        "KG": date(2026, 2, 2),
    }
    received = [
        *((InstrumentKind.SIGNATURE, party, signed) for party in notified),
        *((InstrumentKind.NOTIFICATION, party, on) for party, on in notified.items()),
        (InstrumentKind.ACCESSION, "UZ", date(2026, 4, 20)),
    ]
    entering = (
        Instrument(number=f"Д-{number}", kind=kind, party=party, received_on=on)
        for number, (kind, party, on) in enumerate(received, start=1)
    )
    leaving = Instrument(
        number="Д-10",
        kind=InstrumentKind.WITHDRAWAL,
        party="KG",
        received_on=date(2026, 5, 18),
        dispatched_on=date(2026, 5, 11),
        exit_on=date(2026, 8, 1),
    )
    return Deposit(
        instruments=(*entering, leaving),
        published=(PublishedDates(party="KZ", in_force_from=date(2026, 1, 14)),),
    )


INSTRUMENTS: Final = Form(
    name="parties",
    about="Документы у депозитария: вход obmen law parties",
    of=Deposit,
    example=_example(),
)
FORMS: Final = (INSTRUMENTS,)


def add_words(words: argparse.ArgumentParser) -> None:
    """Add the words of this question."""
    words.add_argument("file", type=Path, metavar="ФАЙЛ.json", help="документы у депозитария («-»: стандартный ввод)")
    words.add_argument("--on", type=day_of, metavar="ГГГГ-ММ-ДД", help="на какой день (без него — на сегодня, UTC)")
    add_policies(words)


def ask(arguments: argparse.Namespace) -> Reply:
    """Compute the Parties of the day. Raises `Unanswerable` when the question cannot be read."""
    deposit = INSTRUMENTS.read(arguments.file)
    on = arguments.on or datetime.now(tz=UTC).date()
    policies = policies_of(arguments)
    parties = parties_on(
        deposit.instruments, on, policies=policies, cis=_cis(deposit.cis), published=_published(deposit.published)
    )
    received = [each for each in deposit.instruments if each.received_on <= on]
    protocols = {about: entries(received, policies, about) for about in _protocols(received)}
    return Reply(facts=_facts(parties, protocols), lines=[*_lines(parties), *_of_protocols(protocols)])


def _cis(periods: Sequence[CisPeriod]) -> Mapping[str, Sequence[tuple[date, date | None]]]:
    named = {each.party for each in periods}
    named_periods = {
        party: [(each.member_from, each.member_to) for each in periods if each.party == party] for party in named
    }
    return {**CIS, **named_periods}


def _published(dates: Sequence[PublishedDates]) -> Published:
    return Published(
        entries=tuple((each.party, each.in_force_from) for each in dates if each.in_force_from),
        exits=tuple((each.party, each.exit_on) for each in dates if each.exit_on),
    )


def _protocols(received: Sequence[Instrument]) -> list[str]:
    return sorted({each.about for each in received if each.about and each.kind in _OF_PROTOCOLS})


# ── для программ ────────────────────────────────────────────────────────────────────────────────────────────────────


def _facts(parties: Parties, protocols: Mapping[str, Mapping[str, Reckoned]]) -> dict[str, Any]:
    return {
        "on": parties.on,
        "inForce": _reckoned(parties.in_force),
        "missing": parties.missing,
        "parties": [_standing(each) for each in parties.standings],
        "protocols": {
            about: {party: _reckoned(entry) for party, entry in bound.items()} for about, bound in protocols.items()
        },
    }


def _standing(standing: Standing) -> dict[str, Any]:
    return {
        "party": standing.party,
        "name": party_name(standing.party),
        "status": standing.status.value,
        "statusRu": standing.status.label,
        "signedOn": standing.signed_on,
        "notifiedOn": standing.notified_on,
        "inForceFrom": _reckoned(standing.entry),
        "exitOn": _reckoned(standing.exit),
        "consents": standing.consents,
        "missingConsents": standing.missing,
        "declarations": [_declared(each) for each in standing.declarations],
        "findings": [facts_of(finding) for finding in standing.findings],
    }


def _reckoned(reckoned: Reckoned | None) -> dict[str, Any] | None:
    if reckoned is None:
        return None
    return {
        "on": reckoned.on,
        "because": reckoned.because,
        "article": str(reckoned.article),
        "published": reckoned.published,
        "readings": [
            {"policyId": each.policy, "option": each.option, "meaning": each.meaning, "on": each.on}
            for each in (reckoned.chosen, *reckoned.others)
        ],
    }


def _declared(made: Declared) -> dict[str, Any]:
    return {
        "number": made.instrument.number,
        "kind": made.declaration.kind,
        "applied": made.declaration.applied,
        "effectiveFrom": made.declaration.effective_from,
        "withdrawnOn": made.declaration.withdrawn_on,
        "objections": made.objections,
    }


# ── для людей ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _lines(parties: Parties) -> list[str]:
    return [
        f"На {written(parties.on)}",
        *(_dated("Соглашение в силе", parties.in_force) if parties.in_force else [parties.missing]),
        *(line for each in parties.standings for line in _of_state(each)),
        *(["Обратить внимание государств:", *told(parties.findings)] if len(parties.findings) else []),
    ]


def _of_state(standing: Standing) -> Iterator[str]:
    yield f"{party_name(standing.party)} ({standing.party}): {standing.status.label}"
    for label, reckoned in (("действует", standing.entry), ("прекращает действие", standing.exit)):
        yield from (f"  {line}" for line in (_dated(label, reckoned) if reckoned else ()))
    asked = len(standing.consents) + len(standing.missing)
    if asked:
        lacking = listed(party_name(party) for party in standing.missing)
        yield f"  согласия: {len(standing.consents)} из {asked}" + (f"; нет: {lacking}" if lacking else "")
    yield from (f"  {_of_declaration(made)}" for made in standing.declarations)


def _dated(label: str, reckoned: Reckoned) -> Iterator[str]:
    """Say a date, how it was computed, and the other readings below it."""
    chosen = reckoned.chosen
    source = "дата опубликована депозитарием" if reckoned.published else f"{chosen.policy}: {chosen.meaning}"
    yield f"{label} с {written(reckoned.on)}: {reckoned.because} ({reckoned.article}; {source})"
    others = (chosen, *reckoned.others) if reckoned.published else reckoned.others
    yield from (f"  по толкованию {each.policy} {each.option} ({each.meaning}): {written(each.on)}" for each in others)


def _of_declaration(made: Declared) -> str:
    mark = "" if made.declaration.applied else " — не применяется до решения Сторон (ст. 21)"
    back = f"; отозвано {written(made.declaration.withdrawn_on)}" if made.declaration.withdrawn_on else ""
    against = f"; возражают: {listed(map(party_name, made.objections))}" if made.objections else ""
    return f"{made.instrument.kind.label} {made.instrument.number}{mark}{back}{against}"


def _of_protocols(protocols: Mapping[str, Mapping[str, Reckoned]]) -> Iterator[str]:
    for about, bound in protocols.items():
        yield f"Протокол {about} (ст. 20):" + ("" if bound else " ещё не вступил в силу")
        yield from (f"  {party_name(party)}: с {written(entry.on)}" for party, entry in sorted(bound.items()))
