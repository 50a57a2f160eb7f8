"""Art. 20, 22-25: the Parties on any day, computed from their instruments, with what is missing or doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated
from obmen.treaty.articles import Article
from obmen.treaty.declarations import Declared, Milestones, declared
from obmen.treaty.entry import (
    NEEDED,
    Accession,
    accessions,
    entries,
    first_of,
    notifications,
    signatories,
)
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Findings, Weight
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import Membership, party_name
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.reckoning import Reckoned, leaving
from obmen.treaty.wording import listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Periods = tuple[tuple[date, date | None], ...]
_EXIT: Final = Article(24)
_OF_OTHERS: Final = (InstrumentKind.CONSENT, InstrumentKind.OBJECTION)
"""Instruments that say nothing of how their author himself stands."""

CIS: Final[Mapping[str, Periods]] = {
    party: tuple((period["from"], period.get("to")) for period in raw["member"])
    for party, raw in dated.read("cis").items()
}
"""In which periods a State takes part in the CIS, by ISO 3166-1 alpha-2 (Art. 23)."""


NOTHING: Final = Findings()


class Status(Labelled):
    """Where a State stands towards the Agreement (requirements §2.9)."""

    NONE = "NONE", "не участвует"
    SIGNATORY = "SIGNATORY", "подписала, внутригосударственные процедуры не завершены"
    NOTIFIED = "NOTIFIED", "уведомила, Соглашение ещё не вступило в силу"
    ACCEDING = "ACCEDING", "присоединяется"
    IN_FORCE = "IN_FORCE", "Соглашение действует"
    WITHDRAWING = "WITHDRAWING", "выходит из Соглашения"
    WITHDRAWN = "WITHDRAWN", "вышла из Соглашения"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A State on a day: its status, its dates with how they were computed, what is missing, what deserves attention."""

    party: str
    status: Status
    signed_on: date | None = None
    notified_on: date | None = None
    entry: Reckoned | None = None
    exit: Reckoned | None = None
    consents: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    declarations: tuple[Declared, ...] = ()
    findings: Findings = NOTHING

    @property
    def membership(self) -> Membership:
        """The dates as the other rules need them."""
        return Membership(
            party=self.party,
            name=party_name(self.party),
            in_force_from=self.entry.on if self.entry else None,
            exit_on=self.exit.on if self.exit else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Parties:
    """All States on a day, and since when the Agreement is in force at all."""

    on: date
    in_force: Reckoned | None
    missing: str
    standings: tuple[Standing, ...]

    def of(self, party: str) -> Standing:
        """Return how a State stands; one without instruments takes no part."""
        known = (each for each in self.standings if each.party == party)
        return next(known, Standing(party=party, status=Status.NONE))

    @property
    def findings(self) -> Findings:
        """All that deserves the States' attention."""
        return Findings.of(finding for each in self.standings for finding in each.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The dates that the depositary published, by State; they prevail until the Parties agree otherwise."""

    entries: tuple[tuple[str, date], ...] = ()
    exits: tuple[tuple[str, date], ...] = ()


def parties_on(
    instruments: Iterable[Instrument],
    on: date,
    *,
    policies: Policies = DEFAULT_POLICIES,
    cis: Mapping[str, Sequence[tuple[date, date | None]]] = CIS,
    published: Published = Published(),
) -> Parties:
    """Compute by Art. 22-25 and P-09 to P-11 how every State stands on a day, from what was received by then.

    The order in which instruments were entered does not matter. Nothing is refused: what is defective is recorded and
    named for the States' attention (Art. 21).
    """
    known = sorted((each for each in instruments if each.received_on <= on), key=lambda each: each.number)
    begun = _with_published(entries(known, policies), dict(published.entries))
    whole = min(begun.values(), key=lambda one: one.on, default=None)
    joined = accessions(known, policies, cis, whole.on if whole else None)
    acceded = {party: one.entry for party, one in joined.items() if one.entry}
    dates = {**_with_published(acceded, dict(published.entries)), **begun}
    facts = _Facts(
        known=tuple(known),
        on=on,
        entries=dates,
        accessions=joined,
        declared=declared(known, _milestones(known), {party: one.on for party, one in dates.items()}, policies),
        exits=dict(published.exits),
        policies=policies,
    )
    states = sorted({each.party for each in known if each.kind not in _OF_OTHERS})
    return Parties(
        on=on,
        in_force=whole,
        missing=_missing_notifications(known),
        standings=tuple(_standing(party, facts) for party in states),
    )


def _with_published(computed: Mapping[str, Reckoned], published: Mapping[str, date]) -> dict[str, Reckoned]:
    return {
        party: replace(one, on=published.get(party, one.on), published=party in published)
        for party, one in computed.items()
    }


def _milestones(known: Sequence[Instrument]) -> dict[str, Milestones]:
    signed = signatories(known)
    notified = first_of(known, InstrumentKind.NOTIFICATION)
    acceded = first_of(known, InstrumentKind.ACCESSION)
    return {
        party: Milestones(signed=signed.get(party), consented=notified.get(party) or acceded.get(party))
        for party in {*signed, *notified, *acceded}
    }


def _missing_notifications(known: Sequence[Instrument]) -> str:
    lacking = NEEDED - len(notifications(known))
    if lacking <= 0:
        return ""
    more = plural(lacking, "уведомление", "уведомления", "уведомлений")
    waited = [party_name(party) for party in sorted(signatories(known)) if party not in _notified(known)]
    return f"До вступления в силу: ещё {more}" + (f" (подписали: {listed(waited)})" if waited else "")


def _notified(known: Sequence[Instrument]) -> set[str]:
    return {each.party for each in notifications(known)}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """All that is known on a day, for the standing of each State."""

    known: tuple[Instrument, ...]
    on: date
    entries: Mapping[str, Reckoned]
    accessions: Mapping[str, Accession]
    declared: tuple[Declared, ...]
    exits: Mapping[str, date]
    policies: Policies


def _standing(party: str, facts: _Facts) -> Standing:
    joined, entry = facts.accessions.get(party), facts.entries.get(party)
    signed = signatories(facts.known).get(party)
    notified = first_of(facts.known, InstrumentKind.NOTIFICATION).get(party)
    exit_, early = _exit(party, facts)
    own = tuple(each for each in facts.declared if each.instrument.party == party)
    found = (
        *(joined.findings if joined else ()),
        *_authorities(notified or (joined.instrument if joined else None)),
        *(finding for each in own for finding in each.findings),
        *early,
    )
    return Standing(
        party=party,
        status=_status(facts, entry, exit_, signed, notified, joined),
        signed_on=signed.received_on if signed else None,
        notified_on=notified.received_on if notified else None,
        entry=entry,
        exit=exit_,
        consents=joined.consents if joined else (),
        missing=joined.missing if joined else (),
        declarations=own,
        findings=Findings.of(found),
    )


def _status(  # noqa: PLR0913, PLR0917  the milestones of one State
    facts: _Facts,
    entry: Reckoned | None,
    exit_: Reckoned | None,
    signed: Instrument | None,
    notified: Instrument | None,
    joined: Accession | None,
) -> Status:
    if exit_ and entry:
        return Status.WITHDRAWN if exit_.on <= facts.on else Status.WITHDRAWING
    if entry and entry.on <= facts.on:
        return Status.IN_FORCE
    if joined and not (signed and notified):
        return Status.ACCEDING
    if notified and signed:
        return Status.NOTIFIED
    return Status.SIGNATORY if signed else Status.NONE


def _exit(party: str, facts: _Facts) -> tuple[Reckoned | None, tuple[Finding, ...]]:
    """Compute by Art. 24 the day of exit: the stated one, but never before three months have passed (E-24-02)."""
    notice = first_of(facts.known, InstrumentKind.WITHDRAWAL).get(party)
    if notice is None:
        return None, ()
    earliest = leaving(notice.received_on, notice.dispatched_on, facts.policies, _EXIT)
    stated = notice.exit_on or earliest.on
    exit_ = earliest if stated <= earliest.on else replace(earliest, on=stated, because="день, названный в уведомлении")
    if party in facts.exits:
        exit_ = replace(exit_, on=facts.exits[party], published=True)
    too_early = stated < earliest.on
    return exit_, ((violation("E-24-02", field=notice.number, date=earliest.on),) if too_early else ())


def _authorities(consented: Instrument | None) -> tuple[Finding, ...]:
    """Note by Art. 18(3) that the data on authorities are missing; the entry does not depend on them (R-18.3)."""
    if consented is None or consented.with_authorities:
        return ()
    return (violation("E-18-02", field=consented.number, weight=Weight.NOTES),)
