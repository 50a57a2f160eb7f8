"""A case told document by document, for tests of its course: `told("M-01", "M-02", "M-03 PART 6.a")`."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.treaty.samples import message

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import Course, Filed, Side, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

START: Final = datetime(2026, 3, 2, 9, tzinfo=UTC)
REQUESTED_ONLY: Final = frozenset(
    {"M-02", "M-03", "M-04", "M-05", "M-07", "M-08", "M-09", "M-11", "M-14", "M-23", "M-27"}
)
_SUBJECTS: Final = frozenset(SubjectCode)


def document(words: str, number: int, seqs: dict[Side, int]) -> Filed:
    """Make a document from words: its kind, then its form and subjects in any order.

    `<` or `>` tell the sender (requested, requesting), `v2` a version, `@15` a topic, `#3` the number of the document
    that it names, `+5` the day of March (`+14.04` another day of 2026) on which it was sent and delivered, `?` that it
    has no receipt.
    """
    code, *rest = words.split()
    sender = Side.REQUESTED if code in REQUESTED_ONLY else Side.REQUESTING
    sender = {"<": Side.REQUESTED, ">": Side.REQUESTING}.get(next((word for word in rest if word in "<>"), ""), sender)
    seqs[sender] = seqs.get(sender, 0) + 1
    at: datetime | None = START + timedelta(days=number - 1)
    filed = Filed(
        message_id=message(number),
        kind=Kind(code),
        sender=sender,
        seq=seqs[sender],
        delivered_at=at,
        sent_at=START + timedelta(days=number - 1),
    )
    for word in rest:
        filed = _with(filed, word)
    return filed


def _with(filed: Filed, word: str) -> Filed:
    if word in _SUBJECTS:
        return replace(filed, subjects=(*filed.subjects, SubjectCode(word)))
    if word.startswith("+"):
        day, _, month = word[1:].partition(".")
        on = START.replace(month=int(month or START.month), day=int(day))
        return replace(filed, delivered_at=on, sent_at=on)
    marks = {
        "v": lambda rest: replace(filed, version=int(rest)),
        "@": lambda rest: replace(filed, topic=rest),
        "#": lambda rest: replace(filed, refers_to=message(int(rest))),
    }
    if word[0] in marks and (word[0] != "v" or word[1:].isdecimal()):
        return marks[word[0]](word[1:])
    if word == "?":
        return replace(filed, delivered_at=None)
    return filed if word in "<>" else replace(filed, variant=word)


def documents(told: Sequence[str]) -> list[Filed]:
    """Make the documents of a case in the order in which they were delivered, numbered from 1."""
    seqs: dict[Side, int] = {}
    return [document(words, number, seqs) for number, words in enumerate(told, start=1)]


def told(*words: str) -> Course:
    """Fold a case told in words."""
    return fold(documents(words))
