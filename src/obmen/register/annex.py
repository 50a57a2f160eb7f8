"""The technical annex of a Party, sealed by its central authority (Art. 10, 18; R-18.5-18.7).

An annex speaks of its own Party only. An entry is closed, never removed, so that the newest edition answers for every
past moment: whose key, on date X.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from obmen.message.encoding import StrictCodec
from obmen.register.legal import FORMAT
from obmen.register.nodes import NodeEntry
from obmen.register.periods import covers_day, covers_instant
from obmen.register.sizes import LIMITS
from obmen.treaty.calendars import Calendar
from obmen.treaty.labelled import Labelled


class Usage(Labelled):
    """What a certificate is for; each use has a key of its own (design §3)."""

    SEAL = "SEAL", "печать органа"
    ENCRYPTION = "ENCRYPTION", "шифрование для органа"
    NODE_SEAL = "NODE_SEAL", "печать узла"
    OFFICER_ANCHOR = "OFFICER_ANCHOR", "удостоверяющий центр должностных лиц"
    TIMESTAMP_ANCHOR = "TIMESTAMP_ANCHOR", "служба меток времени"


class ChannelKind(Labelled):
    """How letters reach an authority (R-10.4.1)."""

    NODE = "NODE", "узел"
    EMAIL = "EMAIL", "электронная почта"
    FAX = "FAX", "факс"
    POST = "POST", "почта"


class BodyKind(Labelled):
    """Who has a proceeding in production without being entitled to direct interaction (Art. 1, R-18.6)."""

    BODY = "BODY", "орган принудительного исполнения"
    UNIT = "UNIT", "подразделение"
    PRIVATE_BAILIFF = "PRIVATE_BAILIFF", "частный судебный исполнитель"


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEntry:
    """A certificate (DER) and whose it is.

    `authority` is the id of an authority or of a body of the directory. A node's seal names any authority of that node
    and counts for all of them; an anchor without an `authority` counts for the whole Party.
    """

    usage: Usage
    authority: str
    certificate: bytes
    valid_from: datetime
    valid_to: datetime | None = None
    revoked_at: datetime | None = None

    def valid(self, at: datetime) -> bool:
        """Tell whether the register names it for that instant; revocation is asked apart (`revoked_at`)."""
        return covers_instant(self.valid_from, self.valid_to, at)


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationEntry:
    """A certificate that the annex does not list, for example an officer's, and since when it is revoked (R-18.7)."""

    fingerprint: str
    revoked_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelEntry:
    """An address of an authority; the order of the annex is the order of preference (R-10.4.1)."""

    authority: str
    kind: ChannelKind
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry:
    """A body or person that initiates or executes through the authority `served_by` (R-18.6)."""

    id: str
    kind: BodyKind
    name: str
    served_by: str
    zone: str
    valid_from: date
    valid_to: date | None = None
    address: str = ""
    successor: str = ""

    def listed(self, day: date) -> bool:
        """Tell whether the entry is open on that day."""
        return covers_day(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalAnnex:
    """One edition of the technical annex of one Party; versions count as those of the legal part."""

    party: str
    version: int
    previous_hash: str
    issued_at: datetime
    nodes: tuple[NodeEntry, ...]
    certificates: tuple[CertificateEntry, ...]
    calendars: tuple[Calendar, ...] = ()
    policies: dict[str, str] = field(default_factory=dict)
    channels: tuple[ChannelEntry, ...] = ()
    directory: tuple[DirectoryEntry, ...] = ()
    revocations: tuple[RevocationEntry, ...] = ()
    capabilities: tuple[str, ...] = ()
    part: Literal["ANNEX"] = "ANNEX"
    format: str = FORMAT


CODEC: Final = StrictCodec(TechnicalAnnex, LIMITS)
"""Reads and writes `document.json` of an annex."""
