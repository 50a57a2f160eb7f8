"""Packages in the hands of a carrier: which way they take, how long they wait, and what ends it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tests.support import book, office, peers
from tests.support.carriers import TestNotary, acknowledged, answers, arrivals, to

from obmen.exchange.channel import Acknowledgement, Answered, Handed, Returned
from obmen.exchange.channels.email import largest_package
from obmen.exchange.channels.folder import MARK, FolderChannel
from obmen.exchange.errors import Refused
from obmen.exchange.outbox import USUAL
from obmen.message.limits import DEFAULT
from obmen.message.wrapping import read_label
from obmen.node import clock, config
from obmen.node.delivery import channels, collecting, packing, register_store, sending
from obmen.node.delivery.models import Arrival, CarrierNotice, Outgoing, Way
from obmen.node.journal.models import Entry
from obmen.register.annex import ChannelEntry, ChannelKind
from obmen.register.compose import hash_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("_in_kazakhstan")]
RUSSIA, KAZAKHSTAN = book.node_of("RU").id, book.node_of("KZ").id
MAIL = {"mail_address": "kz@mail.example", "smtp": "smtps://kz@localhost:1", "imap": "imaps://kz@localhost:1"}


def configured(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> None:  # noqa: ANN401  fields of the configuration
    """Configure the node otherwise."""
    here = replace(config.current(), **changes)
    monkeypatch.setattr(config, "current", lambda: here)


@pytest.fixture
def medium(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put a medium between the two nodes."""
    root = tmp_path / "medium"
    root.mkdir()
    (root / MARK).touch()
    configured(monkeypatch, folder=root, folder_nodes=(RUSSIA,))
    return root


def in_russia(medium: Path) -> FolderChannel:
    """Plug the medium in at Russia's node."""
    notary = TestNotary(RUSSIA, at=peers.RECEIVED, sealed_by="RU-770", knows={KAZAKHSTAN: "KZ-750"})
    return FolderChannel(medium, notary)


def queued(kind: str = "") -> Outgoing:
    """Queue a notice of ours to Russia."""
    document = office.dated(peers.notice(message_id=uuid4()))
    prepared = packing.prepare_package(
        peers.sealed(document),
        package_id=document.envelope.message_id,
        kind=document.envelope.type,
        sender_authority="KZ-750",
        addressee="RU-770",
        case_id=uuid4(),
    )
    row = packing.enqueue(replace(prepared, kind=kind) if kind else prepared)
    sending.send_due("w:1")
    row.refresh_from_db()
    return row


def again(row: Outgoing) -> Outgoing:
    """Let the pause of a package pass, and send what is due."""
    Outgoing.objects.filter(id=row.id).update(next_try_at=clock.real_now())
    sending.send_due("w:1")
    row.refresh_from_db()
    return row


def collect() -> Outgoing:
    """Collect from all carriers, and give our only package."""
    for way, carrier in channels.carriers().items():
        collecting.collect(way, carrier)
    return Outgoing.objects.get()


# ── Which way ──────────────────────────────────────────────────────────────────────────────────────────────────────


def prefers(*kinds: ChannelKind) -> None:
    """Let Russia's annex name these channels, in this order."""
    addresses = {ChannelKind.NODE: RUSSIA, ChannelKind.EMAIL: "ru@mail.example"}
    entries = tuple(ChannelEntry(authority="RU-770", kind=kind, address=addresses.get(kind, "x")) for kind in kinds)
    first = register_store.trusted().annexes["RU"].annex
    raw = book.sealed_annex("RU")
    register_store.accept(
        book.sealed_annex("RU", version=first.version + 1, previous_hash=hash_of(raw), channels=entries)
    )


@pytest.mark.parametrize(
    ("kinds", "way"),
    [
        ((ChannelKind.NODE, ChannelKind.EMAIL), Way.HTTPS),
        ((ChannelKind.EMAIL, ChannelKind.NODE), Way.EMAIL),
        ((ChannelKind.FAX, ChannelKind.POST, ChannelKind.EMAIL), Way.EMAIL),
        ((ChannelKind.POST,), Way.HTTPS),
        ((), Way.HTTPS),
    ],
    ids=str,
)
def test_the_first_usable_channel_of_the_register_is_taken(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kinds: tuple[ChannelKind, ...], way: Way
) -> None:
    """R-10.4.1: in the order of the addressee's Party; what this node has not is passed over."""
    prefers(*kinds)
    assert channels.way_to("RU-770") is Way.HTTPS
    configured(monkeypatch, **MAIL, mail_password_file=tmp_path / "password")
    assert channels.way_to("RU-770") is way
    assert channels.largest_package_to("RU-770") == (largest_package() if way is Way.EMAIL else DEFAULT.package)


