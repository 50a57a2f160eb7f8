"""The legal part of the register, sealed by the depositary (Art. 18, 22-25; R-18.5).

An entry is closed (`valid_to`), never removed, so that the newest edition answers for every past day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from obmen.message.encoding import StrictCodec
from obmen.register.periods import covers_day, covers_instant
from obmen.register.sizes import LIMITS
from obmen.treaty.applicability import Declaration
from obmen.treaty.labelled import Labelled
from obmen.treaty.parties import Membership

FORMAT: Final = "1.0"
"""Version of the format of both parts that this node writes (major.minor)."""


class Level(Labelled):
    """What Art. 18 makes of an authority."""

    CENTRAL = "CENTRAL", "центральный орган"
    TERRITORIAL = "TERRITORIAL", "территориальный орган"
    OTHER = "OTHER", "иной орган"


class InstrumentKind(Labelled):
    """What a State hands over to the depositary (Art. 22-25)."""

    SIGNATURE = "SIGNATURE", "подписание"
    NOTIFICATION = "NOTIFICATION", "уведомление о выполнении внутригосударственных процедур"
    ACCESSION = "ACCESSION", "документ о присоединении"
    WITHDRAWAL = "WITHDRAWAL", "уведомление о выходе"
    DECLARATION = "DECLARATION", "заявление, оговорка"
    AUTHORITIES = "AUTHORITIES", "сведения об органах"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentEntry:
    """An instrument as the depositary received it."""

    kind: InstrumentKind
    received_on: date
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyEntry:
    """A Party: ISO 3166-1 alpha-2 code, Russian name, since when it is bound and from which day no longer."""

    party: str
    name: str
    in_force_from: date | None = None
    exit_on: date | None = None
    instruments: tuple[InstrumentEntry, ...] = ()

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
    """A declaration (Art. 25) or a reservation: verbatim, with its scope in codes (R-25.5)."""

    party: str
    kind: Literal["ART25_FULL", "ART25_PARTIAL", "RESERVATION"]
    text: str
    provisions: tuple[str, ...] = ()
    document_classes: tuple[str, ...] = ()
    applied: bool = True
    effective_from: date | None = None
    withdrawn_on: date | None = None

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
class LegalPart:
    """One edition of the legal part.

    `version` counts from 1; `previous_hash` is the hash of the edition before, empty in the first. `depositary_keys`
    are certificates (DER) that may seal the next edition. `text_version` is the edition of the Agreement's text.
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
    part: Literal["LEGAL"] = "LEGAL"
    format: str = FORMAT


CODEC: Final = StrictCodec(LegalPart, LIMITS)
"""Reads and writes `document.json` of a legal part."""
