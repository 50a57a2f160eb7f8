"""An incoming request: registered, assigned, its term explained, answered, closed; papers and their journal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.node.web import seeds
from tests.node.web.looking import page, url

from obmen.node.cases.acts import answer
from obmen.node.cases.models import LocalState
from obmen.node.journal.models import Entry
from obmen.treaty.documents.answers import ItemStatus

if TYPE_CHECKING:
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


# ── An incoming request ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_clerk_registers_and_assigns(as_: SignedIn, who: seeds.People) -> None:
    """One form: number and executor; the card then shows the due date."""
    case = seeds.arrived()
    client = as_(who.clerk)
    assert "Зарегистрировать" in page(client, url("card", case))
    done = client.post(url("register", case), {"reg_number": "", "executor": str(who.officer.pk)})
    assert done["Location"] == url("card", case)
    assert "17.04.2026" in page(client, url("card", case))
    case.refresh_from_db()
    assert case.assigned_to == who.officer


def test_registered_first_and_assigned_later(as_: SignedIn, who: seeds.People) -> None:
    """Registration does not need an executor; assigning without one is refused in words."""
    case, client = seeds.arrived(), as_(who.clerk)
    client.post(url("register", case), {"reg_number": "вх-77", "executor": ""})
    refused = client.post(url("assign", case), {"executor": "999"})
    assert refused.status_code == 422
    assert "Исполнитель не выбран" in refused.content.decode()
    client.post(url("assign", case), {"executor": str(who.officer.pk)})
    case.refresh_from_db()
    assert (case.reg_number, case.local_state) == ("вх-77", LocalState.EXECUTING)


def test_the_officer_may_not_register(as_: SignedIn, who: seeds.People) -> None:
    """The refusal stands above the form."""
    response = as_(who.officer).post(url("register", seeds.arrived()), {"reg_number": "1"})
    assert response.status_code == 422
    assert "Канцелярия" in response.content.decode()


def test_how_the_term_was_counted(as_: SignedIn, who: seeds.People) -> None:
    """Days 1 to 30 are numbered, a holiday is explained, the policy is named."""
    text = page(as_(who.officer), url("term", seeds.executing(who)))
    assert '<span class="n">30</span>' in text
    assert '<span class="n">31</span>' not in text
    assert "Наурыз" in text
    assert "P-01" in text
    assert "Срок по ст. 12 без учёта приостановлений" in text


def test_a_term_that_has_not_begun_is_said(as_: SignedIn, who: seeds.People) -> None:
    """A draft has no term yet."""
    assert "Срок ещё не посчитан" in page(as_(who.officer), url("term", seeds.drafted(who)), status=403)


def test_the_answer_says_which_items_are_empty(as_: SignedIn, who: seeds.People) -> None:
    """The editor and the check name what has no result."""
    case, client = seeds.executing(who), as_(who.officer)
    assert client.get(url("answer", case))["Location"] == url("answer_item", case, 0)
    assert "без результата: 6.а, 6.в, 7.а, 7.б, 8.а" in page(client, url("answer_item", case, 0))
    text = page(client, url("answer_check", case))
    assert "5 замечаний" in text
    assert "ст. 6, ст. 12" in text


def test_an_item_is_saved_with_its_rows(as_: SignedIn, who: seeds.People) -> None:
    """Typed rows become rows of the answer; the next empty item follows."""
    case, client = seeds.executing(who), as_(who.officer)
    fields = {
        "items.0.status": "PROVIDED",
        "items.0.source": "банк",
        "items.0.as_of": "02.03.2026",
        "items.0.rows": "",
        "items.0.rows.0.kind": "ACCOUNT",
        "items.0.rows.0.bank": "АО «Пример Банк»",
        "items.0.rows.0.balance": "10 500,50",
        "order.0.applies": "no",
    }
    assert client.post(url("answer_item", case, 0), fields)["Location"] == url("answer_item", case, 1)
    text = page(client, url("answer_item", case, 0))
    assert "10500.50" in text
    assert "без результата: 6.в, 7.а, 7.б, 8.а" in text


def test_a_row_that_cannot_be_read_is_marked(as_: SignedIn, who: seeds.People) -> None:
    """The cell keeps what was typed and says what is wrong."""
    case = seeds.executing(who)
    fields = {"items.0.rows": "", "items.0.rows.0.kind": "ACCOUNT", "items.0.rows.0.balance": "много"}
    response = as_(who.officer).post(url("answer_item", case, 0), fields)
    assert response.status_code == 422
    assert "misread" in response.content.decode()
    assert 'value="много"' in response.content.decode()


def test_a_part_of_an_answer_may_leave_items_in_work(as_: SignedIn, who: seeds.People) -> None:
    """An item «В работе» stops a final answer; saying «часть» and checking again lets it pass."""
    case, client = seeds.executing(who), as_(who.officer)
    whole = seeds.full_answer(case)
    last = replace(whole.items[-1], status=ItemStatus.PENDING, reason="ждём ответа")
    answer.save_answer(who.officer, case, replace(whole, items=(*whole.items[:-1], last)))
    assert "Ответ пока нельзя передать" in page(client, url("answer_check", case))
    after = client.post(url("answer_check", case), {"part": "PART", "text": "", "go": "again"})
    assert "Ответ можно передать на подпись" in after.content.decode()


def test_an_answer_is_signed_and_sent(as_: SignedIn, who: seeds.People) -> None:
    """From the check to the signature, and out."""
    case = seeds.answered(who)
    client = as_(who.signatory)
    assert "Ответ" in page(client, url("sign", case))
    assert client.post(url("sign", case), {"digest": case.prepared_digest})["Location"] == url("card", case)
    text = page(client, url("card", case))
    assert "АО «Пример Банк»" in text
    assert "Исполнен" in text


def test_a_case_is_closed_with_a_reason(as_: SignedIn, who: seeds.People) -> None:
    """Without a reason it stays open, and the page says so."""
    case = seeds.answered(who)
    as_(who.signatory).post(url("sign", case), {"digest": case.prepared_digest})
    client = as_(who.officer)
    assert client.post(url("close", case), {"reason": ""}).status_code == 422
    assert client.post(url("close", case), {"reason": "Ответ направлен"}).status_code == 302
    case.refresh_from_db()
    assert case.local_state == LocalState.CLOSED


# ── Papers ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_papers_of_a_case_open_and_every_look_is_written(as_: SignedIn, who: seeds.People) -> None:
    """Pages, PDF, container and evidence; the journal says who looked and why."""
    case, client = seeds.executing(who), as_(who.officer)
    message = case.documents.get(kind="M-01").message_id
    assert "data:image/png" in page(client, url("document", case, message))
    assert client.get(url("document_pdf", case, message)).content.startswith(b"%PDF")
    assert client.get(url("container", case, message)).content.startswith(b"PK")
    assert client.get(url("evidence", case)).content.startswith(b"PK")
    reasons = set(Entry.objects.filter(action="read", actor="officer").values_list("reason", flat=True))
    assert {"просмотр документа", "проверка подписей", "выгрузка доказательств"} <= reasons
