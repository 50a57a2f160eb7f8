"""Art. 10(1): the original follows by post in reasonable time; what is tracked, when reminded, how compared."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.notices import Comparison, OriginalStep
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.transmission import Channel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from obmen.treaty.calendars import Calendar
    from obmen.treaty.documents.envelope import Kind
    from obmen.treaty.documents.notices import OriginalNotice
    from obmen.treaty.policies import Policies

REMIND_AFTER: Final = 15
"""Working days of the sender's calendar; a service threshold, not a term of the Agreement (P-14)."""
_FOLLOWS: Final = Article(10, paragraph=1)
_TOUCHING: Final = ("debtor", "claimants", "subjects")
"""Fields of a request whose difference stops the answer: the persons and what is asked (R-10.1.3)."""


def is_tracked(kind: Kind, channel: Channel, policies: Policies) -> bool:
    """Decide by Art. 10(1), 10(3) and P-14 whether an original is awaited: M-01, M-03, M-07, M-08 (R-10.1.2).

    What went by post is the original itself; under ELECTRONIC_IS_ORIGINAL nothing is tracked.
    """
    follows = policies.choice("P-14") == "ORIGINAL_FOLLOWS"
    return follows and kind.follows_by_post and channel is not Channel.POST


def original_due(sent_on: date, calendar: Calendar) -> date | None:
    """Compute by Art. 10(1) and P-14 when to remind of an original: 15 working days of the SENDER's calendar.

    Nothing is rejected and no term depends on it; None where the calendar does not reach (E-12-01).
    """
    if not calendar.covers(sent_on):
        return None
    later = (day for day in calendar.working_days_from(sent_on) if day != sent_on)
    return next(islice(later, REMIND_AFTER - 1, None), None)


def compare(differing: Iterable[str]) -> Comparison:
    """Compare by Art. 10(1) an original with the electronic document, by the fields that differ (R-10.1.3).

    A difference of the person or of the subjects is a mismatch; any other is noted.
    """
    fields = [field.strip() for field in differing if field.strip()]
    if any(_touches(field) for field in fields):
        return Comparison.MISMATCH
    return Comparison.NOTED if fields else Comparison.MATCHED


def _touches(field: str) -> bool:
    """Tell whether a field says who the person is or what is asked; a postal address of the claimant does neither."""
    first, *rest = field.split(".")
    if first == "claimants" and "addresses" in rest:
        return False
    return first in _TOUCHING


def check_answerable(comparison: Comparison | None, *, clarified: bool = False) -> Finding:
    """Decide by Art. 10(1) and 14 whether an answer may go: not while person or subjects differ (R-10.1.3)."""
    if comparison is Comparison.MISMATCH and not clarified:
        return violation("E-10-09")
    return held("Оригинал ответу не препятствует", _FOLLOWS)


def check_original(notice: OriginalNotice, *, on: date) -> Findings:
    """Require by Art. 10(1) and 13(2) of M-19 the paper, the day, and what its step needs (R-10.1.2).

    A dispatch and a return have a post number; a comparison has its result, and a difference in words.
    """
    wrong = [] if _names(notice) else [violation("E-10-10", field="paper")]
    if notice.on is None or notice.on > on:
        wrong.append(violation("E-10-10", case="on", field="on"))
    wrong += [*_posted(notice), *_compared(notice)]
    return Findings.of(wrong or (held(f"Оригинал {notice.step.label}", _FOLLOWS),))


def _names(notice: OriginalNotice) -> bool:
    return bool(notice.paper.title.strip() or notice.paper.message_id)


def _posted(notice: OriginalNotice) -> Iterator[Finding]:
    if notice.step in {OriginalStep.DISPATCHED, OriginalStep.RETURNED} and not notice.post_number.strip():
        yield violation("E-10-10", case="number", field="post_number")


def _compared(notice: OriginalNotice) -> Iterator[Finding]:
    compares = notice.step is OriginalStep.COMPARED
    if compares and notice.comparison is None:
        yield violation("E-10-10", case="comparison", field="comparison")
    if not compares and notice.comparison is not None:
        yield violation("E-10-10", case="early", field="comparison")
    differs = notice.comparison in {Comparison.NOTED, Comparison.MISMATCH}
    if compares and differs and not notice.difference.strip():
        yield violation("E-10-10", case="difference", field="difference")


def under_one_list(
    papers: Iterable[OriginalNotice], *, post_number: str, list_number: str
) -> tuple[OriginalNotice, ...]:
    """Write by Art. 10(1) one entry per original for a mailing under one опись: one post number (R-10.1.2)."""
    return tuple(replace(paper, post_number=post_number, list_number=list_number) for paper in papers)
