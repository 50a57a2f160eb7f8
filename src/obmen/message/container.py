"""The signed container: ASiC-E with CAdES in one canonical ZIP (ETSI EN 319 162-1)."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  dataclass field types stay readable at run time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from obmen.message.limits import DEFAULT, Limits
from obmen.message.seal import Role, Signer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["Container", "Contents", "Role", "Signer", "assemble", "read"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is to be signed: `document.json`, its rendition, and attachments by name in the container («001.pdf»)."""

    document: bytes
    rendition: bytes | None = None
    attachments: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Container:
    """A container as it came: its bytes and its files by name, in their order. Nothing is verified yet."""

    raw: bytes
    files: Mapping[str, bytes]

    @property
    def identity(self) -> str:
        """SHA-256 of the bytes, in hex: what a receipt names and what tells a repeat from a conflict."""
        raise NotImplementedError

    @property
    def document(self) -> bytes:
        """The bytes of `document.json`."""
        raise NotImplementedError

    @property
    def rendition(self) -> bytes | None:
        """The bytes of `document.pdf`, if there is one."""
        raise NotImplementedError

    @property
    def attachments(self) -> Mapping[str, bytes]:
        """The attachments by name («001.pdf»)."""
        raise NotImplementedError


def assemble(contents: Contents, signers: Sequence[Signer], at: datetime) -> Container:
    """Sign the contents by every signer and make the container.

    Raises `Misuse` without signers, for a name outside the profile, or for a naive time.
    """
    raise NotImplementedError


def read(raw: bytes, limits: Limits = DEFAULT) -> Container:
    """Read a container of the canonical profile.

    Raises `NotAcceptable`: E-T-10 too large, E-T-01 damaged, E-T-11 not of the profile.
    """
    raise NotImplementedError
