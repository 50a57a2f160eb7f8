"""Steps 1 to 3 and 15: the label in clear, the encryption, and whether they say what is inside.

Ciphertexts are random, so they are kept: `kept/<container>-<certificate>.p7m`.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from vectors.making import cast, kept, keys
from vectors.making.archives import by_zipfile, files_of
from vectors.making.case import Case, refused, undetermined
from vectors.making.cases_zip import good

from obmen.message import canonical_zip, libcrypto
from obmen.message.encoding import StrictCodec
from obmen.message.libcrypto import CryptoError
from obmen.message.wrapping import Label

if TYPE_CHECKING:
    from collections.abc import Callable

_LABEL, _CONTENT = "label.json", "content.p7m"
_CODEC: Final = StrictCodec(Label)


def ciphertext(container: bytes, recipient: keys.Credential) -> bytes:
    """Encrypt a container, or take the ciphertext that is kept."""
    name = f"{hashlib.sha256(container).hexdigest()[:8]}-{recipient.fingerprint[:8]}.p7m"

    def fits(cms: bytes) -> bool:
        try:
            return libcrypto.decrypt(cms, recipient.certificate, libcrypto.Key(recipient.pem)) == container
        except CryptoError:
            return False

    return kept.once(name, lambda: libcrypto.encrypt(recipient.certificate, container), fits)


def unauthenticated(container: bytes, recipient: keys.Credential) -> bytes:
    """Encrypt without authentication, as S/MIME did for decades (EnvelopedData, AES-256-CBC)."""
    from cryptography import x509  # noqa: PLC0415  only here
    from cryptography.hazmat.primitives.ciphers import algorithms  # noqa: PLC0415  same
    from cryptography.hazmat.primitives.serialization import Encoding, pkcs7  # noqa: PLC0415  same

    certificate = x509.load_der_x509_certificate(recipient.certificate)
    name = f"unauthenticated-{recipient.fingerprint[:8]}.p7m"

    def make() -> bytes:
        builder = pkcs7.PKCS7EnvelopeBuilder().set_data(container).add_recipient(certificate)
        builder = builder.set_content_encryption_algorithm(algorithms.AES256)
        return builder.encrypt(Encoding.DER, [pkcs7.PKCS7Options.Binary])

    return kept.once(name, make, lambda cms: cms.startswith(b"\x30"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A package to be made: what is inside, for whom, and what the label says otherwise."""

    container: bytes
    recipient: keys.Credential
    said: dict[str, Any]

    def label(self) -> bytes:
        """Write the label, with whatever it should say otherwise."""
        true = Label(
            package_id=cast.number("receipt"),
            sender_node="ru.node.example.org",
            addressee=cast.OURS,
            digest=hashlib.sha256(self.container).hexdigest(),
            size=len(self.container),
            key=self.recipient.fingerprint,
            receipt=True,
        )
        return json.dumps({**json.loads(_CODEC.encode(true)), **self.said}, separators=(",", ":")).encode()

    def packed(self) -> bytes:
        """Write it."""
        return canonical_zip.write({_LABEL: self.label(), _CONTENT: ciphertext(self.container, self.recipient)})


def _package(
    container: Callable[[], bytes] = good, recipient: keys.Kind = "P-256", **said: object
) -> Callable[[], bytes]:
    return lambda: Package(container=container(), recipient=cast.encryption(cast.OURS, recipient), said=said).packed()


