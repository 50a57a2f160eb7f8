"""Art. 13(3), 15, 21: what a step of a consultation says, and the record of a dispute between Parties (R-21.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from obmen.treaty.articles import LAST, Article
from obmen.treaty.consultation import Consulted, check_consultation, named, open_about
from obmen.treaty.disputes import Dispute, agreed_policies, check_dispute, held_cases
from obmen.treaty.documents import Consultation
from obmen.treaty.documents.conditions import Call, Consulting, Outcome, Topic
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

DAY = date(2026, 3, 30)
STEP = Consultation(topic=Topic.REFUSAL, text="Просим сообщить позицию.")
CALL = Call(on=DAY, who="Примеров П. П.", result="согласие не достигнуто")
RECORDED = Consultation(topic=Topic.REFUSAL, step=Consulting.CALL, call=CALL)
PAIR = frozenset({"RU", "KZ"})
DISPUTE = Dispute(
    question="Идёт ли срок, пока запрашиваются дополнительные сведения?",
    parties=("RU", "KZ"),
    participants=("центральный орган RU (учебный)", "центральный орган KZ (учебный)"),
    cases=("RU-770-2026-1",),
    opened_on=date(2026, 5, 4),
    closed_on=date(2026, 6, 1),
    outcome=Outcome.AGREED,
    policies={"P-04": "SUSPEND"},
    effective_on=date(2026, 7, 1),
)

_NO_READING: tuple[dict[str, str] | None, ...] = ({}, None)


def faults(consultation: Consultation, reminders: int = 0) -> list[tuple[str, str]]:
    """Return code and field of what fails."""
    found = check_consultation(consultation, on=DAY, reminders=reminders)
    return [(each.code, each.field) for each in found.blocking]


@pytest.mark.parametrize("topic", Topic)
@pytest.mark.parametrize("step", [Consulting.OPEN, Consulting.TURN])
def test_a_step_says_something(topic: Topic, step: Consulting) -> None:
    """On any topic, a reply about the course of the execution among them (R-12.5)."""
    (finding,) = check_consultation(replace(STEP, topic=topic, step=step), on=DAY)
    assert (finding.holds, finding.because) == (True, "Шаг консультаций описан: что сказано и чем закончилось")
    assert finding.articles == (Article(13, paragraph=LAST), Article(15), Article(21))
    assert faults(replace(STEP, topic=topic, step=step, text=" ")) == [("E-13-06", "text")]
    assert faults(replace(STEP, topic=topic, step=step, outcome=Outcome.AGREED)) == [("E-13-06", "outcome")]


def test_a_consultation_closes_with_an_outcome() -> None:
    closing = replace(STEP, step=Consulting.CLOSE)
    assert faults(closing) == [("E-13-06", "outcome")]
    assert faults(replace(closing, outcome=Outcome.NOT_AGREED)) == []
    assert faults(replace(closing, outcome=Outcome.AGREED, text="")) == [("E-13-06", "text")]


@pytest.mark.parametrize(("reminders", "holds"), [(0, False), (1, False), (2, True), (3, True)])
def test_silence_is_told_after_two_reminders(reminders: int, *, holds: bool) -> None:
    closing = replace(STEP, step=Consulting.CLOSE, outcome=Outcome.NO_REPLY)
    found = check_consultation(closing, on=DAY, reminders=reminders)
    assert bool(found) is holds
    if not holds:
        says = f"«Ответа нет» записывается после двух напоминаний без ответа, а их {reminders}"
        assert found.blocking[0].because == says


def test_a_recorded_call_has_day_person_and_result() -> None:
    """(R-13.3.1) Date, who, result; no other text is needed."""
    assert faults(RECORDED) == []
    all_three = [("E-13-06", "call.on"), ("E-13-06", "call.who"), ("E-13-06", "call.result")]
    assert faults(replace(RECORDED, call=None)) == all_three
    assert faults(replace(RECORDED, call=Call(who=" ", result=" "))) == all_three
    (who,) = check_consultation(replace(RECORDED, call=replace(CALL, who="")), on=DAY).blocking
    assert who.because == "В записи разговора не указано: с кем говорили"
    (future,) = check_consultation(RECORDED, on=date(2026, 3, 29)).blocking
    assert (future.field, future.because) == ("call.on", "Дата разговора (30.03.2026) ещё не наступила")


def test_a_consultation_is_begun_then_held() -> None:
    one = Consulted(id=UUID(int=1), topic=Topic.REFUSAL, opened_on=date(2026, 3, 24), closed_on=DAY)
    days = [date(2026, 3, day) for day in (23, 24, 29, 30)]
    assert [one.begun(day) for day in days] == [False, True, True, True]
    assert [one.held(day) for day in days] == [False, False, False, True]
    assert [one.open(day) for day in days] == [False, True, True, False]
    assert [open_about(Topic.REFUSAL, [one], day) for day in days] == [False, True, True, False]
    assert not open_about(Topic.CONDITIONS, [one], days[1])
    assert named([one], one.id, Topic.REFUSAL) is one
    assert named([one], one.id, Topic.CONDITIONS) is None
    assert named([one], None, Topic.REFUSAL) is None


def test_a_reading_agreed_by_two_parties_binds_them_from_then_on() -> None:
    """(R-21.1) A dispute on P-04 between RU and KZ: pair policy with a day of effect, never retroactive."""
    (finding,) = check_dispute(DISPUTE, on=date(2026, 6, 1))
    assert (finding.holds, finding.because) == (True, "Запись о консультациях Сторон полна")
    assert finding.articles == (Article(21),)
    before = agreed_policies(DEFAULT_POLICIES, [DISPUTE], PAIR, date(2026, 6, 30))
    after = agreed_policies(DEFAULT_POLICIES, [DISPUTE], PAIR, date(2026, 7, 1))
    assert (before.choice("P-04"), after.choice("P-04")) == ("RUN", "SUSPEND")
    other = agreed_policies(DEFAULT_POLICIES, [DISPUTE], frozenset({"RU", "BY"}), date(2026, 7, 1))
    assert other.choice("P-04") == "RUN"


@pytest.mark.parametrize(("effective", "holds"), [(date(2026, 5, 31), False), (date(2026, 6, 1), True), (None, False)])
def test_no_reading_is_retroactive(effective: date | None, *, holds: bool) -> None:
    found = check_dispute(replace(DISPUTE, effective_on=effective), on=date(2026, 6, 1))
    assert bool(found) is holds
    if not holds:
        (finding,) = found.blocking
        assert (finding.code, finding.field) == ("E-21-02", "effective_on")
        said = "31.05.2026" if effective else "не указан"
        assert f"({said}) раньше 01.06.2026" in finding.because


def test_only_what_was_agreed_and_exists_is_a_reading() -> None:
    on = date(2026, 6, 1)
    (finding,) = check_dispute(replace(DISPUTE, outcome=Outcome.NOT_AGREED), on=on).blocking
    assert (finding.field, finding.because) == ("policies", "Согласие Сторон не достигнуто, а толкование указано")
    for number, option in (("P-99", "RUN"), ("P-04", "NEVER")):
        wrong = replace(DISPUTE, policies={number: option})
        (finding,) = check_dispute(wrong, on=on).blocking
        assert (finding.code, finding.field) == ("E-21-02", f"policies.{number}")
        assert finding.because == f"Такого толкования нет: {number}, {option}"
        assert agreed_policies(DEFAULT_POLICIES, [wrong], PAIR, date(2027, 1, 1)) == Policies({})
    for silent in _NO_READING:
        assert check_dispute(replace(DISPUTE, policies=silent, effective_on=None), on=on)
        assert agreed_policies(DEFAULT_POLICIES, [replace(DISPUTE, policies=silent)], PAIR, on).choices == {}


def test_the_newest_reading_prevails_and_other_choices_stay() -> None:
    own = Policies.declared({"P-01": "INCLUDED", "P-04": "RUN"})
    newer = replace(DISPUTE, policies={"P-04": "RESTART"}, effective_on=date(2026, 9, 1))
    undone = replace(newer, outcome=Outcome.NOT_AGREED)
    dayless = replace(newer, effective_on=None)
    both = [newer, DISPUTE, undone, dayless]
    assert agreed_policies(own, both, PAIR, date(2026, 8, 31)).choices == {"P-01": "INCLUDED", "P-04": "SUSPEND"}
    assert agreed_policies(own, both, PAIR, date(2026, 9, 1)).choices == {"P-01": "INCLUDED", "P-04": "RESTART"}
    twice = [DISPUTE, replace(DISPUTE, policies={"P-04": "RESTART"})]
    assert agreed_policies(own, twice, PAIR, date(2026, 9, 1)).choice("P-04") == "RESTART"


def test_the_record_names_question_parties_people_and_day() -> None:
    found = check_dispute(Dispute(parties=("RU", "RU"), participants=(" ",)), on=DAY).blocking
    assert [(each.code, each.field) for each in found] == [
        ("E-21-01", "question"),
        ("E-21-01", "parties"),
        ("E-21-01", "participants"),
        ("E-21-01", "opened_on"),
    ]
    assert found[1].because == ("В записи о консультациях Сторон не указано: не менее двух заинтересованных Сторон")


def test_outcome_and_closing_day_go_together() -> None:
    on = date(2026, 6, 1)
    running = replace(DISPUTE, closed_on=None, outcome=None, policies=None)
    assert check_dispute(running, on=on)
    for half in (replace(running, closed_on=on), replace(running, outcome=Outcome.NO_REPLY)):
        (finding,) = check_dispute(half, on=on).blocking
        assert (finding.code, finding.field) == ("E-21-01", "outcome")
        assert finding.because == "Исход консультаций и день их завершения указываются вместе"
    (order,) = check_dispute(replace(DISPUTE, closed_on=date(2026, 5, 3)), on=on).blocking
    assert (order.field, order.because) == ("closed_on", "Консультации завершены раньше, чем начаты")
    assert check_dispute(replace(DISPUTE, closed_on=date(2026, 5, 4)), on=on)


def test_data_in_dispute_are_kept_meanwhile() -> None:
    """(R-21.1) Legal hold on the linked cases from the first day to the closing one."""
    days = [date(2026, 5, 3), date(2026, 5, 4), date(2026, 5, 31), date(2026, 6, 1)]
    assert [bool(held_cases([DISPUTE], day)) for day in days] == [False, True, True, False]
    running = replace(DISPUTE, closed_on=None, cases=("RU-770-2026-2",))
    assert held_cases([DISPUTE, running], date(2026, 5, 10)) == {"RU-770-2026-1", "RU-770-2026-2"}
    assert held_cases([replace(running, opened_on=None)], date(2026, 1, 1)) == {"RU-770-2026-2"}
