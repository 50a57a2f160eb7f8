"""Art. 9(2), 9(3), 15(2): who may be told what (R-9.0, R-9.2.1 to R-9.3.4, R-12.6, R-15.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.samples import ANSWER

from obmen.treaty.consent import Consent, check_compulsion, check_consent, consent_of, lapsed
from obmen.treaty.disclosure import (
    FREE,
    ClaimantDecision,
    Destination,
    Disclosed,
    Disclosure,
    Forum,
    Recipient,
    Restrictions,
    by_item,
    check_claimant_decision,
    may_disclose,
    memo,
    redacted,
    to_inform,
)
from obmen.treaty.documents.answers import SpecialOrder
from obmen.treaty.documents.conditions import Condition, ConditionKind
from obmen.treaty.documents.consents import Compulsion, ConsentDecision, Consenting, ConsentRequest
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

if TYPE_CHECKING:
    from obmen.treaty.findings import Findings

HOUSE, MONEY, WAGES = SubjectCode.REAL_ESTATE, SubjectCode.ACCOUNTS, SubjectCode.INCOME
DAY = date(2026, 5, 20)
NECESSITY = Policies.declared({"P-26": "NECESSITY"})
ALLOW = Policies.declared({"P-20": "ALLOW"})
COURT = Destination(country="KZ", name="Примерный районный суд города Алматы")
TO_CLAIMANT = Disclosure(
    recipient=Recipient.CLAIMANT,
    items=(HOUSE,),
    on=DAY,
    provider="KZ",
    necessity="Для заявления о признании решения.",
    destination=COURT,
)
TO_MANAGER = Disclosure(
    recipient=Recipient.THIRD_PARTY,
    items=(HOUSE,),
    on=DAY,
    provider="KZ",
    recipient_name="Управляющий Примеров",
    purpose="дело о банкротстве",
)
GRANTED = Consent(
    recipient="Управляющий Примеров",
    items=(HOUSE,),
    purpose="дело о банкротстве",
    until=date(2026, 9, 30),
    decision=Consenting.GRANTED,
    decided_on=date(2026, 5, 1),
)
ORDER = SpecialOrder(
    subject=MONEY, applies=True, basis="закон (учебный)", procedure="по запросу суда", body="Орган Х (учебный)"
)


def codes(findings: Findings) -> list[tuple[str, str, str]]:
    """Return code, field and policy of what stands against it."""
    return [(each.code, each.field, each.policy) for each in findings.failing]


def asked(
    base: Disclosure = TO_CLAIMANT,
    known: Restrictions = FREE,
    policies: Policies = DEFAULT_POLICIES,
    **facts: Any,  # noqa: ANN401  facts of any field
) -> Findings:
    """Ask with some facts changed."""
    return may_disclose(replace(base, **facts), known, policies)


# ── п. 2 ст. 9: стороны производства ────────────────────────────────────────────────────────────────────────────────


def test_the_debtor_may_be_told_about_his_own_wages() -> None:
    """Permitted («может»); entered in the register of disclosures (R-9.2.1)."""
    found = asked(recipient=Recipient.DEBTOR, items=(WAGES,), destination=None, necessity="")
    (finding,) = found
    assert finding.because == "Можно сообщить: должник; записывается в журнал раскрытия"
    assert finding.citation == "п. 2 ст. 9"


@pytest.mark.parametrize("recipient", [Recipient.CLAIMANT_PROXY, Recipient.DEBTOR_PROXY])
def test_a_representative_counts_as_the_party_once_his_authority_is_checked(recipient: Recipient) -> None:
    unchecked = asked(recipient=recipient)
    assert codes(unchecked) == [("E-9-03", "proxy_checked", "")]
    assert unchecked.failing[0].because == "Полномочия представителя не проверены; без них он — третье лицо"
    assert asked(recipient=recipient, proxy_checked=True)


def test_inside_the_authority_nobody_is_a_third_party() -> None:
    """Superior, central authority, auditor, successor, translator: by need, journalled (R-9.2.4, R-9.1.3)."""
    (finding,) = asked(recipient=Recipient.INSIDE, destination=None, necessity="", items=(HOUSE, MONEY))
    assert finding.because == "Внутри органа, по служебной необходимости; записывается в журнал"
    assert finding.citation == "п. 1 ст. 9"


@pytest.mark.parametrize(
    "name",
    [
        "Содолжник Примеров П. П., должник по другому производству",
        "Супруга должника",
        "Учебный банк",
        "Учебный отдел полиции",
        "Примерный районный суд по другому делу",
        "Пристав, исполняющий другой документ",
    ],
)
def test_a_joint_debtor_of_another_proceeding_is_a_third_party(name: str) -> None:
    """R-9.2.4: so is everyone but the two of that proceeding; who takes the proceeding over reads without consent."""
    assert codes(asked(TO_MANAGER, recipient_name=name)) == [("E-9-03", "6.b", "")]
    assert codes(asked(TO_MANAGER, Restrictions(consents=(GRANTED,)), recipient_name=name)) == [("E-9-03", "6.b", "")]
    own = Restrictions(consents=(replace(GRANTED, recipient=name),))
    assert asked(TO_MANAGER, own, recipient_name=name)
    assert asked(TO_MANAGER, recipient=Recipient.INSIDE, recipient_name="исполнитель, принявший производство")


def test_asking_a_bank_is_execution_not_disclosure() -> None:
    """R-9.0: the debtor's identifiers go to the bank for executing 6.a; the claimant's address to its officer not."""
    (finding,) = asked(recipient=Recipient.SOURCE, items=(MONEY,), provider="RU", destination=None, necessity="")
    assert finding.because == "Передача сведений источнику — исполнение запроса, а не раскрытие"
    assert finding.citation == "п. 2 ст. 9"
    officer = asked(TO_MANAGER, provider="RU", recipient_name="Сотрудник банка")
    assert codes(officer) == [("E-9-03", "6.b", "")]


def test_nothing_chosen_is_nothing_told() -> None:
    nothing = asked(items=())
    assert codes(nothing) == [("E-9-05", "items", "")]
    assert nothing.failing[0].because == "Не выбраны сведения, которые сообщаются"


# ── п. 3 ст. 9: взыскатель ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_claimant_of_the_document_for_a_court_of_the_providing_party() -> None:
    """KZ data → court in Almaty: the address of the property and the accounts (R-9.3.1)."""
    (finding,) = asked(items=(HOUSE, MONEY))
    assert finding.because == (
        "Можно сообщить: взыскатель по исполнительному документу, послужившему основанием запроса; "
        "записывается в журнал раскрытия"
    )
    assert finding.citation == "первый абзац п. 3 ст. 9"


@pytest.mark.parametrize("policies", [DEFAULT_POLICIES, NECESSITY])
def test_a_court_of_a_third_state_is_refused_under_every_reading(policies: Policies) -> None:
    """R-9.3.1: court in Moscow for KZ data → E-9-04, P-26 read either way."""
    moscow = replace(COURT, country="RU")
    assert codes(asked(destination=moscow, policies=policies)) == [("E-9-04", "destination.country", "P-26")]


def test_direct_execution_needs_the_treaty() -> None:
    """RU order directly executable in BY under a treaty → BY data for the BY body, treaty named (R-9.3.1)."""
    body = Destination(country="BY", forum=Forum.ENFORCEMENT_BODY, name="Отдел (учебный)", treaty="Договор (учебный)")
    assert asked(provider="BY", destination=body)
    unnamed = replace(body, treaty=" ")
    without_treaty = asked(provider="BY", destination=unnamed)
    assert codes(without_treaty) == [("E-9-05", "destination.treaty", "P-26")]
    assert without_treaty.failing[0].because.startswith("Не назван договор")
    assert asked(provider="BY", destination=unnamed, policies=NECESSITY)


def test_without_a_court_or_without_need_the_claimant_is_not_told() -> None:
    for destination in (None, replace(COURT, name=" ")):
        nowhere = asked(destination=destination)
        assert codes(nowhere) == [("E-9-05", "destination", "P-26")]
        assert nowhere.failing[0].because.startswith("Не указано, в какой суд")
        assert asked(destination=destination, policies=NECESSITY)
    assert codes(asked(necessity=" ")) == [("E-9-05", "necessity", "")]
    assert codes(asked(necessity="", policies=NECESSITY)) == [("E-9-05", "necessity", "")]
    everything = asked(necessity="", destination=replace(COURT, country="RU", name=""))
    assert [code for code, *_ in codes(everything)] == ["E-9-04", "E-9-05", "E-9-05"]


def test_the_claimant_of_another_document_is_a_third_party() -> None:
    """Also in a consolidated proceeding (R-9.3.2)."""
    assert codes(asked(recipient=Recipient.OTHER_CLAIMANT)) == [("E-9-03", "6.b", "")]


def test_a_special_order_leads_the_claimant_to_the_body() -> None:
    """KZ marks bank secrecy and names body X; 6.a to the claimant → E-9-07 with the memo (R-9.3.4, P-20)."""
    known = Restrictions(special_orders=(ORDER, replace(ORDER, subject=WAGES, applies=False)))
    found = asked(items=(MONEY, HOUSE, WAGES), known=known)
    assert codes(found) == [("E-9-07", "6.a", "P-20")]
    assert found.failing[0].because == (
        "Для сведений «подп. а) ст. 6 — денежные средства» установлен специальный порядок раскрытия; взыскатель "
        "обращается в орган: Орган Х (учебный)"
    )
    assert memo(known.special_orders, (MONEY, WAGES)) == (ORDER,)
    assert memo(known.special_orders, (HOUSE,)) == ()
    assert asked(items=(MONEY,), known=known, policies=ALLOW)
    nameless = Restrictions(special_orders=(replace(ORDER, body=""),))
    assert asked(items=(MONEY,), known=nameless).failing[0].because.endswith("в орган: —")


def test_a_special_order_is_about_the_claimant() -> None:
    """It explains the claimant's path (B-22); the debtor's own money may be told to him."""
    known = Restrictions(special_orders=(ORDER,))
    assert asked(recipient=Recipient.DEBTOR, items=(MONEY,), known=known)


def test_each_item_apart() -> None:
    """What may go goes, though another item may not."""
    found = by_item(replace(TO_CLAIMANT, items=(MONEY, HOUSE)), Restrictions(special_orders=(ORDER,)), DEFAULT_POLICIES)
    assert {item: bool(findings) for item, findings in found.items()} == {MONEY: False, HOUSE: True}


@pytest.mark.parametrize(
    ("decision", "decided"),
    [
        (ClaimantDecision(items=(HOUSE,)), True),
        (ClaimantDecision(not_before=date(2026, 9, 1)), True),
        (ClaimantDecision(refused_because="Взыскатель отозвал документ."), True),
        (ClaimantDecision(), False),
        (ClaimantDecision(refused_because=" "), False),
        (ClaimantDecision(items=(HOUSE,), refused_because="Нет."), False),
        (ClaimantDecision(items=(HOUSE,), not_before=date(2026, 9, 1)), False),
    ],
)
def test_the_task_of_telling_the_claimant_is_decided(decision: ClaimantDecision, *, decided: bool) -> None:
    """«Раскрывается»: which items, not now, or no and why — one of the three (R-9.3.1)."""
    finding = check_claimant_decision(decision)
    assert finding.holds is decided
    assert decided or (finding.code, finding.field, finding.because) == (
        "E-9-05",
        "items",
        "Не решено, сообщить ли сведения взыскателю",
    )
    assert not decided or (finding.because, finding.citation) == (
        "Решено, сообщить ли сведения взыскателю",
        "первый абзац п. 3 ст. 9",
    )


# ── п. 2 ст. 9: согласие ────────────────────────────────────────────────────────────────────────────────────────────


def third(consent: Consent | None, on: date = DAY, **facts: Any) -> Findings:  # noqa: ANN401  facts of any field
    """Ask for the bankruptcy manager with one consent."""
    return asked(TO_MANAGER, Restrictions(consents=(consent,) if consent else ()), on=on, **facts)


def test_consent_within_its_scope_serves_any_number_of_times() -> None:
    """Granted for 6.b until 30.09.2026 → allowed, each time (R-9.2.2)."""
    assert third(GRANTED)
    assert third(GRANTED, date(2026, 9, 30))
    assert third(GRANTED, date(2026, 5, 1))
    assert third(replace(GRANTED, until=None), date(2030, 1, 1))
    assert third(GRANTED, recipient_name=" управляющий  примеров ")


@pytest.mark.parametrize(
    ("consent", "on", "said"),
    [
        (None, DAY, "Согласия Стороны, представившей информацию, на раскрытие третьему лицу нет: Управляющий Примеров"),
        (replace(GRANTED, decision=None), DAY, "Согласие запрошено, но не дано; молчание согласием не является"),
        (replace(GRANTED, decided_on=None), DAY, "Согласие запрошено, но не дано; молчание согласием не является"),
        (GRANTED, date(2026, 4, 30), "Согласие запрошено, но не дано; молчание согласием не является"),
        (replace(GRANTED, decision=Consenting.DENIED), DAY, "Сторона, представившая информацию, в согласии отказала"),
        (replace(GRANTED, decision=Consenting.REVOKED), DAY, "Сторона, представившая информацию, в согласии отказала"),
        (GRANTED, date(2026, 10, 1), "Согласие действовало до 30.09.2026"),
        (
            replace(GRANTED, items=(MONEY,)),
            DAY,
            "Согласие не охватывает эти сведения: подп. б) ст. 6 — недвижимое имущество",
        ),
        (replace(GRANTED, purpose="иное дело"), DAY, "Согласие дано для другой цели: иное дело"),
        (
            replace(GRANTED, revoked_on=DAY),
            DAY,
            "Согласие отозвано 20.05.2026; раскрытое раньше раскрыто правомерно, дальнейшее — нет",
        ),
        (
            replace(GRANTED, recipient="Другой управляющий"),
            DAY,
            "Согласия Стороны, представившей информацию, на раскрытие третьему лицу нет: Управляющий Примеров",
        ),
    ],
)
def test_what_does_not_cover_the_third_party(consent: Consent | None, on: date, said: str) -> None:
    """R-9.2.2 (1) to (3), R-9.2.3: no consent, silence, denial, expiry, another item, purpose or person."""
    found = third(consent, on)
    assert codes(found) == [("E-9-03", "6.b", "")]
    assert found.failing[0].because == said
    assert found.failing[0].how_to_fix


def test_disclosure_before_a_revocation_was_lawful() -> None:
    """§2.10: the delivery of M-17 decides."""
    revoked = replace(GRANTED, revoked_on=date(2026, 5, 21))
    assert third(revoked)
    assert not third(revoked, date(2026, 5, 21))


def test_of_several_consents_one_that_covers_suffices() -> None:
    covering = check_consent(
        [replace(GRANTED, items=()), GRANTED, replace(GRANTED, decision=Consenting.DENIED)],
        "Управляющий Примеров",
        HOUSE,
        "дело о банкротстве",
        DAY,
    )
    assert covering.because == "Согласие дано: Управляющий Примеров"
    assert (covering.field, covering.citation) == ("6.b", "п. 2 ст. 9")
    nearest = check_consent(
        [replace(GRANTED, items=()), replace(GRANTED, until=date(2026, 5, 2))], "Управляющий Примеров", HOUSE, "", DAY
    )
    assert nearest.because == "Согласие действовало до 02.05.2026"
    nobody = check_consent([replace(GRANTED, recipient="")], "", HOUSE, "", DAY)
    assert nobody.because.endswith("третьему лицу нет: —")


def test_a_consent_without_a_purpose_is_for_any() -> None:
    assert third(replace(GRANTED, purpose=" "), purpose="что угодно")


ASKED_CONSENT = ConsentRequest(
    recipient="Управляющий Примеров", items=(HOUSE, MONEY), purpose="дело", until=date(2026, 9, 30)
)


def test_a_consent_is_what_was_asked_and_what_was_decided() -> None:
    """M-16 with M-17: granted as asked; in part with the scope of the decision; never wider, never longer."""
    granted = ConsentDecision(decision=Consenting.GRANTED)
    whole = consent_of(ASKED_CONSENT, granted, DAY)
    assert whole == Consent(
        recipient="Управляющий Примеров",
        items=(HOUSE, MONEY),
        purpose="дело",
        until=date(2026, 9, 30),
        decision=Consenting.GRANTED,
        decided_on=DAY,
    )
    limited = ConsentDecision(decision=Consenting.LIMITED, items=(MONEY, WAGES), until=date(2026, 12, 31))
    part = consent_of(ASKED_CONSENT, limited, DAY, revoked_on=date(2026, 6, 1))
    assert (part.items, part.until, part.revoked_on) == ((MONEY,), date(2026, 9, 30), date(2026, 6, 1))
    shorter = replace(limited, until=date(2026, 6, 30))
    assert consent_of(ASKED_CONSENT, shorter, DAY).until == date(2026, 6, 30)
    unlimited = replace(ASKED_CONSENT, until=None)
    assert consent_of(unlimited, granted, DAY).until is None
    assert consent_of(unlimited, shorter, DAY).until == date(2026, 6, 30)
    waiting = consent_of(ASKED_CONSENT, None, DAY)
    assert (waiting.decision, waiting.decided_on, waiting.items) == (None, None, (HOUSE, MONEY))


# ── Отзыв сведений, условия ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("recipient", Recipient)
def test_recalled_data_are_told_to_nobody(recipient: Recipient) -> None:
    """M-27 recall: disclosure and export blocked the same minute, inside too (R-12.6)."""
    known = Restrictions(recalled=(HOUSE,), consents=(GRANTED,))
    found = asked(
        TO_CLAIMANT,
        known,
        recipient=recipient,
        proxy_checked=True,
        recipient_name=GRANTED.recipient,
        purpose=GRANTED.purpose,
    )
    assert codes(found) == [("E-9-01", "6.b", "")]
    assert found.failing[0].because == (
        "Сведения отозваны, пользоваться ими нельзя: подп. б) ст. 6 — недвижимое имущество"
    )
    other = replace(known, recalled=(MONEY,))
    assert asked(
        TO_CLAIMANT,
        other,
        recipient=recipient,
        proxy_checked=True,
        recipient_name=GRANTED.recipient,
        purpose=GRANTED.purpose,
    )


def test_a_recall_ends_consents_and_names_those_who_were_told() -> None:
    """Earlier disclosures are listed and informed; consents for recalled items lapse (§2.10)."""
    both = replace(GRANTED, items=(HOUSE, MONEY))
    assert [each.items for each in lapsed([both, GRANTED], (HOUSE,))] == [(MONEY,), ()]
    told = [
        Disclosed(recipient_name="должник", items=(HOUSE, WAGES), on=date(2026, 4, 1)),
        Disclosed(recipient_name="взыскатель", items=(MONEY,), on=date(2026, 4, 2)),
    ]
    assert to_inform(told, (HOUSE,)) == (replace(told[0], items=(HOUSE,)),)
    assert to_inform(told, ()) == ()


UNTIL_JUNE = Condition(number=1, kind=ConditionKind.NO_DISCLOSURE, recipient="DEBTOR", until=date(2026, 6, 1))


@pytest.mark.parametrize(
    ("condition", "recipient", "on", "blocked"),
    [
        (UNTIL_JUNE, Recipient.DEBTOR, date(2026, 5, 20), True),
        (UNTIL_JUNE, Recipient.DEBTOR, date(2026, 5, 31), True),
        (UNTIL_JUNE, Recipient.DEBTOR, date(2026, 6, 1), False),
        (UNTIL_JUNE, Recipient.DEBTOR_PROXY, date(2026, 5, 20), True),
        (UNTIL_JUNE, Recipient.CLAIMANT, date(2026, 5, 20), False),
        (UNTIL_JUNE, Recipient.INSIDE, date(2026, 5, 20), False),
        (replace(UNTIL_JUNE, recipient=""), Recipient.CLAIMANT, date(2026, 5, 20), True),
        (replace(UNTIL_JUNE, until=None), Recipient.DEBTOR, date(2036, 5, 20), True),
        (replace(UNTIL_JUNE, items=(HOUSE,)), Recipient.DEBTOR, date(2026, 5, 20), True),
        (replace(UNTIL_JUNE, items=(MONEY,)), Recipient.DEBTOR, date(2026, 5, 20), False),
        (replace(UNTIL_JUNE, kind=ConditionKind.NO_CONTACT), Recipient.DEBTOR, date(2026, 5, 20), False),
    ],
)
def test_an_agreed_condition_is_kept(condition: Condition, recipient: Recipient, on: date, *, blocked: bool) -> None:
    """«Не раскрывать должнику до 01.06.2026»: 20.05 → E-15-03; 01.06 allowed (R-15.4)."""
    found = asked(recipient=recipient, on=on, proxy_checked=True, known=Restrictions(conditions=(condition,)))
    assert codes(found) == ([("E-15-03", "6.b", "")] if blocked else [])


def test_the_condition_that_is_broken_is_named() -> None:
    dated = asked(recipient=Recipient.DEBTOR, known=Restrictions(conditions=(UNTIL_JUNE,)))
    assert dated.failing[0].because == "Действие нарушает согласованное условие № 1: не раскрывать до 01.06.2026"
    lasting = asked(recipient=Recipient.DEBTOR, known=Restrictions(conditions=(replace(UNTIL_JUNE, until=None),)))
    assert lasting.failing[0].because == "Действие нарушает согласованные условия исполнения"


# ── Обязательное требование закона ──────────────────────────────────────────────────────────────────────────────────

DEMAND = Compulsion(
    demand="требование прокурора", norm="закон (учебный)", on=date(2026, 5, 12), disclosed_on=date(2026, 5, 15)
)


def compelled(
    compulsion: Compulsion = DEMAND,
    noticed_on: date | None = date(2026, 5, 12),
    *,
    by_protection: bool = True,
    by_central: bool = True,
) -> Findings:
    """Record the prosecutor's demand of 12.05.2026."""
    return check_compulsion(
        compulsion,
        by_protection=by_protection,
        by_central=by_central,
        recorded_on=date(2026, 5, 12),
        noticed_on=noticed_on,
    )


