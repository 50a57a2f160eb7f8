"""Art. 12, 11(3): a correction, a supplement or a recall of an answer (M-27)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from obmen.treaty.answer_content import check_answer
from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import Answer, Mending, Part
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents.answers import AnswerItem, Correction
    from obmen.treaty.documents.requests import Request


def check_correction(  # noqa: PLR0913  the facts of one question, each named by the caller
    request: Request,
    answers: Mapping[UUID, Answer],
    correction: Correction,
    *,
    requested_declarations: Sequence[Declaration],
    on: date,
    requesting_declarations: Sequence[Declaration] = (),
    policies: Policies = DEFAULT_POLICIES,
    acts: Collection[UUID] = (),
) -> Findings:
    """Decide by Art. 12 and 11(3) whether an answer may be mended so, also after the request was executed (R-12.6).

    `answers` are those already sent, `acts` the refusals and inabilities, by the ids of their messages. What replaces
    or supplements obeys every rule on an answer; what fails in it names its field under `new_items`.
    """
    wrong = (*_refers(answers, correction, acts), *_kind(correction), *_new_items(correction))
    mended = answers.get(correction.refers_to) if correction.refers_to else None
    if correction.new_items:
        found = check_answer(
            request,
            _as_answer(request, correction, mended),
            requested_declarations=requested_declarations,
            requesting_declarations=requesting_declarations,
            policies=policies,
            on=on,
        )
        wrong += tuple(_here(finding) for finding in found.failing)
    return Findings.of(wrong or (held("Исправление составлено по ответу, который направлен", Article(12)),))


def standing(answers: Mapping[UUID, Answer], corrections: Iterable[Correction]) -> tuple[Answer, ...]:
    """Compute by Art. 12 what the answers say after their corrections, in the order in which these came (R-12.6).

    A recalled item falls out: there is no result for it. A corrected one is replaced; a supplement stands beside what
    it supplements.
    """
    after = dict(answers)
    for correction in corrections:
        mended = after.get(correction.refers_to) if correction.refers_to else None
        if correction.refers_to and mended:
            after[correction.refers_to] = replace(mended, items=(*_left(mended, correction), *correction.new_items))
    return tuple(after.values())


def _left(mended: Answer, correction: Correction) -> tuple[AnswerItem, ...]:
    if correction.kind is Mending.SUPPLEMENT:
        return mended.items
    return tuple(item for item in mended.items if item.subject not in correction.items)


def _refers(answers: Mapping[UUID, Answer], correction: Correction, acts: Collection[UUID]) -> Iterator[Finding]:
    """Require by Art. 12 an answer or act that was sent, and items that it answered."""
    mended = answers.get(correction.refers_to) if correction.refers_to else None
    if mended is None and correction.refers_to not in acts:
        yield violation("E-12-08", case="refers", field="refers_to")
    if mended is not None and not correction.items:
        yield violation("E-12-08", case="items", field="items")
    answered = {item.subject for item in mended.items} if mended else set(correction.items)
    for index, code in enumerate(correction.items):
        if code not in answered:
            yield violation("E-12-08", case="not_answered", field=f"items.{index}", subject=code.label)


def _kind(correction: Correction) -> Iterator[Finding]:
    """Require by Art. 12 why the answer is mended; data of another person can only be recalled (B-24)."""
    if not correction.reason.strip():
        yield violation("E-12-08", field="reason")
    if correction.wrong_person and correction.kind is not Mending.RECALL:
        yield violation("E-12-08", case="wrong_person", field="kind")


def _new_items(correction: Correction) -> Iterator[Finding]:
    """Require by Art. 12 new data of what corrects or supplements, of the named items only; a recall has none."""
    recalls = correction.kind is Mending.RECALL
    if recalls and correction.new_items:
        yield violation("E-12-08", case="recall", field="new_items")
    elif not recalls and not correction.new_items:
        yield violation("E-12-08", case="nothing_new", field="new_items", kind=correction.kind.label)
    for index, item in enumerate(correction.new_items):
        if item.subject not in correction.items:
            yield violation("E-12-08", case="other", field=f"new_items.{index}", subject=item.subject.label)


def _as_answer(request: Request, correction: Correction, mended: Answer | None) -> Answer:
    """Take the new items as a part of an answer to the same version, with what was said of special orders."""
    version = mended.request_version if mended else request.version
    orders = mended.special_orders if mended else ()
    return Answer(request_version=version, part=Part.PART, items=correction.new_items, special_orders=orders)


def _here(finding: Finding) -> Finding:
    """Move a finding on an answer to its place in the correction; it has no place for special orders of its own."""
    if finding.field.startswith("special_orders"):
        return violation("E-9-06", case="correction", field="new_items")
    under_items = finding.field.startswith("items")
    return replace(finding, field=f"new_{finding.field}" if under_items else "refers_to")
