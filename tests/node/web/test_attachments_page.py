"""The page of attachments: add, refuse in words, take away; and the file that arrives under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.node.web import seeds
from tests.node.web.looking import page, shown_fields, url

from obmen.node.cases.acts import attach, send, submit
from obmen.node.cases.enclosures import Stated
from obmen.treaty.documents.values import AttachmentKind

if TYPE_CHECKING:
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = b"%PDF-1.7\n%%EOF"
EXTRACT = Stated(kind=AttachmentKind.EXTRACT)


def scan(data: bytes = PDF) -> SimpleUploadedFile:
    """Give a file to upload."""
    return SimpleUploadedFile("лист № 1.pdf", data)


def test_a_scan_is_attached_listed_and_taken_away(as_: SignedIn, who: seeds.People) -> None:
    address = url("attachments", seeds.drafted(who))
    client = as_(who.officer)
    assert client.post(address, {"file": scan(), "kind": "ORIGINAL_SCAN"}).status_code == 302
    shown = page(client, address)
    assert "лист № 1.pdf" in shown
    assert "скан-копия оригинала" in shown
    client.post(address, {"drop": "001"})
    assert "Пока ничего не приложено" in page(client, address)


def test_a_certified_copy_in_another_language_is_listed_so(as_: SignedIn, who: seeds.People) -> None:
    address = url("attachments", seeds.drafted(who))
    said = {"kind": "COPY", "lang": "kk", "certified_by": "Нотариус Примеров П. П.", "certified_on": "27.02.2026"}
    client = as_(who.officer)
    assert client.post(address, {"file": scan(), **said}).status_code == 302
    shown = page(client, address)
    assert "копия документа (kk)" in shown
    assert "заверено: Нотариус Примеров П. П., 27.02.2026" in shown


def test_only_a_copy_is_certified(as_: SignedIn, who: seeds.People) -> None:
    case = seeds.drafted(who)
    form = {"file": scan(), "kind": "EXTRACT", "certified_on": "не дата"}
    assert as_(who.officer).post(url("attachments", case), form).status_code == 302


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "COPY"}, "Файл не выбран"),
        ({"file": scan()}, "Не указано, что это за приложение"),
        ({"file": scan(), "kind": "EXECUTION_BILL"}, "счета на оплату исполнения запроса не направляются"),
        ({"file": scan(b"MZ"), "kind": "COPY"}, "не читается как документ"),
        ({"file": scan(), "kind": "COPY", "certified_by": "Нотариус"}, "Укажите, кем и как заверена копия"),
        ({"file": scan(), "kind": "COPY", "certified_on": "вчера"}, "ДД.ММ.ГГГГ"),
    ],
)
def test_what_cannot_be_attached_is_said_in_words(
    as_: SignedIn, who: seeds.People, form: dict[str, object], said: str
) -> None:
    case = seeds.drafted(who)
    answer = as_(who.officer).post(reverse("attachments", args=[case.id]), form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not case.draft_attachments.exists()


def test_a_form_larger_than_the_node_reads_is_refused_with_advice(
    as_: SignedIn, who: seeds.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_MAX_MEMORY_SIZE", 100)
    monkeypatch.setattr("obmen.node.web.views.attachments.MOST", 100)
    answer = as_(who.officer).post(url("attachments", seeds.drafted(who)), {"file": scan(), "kind": "COPY"})
    assert answer.status_code == 422
    assert "Уменьшите скан-копии" in answer.content.decode()


def test_the_check_leads_to_an_explanation_that_needs_russian(as_: SignedIn, who: seeds.People) -> None:
    case = seeds.drafted(who)
    attach.attach(who.officer, case, "объяснение.pdf", Stated(kind=AttachmentKind.EXPLANATION, lang="kk"), PDF)
    shown = page(as_(who.officer), url("check", case))
    assert "Объяснение не на русском языке (приложение № 001" in shown
    assert f'<a href="{url("attachments", case)}">' in shown


def test_an_item_of_an_answer_names_its_attachment(as_: SignedIn, who: seeds.People) -> None:
    case = seeds.executing(who)
    client, address = as_(who.officer), url("answer_item", case, 0)
    assert "items.0.attachments" not in shown_fields(client, address)
    attach.attach(who.officer, case, "выписка.pdf", EXTRACT, PDF)
    shown = page(client, address)
    assert "№ 001 · выписка.pdf" in shown
    form = {**shown_fields(client, address), "items.0.attachments": ["", "001"], "go": "attachments"}
    assert client.post(address, form)["Location"] == url("attachments", case)
    client.post(url("attachments", case), {"drop": "001"})
    assert "№ 001 · не приложено" in page(client, address)
    assert "но к ответу оно не приложено" in page(client, url("answer_check", case))


def test_the_card_leads_to_the_file_under_its_real_name(as_: SignedIn, who: seeds.People) -> None:
    case = seeds.drafted(who, seeds.ours())
    attach.attach(who.officer, case, "лист № 1.pdf", EXTRACT, PDF)
    outcome = submit.submit(who.officer, case, signatory=who.signatory)
    assert outcome, [finding.sentence() for finding in outcome.findings.failing]
    send.sign_and_send(who.signatory, outcome.case, outcome.case.prepared_digest)
    client = as_(who.officer)
    address = url("attachment", case, case.documents.get().message_id, "001")
    assert f'<a href="{address}">лист № 1.pdf, 14\xa0байт</a>' in page(client, url("card", case))
    answer = client.get(address)
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f"attachment; filename*=UTF-8''{quote('лист № 1.pdf')}"
    assert answer["X-Content-Type-Options"] == "nosniff"
