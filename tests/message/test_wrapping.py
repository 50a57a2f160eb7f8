"""The clear label and the encryption: for the addressee's eyes only."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import peers, pki

from obmen.message import canonical_zip, wrapping
from obmen.message.errors import MessageError, Misuse, NotAcceptable, Undetermined
from obmen.message.limits import Limits
from obmen.message.wrapping import read_label, unwrap, wrap

DOCUMENT = peers.receipt()
CONTAINER = peers.sealed(DOCUMENT)
PACKAGE = peers.packed(CONTAINER, DOCUMENT)
DECRYPTER = peers.ALMATY_PEER.decrypter


def refused(package: bytes) -> str:
    with pytest.raises(NotAcceptable) as caught:
        unwrap(package, DECRYPTER)
    return caught.value.code


def repacked(**changes: bytes) -> bytes:
    """Pack the same two files with changes."""
    files = {name: bytes(data) for name, data in canonical_zip.read(PACKAGE, 2).items()}
    return canonical_zip.write({name: changes.get(name.partition(".")[0], data) for name, data in files.items()})


def test_the_label_tells_the_post_where_to_go_and_nothing_more() -> None:
    """Who, to whom, which, how large: no name, no case number."""
    label = read_label(PACKAGE)
    assert (label.package_id, label.addressee) == (DOCUMENT.envelope.message_id, peers.KZ)
    assert (label.digest, label.size) == (CONTAINER.identity, len(CONTAINER.raw))
    assert label.key == pki.encryption(peers.KZ).fingerprint
    assert DOCUMENT.envelope.case_id.encode() not in PACKAGE


def test_the_addressee_gets_the_container_as_it_was() -> None:
    """Byte for byte."""
    assert unwrap(PACKAGE, DECRYPTER) == CONTAINER.raw


def test_another_authority_cannot_read_it() -> None:
    """The key of the sender itself does not open it either."""
    with pytest.raises(NotAcceptable, match="E-T-07"):
        unwrap(PACKAGE, peers.MOSCOW_PEER.decrypter)


def test_a_label_of_another_content_is_refused() -> None:
    """Digest and size on the label are those of what is inside."""
    other = peers.packed(peers.sealed(peers.receipt()), DOCUMENT)
    content = bytes(canonical_zip.read(other, 2)["content.p7m"])
    assert refused(repacked(content=content)) == "E-T-01"


def test_what_is_no_package_is_refused() -> None:
    """A bare container, other files, a label that is none."""
    assert refused(CONTAINER.raw) == "E-T-11"
    assert refused(canonical_zip.write({"label.json": b"{}"})) == "E-T-11"
    assert refused(repacked(label=b"{}")) == "E-T-01"
    assert refused(repacked(label=b" " * 5000)) == "E-T-10"
    assert refused(repacked(content=b"")) == "E-T-07"


def test_a_label_of_another_major_version_is_undetermined() -> None:
    """Kept until the node is renewed."""
    label = bytes(canonical_zip.read(PACKAGE, 2)["label.json"])
    with pytest.raises(Undetermined):
        read_label(repacked(label=label.replace(b'"1.0"', b'"2.0"')))
    assert read_label(repacked(label=label.replace(b'"1.0"', b'"1.1","colour":"red"'))).version == "1.1"


def test_a_package_beyond_the_limit_is_refused_unread() -> None:
    """Size is the first question (E-T-10)."""
    with pytest.raises(NotAcceptable, match="E-T-10"):
        read_label(PACKAGE, Limits(package=100))


def test_nothing_is_encrypted_to_what_is_no_recipient() -> None:
    """A broken certificate of our own register is our own mistake."""
    with pytest.raises(Misuse):
        wrap(CONTAINER, package_id=uuid4(), sender_node="n", addressee="a", recipient_certificate=b"nothing")


@given(st.binary(max_size=300))
def test_hostile_bytes_raise_only_our_own_errors(raw: bytes) -> None:
    """Around, in the label, and in the content."""
    for hostile in (raw, repacked(label=raw), repacked(content=raw)):
        with pytest.raises(MessageError):
            unwrap(hostile, DECRYPTER)


def test_the_version_written_is_ours() -> None:
    """A label says by which rules it was made."""
    assert read_label(PACKAGE).version == wrapping.LABEL_VERSION
