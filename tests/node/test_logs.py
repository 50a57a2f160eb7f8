"""Logs carry numbers and kinds of errors, never a word of what the errors were about (R-9.4)."""

from __future__ import annotations

import io
import logging
import logging.config
from typing import Any

import pytest

from obmen.node.settings import logs

DEBTOR = "Тестов Аким Пробович"


@pytest.mark.parametrize("as_json", [True, False])
def test_the_words_of_an_error_stay_out(monkeypatch: pytest.MonkeyPatch, *, as_json: bool) -> None:
    """An exception that quotes a debtor is logged by its kind and place."""
    lines = io.StringIO()
    configuration: dict[str, Any] = logs.settings(as_json=as_json)
    formatter = configuration["formatters"]["lines"]
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter.pop("()")(**formatter))
    quiet = logging.config.DictConfigurator(configuration).configure_filter(configuration["filters"]["no content"])
    handler.addFilter(quiet)
    log = logging.getLogger("obmen.test")
    monkeypatch.setattr(log, "handlers", [handler])
    monkeypatch.setattr(log, "propagate", False)
    try:
        int(DEBTOR)
    except ValueError:
        log.exception("case %s was not read", "KZ-750-2026-000001")
    said = lines.getvalue()
    assert "KZ-750-2026-000001" in said
    assert "ValueError at test_the_words_of_an_error_stay_out" in said
    assert DEBTOR not in said
    assert "Тестов" not in said
