"""Russia's and Kazakhstan's offices in one database: each acts in turn as its own node; letters are handed over.

What a real node is by its process, an office here is by `at`: the configuration and the keys of that side. The rows of
the two never meet: each case belongs to one authority. Real processes are in `tests/journey`.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tests.support import book, pki

from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareDecrypter, SoftwareSigner
from obmen.node import config, keystore, worker
from obmen.node.cases import content
from obmen.node.cases.acts import answer, draft, register, send, submit
from obmen.node.cases.models import Case
from obmen.node.delivery import receiving, register_store
from obmen.node.delivery.models import Arrival, Outgoing
from obmen.node.demo.answering import answer_for
from obmen.node.people.models import Officer
from obmen.register.compose import hash_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from obmen.message.seal import Signer
    from obmen.message.wrapping import Decrypter
    from obmen.treaty.documents import Answer, Request

MONDAY: Final = datetime(2026, 3, 2, 4, 30, tzinfo=UTC)
AUTHORITIES: Final = {"RU": "RU-770", "KZ": "KZ-750"}
ZONES: Final = {"RU": "Europe/Moscow", "KZ": "Asia/Almaty"}
ROLES: Final = {
    "officer": "OFFICER",
    "colleague": "OFFICER",
    "signatory": "SGN",
    "clerk": "REG",
    "central": "CEN",
    "auditor": "AUD",
    "admin": "ADM",
}


@dataclass(frozen=True, slots=True)
class PartyKeystore:
    """The keys of one Party's node."""

    party: str
    folder: Path

    def seal_signer(self, authority: str) -> Signer:
        """Give the seal."""
        return _signer(Role.SEAL, pki.seal(authority))

    def node_signer(self, authority: str) -> Signer:
        """Give the seal of the node."""
        del authority
        return _signer(Role.NODE, pki.node_seal(AUTHORITIES[self.party]))

    def person_signer(self, username: str) -> Signer:
        """Give an officer of the Party."""
        return _signer(Role.PERSON, pki.officer(self.party, username))

    def person_certificate(self, username: str) -> bytes | None:
        """Give the certificate of an officer."""
        return pki.officer(self.party, username).certificate

    def seal_certificate(self, authority: str) -> bytes:
        """Give the certificate of the seal."""
        return pki.seal(authority).certificate

    def decrypter(self) -> Decrypter:
        """Give what opens mail to us."""
        credential = pki.encryption(AUTHORITIES[self.party])
        return SoftwareDecrypter({credential.certificate: credential.key})

    def node_key(self) -> bytes:
        """Give the key of keys; both offices share one vault here."""
        return b"k" * 32

    def tls(self) -> tuple[Path, Path]:
        """Name files that no test opens."""
        return self.folder / "tls.pem", self.folder / "tls.key"


def _signer(role: Role, credential: pki.Credential) -> Signer:
    return SoftwareSigner(role, credential.certificate, credential.key)


