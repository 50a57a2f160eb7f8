"""Art. 9(4), 9(5): measures of protection and the term of keeping, told on request; a breach at once (R-9.5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.treaty.cases import told

from obmen.treaty.articles import Article
from obmen.treaty.documents import ProtectionFacts
from obmen.treaty.documents.consents import Incident
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import Machine, RoundState, State
from obmen.treaty.protection import check_protection, kept_for, protection_facts
from obmen.treaty.retention import Kept, RetentionRule

DAY = date(2026, 7, 10)
RULE = RetentionRule(party="RU", years=5, source="правило хранения (учебное)")
KEPT = Kept(rule=RULE, ended_on=date(2026, 6, 30))
FACTS = ProtectionFacts(
    measures="Шифрование, доступ по ролям, журнал.",
    retention_rule=RULE.source,
    retention_term="5 лет после окончания исполнительного производства",
    planned_destruction_on=date(2031, 6, 30),
)
BREACH = Incident(
    what="Выписка направлена не тому адресату.",
    on=date(2026, 5, 12),
    items=(SubjectCode.REAL_ESTATE,),
    measures="Выписка возвращена.",
)


def faults(facts: ProtectionFacts, on: date = DAY) -> list[tuple[str, str]]:
    """Return code and field of what stops M-21."""
    return [(each.code, each.field) for each in check_protection(facts, on=on).blocking]


def test_the_other_party_asks_and_is_told_measures_term_and_day() -> None:
    """R-9.5.1: KZ asks RU about a request → measures, «5 лет после окончания ИП», the planned day of destruction."""
    assert protection_facts(KEPT, FACTS.measures) == FACTS
    (finding,) = check_protection(FACTS, on=DAY)
    assert (finding.because, finding.articles) == (
        "Названы меры защиты, правило и срок хранения",
        (Article(9, point=5),),
    )
    asked = told("M-01 6.a", "M-02", "M-03 FINAL", "M-20 < +10.07")
    assert asked.running(Machine.PROTECTION, RoundState.ASKED)
    replied = told("M-01 6.a", "M-02", "M-03 FINAL", "M-20 < +1.07", "M-21 > +10.07 #4")
    assert replied.running(Machine.PROTECTION, RoundState.ANSWERED)
    assert replied.state is State.EXECUTED


def test_no_day_is_planned_while_the_proceeding_goes_on_or_for_what_is_never_destroyed() -> None:
    pending = protection_facts(replace(KEPT, ended_on=None), FACTS.measures)
    assert pending == replace(FACTS, planned_destruction_on=None)
    for_ever = protection_facts(replace(KEPT, rule=replace(RULE, permanent=True)), FACTS.measures)
    assert (for_ever.retention_term, for_ever.planned_destruction_on) == ("постоянно", None)
    assert faults(pending) == faults(for_ever) == []


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (replace(RULE, years=1), "1 год после окончания исполнительного производства"),
        (replace(RULE, years=0, months=18), "18 месяцев после окончания исполнительного производства"),
        (replace(RULE, months=2, days=3), "5 лет, 2 месяца и 3 дня после окончания исполнительного производства"),
        (replace(RULE, months=1, days=1), "5 лет, 1 месяц и 1 день после окончания исполнительного производства"),
        (replace(RULE, years=0, days=90), "90 дней после окончания исполнительного производства"),
        (replace(RULE, years=0), "до окончания исполнительного производства"),
        (replace(RULE, years=0, days=-5), "до окончания исполнительного производства"),
    ],
)
def test_the_term_of_a_rule_in_words(rule: RetentionRule, said: str) -> None:
    assert kept_for(rule) == said


@pytest.mark.parametrize(
    ("facts", "field", "says"),
    [
        (replace(FACTS, measures=" "), "measures", "какие меры защиты"),
        (replace(FACTS, retention_rule=" "), "retention_rule", "срок хранения и правило"),
        (replace(FACTS, retention_term=""), "retention_term", "срок хранения и правило"),
        (replace(FACTS, incident=replace(BREACH, what=" ")), "incident.what", "О нарушении не сказано"),
        (replace(FACTS, incident=replace(BREACH, on=None)), "incident.on", "О нарушении не сказано"),
        (replace(FACTS, incident=replace(BREACH, measures="")), "incident.measures", "О нарушении не сказано"),
    ],
)
def test_what_is_not_told_is_named(facts: ProtectionFacts, field: str, says: str) -> None:
    assert faults(facts) == [("E-9-12", field)]
    assert says in check_protection(facts, on=DAY).blocking[0].because


def test_a_breach_is_told_the_same_day_unasked() -> None:
    """R-O.9: a misdirected extract of 12.05.2026 → M-21 the same day; a day that has not come is a mistake."""
    told_at_once = replace(FACTS, incident=BREACH)
    assert faults(told_at_once, on=date(2026, 5, 12)) == []
    (finding,) = check_protection(told_at_once, on=date(2026, 5, 11)).blocking
    assert (finding.field, finding.because) == ("incident.on", "Дата нарушения (12.05.2026) ещё не наступила")
    unasked = told("M-01 6.a", "M-02", "M-03 FINAL", "M-21 > +12.05")
    assert (unasked.state, unasked.steps[-1].row is not None, unasked.rounds) == (State.EXECUTED, True, ())
