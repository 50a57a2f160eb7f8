"""What a letter asks of the register; the room `register` answers it (Art. 18; R-18.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from obmen.treaty.documents.envelope import RegisterEdition
    from obmen.treaty.parties import Membership


class AddressBook(Protocol):
    """What opening asks of the register. Certificates are DER; authorities and Parties are ids of the register."""

    def seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the seal certificates that the register lists for the authority at that time."""

    def node_seal_certificates(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the seal certificates of the nodes that serve the authority at that time."""

    def officer_anchors(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the anchors of officers' certificates of the authority's Party at that time."""

    def timestamp_anchors(self, authority: str, at: datetime) -> Sequence[bytes]:
        """Give the anchors of timestamp authorities that the Party of the authority relies on at that time."""

    def revoked_at(self, fingerprint: str, party: str | None = None) -> datetime | None:
        """Since when the certificate (SHA-256, hex) is revoked; `None`: good; raises `Undetermined`: not known.

        Where the certificate is that of a Party's body or officer, only that `party` and the depositary are heard.
        """

    def listed(self, authority: str, day: date) -> bool:
        """Tell whether the authority is in the legal register on that day (Art. 18)."""

    def party_of(self, authority: str) -> str | None:
        """Give the Party of the authority, if the register knows it."""

    def in_force(self, party: str, day: date) -> bool:
        """Tell whether the Agreement is in force for the Party on that day (Art. 22, 24)."""

    def membership(self, party: str) -> Membership | None:
        """From when and until when the Agreement is in force for the Party."""

    def knows_edition(self, edition: RegisterEdition, party: str) -> bool | None:
        """Tell whether we hold the edition: `None` when it is newer than ours, `False` when its hash is another."""
