"""Art. 9(2), 9(3), 15(2): who may be told what, on what ground, and until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.consent import Consent, check_consent
from obmen.treaty.documents.answers import SpecialOrder
from obmen.treaty.documents.conditions import Condition, ConditionKind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from obmen.treaty.documents import Answer
    from obmen.treaty.policies import Policies

_PARTIES: Final = Article(9, point=2)
_CLAIMANT: Final = Article(9, point=3, paragraph=1)


class Recipient(Labelled):
    """Who is to be told, as Art. 9 sees him (R-9.2.1, R-9.2.4)."""

    CLAIMANT = "CLAIMANT", "взыскатель по исполнительному документу, послужившему основанием запроса"
    CLAIMANT_PROXY = "CLAIMANT_PROXY", "представитель взыскателя"
    DEBTOR = "DEBTOR", "должник"
    DEBTOR_PROXY = "DEBTOR_PROXY", "представитель должника"
    OTHER_CLAIMANT = "OTHER_CLAIMANT", "взыскатель по другому исполнительному документу"
    THIRD_PARTY = "THIRD_PARTY", "третье лицо"
    INSIDE = "INSIDE", "свой орган: руководитель, центральный орган, аудитор, преемник, переводчик"
    SOURCE = "SOURCE", "источник, к которому обращаются для исполнения запроса"


_PROXIES: Final = (Recipient.CLAIMANT_PROXY, Recipient.DEBTOR_PROXY)
_CLAIMANTS: Final = (Recipient.CLAIMANT, Recipient.CLAIMANT_PROXY)
_DEBTORS: Final = (Recipient.DEBTOR, Recipient.DEBTOR_PROXY)
_STRANGERS: Final = (Recipient.OTHER_CLAIMANT, Recipient.THIRD_PARTY)


class Forum(Labelled):
    """Where the claimant is going with it (P-26)."""

    COURT = "COURT", "суд"
    ENFORCEMENT_BODY = "ENFORCEMENT_BODY", "орган принудительного исполнения"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The court or body to which the claimant applies: its State, and for a body the treaty on direct execution."""

    country: str
    forum: Forum = Forum.COURT
    name: str = ""
    treaty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """What somebody wants to tell whom, on which day.

    `provider` is the Party that provided the information: for data of an answer the requested one, for data of the
    request the requesting one (R-9.0). `recipient_name` is matched against consents; `proxy_checked` tells that a
    representative's authority was checked.
    """

    recipient: Recipient
    items: tuple[SubjectCode, ...]
    on: date
    provider: str
    recipient_name: str = ""
    purpose: str = ""
    necessity: str = ""
    destination: Destination | None = None
    proxy_checked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """What stands around the information: special orders (Art. 9), agreed conditions (Art. 15), consents, recalls."""

    special_orders: tuple[SpecialOrder, ...] = ()
    conditions: tuple[Condition, ...] = ()
    consents: tuple[Consent, ...] = ()
    recalled: tuple[SubjectCode, ...] = ()


FREE: Final = Restrictions()
"""No restriction, and no consent either."""


def may_disclose(asked: Disclosure, known: Restrictions, policies: Policies) -> Findings:
    """Decide by Art. 9(2), 9(3) and 15(2) whether the items may be told; every reason against it is kept.

    Silence never discloses: without items there is nothing to tell.
    """
    if not asked.items:
        return Findings.of([violation("E-9-05", case="items", field="items")])
    whole = [*_proxy(asked), *_basis(asked, policies)]
    each = [finding for item in dict.fromkeys(asked.items) for finding in _item(asked, item, known, policies)]
    failing = [finding for finding in (*whole, *each) if not finding]
    return Findings.of(failing or [_lawful(asked)])


def by_item(asked: Disclosure, known: Restrictions, policies: Policies) -> dict[SubjectCode, Findings]:
    """Decide by Art. 9 of each item apart whether it may be told, so that the others still may."""
    return {item: may_disclose(replace(asked, items=(item,)), known, policies) for item in asked.items}


def _lawful(asked: Disclosure) -> Finding:
    if asked.recipient is Recipient.SOURCE:
        return held("Передача сведений источнику — исполнение запроса, а не раскрытие", _PARTIES)
    if asked.recipient is Recipient.INSIDE:
        return held("Внутри органа, по служебной необходимости; записывается в журнал", Article(9, point=1))
    article = _CLAIMANT if asked.recipient in _CLAIMANTS else _PARTIES
    return held(f"Можно сообщить: {asked.recipient.label}; записывается в журнал раскрытия", article)


def _proxy(asked: Disclosure) -> Iterator[Finding]:
    """Require by Art. 9(2) a representative's authority to be checked; without it he is a third party (R-9.2.4)."""
    if asked.recipient in _PROXIES and not asked.proxy_checked:
        yield violation("E-9-03", case="proxy", field="proxy_checked")


