"""Every example of R-18, R-20, R-22 to R-26 through the acts, to the day, as a node knows it afterwards."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import pki
from tests.support.depositary import SIGNED, entry

from obmen.message.certificates import fingerprint
from obmen.node.cases.acts import ActRefused
from obmen.node.depositary import records
from obmen.node.depositary.acts import approve, check, receive, revoke_key, send_copy
from obmen.node.depositary.models import Received
from obmen.register.handed_over import Closed, HandedOver, Listed, SealKey
from obmen.register.legal import Level
from obmen.register.proposals import Key, What
from obmen.register.standings import standings
from obmen.treaty.standing import Status

if TYPE_CHECKING:
    from tests.support.depositary import Depositary

    from obmen.register.legal import DeclarationEntry
    from obmen.register.trusted import TrustedRegister

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
JANUARY = date(2026, 1, 14)


def in_force(book: TrustedRegister) -> dict[str, date | None]:
    """Tell since when each Party is bound, by the register."""
    return {each.party: each.in_force_from for each in book.parties()}


def exits(book: TrustedRegister) -> dict[str, date | None]:
    """Tell from which day each Party is not bound any more, by the register."""
    return {each.party: each.exit_on for each in book.parties()}


def noted(book: TrustedRegister) -> set[tuple[str, str]]:
    """Tell to what the newest bulletin draws the States' attention."""
    assert book.legal is not None
    return {(each.code, each.instrument) for each in book.legal.part.bulletin.attention}


def declarations(book: TrustedRegister) -> tuple[DeclarationEntry, ...]:
    """Give the declarations as published."""
    assert book.legal is not None
    return book.legal.part.declarations


def named(id_: str, from_: date | None = None, level: Level = Level.CENTRAL) -> Listed:
    """Name an authority in a note."""
    return Listed(id=id_, name=f"Орган {id_} (учебный)", level=level, zone="Europe/Moscow", valid_from=from_)


def codes(row: Received) -> list[str]:
    """Give the codes of what the law finds about an instrument."""
    return [each.code for each in records.judged(row).findings]


# ── Art. 18: authorities ────────────────────────────────────────────────────────────────────────────────────────────


def test_r_18_1_a_party_may_have_several_central_authorities(house: Depositary) -> None:
    """R-18.1: «центральные органы» is plural."""
    both = HandedOver(listed=(named("RU-770"), named("RU-771")))
    house.takes("AUTHORITY_CHANGE", "RU", date(2026, 1, 12), both)
    book = house.publishes()
    assert {each.id for each in book.authorities("RU", date(2026, 1, 12))} == {"RU-770", "RU-771"}


def test_r_18_2_an_authority_counts_from_its_day(house: Depositary) -> None:
    """R-18.2: territorial authority A from 01.04.2026: not listed on 31.03, listed on 01.04."""
    added = HandedOver(listed=(named("RU-A", date(2026, 4, 1), Level.TERRITORIAL),))
    house.takes("AUTHORITY_CHANGE", "RU", date(2026, 3, 20), added)
    book = house.publishes()
    assert not book.listed("RU-A", date(2026, 3, 31))
    assert book.listed("RU-A", date(2026, 4, 1))


def test_r_18_3_a_notification_without_authorities_is_recorded_and_noted(house: Depositary) -> None:
    """R-18.3: it counts for the entry into force; «сведения об органах не переданы» is drawn attention to."""
    house.takes("SIGNATURE", "BY", SIGNED)
    row = house.receives("NOTIFICATION", "BY", date(2025, 11, 10))
    assert codes(row) == ["E-18-02"]
    check.check(house.people.operator, row)
    approve.approve(house.people.approver, row)
    assert ("E-18-02", row.number) in noted(house.publishes())


def test_r_18_3_a_notification_with_a_central_authority_is_complete(house: Depositary) -> None:
    """R-18.3, the other way: nothing to note."""
    house.takes("SIGNATURE", "BY", SIGNED)
    row = house.receives("NOTIFICATION", "BY", date(2025, 11, 10), HandedOver(listed=(named("BY-101"),)))
    assert codes(row) == []