def test_the_configuration_and_a_person_go_before_the_register(
    medium: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A node named for the folder gets it by the folder; what a person ordered goes before all."""
    prefers(ChannelKind.EMAIL, ChannelKind.NODE)
    configured(monkeypatch, **MAIL, mail_password_file=tmp_path / "password")
    assert medium.is_dir()
    assert channels.way_to("RU-770") is Way.FOLDER
    assert channels.way_to("RU-770", Way.HTTPS) is Way.HTTPS
    assert channels.way_to("BY-101") is Way.HTTPS
    assert channels.mailbox_of_node(RUSSIA) == "ru@mail.example"
    assert channels.mailbox_of_node("nobody") == ""


def test_a_way_that_is_not_set_up_is_said(medium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ordered by mail on a node without mail: kept, with the reason, until somebody mends it."""
    row = queued()
    sending.resend(row.id, "clerk", Way.EMAIL)
    sending.send_due("w:1")
    row.refresh_from_db()
    assert (row.state, row.ordered_way) == ("DUE", "email")
    assert "Почта на этом узле не настроена" in row.last_error
    configured(monkeypatch, folder=None, folder_nodes=())
    sending.resend(row.id, "clerk", Way.FOLDER)
    assert "через папку на этом узле не настроен" in again(row).last_error
    assert medium.is_dir()


# ── In the hands of a carrier ──────────────────────────────────────────────────────────────────────────────────────


def test_what_a_carrier_has_is_not_delivered_until_the_peer_says_so(medium: Path) -> None:
    """«Передано носителем, ждём подтверждения»: the row and its bytes stay until the sealed answer comes."""
    row = queued()
    assert (row.state, row.way, row.attempts, row.stored_at) == ("HANDED", "folder", 1, None)
    assert row.handed_at is not None
    assert timedelta(hours=23) < row.next_try_at - clock.real_now() <= timedelta(hours=24)
    assert Entry.objects.get(action="package_handed").facts["way"] == "folder"
    assert sending.send_due("w:1") == 0
    assert collect().state == "HANDED"
    russia = in_russia(medium)
    (arrived,) = arrivals(list(russia.collect()))
    assert (arrived.package_id, arrived.package) == (row.id, bytes(row.package))
    russia.settle(arrived, acknowledged(arrived, hashlib.sha256(arrived.package).hexdigest(), peers.RECEIVED))
    row = collect()
    assert (row.state, row.stored_at, row.last_error) == ("STORED", peers.RECEIVED, "")
    assert Entry.objects.filter(action="package_stored").count() == 1
    assert [path.name for path in medium.rglob("*") if path.is_file()] == [MARK]


def test_a_receipt_of_ours_ends_when_it_is_acknowledged(medium: Path) -> None:
    queued("T-01")
    russia = in_russia(medium)
    (arrived,) = arrivals(list(russia.collect()))
    russia.settle(arrived, acknowledged(arrived, hashlib.sha256(arrived.package).hexdigest()))
    row = collect()
    assert row.state == "DELIVERED"
    assert row.finished_at is not None


def test_without_an_acknowledgement_it_is_handed_over_again_after_the_pause(
    medium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The medium was lost: after the configured pause the same bytes go on the next one; after very long, a person."""
    configured(monkeypatch, carried_again_hours=2)
    row = queued()
    for path in medium.rglob(f"*{row.id}*"):
        path.unlink()
    row = again(row)
    assert (row.state, row.attempts) == ("HANDED", 2)
    assert timedelta(hours=1) < row.next_try_at - clock.real_now() <= timedelta(hours=2)
    (arrived,) = arrivals(list(in_russia(medium).collect()))
    assert arrived.package == bytes(row.package)
    Outgoing.objects.update(attempts=USUAL.give_up_after - 1)
    row = again(row)
    assert row.state == "GIVEN_UP"
    assert "не подтвердил" in row.last_error


def test_a_medium_that_is_away_is_said_and_tried_soon(medium: Path) -> None:
    """Not in the hands of anybody: tried again in seconds, then minutes, as any peer that is not reached."""
    (medium / MARK).unlink()
    row = queued()
    assert row.state == "DUE"
    assert "не подключён" in row.last_error
    assert row.next_try_at - clock.real_now() < timedelta(seconds=10)
    (medium / MARK).touch()
    assert again(row).state == "HANDED"


def test_an_acknowledgement_comes_late_and_still_counts(medium: Path) -> None:
    """After the node gave up, after a new start: the peer has it, and that is the truth."""
    row = queued()
    russia = in_russia(medium)
    (arrived,) = arrivals(list(russia.collect()))
    Outgoing.objects.update(state="GIVEN_UP")
    russia.settle(arrived, acknowledged(arrived, hashlib.sha256(arrived.package).hexdigest()))
    assert collect().state == "STORED"
    assert Outgoing.objects.get().id == row.id


def said(row: Outgoing, node: str = RUSSIA, **changes: Any) -> Answered:  # noqa: ANN401  fields of the acknowledgement
    digest = hashlib.sha256(row.package).hexdigest()
    answer = Acknowledgement(package_id=row.id, sha256=digest, stored_at=peers.RECEIVED)
    return Answered(node=node, package_id=row.id, answer=replace(answer, **changes))


@pytest.mark.usefixtures("medium")
def test_only_the_addressee_acknowledges_and_only_these_very_bytes() -> None:
    """Another node of the register cannot say that Russia has it; nor does it count for other bytes."""
    row = queued()
    for event in (said(row, node=book.node_of("BY").id), said(row, sha256="0" * 64)):
        sending.answered(event)
        row.refresh_from_db()
        assert row.state == "HANDED"
    sending.answered(said(row))
    row.refresh_from_db()
    assert row.state == "STORED"


@pytest.mark.usefixtures("medium")
def test_an_acknowledgement_after_the_receipt_changes_nothing() -> None:
    """T-01 came first, by another way."""
    row = queued()
    Outgoing.objects.update(state="DELIVERED", finished_at=clock.real_now())
    sending.answered(said(row))
    row.refresh_from_db()
    assert (row.state, Entry.objects.filter(action="package_stored").count()) == ("DELIVERED", 0)


@pytest.mark.usefixtures("medium")
@pytest.mark.parametrize(("code", "state"), [("E-T-12", "DUE"), ("E-T-01", "GIVEN_UP")])
def test_a_refusal_by_carrier_is_as_one_by_wire(code: str, state: str) -> None:
    """What may pass with a newer register is sent again, the rest is for a person."""
    row = queued()
    sending.answered(Answered(node=RUSSIA, package_id=row.id, answer=Refused(code, "Не принято.", "Обновите.")))
    row.refresh_from_db()
    assert (row.state, row.last_error) == (state, "Не принято. Обновите.")


def returned(row: Outgoing, text: str, *, failed: bool) -> Outgoing:
    sending.returned(Returned(package_id=row.id, text_ru=text, failed=failed))
    row.refresh_from_db()
    return row


@pytest.mark.usefixtures("medium")
def test_a_bounce_is_words_at_the_case_and_ends_nothing() -> None:
    """Nobody proves a bounce: the package goes again when it would; a forged one about another way is not heard."""
    row = queued()
    assert returned(row, "Ящик не найден.", failed=True).state == "HANDED"
    Outgoing.objects.update(way=Way.EMAIL)
    assert returned(row, "Автоответ.", failed=False).last_error == "Автоответ."
    row = returned(row, "Ящик не найден.", failed=True)
    assert (row.state, row.last_error) == ("DUE", "Ящик не найден.")
    assert row.next_try_at - clock.real_now() > timedelta(hours=23)
    sending.answered(said(row))
    row.refresh_from_db()
    assert row.state == "STORED"


# ── What carriers bring ────────────────────────────────────────────────────────────────────────────────────────────


def from_russia(medium: Path, package: bytes) -> FolderChannel:
    """Let Russia put a package for us on the medium."""
    russia = in_russia(medium)
    assert isinstance(russia.deliver(to(KAZAKHSTAN), read_label(package).package_id, package), Handed)
    return russia


def test_a_package_is_stored_once_and_acknowledged(medium: Path) -> None:
    """The same row and the same instant as by wire; a repeat is acknowledged again."""
    package = office.from_russia(peers.receipt())
    for _ in range(2):
        russia = from_russia(medium, package)
        for way, carrier in channels.carriers().items():
            assert collecting.collect(way, carrier) == 1
        arrival = Arrival.objects.get()
        (answered,) = answers(russia)
        digest = hashlib.sha256(package).hexdigest()
        assert answered.answer == Acknowledgement(
            package_id=arrival.package_id, sha256=digest, stored_at=arrival.stored_at
        )
    assert list(Arrival.objects.values_list("sender_node", "state")) == [(RUSSIA, "NEW")]


def test_a_label_that_names_another_sender_than_the_seal_is_refused(medium: Path) -> None:
    """The slip proves the node, the label only repeats it: nothing is stored, the sender hears why."""
    russia = from_russia(medium, office.from_russia(peers.receipt(), sender_node="by.node.example.org"))
    for way, carrier in channels.carriers().items():
        collecting.collect(way, carrier)
    assert not Arrival.objects.exists()
    (answered,) = answers(russia)
    assert isinstance(answered.answer, Refused)
    assert answered.answer.code == "E-T-12"


def test_what_is_left_alone_is_kept_for_a_person(medium: Path) -> None:
    """Said once, however often it is seen."""
    from_russia(medium, office.from_russia(peers.receipt()))
    slip = next(medium.rglob("*.slip"))
    slip.write_bytes(slip.read_bytes()[:-1])
    for _ in range(2):
        channels._folder.cache_clear()  # noqa: SLF001  as after a new start
        for way, carrier in channels.carriers().items():
            assert collecting.collect(way, carrier) == 0
    notice = CarrierNotice.objects.get()
    assert notice.way == "folder"
    assert "не подтверждён" in notice.text
    assert notice.how_to_fix


def test_carriers_are_looked_at_in_their_time(medium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not five times a second, as the database is."""
    monkeypatch.setattr(collecting, "_next", {})
    from_russia(medium, office.from_russia(peers.receipt()))
    assert collecting.collect_due("w:1") == 1
    from_russia(medium, office.from_russia(peers.receipt()))
    assert collecting.collect_due("w:1") == 0
    monkeypatch.setattr(collecting, "_next", {})
    assert collecting.collect_due("w:1") == 1
