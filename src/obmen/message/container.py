"""The signed container: ASiC-E with CAdES in one canonical ZIP (ETSI EN 319 162-1, 4.4).

The files stand in this order, and no others::

    mimetype                          application/vnd.etsi.asic-e+zip
    document.json                     the document
    document.pdf                      its rendition, if its kind has one
    attachments/001.pdf ...           attachments; their real names are in the document
    META-INF/ASiCManifest001.xml      for each signature: what it covers, and in what role
    META-INF/signature001.p7s         and the signature, CAdES
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from obmen.message import canonical_zip, manifest
from obmen.message.errors import Misuse, NotAcceptable
from obmen.message.limits import DEFAULT, Limits
from obmen.message.manifest import Manifest
from obmen.message.seal import Role, Signer, Stamper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

__all__ = ["Container", "Contents", "Role", "Signer", "assemble", "read"]

MIMETYPE: Final = b"application/vnd.etsi.asic-e+zip"
DOCUMENT: Final = "document.json"
RENDITION: Final = "document.pdf"
ATTACHMENTS: Final = "attachments/"
_ATTACHMENT: Final = re.compile(r"[0-9]{3}\.[a-z0-9]{1,8}")


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
        return hashlib.sha256(self.raw).hexdigest()

    @property
    def document(self) -> bytes:
        """The bytes of `document.json`."""
        return self.files[DOCUMENT]

    @property
    def rendition(self) -> bytes | None:
        """The bytes of `document.pdf`, if there is one."""
        return self.files.get(RENDITION)

    @property
    def attachments(self) -> Mapping[str, bytes]:
        """The attachments by name («001.pdf»)."""
        start = len(ATTACHMENTS)
        return {name[start:]: data for name, data in self.files.items() if name.startswith(ATTACHMENTS)}

    @property
    def content(self) -> Mapping[str, bytes]:
        """The files that signatures must cover: all but `mimetype` and those in META-INF."""
        return {name: self.files[name] for name in _content_names(self.files)}

    @property
    def manifests(self) -> Mapping[str, bytes]:
        """The manifests by name."""
        return {name: data for name, data in self.files.items() if re.fullmatch(r"META-INF/.*\.xml", name)}


def manifest_name(number: int) -> str:
    """Give the name of the manifest of the signature `number`, from 1."""
    return f"META-INF/ASiCManifest{number:03}.xml"


def signature_name(number: int) -> str:
    """Give the name of the signature `number`, from 1."""
    return f"META-INF/signature{number:03}.p7s"


def assemble(
    contents: Contents,
    signers: Sequence[Signer],
    at: datetime,
    limits: Limits = DEFAULT,
    *,
    stamper: Stamper | None = None,
) -> Container:
    """Sign the contents by every signer, put timestamps on the signatures by `stamper`, and make the container.

    Raises `Misuse` without signers, for a name outside the profile, for a naive time, or beyond the limits.
    """
    if not signers or at.tzinfo is None:
        raise Misuse("a container needs signers and a time with an offset")
    files = {"mimetype": MIMETYPE, **_content(contents)}
    _require_fitting(files, limits)
    listed = manifests_of(contents, [signer.role for signer in signers])
    for number, (signer, data) in enumerate(zip(signers, listed, strict=True), start=1):
        files[manifest_name(number)] = data
        signature = signer.sign(data, at)
        files[signature_name(number)] = stamper.stamp(signature) if stamper else signature
    return _own(canonical_zip.write(files), limits)


def manifests_of(contents: Contents, roles: Sequence[Role]) -> tuple[bytes, ...]:
    """Write the manifests of the contents for signatures in these roles, in their order: the very bytes to sign.

    Whoever signs elsewhere is given these bytes; `assemble` makes the same. Raises `Misuse` for a name outside the
    profile.
    """
    digests = {name: hashlib.sha256(data).digest() for name, data in _content(contents).items()}
    return tuple(
        manifest.write(Manifest(signature=signature_name(number), role=role, digests=digests))
        for number, role in enumerate(roles, start=1)
    )


def read(raw: bytes, limits: Limits = DEFAULT) -> Container:
    """Read a container of the canonical profile.

    Raises `NotAcceptable`: E-T-10 too large, E-T-01 damaged, E-T-11 not of the profile.
    """
    check_size(len(raw), limits.package, "Контейнер")
    views = canonical_zip.read(raw, limits.entries)
    if list(views) != list(_expected_names(views)) or DOCUMENT not in views:
        raise canonical_zip.not_of_profile("Состав или порядок файлов контейнера не соответствует правилам.")
    if bytes(views["mimetype"]) != MIMETYPE:
        raise canonical_zip.not_of_profile("Контейнер объявляет себя не контейнером ASiC-E.", "mimetype")
    _check_counts(views, limits)
    for name, view in views.items():
        _check_file(name, len(view), limits)
    return Container(raw, {name: bytes(view) for name, view in views.items()})


def check_size(size: int, most: int, what: str, field: str = "") -> None:
    """Refuse what is too large (E-T-10)."""
    if size > most:
        raise NotAcceptable("E-T-10", f"{what} слишком велик: {size} байт при допустимых {most}.", field)


def _content(contents: Contents) -> dict[str, bytes]:
    """Name the contents as they stand in the container."""
    foreign = [name for name in contents.attachments if not _ATTACHMENT.fullmatch(name)]
    if foreign:
        msg = f"an attachment is named like «001.pdf», not {foreign[0]!r}"
        raise Misuse(msg)
    files = {DOCUMENT: contents.document}
    if contents.rendition is not None:
        files[RENDITION] = contents.rendition
    return files | {ATTACHMENTS + name: contents.attachments[name] for name in sorted(contents.attachments)}


def _require_fitting(files: Mapping[str, bytes], limits: Limits) -> None:
    """Refuse what nobody will take before any key is asked to sign it; a person was told earlier, with advice."""
    size = sum(map(len, files.values()))
    if size > limits.package:
        msg = f"{size} bytes to be signed, of {limits.package} that a container may have"
        raise Misuse(msg)


def _own(raw: bytes, limits: Limits) -> Container:
    """Read what we made; what we cannot read is our own fault."""
    try:
        return read(raw, limits)
    except NotAcceptable as error:
        raise Misuse(str(error)) from None


def _content_names(names: Mapping[str, object]) -> list[str]:
    attachments = sorted(
        name for name in names if name.startswith(ATTACHMENTS) and _ATTACHMENT.fullmatch(name[len(ATTACHMENTS) :])
    )
    return [name for name in (DOCUMENT, RENDITION) if name in names] + attachments


def _expected_names(names: Mapping[str, object]) -> Iterator[str]:
    """Give the names that may stand here, in the one order they may have."""
    yield "mimetype"
    yield from _content_names(names)
    for number in range(1, 1000):
        if manifest_name(number) not in names:
            return
        yield manifest_name(number)
        yield signature_name(number)


def _check_file(name: str, size: int, limits: Limits) -> None:
    if name == DOCUMENT:
        check_size(size, limits.json, "Документ", name)
    elif name.startswith("META-INF/"):
        check_size(size, limits.manifest, "Служебный файл", name)


def _check_counts(names: Mapping[str, object], limits: Limits) -> None:
    counts = (("META-INF/", 2 * limits.signatures, "Подписей"), (ATTACHMENTS, limits.attachments, "Приложений"))
    for folder, most, what in counts:
        if sum(name.startswith(folder) for name in names) > most:
            raise NotAcceptable("E-T-10", f"{what} больше, чем допустимо.", folder)
