"""The register of the Commonwealth: `make bench-register`.

Ten Parties with a thousand authorities each, every authority with its seal and its encryption key. Targets (design §9):
verified and loaded in 1 s (processor time of one core), a question answered in 1 ms.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Final

from _scene import NOW, START, VALID, begin, median_ms, row

from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.node.keystore.certificates import ENCRYPTION, SIGNATURE, TLS, Credential, make
from obmen.register.annex import CertificateEntry, TechnicalAnnex, Usage
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.legal import AuthorityEntry, CentralKey, LegalPart, Level, PartyEntry
from obmen.register.nodes import NodeEntry
from obmen.register.trusted import TrustedRegister

PARTIES: Final = ("AM", "AZ", "BY", "KG", "KZ", "MD", "RU", "TJ", "TM", "UZ")
EACH: Final = 1000
DEPOSITARY: Final = make("depositary", "CIS", SIGNATURE, VALID)
CENTRAL: Final = {party: make("central", party, SIGNATURE, VALID) for party in PARTIES}
TLS_OF: Final = {party: make("tls", party, TLS, VALID) for party in PARTIES}


def main() -> None:
    """Measure and print."""
    begin()
    editions = [seal_legal(legal(), signer(Role.DEPOSITARY, DEPOSITARY), NOW), *map(sealed, PARTIES)]
    pinned = hash_of(editions[0])
    began = time.thread_time()  # once: a node loads it when it starts, with nothing remembered
    book = TrustedRegister.load([pinned], editions, NOW)
    loaded = time.thread_time() - began
    check(book)
    size = sum(map(len, editions)) / 1024 / 1024
    row(f"{len(PARTIES)} × {EACH} authorities verified and loaded, {size:.1f} MiB", loaded, "s", "≤ 1 s")
    day = NOW.date()
    for name, question in (
        ("is it entitled on that day", lambda: book.listed("UZ-0999", day)),
        ("whose seal, at that instant", lambda: book.seal_certificates("UZ-0999", NOW)),
        ("which key to encrypt to", lambda: book.encryption_certificate("UZ-0999", NOW)),
        ("which node serves it", lambda: book.node_for("UZ-0999")),
    ):
        row(name, median_ms(question, 2000), "ms", "≤ 1 ms")


def check(book: TrustedRegister) -> None:
    """Make sure that all of it is there, and that a key of one authority is not that of another."""
    assert sum(len(book.authorities(party, NOW.date())) for party in PARTIES) == len(PARTIES) * EACH
    assert not book.listed(f"UZ-{EACH:04}", NOW.date())
    assert book.seal_certificates("UZ-0999", NOW)
    assert not book.seal_certificates("UZ-0999", START - timedelta(days=1))
    assert book.seal_certificates("UZ-0999", NOW) != book.seal_certificates("KZ-0999", NOW)


def names(party: str) -> list[str]:
    """Give the ids of a Party's authorities."""
    return [f"{party}-{number:04}" for number in range(EACH)]


def legal() -> LegalPart:
    """Make the legal part."""
    return LegalPart(
        version=1,
        previous_hash="",
        issued_at=NOW,
        text_version="2025-draft",
        parties=tuple(PartyEntry(party=party, name=party, in_force_from=START.date()) for party in PARTIES),
        authorities=tuple(authority(party, name) for party in PARTIES for name in names(party)),
        declarations=(),
        central_keys=tuple(
            CentralKey(party=party, authority=f"{party}-0000", certificate=key.certificate, valid_from=START)
            for party, key in CENTRAL.items()
        ),
        depositary_keys=(DEPOSITARY.certificate,),
    )


def authority(party: str, name: str) -> AuthorityEntry:
    """Make an authority with a name of the usual length."""
    return AuthorityEntry(
        id=name,
        party=party,
        name=f"Управление принудительного исполнения {name} (учебное)",
        level=Level.TERRITORIAL,
        zone="Asia/Tashkent",
        valid_from=START.date(),
    )


def sealed(party: str) -> bytes:
    """Make a Party's annex: one node for all, a seal and an encryption key of its own for each authority."""
    node = NodeEntry(
        id=party.lower(),
        url="https://node.example.org",
        authorities=tuple(names(party)),
        tls_certificates=(TLS_OF[party].certificate,),
    )
    annex = TechnicalAnnex(
        party=party,
        version=1,
        previous_hash="",
        issued_at=NOW,
        nodes=(node,),
        certificates=tuple(entry for name in names(party) for entry in keys(name)),
    )
    return seal_annex(annex, signer(Role.CENTRAL, CENTRAL[party]), NOW)


def keys(name: str) -> tuple[CertificateEntry, CertificateEntry]:
    """Make the certificates of an authority."""
    seal, encryption = make(name, name, SIGNATURE, VALID), make(name, name, ENCRYPTION, VALID)
    return (
        CertificateEntry(usage=Usage.SEAL, authority=name, certificate=seal.certificate, valid_from=START),
        CertificateEntry(usage=Usage.ENCRYPTION, authority=name, certificate=encryption.certificate, valid_from=START),
    )


def signer(role: Role, own: Credential) -> SoftwareSigner:
    """Make what signs with a key."""
    return SoftwareSigner(role, own.certificate, own.key)


if __name__ == "__main__":
    main()
