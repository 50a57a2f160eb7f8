"""Rules answer, whatever comes: no document at all makes one raise, and every refusal can be acted upon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.treaty.generated import absurd, days
from tests.treaty.samples import ANSWER, DAY, KZ_RESERVATION, REQUEST

from obmen.treaty.answer_content import check_answer, double_execution, empty_answer
from obmen.treaty.answering.statuses import Finality, is_final, status_rules
from obmen.treaty.attachments import check_attachments, check_certified, check_named
from obmen.treaty.corrections import check_correction
from obmen.treaty.documents import Answer, Correction, Request, Supplement
from obmen.treaty.documents.answers import AnswerItem, Part
from obmen.treaty.documents.values import Attachment, Signatory
from obmen.treaty.errors import catalogue, received
from obmen.treaty.policies import Policies
from obmen.treaty.request_content import check_request
from obmen.treaty.signing import check_powers
from obmen.treaty.supplements import check_supplement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from obmen.treaty.findings import Finding

many = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
requests, answers = absurd(Request), absurd(Answer)
reservations = st.sampled_from([(), (KZ_RESERVATION,)])
choices = st.fixed_dictionaries(
    {}, optional={"P-13": st.just("LOOKBACK"), "P-16": st.just("OFF"), "P-28": st.just("OFF")}
).map(Policies.declared)


def told(findings: Iterable[Finding]) -> None:
    """Require that each finding says why, and each that fails has a code, an article and advice."""
    for finding in findings:
        assert finding.because
        assert finding.articles
        assert finding or (finding.code in catalogue and finding.how_to_fix)


@many
@given(requests, days, st.none() | days, choices)
def test_any_request_is_judged(request: Request, on: date, due: date | None, policies: Policies) -> None:
    """On any day, under any policy."""
    found = check_request(request, on=on, own_party="RU", policies=policies, due=due)
    told(found)
    assert received(found)


@many
@given(requests, answers, days, reservations, choices, st.lists(answers, max_size=1))
def test_any_answer_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    request: Request, answer: Answer, on: date, reserved: tuple[()], policies: Policies, earlier: list[Answer]
) -> None:
    """Beside any request, with any part before it; the same debt is looked for too."""
    found = check_answer(request, answer, on=on, requested_declarations=reserved, policies=policies, earlier=earlier)
    told(found)
    assert received(found)
    told([double_execution(request, answer)])
    told(check_named(answer, {"1/3"}))


@many
@given(requests, absurd(Supplement), st.booleans(), days)
def test_any_supplement_is_judged(before: Request, supplement: Supplement, final_given: bool, on: date) -> None:  # noqa: FBT001  made by hypothesis
    told(check_supplement(before, supplement, final_given=final_given, on=on, own_party="RU"))


@many
@given(requests, answers, absurd(Correction), days, reservations)
def test_any_correction_is_judged(
    request: Request, answer: Answer, correction: Correction, on: date, reserved: tuple[()]
) -> None:
    """Of an answer, of an act, of nothing."""
    sent = {correction.refers_to: answer} if correction.refers_to else {}
    told(check_correction(request, sent, correction, requested_declarations=reserved, on=on))
    told(check_correction(request, {}, correction, requested_declarations=reserved, on=on, acts=sent))


@many
@given(requests, answers, st.lists(absurd(Attachment), max_size=3), absurd(Signatory), days, st.booleans())
def test_any_attachment_and_signatory_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    request: Request,
    answer: Answer,
    attached: list[Attachment],
    signatory: Signatory,
    on: date,
    came: bool,  # noqa: FBT001  made by hypothesis
) -> None:
    told(check_attachments(attached))
    told(check_certified(request, answer, attached))
    told([check_powers(signatory, on, received=came)])


@many
@given(absurd(AnswerItem))
def test_no_open_result_ever_closes_an_item(item: AnswerItem) -> None:
    """(R-6.3.1) MATCH_UNCERTAIN and PENDING never do, whatever stands beside them."""
    never = item.status is None or status_rules[item.status].finality is Finality.NEVER
    assert not (never and is_final(item))
    lone = replace(ANSWER, items=(item,))
    found = check_answer(REQUEST, lone, requested_declarations=[], on=DAY)
    assert not (never and lone.part is Part.FINAL and found)


@many
@given(requests)
def test_an_empty_answer_has_an_item_for_each_subject_and_never_passes_as_final(request: Request) -> None:
    answer = empty_answer(request, on=DAY)
    assert [item.subject for item in answer.items] == [subject.code for subject in request.subjects]
    found = check_answer(request, answer, requested_declarations=[], on=DAY)
    assert bool(found.blocking) is (bool(request.subjects) or request.version < 1)
