"""A page drawn in grey, as it is and without its text (ISO 32000-1, 9.3.6: text that is neither filled nor stroked)."""

from __future__ import annotations

from dataclasses import dataclass
from operator import sub
from typing import TYPE_CHECKING, Final, TypeAlias

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    import pypdfium2

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels."""

SCALE: Final = 150 / 72
"""Pixels for each point: enough to tell the digits of the smallest print."""

_LARGEST: Final = 1200 * 1700
"""The largest page, in square points: A2. Nobody prints a letter on more, and a drawing takes memory."""
_DEEPEST: Final = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The same page drawn twice: with its text, and without."""

    whole: bytes
    bare: bytes
    stride: int
    width: int
    height: int

    def is_inked(self, box: Box, ink: int) -> bool:
        """Tell whether the text changes the picture somewhere in the box by that much grey."""
        left, top, right, bottom = self._within(box)
        for start in range(top * self.stride, bottom * self.stride, self.stride):
            one, other = self.whole[start + left : start + right], self.bare[start + left : start + right]
            if one != other and max(map(abs, map(sub, one, other))) >= ink:
                return True
        return False

    def ink(self, box: Box, columns: int, rows: int) -> bytes:
        """Give how much grey the text makes in each cell of a grid laid over the box, row by row."""
        left, top, right, bottom = self._within(box)
        lines = [self._line(start * self.stride, left, right) for start in range(top, bottom)]
        across = _spans(box[0] - left, box[2] - left, columns, right - left)
        down = _spans(box[1] - top, box[3] - top, rows, bottom - top)
        return bytes(
            sum(sum(line[first:last]) for line in lines[upper:lower]) // ((last - first) * (lower - upper))
            for upper, lower in down
            for first, last in across
        )

    def _line(self, start: int, left: int, right: int) -> list[int]:
        """Give the grey that the text makes in the pixels of one line."""
        return list(
            map(abs, map(sub, self.whole[start + left : start + right], self.bare[start + left : start + right]))
        )

    def _within(self, box: Box) -> tuple[int, int, int, int]:
        """Give the pixels of a box that lie on the page."""
        left, top = max(int(box[0]), 0), max(int(box[1]), 0)
        return left, top, min(int(box[2]) + 1, self.width), min(int(box[3]) + 1, self.height)


def draw(page: pypdfium2.PdfPage) -> Drawing:
    """Draw the page twice; its text is invisible from then on. Raises `ValueError` for a page beyond all paper."""
    if page.get_width() * page.get_height() > _LARGEST:
        raise ValueError("a page is larger than any paper")
    whole = page.render(scale=SCALE, grayscale=True)
    for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_DEEPEST):
        pdfium.FPDFTextObj_SetTextRenderMode(each.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    bare = page.render(scale=SCALE, grayscale=True)
    return Drawing(
        whole=bytes(whole.buffer), bare=bytes(bare.buffer), stride=whole.stride, width=whole.width, height=whole.height
    )


def _spans(start: float, end: float, count: int, most: int) -> list[tuple[int, int]]:
    """Divide what lies between two places into so many spans of whole pixels, none of them empty."""
    step = (end - start) / count
    firsts = [min(max(round(start + at * step), 0), most - 1) for at in range(count)]
    return [(first, min(max(round(start + (at + 1) * step), first + 1), most)) for at, first in enumerate(firsts)]
