"""Situations of Art. 14-16 that a lawyer can read: information.toml, conditions.toml, confidentiality.toml."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import pytest
from tests.treaty.test_situations import Situation, judge, parent_of, policies, situations

from obmen.message.encoding import StrictCodec
from obmen.treaty.conditions import check_breach, check_conditions, check_conditions_decision, check_postponement
from obmen.treaty.confidentiality import check_confidentiality_decision, check_impossible, check_wish
from obmen.treaty.consultation import Consulted
from obmen.treaty.documents import (
    Breach,
    Conditions,
    ConditionsDecision,
    ConfidentialityDecision,
    ConfidentialityImpossible,
    ConfidentialityWish,
    Information,
    InformationRequest,
    Withdrawal,
)
from obmen.treaty.documents.conditions import Condition, ConditionKind, Postponement, Postponing, Topic
from obmen.treaty.documents.confidentiality import Choosing
from obmen.treaty.documents.information import Gap, PointReply
from obmen.treaty.documents.requests import Confidentiality, SubjectCode
from obmen.treaty.information import check_information, check_information_request
from obmen.treaty.necessity import check_withdrawal

if TYPE_CHECKING:
    from obmen.treaty.findings import Findings

T = TypeVar("T")
TALK = UUID(int=7)
ON = date(2026, 3, 16)
OPEN = Consulted(id=TALK, topic=Topic.CONDITIONS, opened_on=ON)
TALKS = {"open": (OPEN,), "closed": (replace(OPEN, closed_on=ON),), "none": ()}

ASK = InformationRequest(
    points=(
        Gap(number=1, what="Место рождения должника.", why="В регистре есть однофамилец."),
        Gap(number=2, what="ИИН должника.", why="По нему ищут счета."),
    ),
    clock_policy="RUN",
)
REPLY = Information(replies=(PointReply(number=1, text="г. Караганда."), PointReply(number=2, text="850314300122.")))
POSTPONE = Postponement(
    circumstances="Имущество арестовано по своему производству, назначены торги.",
    own_proceeding="учебное производство № 1",
    consultation=TALK,
    clock_policy="SUSPEND",
)
RESUME = Postponement(step=Postponing.RESUME, on=ON)
CONDITIONS = Conditions(
    conditions=(
        Condition(
            number=1,
            kind=ConditionKind.NO_DISCLOSURE,
            text="Не раскрывать должнику до 01.06.2026.",
            recipient="DEBTOR",
            items=(SubjectCode.ACCOUNTS,),
            until=date(2026, 6, 1),
        ),
        Condition(number=2, kind=ConditionKind.NO_CONTACT, text="Не вызывать должника.", until=date(2026, 6, 1)),
    ),
    consultation=TALK,
)
DECISION = ConfidentialityDecision(decision=Choosing.WITHDRAW_ITEMS, items=(SubjectCode.EXPLANATIONS,))
IMPOSSIBLE = ConfidentialityImpossible(
    step="Вызов должника для разъяснений.", items=(SubjectCode.EXPLANATIONS,), reason="Должник узнает о запросе."
)
ITEMS = (SubjectCode.EXPLANATIONS, SubjectCode.REAL_ESTATE)


def changed(sample: T, situation: Situation) -> T:
    """Apply the changes of a situation to a sample."""
    codec: StrictCodec[T] = StrictCodec(type(sample))
    tree = json.loads(codec.encode(sample))
    for path, value in situation.get("change", {}).items():
        parent, key = parent_of(tree, path)
        parent[key] = value
    for path in situation.get("without", []):
        parent, key = parent_of(tree, path)
        del parent[key]
    return codec.decode(json.dumps(tree).encode())


@pytest.mark.parametrize("situation", situations("information"))
def test_additional_information(situation: Situation) -> None:
    """(R-14.1 to R-14.3)."""
    final = situation.get("final", False)
    if situation["document"] == "ask":
        asked = changed(ASK, situation)
        on = date(2026, 3, 10)
        found = check_information_request(asked, on=on, policies=policies(situation), final_given=final)
    else:
        found = check_information(changed(REPLY, situation), points=(1, 2), final_given=final)
    judge(situation, found)


@pytest.mark.parametrize("situation", situations("conditions"))
def test_postponement_and_conditions(situation: Situation) -> None:
    """(R-15.1 to R-15.5)."""
    judge(situation, conditions_of(situation))


def conditions_of(situation: Situation) -> Findings:
    """Ask the rule of Art. 15 that a situation is about."""
    on, talks = situation.get("day", ON), TALKS[situation.get("consultation", "open")]
    match situation["document"]:
        case "conditions":
            own = situation.get("own", "учебное производство № 1")
            asked = (SubjectCode.ACCOUNTS,)
            conditions = changed(CONDITIONS, situation)
            return check_conditions(conditions, own_proceeding=own, asked=asked, consultations=talks, on=on)
        case "decision":
            decision = changed(ConditionsDecision(), situation)
            return check_conditions_decision(decision, proposed=situation.get("proposed", True))
        case "breach":
            breach = changed(Breach(condition=2, facts="Должник вызван 20.03.2026."), situation)
            return check_breach(breach, agreed=CONDITIONS.conditions)
        case step:
            sample = changed(POSTPONE if step == "postpone" else RESUME, situation)
            since = situation.get("postponed")
            return check_postponement(
                sample, on=on, policies=policies(situation), consultations=talks, postponed_on=since
            )


@pytest.mark.parametrize("situation", situations("confidentiality"))
def test_confidentiality_and_withdrawal(situation: Situation) -> None:
    """(R-16.1 to R-16.3) and M-18."""
    judge(situation, confidentiality_of(situation))


def confidentiality_of(situation: Situation) -> Findings:
    """Ask the rule of Art. 16, or of the withdrawal, that a situation is about."""
    match situation["document"]:
        case "wish":
            wish = Confidentiality(scope="Должник не должен знать.", reason="Имущество может быть скрыто.")
            return check_wish(changed(ConfidentialityWish(confidentiality=wish), situation))
        case "impossible":
            told = changed(IMPOSSIBLE, situation)
            return check_impossible(told, open_items=ITEMS, done=situation.get("done", ()), on=ON)
        case "decision":
            breaking = situation.get("breaking", (SubjectCode.EXPLANATIONS,))
            confidential = situation.get("confidential", True)
            return check_confidentiality_decision(
                changed(DECISION, situation), breaking=breaking, open_items=ITEMS, confidential=confidential
            )
        case _:
            return check_withdrawal(changed(Withdrawal(reason="Долг уплачен."), situation), open_items=ITEMS)


@pytest.mark.parametrize("name", ["information", "conditions", "confidentiality"])
def test_every_file_has_good_and_bad_side_by_side(name: str) -> None:
    told = [param.values[0] for param in situations(name)]
    faulty = [situation for situation in told if "blocks" in situation]
    assert 0 < len(faulty) < len(told)
    known = {"title", "rule", "document", "day", "change", "without", "blocks", "field", "says", "advises", "policies"}
    extra = {
        "information": {"final"},
        "conditions": {"consultation", "postponed", "own", "proposed"},
        "confidentiality": {"done", "breaking", "confidential"},
    }
    for situation in told:
        assert situation.keys() <= known | extra[name], situation["title"]
