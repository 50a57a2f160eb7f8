"""Pages by role: who sees what, what the law says reaches the page, what is typed is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from lxml import html
from tests.node.web import seeds

from obmen.node.cases import content
from obmen.node.cases.acts import answer
from obmen.node.cases.models import Case, LocalState
from obmen.node.journal.models import Entry
from obmen.node.web.forms import request_form
from obmen.node.web.middleware import POLICY
from obmen.treaty.documents.answers import ItemStatus
from obmen.treaty.documents.requests import Confidentiality
from obmen.treaty.documents.values import DocumentClass

if TYPE_CHECKING:
    from django.test import Client
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def page(client: Client, path: str, status: int = 200) -> str:
    """Open a page and give its text."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def url(name: str, case: Case, *more: object) -> str:
    """Give the address of a page of a case."""
    return reverse(name, args=[case.id, *more])


# ── Who sees what ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_stranger_is_asked_to_sign_in(client: Client, who: seeds.People) -> None:
    """No page of a case opens without sign-in; the sign-in page is ours and in Russian."""
    del who
    response = client.get("/outgoing/")
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    assert "Имя пользователя" in page(client, "/accounts/login/")


def test_signing_in_goes_on_to_where_one_wanted(client: Client, who: seeds.People) -> None:
    """The address that was asked for is kept through sign-in."""
    del who
    assert 'name="next" value="/outgoing/"' in page(client, "/accounts/login/?next=/outgoing/")
    answered = client.post("/accounts/login/", {"login": "officer", "password": seeds.PASSWORD, "next": "/outgoing/"})
    assert answered["Location"] == "/outgoing/"


def test_a_wrong_password_is_said_in_words(client: Client, who: seeds.People) -> None:
    """The sign-in page says that it did not work, and what to do."""
    del who
    response = client.post("/accounts/login/", {"login": "officer", "password": "не тот"})
    assert "Войти не удалось" in response.content.decode()


@pytest.mark.parametrize(
    ("person", "seen", "unseen"),
    [
        ("officer", ["Моя работа", "Исходящие", "Новый запрос"], ["На подпись", "Журнал"]),
        ("signatory", ["Моя работа", "На подпись"], ["Новый запрос", "Журнал"]),
        ("clerk", ["Входящие"], ["Новый запрос", "На подпись"]),
    ],
)
def test_the_rail_shows_what_one_may_do(
    as_: SignedIn, who: seeds.People, person: str, seen: list[str], unseen: list[str]
) -> None:
    """What a role may not do is not there."""
    text = page(as_(getattr(who, person)), "/")
    assert all(words in text for words in seen)
    assert not any(f">{words}<" in text for words in unseen)


def test_the_auditor_goes_to_the_journal(as_: SignedIn, who: seeds.People) -> None:
    """The auditor has the journal, not cases."""
    client = as_(who.auditor)
    assert client.get("/")["Location"] == "/journal/"
    assert "Цепочка цела" in page(client, "/journal/?check")


@pytest.mark.parametrize("person", ["admin", "auditor"])
def test_content_is_closed_to_those_without_casework(as_: SignedIn, who: seeds.People, person: str) -> None:
    """The administrator and the auditor get a clear page, never a debtor's name."""
    case = seeds.drafted(who)
    for name in ("card", "check", "term", "evidence"):
        text = page(as_(getattr(who, person)), url(name, case), status=403)
        assert "Этого сделать нельзя" in text
        assert "Тестов" not in text


def test_the_administrator_is_told_why_there_is_nothing(as_: SignedIn, who: seeds.People) -> None:
    """The administrator's first page says that he has no cases."""
    assert "не видит содержания дел" in page(as_(who.admin), "/")


def test_the_journal_is_closed_to_others(as_: SignedIn, who: seeds.People) -> None:
    """A refusal names who does it."""
    text = page(as_(who.officer), "/journal/", status=403)
    assert "Аудитор" in text
    assert 'class="cite"' in text


def test_a_confidential_case_is_hidden_from_those_who_do_not_work_on_it(as_: SignedIn, who: seeds.People) -> None:
    """The list says «Конфиденциальный запрос», the card is closed (Art. 16)."""
    secret = replace(seeds.ours(), confidentiality=Confidentiality(scope="всё", reason="проверка"))
    case = seeds.drafted(who, secret)
    assert "Конфиденциальный запрос" in page(as_(who.clerk), "/outgoing/")
    assert "первый абзац ст. 16" in page(as_(who.clerk), url("card", case), status=403)
    assert "Тестов" in page(as_(who.officer), url("card", case))


# ── A new request ──────────────────────────────────────────────────────────────────────────────────────────────────


def fields_of(case: Case) -> dict[str, list[str]]:
    """Give the fields of all pages of a draft."""
    case.refresh_from_db()
    return request_form.flatten(content.draft_request(case))


