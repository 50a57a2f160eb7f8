"""Art. 24: leaving the Agreement (R-24.1 to R-24.3), the earliest day, and requests in flight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.treaty.samples import MEMBERS, REQUEST, authority
from tests.treaty.test_art_22_entry import FOUR, LATER, K, instrument

from obmen.treaty.applicability import may_send
from obmen.treaty.consent import consent_of
from obmen.treaty.disclosure import FREE, Disclosure, Recipient, Restrictions, may_disclose
from obmen.treaty.documents.consents import ConsentDecision, Consenting, ConsentRequest
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.standing import Published, Standing, Status, parties_on
from obmen.treaty.withdrawal import may_continue

NOTICE = instrument(K.WITHDRAWAL, "KG", date(2026, 5, 18), exit_on=date(2026, 8, 1), dispatched_on=date(2026, 5, 11))
BY_DISPATCH = Policies.declared({"P-11": "DISPATCH"})


def kg(on: date = LATER, notice: object = NOTICE, policies: Policies = DEFAULT_POLICIES) -> Standing:
    """Return how Kyrgyzstan stands after its notice of withdrawal."""
    return parties_on([*FOUR, notice], on, policies=policies).of("KG")  # type: ignore[list-item]  # an Instrument


def test_an_exit_before_three_months_is_flagged_and_the_earliest_day_published() -> None:
    """Received 18.05.2026 with exit 01.08.2026 → flagged, earliest 18.08.2026 (R-24.1)."""
    standing = kg()
    assert standing.exit is not None
    assert (standing.exit.on, standing.exit.because) == (date(2026, 8, 18), "три месяца после уведомления о выходе")
    assert str(standing.exit.article) == "ст. 24"
    (finding,) = standing.findings.all
    assert (finding.code, finding.field, finding.blocks) == ("E-24-02", NOTICE.number, False)
    assert finding.because.endswith("самая ранняя дата 18.08.2026")


def test_both_readings_of_the_three_months_are_shown() -> None:
    """P-11: from the receipt by the depositary, or from the dispatch («направив»)."""
    chosen, other = kg().exit, kg(policies=BY_DISPATCH).exit
    assert chosen is not None
    assert other is not None
    assert (chosen.chosen.option, [(each.option, each.on) for each in chosen.others]) == (
        "RECEIPT",
        [("DISPATCH", date(2026, 8, 11))],
    )
    assert (other.on, other.chosen.policy, other.others[0].on) == (date(2026, 8, 11), "P-11", date(2026, 8, 18))
    undated = kg(notice=replace(NOTICE, dispatched_on=None), policies=BY_DISPATCH).exit
    assert undated is not None
    assert undated.on == date(2026, 8, 18)


@pytest.mark.parametrize(
    ("stated", "exit_on", "flagged"),
    [
        (None, date(2026, 8, 18), False),
        (date(2026, 8, 17), date(2026, 8, 18), True),
        (date(2026, 8, 18), date(2026, 8, 18), False),
        (date(2026, 12, 31), date(2026, 12, 31), False),
    ],
)
def test_a_later_day_of_exit_is_the_stated_one(stated: date | None, exit_on: date, *, flagged: bool) -> None:
    standing = kg(notice=replace(NOTICE, exit_on=stated))
    assert standing.exit is not None
    assert standing.exit.on == exit_on
    assert bool(standing.findings.all) is flagged
    assert (standing.exit.because == "день, названный в уведомлении") is (exit_on > date(2026, 8, 18))


def test_the_status_until_and_from_the_day_of_exit() -> None:
    """WITHDRAWING → WITHDRAWN; the membership ends on that very day (R-24.3)."""
    assert kg(date(2026, 5, 17)).status is Status.IN_FORCE
    assert kg(date(2026, 5, 18)).status is Status.WITHDRAWING
    assert kg(date(2026, 8, 17)).status is Status.WITHDRAWING
    assert kg(date(2026, 8, 18)).status is Status.WITHDRAWN
    assert kg().membership.in_force(date(2026, 8, 17))
    assert not kg().membership.in_force(date(2026, 8, 18))


def test_the_published_day_of_exit_prevails() -> None:
    published = Published(exits=(("KG", date(2026, 9, 1)),))
    standing = parties_on([*FOUR, NOTICE], date(2026, 8, 31), published=published).of("KG")
    assert standing.exit is not None
    assert (standing.exit.on, standing.exit.published, standing.status) == (
        date(2026, 9, 1),
        True,
        Status.WITHDRAWING,
    )


def test_who_was_never_bound_does_not_leave() -> None:
    """A signatory that withdraws before its own notification: recorded, with no membership to end."""
    known = [*(each for each in FOUR if each.party != "KG"), instrument(K.SIGNATURE, "KG", date(2025, 9, 1)), NOTICE]
    standing = parties_on(known, LATER).of("KG")
    assert standing.status is Status.SIGNATORY
    assert not standing.membership.in_force(date(2026, 6, 1))


@pytest.mark.parametrize(
    ("received_on", "policies", "goes_on"),
    [
        (date(2026, 8, 10), DEFAULT_POLICIES, True),
        (date(2026, 8, 17), DEFAULT_POLICIES, True),
        (date(2026, 8, 18), DEFAULT_POLICIES, False),
        (date(2026, 8, 10), Policies.declared({"P-12": "RETURN"}), False),
    ],
)
def test_requests_received_before_the_exit_are_finished(
    received_on: date, policies: Policies, *, goes_on: bool
) -> None:
    """Exit 18.08.2026; received 10.08 → answerable after it (P-12 COMPLETE); RETURN gives it back (R-24.3)."""
    finding = may_continue(received_on, kg().membership, date(2026, 9, 1), policies)
    assert finding.holds is goes_on
    assert finding.policy == ("P-12" if received_on < date(2026, 8, 18) else "")
    assert goes_on or finding.code == "E-24-01"
    assert finding.citation == "ст. 24"
    assert goes_on or "с 18.08.2026" in finding.because
    assert ("возвращаются" in finding.because) is (policies is not DEFAULT_POLICIES)
    assert "Кыргызстан" in finding.because


def test_what_a_party_provided_before_it_left_stays_under_its_consent() -> None:
    """R-24.3: exit 18.08.2026; new request 18.08 → refused; its data to a third party in 2027 only with its consent."""
    left, on = kg(), date(2027, 2, 1)
    assert left.membership.left(on)
    new = may_send(
        REQUEST,
        transmitter=authority("RU"),
        receiver=authority("KG"),
        requesting=MEMBERS["RU"],
        requested=left.membership,
        declarations=(),
        policies=DEFAULT_POLICIES,
        on=date(2026, 8, 18),
    )
    assert [(each.code, each.field) for each in new.failing] == [("E-24-01", "receiver")]

    manager = "Управляющий Примеров"
    to_manager = Disclosure(
        recipient=Recipient.THIRD_PARTY,
        items=(SubjectCode.REAL_ESTATE,),
        on=on,
        provider="KG",
        recipient_name=manager,
    )
    assert [each.code for each in may_disclose(to_manager, FREE, DEFAULT_POLICIES).failing] == ["E-9-03"]
    asked = ConsentRequest(recipient=manager, items=to_manager.items)
    by_contact = consent_of(asked, ConsentDecision(decision=Consenting.GRANTED), date(2027, 1, 25))
    assert may_disclose(to_manager, Restrictions(consents=(by_contact,)), DEFAULT_POLICIES)


def test_before_the_exit_nothing_changes() -> None:
    """Neither for a Party that is leaving nor for one that stays."""
    leaving = may_continue(date(2026, 3, 10), kg().membership, date(2026, 8, 17), DEFAULT_POLICIES)
    stays = parties_on(FOUR, LATER).of("RU").membership
    staying = may_continue(date(2026, 3, 10), stays, date(2026, 8, 18), DEFAULT_POLICIES)
    assert leaving
    assert staying
    assert leaving.because == staying.because.replace("Россия", "Кыргызстан")
    assert (leaving.policy, leaving.citation) == ("", "ст. 24")
