"""Who is a Party, who is competent, whose key, on a day: what the register answers (Art. 18, 22-25; R-18.5).

An annex is asked only about its own Party, and the legal part says whose authority it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from obmen.message import certificates
from obmen.register.annex import Usage
from obmen.register.indices import AnnexIndex, LegalIndex, earliest, valid
from obmen.register.legal import Level
from obmen.treaty.applicability import AuthorityFacts
from obmen.treaty.calendars import calendar_from
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.register.annex import ChannelEntry, DirectoryEntry
    from obmen.register.legal import AuthorityEntry, PartyEntry
    from obmen.register.nodes import NodeEntry
    from obmen.treaty.applicability import Declaration
    from obmen.treaty.calendars import Calendar
    from obmen.treaty.parties import Membership


@dataclass(frozen=True, kw_only=True)
class Questions:
    """The current editions, arranged for questions; before the first edition nothing is known."""

    legal: LegalIndex | None = None
    annexes: Mapping[str, AnnexIndex] = field(default_factory=lambda: MappingProxyType({}))

    # --- Parties (Art. 1, 22-25) ---------------------------------------------------------------------------------

    def parties(self) -> tuple[PartyEntry, ...]:
        """Give every Party of the legal part."""
        return self.legal.part.parties if self.legal else ()

    def membership(self, party: str) -> Membership | None:
        """From when and until when the Agreement is in force for the Party; `None` for one that is not there."""
        entry = self.legal.parties.get(party) if self.legal else None
        return entry.membership() if entry else None

    def in_force(self, party: str, day: date) -> bool:
        """Tell whether the Agreement is in force for the Party on that day (Art. 22, 24)."""
        membership = self.membership(party)
        return membership is not None and membership.in_force(day)

    def declarations(self) -> tuple[Declaration, ...]:
        """Give the declarations and reservations of all Parties (Art. 25; R-25.5)."""
        return self._declarations

    def texts(self) -> Mapping[str, Mapping[str, date]]:
        """Tell for each protocol since when it binds each Party, for `treaty.editions.edition_between` (Art. 20)."""
        return {each.id: each.in_force for each in self.legal.part.texts} if self.legal else {}

    def calendar(self, party: str, day: date | None = None) -> Calendar | None:
        """Give the Party's calendar for a count that begins on `day`; without a day, the one that reaches furthest."""
        annex = self.annexes.get(party)
        return calendar_from(annex.annex.calendars, day or date.max) if annex else None

    def policies(self, party: str) -> Policies:
        """Give the choices that the Party has declared; the defaults when it has declared nothing."""
        annex = self.annexes.get(party)
        return Policies.declared(annex.annex.policies) if annex else DEFAULT_POLICIES

    # --- Authorities (Art. 18) -----------------------------------------------------------------------------------

    def authority(self, name: str, day: date) -> AuthorityEntry | None:
        """Give the authority as it is entitled to direct interaction on that day; `None` when it is not."""
        return next((entry for entry in self._entries(name) if entry.listed(day)), None)

    def authority_facts(self, name: str, day: date) -> AuthorityFacts | None:
        """Give what the law asks about an authority on a day; `None` for one that was never in the legal part."""
        entries = self._entries(name)
        if not entries:
            return None
        entry = self.authority(name, day) or entries[-1]
        return AuthorityFacts(
            id=entry.id,
            party=entry.party,
            name=entry.name,
            listed=entry.listed(day),
            central=entry.level is Level.CENTRAL,
            enforcement_body=entry.enforcement_body,
        )

    def authorities(self, party: str, day: date) -> tuple[AuthorityEntry, ...]:
        """Give the authorities of a Party that are entitled on that day, central ones first."""
        known = self.legal.of_party.get(party, ()) if self.legal else ()
        listed = (entry for entry in known if entry.listed(day))
        return tuple(sorted(listed, key=lambda entry: entry.level is not Level.CENTRAL))

    def directory(self, party: str, day: date) -> tuple[DirectoryEntry, ...]:
        """Give the bodies and persons of a Party that initiate or execute through its authorities (R-18.6)."""
        annex = self.annexes.get(party)
        return tuple(entry for entry in annex.annex.directory if entry.listed(day)) if annex else ()

    def listed(self, authority: str, day: date) -> bool:
        """Tell whether the authority is entitled to direct interaction on that day (Art. 18)."""
        return self.authority(authority, day) is not None

    def party_of(self, authority: str) -> str | None:
        """Give the Party of an authority, or of a body of a Party's directory."""
        if self.legal and authority in self.legal.party_of:
            return self.legal.party_of[authority]
        return next((party for party, annex in self.annexes.items() if authority in annex.directory), None)

    def zone(self, authority: str) -> ZoneInfo | None:
        """Give the time zone in which the authority, or the body of a directory, counts its days."""
        annex = self._annex_of(authority)
        bodies = annex.directory.get(authority, ()) if annex else ()
        zones = [entry.zone for entry in self._entries(authority)] or [entry.zone for entry in bodies]
        return ZoneInfo(zones[-1]) if zones else None

    # --- Nodes and channels (Art. 10) ----------------------------------------------------------------------------

    def node_for(self, authority: str) -> NodeEntry | None:
        """Give the node that serves the authority."""
        annex = self._annex_of(authority)
        return annex.nodes.get(authority) if annex else None

    def node_by_certificate(self, fingerprint: str) -> NodeEntry | None:
        """Give the node whose TLS certificate has that SHA-256 fingerprint (hex)."""
        known = (self.legal.nodes_by_certificate if self.legal else {}).get(fingerprint)
        return known or next(
            (found for each in self.annexes.values() if (found := each.nodes_by_certificate.get(fingerprint))), None
        )

    def depositary_nodes(self) -> tuple[NodeEntry, ...]:
        """Give the nodes at which the depositary serves the register."""
        return self.legal.part.depositary_nodes if self.legal else ()

    def tls_certificates(self) -> tuple[bytes, ...]:
        """Give the TLS certificates of all nodes (DER): whom the peer port lets in."""
        return self._tls_certificates

    def channels(self, authority: str) -> tuple[ChannelEntry, ...]:
        """Give the addresses of an authority in the order of preference (R-10.4.1)."""
        annex = self._annex_of(authority)
        return tuple(entry for entry in annex.annex.channels if entry.authority == authority) if annex else ()

    # --- Certificates (Art. 11(3)) -------------------------------------------------------------------------------

    def seal_certificates(self, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the seal certificates (DER) that the register lists for the authority at that time."""
        return self._valid(Usage.SEAL, authority, at)

    def node_seal_certificates(self, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the seal certificates of the node that serves the authority at that time."""
        annex = self._annex_of(authority)
        node = annex.nodes.get(authority) if annex else None
        return valid(annex.node_seals.get(node.id, ()), at) if annex and node else ()

    def holder_of_seal(self, fingerprint: str) -> str | None:
        """Tell whose seal, or whose node's, the certificate is or was (SHA-256, hex); nobody's: `None`."""
        of_seals = (Usage.SEAL, Usage.NODE_SEAL)
        entries = (entry for each in self.annexes.values() for entry in each.annex.certificates)
        return next(
            (
                entry.authority
                for entry in entries
                if entry.usage in of_seals and certificates.fingerprint(entry.certificate) == fingerprint
            ),
            None,
        )

    def officer_anchors(self, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the anchors of officers' certificates: those of the authority and those of its whole Party."""
        return self._anchors(Usage.OFFICER_ANCHOR, authority, at)

    def timestamp_anchors(self, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the anchors of timestamp authorities: those of the authority and those of its whole Party."""
        return self._anchors(Usage.TIMESTAMP_ANCHOR, authority, at)

    def encryption_certificate(self, authority: str, at: datetime) -> bytes | None:
        """Give the newest certificate to which letters to the authority are encrypted, none that is revoked by then."""
        for certificate in self._valid(Usage.ENCRYPTION, authority, at):
            since = self.revoked_at(certificates.fingerprint(certificate), self.party_of(authority))
            if since is None or at < since:
                return certificate
        return None

    def revoked_at(self, fingerprint: str, party: str | None = None) -> datetime | None:
        """Since when the certificate (SHA-256, hex) is revoked; `None`: nobody who may has revoked it (R-18.7).

        Whoever knows whose it is names the `party`: then only that Party and the depositary are heard. Without it, any
        Party is heard about a certificate that no other names, for example an officer's.
        """
        if party is None:
            return self._revoked.get(fingerprint)
        own, central = self.annexes.get(party), self.legal.revoked if self.legal else {}
        stated = [known[fingerprint] for known in (own.revoked if own else {}, central) if fingerprint in known]
        return min(stated, default=None)

    # --- Foundations ---------------------------------------------------------------------------------------------

    def _entries(self, authority: str) -> tuple[AuthorityEntry, ...]:
        return self.legal.authorities.get(authority, ()) if self.legal else ()

    def _annex_of(self, authority: str) -> AnnexIndex | None:
        return self.annexes.get(self.party_of(authority) or "")

    def _valid(self, usage: Usage, authority: str, at: datetime) -> tuple[bytes, ...]:
        annex = self._annex_of(authority)
        return annex.valid(usage, authority, at) if annex else ()

    def _anchors(self, usage: Usage, authority: str, at: datetime) -> tuple[bytes, ...]:
        annex = self._annex_of(authority)
        return tuple(found for name in (authority, "") for found in annex.valid(usage, name, at)) if annex else ()

    @cached_property
    def _declarations(self) -> tuple[Declaration, ...]:
        return tuple(entry.declaration() for entry in self.legal.part.declarations) if self.legal else ()

    @cached_property
    def _tls_certificates(self) -> tuple[bytes, ...]:
        of_parties = (node for each in self.annexes.values() for node in each.reachable)
        nodes = (*self.depositary_nodes(), *of_parties)
        return tuple(dict.fromkeys(certificate for node in nodes for certificate in node.tls_certificates))

    @cached_property
    def _revoked(self) -> Mapping[str, datetime]:
        """Collect revocations; what is named as its own by a Party, or is its central key, nobody else revokes."""
        central = self.legal.revoked if self.legal else {}
        keys = self.legal.owners_of_keys if self.legal else {}
        stated = [
            (name, since)
            for party, each in self.annexes.items()
            for name, since in each.revoked.items()
            if keys.get(name, party) == party
            and not any(name in other.owned for owner, other in self.annexes.items() if owner != party)
        ]
        return earliest((*stated, *central.items()))
