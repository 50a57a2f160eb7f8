"""Who may read what, what lists show, and that nothing of the content lies open anywhere."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from tests.support.markers import MARK, cells, forms, marked
from tests.support.two_offices import MONDAY, Offices, sample_answer, sample_request

from obmen.message.report import Verdict, verify_file
from obmen.node.cases import card, evidence, queries, reading
from obmen.node.cases.acts import ActRefused
from obmen.node.cases.models import Case
from obmen.node.cases.queries import Filters
from obmen.node.journal.models import Entry
from obmen.node.vault import service as vault
from obmen.register.trusted import TrustedRegister
from obmen.treaty.documents.requests import Confidentiality
from obmen.treaty.lifecycle import Side

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_reading_is_journalled_with_its_purpose_and_without_content(offices: Offices) -> None:
    _, got = offices.registered()
    with offices.at("KZ"):
        file = reading.open_file(offices.person("KZ", "officer"), got.id, "исполнение")
    assert file.request.debtor.name == "Тестов Андрей Петрович"
    entry = Entry.objects.order_by("seq").last()
    assert entry is not None
    assert (entry.action, entry.actor, entry.reason, entry.facts) == ("read", "KZ-officer", "исполнение", {})


@pytest.mark.parametrize("username", ["admin", "auditor"])
def test_neither_the_administrator_nor_the_auditor_reads_a_case(offices: Offices, username: str) -> None:
    asked = offices.sent()
    person = offices.person("RU", username)
    with pytest.raises(ActRefused):
        reading.open_file(person, asked.id, "любопытство")
    with pytest.raises(ActRefused):
        queries.work_list(person)


def test_another_authority_does_not_even_learn_that_the_case_exists(offices: Offices) -> None:
    asked = offices.sent()
    with pytest.raises(ActRefused, match="Такого дела нет"):
        reading.open_file(offices.person("KZ", "officer"), asked.id, "чужое дело")


def test_a_confidential_request_is_neutral_to_those_who_do_not_work_on_it(offices: Offices) -> None:
    request = sample_request(confidentiality=Confidentiality(scope="факт запроса", reason="розыск имущества"))
    _, got = offices.registered(request)
    with offices.at("KZ"):
        seen = queries.work_list(offices.person("KZ", "colleague"), Side.REQUESTED).rows[0].title
        assert seen == "Конфиденциальный запрос"
        with pytest.raises(ActRefused, match="конфиденциальный"):
            reading.open_file(offices.person("KZ", "colleague"), got.id, "посмотреть")
        assert queries.work_list(offices.person("KZ", "officer"), Side.REQUESTED).rows[0].title == "Тестов А. П., 1985"


def test_the_list_shows_the_overdue_first_then_by_the_days_left_then_the_ended(offices: Offices) -> None:
    cases = [offices.drafted() for _ in range(4)]
    due = [date(2026, 5, 18), date(2026, 2, 20), date(2026, 4, 17), date(2026, 2, 10)]
    states = ["REGISTERED", "REGISTERED", "REGISTERED", "EXECUTED"]
    for case, day, state in zip(cases, due, states, strict=True):
        Case.objects.filter(id=case.id).update(due_adjusted=day, shared_state=state, local_state="SENT")
    rows = queries.work_list(offices.person("RU", "officer"), Side.REQUESTING).rows
    assert [row.due for row in rows] == [due[1], due[2], due[0], due[3]]
    assert rows[0].days_left == -6
    assert rows[0].due_text.startswith("срок истёк 6 рабочих дней назад")
    assert rows[3].days_left is None


def test_filters_and_counters_count_alike(offices: Offices) -> None:
    offices.registered()
    offices.submitted()
    officer, signatory = offices.person("RU", "officer"), offices.person("RU", "signatory")
    assert queries.work_list(officer, None, Filters(party="KZ")).total == 2
    assert queries.work_list(officer, None, Filters(party="BY")).total == 0
    assert queries.work_list(officer, None, Filters(number="000002")).total == 1
    assert (
        queries.counters(signatory).to_sign == queries.work_list(signatory, None, Filters(scope="to_sign")).total == 1
    )
    assert queries.counters(officer).outgoing == 2


def test_a_page_of_the_list_costs_the_same_queries_however_long_it_is(offices: Offices) -> None:
    """Open requests with a term, as a page is full of: the register is asked once, not for each row."""
    officer = offices.person("RU", "officer")

    def cost(rows: int) -> int:
        for _ in range(rows):
            case = offices.drafted()
            registered = {"local_state": "SENT", "shared_state": "REGISTERED", "due_adjusted": date(2026, 4, 17)}
            Case.objects.filter(id=case.id).update(receipt_date=date(2026, 3, 2), **registered)
        with CaptureQueriesContext(connections["default"]) as seen:
            page = queries.work_list(officer, Side.REQUESTING)
        assert {row.days_left for row in page.rows} == {30}
        return len(seen)

    assert cost(3) == cost(47) <= 5


@pytest.mark.parametrize("number", ["000002", "RU-770-2026-000002", "ru-770-2026-000002", "12-05/77"])
def test_a_case_is_found_by_its_number_or_a_part_of_it(offices: Offices, number: str) -> None:
    offices.submitted()
    wanted = offices.submitted()
    Case.objects.filter(id=wanted.id).update(reg_number="12-05/77")
    found = queries.work_list(offices.person("RU", "officer"), None, Filters(number=number))
    assert [row.case_id for row in found.rows] == [wanted.id]


def test_each_person_s_work_is_what_waits_for_him(offices: Offices) -> None:
    """The officer has his drafts and executed requests, the signatory what to sign, the clerk what to register."""
    executed, _ = offices.answered()
    waiting, drafted = offices.submitted(), offices.drafted()

    def work(party: str, username: str) -> set[object]:
        page = queries.work_list(offices.person(party, username), None, Filters(scope="mine"))
        assert queries.counters(offices.person(party, username)).my_work == page.total
        return {row.case_id for row in page.rows}

    assert work("RU", "officer") == {executed.id, drafted.id}
    assert work("RU", "signatory") == {waiting.id}
    assert work("RU", "colleague") == work("RU", "clerk") == set()
    _, got = offices.received()
    with offices.at("KZ"):
        assert work("KZ", "clerk") == {got.id}


def test_the_card_tells_both_sides_steps_and_what_comes_next(offices: Offices) -> None:
    asked, _ = offices.answered()
    shown = card.card(offices.person("RU", "officer"), asked.id, "карточка")
    assert [step.ours for step in shown.steps if step.has_pages] == [False, False, True]
    assert (shown.state_label, shown.other_number, shown.due) == ("Исполнен", "1/2026", date(2026, 4, 17))
    assert [(act.label, act.possible) for act in shown.next_acts] == [("Закрыть дело", True)]
    by_clerk = card.card(offices.person("RU", "clerk"), asked.id, "карточка")
    assert [(act.possible, bool(act.why_not)) for act in by_clerk.next_acts] == [(False, True)]


def test_the_evidence_is_verified_by_anyone_with_the_register_inside(offices: Offices) -> None:
    asked, _ = offices.answered()
    bundle = zipfile.ZipFile(io.BytesIO(evidence.evidence_bundle(offices.person("RU", "officer"), asked.id, "суд")))
    names = sorted(bundle.namelist())
    editions = [bundle.read(name) for name in names if name.startswith("register/") and name.endswith(".asice")]
    pins = [bundle.read("register/fingerprint.txt").decode()]
    book = TrustedRegister.load(pins, editions, MONDAY + timedelta(days=1))
    letters = [name for name in names if name.endswith(".asice") and "/" not in name]
    assert {name.split("-", 1)[1] for name in letters} == {"M-01.asice", "T-01.asice", "M-02.asice", "M-03.asice"}
    assert {verify_file(bundle.read(name), book).verdict for name in letters} == {Verdict.OPENED}


def test_when_the_key_is_destroyed_the_content_is_gone_and_the_list_still_works(offices: Offices) -> None:
    asked = offices.sent()
    vault.destroy(asked.key_id)
    officer = offices.person("RU", "officer")
    assert queries.work_list(officer).rows[0].title == "Содержание уничтожено"
    with pytest.raises(vault.VaultError, match="уничтожено"):
        reading.open_file(officer, asked.id, "после уничтожения")


def test_a_marker_in_every_field_of_content_is_found_in_no_column(
    offices: Offices, caplog: pytest.LogCaptureFixture
) -> None:
    """Names, numbers, addresses, circumstances, answers: sealed in both databases, absent from journal and log."""
    request = marked(sample_request())
    _, got = offices.registered(request)
    with offices.at("KZ"):
        offices.reply(got, marked(sample_answer(got)))
    offices.post()
    with offices.at("KZ"):
        shown = card.card(offices.person("KZ", "officer"), got.id, "проверка")
    assert MARK in shown.title
    assert MARK in (shown.file.answers[0].items[0].source)
    for cell in (*cells(), caplog.text.encode()):
        assert not any(form in cell for form in forms(MARK))


def test_the_search_for_the_marker_would_find_it() -> None:
    planted = [
        MARK.encode(),
        MARK.encode("utf-16-le"),
        base64.b64encode(f"a{MARK}bc".encode()),
        json.dumps(MARK).encode(),
    ]
    assert all(any(form in cell for form in forms(MARK)) for cell in planted)
