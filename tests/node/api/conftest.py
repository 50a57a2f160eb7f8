"""Two real nodes on loopback and one that calls the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import nodes
from tests.support.callers import Caller

if TYPE_CHECKING:
    from tests.support.nodes import Home


@pytest.fixture(scope="module")
def homes(made: dict[str, Home], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Give the tests of one file homes of their own."""
    return nodes.copied(made, tmp_path_factory.mktemp("nodes") / "copy")


@pytest.fixture(scope="module")
def russia(homes: dict[str, Home]) -> Caller:
    """Give the sender: Russia's node calls Kazakhstan's."""
    return Caller(homes["KZ"], homes["RU"].keys.tls())
