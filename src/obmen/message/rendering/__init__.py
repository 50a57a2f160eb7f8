"""The printed letter: the PDF rendition in Russian that travels beside the JSON (Art. 10(3), 11(3); R-10.3.1).

`render` prints a document; `read_rendition` reads a printed one back; `same_values` says whether a printed one shows
what the machine-readable one says (E-T-04); `page_images` shows its pages as pictures.
"""

from __future__ import annotations

from obmen.message.rendering.errors import RenderingError
from obmen.message.rendering.images import page_images
from obmen.message.rendering.letterhead import Letterhead
from obmen.message.rendering.printing import render
from obmen.message.rendering.reading import RenditionFacts, read_rendition
from obmen.message.rendering.sameness import same_values

__all__ = [
    "Letterhead",
    "RenderingError",
    "RenditionFacts",
    "page_images",
    "read_rendition",
    "render",
    "same_values",
]
