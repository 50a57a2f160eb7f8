"""Documents that crossed on the way (requirements §2.10): every pair in both orders, the same on both nodes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from tests.treaty.cases import documents, told
from tests.treaty.samples import DAY

from obmen.treaty.authorities import Replaced, check_forwarding
from obmen.treaty.consent import Consent, lapsed
from obmen.treaty.disclosure import Disclosed, Disclosure, Recipient, Restrictions, may_disclose, to_inform
from obmen.treaty.documents.consents import Consenting
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import CROSSED, ItemState, Machine, RoundState, Side, State, fold
from obmen.treaty.policies import DEFAULT_POLICIES

BEGUN = ("M-01 6.a 6.b", "M-02")
LATE_ANSWER = (
    "ответ поступил после отзыва: хранится по ст. 9 и не используется, пока запрашивающий орган не запишет, зачем он "
    "всё ещё нужен по названному исполнительному документу"
)
ACT_AFTER_WITHDRAWAL = "документы пересеклись: запрос отозван, отказом это не считается; документы возвращаются"
WITHDRAWAL_AFTER_ACT = "документы пересеклись: отзыв без последствий, акт и возврат документов остаются в силе"
SUPPLEMENT_LATE = "документы пересеклись: запрос уже завершён; для иных сведений нужен новый запрос (E-14-01)"
REPLY_TO_ACT = (
    "документы пересеклись: акт остаётся в силе; орган, направивший его, рассматривает полученные сведения и "
    "подтверждает акт (M-10) или отзывает его (M-27)"
)
REMINDED = "на запрос о ходе исполнения отвечает уже направленный документ"


@pytest.mark.parametrize(
    ("earlier", "later", "state", "note"),
    [
        (
            "M-03 FINAL",
            "M-18 ALL",
            State.EXECUTED,
            "документы пересеклись: отзыв без последствий, ответ уже дан; сведения остаются под защитой ст. 9",
        ),
        ("M-18 ALL", "M-03 FINAL", State.WITHDRAWN, LATE_ANSWER),
        ("M-18 ALL", "M-03 PART 6.a", State.WITHDRAWN, LATE_ANSWER),
        *(("M-18 ALL", later, State.WITHDRAWN, CROSSED) for later in ("M-02", "M-04", "M-05 ASK", "M-09 POSTPONE")),
        *(("M-18 ALL", later, State.WITHDRAWN, CROSSED) for later in ("M-11", "M-14")),
        ("M-07 ALL", "M-18 ALL", State.REFUSED, WITHDRAWAL_AFTER_ACT),
        ("M-08", "M-18 ALL", State.NOT_EXECUTABLE, WITHDRAWAL_AFTER_ACT),
        ("M-18 ALL", "M-07 ALL", State.WITHDRAWN, ACT_AFTER_WITHDRAWAL),
        ("M-18 ALL", "M-08", State.WITHDRAWN, ACT_AFTER_WITHDRAWAL),
        ("M-03 FINAL", "M-26 v2 6.a 6.b 7.a", State.EXECUTED, SUPPLEMENT_LATE),
        ("M-07 ALL", "M-26 v2 6.a 6.b 7.a", State.REFUSED, SUPPLEMENT_LATE),
        ("M-08", "M-26 v2 6.a 6.b 7.a", State.NOT_EXECUTABLE, SUPPLEMENT_LATE),
        ("M-18 ALL", "M-26 v2 6.a 6.b 7.a", State.WITHDRAWN, CROSSED),
        ("M-07 ALL", "M-06 ANSWERED", State.REFUSED, REPLY_TO_ACT),
        ("M-08", "M-06 ANSWERED", State.NOT_EXECUTABLE, REPLY_TO_ACT),
        ("M-03 FINAL", "M-25", State.EXECUTED, REMINDED),
        ("M-07 ALL", "M-25", State.REFUSED, REMINDED),
        ("M-08", "M-25", State.NOT_EXECUTABLE, REMINDED),
        ("M-03 FINAL", "M-06 ANSWERED", State.EXECUTED, CROSSED),
        ("M-03 FINAL", "M-03 PART 6.a", State.EXECUTED, CROSSED),
    ],
)
def test_the_later_document_has_no_consequences(earlier: str, later: str, state: State, note: str) -> None:
    """It is recorded, shown to both sides, and never answered with T-02."""
    course = told(*BEGUN, earlier, later)
    assert course.state is state
    assert (course.steps[-1].row, course.steps[-1].note) == (None, note)
    assert (course.steps[-1].before, course.steps[-1].after) == (state, state)


@pytest.mark.parametrize(
    ("earlier", "later", "state"),
    [
        # M-06 × M-07 / M-08: the act stands in either order
        ("M-05 ASK; M-06 ANSWERED #3", "M-07 ALL", State.REFUSED),
        ("M-05 ASK; M-06 ANSWERED #3", "M-08", State.NOT_EXECUTABLE),
        # M-10 open × M-07 / M-08: the act stands, the consultation goes on
        ("M-10 OPEN > @13", "M-07 ALL", State.REFUSED),
        ("M-10 OPEN > @13", "M-08", State.NOT_EXECUTABLE),
        ("M-07 ALL", "M-10 OPEN > @13", State.REFUSED),
        ("M-08", "M-10 OPEN > @13", State.NOT_EXECUTABLE),
        # a reminder is answered by what crosses it
        ("M-25", "M-03 FINAL", State.EXECUTED),
        ("M-25", "M-04", State.REGISTERED),
        # any other pair: the later one is folded in the state that the earlier one left
        ("M-04", "M-03 PART 6.a", State.PARTLY_ANSWERED),
        ("M-09 POSTPONE", "M-05 ASK", State.REGISTERED),
        ("M-24 <", "M-03 FINAL", State.EXECUTED),
        ("M-03 FINAL", "M-24 <", State.EXECUTED),
        *(("M-03 FINAL", later, State.EXECUTED) for later in ("M-28 <", "M-13 >", "M-19 DISPATCHED < #3", "M-20 >")),
        *(
            ("M-18 ALL", later, State.WITHDRAWN)
            for later in ("M-28 >", "M-21 <", "M-22", "M-23", "M-16", "M-10 CALL <")
        ),
    ],
)
def test_both_documents_have_their_consequences(earlier: str, later: str, state: State) -> None:
    course = told(*BEGUN, *earlier.split("; "), later)
    assert course.state is state
    assert course.steps[-1].row is not None
    assert course.steps[-1].note == ""


def test_a_consultation_outlives_the_refusal_it_was_about() -> None:
    """M-10 × M-07: it can still be closed, and the act taken back (M-27)."""
    refused = told(*BEGUN, "M-10 OPEN > @13", "M-07 ALL")
    assert refused.running(Machine.CONSULTATION, RoundState.OPEN)
    closed = told(*BEGUN, "M-10 OPEN > @13", "M-07 ALL", "M-10 CLOSE_AGREED > @13 #3", "M-27 RECALL")
    assert closed.running(Machine.CONSULTATION, RoundState.CLOSED_AGREED)
    assert closed.state is State.REGISTERED


@pytest.mark.parametrize("opened", [("<", ">"), (">", "<")])
def test_two_openings_of_one_consultation_have_two_openers(opened: tuple[str, str]) -> None:
    """M-10 open × M-10 open, same topic, either first: either side may close it."""
    for who in ("<", ">"):
        openings = (f"M-10 OPEN {each} @13" for each in opened)
        course = told(*BEGUN, *openings, f"M-10 CLOSE_NOT_AGREED {who} @13 #3")
        (consultation,) = course.rounds
        assert consultation.openers == frozenset(Side)
        assert consultation.state is RoundState.CLOSED_NOT_AGREED


def test_a_decision_answers_the_document_it_names() -> None:
    """M-12 × new M-11, M-15 × new M-14, either first: the new one stays open."""
    for pair in (("M-11", "M-12 ACCEPT #3"), ("M-12 ACCEPT #3", "M-11")):
        conditions = told(*BEGUN, "M-11", *pair).rounds
        assert [each.state for each in conditions] == [RoundState.ACCEPTED, RoundState.PROPOSED]
    for pair in (("M-14", "M-15 EXECUTE_ANYWAY #3"), ("M-15 EXECUTE_ANYWAY #3", "M-14")):
        steps = told(*BEGUN, "M-14", *pair).rounds
        assert [each.state for each in steps] == [RoundState.EXECUTE_ANYWAY, RoundState.IMPOSSIBLE]


def test_a_withdrawal_of_everything_ends_every_locked_step_it_names() -> None:
    """M-18 after M-14: the step is not taken any more."""
    course = told(*BEGUN, "M-14", "M-18 ALL #3")
    assert course.rounds[0].state is RoundState.REQUEST_WITHDRAWN
    assert course.state is State.WITHDRAWN


@pytest.mark.parametrize("act", ["M-03 FINAL v1", "M-07 ALL v1", "M-08 v1"])
def test_an_act_on_the_earlier_version_leaves_added_subjects_open(act: str) -> None:
    """M-26 × M-03, M-07, M-08: valid for the version it names."""
    course = told(*BEGUN, "M-26 v2 6.a 6.b 7.a", act)
    assert course.state is not None
    assert course.state.open
    assert [item.state is ItemState.OPEN for item in course.items] == [False, False, True]
    finished = told(*BEGUN, "M-26 v2 6.a 6.b 7.a", act, "M-03 PART v2 7.a")
    assert finished.state is State.EXECUTED


ASKED = (*BEGUN, "M-05 ASK", "M-11", "M-14", "M-16", "M-10 OPEN < @15")
"""A case in which everything is asked at once: M-05 is document 3, M-11 4, M-14 5, M-16 6, the consultation 7."""
MORE = "M-26 v2 6.a 6.b 7.a"
RECORDED = (
    "M-28 <",
    "M-28 >",
    "M-13 >",
    "M-13 <",
    "M-19 DISPATCHED > #1",
    "M-20 >",
    "M-21 <",
    "M-22",
    "M-23",
    "M-24 <",
)
ENDS = {
    "M-03 FINAL": State.EXECUTED,
    "M-07 ALL": State.REFUSED,
    "M-08": State.NOT_EXECUTABLE,
    "M-18 ALL": State.WITHDRAWN,
}
ROWS = [
    # one document, the other; the state when they come in this order, and when they come in the other
    *((act, "M-18 ALL", state, State.WITHDRAWN) for act, state in ENDS.items() if act != "M-18 ALL"),
    *(
        ("M-18 ALL", notice, State.WITHDRAWN, State.WITHDRAWN)
        for notice in ("M-02", "M-04", "M-05 ASK", "M-09 POSTPONE", "M-11", "M-14")
    ),
    ("M-03 FINAL v1", MORE, State.EXECUTED, State.PARTLY_ANSWERED),
    ("M-07 ALL v1", MORE, State.REFUSED, State.REGISTERED),
    ("M-08 v1", MORE, State.NOT_EXECUTABLE, State.REGISTERED),
    ("M-18 ALL", MORE, State.WITHDRAWN, State.WITHDRAWN),
    *(("M-06 ANSWERED #3", act, ENDS[act], ENDS[act]) for act in ("M-07 ALL", "M-08")),
    *(("M-10 OPEN > @13", act, ENDS[act], ENDS[act]) for act in ("M-07 ALL", "M-08")),
    ("M-10 OPEN > @13", "M-10 OPEN < @13", State.REGISTERED, State.REGISTERED),
    ("M-12 ACCEPT #4", "M-11", State.REGISTERED, State.REGISTERED),
    ("M-15 EXECUTE_ANYWAY #5", "M-14", State.REGISTERED, State.REGISTERED),
    *((f"M-17 {said} < #6", "M-03 PART 6.a", *[State.PARTLY_ANSWERED] * 2) for said in ("GRANTED", "DENIED")),
    ("M-25", "M-03 FINAL", State.EXECUTED, State.EXECUTED),
    *(("M-25", notice, State.REGISTERED, State.REGISTERED) for notice in ("M-02", "M-04")),
    *((notice, act, state, state) for notice in RECORDED for act, state in ENDS.items()),
    ("M-04", "M-03 PART 6.a", State.PARTLY_ANSWERED, State.PARTLY_ANSWERED),
    ("M-09 POSTPONE", "M-05 ASK", State.REGISTERED, State.REGISTERED),
    ("M-03 PART 6.a", "M-07 ITEMS 6.b", State.EXECUTED, State.EXECUTED),
]


@pytest.mark.parametrize(("one", "other", "state", "reverse"), ROWS)
def test_each_pair_in_either_order(one: str, other: str, state: State, reverse: State) -> None:
    """§2.10, row by row: both orders have their outcome; what has no consequences says so, and nothing is lost."""
    for pair, expected in (((one, other), state), ((other, one), reverse)):
        course = told(*ASKED, *pair)
        assert course.state is expected
        assert len(course.steps) == len(ASKED) + 2
        assert all(step.row is not None or step.note for step in course.steps)


TOLD = Disclosure(
    recipient=Recipient.THIRD_PARTY, items=(SubjectCode.ACCOUNTS,), on=DAY, provider="KZ", recipient_name="Управляющий"
)
GRANTED = Consent(recipient="Управляющий", items=TOLD.items, decision=Consenting.GRANTED, decided_on=date(2026, 1, 14))


@pytest.mark.parametrize("pair", [("M-17 GRANTED < #4", "M-27 RECALL 6.a"), ("M-16", "M-27 RECALL 6.a")])
def test_a_recall_and_a_consent_in_either_order(pair: tuple[str, str]) -> None:
    """M-27 recall × M-16, M-17: the item is open again, the consent stays known, and `lapsed` takes the item out."""
    consents = []
    for order in (pair, pair[::-1]):
        course = told(*BEGUN, "M-03 FINAL", "M-16", *order)
        assert (course.state, course.items[0].state) == (State.PARTLY_ANSWERED, ItemState.OPEN)
        consents.append(sorted(each.state.value for each in course.rounds if each.machine is Machine.CONSENT))
    assert consents[0] == consents[1]
    assert [each.items for each in lapsed([GRANTED], (SubjectCode.ACCOUNTS,))] == [()]


@pytest.mark.parametrize(("days", "lawful"), [(-1, True), (0, False), (1, False)])
def test_a_disclosure_before_a_revocation_was_lawful(days: int, *, lawful: bool) -> None:
    """M-17 revocation × disclosure: told before its delivery, lawful; later, blocked."""
    on = DAY + timedelta(days=days)
    revoked = replace(GRANTED, revoked_on=DAY)
    assert bool(may_disclose(replace(TOLD, on=on), Restrictions(consents=(revoked,)), DEFAULT_POLICIES)) is lawful


def test_a_disclosure_before_a_recall_is_listed_and_a_later_one_blocked() -> None:
    """M-27 recall × disclosure: whoever was told before is informed; consents of the recalled items lapse."""
    assert may_disclose(TOLD, Restrictions(consents=(GRANTED,)), DEFAULT_POLICIES)
    earlier = Disclosed(recipient_name=TOLD.recipient_name, items=TOLD.items, on=TOLD.on)
    assert to_inform([earlier], TOLD.items) == (earlier,)
    recalled = Restrictions(consents=lapsed([GRANTED], TOLD.items), recalled=TOLD.items)
    blocked = may_disclose(TOLD, recalled, DEFAULT_POLICIES).failing
    assert [each.code for each in blocked] == ["E-9-01", "E-9-03"]


def test_a_letter_to_a_replaced_authority_is_forwarded_on_either_side_of_the_change() -> None:
    """M-24 × anything to the old authority: P-17; the order of the documents, and so the state, is unaffected."""
    replaced = Replaced(name="Орган B", successor="Орган C", replaced_on=DAY)
    for days in (-1, 0, 29):
        assert check_forwarding(replaced, DAY + timedelta(days=days))
    one, other = told(*BEGUN, "M-24 <", "M-05 ASK"), told(*BEGUN, "M-05 ASK", "M-24 <")
    assert (one.state, [each.state for each in one.rounds]) == (other.state, [each.state for each in other.rounds])


def test_a_reminder_that_comes_after_the_notice_waits_for_the_next() -> None:
    """M-25 × M-02 update, M-04: answered by what comes later; one that follows them is folded as any other pair."""
    for notice in ("M-02", "M-04"):
        assert told(*BEGUN, "M-25", notice).running(Machine.REMINDER, RoundState.ANSWERED)
        assert told(*BEGUN, notice, "M-25").running(Machine.REMINDER, RoundState.WAITING)


STORIES = [
    ("M-18 ALL", "M-03 FINAL"),
    ("M-18 ALL", "M-07 ALL"),
    ("M-18 ALL", "M-08"),
    ("M-26 v2 6.a 6.b 7.a", "M-03 FINAL"),
    ("M-26 v2 6.a 6.b 7.a", "M-07 ALL"),
    ("M-06 ANSWERED", "M-07 ALL"),
    ("M-06 ANSWERED", "M-05 CANCEL"),
    ("M-25", "M-03 FINAL"),
    ("M-12 ACCEPT", "M-11"),
    ("M-15 EXECUTE_ANYWAY", "M-14"),
    ("M-10 OPEN > @13", "M-10 OPEN < @13"),
    ("M-10 OPEN > @13", "M-07 ALL"),
    ("M-28 >", "M-28 <"),
    ("M-16", "M-27 RECALL 6.a"),
    ("M-14a", "M-02 CONFIDENTIAL"),
]


@pytest.mark.parametrize("pair", STORIES, ids=" meets ".join)
def test_both_nodes_agree_whichever_came_first(pair: tuple[str, str]) -> None:
    """In both orders of delivery, handed over in any order, with own receipts missing at first on either side."""
    for delivered in (pair, pair[::-1]):
        filed = documents([*BEGUN, *delivered])
        whole = fold(filed)
        for order in permutations(filed):
            assert fold(order) == whole
        assert len(whole.steps) == len(filed)
        assert not whole.provisional
