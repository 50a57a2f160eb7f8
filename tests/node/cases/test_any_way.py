"""One case by https, folder and mail in any mixture: the same state and the same evidence at the end (design §5).

The folder is a real directory, the mail goes through real servers; https is our own channel and our own door for peers
without the network between (that is in `tests/journey`).
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from tests.support import book
from tests.support.mail import PASSWORD, PostOffice
from tests.support.two_offices import Offices, sample_answer

from obmen.exchange.channels.folder import MARK
from obmen.exchange.channels.https import HttpsChannel
from obmen.node import worker
from obmen.node.api import peers
from obmen.node.cases import evidence
from obmen.node.cases.acts import register
from obmen.node.delivery import channels, collecting, register_store, sending
from obmen.node.delivery.models import CarrierNotice, Outgoing, Way
from obmen.register.annex import ChannelEntry, ChannelKind
from obmen.register.compose import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from uuid import UUID

    from obmen.exchange.channel import Destination
    from obmen.node.cases.models import Case

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.needs_dovecot]
OTHER = {"RU": "KZ", "KZ": "RU"}


@pytest.fixture(scope="module")
def running() -> Iterator[PostOffice]:
    with PostOffice() as office:
        (office.root / "password").write_text(PASSWORD, encoding="utf-8")
        yield office


class InProcess(HttpsChannel):
    """Our channel to the other office's door in this process, which knows the caller by its certificate."""

    def __init__(self, offices: Offices, patch: pytest.MonkeyPatch) -> None:
        """Take both offices."""
        super().__init__("", "")
        self._offices = offices
        patch.setattr(peers, "_certificate", lambda _environ: book.tls(self._caller).certificate)
        patch.setattr(peers, "close_old_connections", lambda: None)  # the door is in our thread, with our connection

    def _new_client(self, _destination: Destination) -> httpx.Client:
        return httpx.Client(transport=httpx.WSGITransport(app=self._door))

    def _door(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:  # noqa: ANN401  as WSGI has it
        self._caller = self._offices.party
        with self._offices.at(OTHER[self._caller]):
            return peers.application(environ, start_response)


@dataclass
class Journey:
    """A case that travels, each package by the next way of the plan."""

    offices: Offices
    plan: Iterator[Way]
    went: dict[str, list[str]] = field(default_factory=dict)

    def travel(self) -> None:
        """Let everything go that waits, until nothing moves."""
        while pending := list(Outgoing.objects.filter(state=Outgoing.State.DUE).order_by("created_at")):
            for row in pending:
                self._go(row)
        assert not Outgoing.objects.filter(state__in=["HANDED", "GIVEN_UP"]).exists()

    def _go(self, row: Outgoing) -> None:
        sender = row.sender_authority.partition("-")[0]
        row.ordered_way = next(self.plan)
        row.save()
        with self.offices.at(sender):
            sending._send(row)  # noqa: SLF001  one package of one office; `send_due` would take those of both
        row.refresh_from_db()
        assert row.last_error == ""
        assert (row.state == "HANDED") == (row.ordered_way != Way.HTTPS)
        self.went.setdefault(row.kind, []).append(row.way)
        for party in (OTHER[sender], sender):
            with self.offices.at(party):
                self._open()

    def _open(self) -> None:
        for way, carrier in channels.carriers().items():
            collecting.collect(way, carrier)
        worker.open_arrivals("w:1")

    def play(self) -> tuple[Case, Case]:
        """Ask, register, answer."""
        offices = self.offices
        asked = offices.sent()
        self.travel()
        got = offices.case_in("KZ-750", asked.number)
        with offices.at("KZ"):
            register.register(offices.person("KZ", "clerk"), got, executor=offices.person("KZ", "officer"))
        self.travel()
        got.refresh_from_db()
        with offices.at("KZ"):
            offices.reply(got, sample_answer(got))
        self.travel()
        asked.refresh_from_db()
        got.refresh_from_db()
        return asked, got


@pytest.fixture
def ready(offices: Offices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, running: PostOffice) -> Offices:
    """Give both offices a medium, mail, and a register that names their mailboxes."""
    (tmp_path / "medium").mkdir()
    (tmp_path / "medium" / MARK).touch()
    for party in ("RU", "KZ"):
        entry = ChannelEntry(
            authority=book.CENTRAL[party], kind=ChannelKind.EMAIL, address=f"{party.lower()}@mail.example"
        )
        first = book.annex_of(party)
        annex = {"version": 2, "previous_hash": hash_of(book.sealed_annex(party)), "channels": (*first.channels, entry)}
        register_store.accept(book.sealed_annex(party, **annex))
    usual = offices.config

    def with_mail() -> Any:  # noqa: ANN401  the configuration of the office whose turn it is
        user = offices.party.lower()
        offices.configured = {
            "folder": tmp_path / "medium",
            "mail_address": f"{user}@mail.example",
            "smtp": f"smtps://{user}@localhost:{running.smtps_port}",
            "imap": f"imap://{user}@localhost:{running.imap_port}",
            "mail_password_file": running.root / "password",
            "mail_authority": running.authority,
        }
        return usual()

    monkeypatch.setattr("obmen.node.config.current", with_mail)
    straight = InProcess(offices, monkeypatch)
    monkeypatch.setattr(channels, "current", lambda: straight)
    return offices


def papers_of(offices: Offices, party: str, case_id: UUID) -> dict[str, bytes]:
    """Give the containers that a side can show."""
    with offices.at(party):
        bundle = evidence.evidence_bundle(offices.person(party, "officer"), case_id, "проверка")
    with zipfile.ZipFile(io.BytesIO(bundle)) as files:
        return {name: files.read(name) for name in files.namelist() if name.endswith(".asice") and "/" not in name}


def letters_in(papers: dict[str, bytes]) -> set[bytes]:
    """Give the letters among the containers: each side keeps the receipts that it got."""
    return {raw for name, raw in papers.items() if "-M-" in name}


PLANS: Sequence[tuple[Way, ...]] = (
    (Way.HTTPS,),
    (Way.FOLDER,),
    (Way.EMAIL,),
    (Way.HTTPS, Way.FOLDER, Way.EMAIL),
    (Way.EMAIL, Way.FOLDER, Way.FOLDER, Way.HTTPS),
)


def states_of(case: Case) -> tuple[object, ...]:
    return (case.shared_state, case.local_state, case.receipt_date, case.due_adjusted)


def documents_of(case: Case) -> list[tuple[object, ...]]:
    """Give what the course of a case is computed from; each kind came once, and in the order of kinds."""
    rows = case.documents.filter(kind__startswith="M-").order_by("kind")
    return [(row.kind, row.sender, row.seq, row.message_id, row.delivered_at, row.identity) for row in rows]


@pytest.mark.parametrize("plan", PLANS, ids="-".join)
def test_the_same_case_whichever_way_it_travels(ready: Offices, plan: tuple[Way, ...]) -> None:
    """State, dates and order are the same whatever carries the letters; each side can show the other's very bytes."""
    journey = Journey(ready, itertools.cycle(plan))
    asked, got = journey.play()
    assert states_of(asked) == ("EXECUTED", "SENT", date(2026, 3, 2), date(2026, 4, 17))
    assert states_of(got) == ("EXECUTED", "ANSWERED", date(2026, 3, 2), date(2026, 4, 17))
    assert documents_of(asked) == documents_of(got)
    assert [row[:3] for row in documents_of(asked)] == [
        ("M-01", "REQUESTING", 1),
        ("M-02", "REQUESTED", 1),
        ("M-03", "REQUESTED", 2),
    ]
    ours, theirs = papers_of(ready, "RU", asked.id), papers_of(ready, "KZ", got.id)
    assert sorted(name[4:8] for name in ours) == ["M-01", "M-02", "M-03", "T-01"]
    assert sorted(name[4:8] for name in theirs) == ["M-01", "M-02", "M-03", "T-01", "T-01"]
    assert letters_in(ours) == letters_in(theirs)
    assert {way for ways in journey.went.values() for way in ways} == set(plan)
    assert not Outgoing.objects.exclude(state="DELIVERED").exists()
    assert not CarrierNotice.objects.exists()