def test_the_first_page_makes_the_draft(as_: SignedIn, who: seeds.People) -> None:
    """Nothing is made by looking; the first saving makes the draft and goes to the next page."""
    client = as_(who.officer)
    assert "Производство и документы" in page(client, "/requests/new/")
    assert not Case.objects.exists()
    response = client.post("/requests/new/", {"receiver.id": "RU-770", "proceeding.number": "10001/26/99001-ИП"})
    case = Case.objects.get()
    assert response["Location"] == url("request_page", case, "debtor")
    assert content.draft_request(case).receiver.name == "Центральный орган, Россия (учебный)"


def test_autosave_answers_with_the_address_of_the_draft(as_: SignedIn, who: seeds.People) -> None:
    """The first autosave tells where the draft lives, so that the next goes there."""
    response = as_(who.officer).post("/requests/new/", {"proceeding.number": "1-ИП", "autosave": "yes"})
    assert response.content.decode() == "Черновик сохранён."
    assert response["X-Draft-Address"] == url("request_page", Case.objects.get(), "proceeding")


def test_every_page_shows_what_was_saved_and_keeps_it(as_: SignedIn, who: seeds.People) -> None:
    """Posting each page as it is shown changes nothing."""
    case, client = seeds.drafted(who), as_(who.officer)
    before = content.draft_request(case)
    for slug in ("proceeding", "debtor", "claimant", "subjects", "circumstances"):
        address = url("request_page", case, slug)
        client.get(address)
        response = client.post(address, shown_fields(client, address))
        assert response.status_code == 302, response.content.decode()
    case.refresh_from_db()
    assert content.draft_request(case) == before


def shown_fields(client: Client, address: str) -> dict[str, list[str]]:
    """Read the form as a browser would send it."""
    document: Any = html.document_fromstring(page(client, address))  # its stubs know no forms
    form = next(each for each in document.forms if "data-draft" in each.attrib)
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(str(name), []).append(str(value))
    return fields


def test_what_cannot_be_read_is_shown_again(as_: SignedIn, who: seeds.People) -> None:
    """A day that does not exist stays in its field, with an error linked from the summary; the rest is saved."""
    case = seeds.drafted(who)
    response = as_(who.officer).post(
        url("request_page", case, "proceeding"),
        {"proceeding.opened_on": "31.02.2026", "proceeding.number": "7-ИП"},
    )
    text = response.content.decode()
    assert response.status_code == 422
    assert 'href="#f-proceeding.opened_on"' in text
    assert "Возбуждено: Такого дня нет" in text
    assert 'value="31.02.2026"' in text
    assert fields_of(case)["proceeding.number"] == ["7-ИП"]


def test_another_entry_is_offered_and_one_is_taken_away(as_: SignedIn, who: seeds.People) -> None:
    """«Добавить ещё» shows an empty entry after those there are; «Убрать» takes one away."""
    case, client = seeds.drafted(who), as_(who.officer)
    address = url("request_page", case, "claimant")
    response = client.post(address, {**fields_of(case), "more": "claimants"})
    assert response["Location"] == f"{address}?more=claimants#f-claimants.1"
    assert 'name="claimants.1.family_name"' in page(client, f"{address}?more=claimants")
    client.post(address, {**fields_of(case), "drop": "claimants.0"})
    case.refresh_from_db()
    assert content.draft_request(case).claimants == ()


def test_the_column_says_what_matters_here(as_: SignedIn, who: seeds.People) -> None:
    """The three-year limit stands beside the income period, with its article."""
    text = page(as_(who.officer), url("request_page", seeds.drafted(who), "subjects"))
    assert "не более чем за 3 года" in text
    assert "последний абзац ст. 7" in text


# ── Check and signature ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_check_shows_each_finding_with_its_article_and_its_field(as_: SignedIn, who: seeds.People) -> None:
    """What stops is a link to its field; what holds is shown, too."""
    case = seeds.drafted(who, replace(seeds.ours(), factual_circumstances=""))
    text = page(as_(who.officer), url("check", case))
    assert f"{url('request_page', case, 'circumstances')}#f-factual_circumstances" in text
    assert "подп. д) п. 1 ст. 11" in text
    assert "Запрос составлен на русском языке" in text
    assert "1 замечание" in text


def test_nothing_is_submitted_while_something_stops(as_: SignedIn, who: seeds.People) -> None:
    """Posting past the disabled button does not help."""
    case = seeds.drafted(who, replace(seeds.ours(), content=""))
    response = as_(who.officer).post(url("check", case), {"go": "submit"})
    assert response.status_code == 422
    case.refresh_from_db()
    assert case.local_state == LocalState.DRAFT


def test_a_whole_request_goes_to_signature_and_leaves(as_: SignedIn, who: seeds.People) -> None:
    """Submitted by the officer, signed and sent by the signatory with one button."""
    case = seeds.drafted(who)
    assert as_(who.officer).post(url("check", case), {"go": "submit"})["Location"] == url("sign", case)
    client = as_(who.signatory)
    text = page(client, url("sign", case))
    case.refresh_from_db()
    assert case.prepared_digest in text
    assert "data:image/png;base64," in text
    assert "Подписать и отправить" in text
    assert client.post(url("sign", case), {"digest": case.prepared_digest})["Location"] == url("card", case)
    case.refresh_from_db()
    assert case.local_state == LocalState.SENT
    assert "Подписано, скреплено печатью и отправлено" in page(client, url("card", case))


