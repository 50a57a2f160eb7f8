"""Art. 16: the confidentiality of a request - the wish, what it does here, what breaks it, who decides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import LAST, Article
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from obmen.treaty.documents.confidentiality import (
        ConfidentialityDecision,
        ConfidentialityImpossible,
        ConfidentialityWish,
    )
    from obmen.treaty.documents.requests import Request, Subject

NEUTRAL_TITLE: Final = "Конфиденциальный запрос"
"""All that an officer without an assignment sees of a confidential request (R-16.1)."""
_WISH: Final = Article(16, paragraph=1)
_CHOICE: Final = Article(16, paragraph=LAST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """What confidentiality does at the executing side (R-16.1)."""

    restricted_list: bool
    named_officers_only: bool
    queries_without_origin: bool


def handling(*, confidential: bool) -> Handling:
    """Tell by Art. 16(1) how a request is handled: all three measures, or none (R-16.1)."""
    return Handling(restricted_list=confidential, named_officers_only=confidential, queries_without_origin=confidential)


def title_for(title: str, *, confidential: bool, assigned: bool) -> str:
    """Choose by Art. 16(1) the title that an officer sees: the neutral one without an assignment (R-16.1)."""
    return NEUTRAL_TITLE if confidential and not assigned else title


def check_wish(wish: ConfidentialityWish) -> Findings:
    """Require by Art. 16(1) what is to stay confidential and why, also of a wish after the request (R-16.1, R-16.3)."""
    told = {
        "scope": (wish.confidentiality.scope, "что должно оставаться конфиденциальным"),
        "reason": (wish.confidentiality.reason, "почему"),
    }
    wrong = [
        violation("E-16-02", field=f"confidentiality.{field}", what=what)
        for field, (text, what) in told.items()
        if not text.strip()
    ]
    return Findings.of(wrong or (held("Сказано, что должно оставаться конфиденциальным и почему", _WISH),))


def breaking_items(request: Request) -> tuple[SubjectCode, ...]:
    """List by Art. 16 the items that cannot be executed in confidence: explanations of the debtor himself (R-16.2)."""
    return tuple(subject.code for subject in request.subjects if _asks_debtor(subject, request))


def _asks_debtor(subject: Subject, request: Request) -> bool:
    """Tell whether the explanation is asked of the debtor, or of nobody named, who may be the debtor."""
    addressee = subject.addressee.strip().casefold()
    name = request.debtor.name.strip().casefold()
    of_debtor = not addressee or "должник" in addressee or (bool(name) and name in addressee)
    return subject.code is SubjectCode.EXPLANATIONS and of_debtor


def check_combination(request: Request) -> Finding:
    """Tell by Art. 16(2) at registration that the request asks for confidentiality and breaks it (R-16.2)."""
    breaking = breaking_items(request)
    if request.confidentiality is not None and breaking:
        return violation("E-16-05", field="confidentiality", subject=breaking[0].label)
    return held("Исполнение не требует раскрыть запрос должнику", _CHOICE)


def check_step(item: SubjectCode, *, breaking: Collection[SubjectCode], decided: Collection[SubjectCode]) -> Finding:
    """Decide by Art. 16(2) whether the step that breaks confidentiality may be done now (R-16.2).

    `breaking` are the items that cannot be executed in confidence, `decided` those that the requesting body has
    decided to execute all the same; until then the step is locked.
    """
    if item in breaking and item not in decided:
        return violation("E-16-01", subject=item.label)
    return held("Шаг не раскрывает запрос либо разрешён запрашивающим органом", _CHOICE)


def check_impossible(
    told: ConfidentialityImpossible,
    *,
    open_items: Collection[SubjectCode],
    done: Collection[str] = (),
    on: date,
) -> Findings:
    """Require by Art. 16(2) of M-14 the concrete step, the items that need it, and why (R-16.2).

    `done` are the actions taken before a late wish: each must be told (R-16.3).
    """
    wrong = (*_step_told(told), *_items(told.items, open_items), *_already(told, done, on))
    return Findings.of(wrong or (held("Назван шаг, который раскрывает запрос", _CHOICE),))


def _step_told(told: ConfidentialityImpossible) -> Iterator[Finding]:
    if not told.step.strip():
        yield violation("E-16-03", field="step")
    if not told.reason.strip():
        yield violation("E-16-03", case="reason", field="reason")
    if not told.items:
        yield violation("E-16-03", case="items", field="items")


def _items(items: tuple[SubjectCode, ...], open_items: Collection[SubjectCode]) -> Iterator[Finding]:
    for index, code in enumerate(items):
        if code not in open_items:
            yield violation("E-16-03", case="not_open", field=f"items.{index}", subject=code.label)


def _already(told: ConfidentialityImpossible, done: Collection[str], on: date) -> Iterator[Finding]:
    named = {action.what.strip() for action in told.already_done}
    for what in done:
        if what.strip() not in named:
            yield violation("E-16-03", case="done", field="already_done", what=what)
    for index, action in enumerate(told.already_done):
        if not action.what.strip() or (action.on is not None and action.on > on):
            yield violation("E-16-03", case="action", field=f"already_done.{index}")


def check_confidentiality_decision(
    decision: ConfidentialityDecision,
    *,
    breaking: Collection[SubjectCode],
    open_items: Collection[SubjectCode],
    confidential: bool = True,
) -> Findings:
    """Decide by Art. 16(2) whether the requesting body may decide so (R-16.2).

    `breaking` are the items of the notice that waits for the decision, none where there is no such notice. Without
    items EXECUTE_ANYWAY is about all of them. Withdrawing every open item is a withdrawal of the request (M-18).
    """
    rule = {
        Choosing.EXECUTE_ANYWAY: _execute_anyway(decision, breaking),
        Choosing.WITHDRAW_ITEMS: _withdraw(decision, open_items),
        Choosing.LIFT: _lift(decision, confidential=confidential),
    }
    wrong = list(rule[decision.decision])
    if decision.decision is not Choosing.LIFT and not breaking:
        wrong.append(violation("E-16-04", case="nothing"))
    return Findings.of(wrong or (held(f"Решение о конфиденциальности: {decision.decision.label}", _CHOICE),))


def executed_anyway(decision: ConfidentialityDecision, breaking: Collection[SubjectCode]) -> tuple[SubjectCode, ...]:
    """List by Art. 16(2) the items whose step a decision unlocks (R-16.2)."""
    if decision.decision is Choosing.WITHDRAW_ITEMS:
        return ()
    if decision.decision is Choosing.LIFT:
        return tuple(breaking)
    return tuple(code for code in breaking if not decision.items or code in decision.items)


def _execute_anyway(decision: ConfidentialityDecision, breaking: Collection[SubjectCode]) -> Iterator[Finding]:
    for index, code in enumerate(decision.items):
        if code not in breaking:
            yield violation("E-16-04", case="not_breaking", field=f"items.{index}", subject=code.label)


def _withdraw(decision: ConfidentialityDecision, open_items: Collection[SubjectCode]) -> Iterator[Finding]:
    if not decision.items:
        yield violation("E-16-04", field="items")
    elif set(open_items) <= set(decision.items):
        yield violation("E-16-04", case="all", field="items")
    for index, code in enumerate(decision.items):
        if code not in open_items:
            yield violation("E-16-04", case="not_open", field=f"items.{index}", subject=code.label)


def _lift(decision: ConfidentialityDecision, *, confidential: bool) -> Iterator[Finding]:
    if not confidential:
        yield violation("E-16-04", case="not_confidential", field="decision")
    if decision.items:
        yield violation("E-16-04", case="whole", field="items")
