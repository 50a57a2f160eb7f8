"""Art. 18, 20, 22-25: rules answer whatever the register says; a declaration opens no way; days are never moved."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.treaty.generated import absurd, days
from tests.treaty.samples import MEMBERS, REQUEST, authority
from tests.treaty.test_art_22_entry import FOUR, K, instrument

from obmen.treaty.applicability import AuthorityFacts, Declaration, may_send, notes_on_reservations
from obmen.treaty.authorities import DirectoryEntry, Replaced, check_forwarding, may_initiate
from obmen.treaty.documents import Request
from obmen.treaty.editions import edition_between, editions
from obmen.treaty.entry import entries
from obmen.treaty.errors import catalogue
from obmen.treaty.instruments import Instrument
from obmen.treaty.parties import Membership
from obmen.treaty.policies import Policies
from obmen.treaty.policies import catalogue as questions
from obmen.treaty.scope import Permission, scope, without_excluded
from obmen.treaty.standing import Published, parties_on
from obmen.treaty.withdrawal import may_continue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.treaty.findings import Finding, Findings

many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
policies = st.fixed_dictionaries(
    {},
    optional={
        number: st.sampled_from(list(questions[number].options))
        for number in ("P-09", "P-10", "P-11", "P-12", "P-15", "P-21", "P-23")
    },
).map(Policies.declared)
codes = st.sampled_from(["RU", "KZ", "KG", "XX", ""])
declarations = st.lists(absurd(Declaration).flatmap(lambda one: codes.map(lambda party: replace(one, party=party))))
members = st.none() | st.builds(
    Membership, party=codes, name=codes, in_force_from=st.none() | days, exit_on=st.none() | days
)
authorities = st.none() | absurd(AuthorityFacts)


def told(findings: Iterable[Finding]) -> None:
    """Require that each finding says why, and each that fails has a code, an article and advice."""
    for finding in findings:
        assert finding.because
        assert finding.articles
        assert finding or (finding.code in catalogue and finding.how_to_fix)


@many
@given(absurd(Request), authorities, authorities, members, members, declarations, policies, days)
def test_any_sending_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    request: Request,
    transmitter: AuthorityFacts | None,
    receiver: AuthorityFacts | None,
    requesting: Membership | None,
    requested: Membership | None,
    declared: list[Declaration],
    chosen: Policies,
    on: date,
) -> None:
    """Whatever the register knows of both sides."""
    told(
        may_send(
            request,
            transmitter=transmitter,
            receiver=receiver,
            requesting=requesting,
            requested=requested,
            declarations=declared,
            policies=chosen,
            on=on,
            without_authorities=["XX"],
        )
    )
    notes = notes_on_reservations(request, declared, on)
    told(notes)
    assert not notes.blocking


@many
@given(absurd(Request), declarations, policies, days)
def test_any_table_of_documents_and_subjects_is_filled(
    request: Request, declared: list[Declaration], chosen: Policies, on: date
) -> None:
    """One place for each document and subject; what is not simply allowed says why; no document is lost."""
    places = scope(request, declared, requesting="RU", requested="KZ", policies=chosen, on=on)
    assert [(each.document, each.subject) for each in places] == [
        (index, subject.code) for index in range(len(request.documents)) for subject in request.subjects
    ]
    assert all((each.permission is Permission.ALLOWED) is (each.finding is None) for each in places)
    told(each.finding for each in places if each.finding is not None)
    assert all(
        (each.permission is Permission.BLOCKED) is each.finding.blocks for each in places if each.finding is not None
    )
    rest, excluded = without_excluded(request, places)
    assert {*rest.documents, *excluded} == {*request.documents}
    assert rest.subjects == request.subjects


@many
@given(st.none() | absurd(DirectoryEntry), absurd(AuthorityFacts), absurd(Replaced), days)
def test_any_initiator_and_any_replaced_authority_is_judged(
    initiator: DirectoryEntry | None, transmitter: AuthorityFacts, replaced: Replaced, on: date
) -> None:
    told([may_initiate(initiator, transmitter, on), check_forwarding(replaced, on)])


@many
@given(days, members, days, policies)
def test_any_case_in_flight_is_judged(
    received_on: date, leaving: Membership | None, on: date, chosen: Policies
) -> None:
    told([may_continue(received_on, leaving or MEMBERS["KZ"], on, chosen)])


@many
@given(st.lists(absurd(Instrument), max_size=8), days, policies, st.lists(st.tuples(codes, days), max_size=2))
def test_any_instruments_give_parties(
    instruments: list[Instrument], on: date, chosen: Policies, dates: list[tuple[str, date]]
) -> None:
    """Nothing that States hand over is refused, on any day of the calendar."""
    known = parties_on(instruments, on, policies=chosen, published=Published(entries=tuple(dates), exits=tuple(dates)))
    told(known.findings)
    assert not known.findings.blocking
    assert all(each.status.label for each in known.standings)


@many
@given(st.lists(absurd(Instrument), max_size=8), codes, codes, days)
def test_there_is_always_a_text(instruments: list[Instrument], requesting: str, requested: str, on: date) -> None:
    bound = {"XX": {party: one.on for party, one in entries(instruments, Policies(), "XX").items()}}
    assert edition_between(requesting, requested, on, bound=bound) in editions


# ── заявление ничего не разрешает ───────────────────────────────────────────────────────────────────────────────────


def sending(request: Request, declared: list[Declaration], chosen: Policies, on: date) -> Findings:
    """Ask whether RU may send the request to KZ."""
    return may_send(
        request,
        transmitter=authority("RU"),
        receiver=authority("KZ"),
        requesting=MEMBERS["RU"],
        requested=MEMBERS["KZ"],
        declarations=declared,
        policies=chosen,
        on=on,
    )


@many
@given(absurd(Request), declarations, absurd(Declaration), policies, st.dates(date(2025, 12, 1), date(2026, 12, 31)))
def test_a_declaration_never_unblocks(
    request: Request, declared: list[Declaration], one_more: Declaration, chosen: Policies, on: date
) -> None:
    """With one declaration more, nothing that was blocked or to be confirmed is free."""
    before, after = (sending(request, known, chosen, on) for known in (declared, [*declared, one_more]))
    assert set(before.failing) <= set(after.failing)
    order = list(Permission)
    tables = (
        scope(request, known, requesting="RU", requested="KZ", policies=chosen, on=on)
        for known in (declared, [*declared, one_more])
    )
    for was, now in zip(*tables, strict=True):
        assert order.index(was.permission) <= order.index(now.permission)


@many
@given(declarations, policies, st.dates(date(2026, 1, 14), date(2026, 12, 31)))
def test_the_table_agrees_with_the_decision(declared: list[Declaration], chosen: Policies, on: date) -> None:
    """What may not be sent has a blocked place, and the other way round (R-25.3)."""
    own = [each for each in declared if each.party in {"RU", "KZ"}]
    notarial = replace(
        REQUEST, documents=tuple(replace(each, issuer_within_judicial_system=False) for each in REQUEST.documents)
    )
    places = scope(notarial, own, requesting="RU", requested="KZ", policies=chosen, on=on)
    blocked = any(place.permission is Permission.BLOCKED for place in places)
    assert blocked is not bool(sending(notarial, own, chosen, on))


# ── дни не переносятся ──────────────────────────────────────────────────────────────────────────────────────────────


@given(st.dates(date(2025, 9, 1), date(2030, 12, 31)), st.sampled_from(["D_PLUS_30", "D_PLUS_31"]))
def test_thirty_days_are_calendar_days_whatever_the_weekday(received_on: date, option: str) -> None:
    """Of entry, of a later Party, of an accession: no shift for weekends and holidays (R-22.3)."""
    chosen = Policies.declared({"P-09": option})
    later = [each for each in FOUR if each.party != "KG" or each.kind is not K.NOTIFICATION]
    third = [each for each in later if each.party != "KZ" or each.kind is not K.NOTIFICATION]
    length = timedelta(days=int(option[-2:]))
    for known, kind, party in (
        (third, K.NOTIFICATION, "KZ"),
        (later, K.NOTIFICATION, "KG"),
        (later, K.ACCESSION, "UZ"),
    ):
        on = max(received_on, date(2026, 2, 1)) if kind is K.ACCESSION else max(received_on, date(2025, 12, 15))
        entry = parties_on([*known, instrument(kind, party, on)], date(2031, 6, 1), policies=chosen).of(party).entry
        assert entry is not None
        assert entry.on == on + length
