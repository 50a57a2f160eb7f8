"""Art. 2, 3, 7-9, 11(1)(e), 12(2): what is asked, for what, why and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.content.draft import Draft, blank
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import violation
from obmen.treaty.periods import after_years, first_day, length, within
from obmen.treaty.subjects import catalogue
from obmen.treaty.wording import years_at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.requests import Request, Subject
    from obmen.treaty.documents.values import Period
    from obmen.treaty.findings import Finding

_INSTEAD: Final = {
    SubjectCode.WHEREABOUTS_PERSON: SubjectCode.WHEREABOUTS_ORGANISATION,
    SubjectCode.WHEREABOUTS_ORGANISATION: SubjectCode.WHEREABOUTS_PERSON,
}


def purposes(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 2(2) and 9(1) at least one purpose; it bounds the later use of the answer (R-2.2)."""
    if not draft.request.purposes:
        yield violation("E-2-02", field="purposes")


def subjects(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 3 at least one kind of information, each asked once and about a debtor that has it (R-3.1)."""
    if not draft.request.subjects:
        yield violation("E-3-01", field="subjects")
    seen: set[SubjectCode] = set()
    for index, subject in enumerate(draft.request.subjects):
        if subject.code in seen:
            yield violation("E-3-01", case="twice", field=f"subjects.{index}", subject=subject.code.label)
        seen.add(subject.code)
        yield from _suits(draft.request.debtor.kind, subject.code, f"subjects.{index}")
        yield from _since(draft.request, subject, f"subjects.{index}.since")


def _since(request: Request, subject: Subject, field: str) -> Iterator[Finding]:
    """Require by Art. 14 that no item is said to come with a version that is not there yet (R-14.4)."""
    since, version = subject.since, request.version
    if not 1 <= since <= version:
        yield violation("E-3-01", case="since", field=field, subject=subject.code.label, since=since, version=version)


def _suits(kind: str, code: SubjectCode, field: str) -> Iterator[Finding]:
    rule = catalogue[code]
    if not rule.suits(kind):
        instead = _INSTEAD.get(code)
        yield violation(rule.mismatch, field=field, subject=code.label, instead=instead.short if instead else "—")


def justification(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 9(1) why the information is needed, and apart for what has no list of its own (R-9.1.2)."""
    if blank(draft.request.justification):
        yield violation("E-9-02", field="justification")
    for index, subject in enumerate(draft.request.subjects):
        if catalogue[subject.code].own_justification and blank(subject.justification):
            field = f"subjects.{index}.justification"
            yield violation("E-9-02", case="own", field=field, subject=subject.code.label)


def income_period(draft: Draft) -> Iterator[Finding]:
    """Limit by Art. 7 the period of income data to three years, and require it (R-7.b.2, R-7.b.4, P-13)."""
    for index, subject in enumerate(draft.request.subjects):
        if subject.code is SubjectCode.INCOME:
            yield from _period(draft, subject.income_period, f"subjects.{index}.income_period")


def _period(draft: Draft, period: Period | None, field: str) -> Iterator[Finding]:
    if period is None:
        yield violation("E-7-03", field=field)
    elif period.end < period.start:
        yield violation("E-7-03", case="reversed", field=f"{field}.end", start=period.start, end=period.end)
    elif period.start > draft.on:
        yield violation("E-7-03", case="future", field=f"{field}.start", start=period.start)
    else:
        yield from _cap(draft, period, f"{field}.start")


def _cap(draft: Draft, period: Period, field: str) -> Iterator[Finding]:
    cap = draft.edition.income_cap_years
    said = years_at_most(cap)
    if not within(period, cap):
        start = first_day(period.end, cap)
        yield violation("E-7-01", case="length", field=field, length=length(period), cap=said, start=start)
    elif draft.policies.choice("P-13") == "LOOKBACK" and after_years(period.start, cap) < draft.on:
        earliest = first_day(draft.on, cap)
        yield violation("E-7-01", case="lookback", field=field, start=period.start, cap=said, earliest=earliest)


def content(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(e) what is asked and the facts that led to it, each in its own field (R-11.1.e)."""
    if blank(draft.request.content):
        yield violation("E-11-08", case="content", field="content")
    if blank(draft.request.factual_circumstances):
        yield violation("E-11-08", case="circumstances", field="factual_circumstances")


def desired_date(draft: Draft) -> Iterator[Finding]:
    """Warn by Art. 12(2) when a wish for an earlier answer makes no sense or has no reason (R-12.2.1)."""
    desired = draft.request.desired_date
    if desired is None:
        return
    if desired <= draft.on:
        yield violation("E-12-02", case="past", field="desired_date", date=desired, on=draft.on)
    if draft.due and desired >= draft.due:
        yield violation("E-12-02", case="late", field="desired_date", date=desired, due=draft.due)
    if blank(draft.request.desired_reason):
        yield violation("E-12-03", field="desired_reason")
