"""Art. 9(4), 9(5): what is told of the protection and keeping of information (M-21), and of a breach (R-9.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.consents import ProtectionFacts
from obmen.treaty.errors import held, violation
from obmen.treaty.findings import Finding, Findings
from obmen.treaty.retention import due_on
from obmen.treaty.wording import listed, plural, years

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from obmen.treaty.documents.consents import Incident
    from obmen.treaty.retention import Kept, RetentionRule

_ASKED: Final = Article(9, point=5)


def protection_facts(kept: Kept, measures: str) -> ProtectionFacts:
    """Tell by Art. 9(5) and 9(6) by which rule and how long information is kept, and the planned day of destruction.

    There is no such day while the proceeding is pending, nor for what is kept for ever.
    """
    planned = due_on(kept.rule, kept.ended_on) if kept.ended_on else None
    return ProtectionFacts(
        measures=measures,
        retention_rule=kept.rule.source,
        retention_term=kept_for(kept.rule),
        planned_destruction_on=planned,
    )


def kept_for(rule: RetentionRule) -> str:
    """Say in Russian how long a rule keeps: «5 лет после окончания исполнительного производства», «постоянно»."""
    if rule.permanent:
        return "постоянно"
    parts = (
        years(rule.years) if rule.years else "",
        plural(rule.months, "месяц", "месяца", "месяцев") if rule.months else "",
        plural(rule.days, "день", "дня", "дней") if rule.days > 0 else "",
    )
    term = listed(part for part in parts if part)
    return f"{f'{term} после' if term else 'до'} окончания исполнительного производства"


def check_protection(facts: ProtectionFacts, *, on: date) -> Findings:
    """Require by Art. 9(5) of M-21 the measures, the rule and the term of keeping, and what is known of a breach.

    A breach is told without waiting to be asked (R-O.9).
    """
    wrong = [violation("E-9-12", field="measures")] if not facts.measures.strip() else []
    untold = (name for name in ("retention_rule", "retention_term") if not getattr(facts, name).strip())
    wrong += (violation("E-9-12", case="keeping", field=name) for name in untold)
    wrong += _breach(facts.incident, on) if facts.incident else ()
    return Findings.of(wrong or (held("Названы меры защиты, правило и срок хранения", _ASKED),))


def _breach(incident: Incident, on: date) -> Iterator[Finding]:
    """Require by Art. 9(4) of a breach what happened, when, and what was done about it (R-O.9)."""
    for name in ("what", "measures"):
        if not getattr(incident, name).strip():
            yield violation("E-9-12", case="breach", field=f"incident.{name}")
    if incident.on is None:
        yield violation("E-9-12", case="breach", field="incident.on")
    elif incident.on > on:
        yield violation("E-9-12", case="future", field="incident.on", date=incident.on)
