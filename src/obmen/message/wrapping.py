"""For the addressee's eyes only: the clear label and the encrypted content (RFC 5083, RFC 5753; design §3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID  # noqa: TC003  the codec reads field types at run time

from obmen.message.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from obmen.message.container import Container

LABEL_VERSION: Final = "1.0"
"""Version of the label that this node writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The clear label of a package: only a hint for the post; all of it must equal what is inside.

    `digest` and `size` are those of the plain container, `key` the SHA-256 fingerprint (hex) of the certificate it is
    encrypted to.
    """

    version: str = LABEL_VERSION
    package_id: UUID
    sender_node: str
    addressee: str
    digest: str
    size: int
    key: str


class Decrypter(Protocol):
    """Something that holds the private keys of the addressee: a file, a token, another process."""

    def decrypt(self, cms: bytes | memoryview, key_fingerprint: str) -> bytes:
        """Return the plain bytes of the CMS; raise `NotAcceptable` (E-T-07) when it cannot."""


def wrap(
    container: Container, *, package_id: UUID, sender_node: str, addressee: str, recipient_certificate: bytes
) -> bytes:
    """Encrypt the container to the recipient (certificate, DER) and put the label on it."""
    raise NotImplementedError


def read_label(package: bytes, limits: Limits = DEFAULT) -> Label:
    """Read only the label. Raises `NotAcceptable`: E-T-10, E-T-01, E-T-11."""
    raise NotImplementedError


def unwrap(package: bytes, decrypter: Decrypter, limits: Limits = DEFAULT) -> bytes:
    """Decrypt the package and return the plain container, whose digest and size are those of the label.

    Raises `NotAcceptable`: E-T-10, E-T-01, E-T-11, E-T-07.
    """
    raise NotImplementedError
