"""One vector: a file, what a receiver must say to it, and what it guards against."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from vectors.making.cast import OURS, RECEIVED

OPENED: Final = "OPENED"
REFUSED: Final = "NOT_ACCEPTED"
UNDETERMINED: Final = "UNDETERMINED"

Kind: TypeAlias = Literal["container", "package", "edition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A vector and what is expected of whoever opens it.

    `name` is its file without the ending; `what` says what it is and `guards` what it guards against, in one sentence
    each. `code` and `step` say what stops it: a step of opening, for editions one of those of `protocol/register.md`.
    `warns` are the codes of warnings with which it is opened; `needs` names suites that not everybody has («gost»).
    """

    name: str
    what: str
    guards: str
    make: Callable[[], bytes]
    kind: Kind = "container"
    verdict: str = OPENED
    code: str = ""
    step: int | None = None
    field: str = ""
    warns: tuple[str, ...] = ()
    received_at: datetime = RECEIVED
    addressee: str = OURS
    needs: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The path in the folder of vectors."""
        folder = "good" if self.verdict == OPENED else "bad"
        return f"{folder}/{self.name}.{'package' if self.kind == 'package' else 'asice'}"


def refused(  # noqa: PLR0913, PLR0917  the facts of one vector, in the order in which they are told
    name: str,
    step: int,
    code: str,
    what: str,
    guards: str,
    make: Callable[[], bytes],
    **more: Any,  # noqa: ANN401  other fields of the case
) -> Case:
    """Make a vector that is not accepted."""
    return Case(name=name, step=step, code=code, what=what, guards=guards, make=make, verdict=REFUSED, **more)


def undetermined(name: str, step: int, code: str, *told: Any, **more: Any) -> Case:  # noqa: ANN401  same
    """Make a vector about which nobody can tell yet; the rest as in `refused`."""
    return replace(refused(name, step, code, *told, **more), verdict=UNDETERMINED)
