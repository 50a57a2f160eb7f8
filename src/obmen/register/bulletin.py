"""The depositary's bulletin (R-02): what an edition of the legal part brings, and what deserves the States' attention.

It travels inside the edition, under one seal, and is printed as its `document.pdf`: nobody can replay it alone
(Art. 18, 20-25; R-26.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened: on which day, about which State, in plain Russian; the number of its instrument."""

    on: date
    party: str
    text: str
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """What the depositary draws the States' attention to and does not judge (Art. 21): a finding of the law."""

    party: str
    code: str
    text: str
    instrument: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What is new in an edition."""

    events: tuple[Event, ...] = ()
    attention: tuple[Attention, ...] = ()


NOTHING_NEW: Final = Bulletin()
"""The bulletin of an edition that brings nothing."""
