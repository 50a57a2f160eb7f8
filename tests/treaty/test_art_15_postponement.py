"""Art. 14-16, 4(c): what the situations cannot say as data - days, effects, what a decision unlocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from tests.treaty.generated import days
from tests.treaty.samples import DEBTOR, REQUEST, WRIT
from tests.treaty.test_situations_acts import ASK, CONDITIONS, DECISION, IMPOSSIBLE, ON, POSTPONE, REPLY, RESUME, TALKS

from obmen.treaty.articles import LAST, Article
from obmen.treaty.conditions import (
    check_breach,
    check_conditions,
    check_conditions_decision,
    check_postponement,
    consults_again,
    next_review,
)
from obmen.treaty.confidentiality import (
    Handling,
    breaking_items,
    check_combination,
    check_confidentiality_decision,
    check_impossible,
    check_step,
    executed_anyway,
    handling,
    title_for,
)
from obmen.treaty.documents import Breach, ConditionsDecision, Recovery, Withdrawal
from obmen.treaty.documents.conditions import Deciding
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.requests import Confidentiality, Subject, SubjectCode
from obmen.treaty.documents.values import Money
from obmen.treaty.findings import Weight
from obmen.treaty.information import check_information, check_information_request
from obmen.treaty.necessity import check_withdrawal
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.recovery import check_recovery

EXPLAIN, ESTATE = SubjectCode.EXPLANATIONS, SubjectCode.REAL_ESTATE
RECOVERY = Recovery(
    document=WRIT.number,
    recovered=Money(amount=Decimal("120000.00"), currency="RUB"),
    as_of=date(2026, 5, 5),
    remaining=Money(amount=Decimal("230000.00"), currency="RUB"),
)


def test_a_postponement_is_reviewed_every_thirty_days() -> None:
    """(R-15.2) Postponed 16.03.2026: 15.04, then 15.05."""
    start = date(2026, 3, 16)
    for today, expected in (
        (start, date(2026, 4, 15)),
        (date(2026, 4, 15), date(2026, 4, 15)),
        (date(2026, 4, 16), date(2026, 5, 15)),
        (date(2026, 5, 15), date(2026, 5, 15)),
        (date(2026, 5, 16), date(2026, 6, 14)),
        (date(2026, 3, 1), date(2026, 4, 15)),
    ):
        assert next_review(start, today) == expected
    assert next_review(date.max, date.max) == date.max


@given(days, days)
def test_a_review_is_a_multiple_of_thirty_days_away(postponed: date, today: date) -> None:
    found = next_review(postponed, today)
    assert found == date.max or ((found - postponed).days % 30 == 0 and found >= today and found > postponed)


def test_what_holds_says_so() -> None:
    """Each document of Art. 14-16 that is complete, with its article."""
    first, last = Article(15, paragraph=1), Article(15, paragraph=LAST)
    proposed = check_conditions(
        CONDITIONS,
        own_proceeding="№ 1",
        asked=(SubjectCode.ACCOUNTS,),
        consultations=TALKS["closed"],
        on=ON,
    )
    decision = check_confidentiality_decision(DECISION, breaking=(EXPLAIN,), open_items=(EXPLAIN, ESTATE))
    told = [
        (check_information_request(ASK, on=ON, policies=DEFAULT_POLICIES), "Названо, чего недостаёт и зачем это нужно"),
        (check_information(REPLY, points=(1, 2)), "На запрошенные пункты даны ответы"),
        (
            check_postponement(POSTPONE, on=ON, policies=DEFAULT_POLICIES, consultations=TALKS["open"]),
            "Исполнение откладывается обоснованно",
        ),
        (check_postponement(RESUME, on=ON, policies=DEFAULT_POLICIES, postponed_on=ON), "Исполнение возобновляется"),
        (proposed, "Условия определены после консультаций и описаны"),
        (check_conditions_decision(ConditionsDecision(), proposed=True), "Решение об условиях: согласие"),
        (
            check_breach(Breach(condition=2, facts="Должник вызван."), agreed=CONDITIONS.conditions),
            "Нарушено согласованное условие № 2",
        ),
        (decision, "Решение о конфиденциальности: отозвать отдельные пункты"),
        (check_impossible(IMPOSSIBLE, open_items=(EXPLAIN,), on=ON), "Назван шаг, который раскрывает запрос"),
        (
            check_withdrawal(Withdrawal(reason="Долг уплачен."), open_items=(ESTATE,)),
            "Отзыв обоснован; полученное остаётся под защитой ст. 9",
        ),
    ]
    articles = [Article(14)] * 2 + [first] * 3 + [last] * 2 + [Article(16, paragraph=LAST)] * 2
    articles.append(Article(9, point=1))
    for (found, because), article in zip(told, articles, strict=True):
        (finding,) = found
        assert (finding.holds, finding.because, finding.articles) == (True, because, (article,))


def test_a_policy_that_decided_is_named() -> None:
    asked = check_information_request(replace(ASK, clock_policy="x"), on=ON, policies=DEFAULT_POLICIES)
    late = check_postponement(replace(POSTPONE, clock_policy="x"), on=ON, policies=DEFAULT_POLICIES)
    closed_first = Policies.declared({"P-08": "CLOSED_FIRST"})
    strict = check_postponement(POSTPONE, on=ON, policies=closed_first, consultations=TALKS["open"])
    open_talk = check_conditions(
        CONDITIONS, own_proceeding="№ 1", asked=(SubjectCode.ACCOUNTS,), consultations=TALKS["open"], on=ON
    )
    assert [each.policy for found in (asked, late, strict, open_talk) for each in found.blocking] == [
        "P-04",
        "P-05",
        "P-08",
        "P-08",
        "P-08",
    ]


@pytest.mark.parametrize("decision", Deciding)
def test_a_counter_proposal_returns_to_the_consultation(decision: Deciding) -> None:
    """(R-15.4)."""
    assert consults_again(ConditionsDecision(decision=decision)) is (decision is Deciding.COUNTER)


def test_a_clerk_without_an_assignment_sees_a_neutral_title() -> None:
    """(R-16.1) «Конфиденциальный запрос» only."""
    assert title_for("Запрос о Тестове", confidential=True, assigned=False) == "Конфиденциальный запрос"
    assert title_for("Запрос о Тестове", confidential=True, assigned=True) == "Запрос о Тестове"
    assert title_for("Запрос о Тестове", confidential=False, assigned=False) == "Запрос о Тестове"
    every = Handling(restricted_list=True, named_officers_only=True, queries_without_origin=True)
    assert handling(confidential=True) == every
    assert handling(confidential=False) == Handling(
        restricted_list=False, named_officers_only=False, queries_without_origin=False
    )


@pytest.mark.parametrize(
    ("addressee", "prompted"),
    [
        (DEBTOR.name, True),
        (f"гражданин {DEBTOR.name.upper()}", True),
        (" ", True),
        ("Должник", True),
        ("Образцова Мария", False),
    ],
)
def test_confidentiality_and_questions_to_the_debtor_prompt_at_registration(addressee: str, *, prompted: bool) -> None:
    """(R-16.2) Requester withdraws 5.Е, keeps 6.б."""
    wish = Confidentiality(scope="факт запроса", reason="имущество может быть скрыто")
    subjects = (Subject(code=ESTATE), Subject(code=EXPLAIN, addressee=addressee))
    request = replace(REQUEST, subjects=subjects, confidentiality=wish)
    assert breaking_items(request) == ((EXPLAIN,) if prompted else ())
    found = check_combination(request)
    assert found.holds is not prompted
    if prompted:
        assert (found.code, found.weight, found.field) == ("E-16-05", Weight.WARNS, "confidentiality")
        assert EXPLAIN.label in found.because
    assert check_combination(replace(request, confidentiality=None)).holds


def test_a_nameless_debtor_is_not_taken_for_everybody() -> None:
    nameless = replace(DEBTOR, family_name="", given_name="", patronymic="")
    request = replace(REQUEST, debtor=nameless, subjects=(Subject(code=EXPLAIN, addressee="Образцова Мария"),))
    assert breaking_items(request) == ()


def test_the_breaking_step_is_locked_until_the_decision() -> None:
    """(R-16.2) E-16-01 before it; unlocked for the items decided upon, and by lifting."""
    locked = check_step(EXPLAIN, breaking=(EXPLAIN,), decided=())
    assert (locked.code, locked.blocks, locked.field) == ("E-16-01", True, "")
    assert check_step(ESTATE, breaking=(EXPLAIN,), decided=())
    assert check_step(EXPLAIN, breaking=(EXPLAIN,), decided=(EXPLAIN,)).because == (
        "Шаг не раскрывает запрос либо разрешён запрашивающим органом"
    )
    anyway = replace(DECISION, decision=Choosing.EXECUTE_ANYWAY)
    both = (EXPLAIN, ESTATE)
    assert executed_anyway(anyway, both) == (EXPLAIN,)
    assert executed_anyway(replace(anyway, items=()), both) == both
    assert executed_anyway(DECISION, both) == ()
    assert executed_anyway(replace(DECISION, decision=Choosing.LIFT), both) == both


def test_what_was_recovered_is_told_in_its_own_currency() -> None:
    """(R-4.c.3) RU recovers 120 000.00 RUB on 05.05.2026."""
    (finding,) = check_recovery(RECOVERY, documents={WRIT.number}, on=date(2026, 5, 5))
    assert (finding.because, finding.articles) == (
        "Названы документ, взысканная сумма и её дата",
        (Article(4, letter="в"),),
    )
    assert check_recovery(replace(RECOVERY, remaining=None), documents={WRIT.number}, on=date(2026, 5, 6))


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({"document": " "}, "document", "не указано: исполнительный документ"),
        ({"document": "1207"}, "document", "Исполнительного документа 1207 в этом деле нет"),
        ({"recovered": None}, "recovered", "не указано: взысканная сумма"),
        ({"recovered": Money(amount=Decimal(0), currency="RUB")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal(-1), currency="RUB")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal("NaN"), currency="RUB")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal(1), currency="rub")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal(1), currency="РУБ")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal(1), currency="RUBL")}, "recovered", "нельзя прочитать"),
        ({"recovered": Money(amount=Decimal(1), currency="643")}, "recovered", "нельзя прочитать"),
        ({"remaining": Money(amount=Decimal(-1), currency="RUB")}, "remaining", "нельзя прочитать"),
        ({"as_of": None}, "as_of", "дата, на которую известна сумма"),
        ({"as_of": date(2026, 5, 7)}, "as_of", "(07.05.2026), ещё не наступила"),
    ],
)
def test_a_recovered_sum_that_cannot_be_read(change: dict[str, object], field: str, says: str) -> None:
    recovery = replace(RECOVERY, **change)  # type: ignore[arg-type]  # fields by parameter
    (finding,) = check_recovery(recovery, documents={WRIT.number}, on=date(2026, 5, 6)).blocking
    assert (finding.code, finding.field) == ("E-4-04", field)
    assert says in finding.because


def test_nothing_remaining_is_a_sum() -> None:
    paid = replace(RECOVERY, remaining=Money(amount=Decimal(0), currency="RUB"))
    assert check_recovery(paid, documents={WRIT.number}, on=date(2026, 5, 6)).failing == ()
