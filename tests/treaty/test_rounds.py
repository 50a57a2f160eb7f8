"""Rounds within a case: Art. 9(2), 9(5), 10, 12-16 (requirements §2.3 to §2.7), each step and each wrong step."""

from __future__ import annotations

from itertools import product

import pytest
from tests.treaty.cases import document, told
from tests.treaty.samples import message
from tests.treaty.test_lifecycle import FORMS_OF_ALL

from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import (
    CROSSED,
    ROUND_TABLE,
    Course,
    ItemState,
    Machine,
    RoundState,
    Side,
    State,
    TermEffect,
    Turn,
    can_send,
    may_in,
)
from obmen.treaty.policies import catalogue

BEGUN = ("M-01 6.a 6.b", "M-02")


def states(course: Course, machine: Machine) -> list[str]:
    """Return where the rounds of a machine stand."""
    return [each.state.value for each in course.rounds if each.machine is machine]


@pytest.mark.parametrize(
    ("machine", "story", "ends"),
    [
        # ст. 14
        (Machine.INFORMATION, "M-05 ASK", "ASKED"),
        (Machine.INFORMATION, "M-05 ASK; M-06 ANSWERED #3", "ANSWERED"),
        (Machine.INFORMATION, "M-05 ASK; M-06 UNANSWERABLE #3", "UNANSWERABLE"),
        (Machine.INFORMATION, "M-05 ASK; M-06 UNANSWERABLE #3; M-06 ANSWERED #3", "ANSWERED"),
        (Machine.INFORMATION, "M-05 ASK; M-06 ANSWERED #3; M-06 ANSWERED #3", "ANSWERED"),
        (Machine.INFORMATION, "M-05 ASK; M-05 CANCEL #3", "CANCELLED"),
        (Machine.INFORMATION, "M-05 ASK; M-06 ANSWERED #3; M-05 ASK", "ANSWERED ASKED"),
        (Machine.INFORMATION, "M-05 ASK; M-05 ASK; M-06 ANSWERED #3", "ANSWERED ASKED"),
        (Machine.INFORMATION, "M-05 ASK; M-05 ASK; M-06 ANSWERED #4", "ASKED ANSWERED"),
        (Machine.INFORMATION, "M-05 ASK; M-05 ASK; M-06 ANSWERED", "ASKED ANSWERED"),
        (Machine.INFORMATION, "M-05 ASK; M-05 CANCEL #3; M-06 ANSWERED #3", "CANCELLED"),
        (Machine.INFORMATION, "M-06 ANSWERED", ""),
        # ст. 15: отложение
        (Machine.POSTPONEMENT, "M-09 POSTPONE", "POSTPONED"),
        (Machine.POSTPONEMENT, "M-09 POSTPONE; M-09 RESUME", "RESUMED"),
        (Machine.POSTPONEMENT, "M-09 POSTPONE; M-09 POSTPONE", "POSTPONED"),
        (Machine.POSTPONEMENT, "M-09 POSTPONE; M-09 RESUME; M-09 POSTPONE", "POSTPONED"),
        (Machine.POSTPONEMENT, "M-09 RESUME", ""),
        # консультации
        (Machine.CONSULTATION, "M-10 OPEN < @13", "OPEN"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 TURN > @13 #3; M-10 CLOSE_AGREED < @13 #3", "CLOSED_AGREED"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 CLOSE_NOT_AGREED < @13 #3", "CLOSED_NOT_AGREED"),
        (Machine.CONSULTATION, "M-10 OPEN > @15; M-10 CLOSE_NO_REPLY > @15 #3", "CLOSED_NO_REPLY"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 CLOSE_AGREED > @13 #3", "OPEN"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 TURN > @13 #3; M-10 CLOSE_AGREED > @13 #3", "OPEN"),
        (Machine.CONSULTATION, "M-10 CALL < @13", "CALLED"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 CALL > @13 #3", "OPEN"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 OPEN < @13", "OPEN OPEN"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 OPEN > @13", "OPEN"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 OPEN > @13; M-10 CLOSE_AGREED > @13 #3", "CLOSED_AGREED"),
        (Machine.CONSULTATION, "M-10 OPEN < @13; M-10 OPEN > @15", "OPEN OPEN"),
        (Machine.CONSULTATION, "M-10 TURN > @13", ""),
        # ст. 15: условия
        (Machine.CONDITIONS, "M-11", "PROPOSED"),
        (Machine.CONDITIONS, "M-11; M-12 ACCEPT #3", "ACCEPTED"),
        (Machine.CONDITIONS, "M-11; M-12 DECLINE #3", "DECLINED"),
        (Machine.CONDITIONS, "M-11; M-12 COUNTER #3", "COUNTERED"),
        (Machine.CONDITIONS, "M-11; M-12 ACCEPT #3; M-13 <", "BREACHED"),
        (Machine.CONDITIONS, "M-11; M-12 ACCEPT #3; M-13 >; M-13 <", "BREACHED"),
        (Machine.CONDITIONS, "M-11; M-12 DECLINE #3; M-13 <", "DECLINED"),
        (Machine.CONDITIONS, "M-11; M-12 COUNTER #3; M-11; M-12 ACCEPT #5", "COUNTERED ACCEPTED"),
        (Machine.CONDITIONS, "M-11; M-11; M-12 ACCEPT #3", "ACCEPTED PROPOSED"),
        (Machine.CONDITIONS, "M-12 ACCEPT", ""),
        # ст. 16
        (Machine.CONFIDENTIALITY, "M-14a", "WISHED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-02 CONFIDENTIAL", "ENSURED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-02", "WISHED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-02 CONFIDENTIAL; M-15 LIFT", "LIFTED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-15 LIFT", "LIFTED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-15 LIFT; M-14a", "WISHED"),
        (Machine.CONFIDENTIALITY, "M-14a; M-14a", "WISHED"),
        (Machine.LOCKED_STEP, "M-14", "IMPOSSIBLE"),
        (Machine.LOCKED_STEP, "M-14; M-15 EXECUTE_ANYWAY #3", "EXECUTE_ANYWAY"),
        (Machine.LOCKED_STEP, "M-14; M-15 WITHDRAW_ITEMS 6.a #3", "ITEMS_WITHDRAWN"),
        (Machine.LOCKED_STEP, "M-14; M-18 ALL", "REQUEST_WITHDRAWN"),
        (Machine.LOCKED_STEP, "M-14; M-14; M-15 EXECUTE_ANYWAY #3", "EXECUTE_ANYWAY IMPOSSIBLE"),
        # ст. 9
        (Machine.CONSENT, "M-16", "ASKED"),
        (Machine.CONSENT, "M-16; M-17 GRANTED < #3", "GRANTED"),
        (Machine.CONSENT, "M-16; M-17 LIMITED < #3", "GRANTED_LIMITED"),
        (Machine.CONSENT, "M-16; M-17 DENIED < #3", "DENIED"),
        (Machine.CONSENT, "M-16; M-17 GRANTED < #3; M-17 REVOKED < #3", "REVOKED"),
        (Machine.CONSENT, "M-16; M-17 LIMITED < #3; M-17 REVOKED < #3", "REVOKED"),
        (Machine.CONSENT, "M-16; M-17 DENIED < #3; M-17 REVOKED < #3", "DENIED"),
        (Machine.CONSENT, "M-16; M-17 GRANTED > #3", "ASKED"),
        (Machine.CONSENT, "M-16 <; M-17 GRANTED > #3", "GRANTED"),
        (Machine.PROTECTION, "M-20; M-21 < #3", "ANSWERED"),
        (Machine.PROTECTION, "M-20; M-21 > #3", "ASKED"),
        (Machine.PROTECTION, "M-21 <", ""),
        # ст. 10
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1", "DISPATCHED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 ARRIVED < #1", "ARRIVED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 ARRIVED < #1; M-19 MATCHED < #1", "MATCHED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 ARRIVED < #1; M-19 NOTED < #1", "NOTED"),
        (Machine.ORIGINAL, "M-19 ARRIVED < #1; M-19 MISMATCH < #1; M-19 MATCHED < #1", "MATCHED"),
        (Machine.ORIGINAL, "M-19 ARRIVED < #1; M-19 MISMATCH < #1; M-19 NOTED < #1", "NOTED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 LOST > #1; M-19 DISPATCHED > #1", "DISPATCHED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 RETURNED < #1", "RETURNED"),
        (Machine.ORIGINAL, "M-19 ARRIVED < #1; M-19 RETURNED < #1", "RETURNED"),
        (Machine.ORIGINAL, "M-19 DISPATCHED > #1; M-19 DISPATCHED > #2", "DISPATCHED DISPATCHED"),
        (Machine.ORIGINAL, "M-19 MATCHED < #1", ""),
        # ст. 12
        (Machine.REMINDER, "M-25", "WAITING"),
        (Machine.REMINDER, "M-25; M-02", "ANSWERED"),
        (Machine.REMINDER, "M-25; M-25; M-04", "ANSWERED ANSWERED"),
        (Machine.REMINDER, "M-25; M-10 OPEN < @OTHER #3", "ANSWERED"),
        (Machine.REMINDER, "M-25; M-10 OPEN > @OTHER #3", "WAITING"),
        (Machine.REMINDER, "M-25; M-03 PART 6.a", "ANSWERED"),
        (Machine.REMINDER, "M-25; M-07 ALL", "ANSWERED"),
        (Machine.REMINDER, "M-25; M-08", "ANSWERED"),
    ],
)
def test_a_round_step_by_step(machine: Machine, story: str, ends: str) -> None:
    """§2.3 to §2.7, told in the documents that follow M-01 and M-02."""
    assert " ".join(states(told(*BEGUN, *story.split("; ")), machine)) == ends


def test_confidentiality_asked_with_the_request_is_ensured_at_registration() -> None:
    """R-16.1: the flag of M-01 and the answer in M-02."""
    assert states(told("M-01 CONFIDENTIAL"), Machine.CONFIDENTIALITY) == ["WISHED"]
    assert states(told("M-01 CONFIDENTIAL", "M-02 CONFIDENTIAL"), Machine.CONFIDENTIALITY) == ["ENSURED"]
    assert states(told("M-01", "M-02 CONFIDENTIAL"), Machine.CONFIDENTIALITY) == []


def test_a_wish_after_confidentiality_is_ensured_changes_nothing() -> None:
    """One course of confidentiality per case; the same wish again has no row."""
    course = told("M-01 CONFIDENTIAL", "M-02 CONFIDENTIAL", "M-14a")
    assert states(course, Machine.CONFIDENTIALITY) == ["ENSURED"]
    assert course.state is State.REGISTERED


@pytest.mark.parametrize(
    ("story", "standing"),
    [
        ("M-04", "Зарегистрирован"),
        ("M-05 ASK", "Запрошены дополнительные сведения"),
        ("M-05 ASK; M-06 ANSWERED #3", "Зарегистрирован"),
        ("M-05 ASK; M-09 POSTPONE", "Исполнение отложено"),
        ("M-10 OPEN < @13", "Идут консультации"),
        ("M-11; M-10 OPEN < @15", "Предложены условия исполнения"),
        ("M-11; M-14", "Ожидается решение о конфиденциальности"),
        ("M-09 POSTPONE; M-18 ALL", "Отозван"),
        ("M-03 PART 6.a; M-07 ITEMS 6.b", "Исполнен частично"),
        ("M-03 PART 6.a; M-18 ITEMS 6.b", "Исполнен"),
        ("M-07 ALL", "В исполнении отказано"),
    ],
)
def test_where_the_case_stands_in_words(story: str, standing: str) -> None:
    """A list shows what the case waits for, the most binding first."""
    assert told(*BEGUN, *story.split("; ")).standing == standing


def test_no_case_stands_nowhere() -> None:
    assert told().standing == ""


# ── Пункты запроса ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("story", "state", "items"),
    [
        ("M-03 PART 6.a", State.PARTLY_ANSWERED, "ANSWERED OPEN"),
        ("M-03 PART 6.a; M-03 PART 6.b", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-03 PART", State.PARTLY_ANSWERED, "OPEN OPEN"),
        ("M-03 FINAL 6.a 6.b", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-03 FINAL", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-07 ITEMS 6.b", State.REGISTERED, "OPEN REFUSED"),
        ("M-07 ITEMS 6.b; M-03 FINAL 6.a", State.EXECUTED, "ANSWERED REFUSED"),
        ("M-07 ITEMS 6.a; M-07 ITEMS 6.b", State.REFUSED, "REFUSED REFUSED"),
        ("M-03 PART 6.a; M-07 ITEMS 6.b", State.EXECUTED, "ANSWERED REFUSED"),
        ("M-07 ALL", State.REFUSED, "REFUSED REFUSED"),
        ("M-03 PART 6.a; M-07 ALL", State.REFUSED, "ANSWERED REFUSED"),
        ("M-08", State.NOT_EXECUTABLE, "UNABLE UNABLE"),
        ("M-18 ITEMS 6.a", State.REGISTERED, "WITHDRAWN OPEN"),
        ("M-18 ITEMS 6.a 6.b", State.WITHDRAWN, "WITHDRAWN WITHDRAWN"),
        ("M-18 ALL", State.WITHDRAWN, "WITHDRAWN WITHDRAWN"),
        ("M-14; M-15 WITHDRAW_ITEMS 6.a", State.REGISTERED, "WITHDRAWN OPEN"),
        ("M-14; M-15 WITHDRAW_ITEMS 6.a; M-03 FINAL 6.b", State.EXECUTED, "WITHDRAWN ANSWERED"),
        ("M-15 EXECUTE_ANYWAY", State.REGISTERED, "OPEN OPEN"),
        ("M-25 6.a", State.REGISTERED, "OPEN OPEN"),
        ("M-04 6.a 6.b", State.REGISTERED, "OPEN OPEN"),
        # ст. 14: дополнение запроса
        ("M-26 v2 6.a 6.b 7.a", State.REGISTERED, "OPEN OPEN OPEN"),
        ("M-26 v2 6.a 7.a", State.REGISTERED, "OPEN WITHDRAWN OPEN"),
        ("M-26 v2", State.REGISTERED, "OPEN OPEN"),
        ("M-26 v2 6.a 6.b 7.a; M-03 FINAL v1 6.a 6.b", State.PARTLY_ANSWERED, "ANSWERED ANSWERED OPEN"),
        ("M-26 v2 6.a 6.b 7.a; M-03 FINAL v2", State.EXECUTED, "ANSWERED ANSWERED ANSWERED"),
        ("M-26 v2 6.a 6.b 7.a; M-07 ALL v1", State.REGISTERED, "REFUSED REFUSED OPEN"),
        ("M-26 v2 6.a 6.b 7.a; M-08 v1", State.REGISTERED, "UNABLE UNABLE OPEN"),
        ("M-26 v2 6.a 6.b 7.a; M-18 ALL", State.WITHDRAWN, "WITHDRAWN WITHDRAWN WITHDRAWN"),
        # исправление и отзыв ответа
        ("M-03 FINAL; M-27 CORRECTION 6.a", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-03 FINAL; M-27 SUPPLEMENT 6.a", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-03 FINAL; M-27 RECALL 6.b", State.PARTLY_ANSWERED, "ANSWERED OPEN"),
        ("M-03 FINAL; M-27 RECALL 6.b; M-03 PART 6.b", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-03 PART 6.a; M-27 RECALL 6.a", State.PARTLY_ANSWERED, "OPEN OPEN"),
        ("M-07 ALL; M-27 RECALL", State.REGISTERED, "OPEN OPEN"),
        ("M-03 PART 6.a; M-07 ALL; M-27 RECALL", State.PARTLY_ANSWERED, "ANSWERED OPEN"),
        ("M-08; M-27 RECALL; M-03 FINAL", State.EXECUTED, "ANSWERED ANSWERED"),
        ("M-07 ITEMS 6.b; M-27 RECALL 6.b", State.REGISTERED, "OPEN REFUSED"),
        ("M-18 ITEMS 6.a; M-03 PART 6.a", State.PARTLY_ANSWERED, "WITHDRAWN OPEN"),
        ("M-07 ITEMS 6.a; M-03 PART 6.a", State.PARTLY_ANSWERED, "ANSWERED OPEN"),
    ],
)
def test_the_items_decide_how_a_request_stands(story: str, state: State, items: str) -> None:
    """R-6.3.1, R-12.3.2, R-12.6, R-13.1.3, R-14.4: executed when every item has its end; a recall opens it again."""
    course = told(*BEGUN, *story.split("; "))
    assert (course.state, " ".join(item.state.value for item in course.items)) == (state, items)


def test_each_item_has_its_own_end() -> None:
    """R-3.1: a request with 6.a, 6.c, 7.b yields three items, each answered or not by itself."""
    course = told("M-01 6.a 6.c 7.b", "M-02", "M-03 PART 6.c", "M-07 ITEMS 6.a")
    assert [(item.subject.value, item.state) for item in course.items] == [
        ("6.a", ItemState.REFUSED),
        ("6.c", ItemState.ANSWERED),
        ("7.b", ItemState.OPEN),
    ]


def test_a_recall_before_registration_leads_back_to_the_items() -> None:
    """Other software refuses at once and takes it back: the request is registered work, not a new letter."""
    course = told("M-01 6.a", "M-07 ALL", "M-27 RECALL")
    assert (course.state, course.items[0].state) == (State.REGISTERED, ItemState.OPEN)


def test_items_remember_the_version_that_asked_for_them() -> None:
    """R-14.4: an added subject runs from its own receipt, so its version is kept."""
    course = told("M-01 6.a 6.a 6.b", "M-02", "M-26 v2 6.a 6.b 7.a 7.a")
    assert [(item.subject, item.since) for item in course.items] == [
        (SubjectCode.ACCOUNTS, 1),
        (SubjectCode.REAL_ESTATE, 1),
        (SubjectCode.EMPLOYMENT, 2),
    ]
    assert course.version == 2
    assert told("M-01 6.a", "M-02", "M-26 v2 6.a", "M-26 v3 6.a", "M-03 PART v1").version == 3
    assert told(*BEGUN).version == 1


def test_where_nothing_is_known_of_the_items_the_form_of_the_answer_decides() -> None:
    """A part is a part and a final answer final; refused items leave the request where it was."""
    begun = ("M-01", "M-02")
    assert told(*begun, "M-03 PART").state is State.PARTLY_ANSWERED
    assert told(*begun, "M-03 FINAL").state is State.EXECUTED
    assert told(*begun, "M-07 ITEMS").state is State.REGISTERED
    assert told(*begun, "M-18 ITEMS").state is State.REGISTERED
    assert told(*begun, "M-07 ALL", "M-27 RECALL").state is State.REGISTERED
    assert told(*begun, "M-03 FINAL", "M-27 RECALL").state is State.PARTLY_ANSWERED


# ── Таблицы и вопрос «можно ли» ─────────────────────────────────────────────────────────────────────────────────────


def test_no_two_rows_of_a_round_meet() -> None:
    """In each state of a machine a document of a side has one row or none."""
    for machine in Machine:
        rows = [row for row in ROUND_TABLE if row.machine is machine]
        known = {row.state for row in rows}
        for state, (kind, variant), who in product(known, FORMS_OF_ALL, Side):
            assert sum(row.fits(state, kind, variant, who) for row in rows) <= 1


def test_every_row_of_a_round_cites_and_leads_somewhere() -> None:
    """Each machine but the request begins from nothing; what moves the term names its policy (P-04 … P-07)."""
    for machine in set(Machine) - {Machine.REQUEST}:
        rows = [row for row in ROUND_TABLE if row.machine is machine]
        reached = {row.next for row in rows} | {None}
        assert {row.state for row in rows} <= reached
        assert any(row.state is None for row in rows)
    for row in ROUND_TABLE:
        moving = row.term_effect in (TermEffect.PAUSES, TermEffect.RESUMES)
        assert moving is bool(row.policy)
        assert row.policy == "" or catalogue[row.policy].of_the_term
        assert row.next is not None


def test_the_decision_belongs_to_the_other_side() -> None:
    """Art. 9(2), 9(5): nobody consents to his own question; a consultation is closed by the side that opened it."""
    turns = {(row.machine, row.kind, row.variant): row.turn for row in ROUND_TABLE if row.turn is not Turn.ANYONE}
    assert {machine for machine, _, _ in turns} == {Machine.CONSULTATION, Machine.CONSENT, Machine.PROTECTION}
    assert turns[Machine.CONSULTATION, Kind.CONSULTATION, "CLOSE_AGREED"] is Turn.OPENER
    assert turns[Machine.CONSENT, Kind.CONSENT_DECISION, "GRANTED"] is Turn.OTHER


@pytest.mark.parametrize(
    ("story", "meant", "allowed"),
    [
        ("", "M-05 ASK", True),
        ("", "M-05 CANCEL", False),
        ("", "M-06 ANSWERED", False),
        ("M-05 ASK", "M-06 ANSWERED", True),
        ("M-05 ASK", "M-05 CANCEL", True),
        ("", "M-09 POSTPONE", True),
        ("", "M-09 RESUME", False),
        ("M-09 POSTPONE", "M-09 RESUME", True),
        ("M-09 POSTPONE; M-09 RESUME", "M-09 RESUME", False),
        ("M-09 POSTPONE; M-09 RESUME", "M-09 POSTPONE", True),
        ("", "M-10 OPEN > @13", True),
        ("", "M-10 CALL > @13", True),
        ("", "M-10 TURN > @13", False),
        ("M-10 OPEN < @13", "M-10 CLOSE_AGREED > @13", False),
        ("M-10 OPEN < @13", "M-10 CLOSE_AGREED < @13", True),
        ("", "M-11", True),
        ("", "M-12 ACCEPT", False),
        ("M-11", "M-12 ACCEPT", True),
        ("", "M-13 <", False),
        ("M-11; M-12 ACCEPT", "M-13 <", True),
        ("", "M-14", True),
        ("", "M-15 EXECUTE_ANYWAY", False),
        ("M-14", "M-15 EXECUTE_ANYWAY", True),
        ("M-14", "M-15 LIFT", True),
        ("", "M-15 LIFT", False),
        ("M-14a", "M-15 LIFT", True),
        ("", "M-14a", True),
        ("M-14a", "M-14a", False),
        ("", "M-16", True),
        ("", "M-17 GRANTED <", False),
        ("M-16", "M-17 GRANTED <", True),
        ("M-16", "M-17 GRANTED >", False),
        ("", "M-19 DISPATCHED >", True),
        ("", "M-19 MATCHED <", False),
        ("", "M-04", True),
        ("", "M-25", True),
        ("", "M-28", True),
        ("", "M-06 ANSWERED <", False),
    ],
)
def test_what_may_be_made_now(story: str, meant: str, *, allowed: bool) -> None:
    """A reply needs its question: else E-12-07 says which course has nothing to answer."""
    course = told(*BEGUN, *filter(None, story.split("; ")))
    finding = may_in(course, document(meant, 99, {}))
    assert finding.holds is allowed
    assert allowed or finding.code == "E-12-07"
    assert finding.articles


def test_the_refusal_names_the_course_that_nobody_began() -> None:
    finding = may_in(told(*BEGUN), document("M-12 ACCEPT", 99, {}))
    assert finding.because == (
        "Документ «Решение об условиях» не на что направить: «Условия исполнения (ст. 15)» — такого начатого дела нет "
        "или оно уже завершено"
    )
    assert may_in(told("M-01"), document("M-03 FINAL", 99, {})).because.endswith("в состоянии «Доставлен»")


def test_which_side_sends_what() -> None:
    """A document that a side never sends is nobody's reply: the author sends no notices, the other side no requests."""
    both = {kind.value for kind in Kind if all(can_send(side, kind) for side in Side)}
    assert both == {"M-10", "M-13", "M-16", "M-17", "M-19", "M-20", "M-21", "M-24", "M-28"}
    author = {kind.value for kind in Kind if can_send(Side.REQUESTING, kind)} - both
    assert author == {"M-01", "M-06", "M-12", "M-14a", "M-15", "M-18", "M-22", "M-25", "M-26"}
    other = {kind.value for kind in Kind if can_send(Side.REQUESTED, kind)} - both
    assert other == {kind.value for kind in Kind} - both - author


def test_a_round_knows_its_documents() -> None:
    """The first, the last, and the paper that an original is about."""
    course = told(*BEGUN, "M-05 ASK", "M-06 ANSWERED #3", "M-19 DISPATCHED > #1")
    asked, original = course.rounds
    assert (asked.first.message_id, asked.last.message_id) == (message(3), message(4))
    assert asked.has(message(3))
    assert not asked.has(message(1))
    assert original.has(message(1))
    assert course.running(Machine.INFORMATION, RoundState.ANSWERED) == (asked,)
    assert course.running(Machine.INFORMATION, RoundState.ASKED) == ()


def test_which_consultations_were_held() -> None:
    """Art. 13(3), 15: closed, or a conversation recorded."""
    held = {state for state in RoundState if state.closed}
    assert held == {
        RoundState.CLOSED_AGREED,
        RoundState.CLOSED_NOT_AGREED,
        RoundState.CLOSED_NO_REPLY,
        RoundState.CALLED,
    }


def test_a_reply_after_the_end_changes_no_round() -> None:
    """What crosses the end of a request is recorded; its question stays as it was."""
    course = told(*BEGUN, "M-05 ASK", "M-18 ALL", "M-06 ANSWERED #3")
    assert states(course, Machine.INFORMATION) == ["ASKED"]
    assert course.steps[-1].note == CROSSED
