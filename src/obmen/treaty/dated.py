"""Law that changes, as dated data: the TOML files beside the code, read once.

Each value says since when it holds and where it comes from; a new edition is a new entry beside the old one.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable


def _folder() -> Traversable:
    return files("obmen.treaty").joinpath("data")


@cache
def read(name: str) -> Mapping[str, Any]:
    """Read `data/<name>.toml`; the same mapping each time."""
    text = _folder().joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(text))


@cache
def names(folder: str) -> tuple[str, ...]:
    """Name the files of `data/<folder>`, each ready for `read`, in alphabetical order."""
    found = (entry.name for entry in _folder().joinpath(folder).iterdir())
    return tuple(sorted(f"{folder}/{name.removesuffix('.toml')}" for name in found if name.endswith(".toml")))
