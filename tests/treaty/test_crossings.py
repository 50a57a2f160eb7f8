"""Documents that crossed on the way (requirements §2.10): every pair in both orders, the same on both nodes."""

from __future__ import annotations

from itertools import permutations

import pytest
from tests.treaty.cases import documents, told

from obmen.treaty.lifecycle import CROSSED, ItemState, Machine, RoundState, Side, State, fold

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


def test_two_openings_of_one_consultation_have_two_openers() -> None:
    """M-10 open × M-10 open, same topic: either side may close it."""
    for who in ("<", ">"):
        course = told(*BEGUN, "M-10 OPEN < @13", "M-10 OPEN > @13", f"M-10 CLOSE_NOT_AGREED {who} @13 #3")
        (consultation,) = course.rounds
        assert consultation.openers == frozenset(Side)
        assert consultation.state is RoundState.CLOSED_NOT_AGREED


def test_a_decision_answers_the_document_it_names() -> None:
    """M-12 × new M-11, M-15 × new M-14: the new one stays open."""
    conditions = told(*BEGUN, "M-11", "M-11", "M-12 ACCEPT #3").rounds
    assert [each.state for each in conditions] == [RoundState.ACCEPTED, RoundState.PROPOSED]
    steps = told(*BEGUN, "M-14", "M-14", "M-15 EXECUTE_ANYWAY #3").rounds
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
