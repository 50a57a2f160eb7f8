"""Signing in: by name and password, in Russian; guessing is stopped; a second factor is possible."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.contrib.auth import authenticate
from django.test import RequestFactory, override_settings
from tests.support import office

from obmen.node.people.models import Officer, Role

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSWORD = "long enough password"


@pytest.fixture(autouse=True)
def _in_kazakhstan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Be Kazakhstan's node: screens name its authority from the register."""
    office.move_in(monkeypatch, tmp_path)


@pytest.fixture
def officer() -> Officer:
    """Make an officer."""
    return Officer.objects.create_user(
        "officer", password=PASSWORD, full_name="Примеров П. П.", authority="KZ-750", roles=[Role.OFFICER]
    )


@pytest.mark.usefixtures("officer")
def test_an_officer_signs_in_and_out(client: Client) -> None:
    """Name and password open the door; the page and the cookie are this node's own."""
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert "Войти" in page.content.decode()
    done = client.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    assert done.status_code == 302
    assert set(client.cookies) == {f"obmen_{settings.CONFIG.name}_session", f"obmen_{settings.CONFIG.name}_csrf"}
    assert client.get("/").status_code == 200
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302


@pytest.mark.usefixtures("officer")
def test_a_wrong_password_says_so_in_russian(client: Client) -> None:
    """Not which of the two was wrong."""
    page = client.post("/accounts/login/", {"login": "officer", "password": "wrong"})
    assert page.status_code == 200
    assert "пароль" in page.content.decode().lower()
    assert not client.cookies.get(f"obmen_{settings.CONFIG.name}_session")


def test_nobody_signs_up_by_himself(client: Client) -> None:
    """Accounts are made by the administrator of the node."""
    fields = {"username": "stranger", "password1": PASSWORD, "password2": PASSWORD}
    client.post("/accounts/signup/", fields)
    assert not Officer.objects.filter(username="stranger").exists()


@override_settings(AXES_ENABLED=True)
def test_guessing_is_stopped(officer: Officer) -> None:
    """After ten wrong passwords the right one does not help either, for a while."""
    request = RequestFactory().post("/accounts/login/")
    for _ in range(settings.AXES_FAILURE_LIMIT):
        assert authenticate(request, username=officer.username, password="wrong") is None
    assert authenticate(request, username=officer.username, password=PASSWORD) is None


@pytest.mark.usefixtures("officer")
def test_a_second_factor_can_be_set_up(client: Client) -> None:
    """TOTP: whoever gives the password once more sees the page with the secret."""
    client.post("/accounts/login/", {"login": "officer", "password": PASSWORD})
    asked = client.get("/accounts/2fa/totp/activate/")
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert page.redirect_chain == [("/accounts/2fa/totp/activate/", 302)]
    assert "data:image/svg+xml" in page.content.decode()


def test_passwords_are_hard_to_guess_from_their_hashes() -> None:
    """The suite hashes quickly; a node does not."""
    from obmen.node.settings import base  # noqa: PLC0415  the settings of a real node, beside those of the suite

    assert base.PASSWORD_HASHERS[0].endswith("ScryptPasswordHasher")


@pytest.mark.usefixtures("officer")
def test_behind_a_unix_socket_one_can_sign_in(client: Client) -> None:
    """There is no address of the caller then, with or without the header of nginx."""
    given = {"login": "officer", "password": PASSWORD}
    for header in ({}, {"X-Real-IP": "192.0.2.7"}):
        with override_settings(ALLAUTH_TRUSTED_CLIENT_IP_HEADER="X-Real-IP"):
            assert client.post("/accounts/login/", given, REMOTE_ADDR="", headers=header).status_code == 302
        client.logout()
