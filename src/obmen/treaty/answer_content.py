"""Art. 3-9, 12, 19: what an answer must say about each item of the request, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.treaty.answering import assets, income, items, obtained, orders, proceedings, reservation, whereabouts
from obmen.treaty.answering.given import Given
from obmen.treaty.answering.income import is_cut
from obmen.treaty.answering.proceedings import double_execution
from obmen.treaty.answering.reservation import may_rely
from obmen.treaty.answering.statuses import allowed_statuses
from obmen.treaty.articles import LAST, Article
from obmen.treaty.documents.answers import Answer, AnswerItem
from obmen.treaty.editions import edition_on
from obmen.treaty.errors import held
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from datetime import date

    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents.requests import Request


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule on answers; it says nothing where `concerns` finds nothing to look at."""

    look: Callable[[Given], Iterator[Finding]]
    because: str
    article: Article
    concerns: Callable[[Given], bool] = bool

    def __call__(self, given: Given) -> tuple[Finding, ...]:
        """Return all that is wrong, or the one finding that nothing is."""
        if not self.concerns(given):
            return ()
        return tuple(self.look(given)) or (held(self.because, self.article),)


_CUT: Final = "ст. 7"
RULES: Final = (
    Rule(items.complete, "По каждому пункту запроса дан результат", Article(12)),
    Rule(items.version, "Названа версия запроса, на которую дан ответ", Article(14)),
    Rule(items.asked, "Представлено то, что запрошено", Article(3, paragraph=LAST)),
    Rule(items.needs, "Каждый результат пояснён", Article(6)),
    Rule(
        proceedings.proceedings,
        "Исполнительные документы и ход их исполнения описаны",
        Article(4),
        proceedings.tells_proceedings,
    ),
    Rule(obtained.explanations, "На каждый вопрос дана запись", Article(5, paragraph=2), obtained.explains),
    Rule(assets.assets, "Имущество описано так, что его можно узнать", Article(6), assets.tells_assets),
    Rule(reservation.reservation, "Ссылка на оговорку обоснована", Article(6, letter="а"), reservation.relied_on),
    Rule(
        income.income,
        "Сведения о доходах — в пределах допустимого периода",
        Article(7, paragraph=LAST),
        income.tells_income,
    ),
    Rule(
        whereabouts.whereabouts,
        "Сказано, откуда и на какую дату известны адреса и места",
        Article(8),
        whereabouts.tells_whereabouts,
    ),
    Rule(
        orders.special_orders,
        "О специальном порядке раскрытия сказано",
        Article(9, point=3, paragraph=2),
        orders.gives_data,
    ),
    Rule(orders.russian, "Ответ составлен на русском языке", Article(19)),
)
"""Every rule on the content of an answer; a new chapter adds a row."""


def check_answer(  # noqa: PLR0913  the facts of one question, each named by the caller
    request: Request,
    answer: Answer,
    *,
    requested_declarations: Sequence[Declaration],
    on: date,
    requesting_declarations: Sequence[Declaration] = (),
    policies: Policies = DEFAULT_POLICIES,
    earlier: Sequence[Answer] = (),
) -> Findings:
    """Decide by Art. 3-9, 12 and 19 whether an answer of day `on` says of each item what it must.

    `request` is the newest version; the answer names the one it answers, and what came later is not missing in it.
    `earlier` are the parts already sent: an item with a final result there is not missing here. A reservation to
    Art. 6(a) is relied on if the requested Party made it, or the requesting one where P-16 is AVAILABLE.
    """
    given = Given(
        request=request,
        answer=answer,
        on=on,
        reservation=may_rely(requested_declarations, requesting_declarations, policies, on),
        policies=policies,
        earlier=tuple(earlier),
    )
    return Findings.of(finding for rule in RULES for finding in rule(given))


def empty_answer(request: Request, *, on: date) -> Answer:
    """Prepare the answer to a request: one item without a result for each subject, cut to three years by Art. 7.

    The questions on the special order of disclosure (Art. 9(3)) are left unanswered: nobody's «no» is presumed.
    """
    cap = edition_on(on).income_cap_years
    prepared = tuple(
        AnswerItem(subject=subject.code, capped_by=_CUT if is_cut(subject.income_period, cap) else "")
        for subject in request.subjects
    )
    return Answer(request_version=request.version, items=prepared)


__all__ = ["allowed_statuses", "check_answer", "double_execution", "empty_answer", "may_rely"]
