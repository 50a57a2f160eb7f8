"""Art. 9(2): consent of the Party that provided the information; silence never is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.consents import Consenting
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from obmen.treaty.documents.consents import Compulsion, ConsentDecision, ConsentRequest

_CONSENT: Final = Article(9, point=2)
_GIVEN: Final = (Consenting.GRANTED, Consenting.LIMITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A consent as it stands: to whom, which items, for what, until when (that day included).

    `decision` is None while nothing was decided; `decided_on` is the day on which the decision was delivered, and
    `revoked_on` that of a revocation: what was disclosed before it was lawful (§2.10).
    """

    recipient: str
    items: tuple[SubjectCode, ...]
    purpose: str = ""
    until: date | None = None
    decision: Consenting | None = None
    decided_on: date | None = None
    revoked_on: date | None = None


def consent_of(
    asked: ConsentRequest, decision: ConsentDecision | None, decided_on: date | None, revoked_on: date | None = None
) -> Consent:
    """Make a consent of M-16 and M-17: what is granted in part has the scope of the decision, never a wider one."""
    limited = decision is not None and decision.decision is Consenting.LIMITED
    items = tuple(item for item in asked.items if not limited or (decision and item in decision.items))
    ends = [day for day in (asked.until, decision.until if decision else None) if day]
    return Consent(
        recipient=asked.recipient,
        items=items,
        purpose=asked.purpose,
        until=min(ends, default=None),
        decision=decision.decision if decision else None,
        decided_on=decided_on if decision else None,
        revoked_on=revoked_on,
    )


def check_consent(consents: Iterable[Consent], recipient: str, item: SubjectCode, purpose: str, on: date) -> Finding:
    """Decide by Art. 9(2) whether a consent covers one item for a third party on a day (R-9.2.2, R-9.2.3).

    Within its scope it serves any number of times. The finding of the consent that comes nearest is told.
    """
    asked = [each for each in consents if _same(each.recipient, recipient)]
    found = [_covers(each, item, purpose, on) for each in asked]
    standing = next((finding for finding in found if finding), None)
    nearest = found[-1] if found else violation("E-9-03", case="none", field=item.value, recipient=recipient or "—")
    return nearest if standing is None else standing


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split()) != ""


def _covers(consent: Consent, item: SubjectCode, purpose: str, on: date) -> Finding:
    """Tell whether one consent covers an item, or the first reason why it does not."""
    reasons = (_not_standing(consent, on), _beyond(consent, item, purpose, on))
    standing = held(f"Согласие дано: {consent.recipient}", _CONSENT)
    return next((reason for reason in reasons if reason is not None), standing).at(item.value)


def _not_standing(consent: Consent, on: date) -> Finding | None:
    if consent.decision is None or consent.decided_on is None or on < consent.decided_on:
        return violation("E-9-03", case="waiting")
    if consent.revoked_on is not None and consent.revoked_on <= on:
        return violation("E-9-03", case="revoked", date=consent.revoked_on)
    return None if consent.decision in _GIVEN else violation("E-9-03", case="denied")


def _beyond(consent: Consent, item: SubjectCode, purpose: str, on: date) -> Finding | None:
    if consent.until is not None and consent.until < on:
        return violation("E-9-03", case="expired", date=consent.until)
    if item not in consent.items:
        return violation("E-9-03", case="item", subject=item.label)
    other = bool(consent.purpose.strip()) and not _same(consent.purpose, purpose)
    return violation("E-9-03", case="purpose", purpose=consent.purpose.strip()) if other else None


def lapsed(consents: Sequence[Consent], recalled: Collection[SubjectCode]) -> tuple[Consent, ...]:
    """Compute by Art. 9(2) the consents after a recall: they lapse for the recalled items (R-12.6, §2.10)."""
    return tuple(replace(each, items=tuple(item for item in each.items if item not in recalled)) for each in consents)


def check_compulsion(
    compulsion: Compulsion, *, by_protection: bool, by_central: bool, recorded_on: date, noticed_on: date | None
) -> Findings:
    """Decide by Art. 9(2) whether a demand of the receiving State's law is recorded as it must be (R-9.2.5, B-28).

    The person answerable for data protection and the central authority record it together (E-9-10); the notice to the
    Party that provided the information goes the same day.
    """
    found = []
    if not (by_protection and by_central):
        found.append(violation("E-9-10", field="recorded_by"))
    facts = {"demand": compulsion.demand.strip(), "norm": compulsion.norm.strip(), "on": compulsion.on}
    found += [violation("E-9-10", case="facts", field=name) for name, fact in facts.items() if not fact]
    if noticed_on != recorded_on:
        found.append(violation("E-9-10", case="notice", field="noticed_on", date=recorded_on))
    return Findings.of(found or [held("Обязательное требование закона записано, уведомление направлено", _CONSENT)])
