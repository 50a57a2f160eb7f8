"""Numbers of the office's books: cases, исх., вх.; each runs without a gap through the year of an authority."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from obmen.node.cases.models import Counter

CASES: Final = "case"
OUTGOING: Final = "out"
INCOMING: Final = "in"


def case_number(authority: str, year: int) -> str:
    """Give the next number of a case: `<CC>-<authority code>-<year>-<seq>`."""
    return f"{authority}-{year}-{_next(authority, year, CASES):06}"


def book_number(authority: str, year: int, book: str) -> str:
    """Give the next number of a book of correspondence, «17/2026»; the label beside it says исх. № or вх. №."""
    return f"{_next(authority, year, book)}/{year}"


def _next(authority: str, year: int, book: str) -> int:
    with transaction.atomic():
        counter, _ = Counter.objects.select_for_update().get_or_create(authority=authority, year=year, book=book)
        counter.last += 1
        counter.save()
    return counter.last
