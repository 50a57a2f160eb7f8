"""Whether a digit is drawn as the digit that it says to be.

A font can say that its drawn 5 is a 3: a program then reads one sum and a person another. Typefaces differ, so a shape
is only compared with those of the ten digits in ours; it lies when it is clearly nearer to another one.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

import pypdfium2
import pypdfium2.raw as pdfium

from obmen.message.rendering.drawing import SCALE, Drawing, draw
from obmen.message.rendering.glyphs import font_folder

if TYPE_CHECKING:
    from obmen.message.rendering.drawing import Box, Patch

DIGITS: Final = "0123456789"
_COLUMNS, _ROWS = 8, 12
_POINTS: Final = 24.0
_STEP: Final = 40.0
_LIKE: Final = 0.65
"""From here on a shape is like another one in another size or hand (correlation)."""
_NEARER: Final = 0.25
"""How much nearer another digit must be: none of 4480 honest digits is, of 16 typefaces in 4 styles and 7 sizes."""


def is_lying(digit: str, box: Box, drawing: Drawing) -> bool:
    """Tell whether what is drawn in the box is clearly another digit than this one."""
    return _lies(digit, drawing.patch(box))


@lru_cache(maxsize=4096)
def _lies(digit: str, patch: Patch) -> bool:
    drawn = _levelled(patch.ink(_COLUMNS, _ROWS))
    likeness = {each: max(_likeness(drawn, known) for known in shapes) for each, shapes in _known().items()}
    own = likeness.pop(digit)
    other = max(likeness.values())
    return other >= _LIKE and other - own >= _NEARER


def _levelled(shape: bytes) -> list[float]:
    """Take the mean away and make the length one, so that a product of two is their correlation."""
    mean = sum(shape) / len(shape)
    around = [each - mean for each in shape]
    length = math.sqrt(sum(each * each for each in around)) or 1.0
    return [each / length for each in around]


def _likeness(one: list[float], other: list[float]) -> float:
    return sum(map(float.__mul__, one, other))


@cache
def _known() -> dict[str, list[list[float]]]:
    """Draw the ten digits in each of our typefaces."""
    fonts = sorted(font_folder().glob("NotoSans-*.ttf"))
    sheets = [_shapes(font.read_bytes()) for font in fonts]
    return {digit: [sheet[digit] for sheet in sheets] for digit in DIGITS}


def _shapes(font: bytes) -> dict[str, list[float]]:
    document = pypdfium2.PdfDocument.new()
    try:
        page = _sheet(document, font)
        boxes = [each.get_bounds() for each in page.get_objects()]
        height = page.get_height()
        drawing = draw(page)
    finally:
        document.close()
    placed = [(x0 * SCALE, (height - y1) * SCALE, x1 * SCALE, (height - y0) * SCALE) for x0, y0, x1, y1 in boxes]
    return {
        digit: _levelled(drawing.patch(box).ink(_COLUMNS, _ROWS)) for digit, box in zip(DIGITS, placed, strict=True)
    }


def _sheet(document: pypdfium2.PdfDocument, font: bytes) -> pypdfium2.PdfPage:
    """Write the ten digits in a row."""
    page = document.new_page(_STEP * (len(DIGITS) + 1), 2 * _STEP)
    data = (pdfium.c_uint8 * len(font)).from_buffer_copy(font)
    loaded = pdfium.FPDFText_LoadFont(document.raw, data, len(font), pdfium.FPDF_FONT_TRUETYPE, 1)
    for at, digit in enumerate(DIGITS):
        text = pdfium.FPDFPageObj_CreateTextObj(document.raw, loaded, _POINTS)
        wide = f"{digit}\0".encode("utf-16-le")
        pdfium.FPDFText_SetText(text, pdfium.cast(wide, pdfium.FPDF_WIDESTRING))
        pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, _STEP * (at + 0.5), _STEP)
        pdfium.FPDFPage_InsertObject(page.raw, text)
    page.gen_content()
    return page
