"""Both offices of an exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import two_offices

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def offices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> two_offices.Offices:
    """Open the offices of Russia and Kazakhstan on Monday 2 March 2026."""
    del db
    return two_offices.move_in(monkeypatch, tmp_path)
