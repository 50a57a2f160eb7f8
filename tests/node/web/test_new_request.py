"""A new request: its pages keep what is typed, the check links to fields, the signature is of what was shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.node.web import seeds
from tests.node.web.looking import page, shown_fields, url

from obmen.node.cases import content
from obmen.node.cases.models import Case, LocalState
from obmen.node.web.forms import request_form

if TYPE_CHECKING:
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


# ── A new request ────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── Check and signature ──────────────────────────────────────────────────────────────────────────────────────────────


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
