"""Editions of the register between real nodes: served, pushed and fetched over the peer port (R-18.5, R-18.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import nodes
from tests.support.nodes import Running

from obmen.register.annex import RevocationEntry
from obmen.register.compose import hash_of, seal_annex

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.callers import Caller
    from tests.support.nodes import Home


@pytest.fixture(scope="module", autouse=True)
def port(homes: dict[str, Home]) -> Iterator[Running]:
    """Run Kazakhstan's peer port."""
    with Running(homes["KZ"], "serve", "--only", "peer", port=homes["KZ"].peer_port) as running:
        yield running


def held(home: Home) -> list[bytes]:
    """Give the editions that a node was made with."""
    return [path.read_bytes() for path in sorted(home.folder.glob("edition-*.asice"))]


def russias_next(home: Home) -> bytes:
    """Seal the next annex of Russia: it revokes an officer's certificate."""
    first = nodes.annex_of(home)
    issued = first.issued_at + timedelta(days=1)
    before = next(
        raw
        for raw in held(home)
        if hash_of(raw) == hash_of(seal_annex(first, home.keys.central_signer(), first.issued_at))
    )
    revoked = RevocationEntry(fingerprint="ab" * 32, revoked_at=issued, reason="утрата носителя")
    annex = replace(first, version=2, previous_hash=hash_of(before), issued_at=issued, revocations=(revoked,))
    return seal_annex(annex, home.keys.central_signer(), issued)


def test_a_node_lists_and_gives_what_it_holds(homes: dict[str, Home], russia: Caller) -> None:
    """In the order of acceptance, byte by byte."""
    listed = russia.ask("GET", "/register").facts["editions"]
    assert [(each["series"], each["version"]) for each in listed] == [("legal", 1), ("KZ", 1), ("RU", 1)]
    given = [russia.ask("GET", f"/register/{each['hash']}").body for each in listed]
    assert given == held(homes["KZ"])


@pytest.mark.parametrize("path", ["/register/", f"/register/{'0' * 64}", "/register/../packages", "/registers"])
def test_anything_else_is_not_there(russia: Caller, path: str) -> None:
    """Without a word."""
    answer = russia.ask("GET", path)
    assert (answer.status, answer.body) == (404, b"")


def test_what_is_pushed_is_held_or_refused_with_its_reason(homes: dict[str, Home], russia: Caller) -> None:
    """A stranger's bytes are told what they are; a good edition counts at once."""
    refused = russia.ask("POST", "/register", b"PK junk")
    assert refused.status == 422
    assert "не является изданием реестра" in refused.facts["textRu"]
    edition = russias_next(homes["RU"])
    taken = russia.ask("POST", "/register", edition)
    assert (taken.status, taken.facts["hash"]) == (202, hash_of(edition))
    listed = russia.ask("GET", "/register").facts["editions"]
    assert (listed[-1]["series"], listed[-1]["version"]) == ("RU", 2)


def test_a_worker_fetches_what_another_node_holds(homes: dict[str, Home], tmp_path: Path) -> None:
    """A new annex reached Kazakhstan, by a file say: Russia's worker has it from there."""
    edition = tmp_path / "annex.asice"
    edition.write_bytes(russias_next(homes["RU"]))
    homes["KZ"].obmen("register", "accept", str(edition))
    assert hash_of(edition.read_bytes()) not in shown(homes["RU"])
    with Running(homes["RU"], "worker"):
        nodes.until(lambda: hash_of(edition.read_bytes()) in shown(homes["RU"]), "no news came")


def shown(home: Home) -> str:
    """Show the register as the node has it."""
    return home.obmen("register", "show", "--json").stdout