def test_a_demand_of_the_law_is_recorded_by_two() -> None:
    """Demand of 12.05.2026 for 15.05: DPO alone → refused; DPO + CEN → recorded, M-16 sent 12.05 (R-9.2.5)."""
    (recorded,) = compelled()
    assert recorded.because == "Обязательное требование закона записано, уведомление направлено"
    assert recorded.citation == "п. 2 ст. 9"
    for alone in (compelled(by_protection=False), compelled(by_central=False)):
        assert codes(alone) == [("E-9-10", "recorded_by", "")]


@pytest.mark.parametrize(
    ("compulsion", "noticed_on", "field"),
    [
        (replace(DEMAND, demand=" "), date(2026, 5, 12), "demand"),
        (replace(DEMAND, norm=""), date(2026, 5, 12), "norm"),
        (replace(DEMAND, on=None), date(2026, 5, 12), "on"),
        (DEMAND, None, "noticed_on"),
        (DEMAND, date(2026, 5, 13), "noticed_on"),
    ],
)
def test_what_is_missing_of_it_is_named(compulsion: Compulsion, noticed_on: date | None, field: str) -> None:
    found = compelled(compulsion, noticed_on)
    assert codes(found) == [("E-9-10", field, "")]
    assert found.failing[0].because == (
        "Сторона, представившая информацию, уведомляется в тот же день: 12.05.2026"
        if field == "noticed_on"
        else "Не указаны требование, норма закона или дата"
    )


