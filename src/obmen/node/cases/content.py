"""What a case keeps under its key: drafts, prepared documents, containers, evidence, the debtor's short name.

Each piece is bound to its case and its place (`about`), so that bytes moved elsewhere do not open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.message import canonical_zip
from obmen.message.container import ATTACHMENTS, DOCUMENT, RENDITION, Contents
from obmen.message.encoding import StrictCodec
from obmen.node.vault import service as vault
from obmen.treaty.documents import Answer, Request
from obmen.treaty.documents.values import NaturalPerson

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.node.cases.models import Case, CaseDocument
    from obmen.treaty.documents.values import Debtor

REQUESTS: Final = StrictCodec(Request)
ANSWERS: Final = StrictCodec(Answer)
_ENTRIES: Final = 64


def seal(case: Case, plain: bytes, place: str) -> bytes:
    """Seal a piece of the case for its place: «title», «draft», «prepared»."""
    return vault.seal(case.key_id, plain, about(case.id, place))


def unseal(case: Case, sealed: bytes | memoryview, place: str) -> bytes:
    """Unseal a piece of the case. Raises a `VaultError`."""
    return vault.unseal(case.key_id, sealed, about(case.id, place))


def about(case_id: UUID, place: str) -> str:
    """Name a piece for the vault."""
    return f"{case_id}/{place}"


def container_of(document: CaseDocument) -> bytes:
    """Give the container of a filed document as it came."""
    return unseal(document.case, document.container, f"container/{document.message_id}")


def seal_container(case: Case, message_id: UUID, raw: bytes) -> bytes:
    """Seal a container for filing."""
    return seal(case, raw, f"container/{message_id}")


def draft_request(case: Case) -> Request:
    """Give the request being written; an empty one before anything was written."""
    return REQUESTS.decode(unseal(case, case.draft, "draft")) if case.draft else Request()


def pack(contents: Contents) -> bytes:
    """Put what will be signed into one piece."""
    files = {DOCUMENT: contents.document}
    if contents.rendition is not None:
        files[RENDITION] = contents.rendition
    return canonical_zip.write(files | {ATTACHMENTS + name: data for name, data in contents.attachments.items()})


def unpack(raw: bytes) -> Contents:
    """Take what will be signed out of its piece."""
    files = {name: bytes(data) for name, data in canonical_zip.read(raw, _ENTRIES).items()}
    start = len(ATTACHMENTS)
    attachments = {name[start:]: data for name, data in files.items() if name.startswith(ATTACHMENTS)}
    return Contents(document=files[DOCUMENT], rendition=files.get(RENDITION), attachments=attachments)


def prepared(case: Case) -> Contents:
    """Give the very bytes that wait for signature. Raises LookupError when nothing waits."""
    if not case.prepared:
        raise LookupError("nothing waits for signature")
    return unpack(unseal(case, case.prepared, "prepared"))


def short_name(debtor: Debtor) -> str:
    """Name a debtor for lists: «Тестов А. П., 1985», or the name of the organisation."""
    if not isinstance(debtor, NaturalPerson):
        return debtor.name
    initials = " ".join(f"{part[0]}." for part in (debtor.given_name, debtor.patronymic) if part)
    name = f"{debtor.family_name} {initials}".strip()
    born = debtor.birth.date if debtor.birth else None
    return f"{name}, {born.year}" if born else name
