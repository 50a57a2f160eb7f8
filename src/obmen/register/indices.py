"""A part of the register arranged for questions, once per edition: an answer is then a look into a dictionary."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeVar

from obmen.message.certificates import fingerprint
from obmen.register.annex import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from obmen.register.annex import CertificateEntry, DirectoryEntry, TechnicalAnnex
    from obmen.register.legal import CentralKey, LegalPart
    from obmen.register.nodes import NodeEntry

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
        """Arrange the part: Parties by code, entries of authorities by id (one may have several) and by Party."""
        self.part = part
        self.parties: Final = {entry.party: entry for entry in part.parties}
        self.authorities: Final = grouped(part.authorities, lambda entry: entry.id)
        self.of_party: Final = grouped(part.authorities, lambda entry: entry.party)
        self.party_of: Final = {name: entries[0].party for name, entries in self.authorities.items()}

    @cached_property
    def central_keys(self) -> Mapping[str, tuple[CentralKey, ...]]:
        """Keys of central authorities by Party."""
        return grouped(self.part.central_keys, lambda key: key.party)

    @cached_property
    def owners_of_keys(self) -> Mapping[str, str]:
        """The Party of each key of a central authority, by fingerprint."""
        return {fingerprint(key.certificate): key.party for key in self.part.central_keys}

    @cached_property
    def nodes_by_certificate(self) -> Mapping[str, NodeEntry]:
        """Nodes of the depositary by the fingerprints of their TLS certificates."""
        return {fingerprint(each): node for node in self.part.depositary_nodes for each in node.tls_certificates}

    @cached_property
    def revoked(self) -> Mapping[str, datetime]:
        """Since when keys of central authorities are revoked, by fingerprint."""
        return earliest(
            (fingerprint(key.certificate), key.revoked_at) for key in self.part.central_keys if key.revoked_at
        )


class AnnexIndex:
    """One Party's annex for questions."""

    def __init__(self, annex: TechnicalAnnex) -> None:
        """Arrange the annex; `revoked` tells since when a certificate (by fingerprint) is revoked by this Party."""
        self.annex = annex
        names = [fingerprint(entry.certificate) for entry in annex.certificates]
        self.listed: Final = frozenset(names)
        by_usage = grouped(annex.certificates, lambda entry: entry.usage)
        self._certificates = {usage: grouped(by_usage.get(usage, ()), lambda entry: entry.authority) for usage in Usage}
        stated = [(entry.fingerprint, entry.revoked_at) for entry in annex.revocations]
        listed = zip(names, annex.certificates, strict=True)
        self.revoked: Final = earliest(
            (*stated, *((name, each.revoked_at) for name, each in listed if each.revoked_at))
        )

    @cached_property
    def reachable(self) -> tuple[NodeEntry, ...]:
        """The nodes without their revoked TLS certificates: from the moment we know, whatever was stated (R-18.7)."""
        return tuple(self._without_revoked(node) for node in self.annex.nodes)

    def _without_revoked(self, node: NodeEntry) -> NodeEntry:
        good = tuple(each for each in node.tls_certificates if fingerprint(each) not in self.revoked)
        return replace(node, tls_certificates=good)

    @cached_property
    def nodes(self) -> Mapping[str, NodeEntry]:
        """The node of each authority."""
        return {name: node for node in self.reachable for name in node.authorities}

    @cached_property
    def nodes_by_certificate(self) -> Mapping[str, NodeEntry]:
        """Nodes by the fingerprints of their TLS certificates."""
        return {fingerprint(each): node for node in self.reachable for each in node.tls_certificates}

    @cached_property
    def owned(self) -> frozenset[str]:
        """Fingerprints of all certificates that the annex names, for any use, revoked or not."""
        return self.listed | {fingerprint(each) for node in self.annex.nodes for each in node.tls_certificates}

    @cached_property
    def node_seals(self) -> Mapping[str, tuple[CertificateEntry, ...]]:
        """Seals of nodes by the id of the node."""
        seals = (entry for entry in self.annex.certificates if entry.usage is Usage.NODE_SEAL)
        return grouped(
            (entry for entry in seals if entry.authority in self.nodes), lambda entry: self.nodes[entry.authority].id
        )

    @cached_property
    def directory(self) -> Mapping[str, tuple[DirectoryEntry, ...]]:
        """Entries of a body of the directory by its id."""
        return grouped(self.annex.directory, lambda entry: entry.id)

    @cached_property
    def claims(self) -> frozenset[str]:
        """What the annex calls its Party's own: nodes, bodies of the directory, certificates."""
        nodes = {f"node {node.id}" for node in self.annex.nodes}
        bodies = {f"body {name}" for name in self.directory}
        return self.owned | nodes | bodies

    def valid(self, usage: Usage, authority: str, at: datetime) -> tuple[bytes, ...]:
        """Give the certificates of an authority for one use at an instant, the newest first."""
        return valid(self._certificates[usage].get(authority, ()), at)


def valid(entries: Iterable[CertificateEntry], at: datetime) -> tuple[bytes, ...]:
    """Give the certificates that hold at an instant, the newest first."""
    holding = sorted((entry for entry in entries if entry.valid(at)), key=lambda entry: entry.valid_from, reverse=True)
    return tuple(entry.certificate for entry in holding)
