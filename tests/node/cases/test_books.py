"""Numbers of the books: one number, one letter."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

import pytest
from tests.support.two_offices import Offices, sample_answer

from obmen.node.cases.acts import ActRefused, answer, refuse, register, return_
from obmen.treaty.documents.answers import Part

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_incoming_number_stands_for_one_request(offices: Offices) -> None:
    """Neither typed twice, nor given by the book after it was typed; one that does not fit is refused in words."""
    cases = [offices.received()[1] for _ in range(3)]
    with offices.at("KZ"):
        clerk = offices.person("KZ", "clerk")
        register.register(clerk, cases[0], "1/2026")
        for typed in ("1/2026", "9" * 61):
            with pytest.raises(ActRefused, match="номер"):
                register.register(clerk, cases[1], typed)
        assert register.register(clerk, cases[1]).reg_number == "2/2026"


def test_who_does_not_answer_requests_is_given_none(offices: Offices) -> None:
    _, got = offices.received()
    with offices.at("KZ"), pytest.raises(ActRefused, match="Исполнитель"):
        register.register(offices.person("KZ", "clerk"), got, executor=offices.person("KZ", "clerk"))


def test_an_answer_that_came_back_keeps_its_number(offices: Offices) -> None:
    _, got = offices.registered()
    with offices.at("KZ"):
        case = answer.save_answer(offices.person("KZ", "officer"), got, sample_answer(got))
        numbers = set()
        for _ in range(2):
            case = answer.submit_answer(offices.person("KZ", "officer"), case, offices.person("KZ", "signatory")).case
            numbers.add(case.own_number)
            case = return_.return_to_draft(offices.person("KZ", "signatory"), case, "поправить дату")
    assert len(numbers) == 1


def test_a_refused_act_loses_no_number_of_the_book(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk's first try fails at its last step, the answer is returned once: no gap in вх. and исх. numbers."""
    _, got = offices.received()
    clerk, officer, signatory = (offices.person("KZ", name) for name in ("clerk", "officer", "signatory"))
    with offices.at("KZ"):
        with monkeypatch.context() as broken:
            broken.setattr(register, "pack_for", no_way)
            with pytest.raises(ActRefused):
                register.register(clerk, got, executor=officer)
        register.register(clerk, got, executor=officer)
        answer.save_answer(officer, got, sample_answer(got))
        answer.submit_answer(officer, got, signatory)
        return_.return_to_draft(signatory, got, "Уточните")
        answer.submit_answer(officer, got, signatory)
        answer.sign_answer(signatory, got, got.prepared_digest)
    numbers = [row.own_number for row in got.documents.filter(sender="REQUESTED", seq__gt=0).order_by("seq")]
    assert (got.reg_number, numbers) == ("1/2026", ["1/2026", "2/2026"])


def no_way(*_: object) -> NoReturn:
    """Refuse as an act does when the register names no way to the addressee."""
    raise refuse("Пути нет", "Подождите")


def test_two_parts_of_an_answer_are_two_letters_with_two_numbers(offices: Offices) -> None:
    _, got = offices.registered()
    whole = sample_answer(got)
    with offices.at("KZ"):
        first = replace(whole, part=Part.PART, items=whole.items[:1], special_orders=whole.special_orders[:1])
        got = offices.reply(got, first)
        got = offices.reply(got, replace(whole, items=whole.items[1:], special_orders=whole.special_orders[1:]))
    sent = got.documents.filter(kind="M-03").order_by("seq")
    assert [row.own_number for row in sent] == ["2/2026", "3/2026"]


def test_a_number_promised_to_one_request_is_not_typed_for_another(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (offices.received()[1] for _ in range(2))
    with offices.at("KZ"):
        clerk = offices.person("KZ", "clerk")
        with monkeypatch.context() as broken:
            broken.setattr(register, "pack_for", no_way)
            with pytest.raises(ActRefused):
                register.register(clerk, first)
        with pytest.raises(ActRefused, match="уже занят"):
            register.register(clerk, second, "1/2026")
        assert register.register(clerk, second).reg_number == "2/2026"
        assert register.register(clerk, first).reg_number == "1/2026"
