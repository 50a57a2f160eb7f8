"""`obmen`: the command line of the node and of everyone who checks evidence."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from obmen.command import conformance, demo, journal, law, letter, node, person, register, revocation, token, verify

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; return the exit status: 0 done, 1 refused, 2 cannot be told or misused."""
    parser = argparse.ArgumentParser(
        prog="obmen", description="Узел обмена информацией органов принудительного исполнения"
    )
    groups = parser.add_subparsers(dest="command", required=True, metavar="КОМАНДА")
    for group in (node, person, letter, register, revocation, law, verify, conformance, journal, demo, token):
        group.add(groups)
    arguments = parser.parse_args(words)
    status: int = arguments.run(arguments)
    return status


if __name__ == "__main__":
    sys.exit(main())
