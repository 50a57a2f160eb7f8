"""A process of one node that performs acts on command: the same acts as the screens, one JSON line in, one out.

The demo and the journey test drive real nodes through it without paying a start of Django for each act.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = dict[str, Any]


def draft(username: str, request: str) -> Answer:
    """Draft the request of the JSON text and submit it; every finding comes back, and the case if nothing blocks."""
    from obmen.node.demo import deeds

    return deeds.draft(username, request)


def main() -> int:
    """Read commands from standard input until it ends; answer each with a line of JSON."""
    django.setup()
    from obmen.node.demo import deeds

    deeds_by_name: dict[str, Callable[..., Answer]] = deeds.BY_NAME
    for line in sys.stdin:
        command = json.loads(line)
        name = command.pop("do")
        sys.stdout.write(json.dumps(deeds.guarded(deeds_by_name[name], command), ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0
