"""What a reader sees of the text that a program finds on a page.

A PDF can hold text that nobody sees: white on white, under a sheet, beside the page, cut away, transparent, too small.
So the page is drawn twice, with its text and without: where taking the text away changes nothing, nothing was to be
seen. Text over other text, and a digit that is drawn as another one or said to stand for what is drawn (ActualText), is
there and cannot be relied on: it is `UNCLEAR`.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import pypdfium2.raw as pdfium

from obmen.message.rendering.digits import DIGITS, is_lying
from obmen.message.rendering.drawing import SCALE, Box, Drawing, draw

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2

UNCLEAR: Final = "\ufffd"
"""Stands in the text for a character that is drawn, but not so that a reader could rely on it."""

_INK: Final = 24
"""A difference of grey (of 255) at the edges of a character, where it is drawn thin ..."""
_STRONG: Final = 64
"""... and where it is drawn strongest: less is a shadow on the paper."""
_TALL, _LOW = 2.6 * SCALE, 1.6 * SCALE
"""The least height of digits and capitals, and of small letters: those of a print of four points (pixels)."""
_SPACE: Final = 0x20
"""What a glyph says that names no character."""
_COVERED: Final = 0.3
"""The part of a character that another may lie over; kerning takes less."""
_CELL: Final = 32
"""Size of the squares, in pixels, in which characters are looked for that lie over each other."""


@dataclass(slots=True)
class Character:
    """A character as a program finds it, and the box in which it is drawn, if it is.

    `spoken` tells of a digit that it is only said to stand for what is drawn (ActualText; ISO 32000-1, 14.9.4).
    """

    text: str
    box: Box | None
    spoken: bool = False

    @property
    def height(self) -> float:
        """Where its middle is, in pixels from the top."""
        return (self.box[1] + self.box[3]) / 2 if self.box else 0.0


def legible(page: pypdfium2.PdfPage) -> list[tuple[str, float]]:
    """Give the characters that a reader sees, in their order, each with its height above the foot (points).

    The page's text becomes invisible on the way: draw and read everything else before. Raises `ValueError` for a page
    beyond all paper.
    """
    characters = list(_characters(page))
    drawing, top = draw(page), page.get_height()
    unclear = _overlaid(characters)
    seen: list[tuple[str, float]] = []
    for at, each in enumerate(characters):
        if each.box is None:
            seen.append((each.text, seen[-1][1] if seen else top))
        elif _is_drawn(each.text, each.box, drawing):
            is_unclear = (
                each.spoken or at in unclear or (each.text in DIGITS and is_lying(each.text, each.box, drawing))
            )
            seen.append((UNCLEAR if is_unclear else each.text, top - each.height / SCALE))
    return seen


def _characters(page: pypdfium2.PdfPage) -> Iterator[Character]:
    """Go through the text of a page; white space, and what is only concluded from the place of others, has no box."""
    text, top = page.get_textpage(), page.get_height() * SCALE
    sides = [ctypes.c_double() for _ in range(4)]
    for at in range(text.count_chars()):
        character = chr(pdfium.FPDFText_GetUnicode(text.raw, at) or _SPACE)
        if character.isspace() or not character.isprintable() or pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
            yield Character(character, None)
            continue
        pdfium.FPDFText_GetCharBox(text.raw, at, *sides)
        left, right, bottom, upper = (side.value * SCALE for side in sides)
        yield Character(
            character, (left, top - upper, right, top - bottom), character in DIGITS and _is_spoken(text, at)
        )


def _is_spoken(text: pypdfium2.PdfTextPage, at: int) -> bool:
    """Tell whether the character comes from what is said beside the drawn text, and not from its font."""
    drawn = pdfium.FPDFText_GetTextObject(text.raw, at)
    marks = (pdfium.FPDFPageObj_GetMark(drawn, mark) for mark in range(max(pdfium.FPDFPageObj_CountMarks(drawn), 0)))
    return any(
        pdfium.FPDFPageObjMark_GetParamValueType(mark, b"ActualText") == pdfium.FPDF_OBJECT_STRING for mark in marks
    )


def _box(text: pypdfium2.PdfTextPage, at: int, top: float) -> Box:
    sides = [ctypes.c_double() for _ in range(4)]
    pdfium.FPDFText_GetCharBox(text.raw, at, *sides)
    left, right, bottom, upper = (side.value * SCALE for side in sides)
    return left, top * SCALE - upper, right, top * SCALE - bottom


def _is_drawn(character: str, box: Box, drawing: Drawing) -> bool:
    """Tell whether a reader without a glass sees it: large enough, and with ink of the text at each of its edges."""
    least = 1.0 if not character.isalnum() else _TALL if character in DIGITS or character.isupper() else _LOW
    if max(box[2] - box[0], box[3] - box[1]) < least:
        return False
    return drawing.is_outlined(box, _INK) and drawing.is_inked(box, _STRONG)


def _overlaid(characters: Sequence[Character]) -> set[int]:
    """Find the characters that lie over other ones; the same one twice in a place is bold print."""
    near: dict[tuple[int, int], list[int]] = defaultdict(list)
    found: set[int] = set()
    for at, each in enumerate(characters):
        if each.box is None:
            continue
        for cell in _cells(each.box):
            for other in near[cell]:
                if characters[other].text != each.text and _is_shared(each.box, characters[other].box):
                    found |= {at, other}
            near[cell].append(at)
    return found


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    """Name the squares in which a character lies, no more than a large one has."""
    left, top, right, bottom = (int(side) // _CELL for side in box)
    return product(range(left, min(right, left + 8) + 1), range(top, min(bottom, top + 8) + 1))


def _is_shared(one: Box, other: Box | None) -> bool:
    """Tell whether two boxes share so much of their places that a reader sees neither."""
    if other is None:
        return False
    width, height = min(one[2], other[2]) - max(one[0], other[0]), min(one[3], other[3]) - max(one[1], other[1])
    return width > 0 and height > 0 and width * height > _COVERED * min(_area(one), _area(other))


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
