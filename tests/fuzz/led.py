"""One target led by coverage, in a process of its own (`guided` starts it); the words are those of libFuzzer."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING, Any, Final

import atheris

with atheris.instrument_imports(include=["obmen.message", "obmen.register"]):
    from tests.fuzz.targets import BY_NAME

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

_OURS: Final = 0.6
"""Which share of mutations is ours; libFuzzer's own are told of comparisons and of what was new."""


def main() -> None:
    """Lead the target that is named first."""
    target, words = BY_NAME[sys.argv[1]], [sys.argv[0], *sys.argv[2:]]
    library: Any = atheris

    def one(data: bytes) -> None:
        target.feed(data, True)  # noqa: FBT003  nobody knows by which ways it came to be

    library.Setup(words, one, custom_mutator=_mutator(target, library))
    library.Fuzz()


def _mutator(target: Target, library: Any) -> Any:  # noqa: ANN401  a library without types
    """Mutate what libFuzzer holds, or begin anew with a seed."""

    def mutate(data: bytes, longest: int, seed: int) -> bytes:
        rng = Random(seed)
        if rng.random() > _OURS:
            changed: bytes = library.Mutate(data, longest)
            return changed
        try:
            return target.made(rng, (data,) if len(data) > 1 and rng.random() < 0.8 else ())[0][:longest]
        except (IndexError, ValueError, LookupError):  # a mutation of DER met what is no DER any more
            return bytes(library.Mutate(data, longest))

    return mutate


if __name__ == "__main__":
    main()
