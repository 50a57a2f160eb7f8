"""What tests of the office share: software keys of a throw-away node, and homes of real ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.support import nodes

from obmen.node import config
from obmen.node.keystore import software
from obmen.node.keystore.certificates import Validity

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.nodes import Home

    from obmen.node.keystore.software import SoftwareKeystore

VALIDITY = Validity(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2036, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def keys() -> SoftwareKeystore:
    """Give the keys of the node of the tests, made once."""
    folder = config.current().secrets
    if folder.exists():
        return software.SoftwareKeystore(folder)
    return software.enrol(folder, {"KZ-750": "Орган (учебный)"}, config.current().party, VALIDITY)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Make the homes of Kazakhstan's and Russia's nodes once."""
    return nodes.make(tmp_path_factory.mktemp("nodes"))


@pytest.fixture
def homes(made: dict[str, Home], tmp_path: Path) -> dict[str, Home]:
    """Give this test homes of its own."""
    return nodes.copied(made, tmp_path / "nodes")
