"""Every byte flipped in turn: a changed letter is never opened, and only our own errors come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import peers
from tests.support.peers import ALMATY_PEER, RECEIVED, Book

from obmen.message import canonical_zip
from obmen.message.errors import MessageError
from obmen.message.opening import open_container

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCUMENT = peers.receipt()
CONTAINER = peers.sealed(DOCUMENT)
PACKAGE = peers.packed(CONTAINER, DOCUMENT)
PARTS = {name: bytes(data) for name, data in canonical_zip.read(PACKAGE, 2).items()}
BOOK = Book()


def flipped(data: bytes, mask: int) -> Iterator[bytes]:
    """Give the data with each byte flipped in turn."""
    for place in range(len(data)):
        yield data[:place] + bytes([data[place] ^ mask]) + data[place + 1 :]


def refuse_container(raw: bytes) -> None:
    with pytest.raises(MessageError):
        open_container(raw, received_at=RECEIVED, book=BOOK)


def test_no_flipped_byte_of_a_container_opens() -> None:
    """On the way, or by a reader of another mind."""
    for raw in flipped(CONTAINER.raw, 0x01):
        refuse_container(raw)


@pytest.mark.parametrize("name", CONTAINER.files)
@pytest.mark.parametrize("mask", [0x01, 0x20, 0x80])
def test_no_flipped_byte_of_a_file_opens_even_in_a_proper_archive(name: str, mask: int) -> None:
    """A forger computes the checksums anew; there is no byte that is neither signed nor fixed by the profile."""
    for data in flipped(CONTAINER.files[name], mask):
        refuse_container(canonical_zip.write({**CONTAINER.files, name: data}))


def test_no_flipped_byte_of_a_package_opens() -> None:
    """The outer archive is of the same profile."""
    for raw in flipped(PACKAGE, 0x01):
        with pytest.raises(MessageError):
            ALMATY_PEER.open(raw, BOOK)


@pytest.mark.parametrize("name", PARTS)
def test_a_flipped_byte_in_a_proper_package_changes_nothing_that_is_signed(name: str) -> None:
    """Label and envelope are not signed: what opens all the same is the very container that was sent."""
    for data in flipped(PARTS[name], 0x20):
        try:
            opened = ALMATY_PEER.open(canonical_zip.write({**PARTS, name: data}), BOOK)
        except MessageError:
            continue
        assert opened.raw == CONTAINER.raw


@given(st.binary(max_size=200), st.integers(0, len(CONTAINER.raw)), st.integers(0, len(CONTAINER.raw)))
def test_hostile_bytes_raise_only_our_own_errors(raw: bytes, start: int, end: int) -> None:
    """Cut, repeated, replaced: never opened unless it is the container itself."""
    hostile = CONTAINER.raw[:start] + raw + CONTAINER.raw[end:]
    if hostile != CONTAINER.raw:
        refuse_container(hostile)