def _basis(asked: Disclosure, policies: Policies) -> Iterator[Finding]:
    """Require by Art. 9(3) and P-26 what the claimant needs the information for (R-9.3.1)."""
    if asked.recipient not in _CLAIMANTS:
        return
    if asked.destination is not None and asked.destination.country != asked.provider:
        yield replace(violation("E-9-04", field="destination.country"), policy="P-26")
    if policies.choice("P-26") == "COURT_OR_DIRECT":
        yield from (replace(finding, policy="P-26") for finding in _for_a_court(asked.destination))
    if not asked.necessity.strip():
        yield violation("E-9-05", field="necessity")


def _for_a_court(destination: Destination | None) -> Iterator[Finding]:
    if destination is None or not destination.name.strip():
        yield violation("E-9-05", case="court", field="destination")
    elif destination.forum is Forum.ENFORCEMENT_BODY and not destination.treaty.strip():
        yield violation("E-9-05", case="treaty", field="destination.treaty")


def _item(asked: Disclosure, item: SubjectCode, known: Restrictions, policies: Policies) -> Iterator[Finding]:
    if item in known.recalled:
        yield violation("E-9-01", case="recalled", field=item.value, subject=item.label)
    if asked.recipient in (Recipient.INSIDE, Recipient.SOURCE):
        return
    yield from _conditions(asked, item, known.conditions)
    if asked.recipient in _CLAIMANTS:
        yield from _special_order(item, known.special_orders, policies)
    if asked.recipient in _STRANGERS:
        yield check_consent(known.consents, asked.recipient_name, item, asked.purpose, asked.on)


def _conditions(asked: Disclosure, item: SubjectCode, conditions: Collection[Condition]) -> Iterator[Finding]:
    """Require by Art. 15(2) that agreed conditions are kept: «не раскрывать должнику до 01.06.2026» (R-15.4)."""
    for condition in conditions:
        if condition.kind is ConditionKind.NO_DISCLOSURE and _binds(condition, asked, item):
            case = "until" if condition.until else ""
            yield violation("E-15-03", case=case, field=item.value, number=condition.number, until=condition.until)


def _binds(condition: Condition, asked: Disclosure, item: SubjectCode) -> bool:
    whom = condition.recipient in ("", asked.recipient.value, asked.recipient.value.removesuffix("_PROXY"))
    what = not condition.items or item in condition.items
    return whom and what and (condition.until is None or asked.on < condition.until)


def _special_order(item: SubjectCode, orders: Collection[SpecialOrder], policies: Policies) -> Iterator[Finding]:
    """Refuse by Art. 9(3) and P-20 what the providing Party discloses in a special order only (R-9.3.4)."""
    for order in orders:
        if order.subject is item and order.applies and policies.choice("P-20") == "BLOCK":
            blocked = violation("E-9-07", case="body", field=item.value, subject=item.label, body=order.body or "—")
            yield replace(blocked, policy="P-20")


def memo(orders: Collection[SpecialOrder], items: Collection[SubjectCode]) -> tuple[SpecialOrder, ...]:
    """Choose by Art. 9(3) the special orders that the claimant is to be told instead of the information itself."""
    return tuple(order for order in orders if order.applies and order.subject in items)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimantDecision:
    """The answer to «Сообщить взыскателю?»: which items; or not now, until when; or no, why (R-9.3.1)."""

    items: tuple[SubjectCode, ...] = ()
    not_before: date | None = None
    refused_because: str = ""


def check_claimant_decision(decision: ClaimantDecision) -> Finding:
    """Require by Art. 9(3) a decision whether the claimant is told: it is his right and our duty («раскрывается»)."""
    answers = [bool(decision.items), decision.not_before is not None, bool(decision.refused_because.strip())]
    if sum(answers) != 1:
        return violation("E-9-05", case="decision", field="items")
    return held("Решено, сообщить ли сведения взыскателю", _CLAIMANT)


def redacted(answer: Answer, allowed: Collection[SubjectCode]) -> Answer:
    """Return by Art. 9(2) the answer with the allowed items alone: nothing is added, all else is gone.

    The free text of the answer may speak of any item, so it stays out unless every item is allowed.
    """
    whole = all(item.subject in allowed for item in answer.items)
    return replace(
        answer,
        items=tuple(item for item in answer.items if item.subject in allowed),
        special_orders=tuple(order for order in answer.special_orders if order.subject in allowed),
        text=answer.text if whole else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """An entry of the register of disclosures: to whom, what, when."""

    recipient_name: str
    items: tuple[SubjectCode, ...]
    on: date


def to_inform(disclosed: Collection[Disclosed], recalled: Collection[SubjectCode]) -> tuple[Disclosed, ...]:
    """List by Art. 9 those who were told what is now recalled, with the recalled items: they are informed (R-12.6)."""
    touched = (replace(each, items=tuple(item for item in each.items if item in recalled)) for each in disclosed)
    return tuple(each for each in touched if each.items)
