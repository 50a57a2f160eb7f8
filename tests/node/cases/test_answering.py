"""The other authority registers and answers; both sides know the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.two_offices import Offices, sample_answer

from obmen.node.cases import card, papers
from obmen.node.cases.acts import ActRefused, answer, assign, close, register, submit
from obmen.node.cases.models import Case, CaseDocument
from obmen.node.delivery.models import Arrival, Outgoing
from obmen.treaty.documents.answers import ItemStatus, Part

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_registration_counts_the_term_and_tells_it_to_the_other_side(offices: Offices) -> None:
    asked, got = offices.registered()
    assert (got.reg_number, got.due_adjusted, got.receipt_date) == ("1/2026", date(2026, 4, 17), date(2026, 3, 2))
    assert (asked.due_adjusted, asked.due_other, asked.shared_state) == (
        got.due_adjusted,
        got.due_adjusted,
        "REGISTERED",
    )


def test_terms_that_differ_are_shown_and_stop_nothing(offices: Offices) -> None:
    asked, _ = offices.registered()
    Case.objects.filter(id=asked.id).update(due_other=date(2026, 4, 20))
    shown = card.card(offices.person("RU", "officer"), asked.id, "проверка")
    assert [note.code for note in shown.notes] == ["E-12-06"]


def test_the_clerk_may_give_a_number_of_the_office_s_own_book(offices: Offices) -> None:
    _, got = offices.received()
    with offices.at("KZ"):
        register.register(offices.person("KZ", "clerk"), got, " 12-05/77 ")
    assert (got.reg_number, got.local_state) == ("12-05/77", "REGISTERED")


def test_only_the_officer_to_whom_the_case_is_assigned_answers(offices: Offices) -> None:
    _, got = offices.registered()
    with offices.at("KZ"):
        with pytest.raises(ActRefused, match="поручено другому"):
            answer.save_answer(offices.person("KZ", "colleague"), got, sample_answer(got))
        assign.assign(offices.person("KZ", "clerk"), got, offices.person("KZ", "colleague"))
        answer.save_answer(offices.person("KZ", "colleague"), got, sample_answer(got))


def test_an_answer_with_an_empty_item_cannot_be_submitted(offices: Offices) -> None:
    _, got = offices.registered()
    whole = sample_answer(got)
    with offices.at("KZ"):
        for status in (None, ItemStatus.PENDING, ItemStatus.MATCH_UNCERTAIN):
            part = replace(whole, items=(*whole.items[:1], replace(whole.items[1], status=status), *whole.items[2:]))
            saved = answer.save_answer(offices.person("KZ", "officer"), got, part)
            outcome = answer.submit_answer(offices.person("KZ", "officer"), saved, offices.person("KZ", "signatory"))
            assert "E-6-02" in {finding.code for finding in outcome.findings.blocking}
            assert outcome.case.local_state == "EXECUTING"


def test_a_part_and_then_the_rest_execute_the_request(offices: Offices) -> None:
    asked, got = offices.registered()
    whole = sample_answer(got)
    with offices.at("KZ"):
        first = replace(whole, part=Part.PART, items=whole.items[:1], special_orders=whole.special_orders[:1])
        offices.reply(got, first)
        offices.post()
        asked.refresh_from_db()
        assert asked.shared_state == "PARTLY_ANSWERED"
        got.refresh_from_db()
        offices.reply(got, replace(whole, items=whole.items[1:], special_orders=whole.special_orders[1:]))
    offices.post()
    asked.refresh_from_db()
    assert (asked.shared_state, len(papers.answers_of(asked))) == ("EXECUTED", 2)


def test_the_answer_arrives_whole_and_the_case_is_closed_with_a_reason(offices: Offices) -> None:
    asked, got = offices.answered()
    assert papers.answers_of(asked) == papers.answers_of(got)
    assert (asked.shared_state, got.shared_state, got.local_state) == ("EXECUTED", "EXECUTED", "ANSWERED")
    with pytest.raises(ActRefused, match="чем завершено"):
        close.close(offices.person("RU", "officer"), asked, " ")
    close.close(offices.person("RU", "officer"), asked, "приобщён к производству")
    assert asked.local_state == "CLOSED"


def test_an_open_request_is_not_closed(offices: Offices) -> None:
    asked, _ = offices.registered()
    with pytest.raises(ActRefused, match="ещё не исполнен"):
        close.close(offices.person("RU", "officer"), asked, "не нужен")


def test_letters_that_come_twice_or_in_another_order_change_nothing(offices: Offices) -> None:
    """M-03 before M-02, every package twice, receipts last: the same state, one case, one answer."""
    asked, got = offices.received()
    with offices.at("KZ"):
        register.register(offices.person("KZ", "clerk"), got, executor=offices.person("KZ", "officer"))
        offices.reply(got, sample_answer(got))
    waiting = {row.kind: row for row in Outgoing.objects.filter(state="DUE")}
    for kind in ("M-03", "M-02", "M-03", "M-02"):
        offices.hand_over(waiting[kind])
    offices.post()
    for case in (asked, got):
        case.refresh_from_db()
        assert case.shared_state == "EXECUTED"
    assert Case.objects.count() == 2
    assert CaseDocument.objects.filter(case=asked, kind="M-03").count() == 1
    assert Arrival.objects.filter(kind="M-03").count() == 1


def test_an_answer_from_an_authority_that_was_not_asked_is_not_taken(offices: Offices) -> None:
    asked, got = offices.registered()
    Case.objects.filter(id=asked.id).update(other_authority="BY-101")
    with offices.at("KZ"):
        offices.reply(got, sample_answer(got))
    offices.post()
    arrival = Arrival.objects.get(kind="", state="NOT_ACCEPTED")
    assert arrival.code == "E-T-08"
    got.refresh_from_db()
    assert got.documents.get(kind="M-03").not_accepted


def test_a_receipt_of_another_party_does_not_end_a_delivery(offices: Offices) -> None:
    """Only the Party to which the request went can say that it arrived."""
    asked = offices.sent()
    Case.objects.filter(id=asked.id).update(other_party="BY")
    Outgoing.objects.filter(case_id=asked.id).update(addressee="BY-101")
    row = Outgoing.objects.get(case_id=asked.id)
    offices.hand_over(row)
    offices.post()
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (asked.shared_state, row.state, asked.documents.count()) == ("SENT", "STORED", 1)


def test_nobody_opens_a_case_under_a_number_of_another_authority_s_book(offices: Offices) -> None:
    """A number taken in advance would stop the other authority's own requests."""
    case = offices.drafted()
    Case.objects.filter(id=case.id).update(number="KZ-750-2026-000001", own_number="1/2026")
    case.refresh_from_db()
    outcome = submit.submit(offices.person("RU", "officer"), case, signatory=offices.person("RU", "signatory"))
    offices.send_signed(outcome.case)
    offices.post()
    case.refresh_from_db()
    assert (case.shared_state, case.documents.get(kind="M-01").code) == ("NOT_ACCEPTED", "E-T-02")
    assert not Case.objects.filter(own_authority="KZ-750").exists()
