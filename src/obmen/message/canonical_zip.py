"""ZIP in the one profile that travels, written and read by the same few lines (APPNOTE 4.3; EN 319 162-1, A.1).

Files are stored, not compressed; no dates, attributes, comments, extra fields, encryption, split archives or ZIP64;
plain ASCII names. Reading makes the archive anew from its files and compares every byte, so that two readers can never
see two different archives in the same bytes.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import TYPE_CHECKING, Final, TypeAlias

from obmen.message.errors import NotAcceptable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Files: TypeAlias = "Mapping[str, bytes | memoryview]"

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_LOCAL_MARK: Final = b"PK\x03\x04"
_CENTRAL_MARK: Final = b"PK\x01\x02"
_END_MARK: Final = b"PK\x05\x06"
_VERSION: Final = 20  # of ZIP, 2.0
_DAY: Final = 0x21  # 1980-01-01, the first day ZIP knows
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)?")
_LONGEST_NAME: Final = 64


def write(files: Files) -> bytes:
    """Make the archive of the files, in their order."""
    pieces: list[bytes | memoryview] = []
    for header, data in _headers(files):
        pieces += (header, data)
    return b"".join(pieces)


def read(raw: bytes, most: int) -> dict[str, memoryview]:
    """Give the files of an archive of this profile, in their order, without copying them.

    Raises `NotAcceptable`: E-T-01 when it is cut or a checksum is wrong, E-T-11 when it is not of the profile or has
    more than `most` files.
    """
    view = memoryview(raw)
    files: dict[str, memoryview] = {}
    at = 0
    while raw.startswith(_LOCAL_MARK, at):
        name, data, at = _entry(view, at)
        if name in files or len(files) == most:
            text = f"имя «{name}» повторяется" if name in files else f"файлов больше {most}"
            raise not_of_profile(f"Архив составлен не по правилам: {text}.", name)
        files[name] = data
    _compare(view, files)
    return files


def not_of_profile(text: str, field: str = "") -> NotAcceptable:
    """Make the error E-T-11."""
    return NotAcceptable("E-T-11", text, field)


def damaged(text: str, field: str = "") -> NotAcceptable:
    """Make the error E-T-01."""
    return NotAcceptable("E-T-01", f"Сообщение повреждено и не читается: {text}.", field)


def _entry(view: memoryview, at: int) -> tuple[str, memoryview, int]:
    """Read the file whose local header is at `at`; give also where the next begins."""
    if len(view) < at + _LOCAL.size:
        raise damaged("архив обрывается")
    *_, checksum, _packed, size, name_length, extra = _LOCAL.unpack_from(view, at)
    start = at + _LOCAL.size + name_length + extra
    name = _name(bytes(view[at + _LOCAL.size : at + _LOCAL.size + min(name_length, _LONGEST_NAME + 1)]))
    data = view[start : start + size]
    if len(data) != size:
        raise damaged("архив обрывается", name)
    if zlib.crc32(data) != checksum:
        raise damaged("контрольная сумма не совпадает", name)
    return name, data, start + size


def _name(raw: bytes) -> str:
    name = raw.decode("ascii", "replace")
    if len(name) > _LONGEST_NAME or not NAME.fullmatch(name):
        shown = ascii(name)[1:-1][:_LONGEST_NAME]
        raise not_of_profile(f"Архив составлен не по правилам: недопустимое имя файла «{shown}».")
    return name


def _compare(view: memoryview, files: Files) -> None:
    """Compare the archive with the one we would write."""
    at = 0
    for header, data in _headers(files):
        if view[at : at + len(header)] != header:
            raise not_of_profile("Архив составлен не по правилам: служебные записи не те, что допустимы.")
        at += len(header) + len(data)
    if at != len(view):
        raise not_of_profile("Архив составлен не по правилам: за концом архива есть лишние байты.")


def _headers(files: Files) -> Iterator[tuple[bytes, bytes | memoryview]]:
    """Give every header with the data that follow it."""
    directory, offset = b"", 0
    for name, data in files.items():
        title, facts = name.encode("ascii"), (zlib.crc32(data), len(data), len(data), len(name), 0)
        local = _LOCAL.pack(_LOCAL_MARK, _VERSION, 0, 0, 0, _DAY, *facts) + title
        directory += _CENTRAL.pack(_CENTRAL_MARK, _VERSION, _VERSION, 0, 0, 0, _DAY, *facts, 0, 0, 0, 0, offset) + title
        yield local, data
        offset += len(local) + len(data)
    end = _END.pack(_END_MARK, 0, 0, len(files), len(files), len(directory), offset, 0)
    yield directory + end, b""
