"""A small real register on the keys of `tests.support.pki`: a depositary and three Parties bound since 14 January 2026.

KZ, RU and BY each have a central authority (KZ-750, RU-770, BY-101) and a territorial one (KZ-751, RU-771, BY-102),
one node for both, a calendar and default policies. Kazakhstan's reservation is the one of the Agreement. A test changes
one thing in `legal_part` or `annex_of` and seals it anew.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from tests.support import pki

from obmen.message.container import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.register.annex import (
    BodyKind,
    CertificateEntry,
    ChannelEntry,
    ChannelKind,
    DirectoryEntry,
    TechnicalAnnex,
    Usage,
)
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.legal import (
    AuthorityEntry,
    CentralKey,
    DeclarationEntry,
    LegalPart,
    Level,
    PartyEntry,
)
from obmen.register.nodes import NodeEntry
from obmen.register.trusted import TrustedRegister
from obmen.treaty.calendars import published_years
from obmen.treaty.parties import party_name

if TYPE_CHECKING:
    from obmen.message.seal import Signer

IN_FORCE: Final = date(2026, 1, 14)
ISSUED: Final = datetime(2026, 1, 12, 9, 0, tzinfo=UTC)
NOW: Final = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""The legal instant of the tests."""
CENTRAL: Final = {"KZ": "KZ-750", "RU": "RU-770", "BY": "BY-101"}
TERRITORIAL: Final = {"KZ": "KZ-751", "RU": "RU-771", "BY": "BY-102"}
ZONES: Final = {"KZ": "Asia/Almaty", "RU": "Europe/Moscow", "BY": "Europe/Minsk"}
RESERVATION: Final = (
    "Республика Казахстан заявляет, что она оставляет за собой право применять положения подпункта а) статьи 6 "
    "настоящего Соглашения в части, не противоречащей ее законодательству."
)
"""Kazakhstan's reservation, verbatim."""


def depositary() -> Signer:
    """Make the seal of the depositary."""
    return _signer(Role.DEPOSITARY, pki.depositary())


def central(party: str) -> Signer:
    """Make the seal of a Party's central authority."""
    return _signer(Role.CENTRAL, pki.central(party))


def _signer(role: Role, credential: pki.Credential) -> Signer:
    return SoftwareSigner(role, credential.certificate, credential.key)


def legal_part(**changes: Any) -> LegalPart:  # noqa: ANN401  fields of the part
    """Make the first edition of the legal part, with changes."""
    usual = LegalPart(
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        text_version="2024-05-24",
        parties=tuple(map(_party, CENTRAL)),
        authorities=tuple(entry for party in CENTRAL for entry in _authorities(party)),
        declarations=(reservation(),),
        central_keys=tuple(map(_central_key, CENTRAL)),
        depositary_keys=(pki.depositary().certificate,),
    )
    return replace(usual, **changes)


def reservation() -> DeclarationEntry:
    """Give Kazakhstan's reservation to Art. 6(a)."""
    return DeclarationEntry(party="KZ", kind="RESERVATION", text=RESERVATION, provisions=("6.a",))


def _party(party: str) -> PartyEntry:
    return PartyEntry(party=party, name=party_name(party), in_force_from=IN_FORCE)


def _authorities(party: str) -> tuple[AuthorityEntry, AuthorityEntry]:
    head = AuthorityEntry(
        id=CENTRAL[party],
        party=party,
        name=f"Центральный орган, {party_name(party)} (учебный)",
        level=Level.CENTRAL,
        zone=ZONES[party],
        valid_from=IN_FORCE,
    )
    branch = replace(head, id=TERRITORIAL[party], name=f"Отдел, {party_name(party)} (учебный)", level=Level.TERRITORIAL)
    return head, branch


def _central_key(party: str) -> CentralKey:
    return CentralKey(
        party=party, authority=CENTRAL[party], certificate=pki.central(party).certificate, valid_from=pki.FROM
    )


def annex_of(party: str, **changes: Any) -> TechnicalAnnex:  # noqa: ANN401  fields of the annex
    """Make the first edition of a Party's annex, with changes."""
    usual = TechnicalAnnex(
        party=party,
        version=1,
        previous_hash="",
        issued_at=ISSUED,
        nodes=(node_of(party),),
        certificates=_certificates(party),
        calendars=published_years(party),
        channels=(ChannelEntry(authority=CENTRAL[party], kind=ChannelKind.NODE, address=node_of(party).id),),
        directory=(bailiff(party),),
    )
    return replace(usual, **changes)


def node_of(party: str) -> NodeEntry:
    """Make the node of a Party: it serves both authorities."""
    return NodeEntry(
        id=f"{party.lower()}.node.example.org",
        url=f"https://{party.lower()}.node.example.org:8443",
        authorities=(CENTRAL[party], TERRITORIAL[party]),
        tls_certificates=(tls(party).certificate,),
    )


def tls(party: str) -> pki.Credential:
    """Make the TLS certificate of a Party's node, for both ends of a connection."""
    return pki.issued(f"{party.lower()}.node.example.org", usages=("digital_signature",))


def bailiff(party: str) -> DirectoryEntry:
    """Make a private bailiff who works through the territorial authority."""
    return DirectoryEntry(
        id=f"{party}-B-1",
        kind=BodyKind.PRIVATE_BAILIFF,
        name="Частный судебный исполнитель Примеров П. П.",
        served_by=TERRITORIAL[party],
        zone=ZONES[party],
        valid_from=IN_FORCE,
    )


def _certificates(party: str) -> tuple[CertificateEntry, ...]:
    def entry(usage: Usage, authority: str, credential: pki.Credential) -> CertificateEntry:
        return CertificateEntry(
            usage=usage, authority=authority, certificate=credential.certificate, valid_from=pki.FROM
        )

    both = [
        entry(usage, authority, credential(authority))
        for authority in (CENTRAL[party], TERRITORIAL[party])
        for usage, credential in ((Usage.SEAL, pki.seal), (Usage.ENCRYPTION, pki.encryption))
    ]
    node_seal = entry(Usage.NODE_SEAL, CENTRAL[party], pki.node_seal(CENTRAL[party]))
    return (*both, node_seal, entry(Usage.OFFICER_ANCHOR, "", pki.officer_anchor(party)))


def sealed_legal(**changes: Any) -> bytes:  # noqa: ANN401  fields of the part
    """Seal the legal part by the depositary at its time of issue."""
    part = legal_part(**changes)
    return seal_legal(part, depositary(), part.issued_at)


def sealed_annex(party: str, **changes: Any) -> bytes:  # noqa: ANN401  fields of the annex
    """Seal a Party's annex by its central authority at its time of issue."""
    annex = annex_of(party, **changes)
    return seal_annex(annex, central(party), annex.issued_at)


def register(**changes: Any) -> TrustedRegister:  # noqa: ANN401  fields of the legal part
    """Build the whole register: the legal part, with changes, and the annex of every Party in it."""
    raw = sealed_legal(**changes)
    trusted = TrustedRegister.pinned(hash_of(raw)).accept_legal(raw, NOW)
    for entry in trusted.parties():
        trusted = trusted.accept_annex(sealed_annex(entry.party), NOW)
    return trusted
