"""Does the printed letter show what the machine-readable document says (Art. 10(3); R-10.3.1, E-T-04).

Letterheads, templates and line breaks differ between the Parties, so bytes are never compared. Every value of the
document must stand in the text that a reader sees, as a whole: «Тестов» is not found in «Тестова», 350 000,00 not in
1 350 000,00.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.message.rendering.legible import UNCLEAR
from obmen.message.rendering.reading import read_rendition
from obmen.message.rendering.values import Expected, expected
from obmen.message.rendering.words import NARROW_SPACE
from obmen.treaty.articles import LAST, Article
from obmen.treaty.errors import held, violation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.message.rendering.reading import RenditionFacts
    from obmen.treaty.documents import Document
    from obmen.treaty.findings import Finding

_LINE_END_MARKS: Final = frozenset("-\u2010\u2011\u00ad\u200b\u2060\ufffe\ufeff\x02")
"""Hyphens and invisible marks: a line break adds or hides them, so they do not count."""

_JOINING_SPACES: Final = frozenset((NARROW_SPACE, "\u00a0"))


def same_values(document: Document, pdf: bytes, *, json_digest: str = "") -> Finding:
    """Say whether `pdf` shows the values of `document`, on whatever letterhead.

    The finding holds (is true) when every number, name, date, sum, subject and text of the document stands in the
    letter and, where `json_digest` is given, the letter carries it. Otherwise `because` tells what is wrong and `field`
    is the path of the first field at fault; values themselves are never told. A file that is not a PDF shows nothing.
    """
    try:
        facts = read_rendition(pdf)
    except ValueError:
        return _different("печатная форма не читается", "")
    if json_digest and facts.json_digest != json_digest:
        return _different("печатная форма несёт дайджест другого документа", "")
    if facts.active:
        return _different("в печатной форме есть то, чего не бывает на бумаге: сценарий, форма, слой или вложение", "")
    absent = _first_absent(document, facts)
    if absent:
        return _different(f"в печатной форме нет значения поля {absent.field}", absent.field)
    return held("Печатная форма показывает те же значения, что машиночитаемая", Article(10, paragraph=LAST))


def _different(why: str, field: str) -> Finding:
    finding = violation("E-T-04", field=field)
    return replace(finding, because=f"{finding.because} ({why})")


def _first_absent(document: Document, facts: RenditionFacts) -> Expected | None:
    """Return the first value that stands neither in the letter without its footers nor in the whole of it."""
    absent = Text("\n".join(facts.bodies)).lacks(expected(document))
    return next(iter(Text("\n".join(facts.pages)).lacks(absent)), None) if absent else None


class Text:
    """Text of a letter in which values are looked for as a reader would: regardless of line breaks and spacing."""

    def __init__(self, raw: str) -> None:
        """Keep `raw` and, beside it, the same without white space and hyphens."""
        self._raw = unicodedata.normalize("NFC", raw)
        kept = [at for at, character in enumerate(self._raw) if not _is_spacing(character)]
        self._places = kept
        self._packed = "".join(self._raw[at] for at in kept)

    def lacks(self, values: Iterable[Expected]) -> list[Expected]:
        """Return those of `values` that the text shows in none of their forms."""
        return [
            value for value in values if not any(self.shows(form, is_number=value.is_number) for form in value.forms)
        ]

    def shows(self, value: str, *, is_number: bool = False) -> bool:
        """Say whether `value` stands in the text, not as a part of a longer word or number."""
        wanted = "".join(character for character in value if not _is_spacing(character))
        at = self._packed.find(wanted)
        while at >= 0:
            if self._stands_alone(at, at + len(wanted) - 1, is_number=is_number):
                return True
            at = self._packed.find(wanted, at + 1)
        return False

    def _stands_alone(self, first: int, last: int, *, is_number: bool) -> bool:
        start, end = self._places[first], self._places[last] + 1
        before, after = self._raw[max(0, start - 2) : start][::-1], self._raw[end : end + 2]
        return not (_goes_on(self._raw[start], before, is_number) or _goes_on(self._raw[end - 1], after, is_number))


def _goes_on(edge: str, outside: str, is_number: bool) -> bool:  # noqa: FBT001  a private predicate of three facts
    """Say whether the word or number that ends with `edge` continues into `outside` (nearest character first)."""
    if not edge.isalnum() or not outside:
        return False
    if outside[0].isalnum() or outside[0] == UNCLEAR:
        return True
    joins = outside[0] in _JOINING_SPACES or (is_number and outside[0] in ",.")
    return edge.isdigit() and joins and outside[1:].isdigit()


def _is_spacing(character: str) -> bool:
    return character in _LINE_END_MARKS or character.isspace()
