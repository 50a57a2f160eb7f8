"""ZIP in one profile: two readers can never see two archives in the same bytes."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.message import canonical_zip
from obmen.message.errors import NotAcceptable

FILES = {"one.json": b"{}", "folder/two.pdf": b"%PDF-" + bytes(300), "empty": b""}
RAW = canonical_zip.write(FILES)


def refused(raw: bytes, most: int = 64) -> str:
    with pytest.raises(NotAcceptable) as caught:
        canonical_zip.read(raw, most)
    return caught.value.code


def test_files_come_back_in_their_order() -> None:
    """What was written is read."""
    assert [(name, bytes(data)) for name, data in canonical_zip.read(RAW, 3).items()] == list(FILES.items())


def test_an_ordinary_zip_reader_agrees() -> None:
    """The profile is still a ZIP that anyone opens."""
    with zipfile.ZipFile(io.BytesIO(RAW)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_an_archive_made_by_another_program_is_not_of_the_profile() -> None:
    """The same files with dates or compression are other bytes, and are not accepted."""
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", method) as archive:
            archive.writestr("one.json", b"{}" * 50)
        assert refused(target.getvalue()) in ("E-T-11", "E-T-01")


@pytest.mark.parametrize(
    "name", ["../up", "a/../b", "/root", "a\\b", "a/b/c", ".hidden", "", "имя", "a" * 65, "a\0b", "a:b"]
)
def test_a_foreign_name_is_refused(name: str) -> None:
    """No name can lead out of the archive, or mean two things."""
    if name.isascii():
        assert refused(canonical_zip.write({name: b""})) == "E-T-11"
    else:
        assert refused(RAW.replace(b"one.json", name.encode()[:8].ljust(8, b"x"))) == "E-T-11"


def test_too_many_files_are_refused() -> None:
    """A flood of tiny files stops at the limit."""
    assert refused(canonical_zip.write({f"f{number}": b"" for number in range(65)})) == "E-T-11"


def test_the_same_name_twice_is_refused() -> None:
    """Two readers could take different files under one name."""
    assert refused(canonical_zip.write({"aa": b"1", "ab": b"2"}).replace(b"ab", b"aa")) == "E-T-11"


@pytest.mark.parametrize("behind", [b"\0", RAW, b"PK\x05\x06" + bytes(18)])
def test_bytes_behind_the_end_are_refused(behind: bytes) -> None:
    """Nothing hides behind the archive."""
    assert refused(RAW + behind) in ("E-T-11", "E-T-01")


def test_bytes_before_the_beginning_are_refused() -> None:
    """Nothing hides before the archive."""
    assert refused(b"\x7fELF" + RAW) == "E-T-11"


def test_every_cut_is_refused() -> None:
    """A broken transfer never gives fewer files."""
    assert {refused(RAW[:length]) for length in range(len(RAW))} == {"E-T-01", "E-T-11"}


def test_every_flipped_byte_is_refused() -> None:
    """One archive has one spelling."""
    for place in range(len(RAW)):
        refused(RAW[:place] + bytes([RAW[place] ^ 1]) + RAW[place + 1 :])


@given(st.binary(max_size=200))
def test_hostile_bytes_raise_only_our_own_errors(raw: bytes) -> None:
    """Whatever follows the first mark, only the error tree comes out."""
    for hostile in (raw, b"PK\x03\x04" + raw, RAW[:40] + raw, RAW[:-30] + raw):
        if hostile != RAW:
            refused(hostile)
