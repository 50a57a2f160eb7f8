"""`obmen verify FILE.asice`: check evidence offline; exit status 0 opened, 1 not accepted, 2 cannot be told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from obmen.message.report import Verdict, verify_file
from obmen.register.errors import RegisterError
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    import argparse

    from obmen.command.office import Groups

FOLDER: Final = "register"
"""The folder beside the evidence from which the register is taken when none is named."""
_STATUS: Final = {Verdict.OPENED: 0, Verdict.NOT_ACCEPTED: 1, Verdict.UNDETERMINED: 2}


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("verify", help="проверить контейнер доказательств без узла")
    words.add_argument("file", type=Path, metavar="ФАЙЛ.asice")
    words.add_argument("--register", type=Path, metavar="ПАПКА", help="издания реестра (иначе папка register рядом)")
    words.add_argument("--fingerprint", default="", metavar="SHA256", help="отпечаток первого издания реестра")
    words.add_argument("--json", action="store_true", help="для программ")
    words.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    try:
        raw = arguments.file.read_bytes()
        book, about = _register(arguments)
    except (OSError, RegisterError) as error:
        print(f"Проверить нельзя: {error}")  # noqa: T201  a command speaks to its caller
        return 2
    report = verify_file(raw, book)
    if arguments.json:
        facts = {"verdict": report.verdict.value, "summary": report.verdict.label, "register": about, **report.facts}
        print(json.dumps(facts, ensure_ascii=False, indent=2, default=str))  # noqa: T201  same
    else:
        print("\n".join([f"Вердикт: {report.verdict.label}.", *report.lines_ru, *([about] if about else [])]))  # noqa: T201  same
    return _STATUS[report.verdict]


def _register(arguments: argparse.Namespace) -> tuple[TrustedRegister | None, str]:
    """Load the register from its folder, and say by which fingerprint it is trusted."""
    folder: Path = arguments.register or arguments.file.resolve().parent / FOLDER
    editions = [path.read_bytes() for path in sorted(folder.glob("*.asice"))] if folder.is_dir() else []
    if not editions:
        return None, ""
    pinned = arguments.fingerprint or (folder / "fingerprint.txt").read_text(encoding="utf-8").strip()
    book = TrustedRegister.load([pinned], editions, datetime.now(tz=UTC))
    how = "указан вами" if arguments.fingerprint else "взят из папки; сверьте его с опубликованным депозитарием"
    return book, f"Реестр: отпечаток первого издания {pinned} ({how})."
