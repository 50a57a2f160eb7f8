"""What cannot be made again byte for byte is made once and found again in the vectors, as long as it still fits.

Ciphertexts are random; another typesetter prints otherwise. `kept.json` says where each such piece lies: in a file of a
vector or, when it is only made from, in the folder `kept`. A piece that no longer fits what it is for is made anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vectors.making.archives import files_of

from obmen.message.errors import NotAcceptable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

VECTORS: Final = Path(__file__).parents[1]
LIST: Final = "kept.json"
FOLDER: Final = "kept"

_made: dict[str, bytes] = {}


def once(name: str, make: Callable[[], bytes], fits: Callable[[bytes], bool]) -> bytes:
    """Give the piece of that name: as it is kept when it fits, else made anew."""
    if name not in _made:
        old = _old(name)
        _made[name] = old if old and fits(old) else make()
        if not fits(_made[name]):
            raise ValueError(f"{name}: what was made does not fit")
    return _made[name]


def _old(name: str) -> bytes:
    file, _, inside = _places().get(name, "").partition("#")
    path = VECTORS / file
    if not path.is_file():
        return b""
    raw = path.read_bytes()
    return files_of(raw).get(inside, b"") if inside else raw


@cache
def _places() -> dict[str, str]:
    path = VECTORS / LIST
    return dict(json.loads(path.read_text())) if path.exists() else {}


def pieces(made: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give what must be kept apart, and the list of where everything lies, by the names of the files."""
    inside = {data: f"{file}#{name}" for file, raw in made.items() for name, data in _files(raw).items()}
    places = {name: inside.get(piece, f"{FOLDER}/{name}") for name, piece in sorted(_made.items())}
    apart = {place: _made[name] for name, place in places.items() if "#" not in place}
    return {LIST: (json.dumps(places, indent=1) + "\n").encode(), **apart}


def _files(raw: bytes) -> dict[str, bytes]:
    try:
        return files_of(raw)
    except NotAcceptable:
        return {}
