"""Who sees what, what lists and pages say, how a refusal and an error are worded."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.node.web import seeds
from tests.node.web.looking import page, url

from obmen.node.cases.models import Case
from obmen.node.web.middleware import POLICY
from obmen.treaty.documents.requests import Confidentiality
from obmen.treaty.documents.values import DocumentClass

if TYPE_CHECKING:
    from django.test import Client
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── Lists and words ──────────────────────────────────────────────────────────────────────────────────────────────────


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
    for path in ("/", "/health", "/cases/new/", "/nowhere"):
        assert "no-store" in as_(who.officer).get(path)["Cache-Control"]
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
