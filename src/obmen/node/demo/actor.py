"""A process of one node that performs deeds on command: one line of JSON in, one out.

The demo and the journey test drive real nodes through it without paying a start of Django for each act.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> int:
    """Read commands from standard input until it ends; answer each with a line of JSON."""
    django.setup()
    from obmen.node.demo import deeds  # noqa: PLC0415  the models need the set-up above

    for line in sys.stdin:
        command = json.loads(line)
        answer = deeds.guarded(deeds.BY_NAME[command.pop("do")], command)
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
