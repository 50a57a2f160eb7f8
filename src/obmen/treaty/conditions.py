"""Art. 15: postponement, and conditions of further execution - only for the sake of a proceeding of one's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import LAST, Article
from obmen.treaty.consultation import named
from obmen.treaty.documents.conditions import ConditionKind, Deciding, Postponing, Topic
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from obmen.treaty.consultation import Consulted
    from obmen.treaty.documents.conditions import Breach, Condition, Conditions, ConditionsDecision, Postponement
    from obmen.treaty.documents.requests import SubjectCode
    from obmen.treaty.policies import Policies

REVIEW_DAYS: Final = 30
"""Calendar days after which a postponement is looked at again; a service threshold, Art. 15 has no limit (R-15.2)."""
_FIRST: Final = Article(15, paragraph=1)
_LAST: Final = Article(15, paragraph=LAST)


def check_postponement(
    notice: Postponement,
    *,
    on: date,
    policies: Policies,
    consultations: Sequence[Consulted] = (),
    postponed_on: date | None = None,
) -> Findings:
    """Decide by Art. 15(1), P-05 and P-08 whether execution may be postponed, or resumed, so (R-15.1, R-15.2).

    `postponed_on` is the day of a postponement still in force. Resuming needs only that and its day.
    """
    if notice.step is Postponing.RESUME:
        wrong = [*_resume(notice, postponed_on, on)]
    else:
        wrong = [*_postpone(notice, postponed_on, on), *_clock(notice, policies)]
        wrong += _consulted(notice, consultations, on, policies)
    because = (
        "Исполнение возобновляется" if notice.step is Postponing.RESUME else "Исполнение откладывается обоснованно"
    )
    return Findings.of(wrong or (held(because, _FIRST),))


def _resume(notice: Postponement, postponed_on: date | None, on: date) -> Iterator[Finding]:
    if postponed_on is None:
        yield violation("E-15-04", case="not_postponed", field="step")
    if notice.on is None or notice.on > on:
        yield violation("E-15-04", case="resumed_on", field="on")
    elif postponed_on is not None and notice.on < postponed_on:
        yield violation("E-15-04", case="before", field="on", date=postponed_on)


def _postpone(notice: Postponement, postponed_on: date | None, on: date) -> Iterator[Finding]:
    """Require the own proceeding that execution would impede, the circumstances, and a review still to come."""
    if postponed_on is not None:
        yield violation("E-15-04", case="again", field="step", date=postponed_on)
    if not notice.own_proceeding.strip():
        yield violation("E-15-01", field="own_proceeding")
    if not notice.circumstances.strip():
        yield violation("E-15-04", field="circumstances")
    if notice.review_on is not None and notice.review_on <= on:
        yield violation("E-15-04", case="review", field="review_on", date=notice.review_on)


def _clock(notice: Postponement, policies: Policies) -> Iterator[Finding]:
    if notice.clock_policy != policies.choice("P-05"):
        yield replace(violation("E-15-04", case="clock", field="clock_policy", policy="P-05"), policy="P-05")


def _consulted(
    notice: Postponement, consultations: Sequence[Consulted], on: date, policies: Policies
) -> Iterator[Finding]:
    """Require by Art. 15(1) and P-08 the consultation before a postponement: begun the same day, closed, or none."""
    choice = policies.choice("P-08")
    if choice == "CONDITIONS_ONLY":
        return
    talk = named(consultations, notice.consultation, Topic.CONDITIONS)
    same_day = choice == "SAME_DAY"
    if talk is None or not (talk.begun(on) if same_day else talk.held(on)):
        case = "same_day" if same_day else ""
        yield replace(violation("E-15-02", case=case, field="consultation"), policy="P-08")


def next_review(postponed_on: date, today: date) -> date:
    """Compute by Art. 15(1) the next day, today included, on which a postponement is looked at again (R-15.2).

    Every 30 calendar days after the day of postponement, as long as it lasts; the last day of time has no next.
    """
    rounds = max(1, -(-(today - postponed_on).days // REVIEW_DAYS))
    left = (date.max - postponed_on).days
    return postponed_on + timedelta(days=min(rounds * REVIEW_DAYS, left))


def check_conditions(
    proposed: Conditions,
    *,
    own_proceeding: str,
    asked: Collection[SubjectCode],
    consultations: Sequence[Consulted] = (),
    on: date,
) -> Findings:
    """Decide by Art. 15(1) and P-08 whether conditions of execution may be proposed so (R-15.1, R-15.3).

    They protect an own proceeding, recorded by the requested side, and follow a consultation that was closed or a
    recorded conversation, whatever P-08 says of postponement. `asked` are the items of the request.
    """
    wrong = [] if own_proceeding.strip() else [violation("E-15-01", field="own_proceeding")]
    talk = named(consultations, proposed.consultation, Topic.CONDITIONS)
    if talk is None or not talk.held(on):
        wrong.append(replace(violation("E-15-02", field="consultation"), policy="P-08"))
    if not proposed.conditions:
        wrong.append(violation("E-15-05", field="conditions"))
    for index, condition in enumerate(proposed.conditions):
        wrong += _condition(index, condition, asked, on)
    return Findings.of(wrong or (held("Условия определены после консультаций и описаны", _FIRST),))


def _condition(index: int, condition: Condition, asked: Collection[SubjectCode], on: date) -> Iterator[Finding]:
    """Require of a condition its number, its text, and what its kind needs to be watched (R-15.3)."""
    at, number = f"conditions.{index}", index + 1
    if condition.number != number:
        yield violation("E-15-05", case="number", field=f"{at}.number", number=condition.number, expected=number)
    if not condition.text.strip():
        yield violation("E-15-05", case="text", field=f"{at}.text", number=number)
    if condition.kind is ConditionKind.NO_CONTACT and condition.until is None:
        yield violation("E-15-05", case="until", field=f"{at}.until", number=number)
    if condition.kind is ConditionKind.NO_DISCLOSURE and not condition.recipient.strip():
        yield violation("E-15-05", case="recipient", field=f"{at}.recipient", number=number)
    if condition.until is not None and condition.until <= on:
        yield violation("E-15-05", case="past", field=f"{at}.until", number=number, date=condition.until)
    for code in condition.items:
        if code not in asked:
            yield violation("E-15-05", case="item", field=f"{at}.items", number=number, subject=code.label)


def check_conditions_decision(decision: ConditionsDecision, *, proposed: bool) -> Findings:
    """Decide by Art. 15(2) whether conditions may be answered so (R-15.4, R-15.5).

    `proposed`: the conditions it names wait for a decision. A refusal tells why, a counter-proposal what; after that
    the consultation goes on and nothing is refused by itself.
    """
    wrong = [] if proposed else [violation("E-15-06", case="nothing")]
    if decision.decision is Deciding.DECLINE and not decision.text.strip():
        wrong.append(violation("E-15-06", field="text"))
    if decision.decision is Deciding.COUNTER and not decision.text.strip():
        wrong.append(violation("E-15-06", case="counter", field="text"))
    return Findings.of(wrong or (held(f"Решение об условиях: {decision.decision.label}", _LAST),))


def consults_again(decision: ConditionsDecision) -> bool:
    """Tell by Art. 15 whether the consultation goes on after a decision: after a counter-proposal (R-15.4)."""
    return decision.decision is Deciding.COUNTER


def check_breach(breach: Breach, *, agreed: Sequence[Condition]) -> Findings:
    """Require by Art. 15(2) of M-13 a condition that was agreed, and what happened (R-15.4)."""
    wrong = []
    if breach.condition not in {condition.number for condition in agreed}:
        wrong.append(violation("E-15-07", field="condition", number=breach.condition))
    if not breach.facts.strip():
        wrong.append(violation("E-15-07", case="facts", field="facts"))
    return Findings.of(wrong or (held(f"Нарушено согласованное условие № {breach.condition}", _LAST),))
