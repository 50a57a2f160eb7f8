"""Art. 20, 22, 23: entry into force, protocols, accession (R-20.1, R-22.1 to R-23.4), to the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty.articles import Article
from obmen.treaty.entry import entries, entry_into_force, notifications
from obmen.treaty.instruments import Instrument, InstrumentKind
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.reckoning import after_three_months, thirty_days
from obmen.treaty.standing import CIS, Parties, Published, Status, parties_on

if TYPE_CHECKING:
    from random import Random

K = InstrumentKind
LATER = date(2027, 6, 1)
D31 = Policies.declared({"P-09": "D_PLUS_31"})


def instrument(kind: InstrumentKind, party: str, on: date, **facts: object) -> Instrument:
    """Make an instrument; its number tells what it is."""
    about = f"-{facts['about']}" if facts.get("about") else ""
    plain = Instrument(number=f"{party}-{kind}-{on}{about}", kind=kind, party=party, received_on=on)
    return replace(plain, **facts)  # type: ignore[arg-type]  # named by the tests


def signed(*parties: str) -> list[Instrument]:
    """Return signatures of 1 September 2025."""
    return [instrument(K.SIGNATURE, party, date(2025, 9, 1)) for party in parties]


BY = instrument(K.NOTIFICATION, "BY", date(2025, 11, 10))
RU = instrument(K.NOTIFICATION, "RU", date(2025, 11, 24))
KZ = instrument(K.NOTIFICATION, "KZ", date(2025, 12, 15))
KG = instrument(K.NOTIFICATION, "KG", date(2026, 2, 2))
FOUR = [*signed("BY", "RU", "KZ", "KG"), BY, RU, KZ, KG]


def in_force(instruments: list[Instrument], policies: Policies = DEFAULT_POLICIES) -> dict[str, date | None]:
    """Return since when each State is bound."""
    known = parties_on(instruments, LATER, policies=policies)
    return {each.party: each.entry.on if each.entry else None for each in known.standings}


# ── ст. 22 ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_third_notification_brings_the_agreement_into_force() -> None:
    """10.11.2025, 24.11.2025, 15.12.2025 → 14.01.2026; the other reading 15.01.2026 is shown beside it (R-22.1)."""
    whole = entry_into_force(FOUR, DEFAULT_POLICIES)
    assert whole is not None
    assert whole.on == date(2026, 1, 14)
    assert whole.because == "третье уведомление получено 15.12.2025"
    assert whole.article == Article(22, paragraph=1)
    assert (whole.chosen.policy, whole.chosen.option) == ("P-09", "D_PLUS_30")
    assert whole.chosen.meaning == "тридцатый день после даты получения"
    assert [(each.option, each.on) for each in whole.others] == [("D_PLUS_31", date(2026, 1, 15))]
    other = entry_into_force(FOUR, D31)
    assert other is not None
    assert (other.on, other.others[0].on) == (date(2026, 1, 15), date(2026, 1, 14))


def test_each_party_is_bound_from_its_own_day() -> None:
    """F-1: BY, RU, KZ from 14.01.2026; KG notified 02.02.2026 → 04.03.2026 (R-22.2)."""
    assert in_force(FOUR) == {
        "BY": date(2026, 1, 14),
        "KG": date(2026, 3, 4),
        "KZ": date(2026, 1, 14),
        "RU": date(2026, 1, 14),
    }
    later = entries(FOUR, DEFAULT_POLICIES)["KG"]
    third = entries(FOUR, DEFAULT_POLICIES)["KZ"]
    assert (third.because, third.article) == ("третье уведомление получено 15.12.2025", Article(22, paragraph=1))
    assert later.because == "своё уведомление получено 02.02.2026"
    assert later.article == Article(22, paragraph=2)
    assert in_force(FOUR, D31)["KG"] == date(2026, 3, 5)


def test_a_fourth_notification_within_the_thirty_days_has_its_own() -> None:
    """Received 22.12.2025 → 21.01.2026, not 14.01 (R-22.2)."""
    early = [*FOUR[:-1], replace(KG, received_on=date(2025, 12, 22))]
    assert in_force(early)["KG"] == date(2026, 1, 21)


def test_two_notifications_of_one_day_count_together() -> None:
    """As third and fourth on the same day: both from the same date (R-22.1)."""
    same_day = [*FOUR[:-1], replace(KG, received_on=date(2025, 12, 15))]
    assert set(in_force(same_day).values()) == {date(2026, 1, 14)}
    next_day = [*FOUR[:-1], replace(KG, received_on=date(2025, 12, 16))]
    assert in_force(next_day)["KG"] == date(2026, 1, 15)


def test_only_signatories_are_counted() -> None:
    """A State that has not signed accedes (Art. 23); its notification brings nothing into force."""
    unsigned = [*signed("BY", "RU"), BY, RU, KZ, KG]
    assert entry_into_force(unsigned, DEFAULT_POLICIES) is None
    assert [each.party for each in notifications(unsigned)] == ["BY", "RU"]
    assert entries(unsigned, DEFAULT_POLICIES) == {}


def test_a_second_notification_of_a_state_changes_nothing() -> None:
    again = [*FOUR, instrument(K.NOTIFICATION, "BY", date(2026, 5, 5))]
    assert in_force(again) == in_force(FOUR)
    assert entry_into_force([*signed("BY", "RU"), BY, RU, again[-1]], DEFAULT_POLICIES) is None


def test_what_is_missing_is_said() -> None:
    """Before the third: how many, and who has signed without notifying."""
    two = parties_on([*signed("BY", "RU", "KZ", "KG"), BY, RU], LATER)
    assert two.in_force is None
    assert two.missing == "До вступления в силу: ещё 1 уведомление (подписали: Кыргызстан и Казахстан)"
    assert parties_on([], LATER).missing == "До вступления в силу: ещё 3 уведомления"
    assert parties_on(FOUR[:-1], LATER).missing == ""
    assert parties_on(FOUR, LATER).missing == ""


def test_no_shift_for_days_off() -> None:
    """Calendar days, through the Russian holidays (R-22.3)."""
    for received_on in (date(2025, 12, 2), date(2025, 12, 4), date(2026, 1, 1)):
        reckoned = thirty_days(received_on, DEFAULT_POLICIES, Article(22), "")
        assert reckoned.on - received_on == timedelta(days=30)


def statuses(on: date, instruments: list[Instrument] = FOUR) -> dict[str, Status]:
    """Return the status of each State on a day."""
    return {each.party: each.status for each in parties_on(instruments, on).standings}


@pytest.mark.parametrize(
    ("on", "kz", "kg"),
    [
        (date(2025, 8, 31), None, None),
        (date(2025, 9, 1), Status.SIGNATORY, Status.SIGNATORY),
        (date(2025, 12, 14), Status.SIGNATORY, Status.SIGNATORY),
        (date(2025, 12, 15), Status.NOTIFIED, Status.SIGNATORY),
        (date(2026, 1, 13), Status.NOTIFIED, Status.SIGNATORY),
        (date(2026, 1, 14), Status.IN_FORCE, Status.SIGNATORY),
        (date(2026, 2, 2), Status.IN_FORCE, Status.NOTIFIED),
        (date(2026, 3, 3), Status.IN_FORCE, Status.NOTIFIED),
        (date(2026, 3, 4), Status.IN_FORCE, Status.IN_FORCE),
    ],
)
def test_the_status_on_any_day(on: date, kz: Status | None, kg: Status | None) -> None:
    """SIGNATORY → NOTIFIED → IN_FORCE, by what was received up to that day (§2.9)."""
    assert (statuses(on).get("KZ"), statuses(on).get("KG")) == (kz, kg)


def test_the_dates_of_a_state() -> None:
    known = parties_on(FOUR, date(2026, 3, 2))
    kg = known.of("KG")
    assert (kg.signed_on, kg.notified_on) == (date(2025, 9, 1), date(2026, 2, 2))
    assert (kg.membership.party, kg.membership.name, kg.membership.in_force_from) == (
        "KG",
        "Кыргызстан",
        date(2026, 3, 4),
    )
    assert kg.membership.exit_on is None
    assert known.of("UZ").status is Status.NONE
    assert known.of("UZ").membership.in_force_from is None
    assert known.of("UZ").party == "UZ"
    assert known.on == date(2026, 3, 2)


def test_the_published_date_prevails() -> None:
    """Until the Parties agree otherwise (P-09): the depositary published 15.01.2026 for KZ."""
    published = Published(entries=(("KZ", date(2026, 1, 15)),))
    known = parties_on(FOUR, date(2026, 1, 14), published=published)
    kz, ru = known.of("KZ"), known.of("RU")
    assert kz.entry is not None
    assert ru.entry is not None
    assert (kz.entry.on, kz.entry.published, kz.status) == (date(2026, 1, 15), True, Status.NOTIFIED)
    assert kz.entry.chosen.on == date(2026, 1, 14)
    assert (ru.entry.on, ru.entry.published, ru.status) == (date(2026, 1, 14), False, Status.IN_FORCE)


def test_the_agreement_is_in_force_from_the_published_day() -> None:
    """Published for all three: an accession of 14.01.2026 is then one day too early (P-09, R-23.1)."""
    published = Published(entries=tuple((party, date(2026, 1, 15)) for party in ("BY", "RU", "KZ")))
    known = [*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 1, 14))]
    computed, later = parties_on(known, LATER), parties_on(known, LATER, published=published)
    assert computed.in_force is not None
    assert later.in_force is not None
    assert (computed.in_force.on, computed.in_force.published) == (date(2026, 1, 14), False)
    assert (later.in_force.on, later.in_force.published) == (date(2026, 1, 15), True)
    assert [each.code for each in computed.findings] == []
    assert [each.code for each in later.findings] == ["E-23-01"]


def test_an_accession_has_its_published_day_too() -> None:
    known = [*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 4, 20))]
    uz = parties_on(known, LATER, published=Published(entries=(("UZ", date(2026, 5, 21)),))).of("UZ")
    assert uz.entry is not None
    assert (uz.entry.on, uz.entry.published, uz.entry.chosen.on) == (date(2026, 5, 21), True, date(2026, 5, 20))


def test_authorities_not_handed_over_are_noted_and_stop_nothing() -> None:
    """R-18.3: E-18-02 as a note; the entry into force does not depend on it."""
    silent = [*FOUR[:-1], replace(KG, with_authorities=False)]
    known = parties_on(silent, LATER)
    assert [(each.code, each.field, each.blocks) for each in known.findings] == [("E-18-02", KG.number, False)]
    assert known.of("KG").status is Status.IN_FORCE
    assert not parties_on(FOUR, LATER).findings.all


# ── ст. 20: протоколы ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_protocol_enters_into_force_like_the_agreement() -> None:
    """R-20.1: the third notification of the protocol, apart from those of the Agreement; per Party."""
    protocol = [
        *(instrument(K.SIGNATURE, party, date(2026, 4, 1), about="П-1") for party in ("BY", "RU", "KZ", "KG")),
        *(instrument(K.NOTIFICATION, party, date(2026, 5, 18), about="П-1") for party in ("BY", "RU", "KZ")),
    ]
    known = [*FOUR, *protocol]
    assert {party: one.on for party, one in entries(known, DEFAULT_POLICIES, "П-1").items()} == {
        "BY": date(2026, 6, 17),
        "KZ": date(2026, 6, 17),
        "RU": date(2026, 6, 17),
    }
    assert in_force(known) == in_force(FOUR)
    assert entries(protocol, DEFAULT_POLICIES) == {}
    unsigned = [each for each in protocol if (each.party, each.kind) != ("KZ", K.SIGNATURE)]
    assert entries([*FOUR, *unsigned], DEFAULT_POLICIES, "П-1") == {}


# ── ст. 23: присоединение ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_cis_member_accedes_in_thirty_days() -> None:
    """UZ accession received 20.04.2026 → 20.05.2026 (R-23.2)."""
    uz = parties_on([*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 4, 20))], date(2026, 5, 19)).of("UZ")
    assert uz.status is Status.ACCEDING
    assert uz.entry is not None
    assert uz.entry.on == date(2026, 5, 20)
    assert uz.entry.because == "документ о присоединении государства СНГ получен 20.04.2026"
    assert uz.entry.article == Article(23, paragraph=2)
    assert [each.on for each in uz.entry.others] == [date(2026, 5, 21)]
    after = parties_on([*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 4, 20))], date(2026, 5, 20)).of("UZ")
    assert (after.status, after.consents, after.missing) == (Status.IN_FORCE, (), ())


def test_who_only_signed_may_accede_and_who_only_notified_takes_no_part() -> None:
    """A signatory that accedes is acceding; a notification without a signature makes nobody a Party."""
    accession = instrument(K.ACCESSION, "AM", date(2026, 4, 20), with_authorities=False)
    am = parties_on([*FOUR, *signed("AM"), accession], date(2026, 5, 1)).of("AM")
    assert am.status is Status.ACCEDING
    assert [each.code for each in am.findings] == ["E-18-02"]
    uz = parties_on([*FOUR, instrument(K.NOTIFICATION, "UZ", date(2026, 4, 20))], LATER).of("UZ")
    assert (uz.status, uz.entry, uz.notified_on) == (Status.NONE, None, date(2026, 4, 20))


def test_membership_of_the_cis_is_that_of_the_day_of_receipt() -> None:
    """`cisMember` is dated: a State that left the day before needs consents."""
    accession = instrument(K.ACCESSION, "XX", date(2026, 4, 20))
    known = [*FOUR, accession]
    start, end = date(2026, 4, 20), date(2026, 4, 20)
    for period, entry in (
        ((start, None), date(2026, 5, 20)),
        ((start, date(2026, 4, 21)), date(2026, 5, 20)),
        ((date(2026, 4, 21), None), None),
        ((date(1991, 1, 1), end), None),
    ):
        standing = parties_on(known, LATER, cis={"XX": (period,)}).of("XX")
        assert (standing.entry.on if standing.entry else None) == entry


def test_an_accession_before_entry_into_force_is_recorded_without_effect() -> None:
    """Art. 23(1): E-23-01; on the day of entry it has effect (R-23.1)."""
    early = parties_on([*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 1, 13))], LATER).of("UZ")
    assert (early.status, early.entry) == (Status.ACCEDING, None)
    assert [(each.code, each.blocks) for each in early.findings] == [("E-23-01", False)]
    assert early.findings.all[0].field.startswith("UZ-ACCESSION")
    on_the_day = parties_on([*FOUR, instrument(K.ACCESSION, "UZ", date(2026, 1, 14))], LATER).of("UZ")
    assert on_the_day.entry is not None
    assert on_the_day.entry.on == date(2026, 2, 13)
    nothing_yet = parties_on([instrument(K.ACCESSION, "UZ", date(2026, 1, 14))], LATER).of("UZ")
    assert nothing_yet.findings.all[0].code == "E-23-01"


CONSENTS = [
    instrument(K.CONSENT, "BY", date(2026, 2, 5), about="RS"),
    instrument(K.CONSENT, "RU", date(2026, 2, 20), about="RS"),
    instrument(K.CONSENT, "KZ", date(2026, 4, 15), about="RS"),
]
RS = instrument(K.ACCESSION, "RS", date(2026, 2, 1))
THREE = FOUR[:3] + FOUR[4:7]


def test_another_state_accedes_three_months_after_the_last_consent() -> None:
    """Consents 05.02, 20.02, 15.04.2026 (last) → 15.07.2026 (R-23.3)."""
    rs = parties_on([*THREE, RS, *CONSENTS], date(2026, 7, 14)).of("RS")
    assert rs.entry is not None
    assert (rs.status, rs.entry.on) == (Status.ACCEDING, date(2026, 7, 15))
    assert rs.entry.because == "последнее согласие получено 15.04.2026"
    assert rs.entry.article == Article(23, paragraph=3)
    assert (rs.entry.chosen.policy, [each.on for each in rs.entry.others]) == ("P-10", [date(2026, 7, 16)])
    assert (rs.consents, rs.missing) == (("BY", "KZ", "RU"), ())
    assert parties_on([*THREE, RS, *CONSENTS], date(2026, 7, 15)).of("RS").status is Status.IN_FORCE
    next_day = Policies.declared({"P-10": "NEXT_DAY"})
    later = parties_on([*THREE, RS, *CONSENTS], LATER, policies=next_day).of("RS")
    assert later.entry is not None
    assert later.entry.on == date(2026, 7, 16)


def test_one_missing_consent_and_there_is_no_date() -> None:
    """Also that of a signatory that has not ratified: k of n, and who is missing (E-23-02)."""
    rs = parties_on([*THREE, *signed("AM"), RS, *CONSENTS], LATER).of("RS")
    assert (rs.status, rs.entry, rs.consents, rs.missing) == (Status.ACCEDING, None, ("BY", "KZ", "RU"), ("AM",))
    finding = rs.findings.all[0]
    assert (finding.code, finding.field) == ("E-23-02", RS.number)
    assert finding.because == "Не получены согласия всех подписавших и присоединившихся государств: AM"


def test_the_list_of_consenting_states_is_frozen_on_the_day_of_accession() -> None:
    """A State that signs or accedes later is not asked; one that had acceded is (R-23.3, B-16)."""
    late_signature = instrument(K.SIGNATURE, "AM", date(2026, 2, 2))
    on_the_day = replace(late_signature, received_on=date(2026, 2, 1))
    assert parties_on([*THREE, RS, *CONSENTS, late_signature], LATER).of("RS").entry
    assert parties_on([*THREE, RS, *CONSENTS, on_the_day], LATER).of("RS").missing == ("AM",)
    uz = instrument(K.ACCESSION, "UZ", date(2026, 1, 20))
    still_acceding = replace(RS, received_on=date(2026, 2, 18))
    acceded = replace(RS, received_on=date(2026, 2, 19))
    assert parties_on([*THREE, uz, still_acceding, *CONSENTS], LATER).of("RS").missing == ()
    assert parties_on([*THREE, uz, acceded, *CONSENTS], LATER).of("RS").missing == ("UZ",)


def test_a_consent_for_another_state_does_not_count() -> None:
    other = [replace(each, about="RX") for each in CONSENTS]
    waiting = parties_on([*THREE, RS, *other], LATER).of("RS")
    assert waiting.missing == ("BY", "KZ", "RU")
    assert waiting.findings.all[0].because.endswith("государств: BY, KZ, RU")
    silent = replace(RS, with_authorities=False)
    for known in ([*THREE, silent, *CONSENTS], [*THREE, silent], [silent]):
        assert [each.code for each in parties_on(known, LATER).of("RS").findings][-1] == "E-18-02"


def test_consents_given_in_advance_count_from_the_accession() -> None:
    """There is nothing to enter into force before the document of accession is there."""
    accession = replace(RS, received_on=date(2026, 5, 4))
    rs = parties_on([*THREE, accession, *CONSENTS], LATER).of("RS")
    assert rs.entry is not None
    assert rs.entry.on == date(2026, 8, 4)


@pytest.mark.parametrize(
    ("day", "after"),
    [
        (date(2026, 4, 15), date(2026, 7, 15)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 31), date(2027, 1, 31)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 9, 30), date(2026, 12, 30)),
        (date(9999, 9, 30), date(9999, 12, 30)),
        (date(9999, 10, 1), date.max),
    ],
)
def test_the_same_number_of_the_third_month(day: date, after: date) -> None:
    """P-10: the last day where the month has no such number (R-23.3)."""
    assert after_three_months(day) == after


def test_who_takes_part_in_the_cis() -> None:
    """The ten States of the calendars; Georgia until 2009."""
    day = date(2026, 3, 2)
    members = {party for party, periods in CIS.items() if any(s <= day and (e is None or day < e) for s, e in periods)}
    assert members == {"AM", "AZ", "BY", "KG", "KZ", "MD", "RU", "TJ", "TM", "UZ"}
    assert CIS["GE"] == ((date(1993, 12, 3), date(2009, 8, 18)),)


# ── Свойства ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_order_of_entering_four_notifications_does_not_matter() -> None:
    expected = parties_on(FOUR, LATER)
    for order in permutations(FOUR[4:]):
        assert parties_on([*order, *FOUR[:4]], LATER) == expected


states = st.sampled_from(["BY", "RU", "KZ", "KG", "UZ", "RS"])
instruments = st.builds(
    Instrument,
    number=st.uuids().map(str),
    kind=st.sampled_from(InstrumentKind),
    party=states,
    received_on=st.dates(date(2025, 9, 1), date(2026, 12, 31)),
    dispatched_on=st.none() | st.dates(date(2025, 9, 1), date(2026, 12, 31)),
    about=st.just("") | states,
    exit_on=st.none() | st.dates(),
    full=st.booleans(),
    with_authorities=st.booleans(),
    document_classes=st.lists(st.sampled_from(["NOTARIAL", "NON_JUDICIAL", "COURT"]), max_size=2).map(tuple),
    provisions=st.lists(st.sampled_from(["6.a", "7"]), max_size=2).map(tuple),
)


@given(st.lists(instruments, max_size=12), st.dates(), st.randoms(use_true_random=False))
def test_the_order_of_entering_never_matters(entered: list[Instrument], on: date, random: Random) -> None:
    shuffled = list(entered)
    random.shuffle(shuffled)
    assert parties_on(shuffled, on) == parties_on(entered, on)


@given(st.lists(instruments, max_size=12), st.dates(date(2025, 9, 1), date(2027, 3, 1)))
def test_nobody_is_bound_before_the_agreement_is(entered: list[Instrument], on: date) -> None:
    known: Parties = parties_on(entered, on)
    for each in known.standings:
        if each.entry:
            assert known.in_force is not None
            assert each.entry.on >= known.in_force.on
        assert each.status is not Status.IN_FORCE or each.membership.in_force(on)
