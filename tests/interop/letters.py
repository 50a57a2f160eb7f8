"""Letters that independent verifiers are asked about: one good, and each other one different in exactly one thing.

Everything a reader needs travels with the letter in a `Letter`: which certificates it trusts and in which role, which
lists of revoked certificates it holds, and when it looks. So every verifier is asked the same question.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.support import peers, pki, tsa
from tests.support.peers import RECEIVED, RU, SIGNED, Book

from obmen.message import canonical_zip, cms_shell, rendering
from obmen.message.container import Contents, Role, assemble
from obmen.message.encoding import encode
from obmen.message.rendering import Letterhead
from obmen.message.suites.software import SoftwareSigner
from obmen.message.timestamps import Stamping
from obmen.treaty.documents import Document, Kind, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.support.pki import Credential

    from obmen.message.container import Container
    from obmen.message.seal import Signer

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STAMPED: Final = SIGNED + MINUTE
PERSON_P7S: Final = "META-INF/signature001.p7s"
SEAL_P7S: Final = "META-INF/signature002.p7s"
PERSON_MANIFEST: Final = "META-INF/ASiCManifest001.xml"


# --- People, issuers and lists -----------------------------------------------------------------------------------


def places(name: str) -> pki.Extensions:
    """Announce where the list of an issuer lies; nobody ever goes there."""
    where = x509.UniformResourceIdentifier(f"http://crl.example.org/{name}.crl")
    return ((x509.CRLDistributionPoints([x509.DistributionPoint([where], None, None, None)]), False),)


OFFICERS: Final = pki.officer_anchor("RU")
STAMPS: Final = tsa.anchor()
SEAL: Final = pki.seal(RU)
OFFICER: Final = pki.issued("А. А. Тестова, с адресом списка", issuer=OFFICERS, extensions=places("officers"))
_STAMPING: Final = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), True)
AUTHORITY: Final = pki.issued("TSA с адресом списка", issuer=STAMPS, extensions=(_STAMPING, *places("stamps")))


def officer(name: str, **how: Any) -> Credential:  # noqa: ANN401  facts of a certificate
    """Make an officer who differs from the usual one in something."""
    return pki.issued(name, **{"issuer": OFFICERS, "extensions": places("officers"), **how})


def listing(issuer: Credential, *revoked: Credential, since: datetime = SIGNED - HOUR, **how: Any) -> bytes:  # noqa: ANN401
    """Make an issuer's list, a day old unless `made` says otherwise."""
    made = how.pop("made", SIGNED - DAY)
    return tsa.revocation_list(issuer, made, {one.certificate: since for one in revoked}, **how)


LISTS: Final = (listing(OFFICERS), listing(STAMPS))


def clock(at: datetime = STAMPED, by: Credential = AUTHORITY) -> Stamping:
    """Make a timestamp authority that says it is `at`."""
    return Stamping([tsa.Tsa(at=at, credential=by)])


# --- A letter ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A container and what its reader knows: when it came, whom to trust in which role, and lists at hand (DER)."""

    raw: bytes
    at: datetime = RECEIVED
    seal: bytes = SEAL.certificate
    officers: bytes = OFFICERS.certificate
    stamps: bytes = STAMPS.certificate
    held: tuple[bytes, ...] = ()

    @property
    def anchors(self) -> tuple[bytes, ...]:
        """Give all that is trusted, for verifiers that know no roles."""
        return (self.seal, self.officers, self.stamps)

    @property
    def book(self) -> Book:
        """Give the same as our register."""
        return Book(seals={RU: [self.seal]}, anchors={RU: [self.officers]}, stamps=[self.stamps])


@dataclass(frozen=True, slots=True)
class Stamper:
    """Puts a timestamp on each signature, if there is a clock, and what was known of revocations beside it."""

    clock: Stamping | None
    lists: Sequence[bytes] = field(default=LISTS)

    def stamp(self, p7s: bytes) -> bytes:
        """Return the signature with what was added."""
        if self.clock is None:
            return cms_shell.put_around(p7s, lists=self.lists)
        return Stamping(self.clock.authorities, self.lists).stamp(p7s)


@cache
def contents() -> Contents:
    """Make a real request with its printed form and an attachment, once."""
    annex = b"%PDF-1.7\n% A copy of a document, or so it says.\n"
    payload = Request(content="Просим сообщить.")
    envelope = peers.envelope(Kind.REQUEST, attachments=(peers.attached("001.pdf", annex),))
    document = Document(envelope=envelope, payload=payload)
    raw = encode(document)
    letterhead = Letterhead(name_ru="Учебное управление принудительного исполнения", party="RU")
    pdf = rendering.render(document, json_digest=hashlib.sha256(raw).hexdigest(), letterhead=letterhead)
    return Contents(document=raw, rendition=pdf, attachments={"001.pdf": annex})


def signer(role: Role, one: Credential, *chain: Credential) -> Signer:
    """Make a signer whose links go along."""
    return SoftwareSigner(role, one.certificate, one.key, [link.certificate for link in chain])


def container(
    person: Credential = OFFICER,
    *chain: Credential,
    seal: Credential = SEAL,
    clock: Stamping | None = None,
    lists: Sequence[bytes] = LISTS,
    signed: datetime = SIGNED,
) -> Container:
    """Sign and seal the request."""
    signers = [signer(Role.PERSON, person, *chain), signer(Role.SEAL, seal)]
    return assemble(contents(), signers, signed, stamper=Stamper(clock, lists))


def rebuilt(made: Container, change: Callable[[dict[str, bytes]], Mapping[str, bytes]]) -> bytes:
    """Make the container anew with other files, as whoever tampers would: the ZIP itself is in order."""
    files = dict(made.files)
    return canonical_zip.write({**files, **change(files)})


def flipped(data: bytes, at: int) -> bytes:
    """Change one bit of one byte."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
