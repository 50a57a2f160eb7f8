"""Art. 9(3), 19: what the answer says of the special order of disclosure, and in which language."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from obmen.treaty.answering.items import WITH_DATA
from obmen.treaty.content.language import foreign_words
from obmen.treaty.documents.answers import ExplanationRow, InformationRow, PaperRow, ProceedingRow, Row
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.answering.given import Given
    from obmen.treaty.findings import Finding

_OWN_WORDS: Final[dict[type[Row], tuple[str, ...]]] = {
    ProceedingRow: ("dates_unknown", "stage_text", "ground", "other_results"),
    PaperRow: ("text",),
    ExplanationRow: ("text", "note"),
    InformationRow: ("text",),
}
"""What is written in words of one's own in rows; names, numbers and records of registers are exempt."""


def gives_data(given: Given) -> bool:
    """Tell whether there is something whose disclosure may follow a special order, or a word about one."""
    return any(item.status in WITH_DATA for _, item in given.items) or bool(given.answer.special_orders)


def special_orders(given: Given) -> Iterator[Finding]:
    """Require by Art. 9(3) a yes or no on a special order of disclosure for all that is given (R-9.3.4)."""
    answered = Counter(order.subject for order in given.answer.special_orders)
    for subject in dict.fromkeys(item.subject for _, item in given.items if item.status in WITH_DATA):
        if subject not in answered:
            yield violation("E-9-06", case="unanswered", field="special_orders", subject=subject.label)
    for index, order in enumerate(given.answer.special_orders):
        for name in ("basis", "procedure", "body") if order.applies else ():
            if not getattr(order, name).strip():
                yield violation("E-9-06", field=f"special_orders.{index}.{name}")
        if answered[order.subject] > 1:
            yield violation("E-9-06", case="twice", field=f"special_orders.{index}", subject=order.subject.label)


def russian(given: Given) -> Iterator[Finding]:
    """Warn by Art. 19 of words in the answer's own texts that are not Russian (R-19.1)."""
    yield from foreign_words(given.answer.text, "text")
    for field, item in given.items:
        for name in ("reason", "circumstances"):
            yield from foreign_words(getattr(item, name), f"{field}.{name}")
        for index, step in enumerate(item.steps):
            yield from foreign_words(step.outcome, f"{field}.steps.{index}.outcome")
        for index, row in enumerate(item.rows):
            for name in _OWN_WORDS.get(type(row), ()):
                yield from foreign_words(getattr(row, name), f"{field}.rows.{index}.{name}")
