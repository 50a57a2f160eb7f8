"""The legal part of the register, sealed by the depositary (Art. 18, 22-25; R-18.5).

An entry is closed (`valid_to`), never removed, so that the newest edition answers for every past day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from obmen.message.encoding import StrictCodec
from obmen.register.bulletin import NOTHING_NEW, Bulletin
from obmen.register.nodes import NodeEntry
from obmen.register.periods import covers_day, covers_instant
from obmen.register.sizes import LIMITS
from obmen.treaty.applicability import Declaration
from obmen.treaty.instruments import Instrument
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import Membership

FORMAT: Final = "1.0"
"""Version of the format of both parts that this node writes (major.minor)."""


class Level(Labelled):
    """What Art. 18 makes of an authority."""

    CENTRAL = "CENTRAL", "центральный орган"
    TERRITORIAL = "TERRITORIAL", "территориальный орган"
    OTHER = "OTHER", "иной орган"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEntry:
    """A State: ISO 3166-1 alpha-2 code, Russian name, and the dates that the depositary published.

    It is bound from `in_force_from` and no longer from `exit_on`; both follow from the `instruments` of the part.
    """

    party: str
    name: str
    in_force_from: date | None = None
    exit_on: date | None = None

    def membership(self) -> Membership:
        """Give the dates as the law needs them (Art. 22-24)."""
        return Membership(party=self.party, name=self.name, in_force_from=self.in_force_from, exit_on=self.exit_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityEntry:
    """An authority entitled to direct interaction (Art. 18).

    `zone` is an IANA name; `enforcement_body` tells whether its receipt starts the term (P-02); `valid_to` is the first
    day on which it is no longer entitled; `successor` then takes its cases.
    """

    id: str
    party: str
    name: str
    level: Level
    zone: str
    valid_from: date
    valid_to: date | None = None
    enforcement_body: bool = True
    competence: str = ""
    address: str = ""
    successor: str = ""

    def listed(self, day: date) -> bool:
        """Tell whether it is entitled on that day."""
        return covers_day(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationEntry:
    """A declaration (Art. 25) or a reservation: verbatim, with its scope in codes (R-25.5).

    `number` is that of its instrument; `objections` are the Parties that objected.
    """

    party: str
    kind: Literal["ART25_FULL", "ART25_PARTIAL", "RESERVATION"]
    text: str
    provisions: tuple[str, ...] = ()
    document_classes: tuple[str, ...] = ()
    applied: bool = True
    effective_from: date | None = None
    withdrawn_on: date | None = None
    number: str = ""
    objections: tuple[str, ...] = ()

    def declaration(self) -> Declaration:
        """Give it as the law needs it."""
        return Declaration(
            party=self.party,
            kind=self.kind,
            provisions=self.provisions,
            document_classes=self.document_classes,
            text=self.text,
            applied=self.applied,
            effective_from=self.effective_from,
            withdrawn_on=self.withdrawn_on,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralKey:
    """The seal (certificate, DER) with which a central authority seals the annex of its Party (R-18.5)."""

    party: str
    authority: str
    certificate: bytes
    valid_from: datetime
    valid_to: datetime | None = None
    revoked_at: datetime | None = None

    def valid(self, at: datetime) -> bool:
        """Tell whether the register names it for that instant; revocation is asked apart."""
        return covers_instant(self.valid_from, self.valid_to, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextEntry:
    """A protocol that amends the Agreement (Art. 20): the id of its edition, and since when it binds each Party."""

    id: str
    in_force: dict[str, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalPart:
    """One edition of the legal part.

    `version` counts from 1; `previous_hash` is the hash of the edition before, empty in the first. `depositary_keys`
    are certificates (DER) that may seal the next edition; while there are none, two Parties or more seal it together
    (R-18.8). `depositary_nodes` serve the register and no authority. `text_version` is the edition of the Agreement's
    text, `texts` are the protocols to it. `instruments` are all that was received; `bulletin` tells what is new.
    """

    version: int
    previous_hash: str
    issued_at: datetime
    text_version: str
    parties: tuple[PartyEntry, ...]
    authorities: tuple[AuthorityEntry, ...]
    declarations: tuple[DeclarationEntry, ...]
    central_keys: tuple[CentralKey, ...]
    depositary_keys: tuple[bytes, ...]
    instruments: tuple[Instrument, ...] = ()
    texts: tuple[TextEntry, ...] = ()
    depositary_nodes: tuple[NodeEntry, ...] = ()
    bulletin: Bulletin = NOTHING_NEW
    part: Literal["LEGAL"] = "LEGAL"
    format: str = FORMAT


CODEC: Final = StrictCodec(LegalPart, LIMITS)
"""Reads and writes `document.json` of a legal part."""
