"""`obmen revocation`: lists of revoked certificates and answers about them, for a node that can reach nobody."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from obmen.command import office

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime

    from obmen.command.office import Groups


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("revocation", help="списки отозванных сертификатов (CRL, OCSP)").add_subparsers(
        required=True, metavar="ДЕЙСТВИЕ"
    )
    take = words.add_parser("import", help="принять списки (CRL) или ответы (OCSP) из файлов")
    take.add_argument("files", type=Path, nargs="+", metavar="ФАЙЛ")
    take.set_defaults(run=_import)
    words.add_parser("list", help="что есть у узла и чего ждут письма").set_defaults(run=_list)


def _import(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node.delivery import revocation_store  # noqa: PLC0415  Django is set up first

    status = 0
    for file in arguments.files:
        try:
            taken = revocation_store.take(file.read_bytes(), file.name)
        except OSError as error:
            print(f"{file.name}: не читается. {error.strerror}")  # noqa: T201  a command speaks to its caller
            status = 1
        except ValueError:
            print(f"{file.name}: не принято. Это не список отозванных сертификатов (CRL) и не ответ OCSP.")  # noqa: T201  same
            status = 1
        else:
            print(f"{file.name}: принято, «{taken.by}», действует до {_moment(taken.until)}.")  # noqa: T201  same
    return status


def _list(_arguments: argparse.Namespace) -> int:
    office.open_up()
    lines = [*_held(), *_wanted()]
    print("\n".join(lines) or "Списков у узла нет, и письма их не ждут.")  # noqa: T201  a command speaks to its caller
    return 0


def _held() -> Iterator[str]:
    from obmen.node.delivery.models import RevocationSource  # noqa: PLC0415  Django is set up first

    for row in RevocationSource.objects.defer("raw").order_by("by", "-made"):
        yield f"{row.kind}  «{row.by}»  от {_moment(row.made)}, до {_moment(row.until)}  {row.place}"


def _wanted() -> Iterator[str]:
    from obmen.node.delivery.models import RevocationPlace  # noqa: PLC0415  Django is set up first

    for row in RevocationPlace.objects.exclude(state=RevocationPlace.State.KEPT).order_by("by", "place"):
        when = (
            f"Повтор {_moment(row.next_try_at)}." if row.state == RevocationPlace.State.WANTED else "Примите из файла."
        )
        yield f"ждёт  «{row.by}»  {row.place}  {row.last_error} {when}"


def _moment(instant: datetime) -> str:
    return f"{instant:%d.%m.%Y %H:%M} (UTC)"