# ── Извлечение ──────────────────────────────────────────────────────────────────────────────────────────────────────

items = st.lists(st.sampled_from(SubjectCode), max_size=4).map(tuple)
days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
consents = st.builds(
    Consent,
    recipient=st.sampled_from(["", "А", "Б"]),
    items=items,
    purpose=st.sampled_from(["", "дело"]),
    until=st.none() | days,
    decision=st.none() | st.sampled_from(Consenting),
    decided_on=st.none() | days,
    revoked_on=st.none() | days,
)
conditions = st.builds(
    Condition,
    number=st.integers(),
    kind=st.sampled_from(ConditionKind),
    recipient=st.sampled_from(["", "DEBTOR"]),
    items=items,
    until=st.none() | days,
)
orders = st.builds(SpecialOrder, subject=st.sampled_from(SubjectCode), applies=st.booleans(), body=st.text(max_size=3))
restrictions = st.builds(
    Restrictions,
    special_orders=st.lists(orders, max_size=3).map(tuple),
    conditions=st.lists(conditions, max_size=3).map(tuple),
    consents=st.lists(consents, max_size=3).map(tuple),
    recalled=items,
)
questions = st.builds(
    Disclosure,
    recipient=st.sampled_from(Recipient),
    items=items,
    on=st.dates(),
    provider=st.sampled_from(["KZ", "RU"]),
    recipient_name=st.sampled_from(["", "А", "Б"]),
    purpose=st.sampled_from(["", "дело"]),
    necessity=st.sampled_from(["", "нужно"]),
    destination=st.none()
    | st.builds(
        Destination, country=st.sampled_from(["KZ", "RU"]), forum=st.sampled_from(Forum), name=st.text(max_size=2)
    ),
    proxy_checked=st.booleans(),
)
readings = st.sampled_from([DEFAULT_POLICIES, NECESSITY, ALLOW])


