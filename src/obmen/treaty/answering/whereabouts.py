"""Art. 8: an address or a place, each with its source and day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.treaty.answering.given import day_of, source_of
from obmen.treaty.documents.answers import AddressRow, LocationRow
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.answering.given import Given
    from obmen.treaty.documents.answers import AnswerItem
    from obmen.treaty.findings import Finding


def tells_whereabouts(given: Given) -> bool:
    """Tell whether the answer has rows on addresses or places."""
    return any(True for _ in _found_out(given))


def whereabouts(given: Given) -> Iterator[Finding]:
    """Require by Art. 8 of an address, of a register's record and of a place where and when it was found out.

    The register and the day of its extract may be told of the item once (R-8.a.1, R-8.b.1, R-8.c.1).
    """
    for field, item, row in _found_out(given):
        if not source_of(row.source, item):
            yield violation("E-8-03", case="source", field=f"{field}.source")
        if day_of(row.as_of, item) is None:
            yield violation("E-8-03", case="as_of", field=f"{field}.as_of")
    for field, _item, place in given.rows(LocationRow):
        if not place.property.strip():
            yield violation("E-8-03", case="property", field=f"{field}.property")


def _found_out(given: Given) -> Iterator[tuple[str, AnswerItem, AddressRow | LocationRow]]:
    yield from given.rows(AddressRow)
    yield from given.rows(LocationRow)
