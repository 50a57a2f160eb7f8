"""Numbers of the office's books: cases, исх., вх.; each runs through the year of an authority and is given once.

A number that was given to a letter which then did not leave is not given again.
"""

from __future__ import annotations

import re
from typing import Final

from django.db import transaction

from obmen.node.cases.models import Counter

CASES: Final = "case"
OUTGOING: Final = "out"
INCOMING: Final = "in"


def case_number(authority: str, year: int) -> str:
    """Give the next number of a case: `<CC>-<authority code>-<year>-<seq>`."""
    return number_of(authority, year, _next(authority, year, CASES))


def number_of(authority: str, year: int, seq: int) -> str:
    """Write the number of a case as both Parties use it."""
    return f"{authority}-{year}-{seq:06}"


def is_of(authority: str, number: str) -> bool:
    """Tell whether a number of a case is out of the book of that authority."""
    return re.fullmatch(rf"{re.escape(authority)}-[0-9]{{4}}-[0-9]{{6,9}}", number) is not None


def book_number(authority: str, year: int, book: str) -> str:
    """Give the next number of a book of correspondence, «17/2026»; the label beside it says исх. № or вх. №."""
    return f"{_next(authority, year, book)}/{year}"


def _next(authority: str, year: int, book: str) -> int:
    with transaction.atomic():
        counter, _ = Counter.objects.select_for_update().get_or_create(authority=authority, year=year, book=book)
        counter.last += 1
        counter.save()
    return counter.last
