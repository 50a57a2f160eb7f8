"""What tests of the office share: software keys of a throw-away node."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from obmen.node import config
from obmen.node.keystore import software
from obmen.node.keystore.certificates import Validity

if TYPE_CHECKING:
    from obmen.node.keystore.software import SoftwareKeystore

VALIDITY = Validity(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2036, 1, 1, tzinfo=UTC))


@pytest.fixture(scope="session")
def keys() -> SoftwareKeystore:
    """Give the keys of the node of the tests, made once."""
    folder = config.current().secrets
    if folder.exists():
        return software.SoftwareKeystore(folder)
    return software.enrol(folder, {"KZ-750": "Орган (учебный)"}, config.current().party, VALIDITY)
