"""`obmen person`: letting people in; each officer who signs gets a key certified by his Party."""

from __future__ import annotations

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from obmen.command import office

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("person", help="сотрудники узла").add_subparsers(required=True, metavar="ДЕЙСТВИЕ")
    one = words.add_parser("add", help="добавить сотрудника (пароль будет спрошен)")
    one.add_argument("username", metavar="ИМЯ_ВХОДА")
    one.add_argument("--name", dest="full_name", required=True, metavar="ФИО")
    one.add_argument("--post", default="", metavar="ДОЛЖНОСТЬ")
    one.add_argument("--authority", required=True, metavar="КОД", help="код органа в реестре")
    one.add_argument("--role", dest="roles", action="append", required=True, metavar="РОЛЬ", help="OFFICER, SGN, REG …")
    one.add_argument("--powers-from", metavar="ДАТА", help="начало полномочий уполномоченного лица")
    one.add_argument("--powers-to", metavar="ДАТА")
    one.add_argument("--powers-basis", default="", metavar="ДОКУМЕНТ")
    one.set_defaults(run=_add)
    many = words.add_parser("import", help="добавить сотрудников из файла JSON")
    many.add_argument("file", type=Path, metavar="ФАЙЛ")
    many.set_defaults(run=_import)


def _add(arguments: argparse.Namespace) -> int:
    keys = ("username", "full_name", "post", "authority", "roles", "powers_from", "powers_to", "powers_basis")
    person = {key: getattr(arguments, key) for key in keys}
    return _admit([{**person, "password": getpass.getpass("Пароль: ")}])


def _import(arguments: argparse.Namespace) -> int:
    return _admit(json.loads(arguments.file.read_text(encoding="utf-8")))


def _admit(people: list[dict[str, Any]]) -> int:
    office.open_up()
    from obmen.node.people.admission import Refused, admit  # noqa: PLC0415  Django is set up first

    try:
        for person in people:
            print(f"{person['username']}: {admit(**person)}")  # noqa: T201  a command speaks to its caller
    except Refused as error:
        print(f"Не добавлен: {error}")  # noqa: T201  same
        return 1
    return 0
