"""What is attached to the document being written: kept sealed until the document leaves."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.message.encoding import StrictCodec
from obmen.message.limits import DEFAULT
from obmen.node.cases import content
from obmen.treaty.attachments import RUSSIAN, certification
from obmen.treaty.documents.values import Attachment, AttachmentKind
from obmen.treaty.errors import violation
from obmen.treaty.findings import Findings

if TYPE_CHECKING:
    from obmen.message.container import Contents
    from obmen.node.cases.models import Case, DraftAttachment

CODEC: Final = StrictCodec(Attachment)
_SIGNS: Final = (
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"II*\0", "image/tiff", "tif"),
    (b"MM\0*", "image/tiff", "tif"),
)
"""How the files that an office exchanges begin: a file is what its bytes say, whatever its name."""
_ENDINGS: Final = {media_type: ending for _, media_type, ending in _SIGNS}
_ALSO: Final = {"jpg": ("jpeg",), "tif": ("tiff",)}
_UNSEEN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""General categories of characters that have no place in a name: they could make «fdp.exe» look like «exe.pdf»."""
MEDIA_TYPES: Final = frozenset(_ENDINGS)
"""What an office exchanges; anything else is handed to people as bytes of no known kind."""
_LONGEST: Final = 200
_MEBIBYTE: Final = 1024 * 1024
_SIGNATURES: Final = 256 * 1024
"""More than the signatures of a package, their manifests and its encryption take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An attachment and its bytes."""

    attachment: Attachment
    data: bytes


def media_type_of(data: bytes) -> str | None:
    """Tell what a file is by its first bytes; nothing when it is none of what an office exchanges."""
    return next((media_type for sign, media_type, _ in _SIGNS if data.startswith(sign)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the officer says of a file: its kind, its language, who certified it and when (Art. 5)."""

    kind: AttachmentKind
    lang: str = RUSSIAN
    certified_by: str = ""
    certified_on: date | None = None
    certified_how: str = ""


def described(number: int, file_name: str, stated: Stated, media_type: str, data: bytes) -> Attachment:
    """Describe a file as an attachment of that number."""
    return Attachment(
        id=f"{number:03}",
        kind=stated.kind,
        file_name=plain_name(file_name, media_type),
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        lang=stated.lang,
        certification=certification(stated.certified_by, stated.certified_on, stated.certified_how),
    )


def plain_name(file_name: str, media_type: str) -> str:
    """Give a name that is only a name and ends as its bytes say: no folders, nothing unseen, «.exe» never last."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN).strip(" .")
    ending = _ENDINGS.get(media_type, "bin")
    stem, dot, its_own = name.rpartition(".")
    if dot and stem and its_own.lower() in (ending, *_ALSO.get(ending, ())):
        return f"{stem[:_LONGEST]}.{its_own}"
    return f"{(name or 'file')[:_LONGEST]}.{ending}"


def check_size(size: int, limit: int) -> Findings:
    """Decide whether so many bytes fit; what does not is to be made smaller or sent apart (E-T-10)."""
    if size <= limit:
        return Findings()
    whole, most = (f"{amount / _MEBIBYTE:.1f} МиБ".replace(".", ",") for amount in (size, limit))
    return Findings.of([violation("E-T-10", field="attachments", size=whole, limit=most)])


def check_package(contents: Contents, most: int = DEFAULT.package) -> Findings:
    """Decide whether what will be signed fits into a package of at most so many bytes.

    Room is left for signatures and the shell (E-T-10).
    """
    pieces = (contents.document, contents.rendition or b"", *contents.attachments.values())
    return check_size(sum(map(len, pieces)), most - _SIGNATURES)


def file_of(attachment: Attachment) -> str:
    """Give the name of an attachment in the container («001.pdf»)."""
    return f"{attachment.id}.{_ENDINGS[attachment.media_type]}"


def place(number: int, part: str) -> str:
    """Name the place of a piece of an attachment for the vault."""
    return f"attachment/{number:03}/{part}"


def listed(case: Case) -> tuple[Attachment, ...]:
    """List the attachments of the document being written; their bytes stay sealed."""
    return tuple(_attachment(case, row) for row in case.draft_attachments.defer("content"))


def drafted(case: Case) -> tuple[Enclosure, ...]:
    """Give the attachments of the document being written, bytes and all."""
    return tuple(
        Enclosure(
            attachment=_attachment(case, row), data=content.unseal(case, row.content, place(row.number, "content"))
        )
        for row in case.draft_attachments.all()
    )


def _attachment(case: Case, row: DraftAttachment) -> Attachment:
    return CODEC.decode(content.unseal(case, row.described, place(row.number, "described")))
