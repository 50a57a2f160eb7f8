"""Reading a printed letter back: its digest, the text that a reader sees, and whether it is more than paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message.rendering.active import is_active
from obmen.message.rendering.legible import legible
from obmen.message.rendering.pdfium import opened
from obmen.message.rendering.printing import FOOT_MM, KEYWORD

if TYPE_CHECKING:
    import pypdfium2

_POINTS_PER_MM: Final = 72 / 25.4

_FOOTER_TOP: Final = (FOOT_MM - 2) * _POINTS_PER_MM
"""Below this height a page holds its footer, above it the letter."""

_MOST_PAGES: Final = 1000

_IN_METADATA: Final = re.compile(re.escape(KEYWORD) + r"([0-9a-f]{64})\b")
_ON_PAPER: Final = re.compile(r"(?<![0-9a-f])[0-9a-f](?:\s{0,4}[0-9a-f]){63}(?![0-9a-f])")


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionFacts:
    """What can be read from a rendition.

    `embedded_digest` comes from the PDF's metadata, `printed_digests` are all that stand on its pages; `pages` is the
    whole text of each page as a reader sees it, `bodies` the same without the footers (so that text running over a page
    stays whole). `active` tells that the file holds what paper cannot: scripts, forms, layers, attached files.
    """

    embedded_digest: str
    printed_digests: tuple[str, ...]
    pages: tuple[str, ...]
    bodies: tuple[str, ...]
    active: bool = False

    @property
    def json_digest(self) -> str:
        """The digest of document.json that the letter carries; empty when the places disagree or there is none.

        It must stand on paper. Metadata, when they name one, say which of the printed ones it is.
        """
        if self.embedded_digest:
            return self.embedded_digest if self.embedded_digest in self.printed_digests else ""
        return self.printed_digests[0] if len(set(self.printed_digests)) == 1 else ""


def read_rendition(pdf: bytes) -> RenditionFacts:
    """Read a rendition. Raises ValueError when the bytes are not a readable PDF."""
    with opened(pdf) as document:
        if len(document) > _MOST_PAGES:
            raise ValueError("a letter of more pages than anybody signs")
        keywords, active = document.get_metadata_value("Keywords"), is_active(document)
        texts = [_texts(page) for page in document]
    embedded = _IN_METADATA.search(keywords)
    return RenditionFacts(
        embedded_digest=embedded.group(1) if embedded else "",
        printed_digests=_printed_digests("\n".join(whole for whole, _ in texts)),
        pages=tuple(whole for whole, _ in texts),
        bodies=tuple(body for _, body in texts),
        active=active,
    )


def _texts(page: pypdfium2.PdfPage) -> tuple[str, str]:
    """Return the text of a page: all of it, and the letter above the footer."""
    seen = legible(page)
    whole = "".join(character for character, _ in seen)
    return whole, "".join(character for character, height in seen if height > _FOOTER_TOP)


def _printed_digests(text: str) -> tuple[str, ...]:
    return tuple("".join(found.group().split()) for found in _ON_PAPER.finditer(text))
