"""The depositary's node for its tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import depositary

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.depositary import Depositary


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> Depositary:
    """Move into the depositary's node on 1 August 2025."""
    del db
    return depositary.move_in(monkeypatch, tmp_path)
