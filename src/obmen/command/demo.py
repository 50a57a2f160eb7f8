"""`obmen demo`: a depositary's edition and three nodes, one whole exchange (design §7)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("demo", help="показ: три узла и один запрос от начала до конца")
    words.add_argument("--once", action="store_true", help="закончить после обмена")
    words.add_argument("--request", type=Path, metavar="ФАЙЛ", help="свой запрос (образец: node/demo/request.json)")
    words.add_argument("--home", type=Path, default=Path(".demo"), metavar="ПАПКА", help="где жить узлам показа")
    words.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from obmen.node.demo.play import main  # noqa: PLC0415  only the demo needs its stage

    return main(home=arguments.home.resolve(), request=arguments.request, once=arguments.once)
