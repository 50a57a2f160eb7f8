"""Whether the signatures of a container hold, and whose they are (Art. 11(3); EN 319 102-1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence  # noqa: TC003  dataclass field types stay readable at run time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from obmen.message.seal import Role  # noqa: TC001  same

if TYPE_CHECKING:
    from obmen.message.container import Container


def never_revoked(_fingerprint: str) -> datetime | None:
    """Answer for trust that knows no revocation."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to believe: for each role the very certificates (`pinned`) or the anchors their chains must reach, DER.

    `required` are the roles that must have signed. `revoked_at` takes the SHA-256 fingerprint (hex) of a certificate
    and gives the instant since which it is revoked, `None` when it is good, and raises `Undetermined` when that is not
    known. `oldest` bounds how long before the moment of the check a signature may state its time.
    """

    pinned: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    anchors: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    required: frozenset[Role] = frozenset()
    revoked_at: Callable[[str], datetime | None] = never_revoked
    oldest: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature that holds: in what role, by whom, when (as the signer states) and by which manifest."""

    role: Role
    certificate: bytes
    subject: str
    signing_time: datetime
    manifest: str


def check_signatures(container: Container, trust: Trust, at: datetime) -> tuple[VerifiedSignature, ...]:
    """Check every signature of the container and that it is trusted at the moment `at`.

    Every file is covered by every manifest; digests, signatures, certificates, roles hold. Raises `NotAcceptable`
    (E-T-01, E-T-03, E-T-11) or `Undetermined` (E-T-05).
    """
    raise NotImplementedError
