"""Keeping the register new: whoever has the news will do, and whoever lies changes nothing (R-18.5, R-18.7)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import book, office, pki
from tests.support.book import ISSUED

from obmen.exchange import editions
from obmen.exchange.errors import Unreachable
from obmen.message.errors import Undetermined
from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.node import clock
from obmen.node.delivery import channels, receiving, register_news
from obmen.node.delivery.models import Arrival, RefusedEdition, RegisterSource
from obmen.node.delivery.register_store import accept, trusted
from obmen.node.journal.models import Entry
from obmen.register import sealed
from obmen.register.annex import RevocationEntry
from obmen.register.compose import hash_of, seal_annex
from obmen.register.editions import Edition
from obmen.register.errors import Fork, Gap, RegisterError
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    from obmen.exchange.channel import Destination

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("_in_kazakhstan")]

RUSSIA, BELARUS = book.node_of("RU").id, book.node_of("BY").id
DAY = timedelta(days=1)


def following(raw: bytes, version: int = 2, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  fields of a part
    """Make an edition the one after `raw`."""
    return {"version": version, "previous_hash": hash_of(raw), "issued_at": ISSUED + DAY, **changes}


def next_legal(**changes: Any) -> bytes:  # noqa: ANN401  fields of the part
    return book.sealed_legal(**following(book.sealed_legal(), **changes))


def next_annex(party: str = "RU", **changes: Any) -> bytes:  # noqa: ANN401  same
    return book.sealed_annex(party, **following(book.sealed_annex(party), **changes))


@dataclass
class World:
    """The other nodes: what each serves, which are down, and what was asked of them."""

    serving: dict[str, list[bytes]] = field(default_factory=dict)
    down: set[str] = field(default_factory=set)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    pushed: list[tuple[str, bytes]] = field(default_factory=list)

    def call(self, destination: Destination, method: str, path: str, content: bytes = b"", largest: int = 0) -> bytes:
        """Answer as the node would."""
        assert not content or method == "POST"
        self.asked.append((destination.node, method, path))
        if destination.node in self.down:
            raise Unreachable(f"Узел {destination.node} не отвечает.")
        if method == "POST":
            self.pushed.append((destination.node, content))
            return b"{}"
        assert largest == editions.LARGEST
        held = self.serving.get(destination.node, [])
        if path == editions.PATH:
            return _listing(held)
        return next(raw for raw in held if path.endswith(hash_of(raw)))

    def fetched(self) -> list[str]:
        """Tell of whom editions were fetched."""
        return [node for node, method, path in self.asked if method == "GET" and path != editions.PATH]


def _listing(raws: list[bytes]) -> bytes:
    """List editions as a node does that holds them."""
    known = {each.raw: each for each in _editions(raws)}
    return editions.LISTING.encode(editions.Listing.of([known[raw] for raw in raws]))


def _editions(raws: list[bytes]) -> list[Edition]:
    parts = {hash_of(raw): json.loads(_document(raw)) for raw in raws}
    return [
        Edition(
            series=parts[hash_of(raw)].get("party", "legal"),
            version=parts[hash_of(raw)]["version"],
            previous_hash="",
            hash=hash_of(raw),
            issued_at=ISSUED,
            raw=raw,
        )
        for raw in raws
    ]


def _document(raw: bytes) -> bytes:
    return sealed.read(raw).document


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """Put the other nodes around us."""
    world = World()
    monkeypatch.setattr(channels, "https", lambda: world)
    return world


def source(node: str) -> RegisterSource:
    return RegisterSource.objects.get(node=node)


def make_due() -> None:
    RegisterSource.objects.update(next_at=clock.real_now())


# --- Asking ------------------------------------------------------------------------------------------------------


def test_every_other_node_is_asked_and_then_left_alone_for_a_while(world: World) -> None:
    """Not ourselves; nobody again before the time."""
    assert register_news.ask_due() == 0
    assert {node for node, _, _ in world.asked} == {RUSSIA, BELARUS}
    world.asked.clear()
    assert register_news.ask_due() == 0
    assert world.asked == []
    assert source(RUSSIA).agreed_at is not None
    assert source(RUSSIA).problem == ""


def test_what_is_newer_is_taken_in_the_order_of_the_source(world: World) -> None:
    """The legal part that names Russia's new key, then the annex under that key."""
    new = pki.issued("Central authority of Russia, new key")
    keys = (*book.legal_part().central_keys, replace(book.legal_part().central_keys[1], certificate=new.certificate))
    legal = next_legal(central_keys=keys)
    part = book.annex_of("RU", **following(book.sealed_annex("RU")))
    annex = seal_annex(part, SoftwareSigner(Role.CENTRAL, new.certificate, new.key), ISSUED + DAY)
    world.serving[BELARUS] = [book.sealed_legal(), book.sealed_annex("RU"), legal, annex]
    assert register_news.ask_due() == 2
    assert trusted().series_of("legal").version == 2
    assert trusted().series_of("RU").version == 2
    assert set(world.fetched()) == {BELARUS}


