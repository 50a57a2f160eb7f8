"""For the addressee's eyes only: the clear label and the encrypted content (RFC 5083, RFC 5753; design §3).

A package is a canonical ZIP of two files: `label.json`, a hint for the post, and `content.p7m`, the container encrypted
to the addressee.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from obmen.message import canonical_zip, certificates, libcrypto
from obmen.message.container import check_size
from obmen.message.encoding import StrictCodec, Unreadable, is_newer_minor, parsed_or_unreadable
from obmen.message.errors import Misuse
from obmen.message.libcrypto import CryptoError
from obmen.message.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from obmen.message.container import Container

LABEL_VERSION: Final = "1.0"
"""Version of the label that this node writes."""

_LABEL: Final = "label.json"
_CONTENT: Final = "content.p7m"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The clear label of a package: only a hint for the post; all of it must equal what is inside.

    `digest` and `size` are those of the plain container, `key` the SHA-256 fingerprint (hex) of the certificate it is
    encrypted to. `receipt` tells a receipt (T-*), which is never answered with another.
    """

    version: str = LABEL_VERSION
    package_id: UUID
    sender_node: str
    addressee: str
    digest: str
    size: int
    key: str
    receipt: bool = False


_CODEC: Final = StrictCodec(Label)


class Decrypter(Protocol):
    """Something that holds the private keys of the addressee: a file, a token, another process."""

    def decrypt(self, cms: bytes | memoryview, key_fingerprint: str) -> bytes:
        """Return the plain bytes of the CMS; raise `NotAcceptable` (E-T-07) when it cannot."""


def wrap(  # noqa: PLR0913  the facts of one label, all by name
    container: Container,
    *,
    package_id: UUID,
    sender_node: str,
    addressee: str,
    recipient_certificate: bytes,
    receipt: bool = False,
) -> bytes:
    """Encrypt the container to the recipient (certificate, DER) and put the label on it.

    Raises `Misuse` when nothing can be encrypted to that certificate.
    """
    label = Label(
        package_id=package_id,
        sender_node=sender_node,
        addressee=addressee,
        digest=container.identity,
        size=len(container.raw),
        key=certificates.fingerprint(recipient_certificate),
        receipt=receipt,
    )
    try:
        content = libcrypto.encrypt(recipient_certificate, container.raw)
    except CryptoError as error:
        raise Misuse(str(error)) from None
    return canonical_zip.write({_LABEL: _CODEC.encode(label), _CONTENT: content})


def read_label(package: bytes, limits: Limits = DEFAULT) -> Label:
    """Read only the label. Raises `NotAcceptable`: E-T-10, E-T-01, E-T-11."""
    label, _ = split(package, limits)
    return label


def unwrap(package: bytes, decrypter: Decrypter, limits: Limits = DEFAULT) -> bytes:
    """Decrypt the package and return the plain container, whose digest and size are those of the label.

    Raises `NotAcceptable`: E-T-10, E-T-01, E-T-11, E-T-07.
    """
    label, content = split(package, limits)
    return decrypted(label, content, decrypter)


def split(package: bytes, limits: Limits = DEFAULT) -> tuple[Label, memoryview]:
    """Give the label and the encrypted content. Raises `NotAcceptable`: E-T-10, E-T-01, E-T-11."""
    check_size(len(package), limits.package, "Сообщение")
    files = canonical_zip.read(package, most=2)
    if list(files) != [_LABEL, _CONTENT]:
        raise canonical_zip.not_of_profile("Состав пакета не соответствует правилам.")
    raw = files[_LABEL]
    check_size(len(raw), limits.label, "Ярлык", _LABEL)
    return _read(bytes(raw)), files[_CONTENT]


def decrypted(label: Label, content: memoryview, decrypter: Decrypter) -> bytes:
    """Decrypt the content, which must be what the label says. Raises `NotAcceptable`: E-T-07, E-T-01."""
    raw = decrypter.decrypt(content, label.key)
    if (len(raw), hashlib.sha256(raw).hexdigest()) != (label.size, label.digest):
        raise canonical_zip.damaged("содержимое не то, что указано на ярлыке", _LABEL)
    return raw


def _read(raw: bytes) -> Label:
    parsed = parsed_or_unreadable(raw)
    newer = is_newer_minor(parsed, ("version",), LABEL_VERSION)
    read = _CODEC.read_parsed(raw, parsed, newer_minor=newer)
    if read.value is None:
        raise Unreadable(read.problems)
    return read.value
