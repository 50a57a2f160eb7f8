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
_WHITE: Final = 255
_EDGE: Final = 0.4
"""The part of a character at each of its edges in which there must be ink ..."""
_PIXELS: Final = 3
"""... and no less than these: a full stop is no larger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patch:
    """A piece cut out of a drawing; `box` is where in it something is drawn. Equal pieces are one to a cache."""

    whole: bytes
    bare: bytes
    width: int
    box: Box

    def ink(self, columns: int, rows: int) -> bytes:
        """Give how much grey the text makes in each cell of a grid laid over the box, row by row."""
        ink = list(map(abs, map(sub, self.whole, self.bare)))
        across = _spans(self.box[0], self.box[2], columns, self.width)
        down = _spans(self.box[1], self.box[3], rows, len(ink) // max(self.width, 1))
        return bytes(
            sum(sum(ink[line * self.width + first : line * self.width + last]) for line in range(upper, lower))
            // ((last - first) * (lower - upper))
            for upper, lower in down
            for first, last in across
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """The same page drawn twice: with its text, and without."""

    whole: bytes
    bare: bytes
    stride: int
    width: int
    height: int

    def is_outlined(self, box: Box, ink: int) -> bool:
        """Tell whether the text makes that much grey at each edge of the box: it is the outline of what is drawn."""
        left, top, right, bottom = self._within(box)
        across = max(int(_EDGE * (right - left)), _PIXELS)
        down = max(int(_EDGE * (bottom - top)), _PIXELS)
        lines = range(top, bottom)
        return (
            self._is_inked(lines[:down], left, right, ink)
            and self._is_inked(lines[-1 : -down - 1 : -1], left, right, ink)
            and self._is_inked(lines, left, min(left + across, right), ink)
            and self._is_inked(lines, max(right - across, left), right, ink)
        )

    def is_inked(self, box: Box, ink: int) -> bool:
        """Tell whether the text makes that much grey somewhere in the box."""
        left, top, right, bottom = self._within(box)
        return self._is_inked(range(top, bottom), left, right, ink)

    def _is_inked(self, lines: range, left: int, right: int, ink: int) -> bool:
        """Tell whether the text makes that much grey in a pixel of these lines."""
        for start in range(lines.start * self.stride, lines.stop * self.stride, lines.step * self.stride):
            one, other = self.whole[start + left : start + right], self.bare[start + left : start + right]
            if one == other:
                continue
            if (_WHITE - min(one) if min(other) == _WHITE else max(map(abs, map(sub, one, other)))) >= ink:
                return True
        return False

    def patch(self, box: Box) -> Patch:
        """Cut out what lies in a box."""
        left, top, right, bottom = self._within(box)
        starts = range(top * self.stride, bottom * self.stride, self.stride)
        return Patch(
            whole=b"".join([self.whole[start + left : start + right] for start in starts]),
            bare=b"".join([self.bare[start + left : start + right] for start in starts]),
            width=right - left,
            box=(_near(box[0] - left), _near(box[1] - top), _near(box[2] - left), _near(box[3] - top)),
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


def _near(place: float) -> float:
    """Round to a quarter of a pixel, so that the same print is the same piece wherever it stands."""
    return round(4 * place) / 4
