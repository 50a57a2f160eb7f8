"""Numbers of the books: one number, one letter."""

from __future__ import annotations

import pytest
from tests.support.two_offices import Offices, sample_answer

from obmen.node.cases.acts import ActRefused, answer, register, return_

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
