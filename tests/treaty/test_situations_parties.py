"""Situations about the Parties and their bodies, which a lawyer can read and add to (Art. 10, 18, 22-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.treaty.samples import DAY, authority
from tests.treaty.test_art_18_authorities import BAILIFF
from tests.treaty.test_art_22_entry import BY, FOUR, KG, KZ, RU, K, instrument, signed
from tests.treaty.test_situations import Situation, judge, look_closer, policies, situations

from obmen.treaty.authorities import BodyKind, Replaced, check_forwarding, may_initiate
from obmen.treaty.findings import Findings
from obmen.treaty.standing import CIS, Parties, Published, Status, parties_on

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.treaty.instruments import Instrument
    from obmen.treaty.reckoning import Reckoned

LATER = date(2027, 6, 1)
THREE = [*signed("BY", "RU", "KZ"), BY, RU, KZ]
REPLACED = Replaced(name="Орган Б (учебный)", successor="Орган В (учебный)", replaced_on=DAY)
COMMON = {"title", "rule", "day", "policies", "found", "says"}
OF_DATES = COMMON | {"received", "published", "since", "also", "missing", "cis"}
KNOWN: Mapping[str, set[str]] = {
    "entry": OF_DATES,
    "accession": OF_DATES,
    "withdrawal": COMMON | {"notice", "leaves", "status", "published"},
    "declarations": COMMON | {"made", "confirmed", "retracted", "applied", "from", "until"},
    "authorities": COMMON - {"found"} | {"initiator", "known", "replaced", "blocks", "field", "advises"},
}


def received(line: str) -> Instrument:
    """Read «2026-02-05 BY CONSENT RS»."""
    on, party, kind, *about = line.split()
    return instrument(K(kind), party, date.fromisoformat(on), about=" ".join(about))


def known_parties(situation: Situation, before: list[Instrument]) -> Parties:
    """Compute the Parties long after all that was received."""
    published = Published(entries=tuple(situation.get("published", {}).items()))
    cis = {**CIS, **{party: ((start, end),) for party, (start, end) in situation.get("cis", {}).items()}}
    instruments = [*before, *map(received, situation["received"])]
    return parties_on(instruments, LATER, policies=policies(situation), cis=cis, published=published)


def compare(situation: Situation, parties: Parties) -> None:
    """Compare dates, other readings, missing consents and findings with what the situation says."""
    entries = {party: parties.of(party).entry for party in situation["since"]}
    assert {party: entry.on if entry else "—" for party, entry in entries.items()} == situation["since"]
    assert {party: other(entries[party]) for party in situation.get("also", {})} == situation.get("also", {})
    missing = {each.party: list(each.missing) for each in parties.standings if each.missing}
    assert missing == situation.get("missing", {})
    compare_findings(situation, parties.findings)


def other(entry: Reckoned | None) -> date | None:
    """Return the date by the other reading."""
    return entry.others[0].on if entry else None


def compare_findings(situation: Situation, findings: Findings) -> None:
    """Compare what deserves the States' attention; it never blocks anything."""
    assert [finding.code for finding in findings] == situation.get("found", [])
    assert not findings.blocking
    if findings.failing:
        look_closer(situation, findings.failing)


@pytest.mark.parametrize("situation", situations("entry"))
def test_when_the_agreement_enters_into_force(situation: Situation) -> None:
    """Art. 22, to the day (R-22.1 to R-22.3)."""
    parties = known_parties(situation, signed("BY", "RU", "KZ", "KG"))
    compare(situation, parties)
    everybody = {party for party, on in situation["since"].items() if on != "—"}
    assert {each.party for each in parties.standings if each.entry} == everybody


@pytest.mark.parametrize("situation", situations("accession"))
def test_when_an_accession_takes_effect(situation: Situation) -> None:
    """Art. 23, with whose consents (R-23.1 to R-23.3)."""
    compare(situation, known_parties(situation, THREE))


@pytest.mark.parametrize("situation", situations("withdrawal"))
def test_when_a_party_is_no_longer_bound(situation: Situation) -> None:
    """Art. 24, not before three months (R-24.1)."""
    on = situation.get("day", date(2026, 6, 1))
    published = Published(exits=(("KG", situation["published"]),)) if "published" in situation else Published()
    notice = replace(instrument(K.WITHDRAWAL, "KG", on), **situation["notice"])
    kg = parties_on([*FOUR, notice], on, policies=policies(situation), published=published).of("KG")
    assert kg.membership.exit_on == situation["leaves"]
    assert kg.status is Status(situation.get("status", "WITHDRAWING"))
    compare_findings(situation, kg.findings)


@pytest.mark.parametrize("situation", situations("declarations"))
def test_how_a_declaration_is_recorded(situation: Situation) -> None:
    """Art. 25 and the reservation (R-25.1, R-25.2, R-25.4, R-25.5)."""
    facts: Situation = {
        name: tuple(value) if isinstance(value, list) else value for name, value in situation["made"].items()
    }
    kind = K(facts.pop("kind", "DECLARATION"))
    made = replace(instrument(kind, facts["party"], facts["received_on"]), **facts)
    notified = {each.party: each for each in (BY, RU, KZ, KG)}
    if situation.get("confirmed"):
        notified[made.party] = replace(notified[made.party], confirms=(made.number,))
    back = situation.get("retracted")
    retraction = [instrument(K.RETRACTION, made.party, back, about=made.number)] if back else []
    base = [*signed("BY", "RU", "KZ", "KG"), *notified.values()]
    parties = parties_on([*base, made, *retraction], LATER, policies=policies(situation))
    (declared,) = parties.of(made.party).declarations
    assert declared.declaration.applied is situation["applied"]
    assert declared.declaration.effective_from == situation.get("from", declared.declaration.effective_from)
    assert declared.declaration.withdrawn_on == situation.get("until")
    compare_findings(situation, parties.findings)


@pytest.mark.parametrize("situation", situations("authorities"))
def test_who_may_initiate_and_where_letters_arrive(situation: Situation) -> None:
    """Art. 10, 18 and P-17 (R-11.1.a, R-18.4, R-18.6)."""
    on = situation.get("day", DAY)
    if "replaced" in situation:
        finding = check_forwarding(replace(REPLACED, replaced_on=situation["replaced"]), on)
    else:
        changes: Situation = dict(situation.get("initiator", {}))
        entry = replace(BAILIFF, **changes | {"kind": BodyKind(changes.get("kind", BAILIFF.kind))})
        finding = may_initiate(entry if situation.get("known", True) else None, authority("KZ"), on)
    judge(situation, Findings((finding,)))
    assert situation.get("says", "") in finding.because


@pytest.mark.parametrize("name", KNOWN)
def test_every_file_has_good_and_bad_side_by_side(name: str) -> None:
    told = [param.values[0] for param in situations(name)]
    faulty = [situation for situation in told if {"found", "blocks"} & situation.keys()]
    assert len(faulty) < len(told)
    assert faulty or name == "entry"
    for situation in told:
        assert situation.keys() <= KNOWN[name], situation["title"]
