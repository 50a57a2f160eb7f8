"""The four beats: while a transaction is open nothing is sealed, signed, encrypted, printed or opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from tests.support.two_offices import Offices, sample_request

from obmen.message.suites.software import SoftwareDecrypter
from obmen.node.cases import composing, reading
from obmen.node.cases.acts import close, draft, return_
from obmen.node.delivery import packing, receiving
from obmen.node.vault import service as vault

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

SLOW = (
    (vault, "_locked"),
    (vault, "_unlocked"),
    (SoftwareDecrypter, "decrypt"),
    (composing, "render"),
    (composing, "signed"),
    (packing, "wrap"),
    (receiving, "assemble"),
)


def test_nothing_slow_happens_inside_a_transaction(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole exchange with a returned draft: each slow thing is done, and none of them under a lock."""
    done: list[str] = []
    for owner, name in SLOW:
        monkeypatch.setattr(owner, name, outside(getattr(owner, name), name, done))
    officer = offices.person("RU", "officer")
    draft.save(officer, sample_request(other="новое"), offices.drafted())
    return_.return_to_draft(offices.person("RU", "signatory"), offices.submitted(), "Уточните")
    asked, _ = offices.answered()
    reading.open_file(officer, asked.id, "проверка")
    close.close(officer, asked, "приобщён")
    assert set(done) == {name for _, name in SLOW}


def outside(real: Callable[..., Any], name: str, done: list[str]) -> Callable[..., Any]:
    """Let a slow thing be done only outside a transaction."""

    def checked(*args: Any, **named: Any) -> Any:  # noqa: ANN401  passes through what it got
        assert not connection.in_atomic_block, f"{name} inside a transaction"
        done.append(name)
        return real(*args, **named)

    return checked