@dataclass
class Offices:
    """Both offices, and whose turn it is."""

    folder: Path
    party: str = "RU"
    people: dict[tuple[str, str], Officer] = field(default_factory=dict)
    configured: dict[str, Any] = field(default_factory=dict)
    """What both are configured to besides."""

    @contextmanager
    def at(self, party: str) -> Iterator[None]:
        """Be the office of a Party for a while."""
        before, self.party = self.party, party
        try:
            yield
        finally:
            self.party = before

    def config(self) -> config.NodeConfig:
        """Give the configuration of the office whose turn it is."""
        usual = config.NodeConfig(
            home=self.folder,
            name=book.node_of(self.party).id,
            party=self.party,
            authorities=(AUTHORITIES[self.party],),
            zone=ZONES[self.party],
            secret_key="only-for-tests",
            clock_file=self.folder / "clock",
            register_fingerprint=hash_of(book.sealed_legal()),
        )
        return replace(usual, **self.configured)

    def keystore(self) -> PartyKeystore:
        """Give the keys of the office whose turn it is."""
        return PartyKeystore(self.party, self.folder)

    def person(self, party: str, username: str) -> Officer:
        """Give a person of an office, let in when first asked for."""
        key = (party, username)
        if key not in self.people:
            self.people[key] = Officer.objects.create(
                username=f"{party}-{username}",
                full_name=f"{username.capitalize()} {party}",
                post="Должность",
                authority=AUTHORITIES[party],
                roles=[ROLES[username]],
                powers_from=date(2026, 1, 14),
            )
        return self.people[key]

    def set_clock(self, instant: datetime) -> None:
        """Set legal time."""
        (self.folder / "clock").write_text(instant.isoformat(), encoding="utf-8")

    def post(self) -> int:
        """Hand over all that waits in the outbox, and open it on the other side, until nothing moves; count letters."""
        moved = 0
        while pending := list(Outgoing.objects.filter(state=Outgoing.State.DUE).order_by("created_at")):
            for row in pending:
                self.hand_over(row)
                moved += 1
        return moved

    def hand_over(self, row: Outgoing) -> Arrival:
        """Hand one package over as the channel does, and open it on the other side."""
        sender = row.sender_authority.split("-")[0]
        with self.at("KZ" if sender == "RU" else "RU"):
            arrival = receiving.store(bytes(row.package), row.id, book.node_of(sender).id)
            done = Outgoing.State.DELIVERED if row.kind.startswith("T-") else Outgoing.State.STORED
            Outgoing.objects.filter(id=row.id).update(state=done)
            if arrival.state == Arrival.State.NEW:
                worker.open_one(arrival)
            return arrival

    # --- A request on its way, as far as a story needs it ----------------------------------------------------------

    def drafted(self, request: Request | None = None) -> Case:
        """Draft a request in Russia."""
        return draft.save(self.person("RU", "officer"), request or sample_request())

    def submitted(self, request: Request | None = None) -> Case:
        """Draft and submit a request in Russia."""
        outcome = submit.submit(
            self.person("RU", "officer"), self.drafted(request), signatory=self.person("RU", "signatory")
        )
        assert outcome, [finding.sentence() for finding in outcome.findings.failing]
        return outcome.case

    def send_signed(self, case: Case) -> Case:
        """Sign and send a submitted request."""
        return send.sign_and_send(self.person("RU", "signatory"), case, case.prepared_digest)

    def case_in(self, authority: str, number: str) -> Case:
        """Find the case of an authority by its number."""
        return Case.objects.get(own_authority=authority, number=number)

    def sent(self, request: Request | None = None) -> Case:
        """Draft, submit, sign and send a request; it is still in the outbox."""
        return self.send_signed(self.submitted(request))

    def received(self, request: Request | None = None) -> tuple[Case, Case]:
        """Let a request arrive in Kazakhstan; give both cases."""
        asked = self.sent(request)
        self.post()
        asked.refresh_from_db()
        return asked, self.case_in("KZ-750", asked.number)

    def registered(self, request: Request | None = None) -> tuple[Case, Case]:
        """Let a request arrive, register it and assign it to Kazakhstan's officer."""
        asked, got = self.received(request)
        with self.at("KZ"):
            register.register(self.person("KZ", "clerk"), got, executor=self.person("KZ", "officer"))
        self.post()
        asked.refresh_from_db()
        got.refresh_from_db()
        return asked, got

    def answered(self, request: Request | None = None, reply: Answer | None = None) -> tuple[Case, Case]:
        """Let a request be answered whole."""
        asked, got = self.registered(request)
        with self.at("KZ"):
            self.reply(got, reply or sample_answer(got))
        self.post()
        asked.refresh_from_db()
        got.refresh_from_db()
        return asked, got

    def reply(self, case: Case, reply: Answer) -> Case:
        """Write, submit, sign and send an answer in Kazakhstan."""
        saved = answer.save_answer(self.person("KZ", "officer"), case, reply)
        outcome = answer.submit_answer(self.person("KZ", "officer"), saved, self.person("KZ", "signatory"))
        assert outcome, [finding.sentence() for finding in outcome.findings.failing]
        return answer.sign_answer(self.person("KZ", "signatory"), outcome.case, outcome.case.prepared_digest)


def move_in(patch: pytest.MonkeyPatch, folder: Path) -> Offices:
    """Open both offices on Monday 2 March 2026, with an accepted register; needs the databases."""
    offices = Offices(folder)
    offices.set_clock(MONDAY)
    patch.setattr(config, "current", offices.config)
    patch.setattr(keystore, "current", offices.keystore)
    for edition in (book.sealed_legal(), *(book.sealed_annex(party) for party in book.CENTRAL)):
        register_store.accept(edition)
    return offices


def _demo(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("obmen.node.demo").joinpath(name).read_text(encoding="utf-8"))
    return loaded


def sample_request(**changes: Any) -> Request:  # noqa: ANN401  fields of the request
    """Give the demo's request, Russia to Kazakhstan."""
    request = content.REQUESTS.decode(json.dumps(_demo("request.json")).encode())
    return replace(request, **changes)


def sample_answer(case: Case) -> Answer:
    """Give the demo's answer to the subjects of the case."""
    reply = answer_for([code for code in case.subjects.split(",") if code], "2026-03-02")
    for item in reply["items"]:
        item["asOf"] = "2026-03-02"
        item["rows"] = [{**row, "asOf": "2026-03-02"} if "asOf" in row else row for row in item.get("rows", ())]
    return content.ANSWERS.decode(json.dumps(reply).encode())