def _edited(edit: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Callable[[], bytes]:
    return lambda: canonical_zip.write(edit(files_of(_package()())))


def _label(old: bytes, new: bytes) -> Callable[[], bytes]:
    return _edited(lambda files: {**files, _LABEL: files[_LABEL].replace(old, new, 1)})


def _for_others() -> bytes:
    recipient = cast.encryption(cast.MINSK)
    return Package(container=good(), recipient=recipient, said={}).packed()


def _flipped(files: dict[str, bytes]) -> dict[str, bytes]:
    cms = files[_CONTENT]
    middle = len(cms) // 2
    return {**files, _CONTENT: cms[:middle] + bytes([cms[middle] ^ 1]) + cms[middle + 1 :]}


def _plain_cbc(files: dict[str, bytes]) -> dict[str, bytes]:
    recipient = cast.encryption(cast.OURS, "RSA-2048")
    said = json.loads(files[_LABEL]) | {"key": recipient.fingerprint}
    return {_LABEL: json.dumps(said).encode(), _CONTENT: unauthenticated(good(), recipient)}


def _other_number() -> bytes:
    return cast.sealed(cast.receipt("another receipt")).raw


def _to_minsk() -> bytes:
    return cast.sealed(cast.receipt(recipient_authority=cast.MINSK)).raw


def _notice() -> bytes:
    return cast.sealed(cast.notice("receipt")).raw


GOOD: Final = (
    Case(
        kind="package",
        name="package",
        what="A receipt, encrypted to a P-256 key.",
        guards="Nobody: it is how letters travel.",
        make=_package(),
    ),
    Case(
        kind="package",
        name="package-rsa",
        what="The same, encrypted to an RSA key (OAEP).",
        guards="A node that can only agree on keys.",
        make=_package(recipient="RSA-2048"),
    ),
    Case(
        kind="package",
        name="label-next-minor",
        what="A label of version 1.3 with a member that version 1.0 does not have.",
        guards="A node that refuses every package of a newer one.",
        make=_package(version="1.3", route="air"),
    ),
)

LABELS: Final = (
    refused(
        "label-too-long",
        2,
        "E-T-10",
        "A label of 5 000 bytes.",
        "A label that carries what should be encrypted.",
        _package(senderNode="n" * 5000),
        kind="package",
        field=_LABEL,
    ),
    refused(
        "label-not-json",
        2,
        "E-T-01",
        "A label that is not JSON.",
        "A package of another format.",
        _edited(lambda files: {**files, _LABEL: b"RU-770"}),
        kind="package",
    ),
    refused(
        "label-name-twice",
        2,
        "E-T-01",
        "A label with two addressees.",
        "A post that delivers by the first and a node that opens by the last.",
        _label(b'"addressee":', b'"addressee":"BY-101","addressee":'),
        kind="package",
    ),
    refused(
        "label-unknown-member",
        2,
        "E-T-01",
        "A label with a member of no version.",
        "Content in clear that nobody checks.",
        _package(debtor="…"),
        kind="package",
        field="debtor",
    ),
    undetermined(
        "label-next-major",
        2,
        "E-T-01",
        "A label of version 2.0.",
        "A package of a renewed node thrown away.",
        _package(version="2.0"),
        kind="package",
        field="version",
    ),
    refused(
        "label-other-addressee",
        2,
        "E-T-08",
        "A label that addresses another authority.",
        "A letter for somebody else is delivered to us.",
        _package(addressee=cast.MINSK),
        kind="package",
        field=_LABEL,
    ),
    refused(
        "label-lookalike-addressee",
        2,
        "E-T-08",
        "A label that addresses «КZ-750» with a Cyrillic letter.",
        "A lookalike identifier.",
        _package(addressee="КZ-750"),
        kind="package",
        field=_LABEL,
    ),
    refused(
        "package-third-file",
        2,
        "E-T-11",
        "A package with a third file.",
        "Data that travel in clear beside the letter.",
        _edited(lambda files: {**files, "notes.txt": b"-"}),
        kind="package",
        field="notes.txt",
    ),
    refused(
        "package-order",
        2,
        "E-T-11",
        "The label stands behind the content.",
        "A second encoding of a package.",
        _edited(lambda files: dict(reversed(list(files.items())))),
        kind="package",
    ),
    refused(
        "package-other-program",
        2,
        "E-T-11",
        "The same files in an archive of another program.",
        "Two readers that see two packages.",
        lambda: by_zipfile(files_of(_package()())),
        kind="package",
    ),
    refused(
        "package-in-clear",
        2,
        "E-T-11",
        "A container that nobody encrypted.",
        "A letter that everybody on the way could read.",
        good,
        kind="package",
        field="META-INF/ASiCManifest001.xml",
    ),
)

CONTENT: Final = (
    refused(
        "package-other-key",
        3,
        "E-T-07",
        "A package encrypted to somebody else's key.",
        "A letter that we cannot read is told so, not lost.",
        _for_others,
        kind="package",
        field=_LABEL,
    ),
    refused(
        "package-key-lies",
        3,
        "E-T-07",
        "A label that names another of our keys.",
        "Keys tried one after another until one fits.",
        _package(key=cast.encryption(cast.OURS, "RSA-2048").fingerprint),
        kind="package",
        field=_CONTENT,
    ),
    refused(
        "package-flipped",
        3,
        "E-T-07",
        "One bit of the ciphertext is turned.",
        "A ciphertext changed on the way.",
        _edited(_flipped),
        kind="package",
        field=_CONTENT,
    ),
    refused(
        "package-unauthenticated",
        3,
        "E-T-07",
        "The same letter encrypted by AES-CBC without authentication.",
        "EFAIL: a text decrypted although somebody changed it.",
        _edited(_plain_cbc),
        kind="package",
        field=_CONTENT,
    ),
    refused(
        "label-digest-lies",
        3,
        "E-T-01",
        "A label with another digest.",
        "A receipt that names what was never inside.",
        _package(digest="0" * 64),
        kind="package",
        field=_LABEL,
    ),
    refused(
        "label-size-lies",
        3,
        "E-T-01",
        "A label with another size.",
        "A post that plans by a lie.",
        _package(size=1),
        kind="package",
        field=_LABEL,
    ),
    refused(
        "package-empty-content",
        3,
        "E-T-07",
        "A package whose content is empty.",
        "A reader that takes nothing for something.",
        _edited(lambda files: {**files, _CONTENT: b""}),
        kind="package",
        field=_CONTENT,
    ),
)

INSIDE: Final = (
    refused(
        "package-for-another-inside",
        11,
        "E-T-08",
        "The label addresses us, the letter inside somebody else.",
        "A letter for another authority under our label.",
        _package(_to_minsk),
        kind="package",
        field="envelope.recipientAuthority",
    ),
    refused(
        "label-other-number",
        15,
        "E-T-01",
        "A label with the number of another message.",
        "A receipt for a letter that was never opened.",
        _package(_other_number),
        kind="package",
        field="envelope.messageId",
    ),
    refused(
        "label-hides-a-receipt",
        15,
        "E-T-01",
        "A label that says a receipt is a letter.",
        "Two nodes that answer each other's receipts for ever.",
        _package(receipt=False),
        kind="package",
        field="envelope.type",
    ),
    refused(
        "label-claims-a-receipt",
        15,
        "E-T-01",
        "A label that says a letter is a receipt.",
        "A letter that is never answered.",
        _package(_notice),
        kind="package",
        field="envelope.type",
    ),
)

CASES: Final = (*GOOD, *LABELS, *CONTENT, *INSIDE)
