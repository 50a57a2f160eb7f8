"""What is attached to the document being written: kept sealed until the document leaves."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message.encoding import StrictCodec
from obmen.node.cases import content
from obmen.treaty.documents.values import Attachment

if TYPE_CHECKING:
    from obmen.node.cases.models import Case, DraftAttachment
    from obmen.treaty.documents.values import AttachmentKind

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """An attachment and its bytes."""

    attachment: Attachment
    data: bytes


def media_type_of(data: bytes) -> str | None:
    """Tell what a file is by its first bytes; nothing when it is none of what an office exchanges."""
    return next((media_type for sign, media_type, _ in _SIGNS if data.startswith(sign)), None)


def described(number: int, kind: AttachmentKind, file_name: str, media_type: str, data: bytes) -> Attachment:
    """Describe a file as an attachment of that number."""
    return Attachment(
        id=f"{number:03}",
        kind=kind,
        file_name=file_name,
        media_type=media_type,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
    )


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
