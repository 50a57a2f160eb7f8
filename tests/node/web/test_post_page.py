"""«Почта узла»: what waits, for what, what happened last time, when it is tried again; for whom it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.node.web import post_seeds
from tests.node.web.looking import page

from obmen.node import clock, config
from obmen.node.delivery.models import Arrival

if TYPE_CHECKING:
    from tests.node.web import seeds
    from tests.node.web.conftest import SignedIn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_letter_says_what_it_waits_for_and_when_it_is_tried_again(as_: SignedIn, who: seeds.People) -> None:
    """In plain words: which list of whom was not had, why, and what a person can do."""
    post_seeds.waiting()
    text = page(as_(who.clerk), "/post/")
    assert "Список отозванных сертификатов «Officers of RU» не получен." in text
    assert "находится во внутренней сети" in text
    assert "revocation_hosts" in text
    assert "Повтор " in text
    assert "примите список из файла (obmen revocation import)" in text
    assert "Ответ «Officers of RU» о сертификате не получен." in text


def test_everything_of_the_post_is_told(as_: SignedIn, who: seeds.People) -> None:
    """Letters, returned ones, packages that do not go, lists in and out of force."""
    post_seeds.whole()
    text = page(as_(who.admin), "/post/")
    for words in ("Сертификат отозван.", "не принимает соединения", "более новым изданием реестра"):
        assert words in text
    for words in ("действует", "скоро истечёт, нового нет", "не действует", "ru-officers.crl"):
        assert words in text


def test_what_a_carrier_has_and_what_it_left_alone_is_told(as_: SignedIn, who: seeds.People) -> None:
    """A package is on a medium since when, and again when; a mail of others is in the mailbox."""
    assert "на носителе" not in page(as_(who.clerk), "/post/")
    post_seeds.carried(clock.real_now())
    text = page(as_(who.clerk), "/post/")
    for words in ("В пути: на носителе или в почте", "носителем", "посторонних писем: 2", "Узел их не трогает."):
        assert words in text


def test_an_empty_post_says_so(as_: SignedIn, who: seeds.People) -> None:
    text = page(as_(who.clerk), "/post/")
    assert "Все поступившие письма вскрыты или возвращены." in text
    assert "Списков пока нет" in text
    assert "Службы не указаны" in text


def test_services_of_timestamps_are_listed_with_what_happens_without_them(
    as_: SignedIn, who: seeds.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = config.current()
    for mode, words in (("preferred", "письмо уйдёт без метки"), ("required", "документ не подписывается")):
        changed = replace(here, timestamp_authorities=("https://tsa.example/tsp",), timestamps=mode)  # type: ignore[arg-type]  # one of both
        monkeypatch.setattr(config, "current", lambda changed=changed: changed)
        text = page(as_(who.clerk), "/post/")
        assert "https://tsa.example/tsp" in text
        assert words in text


def test_the_clerk_sees_among_incoming_that_letters_wait(as_: SignedIn, who: seeds.People) -> None:
    """And those who cannot do anything about it are not told."""
    assert "ещё проверяется" not in page(as_(who.clerk), "/incoming/")
    post_seeds.waiting()
    assert "1 письмо поступило и ещё проверяется." in page(as_(who.clerk), "/incoming/")
    assert "ещё проверяется" not in page(as_(who.officer), "/incoming/")
    Arrival.objects.all().delete()


def test_the_post_is_for_those_who_look_after_it(as_: SignedIn, who: seeds.People) -> None:
    """The administrator too, for no content stands there; officers, signatories and the auditor have no part in it."""
    for person in (who.clerk, who.admin):
        assert "Почта узла" in page(as_(person), "/post/")
    for person in (who.officer, who.signatory, who.auditor):
        assert "Это действие выполняет" in page(as_(person), "/post/", 403)
