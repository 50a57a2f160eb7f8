"""An officer of Russia whose certificate says where to ask whether it is revoked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.x509.oid import AuthorityInformationAccessOID
from tests.support import pki, tsa

from obmen.node import clock

if TYPE_CHECKING:
    from datetime import datetime

ISSUER = pki.officer_anchor("RU")


def places(lists: tuple[str, ...] = (), answers: tuple[str, ...] = ()) -> pki.Extensions:
    """Say in a certificate where lists and answers are to be had."""
    points = [x509.DistributionPoint([x509.UniformResourceIdentifier(url)], None, None, None) for url in lists]
    asked = [
        x509.AccessDescription(AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(url))
        for url in answers
    ]
    found: list[tuple[x509.ExtensionType, bool]] = []
    if points:
        found.append((x509.CRLDistributionPoints(points), False))
    if asked:
        found.append((x509.AuthorityInformationAccess(asked), False))
    return tuple(found)


@cache
def officer(lists: tuple[str, ...] = (), answers: tuple[str, ...] = ()) -> pki.Credential:
    """Make an officer of Russia whose certificate names these places."""
    return pki.issued("О. О. Отзывной", issuer=ISSUER, extensions=places(lists, answers))


def listing(revoked: dict[bytes, datetime] | None = None, *, made: datetime | None = None, days: int = 7) -> bytes:
    """Make the list of Russia's officers, of now unless said otherwise."""
    return tsa.revocation_list(ISSUER, (made or clock.now()).replace(microsecond=0), revoked, days=days)
