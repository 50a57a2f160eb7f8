"""What every rule on the content of an answer looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from obmen.treaty.documents.answers import Answer, AnswerItem, Part
from obmen.treaty.documents.requests import Request
from obmen.treaty.editions import Edition, edition_on
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from collections.abc import Iterator

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An answer of day `on` beside its request.

    `reservation` is whether one to Art. 6(a) can be relied on, `policies` bring P-28, `earlier` are the parts already
    sent.
    """

    request: Request
    answer: Answer
    on: date
    reservation: bool = False
    policies: Policies = DEFAULT_POLICIES
    earlier: tuple[Answer, ...] = ()

    @property
    def items(self) -> Iterator[tuple[str, AnswerItem]]:
        """The items with their field paths."""
        return ((f"items.{index}", item) for index, item in enumerate(self.answer.items))

    @property
    def final(self) -> bool:
        """Whether this answer closes the request."""
        return self.answer.part is Part.FINAL

    @property
    def edition(self) -> Edition:
        """The edition of the text that applies on that day."""
        return edition_on(self.on)

    def rows(self, kind: type[R]) -> Iterator[tuple[str, AnswerItem, R]]:
        """Go through the rows of one kind, each with its field path and its item."""
        for field, item in self.items:
            for index, row in enumerate(item.rows):
                if isinstance(row, kind):
                    yield f"{field}.rows.{index}", item, row


def source_of(row_says: str, item: AnswerItem) -> str:
    """Say where a row comes from: its own source, or that of its item."""
    return (row_says or item.source).strip()


def day_of(row_says: date | None, item: AnswerItem) -> date | None:
    """Say as of which day a row is: its own, or that of its item."""
    return row_says or item.as_of