def test_r_18_4_an_authority_is_replaced_by_a_note(house: Depositary) -> None:
    """R-18.4: note of 10.06.2026 replaces B by C, published 11.06: on 15.06 B is closed and C is its successor."""
    house.takes("AUTHORITY_CHANGE", "RU", date(2026, 1, 12), HandedOver(listed=(named("RU-B"),)))
    house.publishes()
    change = HandedOver(listed=(named("RU-C"),), closed=(Closed(id="RU-B", successor="RU-C"),))
    house.takes("AUTHORITY_CHANGE", "RU", date(2026, 6, 10), change)
    house.it_is(date(2026, 6, 11))
    book = house.publishes()
    assert book.listed("RU-B", date(2026, 6, 10))
    assert not book.listed("RU-C", date(2026, 6, 10))
    assert not book.listed("RU-B", date(2026, 6, 15))
    assert book.listed("RU-C", date(2026, 6, 15))
    assert book.legal is not None
    closed = next(each for each in book.legal.part.authorities if each.id == "RU-B")
    assert (closed.valid_to, closed.successor) == (date(2026, 6, 11), "RU-C")


@pytest.mark.parametrize("missing", ["note", "scan", "future", "foreign"])
def test_r_18_4_an_entry_needs_its_note_scan_and_sensible_facts(house: Depositary, missing: str) -> None:
    """R-18.4: note no. and date, a scan, a day of receipt that has come, authorities of that Party."""
    house.it_is(date(2026, 6, 10))
    day = date(2026, 6, 11) if missing == "future" else date(2026, 6, 10)
    handed = HandedOver(listed=(named("KZ-1" if missing == "foreign" else "RU-C"),))
    stated = entry("AUTHORITY_CHANGE", "RU", day, handed, note="" if missing == "note" else "17")
    scan = None if missing == "scan" else receive.File(name="нота.pdf", data=b"%PDF-1.7 note")
    with pytest.raises(ActRefused):
        receive.receive(house.people.operator, stated, scan)
    assert not Received.objects.exists()


def test_r_18_7_the_seal_of_a_central_authority_is_revoked_at_once(house: Depositary) -> None:
    """R-18.7: one person, one step; nodes that take the edition trust the key only before the instant."""
    seal = pki.seal("RU-770").certificate
    start = datetime(2026, 1, 1, tzinfo=UTC)
    key = SealKey(authority="RU-770", certificate=seal, valid_from=start)
    house.takes("AUTHORITY_CHANGE", "RU", date(2026, 1, 12), HandedOver(listed=(named("RU-770"),), keys=(key,)))
    house.publishes()
    house.it_is(date(2026, 5, 6))
    since = datetime(2026, 5, 5, 17, tzinfo=UTC)
    revoke_key.revoke_key(house.people.operator, fingerprint(seal), since, "нота № 5, по телефону 20:05")
    book = house.known_to_nodes()
    assert book.legal is not None
    assert [each.revoked_at for each in book.legal.part.central_keys] == [since]
    assert any("отозван ключ" in each.text for each in book.legal.part.bulletin.events)
    with pytest.raises(ActRefused):
        revoke_key.revoke_key(house.people.approver, fingerprint(seal), since, "ещё раз")


# ── Art. 20: protocols ──────────────────────────────────────────────────────────────────────────────────────────────


def test_r_20_1_a_protocol_binds_those_who_notified(house: Depositary) -> None:
    """R-20.1: Protocol 1 in force for BY, RU, KZ on 17.06.2026, not for KG."""
    house.four_sign_and_three_notify()
    for party in ("BY", "RU", "KZ", "KG"):
        house.takes("SIGNATURE", party, date(2026, 3, 2), about="protocol-1")
    for party, on in {"BY": date(2026, 4, 1), "RU": date(2026, 4, 20), "KZ": date(2026, 5, 18)}.items():
        house.takes("NOTIFICATION", party, on, about="protocol-1")
    book = house.publishes()
    assert book.legal is not None
    (text,) = book.legal.part.texts
    assert (text.id, text.in_force) == ("protocol-1", dict.fromkeys(("BY", "KZ", "RU"), date(2026, 6, 17)))


# ── Art. 22: entry into force ───────────────────────────────────────────────────────────────────────────────────────


def test_r_22_1_the_third_notification_brings_it_into_force(house: Depositary) -> None:
    """R-22.1: 10.11, 24.11, 15.12.2025 → 14.01.2026, the other reading 15.01.2026 beside it; R-22.3: no shift."""
    house.takes("SIGNATURE", "KG", SIGNED)
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    house.takes("NOTIFICATION", "BY", date(2025, 11, 10))
    house.takes("NOTIFICATION", "RU", date(2025, 11, 24))
    third = house.receives("NOTIFICATION", "KZ", date(2025, 12, 15))
    assert [each.options for each in records.judged(third).proposals] == [(JANUARY, date(2026, 1, 15))] * 3
    check.check(house.people.operator, third)
    approve.approve(house.people.approver, third)
    assert in_force(house.publishes()) == {"BY": JANUARY, "RU": JANUARY, "KZ": JANUARY, "KG": None}


