"""Whether an arrival is new: the same package may come twice, another under its id may not (design §3).

A letter is known by its package id and the digest of the plain container that its label states: encrypting again gives
other bytes and the same letter.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterable


class Verdict(StrEnum):
    """What to do with an arrival."""

    NEW = "NEW"
    """Nothing with its id has come from that node: store it, acknowledge, open."""

    REPEATED = "REPEATED"
    """The same letter has come: acknowledge again and send the original receipt again."""

    CONFLICT = "CONFLICT"
    """Another letter has come under the same id: T-02 (E-T-02) and an alarm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the label says of an arrival; `digest` is in hex."""

    package_id: UUID
    digest: str


def judge(arrival: Facts, seen: Iterable[Facts]) -> Verdict:
    """Compare an arrival with those that came earlier from the same node."""
    digests = {each.digest for each in seen if each.package_id == arrival.package_id}
    if not digests:
        return Verdict.NEW
    return Verdict.REPEATED if arrival.digest in digests else Verdict.CONFLICT
