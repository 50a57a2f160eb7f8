"""No document of Art. 4, 9, 10, 12-16, 18 or 21 makes its rule raise, and every refusal can be acted upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.generated import absurd, days, texts
from tests.treaty.test_no_rule_raises import many, requests, told

from obmen.treaty.calendars import published
from obmen.treaty.conditions import check_breach, check_conditions, check_conditions_decision, check_postponement
from obmen.treaty.confidentiality import (
    check_combination,
    check_confidentiality_decision,
    check_impossible,
    check_step,
    check_wish,
    executed_anyway,
)
from obmen.treaty.consultation import Consulted, check_consultation
from obmen.treaty.delay import (
    Targets,
    alert_due,
    alerts,
    check_delay,
    check_desired_reply,
    check_reminder,
    check_target,
    check_term_change,
)
from obmen.treaty.disputes import Dispute, agreed_policies, check_dispute, held_cases
from obmen.treaty.documents import (
    AuthorityChange,
    Breach,
    Conditions,
    ConditionsDecision,
    ConfidentialityDecision,
    ConfidentialityImpossible,
    ConfidentialityWish,
    Consultation,
    DelayNotice,
    Inability,
    Information,
    InformationRequest,
    Kind,
    OriginalNotice,
    ProtectionFacts,
    Recovery,
    Refusal,
    Reminder,
    TermChange,
    Withdrawal,
)
from obmen.treaty.documents.conditions import Condition, Outcome, Postponement
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.errors import received
from obmen.treaty.information import check_information, check_information_request
from obmen.treaty.necessity import check_withdrawal
from obmen.treaty.office import (
    Act,
    Delegation,
    Officer,
    check_authority_change,
    check_delegated,
    check_numbers,
    check_second,
)
from obmen.treaty.originals import check_original, compare, original_due
from obmen.treaty.policies import Policies
from obmen.treaty.protection import check_protection
from obmen.treaty.recovery import check_recovery
from obmen.treaty.refusal import RefusalFacts, check_inability, check_refusal
from obmen.treaty.returning import return_tasks
from obmen.treaty.transmission import (
    PaperDelivery,
    PaperEntry,
    Way,
    check_delivery,
    check_entry,
    check_way,
    choose_way,
    counted_from,
)

if TYPE_CHECKING:
    from datetime import date

items = st.lists(st.sampled_from(SubjectCode), max_size=3)
talks = st.lists(absurd(Consulted), max_size=2)
choices = st.fixed_dictionaries(
    {},
    optional={
        "P-04": st.just("SUSPEND"),
        "P-08": st.sampled_from(["CLOSED_FIRST", "CONDITIONS_ONLY"]),
        "P-27": st.sampled_from(["OTHER_BODY", "OFF_FOR_SIGNING"]),
    },
).map(Policies.declared)
disputes = st.builds(
    Dispute,
    question=texts,
    parties=st.lists(st.sampled_from(["RU", "KZ"]), max_size=3).map(tuple),
    participants=st.lists(texts, max_size=2).map(tuple),
    cases=st.lists(texts, max_size=2).map(tuple),
    opened_on=st.none() | days,
    closed_on=st.none() | days,
    outcome=st.none() | st.sampled_from(Outcome),
    policies=st.none() | st.dictionaries(st.sampled_from(["P-04", "P-99"]), st.sampled_from(["SUSPEND", ""])),
    effective_on=st.none() | days,
)


def soften(*findings: Any) -> None:  # noqa: ANN401  findings of many rules at once
    """Require readable findings, and that a received document is never refused by them."""
    for found in findings:
        told(found)
        assert received(found)


@many
@given(absurd(Refusal), absurd(Inability), absurd(RefusalFacts), days)
def test_any_refusal_is_judged(refusal: Refusal, inability: Inability, facts: RefusalFacts, on: date) -> None:
    soften(check_refusal(refusal, facts, on=on), check_inability(inability, facts, on=on))
    assert len(return_tasks(refusal.returned, facts.papers)) <= len(refusal.returned) + len(facts.papers)


@many
@given(absurd(InformationRequest), absurd(Information), days, choices, st.lists(st.integers(-1, 3)), st.booleans())
def test_any_question_and_reply_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    asked: InformationRequest,
    given_: Information,
    on: date,
    policies: Policies,
    points: list[int],
    final: bool,  # noqa: FBT001  made by hypothesis
) -> None:
    soften(
        check_information_request(asked, on=on, policies=policies, final_given=final),
        check_information(given_, points=points, final_given=final),
    )


@many
@given(absurd(Postponement), absurd(Conditions), talks, st.none() | days, days, choices, items)
def test_any_postponement_and_condition_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    notice: Postponement,
    proposed: Conditions,
    known: list[Consulted],
    since: date | None,
    on: date,
    policies: Policies,
    asked: list[SubjectCode],
) -> None:
    soften(
        check_postponement(notice, on=on, policies=policies, consultations=known, postponed_on=since),
        check_conditions(proposed, own_proceeding="", asked=asked, consultations=known, on=on),
    )


@many
@given(absurd(ConditionsDecision), absurd(Breach), st.lists(absurd(Condition), max_size=2), st.booleans())
def test_any_decision_on_conditions_is_judged(
    decision: ConditionsDecision,
    breach: Breach,
    agreed: list[Condition],
    proposed: bool,  # noqa: FBT001  made by hypothesis
) -> None:
    soften(check_conditions_decision(decision, proposed=proposed), check_breach(breach, agreed=agreed))


@many
@given(
    absurd(ConfidentialityWish),
    absurd(ConfidentialityImpossible),
    absurd(ConfidentialityDecision),
    absurd(Withdrawal),
    items,
    days,
    requests,
)
def test_any_word_on_confidentiality_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    wish: ConfidentialityWish,
    impossible: ConfidentialityImpossible,
    decision: ConfidentialityDecision,
    withdrawal: Withdrawal,
    open_items: list[SubjectCode],
    on: date,
    request: Any,  # noqa: ANN401  any request
) -> None:
    """What a decision does not unlock stays locked."""
    soften(
        check_wish(wish),
        check_impossible(impossible, open_items=open_items, done=["вызван"], on=on),
        check_confidentiality_decision(decision, breaking=open_items, open_items=open_items),
        check_withdrawal(withdrawal, open_items=open_items),
    )
    told([check_combination(request)])
    decided = executed_anyway(decision, open_items)
    for item in open_items:
        assert check_step(item, breaking=open_items, decided=decided).holds is (item in decided)


@many
@given(
    absurd(DelayNotice), absurd(TermChange), absurd(Reminder), absurd(AuthorityChange), items, days, st.none() | days
)
def test_any_notice_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    delay: DelayNotice,
    change: TermChange,
    reminder: Reminder,
    authority: AuthorityChange,
    open_items: list[SubjectCode],
    on: date,
    due: date | None,
) -> None:
    soften(
        check_delay(delay, open_items=open_items, on=on, due=due),
        check_term_change(change),
        check_reminder(reminder, asked=open_items),
        check_authority_change(authority, known={"VIN"}),
    )
    told([check_target(on, Targets(desired=due, due=due)), check_desired_reply(delay.reason, due)])
    calendar = published("KZ")
    assert all(day < on for day in alerts(on, calendar))
    assert alert_due(on, on, calendar) is False
    late = original_due(on, calendar)
    assert late is None or late > on


@many
@given(absurd(Consultation), absurd(Recovery), absurd(OriginalNotice), days, st.lists(texts, max_size=3))
def test_any_consultation_sum_and_original_is_judged(
    consultation: Consultation, recovery: Recovery, original: OriginalNotice, on: date, differing: list[str]
) -> None:
    soften(
        check_consultation(consultation, on=on),
        check_recovery(recovery, documents={"VIN", recovery.document}, on=on),
        check_original(original, on=on),
    )
    outcomes = {compare([each]) for each in (*differing, "debtor", "content", "")}
    assert compare(differing) in outcomes


@many
@given(absurd(ProtectionFacts), days)
def test_any_word_on_protection_is_judged(facts: ProtectionFacts, on: date) -> None:
    soften(check_protection(facts, on=on))


@many
@given(st.lists(disputes, max_size=3), days)
def test_any_dispute_is_judged(known: list[Dispute], on: date) -> None:
    """Whatever is recorded, the policies that follow are known ones."""
    for dispute in known:
        soften(check_dispute(dispute, on=on))
    held_cases(known, on)
    agreed = agreed_policies(Policies({}), known, frozenset({"RU", "KZ"}), on)
    assert Policies.declared(agreed.choices) == agreed


@many
@given(
    absurd(PaperDelivery),
    absurd(PaperEntry),
    st.lists(absurd(Way), min_size=1, max_size=3),
    absurd(Delegation),
    st.lists(st.integers(-2, 9)),
    days,
    choices,
)
def test_any_paper_is_judged(  # noqa: PLR0913, PLR0917  hypothesis hands each fact in
    delivery: PaperDelivery,
    entry: PaperEntry,
    ways: list[Way],
    delegation: Delegation,
    numbers: list[int],
    on: date,
    policies: Policies,
) -> None:
    """Nobody is the second person of himself, under any policy but the one for signing."""
    soften(
        check_delivery(delivery, on=on),
        check_entry(entry, listed={"VIN"}, on=on, policies=policies, transmitting={"VIN"}),
        check_way(ways[0], choose_way(ways, {way.channel for way in ways[1:]}, "г. Минск")),
        check_delegated(delegation, Kind.ANSWER, [SubjectCode.INCOME], on=on),
        check_numbers(numbers),
    )
    assert counted_from(delivery, on).presumed is (delivery.received_on is None or delivery.evidence is None)
    same = Officer(id=entry.entered_by.id, body="VIN")
    for act in (Act.TRANSCRIPTION, Act.DESTRUCTION):
        assert not check_second(act, entry.entered_by, same, policies=policies, transmitting={"VIN"})
