"""A printed letter of every kind, for whoever checks the files and not the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.message.rendering import letters
from tests.message.rendering.notices import FULL, notice

from obmen.message.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents import Document


def all_documents() -> tuple[Document, ...]:
    """Give a full letter of every kind that is printed."""
    return (letters.request_letter(), letters.notice_letter(), letters.answer_letter(), *map(notice, FULL))


def all_renditions() -> Iterator[tuple[str, bytes]]:
    """Give the kind («M-01») and the PDF of a full letter of every kind that is printed."""
    for document in all_documents():
        pdf = render(document, json_digest=letters.DIGEST, letterhead=letters.ALMATY_OFFICE, names=letters.NAMES)
        yield document.envelope.type.value, pdf
