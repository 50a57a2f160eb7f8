"""Who may do what to an instrument, in which order, and that nothing is done twice (requirements §2.9)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.depositary import SCAN, SIGNED, entry, person

from obmen.node import config
from obmen.node.cases.acts import ActRefused
from obmen.node.delivery import register_store
from obmen.node.delivery.models import RegisterEdition
from obmen.node.depositary import founding, records
from obmen.node.depositary.acts import approve, check, publish, receive, roll_over
from obmen.node.depositary.models import Edition, OwnKey, Received, State
from obmen.node.journal.models import Entry
from obmen.node.people.models import Role
from obmen.register.errors import BadSeal, NotPinned
from obmen.register.printing import print_bulletin
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    from tests.support.depositary import Depositary

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def actions() -> list[str]:
    """Name what the journal has, from the first."""
    return list(Entry.objects.order_by("seq").values_list("action", flat=True))


# ── The course of an instrument ─────────────────────────────────────────────────────────────────────────────────────


def test_an_instrument_goes_from_hand_to_hand(house: Depositary) -> None:
    """RECEIVED → CHECKED → APPROVED → PUBLISHED, each step in the journal; the scan is kept whole."""
    row = house.receives("SIGNATURE", "BY", SIGNED)
    assert (row.number, row.state, bytes(row.scan.raw)) == ("2025-0001", State.RECEIVED, SCAN.data)
    check.check(house.people.operator, row)
    approve.approve(house.people.approver, row)
    edition = publish.publish(house.people.approver)
    row.refresh_from_db()
    assert (row.state, row.edition) == (State.PUBLISHED, edition)
    course = ["instrument_received", "instrument_checked", "instrument_approved", "edition_published"]
    assert [each for each in actions() if each in course[:3]] == course[:3]
    assert actions().count("edition_published") == 2  # the first edition, and this one


def test_an_operator_does_not_approve_his_own_entry(house: Depositary) -> None:
    """Operator ≠ approver, even for one who holds both roles; the attempt stands in the journal."""
    both = person("both", "Двойной Роль Первович", Role.DEP_O, Role.DEP_A)
    house.it_is(SIGNED)
    row = receive.receive(both, entry("SIGNATURE", "BY", SIGNED), SCAN)
    check.check(house.people.operator, row)
    with pytest.raises(ActRefused):
        approve.approve(both, row)
    assert actions()[-1] == "approval_refused"
    row.refresh_from_db()
    assert row.state == State.CHECKED


@pytest.mark.parametrize("who", ["auditor", "admin", "approver"])
def test_others_enter_nothing(house: Depositary, who: str) -> None:
    """Only the operator enters."""
    with pytest.raises(ActRefused):
        receive.receive(getattr(house.people, who), entry("SIGNATURE", "BY", date(2025, 8, 1)), SCAN)


def test_one_mends_ones_own_entry_until_it_is_checked(house: Depositary) -> None:
    """Afterwards the approver gives it back first, saying why."""
    row = house.receives("SIGNATURE", "BY", SIGNED)
    receive.amend(house.people.operator, row, entry("SIGNATURE", "KG", SIGNED))
    assert records.instrument_of(row).party == "KG"
    check.check(house.people.operator, row)
    with pytest.raises(ActRefused):
        receive.amend(house.people.operator, row, entry("SIGNATURE", "BY", SIGNED))
    check.give_back(house.people.approver, row, "Сторона указана неверно")
    receive.amend(house.people.operator, row, entry("SIGNATURE", "BY", SIGNED))
    assert (row.state, row.party) == (State.RECEIVED, "BY")


def test_another_operator_does_not_mend_it(house: Depositary) -> None:
    """Whoever entered it answers for it."""
    row = house.receives("SIGNATURE", "BY", SIGNED)
    with pytest.raises(ActRefused):
        receive.amend(person("other", "Иной Оператор", Role.DEP_O), row, entry("SIGNATURE", "KG", SIGNED))


# ── Nothing twice ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_button_pressed_twice_records_once(house: Depositary) -> None:
    """The same instrument word for word is refused with its number."""
    house.receives("SIGNATURE", "BY", SIGNED)
    with pytest.raises(ActRefused, match="2025-0001"):
        house.receives("SIGNATURE", "BY", SIGNED)
    assert Received.objects.count() == 1


def test_two_approvers_at_once_approve_once(house: Depositary) -> None:
    """Both looked at the checked instrument; the second is told that it changed, and no date is chosen twice."""
    for party in ("BY", "RU", "KZ"):
        house.takes("SIGNATURE", party, SIGNED)
    house.takes("NOTIFICATION", "BY", date(2025, 11, 10))
    house.takes("NOTIFICATION", "RU", date(2025, 11, 24))
    row = house.receives("NOTIFICATION", "KZ", date(2025, 12, 15))
    check.check(house.people.operator, row)
    seen = Received.objects.get(pk=row.pk)
    approve.approve(house.people.approver, row)
    with pytest.raises(ActRefused):
        approve.approve(person("second", "Второй Утверждающий", Role.DEP_A), seen)
    assert row.dates.count() == 3


def test_publishing_twice_publishes_once(house: Depositary) -> None:
    """The second press finds nothing new; a page that was looked at before finds itself out of date."""
    house.takes("SIGNATURE", "BY", SIGNED)
    mark = publish.preview().mark
    publish.publish(house.people.approver, mark)
    for again in (mark, ""):
        with pytest.raises(ActRefused):
            publish.publish(house.people.approver, again)
    assert Edition.objects.count() == 2


def test_what_is_approved_while_an_edition_is_sealed_waits_for_the_next(
    house: Depositary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The edition that was looked at is not sealed with more inside, nor the new approval lost."""
    house.takes("SIGNATURE", "BY", SIGNED)
    print_ = print_bulletin

    def meanwhile(*arguments: Any) -> bytes:  # noqa: ANN401  passed on as they came
        monkeypatch.setattr(publish, "print_bulletin", print_)
        house.takes("SIGNATURE", "RU", SIGNED)
        return print_(*arguments)

    monkeypatch.setattr(publish, "print_bulletin", meanwhile)
    with pytest.raises(ActRefused):
        publish.publish(house.people.approver)
    assert Edition.objects.count() == 1
    assert {each.party for each in house.publishes().parties()} == {"BY", "RU"}


