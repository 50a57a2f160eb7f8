"""Printed forms: `make bench-rendition`. Target (design §9): 60 ms for the PDF of a document.

Every document is another one: the printer remembers what it has set before, and the same page again takes a quarter of
the time. Comparing a PDF with the data (step 16 of opening) stands beside it: the receiver pays for it for each letter.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import fields, is_dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from _scene import HEAD, answer, begin, median_ms, request, row
from tests.support.renditions import all_documents

from obmen.message.encoding import encode
from obmen.message.rendering import render, same_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from obmen.treaty.documents import Document

TIMES = 24
SHORT = 8


def main() -> None:
    """Measure and print."""
    begin()
    began = time.perf_counter()
    printed(request())
    row("the first PDF of a process", 1000 * (time.perf_counter() - began), "ms")
    for name, document in (("request", request()), ("answer", answer())):
        measure(name, document)
    kinds = {document.envelope.type.value: document for document in all_documents()}
    spent = {kind: median_ms(each(printed, varied(document)), SHORT) for kind, document in kinds.items()}
    slowest = max(spent, key=spent.__getitem__)
    row(f"of all {len(spent)} kinds the slowest, {slowest}", spent[slowest], "ms", "≤ 60 ms")


def measure(name: str, usual: Document) -> None:
    """Measure one kind of document, after making sure that its print is its own and no other's."""
    others = varied(usual)
    one, other = next(others), next(others)
    pdf = printed(one)
    assert pdf.startswith(b"%PDF-")
    assert compared(one, pdf)
    assert not compared(other, pdf)
    pairs = ((document, printed(document)) for document in others)
    ready = iter([next(pairs) for _ in range(2 * TIMES)])
    row(f"{name}: PDF of {len(pdf) // 1024} KiB", median_ms(each(printed, others), TIMES), "ms", "≤ 60 ms")
    row(f"{name}: PDF compared with its data", median_ms(lambda: compared(*next(ready)), TIMES), "ms")


def printed(document: Document) -> bytes:
    """Print it, as the office does before signing."""
    return render(document, json_digest=digest_of(document), letterhead=HEAD)


def compared(document: Document, pdf: bytes) -> bool:
    """Compare the two, as opening does."""
    return bool(same_values(document, pdf, json_digest=digest_of(document)))


def digest_of(document: Document) -> str:
    """Give the digest that stands on every page."""
    return hashlib.sha256(encode(document)).hexdigest()


def each(work: Callable[[Document], object], documents: Iterator[Document]) -> Callable[[], object]:
    """Do the work with another document each time."""
    return lambda: work(next(documents))


def varied(document: Document) -> Iterator[Document]:
    """Give documents with other words in every text of more than one word."""
    for number in count(1):
        word = "".join(chr(ord("а") + (number * step) % 32) for step in range(3, 12))
        yield replace(document, payload=reworded(document.payload, word))


def reworded(value: Any, word: str) -> Any:  # noqa: ANN401  every kind of field
    """Add a word to all texts in a value."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: reworded(getattr(value, field.name), word) for field in fields(value)})
    if isinstance(value, tuple):
        return tuple(reworded(one, word) for one in value)
    return f"{value} {word}" if type(value) is str and " " in value else value


if __name__ == "__main__":
    main()