def test_redaction_leaves_the_allowed_items_and_nothing_else() -> None:
    whole = replace(ANSWER, text="О счетах и доходах.")
    part = redacted(whole, (MONEY,))
    assert [item.subject for item in part.items] == [MONEY]
    assert [order.subject for order in part.special_orders] == [MONEY]
    assert part.text == ""
    assert redacted(whole, tuple(SubjectCode)) == whole
    assert redacted(whole, ()).items == ()


@given(items)
def test_redaction_never_adds_a_field(allowed: tuple[SubjectCode, ...]) -> None:
    part = redacted(ANSWER, allowed)
    assert set(part.items) <= set(ANSWER.items)
    assert set(part.special_orders) <= set(ANSWER.special_orders)
    assert {item.subject for item in part.items} <= set(allowed)
    assert redacted(part, allowed) == part


@given(questions, restrictions, readings)
def test_silence_never_discloses(asked_: Disclosure, known: Restrictions, policies: Policies) -> None:
    """Nothing asked, nothing told; a third party without a decision in his favour gets nothing."""
    found = may_disclose(asked_, known, policies)
    assert list(found)
    assert asked_.items or not found
    if asked_.recipient in (Recipient.THIRD_PARTY, Recipient.OTHER_CLAIMANT) and found:
        for item in asked_.items:
            assert any(
                each.decision in (Consenting.GRANTED, Consenting.LIMITED)
                and item in each.items
                and (each.revoked_on is None or asked_.on < each.revoked_on)
                and (each.until is None or asked_.on <= each.until)
                for each in known.consents
            )


@given(questions, restrictions, restrictions, readings)
def test_a_restriction_never_permits(
    asked_: Disclosure, known: Restrictions, more: Restrictions, policies: Policies
) -> None:
    """More special orders, conditions and recalls, the same consents: what was refused stays refused."""
    stricter = replace(
        known,
        special_orders=(*known.special_orders, *more.special_orders),
        conditions=(*known.conditions, *more.conditions),
        recalled=(*known.recalled, *more.recalled),
    )
    if not may_disclose(asked_, known, policies):
        assert not may_disclose(asked_, stricter, policies)


@given(questions, restrictions, readings)
def test_the_whole_is_allowed_only_with_each_item(asked_: Disclosure, known: Restrictions, policies: Policies) -> None:
    apart = by_item(asked_, known, policies)
    whole = may_disclose(asked_, known, policies)
    assert bool(whole) is (bool(apart) and all(apart.values()))
