"""What a crash of the peer port leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support import nodes
from tests.support.callers import Caller, arrivals, package_for
from tests.support.nodes import Running

if TYPE_CHECKING:
    from tests.support.nodes import Home


def test_a_crash_before_the_answer_leaves_one_arrival(homes: dict[str, Home], russia: Caller) -> None:
    """Kill -9 between storage and acknowledgement: the sender repeats, and there is one arrival, not two or none."""
    package_id, package = package_for(homes)
    kazakhstan = homes["KZ"]
    crash = {"OBMEN_TEST_CRASH": "after_store"}
    with Running(kazakhstan, "serve", "--only", "peer", port=kazakhstan.peer_port, **crash):
        with pytest.raises(OSError):  # noqa: PT011  a broken connection has many names
            russia.post(package_id, package)
        assert arrivals(kazakhstan, package_id) == ["NEW"]
        nodes.until(lambda: _answers(russia), "the port did not come back")
        assert russia.post(package_id, package).status == 202
    assert arrivals(kazakhstan, package_id) == ["NEW"]


def _answers(caller: Caller) -> bool:
    try:
        return caller.ask("GET", "/").status == 404
    except OSError:
        return False
