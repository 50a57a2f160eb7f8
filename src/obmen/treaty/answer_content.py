"""Art. 3, 6-9, 12: what an answer must say about each item of the request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import LAST, Article
from obmen.treaty.content.language import foreign_words
from obmen.treaty.documents.answers import Answer, AnswerItem, IncomeRow, ItemStatus, Part
from obmen.treaty.documents.requests import Request, SubjectCode
from obmen.treaty.editions import edition_on
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.periods import capped, covers
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from obmen.treaty.applicability import Declaration
    from obmen.treaty.documents.values import Period

_WITH_DATA: Final = (ItemStatus.PROVIDED, ItemStatus.PARTIAL)
_NEVER_FINAL: Final = (ItemStatus.MATCH_UNCERTAIN, ItemStatus.PENDING)
_WITH_REASON: Final = (ItemStatus.PARTIAL, ItemStatus.NOT_ACCESSIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """An answer beside its request; `reservation` is whether one to Art. 6(a) can be relied on."""

    request: Request
    answer: Answer
    on: date
    reservation: bool
    earlier: tuple[Answer, ...]

    @property
    def items(self) -> Iterator[tuple[str, AnswerItem]]:
        """The items with their field paths."""
        return ((f"items.{index}", item) for index, item in enumerate(self.answer.items))

    @property
    def final(self) -> bool:
        """Whether this answer closes the request."""
        return self.answer.part is Part.FINAL


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
    """Decide by Art. 6-9 and 12 whether an answer of day `on` says of each item what it must.

    `earlier` are the parts already sent: an item with a final result there is not missing here. A reservation to
    Art. 6(a) is relied on if the requested Party made it, or the requesting one where P-16 is AVAILABLE.
    """
    reservation = may_rely(requested_declarations, requesting_declarations, policies, on)
    given = _Given(request=request, answer=answer, on=on, reservation=reservation, earlier=tuple(earlier))
    return Findings.of(finding for rule in _RULES for finding in rule(given))


def may_rely(own: Sequence[Declaration], other: Sequence[Declaration], policies: Policies, on: date) -> bool:
    """Decide by Art. 6(a) and P-16 whether the requested Party may rely on a reservation, its own or the other's."""
    relied = [*own, *(other if policies.choice("P-16") == "AVAILABLE" else ())]
    return any(
        each.kind == "RESERVATION" and each.applies(on) and each.concerns(SubjectCode.ACCOUNTS) for each in relied
    )


def allowed_statuses(subject: SubjectCode, *, final: bool, reservation: bool = False) -> tuple[ItemStatus, ...]:
    """List by Art. 6 the results that an item on `subject` can have.

    In a final answer only final ones; «в пределах оговорки» only for 6.a where a reservation can be relied on;
    «необязательный пункт» only for what may be declined (Art. 3, last paragraph).
    """
    withheld = subject is SubjectCode.ACCOUNTS and reservation
    refused = {
        *(_NEVER_FINAL if final else ()),
        *(() if withheld else (ItemStatus.WITHHELD_RESERVATION,)),
        *(() if catalogue[subject].optional else (ItemStatus.DECLINED_OPTIONAL,)),
    }
    return tuple(status for status in ItemStatus if status not in refused)


def empty_answer(request: Request) -> Answer:
    """Prepare the answer to a request: one item without a result for each subject.

    The questions on the special order of disclosure (Art. 9(3)) are left unanswered: nobody's «no» is presumed.
    """
    items = tuple(AnswerItem(subject=subject.code) for subject in request.subjects)
    return Answer(request_version=request.version, items=items)


def _complete(given: _Given) -> Iterator[Finding]:
    """Require by Art. 6 and 12 one result for each subject; a final one for all of them in a final answer."""
    seen: set[SubjectCode] = set()
    for field, item in given.items:
        if item.subject in seen and not item.voluntary:
            yield violation("E-6-02", case="twice", field=field, subject=item.subject.label)
        seen.add(item.subject)
        yield from _result(given, item, f"{field}.status")
    done = seen | {each.subject for part in given.earlier for each in part.items if _is_final(each)}
    for subject in given.request.subjects if given.final else ():
        if subject.code not in done:
            yield violation("E-6-02", case="missing", field="items", subject=subject.code.label)


def _is_final(item: AnswerItem) -> bool:
    return item.status is not None and item.status not in _NEVER_FINAL


def _result(given: _Given, item: AnswerItem, field: str) -> Iterator[Finding]:
    if item.status is None:
        yield violation("E-6-02", case="empty", field=field, subject=item.subject.label)
    elif given.final and not _is_final(item):
        status = item.status.label
        yield violation("E-6-02", case="not_final", field=field, subject=item.subject.label, status=status)


def _asked(given: _Given) -> Iterator[Finding]:
    """Require by Art. 3(2) and 6(2) that what was not asked is marked as volunteered (R-3.3)."""
    asked = {subject.code for subject in given.request.subjects}
    for field, item in given.items:
        if item.subject not in asked and not item.voluntary:
            yield violation("E-3-02", field=field)


def _needs(given: _Given) -> Iterator[Finding]:
    """Require by Art. 6 of each result what it needs: rows, source and date, or a reason (R-6.3.1)."""
    for field, item in given.items:
        yield from _data(item, field)
        yield from _searched(item, field, given.on)
        if item.status in _WITH_REASON and not item.reason.strip():
            label = item.status.label if item.status else ""
            yield violation("E-6-02", case="reason", field=f"{field}.reason", subject=item.subject.label, status=label)


