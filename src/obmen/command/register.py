"""`obmen register`: what the register says, and taking a new edition."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from obmen.command import office

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("register", help="реестр Сторон и органов").add_subparsers(
        required=True, metavar="ДЕЙСТВИЕ"
    )
    show = words.add_parser("show", help="показать действующее издание")
    show.add_argument("--json", action="store_true", help="для программ")
    show.set_defaults(run=_show)
    accept = words.add_parser("accept", help="принять издание правовой части или приложения Стороны")
    accept.add_argument("files", type=Path, nargs="+", metavar="ФАЙЛ")
    accept.set_defaults(run=_accept)


def _show(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node import clock  # noqa: PLC0415  Django is set up first
    from obmen.node.delivery.register_store import trusted  # noqa: PLC0415  same
    from obmen.register import show  # noqa: PLC0415  same
    from obmen.register.errors import RegisterError  # noqa: PLC0415  same

    try:
        book = trusted()
    except RegisterError as error:
        print(f"Реестр не читается: {error}")  # noqa: T201  a command speaks to its caller
        return 1
    said = json.dumps(show.data(book), ensure_ascii=False, indent=2) if arguments.json else show.text(book, clock.now())
    print(said)  # noqa: T201  a command speaks to its caller
    return 0


def _accept(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node.delivery import register_store  # noqa: PLC0415  Django is set up first
    from obmen.register.errors import RegisterError  # noqa: PLC0415  same

    status = 0
    for file in arguments.files:
        try:
            edition = register_store.accept(file.read_bytes())
            told = f"принято издание {edition.version} {edition.title}" if edition else "уже принято"
            print(f"{file.name}: {told}")  # noqa: T201  a command speaks to its caller
        except (RegisterError, OSError) as error:
            print(f"{file.name}: не принято. {error}")  # noqa: T201  same
            status = 1
    return status
