"""The page of attachments: add, refuse in words, take away; and the file that arrives under its own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.node.web import seeds

if TYPE_CHECKING:
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = b"%PDF-1.7\n%%EOF"


def test_a_scan_is_attached_listed_and_taken_away(as_: SignedIn, who: seeds.People) -> None:
    case = seeds.drafted(who)
    page = reverse("attachments", args=[case.id])
    client = as_(who.officer)
    sent = client.post(page, {"file": SimpleUploadedFile("лист № 1.pdf", PDF), "kind": "ORIGINAL_SCAN"})
    assert sent.status_code == 302
    shown = client.get(page).content.decode()
    assert "лист № 1.pdf" in shown
    assert "скан-копия оригинала" in shown
    client.post(page, {"drop": "001"})
    assert "Пока ничего не приложено" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"kind": "COPY"}, "Файл не выбран"),
        ({"file": SimpleUploadedFile("a.pdf", PDF), "kind": "EXECUTION_BILL"}, "Не указано, что это за приложение"),
        ({"file": SimpleUploadedFile("a.pdf", b"MZ"), "kind": "COPY"}, "не читается как документ"),
    ],
)
def test_what_cannot_be_attached_is_said_in_words(
    as_: SignedIn, who: seeds.People, form: dict[str, object], said: str
) -> None:
    case = seeds.drafted(who)
    answer = as_(who.officer).post(reverse("attachments", args=[case.id]), form)
    assert answer.status_code == 422
    assert said in answer.content.decode()
