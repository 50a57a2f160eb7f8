"""Whether the node is well, for a monitor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db import DatabaseError, connections
from django.test import RequestFactory

from obmen.node.api.health import health

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_node_that_is_well_says_so() -> None:
    """Both databases answer: 200, and not a word about cases."""
    answer = health(RequestFactory().get("/health"))
    assert answer.status_code == 200
    assert b'"status": "ok"' in answer.content


def test_a_database_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """503: the monitor calls somebody."""
    keys: BaseDatabaseWrapper = connections["keys"]

    def silent(*_of: object) -> object:
        raise DatabaseError

    monkeypatch.setattr(keys, "cursor", silent)
    answer = health(RequestFactory().get("/health"))
    assert answer.status_code == 503
    assert b'"keys": false' in answer.content
    assert b'"default": true' in answer.content
