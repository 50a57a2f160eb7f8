"""Whatever is offered, in whatever order: the register only ever moves forward along one chain (R-18.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache, reduce

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support import book
from tests.support.book import ISSUED, NOW

from obmen.register.compose import hash_of
from obmen.register.errors import RegisterError
from obmen.register.trusted import TrustedRegister

LENGTH = 4


@cache
def legal_chain(fork: str = "") -> tuple[bytes, ...]:
    """Seal the legal editions one after another; a fork tells other things from the second on."""
    chain = [book.sealed_legal()]
    for version in range(2, LENGTH + 1):
        chain.append(
            book.sealed_legal(
                version=version,
                previous_hash=hash_of(chain[-1]),
                issued_at=ISSUED + timedelta(days=version),
                text_version=f"text {version}{fork}",
            )
        )
    return tuple(chain)


@cache
def annex_chain() -> tuple[bytes, ...]:
    """Seal the annexes of Kazakhstan one after another."""
    chain = [book.sealed_annex("KZ")]
    for version in range(2, LENGTH + 1):
        previous, issued = hash_of(chain[-1]), ISSUED + timedelta(days=version)
        chain.append(book.sealed_annex("KZ", version=version, previous_hash=previous, issued_at=issued))
    return tuple(chain)


def offer(register: TrustedRegister, raw: bytes) -> TrustedRegister:
    """Offer an edition as a careless world would: a refusal changes nothing."""
    try:
        return register.accept(raw, NOW)
    except RegisterError:
        return register


def offers() -> st.SearchStrategy[list[bytes]]:
    known = (*legal_chain(), *annex_chain(), *legal_chain("'"), b"noise")
    return st.lists(st.sampled_from(known), max_size=16)


@settings(max_examples=60, deadline=None)
@given(offers())
def test_an_older_register_is_never_accepted(sequence: list[bytes]) -> None:
    """Versions never fall, each step is one version, and each edition names the one before."""
    register = TrustedRegister.pinned(hash_of(legal_chain()[0]))
    for raw in sequence:
        after = offer(register, raw)
        assert after.accepted[: len(register.accepted)] == register.accepted
        assert len(after.accepted) - len(register.accepted) in {0, 1}
        register = after
    for series in register.series.values():
        assert [each.version for each in series.editions] == list(range(1, len(series.editions) + 1))
        assert [each.previous_hash for each in series.editions] == ["", *(each.hash for each in series.editions[:-1])]


@settings(max_examples=30, deadline=None)
@given(offers())
def test_whatever_came_before_the_right_chain_still_completes(sequence: list[bytes]) -> None:
    """No careless offer leaves the register stuck, unless a fork was sealed and taken first; then it says so."""
    start = TrustedRegister.pinned(hash_of(legal_chain()[0]))
    register = reduce(offer, [*sequence, *legal_chain(), *annex_chain()], start)
    newest = {each.hash for each in register.accepted if each.version == LENGTH}
    assert hash_of(annex_chain()[-1]) in newest
    assert newest & {hash_of(legal_chain()[-1]), hash_of(legal_chain("'")[-1])} or forked(register)


def forked(register: TrustedRegister) -> bool:
    """Tell whether the other chain was followed."""
    other = set(map(hash_of, legal_chain("'")[1:]))
    return any(each.hash in other for each in register.accepted)


@settings(max_examples=30, deadline=None)
@given(offers())
def test_what_was_accepted_loads_as_it_was(sequence: list[bytes]) -> None:
    """A restart changes nothing."""
    start = TrustedRegister.pinned(hash_of(legal_chain()[0]))
    register = reduce(offer, sequence, start)
    again = TrustedRegister.load(start.pins, [raw for _, raw in register.editions()], NOW)
    assert again.accepted == register.accepted


def test_ten_parties_with_a_thousand_authorities_each_fit() -> None:
    """The legal part of the whole Commonwealth travels, and every authority is found."""
    parties = tuple(replace(book.legal_part().parties[0], party=f"X{number}") for number in range(10))
    usual = replace(book.legal_part().authorities[0], name="Управление принудительного исполнения № 0000 (учебное)")
    authorities = tuple(
        replace(usual, party=entry.party, id=f"{entry.party}-{number:04}")
        for entry in parties
        for number in range(1000)
    )
    raw = book.sealed_legal(parties=parties, authorities=authorities, central_keys=(), declarations=())
    register = TrustedRegister.pinned(hash_of(raw)).accept(raw, NOW)
    assert register.listed("X9-0999", NOW.date())
