"""The worker: three verdicts, and no letter that stops those behind it."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import DataError, OperationalError
from tests.support import office, peers
from tests.support.office import OTHER_NODE

from obmen.message.wrapping import read_label
from obmen.node import worker
from obmen.node.delivery import receiving
from obmen.node.delivery.models import Arrival, Outgoing

if TYPE_CHECKING:
    from pathlib import Path

    from obmen.message.opening import Opened

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _in_kazakhstan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be Kazakhstan's node."""
    office.move_in(monkeypatch, tmp_path)


def arrived() -> Arrival:
    """Store a receipt from Russia."""
    package = office.from_russia(peers.receipt(message_id=uuid4()))
    return receiving.store(package, read_label(package).package_id, OTHER_NODE)


def test_what_is_opened_is_handed_to_the_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """The act gets the arrival and the opened letter."""
    taken = []
    monkeypatch.setattr(worker, "take_in", lambda arrival, opened: taken.append((arrival, opened.document)))
    arrival = arrived()
    assert worker.open_arrivals("w:1") == 1
    ((got, document),) = taken
    assert got.pk == arrival.pk
    assert document.envelope.message_id == arrival.package_id


def test_what_is_not_acceptable_is_refused_under_our_seal() -> None:
    """A letter to another authority leaves with T-02."""
    package = office.from_russia(peers.notice(), addressee="BY-101")
    arrival = receiving.store(package, read_label(package).package_id, OTHER_NODE)
    worker.open_arrivals("w:1")
    arrival.refresh_from_db()
    assert (arrival.state, arrival.code) == ("NOT_ACCEPTED", "E-T-08")
    assert Outgoing.objects.get().kind == "T-02"


def test_a_fault_of_ours_keeps_the_letter_and_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error nobody thought of: that letter is tried again later, the one behind it is taken in now."""
    first, second = arrived(), arrived()
    taken = []

    def take_in(arrival: Arrival, _opened: Opened) -> None:
        if arrival.pk == first.pk:
            raise ZeroDivisionError
        taken.append(arrival.pk)

    monkeypatch.setattr(worker, "take_in", take_in)
    assert worker.open_arrivals("w:1") == 2
    first.refresh_from_db()
    assert taken == [second.pk]
    assert (first.state, first.lease_until, first.attempts) == ("UNDETERMINED", None, 1)
    assert "повторит попытку" in first.text
    assert first.package


def test_a_database_that_fails_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter is not to blame: nothing is written about it, the worker rests and comes back."""

    def take_in(_arrival: Arrival, _opened: Opened) -> None:
        raise OperationalError

    monkeypatch.setattr(worker, "take_in", take_in)
    arrival = arrived()
    with pytest.raises(OperationalError):
        worker.open_arrivals("w:1")
    arrival.refresh_from_db()
    assert (arrival.state, arrival.attempts) == ("NEW", 0)


def test_a_letter_that_fits_no_column_does_not_stop_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL refuses what is too long; the letter is kept and tried again, those behind it go on."""

    def take_in(_arrival: Arrival, _opened: Opened) -> None:
        raise DataError

    monkeypatch.setattr(worker, "take_in", take_in)
    arrival = arrived()
    assert worker.open_arrivals("w:1") == 1
    arrival.refresh_from_db()
    assert (arrival.state, arrival.attempts) == ("UNDETERMINED", 1)


def test_each_part_of_the_work_has_a_loop_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer, a register or a list that does not answer holds up nobody else."""
    started: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", lambda thread: started.append(thread.name))
        patch.setattr(signal, "pthread_sigmask", lambda *_of: None)
        patch.setattr(signal, "sigwait", lambda _ends: None)
        worker.run()
    assert {"send_due", "open_arrivals", "ask_due", "fetch_due"} <= set(started)
    assert len(started) == len(set(started))