def test_a_revocation_comes_from_whoever_has_it(world: World) -> None:
    """R-18.7: Russia is down, Belarus has Russia's new annex: the certificate opens nothing any more."""
    revoked = RevocationEntry(fingerprint=pki.officer("RU").fingerprint, revoked_at=ISSUED + DAY, reason="утрата")
    world.down.add(RUSSIA)
    world.serving[BELARUS] = [next_annex(revocations=(revoked,))]
    assert register_news.ask_due() == 1
    assert trusted().revoked_at(pki.officer("RU").fingerprint) == ISSUED + DAY
    assert "не отвечает" in source(RUSSIA).problem


def test_the_depositary_is_asked_first_and_most_often(world: World) -> None:
    """Every ten minutes: a revocation takes effect within the hour."""
    node = replace(
        book.node_of("KZ"), id="depositary", authorities=(), tls_certificates=(pki.seal("depositary tls").certificate,)
    )
    accept(next_legal(depositary_nodes=(node,)))
    register_news.ask_due()
    assert world.asked[0][0] == "depositary"
    soon = clock.real_now() + timedelta(minutes=15)
    assert source("depositary").next_at < soon < source(RUSSIA).next_at


def test_a_node_that_left_the_register_is_asked_no_more(world: World) -> None:
    """And one that came is asked at once."""
    register_news.ask_due()
    accept(next_annex(nodes=(replace(book.node_of("RU"), id="ru2.node.example.org"),)))
    world.asked.clear()
    register_news.ask_due()
    assert [node for node, _, _ in world.asked] == ["ru2.node.example.org"]
    assert not RegisterSource.objects.filter(node=RUSSIA).exists()


def test_a_letter_under_a_newer_edition_has_its_sender_asked(world: World) -> None:
    """E-T-06: what the letter waits for is fetched at the next turn, not after half an hour."""
    register_news.ask_due()
    world.serving[RUSSIA] = [next_annex()]
    waiting = Arrival(
        package_id="00000000-0000-4000-8000-000000000001",
        sender_node=RUSSIA,
        addressee=office.OWN,
        digest="0" * 64,
        package_sha256="0" * 64,
        stored_at=clock.now(),
        next_try_at=clock.real_now(),
    )
    receiving.postpone(waiting, Undetermined("E-T-06", "Отправитель пользовался более новым изданием реестра."))
    assert register_news.ask_due() == 1


# --- Sources that fail, lie or stand still -----------------------------------------------------------------------


def test_the_depositary_may_be_out_for_days(world: World) -> None:
    """72 hours without anybody: what is held stays in force, and everybody is asked again and again."""
    world.down |= {RUSSIA, BELARUS}
    for _ in range(3):
        assert register_news.ask_due() == 0
        make_due()
    assert trusted().series_of("legal").version == 1
    assert trusted().in_force("RU", book.IN_FORCE)
    assert len(world.asked) == 6


def test_a_source_that_stands_still_does_not_hold_us_back(world: World) -> None:
    """Freeze: Russia serves what is old for ever, Belarus has the news."""
    world.serving = {RUSSIA: [book.sealed_legal()], BELARUS: [book.sealed_legal(), next_legal()]}
    register_news.ask_due()
    assert trusted().series_of("legal").version == 2
    make_due()
    world.asked.clear()
    register_news.ask_due()
    assert world.fetched() == [], "what was replaced is not fetched again"


def test_a_fork_is_kept_aside_and_not_asked_for_again(world: World) -> None:
    """Two sealed editions of one version: neither is taken by hand, both files stay for the depositary."""
    accept(next_legal())
    other = next_legal(declarations=())
    world.serving[RUSSIA] = [other]
    assert register_news.ask_due() == 0
    kept = RefusedEdition.objects.get()
    assert (kept.node, bytes(kept.raw), kept.code) == (RUSSIA, other, "E-T-06")
    assert "заверено дважды" in source(RUSSIA).problem
    make_due()
    register_news.ask_due()
    assert world.fetched() == [RUSSIA]


