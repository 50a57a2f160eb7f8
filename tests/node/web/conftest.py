"""Kazakhstan's office with people and cases, and a browser that looks at its screens."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from tests.node.web import seeds
from tests.node.web.browsing import Visitor
from tests.support import office

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client
    from playwright.sync_api import Browser
    from pytest_django.live_server_helper import LiveServer

    from obmen.node.people.models import Officer


@pytest.fixture
def who(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> seeds.People:
    """Move into Kazakhstan's office and meet its people."""
    del db
    office.move_in(monkeypatch, tmp_path)
    return seeds.people()


class SignedIn:
    """Signs a client in as one person after another."""

    def __init__(self, client: Client) -> None:
        """Take the client."""
        self.client = client

    def __call__(self, officer: Officer) -> Client:
        """Sign in."""
        self.client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        return self.client


@pytest.fixture
def as_(client: Client) -> SignedIn:
    """Give a client signed in as somebody: `as_(who.officer).get(...)`."""
    return SignedIn(client)


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Start the browser once."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only machines with a browser need it

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright keeps a loop in this thread; nothing here is async
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium_path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, who: seeds.People) -> Iterator[Visitor]:
    """Give a visitor of the screens; what the browser complained about fails the test."""
    del who
    visitor = Visitor(browser, live_server.url)
    yield visitor
    visitor.leave()
    assert visitor.complaints == []