def _data(item: AnswerItem, field: str) -> Iterator[Finding]:
    subject, rows = item.subject.label, f"{field}.rows"
    if item.status in _WITH_DATA and not (item.rows or item.attachments):
        label = item.status.label if item.status else ""
        yield violation("E-6-02", case="no_rows", field=rows, subject=subject, status=label)
    if item.status is ItemStatus.NONE_FOUND and item.rows:
        yield violation("E-6-02", case="found_none", field=rows, subject=subject)
    expected = catalogue[item.subject].row
    for index, row in enumerate(item.rows):
        if not isinstance(row, expected):
            yield violation("E-6-02", case="row_kind", field=f"{rows}.{index}", subject=subject, row=index + 1)


def _searched(item: AnswerItem, field: str, on: date) -> Iterator[Finding]:
    subject = item.subject.label
    located = bool(item.source.strip()) and item.as_of is not None
    if item.status is ItemStatus.NONE_FOUND and not located:
        missing = "as_of" if item.source.strip() else "source"
        yield violation("E-6-02", case="none_found", field=f"{field}.{missing}", subject=subject)
    if item.status is ItemStatus.SOURCE_NO_REPLY and not (located and item.reason.strip()):
        yield violation("E-6-02", case="steps", field=f"{field}.reason", subject=subject)
    if item.as_of and item.as_of > on:
        yield violation("E-6-02", case="future", field=f"{field}.as_of", subject=subject, date=item.as_of)


def _reservation(given: _Given) -> Iterator[Finding]:
    """Require by Art. 6(a) circumstances and norm where a reservation is relied on (R-6.a.2, R-6.a.3)."""
    for field, item in given.items:
        withheld = item.status is ItemStatus.WITHHELD_RESERVATION
        if withheld and item.subject is not SubjectCode.ACCOUNTS:
            yield violation("E-6-01", case="subject", field=f"{field}.status")
        elif withheld and not given.reservation:
            yield violation("E-6-01", case="none", field=f"{field}.status")
        elif withheld or item.circumstances.strip() or item.norm.strip():
            yield from _grounds(item, field)


def _grounds(item: AnswerItem, field: str) -> Iterator[Finding]:
    for name in ("circumstances", "norm"):
        if not getattr(item, name).strip():
            yield violation("E-6-01", field=f"{field}.{name}")


def _income(given: _Given) -> Iterator[Finding]:
    """Limit by Art. 7 the rows on income to the asked period and to its latest three years (R-7.b.3)."""
    asked = next((each.income_period for each in given.request.subjects if each.code is SubjectCode.INCOME), None)
    allowed = capped(asked, edition_on(given.on).income_cap_years) if asked else None
    for field, item in given.items:
        for index, row in enumerate(item.rows):
            if isinstance(row, IncomeRow):
                yield from _within(row, allowed, f"{field}.rows.{index}.period")


def _within(row: IncomeRow, allowed: Period | None, field: str) -> Iterator[Finding]:
    if row.period is None:
        yield violation("E-7-02", case="period", field=field)
    elif allowed and not covers(allowed, row.period):
        first, last = allowed.start, allowed.end
        start, end = row.period.start, row.period.end
        yield violation("E-7-02", case="row", field=field, start=start, end=end, first=first, last=last)


def _special_orders(given: _Given) -> Iterator[Finding]:
    """Require by Art. 9(3) a yes or no on a special order of disclosure for all that is given (R-9.3.4)."""
    answered = {order.subject for order in given.answer.special_orders}
    for _, item in given.items:
        if item.status in _WITH_DATA and item.subject not in answered:
            yield violation("E-9-06", case="unanswered", field="special_orders", subject=item.subject.label)
    for index, order in enumerate(given.answer.special_orders):
        for name in ("basis", "procedure", "body") if order.applies else ():
            if not getattr(order, name).strip():
                yield violation("E-9-06", field=f"special_orders.{index}.{name}")


def _russian(given: _Given) -> Iterator[Finding]:
    """Warn by Art. 19 of words in the answer's own texts that are not Russian (R-19.1)."""
    yield from foreign_words(given.answer.text, "text")
    for field, item in given.items:
        for name in ("reason", "circumstances"):
            yield from foreign_words(getattr(item, name), f"{field}.{name}")


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule on answers; it says nothing where `concerns` finds nothing to look at."""

    look: Callable[[_Given], Iterator[Finding]]
    because: str
    article: Article
    concerns: Callable[[_Given], bool] = bool

    def __call__(self, given: _Given) -> tuple[Finding, ...]:
        if not self.concerns(given):
            return ()
        return tuple(self.look(given)) or (held(self.because, self.article),)


def _relies_on_reservation(given: _Given) -> bool:
    withheld = ItemStatus.WITHHELD_RESERVATION
    return any(item.status is withheld or item.circumstances or item.norm for _, item in given.items)


def _tells_income(given: _Given) -> bool:
    return any(isinstance(row, IncomeRow) for _, item in given.items for row in item.rows)


def _gives_data(given: _Given) -> bool:
    return any(item.status in _WITH_DATA for _, item in given.items) or bool(given.answer.special_orders)


_RULES: Final = (
    _Rule(_complete, "По каждому пункту запроса дан результат", Article(12)),
    _Rule(_asked, "Представлено то, что запрошено", Article(3, paragraph=LAST)),
    _Rule(_needs, "Каждый результат пояснён", Article(6)),
    _Rule(_reservation, "Ссылка на оговорку обоснована", Article(6, letter="а"), _relies_on_reservation),
    _Rule(_income, "Сведения о доходах — в пределах допустимого периода", Article(7, paragraph=LAST), _tells_income),
    _Rule(
        _special_orders,
        "О специальном порядке раскрытия сказано",
        Article(9, point=3, paragraph=2),
        _gives_data,
    ),
    _Rule(_russian, "Ответ составлен на русском языке", Article(19)),
)