def test_r_22_1_the_approver_may_publish_the_other_reading_and_it_prevails(house: Depositary) -> None:
    """R-22.1, P-09: one date is published; what is received later does not move it."""
    for party in ("BY", "RU", "KZ", "KG"):
        house.takes("SIGNATURE", party, SIGNED)
    house.takes("NOTIFICATION", "BY", date(2025, 11, 10))
    house.takes("NOTIFICATION", "RU", date(2025, 11, 24))
    third = house.receives("NOTIFICATION", "KZ", date(2025, 12, 15))
    check.check(house.people.operator, third)
    other = {Key(what=What.ENTRY, party=party): date(2026, 1, 15) for party in ("BY", "RU", "KZ")}
    approve.approve(house.people.approver, third, other)
    house.takes("NOTIFICATION", "KG", date(2026, 2, 2))
    published = in_force(house.publishes())
    assert published == {**dict.fromkeys(("BY", "RU", "KZ"), date(2026, 1, 15)), "KG": date(2026, 3, 4)}


def test_r_22_1_a_date_that_no_reading_gives_is_refused(house: Depositary) -> None:
    """P-09: the approver chooses among readings, and nothing else."""
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    house.takes("NOTIFICATION", "BY", date(2025, 11, 10))
    house.takes("NOTIFICATION", "RU", date(2025, 11, 24))
    third = house.receives("NOTIFICATION", "KZ", date(2025, 12, 15))
    check.check(house.people.operator, third)
    with pytest.raises(ActRefused):
        approve.approve(house.people.approver, third, {Key(what=What.ENTRY, party="KZ"): date(2026, 1, 20)})


def test_r_22_1_two_on_one_day_both_count(house: Depositary) -> None:
    """R-22.1: the third and the fourth on one day have the same date."""
    house.four_sign_and_three_notify()
    house.takes("NOTIFICATION", "KG", date(2025, 12, 15))
    assert set(in_force(house.publishes()).values()) == {JANUARY}


@pytest.mark.parametrize(
    ("on", "bound"), [(date(2026, 2, 2), date(2026, 3, 4)), (date(2025, 12, 22), date(2026, 1, 21))]
)
def test_r_22_2_a_later_party_counts_from_its_own_notification(house: Depositary, on: date, bound: date) -> None:
    """R-22.2: KG 02.02.2026 → 04.03.2026; within the first thirty days 22.12.2025 → 21.01.2026."""
    house.four_sign_and_three_notify()
    house.takes("NOTIFICATION", "KG", on)
    assert in_force(house.publishes())["KG"] == bound


# ── Art. 23: accession ──────────────────────────────────────────────────────────────────────────────────────────────


def test_r_23_1_an_accession_before_the_entry_is_recorded_without_effect(house: Depositary) -> None:
    """R-23.1: E-23-01, no date."""
    house.four_sign_and_three_notify()
    row = house.receives("ACCESSION", "UZ", date(2026, 1, 10), HandedOver(listed=(named("UZ-1"),)))
    assert codes(row) == ["E-23-01"]
    check.check(house.people.operator, row)
    approve.approve(house.people.approver, row)
    book = house.publishes()
    assert in_force(book)["UZ"] is None
    assert ("E-23-01", row.number) in noted(book)


def test_r_23_2_a_cis_member_joins_in_thirty_days(house: Depositary) -> None:
    """R-23.2: UZ 20.04.2026 → 20.05.2026."""
    house.four_sign_and_three_notify()
    house.takes("ACCESSION", "UZ", date(2026, 4, 20))
    assert in_force(house.publishes())["UZ"] == date(2026, 5, 20)