def test_a_part_that_is_refused_does_not_stop_the_others(world: World) -> None:
    """Belarus's annex under a stranger's seal; Russia's good one is taken all the same."""
    stranger = pki.issued("stranger")
    forged = seal_annex(
        book.annex_of("BY", **following(book.sealed_annex("BY"))),
        SoftwareSigner(Role.CENTRAL, stranger.certificate, stranger.key),
        ISSUED + DAY,
    )
    world.serving[RUSSIA] = [forged, next_annex("RU")]
    assert register_news.ask_due() == 1
    assert trusted().series_of("BY").version == 1
    assert trusted().series_of("RU").version == 2
    assert RefusedEdition.objects.get().raw == b"", "what anybody can make is not worth keeping"


def test_a_refusal_is_judged_anew_when_the_register_has_changed(world: World) -> None:
    """An annex under a key that only the next legal part names."""
    new = pki.issued("Central authority of Russia, new key")
    keys = (*book.legal_part().central_keys, replace(book.legal_part().central_keys[1], certificate=new.certificate))
    part = book.annex_of("RU", **following(book.sealed_annex("RU")))
    annex = seal_annex(part, SoftwareSigner(Role.CENTRAL, new.certificate, new.key), ISSUED + DAY)
    world.serving[RUSSIA] = [annex]
    assert register_news.ask_due() == 0
    accept(next_legal(central_keys=keys))
    make_due()
    assert register_news.ask_due() == 1


def test_an_answer_that_is_no_list_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The source is asked again soon, the others as always."""
    monkeypatch.setattr(world, "call", lambda *_words, **_facts: b"<html>")
    register_news.ask_due()
    assert "не читается" in source(RUSSIA).problem
    assert source(RUSSIA).agreed_at is None


# --- Telling -----------------------------------------------------------------------------------------------------


def test_a_new_edition_is_told_to_everybody(world: World) -> None:
    """Whoever is down is named, and fetches it later."""
    world.down.add(BELARUS)
    raw = next_annex("KZ")
    troubles = register_news.tell(raw)
    assert world.pushed == [(RUSSIA, raw)]
    assert list(troubles) == [BELARUS]


def test_what_is_pushed_is_judged_like_anything_else(world: World) -> None:
    """By its seal, not by who brought it."""
    del world
    assert register_news.offered(next_annex("RU"), BELARUS) == hash_of(next_annex("RU"))
    assert trusted().series_of("RU").version == 2
    assert register_news.offered(next_annex("RU"), BELARUS), "twice does no harm"
    with pytest.raises(Fork):
        register_news.offered(next_annex("RU", directory=()), RUSSIA)
    assert RefusedEdition.objects.get().node == RUSSIA
    with pytest.raises(RegisterError):
        register_news.offered(b"junk", RUSSIA)
    assert RefusedEdition.objects.count() == 1


def test_what_lies_between_is_fetched_from_whoever_pushed(world: World) -> None:
    """Version 3 came, version 2 did not."""
    register_news.ask_due()
    second = next_annex("RU")
    third = book.sealed_annex("RU", **following(second, 3, issued_at=ISSUED + 2 * DAY))
    world.serving[RUSSIA] = [second, third]
    with pytest.raises(Gap):
        register_news.offered(third, RUSSIA)
    assert register_news.ask_due() == 2
    assert trusted().series_of("RU").version == 3


def test_two_processes_that_take_editions_at_once_keep_them_in_the_order_they_were_judged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An edition that another process took in between has ours judged anew; what is kept always loads again."""
    first = TrustedRegister.accept
    between = [next_legal(declarations=())]

    def meanwhile(self: TrustedRegister, raw: bytes, now: object) -> TrustedRegister:
        judged = first(self, raw, now)  # type: ignore[arg-type]
        if between:
            accept(between.pop())
        return judged

    monkeypatch.setattr(TrustedRegister, "accept", meanwhile)
    accept(next_annex("RU"))
    assert [each.series for each in trusted().accepted][-2:] == ["legal", "RU"]


def test_the_journal_names_an_edition_within_its_column() -> None:
    """PostgreSQL refuses what is longer; SQLite would not tell."""
    accepted = Entry.objects.filter(action="register_accepted")
    assert "legal-000001" in accepted.values_list("object_id", flat=True)
    longest = Entry._meta.get_field("object_id").max_length  # noqa: SLF001  public in Django
    assert longest
    assert all(len(entry.object_id) <= longest for entry in accepted)
    assert {entry.facts["hash"] for entry in accepted} == {each.hash for each in trusted().accepted}