def test_the_officer_sees_the_pages_but_no_button(as_: SignedIn, who: seeds.People) -> None:
    """Only the signatory is offered the signature."""
    case = seeds.on_signature(who)
    text = page(as_(who.officer), url("sign", case))
    assert "Подписать и отправить" not in text
    assert "Ждёт уполномоченное лицо" in text
    assert as_(who.officer).post(url("sign", case)).status_code == 403


def test_a_changed_document_is_not_signed(as_: SignedIn, who: seeds.People) -> None:
    """What is signed is what was shown."""
    case = seeds.on_signature(who)
    response = as_(who.signatory).post(url("sign", case), {"digest": "0" * 64})
    assert response.status_code == 403
    assert "Документ изменился" in response.content.decode()


def test_a_remark_comes_back_to_the_author(as_: SignedIn, who: seeds.People) -> None:
    """The signatory returns the document; the officer reads why, above the form."""
    case = seeds.on_signature(who)
    as_(who.signatory).post(url("return", case), {"remark": "Уточните номер дела"})
    assert "Уточните номер дела" in page(as_(who.officer), url("check", case))
    assert "Уточните номер дела" in page(as_(who.officer), url("request_page", case, "proceeding"))


def test_the_prepared_pdf_can_be_kept(as_: SignedIn, who: seeds.People) -> None:
    """The PDF is the very one that will be signed."""
    response = as_(who.signatory).get(url("prepared_pdf", seeds.on_signature(who)))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


# ── An incoming request ────────────────────────────────────────────────────────────────────────────────────────────


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


# ── Papers ─────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── Lists and words ────────────────────────────────────────────────────────────────────────────────────────────────


def test_filters_live_in_the_address(as_: SignedIn, who: seeds.People) -> None:
    """A filtered list can be saved and sent; an unknown page is the last one."""
    seeds.many(who, 12)
    client = as_(who.officer)
    assert "→ Беларусь" not in page(client, "/outgoing/?party=RU")
    assert "срок истёк" in page(client, "/outgoing/?state=overdue")
    assert "→" in page(client, "/outgoing/?page=99")
    assert "Ничего не найдено" in page(client, "/?q=нет-такого")


def test_an_empty_list_says_so(as_: SignedIn, who: seeds.People) -> None:
    """Not a bare table."""
    assert "Сейчас вас ничто не ждёт" in page(as_(who.officer), "/")


def test_every_citation_opens_an_explanation(as_: SignedIn, who: seeds.People) -> None:
    """Each article has one; there is no 26th."""
    client = as_(who.officer)
    for number in range(1, 26):
        assert f"Статья {number}" in page(client, f"/articles/{number}/")
    assert "Такой страницы нет" in page(client, "/articles/26/", status=404)


def test_pages_carry_the_policy_and_stay_out_of_caches(as_: SignedIn, who: seeds.People) -> None:
    """Nothing runs on a page but what comes from the node; nothing of a case is kept on the way."""
    response = as_(who.officer).get("/")
    assert response["Content-Security-Policy"] == POLICY
    assert "unsafe" not in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert " style=" not in text
    assert " onclick=" not in text


def test_errors_are_said_in_house_words(as_: SignedIn, who: seeds.People) -> None:
    """Neither a bare code nor blame."""
    text = page(as_(who.officer), "/nowhere/", status=404)
    assert "Такой страницы нет" in text
    assert "Что сделать" in text


def test_a_strange_case_is_refused_like_one_that_is_not(as_: SignedIn, who: seeds.People) -> None:
    """The answer does not tell whether the case exists."""
    case = seeds.drafted(who)
    Case.objects.update(own_authority="KZ-751")
    assert "Такого дела нет" in page(as_(who.officer), url("card", case), status=403)


def test_a_declaration_asks_for_a_reason(as_: SignedIn, who: seeds.People, monkeypatch: pytest.MonkeyPatch) -> None:
    """A finding to confirm brings its own field; the reason typed goes to the act (Art. 25, P-15)."""
    from obmen.node.cases import facts  # noqa: PLC0415  one declaration is put in
    from obmen.treaty.applicability import Declaration  # noqa: PLC0415  same

    declared = Declaration(party="RU", kind="ART25_FULL", document_classes=("NOTARIAL",), text="Не применяет.")
    real = facts.sending
    monkeypatch.setattr(facts, "sending", lambda *args: {**real(*args), "declarations": (declared,)})
    writ = replace(
        seeds.ours().documents[0], document_class=DocumentClass.NOTARIAL, issuer_within_judicial_system=False
    )
    case, client = seeds.drafted(who, replace(seeds.ours(), documents=(writ,))), as_(who.officer)
    text = page(client, url("check", case))
    assert 'name="confirm_reason"' in text
    assert client.post(url("check", case), {"confirm_code": "E-25-05", "confirm_reason": ""}).status_code == 422
    reason = {"confirm_code": "E-25-05", "confirm_reason": "Согласовано с центральным органом.", "go": "submit"}
    assert client.post(url("check", case), reason).status_code == 302