def test_r_23_3_another_state_waits_for_every_consent(house: Depositary) -> None:
    """R-23.3: consents 05.02, 20.02, 15.04.2026, the last of a signatory that has not ratified → 15.07.2026."""
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    for party, on in {"BY": date(2025, 11, 10), "RU": date(2025, 11, 24), "KZ": date(2025, 12, 15)}.items():
        house.takes("NOTIFICATION", party, on)
    row = house.takes("ACCESSION", "RS", date(2026, 1, 20))
    house.takes("CONSENT", "BY", date(2026, 2, 5), about="RS")
    house.takes("CONSENT", "RU", date(2026, 2, 20), about="RS")
    book = house.publishes()
    assert in_force(book)["RS"] is None
    assert ("E-23-02", row.number) in noted(book)
    house.takes("CONSENT", "KZ", date(2026, 4, 15), about="RS")
    book = house.publishes()
    assert in_force(book)["RS"] == date(2026, 7, 15)
    assert not any(code == "E-23-02" for code, _ in noted(book))


def test_r_23_3_the_last_day_of_a_shorter_month(house: Depositary) -> None:
    """R-23.3: the last consent on 30.11.2026 → 28.02.2027."""
    house.four_sign_and_three_notify()
    house.takes("ACCESSION", "RS", date(2026, 1, 20))
    for party in ("BY", "RU", "KZ", "KG"):
        house.takes("CONSENT", party, date(2026, 11, 30), about="RS")
    assert in_force(house.publishes())["RS"] == date(2027, 2, 28)


def test_r_23_4_an_accession_carries_authorities_and_a_declaration(house: Depositary) -> None:
    """R-23.4: «при выражении согласия»: both are published with it."""
    house.four_sign_and_three_notify()
    on = date(2026, 4, 20)
    house.takes("ACCESSION", "UZ", on, HandedOver(listed=(named("UZ-1"),)))
    house.takes("DECLARATION", "UZ", on, text="Не применяет …", full=True, document_classes=("NOTARIAL",))
    book = house.publishes()
    assert book.listed("UZ-1", on)
    (made,) = declarations(book)
    assert (made.party, made.applied, made.effective_from) == ("UZ", True, date(2026, 5, 20))


# ── Art. 24: withdrawal ─────────────────────────────────────────────────────────────────────────────────────────────


def test_r_24_1_an_exit_that_is_too_early_is_drawn_attention_to(house: Depositary) -> None:
    """R-24.1: received 18.05.2026 with exit 01.08.2026 → E-24-02, published 18.08.2026."""
    house.four_sign_and_three_notify()
    row = house.receives("WITHDRAWAL", "BY", date(2026, 5, 18), exit_on=date(2026, 8, 1))
    assert codes(row) == ["E-24-02"]
    check.check(house.people.operator, row)
    approve.approve(house.people.approver, row)
    book = house.publishes()
    assert exits(book)["BY"] == date(2026, 8, 18)
    assert book.legal is not None
    assert standings(book.legal.part, date(2026, 5, 20)).of("BY").status is Status.WITHDRAWING
    assert standings(book.legal.part, date(2026, 8, 18)).of("BY").status is Status.WITHDRAWN


def test_r_24_1_the_other_reading_counts_from_dispatch(house: Depositary) -> None:
    """P-11: three months from dispatch (05.05.2026) stand beside those from receipt."""
    house.four_sign_and_three_notify()
    row = house.receives("WITHDRAWAL", "BY", date(2026, 5, 18), dispatched_on=date(2026, 5, 5))
    (proposed,) = records.judged(row).proposals
    assert proposed.options == (date(2026, 8, 18), date(2026, 8, 5))


def test_r_24_1_a_later_day_that_the_party_named_is_published(house: Depositary) -> None:
    """R-24.1, the other way: nothing to note, and the only option."""
    house.four_sign_and_three_notify()
    row = house.receives("WITHDRAWAL", "BY", date(2026, 5, 18), exit_on=date(2026, 12, 31))
    judged = records.judged(row)
    assert [each.options for each in judged.proposals] == [(date(2026, 12, 31),)]
    assert judged.findings == ()


# ── Art. 25: declarations and reservations ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"document_classes": ("NOTARIAL",)}, "E-25-01"),
        ({"full": True, "document_classes": ("COURT",)}, "E-25-02"),
    ],
)
def test_r_25_1_a_defective_declaration_is_published_as_not_applied(
    house: Depositary, facts: dict[str, Any], code: str
) -> None:
    """R-25.1: partial without provisions; on court documents: recorded, noted, nodes apply nothing."""
    house.four_sign_and_three_notify()
    row = house.takes("DECLARATION", "KG", date(2026, 1, 20), text="Заявление", **facts)
    book = house.publishes()
    (made,) = declarations(book)
    assert (made.number, made.applied) == (row.number, False)
    assert (code, row.number) in noted(book)


