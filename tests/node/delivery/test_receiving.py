"""What becomes of an arrival: opened, not accepted, undetermined; and always a receipt (R-12.1.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from tests.support import office, peers, pki
from tests.support.office import OTHER, OTHER_NODE

from obmen.message import canonical_zip
from obmen.message.container import read
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.wrapping import read_label
from obmen.node import clock
from obmen.node.delivery import receiving
from obmen.node.delivery.models import Arrival, Outgoing
from obmen.node.journal import record
from obmen.node.journal.models import Entry
from obmen.treaty.documents import DeliveryReceipt, NotAccepted

if TYPE_CHECKING:
    from obmen.treaty.documents import Document

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("_in_kazakhstan")]


def store(package: bytes) -> Arrival:
    """Store a package as the peer port does."""
    return receiving.store(package, read_label(package).package_id, OTHER_NODE)


def open_or_refuse(arrival: Arrival) -> NotAcceptable:
    """Open an arrival that is not acceptable, and refuse it as the worker does."""
    with pytest.raises(NotAcceptable) as caught:
        receiving.open_arrival(arrival)
    receiving.refuse(arrival, caught.value)
    arrival.refresh_from_db()
    return caught.value


def receipt_for(arrival: Arrival) -> Outgoing:
    """Find the receipt that we queued for an arrival."""
    assert arrival.receipt_id is not None
    return Outgoing.objects.get(id=arrival.receipt_id)


def refusal_of(arrival: Arrival) -> NotAccepted:
    """Read the T-02 that we queued for an arrival, as Russia opens it."""
    payload = office.opened_by_russia(receipt_for(arrival)).document.payload
    assert isinstance(payload, NotAccepted)
    return payload


# ── Storing ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_arrival_is_stored_with_its_instant_and_a_line_in_the_journal() -> None:
    """The legal instant of storage is what T-01 will state; the journal knows number and digest, no more."""
    package = office.from_russia(peers.receipt())
    arrival = store(package)
    assert (arrival.state, arrival.addressee, bytes(arrival.package or b"")) == ("NEW", "KZ-750", package)
    assert 0 <= (clock.now() - arrival.stored_at).total_seconds() < 30
    entry = Entry.objects.get(action="package_arrived")
    assert entry.facts == {"node": OTHER_NODE, "digest": arrival.digest}


def test_a_repeat_sends_the_original_receipt_again() -> None:
    """Same id, same content: one arrival, and the very same receipt goes out once more, for ever."""
    package = office.from_russia(peers.receipt())
    arrival = store(package)
    opened = receiving.open_arrival(arrival)
    receipt = receiving.prepare_receipt(opened)
    with transaction.atomic():
        receiving.finish(arrival, opened, receipt)
    for _ in range(2):
        Outgoing.objects.update(state=Outgoing.State.DELIVERED, attempts=3)
        assert store(package).pk == arrival.pk
        again = Outgoing.objects.get()
        assert (again.state, again.attempts, bytes(again.package)) == ("DUE", 0, receipt.package)
    assert Arrival.objects.count() == 1


def test_a_package_sealed_again_is_still_the_same_letter() -> None:
    """Encrypting once more gives other bytes and the same letter: identity is that of the plain container."""
    document = office.dated(peers.receipt())
    container = peers.sealed(document)
    first, second = (peers.packed(container, document, sender_node=OTHER_NODE) for _ in range(2))
    assert first != second
    assert store(first).pk == store(second).pk


def test_a_label_that_names_another_sender_is_not_stored() -> None:
    """The connection proves who it is; the label only repeats it."""
    with pytest.raises(NotAcceptable) as caught:
        store(office.from_russia(peers.receipt(), sender_node="by.node.example.org"))
    assert caught.value.code == "E-T-12"
    assert not Arrival.objects.exists()


# ── Opened ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_opened_letter_is_answered_with_the_instant_of_its_storage() -> None:
    """T-01 states when we stored it, its digest and the head of our journal; the ciphertext is then deleted."""
    arrival = store(office.from_russia(peers.receipt()))
    opened = receiving.open_arrival(arrival)
    receipt = receiving.prepare_receipt(opened)
    with transaction.atomic():
        receiving.finish(arrival, opened, receipt)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.package, arrival.identity) == ("OPENED", None, opened.container.identity)
    outgoing = receipt_for(arrival)
    assert (outgoing.kind, outgoing.addressee, outgoing.destination_node) == ("T-01", OTHER, OTHER_NODE)
    document = office.opened_by_russia(outgoing).document
    assert isinstance(document.payload, DeliveryReceipt)
    assert document.payload.delivered_at == arrival.stored_at
    assert document.payload.container_sha256 == arrival.identity
    assert document.payload.journal_head == record.head()
    assert document.envelope.in_reply_to == arrival.package_id


# ── Not accepted ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_another_content_under_one_id_is_a_conflict_and_an_alarm() -> None:
    """R-12.1.5: same id, other content: T-02 E-T-02 for the second, a line in the journal; the first one stands."""
    name = uuid4()
    first = store(office.from_russia(peers.notice(message_id=name, salt="01" * 16)))
    second = store(office.from_russia(peers.notice(message_id=name, salt="02" * 16)))
    assert open_or_refuse(second).code == "E-T-02"
    told = refusal_of(second)
    assert (told.code, told.container_sha256) == ("E-T-02", second.digest)
    assert "не отказ в исполнении запроса" in told.text
    assert Entry.objects.get(action="package_not_accepted").facts["code"] == "E-T-02"
    first.refresh_from_db()
    assert first.state == "NEW"


def test_a_letter_to_somebody_else_is_returned() -> None:
    """E-T-08: not our authority; we say so under our seal and keep nothing."""
    arrival = store(office.from_russia(peers.notice(), addressee="BY-101"))
    assert open_or_refuse(arrival).code == "E-T-08"
    assert (arrival.state, arrival.package, refusal_of(arrival).code) == ("NOT_ACCEPTED", None, "E-T-08")


def test_a_letter_altered_after_signing_is_not_accepted() -> None:
    """One number changed under the same signature: T-02 E-T-03."""
    document = office.dated(peers.notice())
    files = dict(peers.sealed(document).files)
    files["document.json"] = files["document.json"].replace(b'"77"', b'"78"')
    altered = read(canonical_zip.write(files))
    arrival = store(peers.packed(altered, document, sender_node=OTHER_NODE))
    assert open_or_refuse(arrival).code == "E-T-03"
    assert refusal_of(arrival).code == "E-T-03"


def test_a_letter_that_we_cannot_decrypt_is_not_accepted() -> None:
    """Encrypted to a key that is not ours: T-02 E-T-07, addressed to the authority of the node that sent it."""
    arrival = store(office.from_russia(peers.notice(), recipient_certificate=pki.encryption("BY-101").certificate))
    assert open_or_refuse(arrival).code == "E-T-07"
    assert refusal_of(arrival).code == "E-T-07"


def test_a_receipt_is_never_answered_with_a_receipt() -> None:
    """A receipt that cannot be opened ends in the journal: two nodes would else refuse each other for ever."""
    arrival = store(office.from_russia(peers.receipt(), addressee="BY-101", receipt=True))
    assert open_or_refuse(arrival).code == "E-T-08"
    assert arrival.receipt_id is None
    assert not Outgoing.objects.exists()


# ── Undetermined ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_cannot_be_told_is_kept_and_tried_again() -> None:
    """The sender had another edition of the register: no receipt, the package stays, the next look is later."""
    document: Document = peers.notice()
    container = peers.sealed(document)
    arrival = store(peers.packed(container, document, sender_node=OTHER_NODE))
    with pytest.raises(Undetermined) as caught:
        receiving.open_arrival(arrival)
    receiving.postpone(arrival, caught.value)
    arrival.refresh_from_db()
    assert (arrival.state, arrival.code, arrival.attempts) == ("UNDETERMINED", "E-T-06", 1)
    assert arrival.package
    assert arrival.next_try_at > clock.real_now()
    assert list(receiving.claim("w")) == []
    assert not Outgoing.objects.exists()


def test_it_is_never_given_up() -> None:
    """However long it takes: an undetermined letter is looked at again at least every hour."""
    arrival = store(office.from_russia(peers.receipt()))
    arrival.attempts = 5000
    receiving.postpone(arrival, Undetermined("E-T-05", "Алгоритм неизвестен."))
    assert (arrival.next_try_at - clock.real_now()).total_seconds() <= 3600


def test_a_claimed_arrival_is_claimed_once() -> None:
    """What one worker holds another does not see."""
    arrival = store(office.from_russia(peers.receipt()))
    assert [row.pk for row in receiving.claim("one:1")] == [arrival.pk]
    assert list(receiving.claim("two:2")) == []
    assert isinstance(arrival.package_id, UUID)
