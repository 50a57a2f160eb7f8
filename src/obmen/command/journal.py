"""`obmen journal`: export the journal, and check an exported one without any node."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from obmen.command import office
from obmen.node.journal.chain import check

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups
    from obmen.node.journal.chain import Broken


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("journal", help="журнал узла").add_subparsers(required=True, metavar="ДЕЙСТВИЕ")
    export = words.add_parser("export", help="выгрузить журнал (JSON по строкам)")
    export.add_argument("file", type=Path, metavar="ФАЙЛ")
    export.set_defaults(run=_export)
    check = words.add_parser("verify", help="проверить целостность: журнал узла или выгруженный файл")
    check.add_argument("file", type=Path, nargs="?", metavar="ФАЙЛ")
    check.set_defaults(run=_verify)


def _export(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node.journal import record  # noqa: PLC0415  Django is set up first

    arguments.file.write_bytes(record.export())
    print(f"Журнал выгружен в {arguments.file}")  # noqa: T201  a command speaks to its caller
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    try:
        broken, seen = _check_file(arguments.file) if arguments.file else _check_node()
    except (OSError, ValueError, AttributeError) as error:  # AttributeError: a line that is no object
        print(f"Журнал не читается: {error}")  # noqa: T201  a command speaks to its caller
        return 2
    print(f"Журнал нарушен, запись {broken.seq}: {broken.why}." if broken else f"Журнал цел: {seen}")  # noqa: T201  same
    return 1 if broken else 0


def _check_file(file: Path) -> tuple[Broken | None, str]:
    """Check an exported journal; no node is needed for it."""
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return check(lines), _seen(len(lines), lines[-1].get("hash", "") if lines else "")


def _check_node() -> tuple[Broken | None, str]:
    office.open_up()
    from obmen.node.journal import record  # noqa: PLC0415  Django is set up first

    head = record.head()
    return record.verify(), _seen(head.seq, head.hash) if head else _seen(0, "")


def _seen(count: int, last: str) -> str:
    """Say what was checked, and what no check of the journal alone can show."""
    if not count:
        return "записей нет."
    compare = "Записи, снятые с конца, и журнал, переписанный целиком, видны по сверке с квитанциями T-01."
    return f"записей {count}, хеш последней {last}. {compare}"