def test_an_edition_that_was_kept_and_not_yet_served_is_served_later(
    house: Depositary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the two: the next look puts it where nodes fetch it, once."""
    house.takes("SIGNATURE", "BY", SIGNED)
    with monkeypatch.context() as broken:
        broken.setattr(register_store, "accept", lambda _raw: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            publish.publish(house.people.approver)
    assert (Edition.objects.count(), RegisterEdition.objects.count()) == (2, 1)
    publish.settle()
    publish.settle()
    assert RegisterEdition.objects.count() == 2
    assert register_store.trusted().series_of("legal").version == 2


# ── Corrections ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_error_is_corrected_by_an_act_and_a_new_edition(house: Depositary) -> None:
    """The third notification came on 16.12: three dates are published anew; the old row and edition stay."""
    row = house.four_sign_and_three_notify()[-1]
    house.publishes()
    row.refresh_from_db()
    house.it_is(date(2025, 12, 20))
    right = entry("NOTIFICATION", "KZ", date(2025, 12, 16))
    new = receive.correct(house.people.operator, row, right, "акт № 1 от 20.12.2025: дата получения")
    check.check(house.people.operator, new)
    approve.approve(house.people.approver, new)
    book = house.publishes()
    assert {each.in_force_from for each in book.parties() if each.party != "KG"} == {date(2026, 1, 15)}
    row.refresh_from_db()
    new.refresh_from_db()
    assert (row.state, new.state, new.revision) == (State.CORRECTED, State.PUBLISHED, 1)
    assert (new.number, Edition.objects.count()) == (row.number, 3)
    assert book.legal is not None
    assert any("исправлена ошибка" in each.text for each in book.legal.part.bulletin.events)


def test_a_correction_needs_its_act_and_is_made_once(house: Depositary) -> None:
    """Without an act it is refused; so is a second correction of the same row."""
    row = house.takes("SIGNATURE", "BY", SIGNED)
    house.publishes()
    row.refresh_from_db()
    right = entry("SIGNATURE", "KG", SIGNED)
    with pytest.raises(ActRefused):
        receive.correct(house.people.operator, row, right, " ")
    receive.correct(house.people.operator, row, right, "акт № 1")
    with pytest.raises(ActRefused):
        receive.correct(house.people.operator, row, right, "акт № 2")


# ── Editions and keys ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_node_takes_the_editions_of_the_depositary_it_pinned(house: Depositary) -> None:
    """The first by its fingerprint, the next by its seal; another fingerprint takes nothing (R-18.8)."""
    house.takes("SIGNATURE", "BY", SIGNED)
    book = house.publishes()
    assert book.series_of("legal").version == 2
    assert [each.id for each in book.depositary_nodes()] == ["depositary"]
    first = bytes(Edition.objects.get(version=1).raw)
    with pytest.raises(NotPinned):
        TrustedRegister.load(["0" * 64], [first], datetime.now(tz=UTC))


def test_founding_again_founds_nothing(house: Depositary) -> None:
    """`obmen init` that was cut short and repeated gives the same fingerprint."""
    assert founding.found() == house.fingerprint
    assert Edition.objects.count() == 1


def test_the_key_is_changed_by_two_and_both_keys_seal(house: Depositary) -> None:
    """R-18.8: proposed by one, approved by another; the next edition is accepted by those who knew the old key."""
    key = roll_over.propose_key(house.people.operator, datetime(2030, 1, 1, tzinfo=UTC))
    roll_over.decide_key(house.people.approver, key, agreed=True)
    book = house.publishes()
    assert book.legal is not None
    assert book.legal.part.depositary_keys == (bytes(key.certificate),)
    assert [each.state for each in OwnKey.objects.order_by("id")] == ["RETIRED", "CURRENT"]
    house.takes("SIGNATURE", "BY", SIGNED)
    assert house.publishes().series_of("legal").version == 3


def test_one_person_does_not_change_the_key(house: Depositary) -> None:
    """The proposer does not approve; nor does an edition carry a key that nobody approved."""
    both = person("both", "Двойной Роль Первович", Role.DEP_O, Role.DEP_A)
    key = roll_over.propose_key(both, datetime(2030, 1, 1, tzinfo=UTC))
    with pytest.raises(ActRefused):
        roll_over.decide_key(both, key, agreed=True)
    assert not publish.preview().brings
    roll_over.decide_key(house.people.approver, key, agreed=False)
    assert roll_over.propose_key(both, datetime(2030, 1, 1, tzinfo=UTC)).name == "depositary-3"


def test_a_new_key_alone_is_refused_by_nodes(house: Depositary) -> None:
    """R-18.8: a rollover sealed by the new key only."""
    from obmen.register.compose import seal_legal  # noqa: PLC0415  a thief's tool

    key = roll_over.propose_key(house.people.operator, datetime(2030, 1, 1, tzinfo=UTC))
    at = datetime(2025, 8, 1, 9, tzinfo=UTC)
    part = records.drafted(at, [bytes(key.certificate)])
    with pytest.raises(BadSeal):
        house.known_to_nodes().accept(seal_legal(part, publish.signer(key.name), at), at)


def test_a_node_of_a_party_is_no_depositary(house: Depositary, monkeypatch: pytest.MonkeyPatch) -> None:
    """The acts refuse where the role is another, whoever asks."""
    from dataclasses import replace  # noqa: PLC0415  for this story only

    ours = replace(config.current(), role="node")
    monkeypatch.setattr(config, "current", lambda: ours)
    with pytest.raises(ActRefused):
        receive.receive(house.people.operator, entry("SIGNATURE", "BY", date(2025, 8, 1)), SCAN)
