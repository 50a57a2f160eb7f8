"""Reading a printed letter back: its digest and its text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionFacts:
    """What can be read from a rendition.

    `embedded_digest` comes from the PDF's metadata, `printed_digest` from its pages; `pages` is the text of each page.
    """

    embedded_digest: str
    printed_digest: str
    pages: tuple[str, ...]

    @property
    def json_digest(self) -> str:
        """The digest of document.json that the letter carries; empty when it carries none or two different ones."""
        return self.printed_digest if self.embedded_digest in ("", self.printed_digest) else ""


def read_rendition(pdf: bytes) -> RenditionFacts:
    """Read a rendition. Raises ValueError when the bytes are not a readable PDF."""
    raise NotImplementedError