def test_r_25_1_a_declaration_after_the_consent_is_noted(house: Depositary) -> None:
    """R-25.1: E-25-03 for one made later than the notification."""
    house.four_sign_and_three_notify()
    facts: dict[str, Any] = {"text": "Заявление", "full": True, "document_classes": ("NOTARIAL",)}
    row = house.takes("DECLARATION", "RU", date(2026, 3, 2), **facts)
    assert ("E-25-03", row.number) in noted(house.publishes())


@pytest.mark.parametrize("confirmed", [True, False])
def test_r_25_2_a_declaration_at_signature_is_to_be_confirmed(house: Depositary, confirmed: bool) -> None:  # noqa: FBT001
    """R-25.2, P-21: RU declares at signature; a silent notification of 24.11.2025 leaves it not applied."""
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    facts: dict[str, Any] = {"text": "Не применяет …", "full": True, "document_classes": ("NOTARIAL",)}
    made = house.takes("DECLARATION", "RU", SIGNED, **facts)
    confirms = (made.number,) if confirmed else ()
    house.takes("NOTIFICATION", "RU", date(2025, 11, 24), confirms=confirms)
    book = house.publishes()
    assert [each.applied for each in declarations(book)] == [confirmed]
    assert (("E-25-06", made.number) in noted(book)) is not confirmed


def test_r_25_4_a_declaration_is_withdrawn_at_any_time(house: Depositary) -> None:
    """R-25.4: its day is published; it answers for the past."""
    house.four_sign_and_three_notify()
    facts: dict[str, Any] = {"text": "Не применяет …", "full": True, "document_classes": ("NOTARIAL",)}
    made = house.takes("DECLARATION", "KG", date(2026, 1, 20), **facts)
    house.takes("RETRACTION", "KG", date(2026, 7, 1), about=made.number)
    (published,) = declarations(house.publishes())
    assert published.withdrawn_on == date(2026, 7, 1)


def test_r_25_5_a_reservation_is_published_verbatim_with_objections(house: Depositary) -> None:
    """R-25.5, P-23: Kazakhstan's reservation to 6.a, not confirmed: not applied; Belarus objects."""
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    words = "Республика Казахстан оставляет за собой право …"
    made = house.takes("RESERVATION", "KZ", SIGNED, text=words, provisions=("6.a",))
    house.takes("NOTIFICATION", "KZ", date(2025, 12, 15))
    house.takes("OBJECTION", "BY", date(2025, 12, 20), about=made.number)
    book = house.publishes()
    (published,) = declarations(book)
    assert (published.kind, published.text, published.provisions) == ("RESERVATION", words, ("6.a",))
    assert (published.applied, published.objections) == (False, ("BY",))
    assert ("E-25-07", made.number) in noted(book)


# ── Art. 26: copies and notices ─────────────────────────────────────────────────────────────────────────────────────


def test_r_26_1_every_signatory_is_owed_a_certified_copy(house: Depositary) -> None:
    """R-26.1: dispatch and arrival are tracked; one copy each; nobody else has one."""
    house.takes("SIGNATURE", "BY", SIGNED)
    house.takes("SIGNATURE", "RU", SIGNED)
    day, operator = date(2025, 9, 10), house.people.operator
    house.it_is(day)
    copy = send_copy.send_copy(operator, "BY", "", "12/3", day)
    send_copy.copy_arrived(operator, copy, day)
    state = {each.party: each.copy and each.copy.arrived_on for each in send_copy.owed()}
    assert state == {"BY": day, "RU": None}
    for party in ("BY", "KZ"):  # a second time, and one that has not signed
        with pytest.raises(ActRefused):
            send_copy.send_copy(operator, party, "", "12/4", day)


def test_r_26_2_every_instrument_stands_in_a_bulletin_once(house: Depositary) -> None:
    """R-26.2: the feed of editions tells of each instrument, with its number."""
    house.four_sign_and_three_notify()
    first = house.publishes()
    row = house.takes("NOTIFICATION", "KG", date(2026, 2, 2))
    second = house.publishes()
    told = []
    for book in (first, second):
        assert book.legal is not None
        told.append([each.instrument for each in book.legal.part.bulletin.events if each.instrument])
    assert len(told[0]) == len(set(told[0])) == 7
    assert told[1] == [row.number]
