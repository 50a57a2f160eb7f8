"""A part of the register arranged for questions, once per edition: an answer is then a look into a dictionary."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from obmen.message.certificates import fingerprint
from obmen.register.annex import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from obmen.register.annex import CertificateEntry, DirectoryEntry, NodeEntry, TechnicalAnnex
    from obmen.register.legal import AuthorityEntry, CentralKey, LegalPart, PartyEntry

T = TypeVar("T")


def grouped(entries: Iterable[T], key: Callable[[T], str]) -> Mapping[str, tuple[T, ...]]:
    """Put entries under their keys, keeping their order."""
    groups: defaultdict[str, list[T]] = defaultdict(list)
    for entry in entries:
        groups[key(entry)].append(entry)
    return {name: tuple(group) for name, group in groups.items()}


def earliest(stated: Iterable[tuple[str, datetime]]) -> Mapping[str, datetime]:
    """Keep the earliest instant for each name."""
    known: dict[str, datetime] = {}
    for name, since in stated:
        known[name] = min(since, known.get(name, since))
    return known


class LegalIndex:
    """The legal part for questions."""

    def __init__(self, part: LegalPart) -> None:
        """Arrange the part."""
        self.part = part

    @cached_property
    def parties(self) -> Mapping[str, PartyEntry]:
        """Parties by code."""
        return {entry.party: entry for entry in self.part.parties}

    @cached_property
    def authorities(self) -> Mapping[str, tuple[AuthorityEntry, ...]]:
        """Entries of an authority by its id: it may have several, one after another."""
        return grouped(self.part.authorities, lambda entry: entry.id)

    @cached_property
    def of_party(self) -> Mapping[str, tuple[AuthorityEntry, ...]]:
        """Authorities by Party."""
        return grouped(self.part.authorities, lambda entry: entry.party)

    @cached_property
    def central_keys(self) -> Mapping[str, tuple[CentralKey, ...]]:
        """Keys of central authorities by Party."""
        return grouped(self.part.central_keys, lambda key: key.party)

    @cached_property
    def revoked(self) -> Mapping[str, datetime]:
        """Since when keys of central authorities are revoked, by fingerprint."""
        return earliest(
            (fingerprint(key.certificate), key.revoked_at) for key in self.part.central_keys if key.revoked_at
        )

    @cached_property
    def party_of(self) -> Mapping[str, str]:
        """The Party of each authority."""
        return {name: entries[0].party for name, entries in self.authorities.items()}


class AnnexIndex:
    """One Party's annex for questions."""

    def __init__(self, annex: TechnicalAnnex) -> None:
        """Arrange the annex."""
        self.annex = annex

    @cached_property
    def nodes(self) -> Mapping[str, NodeEntry]:
        """The node of each authority."""
        return {name: node for node in self.annex.nodes for name in node.authorities}

    @cached_property
    def nodes_by_certificate(self) -> Mapping[str, NodeEntry]:
        """Nodes by the fingerprints of their TLS certificates."""
        return {fingerprint(each): node for node in self.annex.nodes for each in node.tls_certificates}

    @cached_property
    def certificates(self) -> Mapping[Usage, Mapping[str, tuple[CertificateEntry, ...]]]:
        """Certificates by use and authority."""
        by_usage = grouped(self.annex.certificates, lambda entry: entry.usage)
        return {usage: grouped(by_usage.get(usage, ()), lambda entry: entry.authority) for usage in Usage}

    @cached_property
    def directory(self) -> Mapping[str, tuple[DirectoryEntry, ...]]:
        """Entries of a body of the directory by its id."""
        return grouped(self.annex.directory, lambda entry: entry.id)

    @cached_property
    def listed(self) -> frozenset[str]:
        """Fingerprints of the certificates that the annex lists as its own Party's."""
        return frozenset(fingerprint(entry.certificate) for entry in self.annex.certificates)

    @cached_property
    def revoked(self) -> Mapping[str, datetime]:
        """Since when certificates are revoked, by fingerprint; the earliest instant counts (R-18.7)."""
        stated = [(entry.fingerprint, entry.revoked_at) for entry in self.annex.revocations]
        stated += [
            (fingerprint(entry.certificate), entry.revoked_at) for entry in self.annex.certificates if entry.revoked_at
        ]
        return earliest(stated)

    def valid(self, usage: Usage, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the certificates of an authority for one use at an instant, the newest first."""
        entries = [entry for entry in self.certificates[usage].get(authority, ()) if entry.valid(at)]
        entries.sort(key=lambda entry: entry.valid_from, reverse=True)
        return tuple(entry.certificate for entry in entries)
