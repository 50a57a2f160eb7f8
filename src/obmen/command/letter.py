"""`obmen letter`: signing elsewhere by machine: the bytes to sign out, the signature in (Art. 11(3))."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from obmen.command import office

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups
    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("letter", help="подписать документ своим средством").add_subparsers(
        required=True, metavar="ДЕЙСТВИЕ"
    )
    out = words.add_parser("to-sign", help="выдать файл для подписи")
    out.add_argument("--out", type=Path, required=True, metavar="ФАЙЛ", help="куда записать, байт в байт")
    out.set_defaults(run=_to_sign)
    back = words.add_parser("take-signature", help="принять готовую подпись и отправить документ")
    back.add_argument("file", type=Path, metavar="ФАЙЛ.p7s")
    back.add_argument("--own", action="store_true", help="сертификат мой, хотя имя в нём записано иначе")
    back.set_defaults(run=_take)
    for each in (out, back):
        each.add_argument("--case", required=True, metavar="НОМЕР", help="номер дела")
        each.add_argument("--as", dest="signatory", required=True, metavar="ПОДПИСЬ", help="имя входа подписывающего")


def _to_sign(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node.cases import reading  # noqa: PLC0415  Django is set up first
    from obmen.node.cases.acts import ActRefused  # noqa: PLC0415  same
    from obmen.node.cases.acts.elsewhere import bytes_to_sign  # noqa: PLC0415  same

    try:
        signatory, case = _found(arguments)
        contents = reading.prepared(signatory, case.id, "подпись документа")
        arguments.out.write_bytes(bytes_to_sign(contents))
    except (ActRefused, LookupError, OSError) as error:
        return _refused(error)
    print(f"{arguments.out}: подпишите этот файл как есть (CAdES, отсоединённая подпись).")  # noqa: T201  a command speaks
    return 0


def _take(arguments: argparse.Namespace) -> int:
    office.open_up()
    from obmen.node.cases.acts import ActRefused, answer, send  # noqa: PLC0415  Django is set up first
    from obmen.node.cases.acts.elsewhere import Brought  # noqa: PLC0415  same

    try:
        signatory, case = _found(arguments)
        brought = Brought(signature=arguments.file.read_bytes(), own=arguments.own)
        act = send.sign_and_send if case.requesting else answer.sign_answer
        done = act(signatory, case, case.prepared_digest, brought)
    except (ActRefused, LookupError, OSError) as error:
        return _refused(error)
    print(f"Подписано, скреплено печатью и отправлено: дело {done.number}.")  # noqa: T201  same
    return 0


def _found(arguments: argparse.Namespace) -> tuple[Officer, Case]:
    """Find the person and the case of their authority. Raises `LookupError`, `ActRefused`."""
    from obmen.node.cases import filing, reading  # noqa: PLC0415  Django is set up first
    from obmen.node.people.models import Officer  # noqa: PLC0415  same

    signatory = Officer.objects.filter(username=arguments.signatory, is_active=True).first()
    case = filing.find(signatory.authority, arguments.case) if signatory else None
    if signatory is None or case is None:
        what = "Дела с этим номером нет" if signatory else f"Сотрудника «{arguments.signatory}» нет"
        raise LookupError(f"{what}.")
    return signatory, reading.case_for(signatory, case.id)


def _refused(error: Exception) -> int:
    from obmen.node.cases.acts import ActRefused  # noqa: PLC0415  same

    reasons = [each.sentence() for each in error.findings.failing] if isinstance(error, ActRefused) else [str(error)]
    print("Не выполнено.", *reasons)  # noqa: T201  a command speaks to its caller
    return 1
