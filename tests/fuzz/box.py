"""The input at hand, in a file mapped into memory: what it was is known even when its process is gone."""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from pathlib import Path

_HEAD: Final = struct.Struct("<QQ")
SIZE: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class Box:
    """Holds the number of an input, from 0, and its bytes; two processes share it."""

    shared: mmap.mmap

    @classmethod
    def at(cls, path: Path) -> Self:
        """Open the box, made when it is not there."""
        with path.open("a+b") as file:
            file.truncate(SIZE)
            return cls(mmap.mmap(file.fileno(), SIZE))

    def put(self, number: int, data: bytes) -> None:
        """Keep an input before it is fed."""
        kept = data[: SIZE - _HEAD.size]
        self.shared[_HEAD.size : _HEAD.size + len(kept)] = kept
        _HEAD.pack_into(self.shared, 0, number, len(kept))

    @property
    def number(self) -> int:
        """The number of the input that was fed last."""
        return int(_HEAD.unpack_from(self.shared, 0)[0])

    @property
    def data(self) -> bytes:
        """The input that was fed last."""
        size = _HEAD.unpack_from(self.shared, 0)[1]
        return self.shared[_HEAD.size : _HEAD.size + size]
