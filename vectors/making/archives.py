"""Archives made and remade: the container's own profile, and what other programs or forgers would write."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING, Final

from obmen.message import canonical_zip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_DAY: Final = (1980, 1, 1, 0, 0, 0)


def files_of(raw: bytes) -> dict[str, bytes]:
    """Give the files of an archive of the profile."""
    return {name: bytes(data) for name, data in canonical_zip.read(raw, 200).items()}


def changed(raw: bytes, changes: Mapping[str, bytes | None], *, before: str = "") -> bytes:
    """Write the archive again with other files; `None` leaves one out; new ones go `before` a name, or to the end."""
    files = files_of(raw)
    new = {name: data for name, data in changes.items() if name not in files and data is not None}
    written: dict[str, bytes] = {}
    for name, data in files.items():
        if name == before:
            written |= new
        kept = changes.get(name, data)
        if kept is not None:
            written[name] = kept
    return canonical_zip.write({**written, **new})


def edited(raw: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """Write the archive again with one file edited."""
    return changed(raw, {name: edit(files_of(raw)[name])})


def by_zipfile(files: Mapping[str, bytes], method: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    """Write the files as Python's own library would."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = comment
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = method if name != "mimetype" else zipfile.ZIP_STORED
            archive.writestr(entry, data)
    return out.getvalue()


def renamed(raw: bytes, name: str, new: bytes) -> bytes:
    """Give a file another name of the same length, in both directories."""
    if len(name.encode()) != len(new):
        raise ValueError("the archive would have to be written anew")
    return raw.replace(name.encode(), new)


def patched(raw: bytes, mark: bytes, offset: int, value: bytes, which: int = 0) -> bytes:
    """Put bytes at an offset from the header `which` (from 0) with that mark."""
    at = -1
    for _ in range(which + 1):
        at = raw.index(mark, at + 1)
    return raw[: at + offset] + value + raw[at + offset + len(value) :]


def u16(value: int) -> bytes:
    """Write a number of two bytes."""
    return struct.pack("<H", value)


def u32(value: int) -> bytes:
    """Write a number of four bytes."""
    return struct.pack("<I", value)
