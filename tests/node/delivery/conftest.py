"""Being Kazakhstan's node."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import office

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def _in_kazakhstan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, db: None) -> None:
    """Be Kazakhstan's node."""
    del db
    office.move_in(monkeypatch, tmp_path)
