"""What becomes of a package on its way: sent, tried again, given up; the case can always show why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from tests.support import office, peers

from obmen.exchange.channel import Acknowledgement, Arrived, Destination
from obmen.exchange.errors import ExchangeError, NotConfirmed, Refused, Unreachable
from obmen.exchange.outbox import USUAL
from obmen.node import clock
from obmen.node.delivery import channels, packing, sending
from obmen.node.delivery.models import Outgoing
from obmen.node.journal.models import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("_in_kazakhstan")]


@dataclass
class Road:
    """A channel that fails as the test says, and remembers what it was given."""

    failures: dict[str, ExchangeError] = field(default_factory=dict)
    given: list[tuple[str, UUID, bytes]] = field(default_factory=list)

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Acknowledgement:
        """Take the package, or fail."""
        self.given.append((destination.node, package_id, package))
        if destination.node in self.failures:
            raise self.failures[destination.node]
        return Acknowledgement(package_id=package_id, sha256="", stored_at=clock.now())

    def collect(self) -> Iterable[Arrived]:
        """Give nothing."""
        return ()


@pytest.fixture
def road(monkeypatch: pytest.MonkeyPatch) -> Road:
    """Lay the road."""
    road = Road()
    monkeypatch.setattr(channels, "current", lambda: road)
    return road


def queued(addressee: str = "RU-770") -> Outgoing:
    """Queue a notice of ours."""
    document = office.dated(peers.notice(message_id=uuid4()))
    container = peers.sealed(document)
    prepared = packing.prepare_package(
        container,
        package_id=document.envelope.message_id,
        kind=document.envelope.type,
        sender_authority="KZ-750",
        addressee=addressee,
        case_id=uuid4(),
    )
    return packing.enqueue(prepared)


def now_due(row: Outgoing) -> None:
    """Let the pause of a package pass."""
    Outgoing.objects.filter(id=row.id).update(next_try_at=clock.real_now())


def test_what_is_stored_by_the_peer_waits_for_its_receipt(road: Road) -> None:
    """The very bytes that were sealed go to the node of the addressee; the state is «доставлено, проверяется»."""
    row = queued()
    assert sending.send_due("w:1") == 1
    row.refresh_from_db()
    assert road.given == [("ru.node.example.org", row.id, bytes(row.package))]
    assert (row.state, row.lease_until, row.attempts, row.finished_at) == ("STORED", None, 1, None)
    assert row.stored_at is not None
    assert Entry.objects.get(action="package_stored").object_id == str(row.case_id)
    assert sending.send_due("w:1") == 0


def test_a_receipt_has_done_its_work_when_it_is_stored(road: Road) -> None:
    """Receipts are not answered: stored is finished."""
    row = queued()
    Outgoing.objects.update(kind="T-01")
    sending.send_due("w:1")
    row.refresh_from_db()
    assert (row.state, len(road.given)) == ("DELIVERED", 1)
    assert row.finished_at is not None


@pytest.mark.parametrize("error", [Unreachable("Узел не отвечает."), NotConfirmed("Ответ не получен.")], ids=str)
def test_an_unreached_peer_is_tried_again_after_growing_pauses(road: Road, error: ExchangeError) -> None:
    """The case shows «отправлено, не доставлено» with the reason, and each pause is longer."""
    row = queued()
    road.failures["ru.node.example.org"] = error
    pauses = []
    for attempt in (1, 2, 3):
        now_due(row)
        assert sending.send_due("w:1") == 1
        row.refresh_from_db()
        assert (row.state, row.attempts, row.last_error) == ("DUE", attempt, error.text_ru)
        pauses.append(row.next_try_at - clock.real_now())
    assert pauses[0] < pauses[1] < pauses[2]
    assert sending.send_due("w:1") == 0
    road.failures.clear()
    now_due(row)
    sending.send_due("w:1")
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("STORED", "")
    assert len({package for _, _, package in road.given}) == 1


def test_after_days_a_person_is_told_and_may_try_again(road: Road) -> None:
    """Given up is a line in the journal; sending again begins anew with the same bytes."""
    row = queued()
    road.failures["ru.node.example.org"] = Unreachable("Узел не отвечает.")
    Outgoing.objects.update(attempts=USUAL.give_up_after - 1)
    sending.send_due("w:1")
    row.refresh_from_db()
    assert row.state == "GIVEN_UP"
    assert Entry.objects.filter(action="package_given_up").count() == 1
    road.failures.clear()
    sending.resend(row.id, "clerk")
    assert sending.send_due("w:1") == 1
    row.refresh_from_db()
    assert row.state == "STORED"
    assert Entry.objects.get(action="resent").actor == "clerk"


def test_a_refusal_is_not_tried_again(road: Road) -> None:
    """What the peer will never take is not sent again by itself; its words are kept."""
    row = queued()
    road.failures["ru.node.example.org"] = Refused("E-T-10", "Пакет слишком велик.", "Разделите приложения.")
    sending.send_due("w:1")
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("GIVEN_UP", "Пакет слишком велик. Разделите приложения.")


def test_a_silent_peer_holds_up_nobody_else(road: Road) -> None:
    """Of several packages to a node that is not reached one is tried; those to others go at once."""
    silent = [queued("RU-770") for _ in range(4)]
    other = queued("BY-101")
    road.failures["ru.node.example.org"] = Unreachable("Узел не отвечает.")
    sending.send_due("w:1")
    assert [node for node, _, _ in road.given].count("ru.node.example.org") == 1
    other.refresh_from_db()
    assert other.state == "STORED"
    rows = Outgoing.objects.filter(id__in=[row.id for row in silent])
    assert sorted(rows.values_list("attempts", flat=True)) == [0, 0, 0, 1]
    assert not rows.exclude(lease_until=None).exists()


def test_an_accident_of_ours_is_waited_out(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key file that cannot be read keeps the package and says whom to tell; others are still sent."""
    row = queued()

    def broken(*_of: object) -> Acknowledgement:
        raise OSError("disk")

    monkeypatch.setattr(road, "deliver", broken)
    sending.send_due("w:1")
    row.refresh_from_db()
    assert row.state == "DUE"
    assert "администратору" in row.last_error


def test_no_way_is_said_before_anything_is_signed() -> None:
    """An addressee without a node or a key in the register: the reason and the way out."""
    with pytest.raises(packing.NoWay, match=r"нет узла или действующего ключа.*почтой"):
        queued("AM-001")


@pytest.mark.usefixtures("road")
def test_a_lease_that_lapses_frees_the_row() -> None:
    """A worker that died with a row in hand loses it; one that holds it keeps others off."""
    row = queued()
    Outgoing.objects.update(lease_until=clock.real_now() + timedelta(seconds=60), lease_by="elsewhere:1")
    assert sending.send_due("w:1") == 0
    Outgoing.objects.update(lease_until=clock.real_now() - timedelta(seconds=1))
    assert sending.send_due("w:1") == 1
    row.refresh_from_db()
    assert row.state == "STORED"
