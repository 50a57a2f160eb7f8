"""`obmen verify FILE`: check evidence offline; exit status 0 opened, 1 not accepted, 2 cannot be told.

The file may be a container, a package still encrypted (`--key`), the shell of a container whose content was destroyed,
a PDF or a scan of a printed letter, or the whole evidence of a case as a ZIP or a folder. It is known by its content.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from obmen.message import sources, wrapping
from obmen.message.errors import MessageError, Misuse
from obmen.message.report import Report, Verdict, verify_file, verify_printed, verify_shell
from obmen.message.suites.software import SoftwareDecrypter
from obmen.register.errors import RegisterError
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable

    from obmen.command.office import Groups

FOLDER: Final = "register"
"""The folder beside the evidence from which the register is taken when none is named."""
_MATERIAL: Final = "material"
_WORST_FIRST: Final = {Verdict.NOT_ACCEPTED: 1, Verdict.UNDETERMINED: 2, Verdict.OPENED: 0}
"""The exit status of each verdict; of several the first here counts."""
_PAGES: Final = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
"""How a printed letter begins: PDF, PNG, JPEG, TIFF."""
_LABEL, _DOCUMENT, _LETTER = "label.json", "document.json", ".asice"
_LARGEST: Final = 256 * 1024 * 1024
"""Bytes that the evidence of a case may unpack to."""


class _CannotVerify(Exception):  # noqa: N818  an answer for the caller
    """The question cannot be asked so; the text says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a file is judged by: the register, by whose word it is trusted, and the lists and answers at hand."""

    book: TrustedRegister | None
    about: str
    material: Mapping[str, Sequence[bytes]]

    def of(self, certificate: bytes) -> list[bytes]:
        """Give the lists and answers that may speak of a certificate (DER)."""
        return [raw for key in sources.keys_of(certificate) for raw in self.material.get(key, ())]

    def holder(self, name: str) -> str | None:
        """Tell whose seal it is."""
        return self.book.holder_of_seal(name) if self.book else None


def add(groups: Groups) -> None:
    """Add the words of this group."""
    words = groups.add_parser("verify", help="проверить доказательства без узла")
    words.add_argument("file", type=Path, metavar="ФАЙЛ", help="контейнер, пакет, оболочка, PDF, скан, ZIP или папка")
    words.add_argument("--register", type=Path, metavar="ПАПКА", help="издания реестра (иначе папка register рядом)")
    words.add_argument("--fingerprint", default="", metavar="SHA256", help="отпечаток первого издания реестра")
    words.add_argument(
        "--material", type=Path, metavar="ПАПКА", help="списки отзыва и ответы OCSP (иначе material рядом)"
    )
    words.add_argument(
        "--key", type=Path, metavar="КЛЮЧ.pem", help="ключ и сертификат получателя, если пакет зашифрован"
    )
    words.add_argument("--content", type=Path, action="append", default=[], metavar="ФАЙЛ", help="сверить с оболочкой")
    words.add_argument("--against", type=Path, metavar="ФАЙЛ.asice", help="сравнить бумагу с контейнером")
    words.add_argument("--json", action="store_true", help="для программ")
    words.set_defaults(run=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    try:
        path: Path = arguments.file
        case = _case_in(path)
        grounds = _grounds(arguments, case)
        reports = _reports(arguments, path, case, grounds)
    except (OSError, RegisterError, _CannotVerify) as error:
        print(f"Проверить нельзя: {error}")  # noqa: T201  a command speaks to its caller
        return 2
    _say(reports, grounds.about, as_json=arguments.json)
    verdicts = {report.verdict for report in reports.values()}
    return next(status for verdict, status in _WORST_FIRST.items() if verdict in verdicts)


def _reports(
    arguments: argparse.Namespace, path: Path, case: Mapping[str, bytes], grounds: Grounds
) -> dict[str, Report]:
    """Judge the file, or every letter of a case."""
    if not case:
        return {path.name: _judged(arguments, path.read_bytes(), grounds)}
    letters = {name: raw for name, raw in case.items() if "/" not in name and name.endswith(_LETTER)}
    if not letters:
        raise _CannotVerify(f"В {path} нет писем (*.asice).")
    return {name: _judged(arguments, raw, grounds) for name, raw in sorted(letters.items())}


def _judged(arguments: argparse.Namespace, raw: bytes, grounds: Grounds) -> Report:
    if raw.startswith(_PAGES):
        return verify_printed(raw, arguments.against.read_bytes() if arguments.against else b"")
    names = _names(raw)
    if _LABEL in names:
        raw, names = _opened(arguments, raw), frozenset({_DOCUMENT})
    if names and _DOCUMENT not in names:
        content = {path.name: path.read_bytes() for path in arguments.content}
        return verify_shell(raw, grounds.book, holder=grounds.holder, content=content, sources=grounds.of)
    return verify_file(raw, grounds.book, sources=grounds.of)


def _names(raw: bytes) -> frozenset[str]:
    """Look at the names in a ZIP, to know what it is; nothing for anything else."""
    try:
        return frozenset(zipfile.ZipFile(io.BytesIO(raw)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return frozenset()


def _opened(arguments: argparse.Namespace, package: bytes) -> bytes:
    """Decrypt a package by the key of its addressee."""
    if arguments.key is None:
        raise _CannotVerify("пакет зашифрован. Укажите ключ и сертификат получателя: --key КЛЮЧ.pem")
    pem = arguments.key.read_bytes()
    try:
        certificate = x509.load_pem_x509_certificate(pem).public_bytes(Encoding.DER)
        return wrapping.unwrap(package, SoftwareDecrypter({certificate: pem}))
    except MessageError as error:
        raise _CannotVerify(error.text_ru) from None
    except (ValueError, TypeError, Misuse):
        text = "в файле ключа должны быть ключ без пароля и сертификат получателя (PEM, один за другим)"
        raise _CannotVerify(text) from None


# --- The evidence of a case --------------------------------------------------------------------------------------


def _case_in(path: Path) -> dict[str, bytes]:
    """Give the files of a folder or of a ZIP of evidence by their names; nothing for a single file."""
    if path.is_dir():
        files = (each for each in sorted(path.rglob("*")) if each.is_file())
        return _bounded((each.relative_to(path).as_posix(), each.stat().st_size, each.read_bytes) for each in files)
    raw = path.read_bytes()
    if not any(name.endswith(_LETTER) for name in _names(raw)):
        return {}
    with zipfile.ZipFile(io.BytesIO(raw)) as bundle:
        inside = [each for each in bundle.infolist() if not each.is_dir()]
        return _bounded((each.filename, each.file_size, partial(bundle.read, each)) for each in inside)


def _bounded(files: Iterable[tuple[str, int, Callable[[], bytes]]]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = _LARGEST
    for name, size, read in files:
        left -= size
        if left < 0:
            raise _CannotVerify("доказательства занимают больше 256 МиБ; проверьте письма по одному")
        try:
            found[name] = read()
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
            raise _CannotVerify(f"{name} не читается: {error}") from None
    return found


# --- What it is judged by ----------------------------------------------------------------------------------------


def _grounds(arguments: argparse.Namespace, case: Mapping[str, bytes]) -> Grounds:
    register = _folder(arguments.register, arguments.file, case, FOLDER)
    book, about = _register(register, arguments.fingerprint)
    material: dict[str, list[bytes]] = {}
    for raw in _folder(arguments.material, arguments.file, case, _MATERIAL).values():
        try:
            source = sources.read(raw)
        except ValueError:  # a certificate of a chain
            continue
        material.setdefault(source.key, []).append(source.raw)
    return Grounds(book=book, about=about, material=material)


def _folder(named: Path | None, file: Path, case: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """Give the files of the folder that was named, else of that in the evidence, else of that beside it."""
    inside = {PurePosixPath(path).name: raw for path, raw in case.items() if path.startswith(f"{name}/")}
    if named is None and inside:
        return inside
    folder = named or file.resolve().parent / name
    if named and not named.is_dir():
        raise _CannotVerify(f"папки {named} нет.")
    return (
        {path.name: path.read_bytes() for path in sorted(folder.glob("*")) if path.is_file()} if folder.is_dir() else {}
    )


def _register(files: Mapping[str, bytes], given: str) -> tuple[TrustedRegister | None, str]:
    """Load the register, and say by which fingerprint it is trusted."""
    editions = [raw for name, raw in sorted(files.items()) if name.endswith(_LETTER)]
    if not editions:
        return None, ""
    pinned = given or files.get("fingerprint.txt", b"").decode(errors="replace").strip()
    book = TrustedRegister.load([pinned], editions, datetime.now(tz=UTC))
    how = "указан вами" if given else "взят из папки; сверьте его с опубликованным депозитарием"
    return book, f"Реестр: отпечаток первого издания {pinned} ({how})."


# --- What is said ------------------------------------------------------------------------------------------------


def _say(reports: Mapping[str, Report], about: str, *, as_json: bool) -> None:
    if as_json:
        told = [_facts(report, about) for report in reports.values()]
        whole = told[0] if len(told) == 1 else {"letters": dict(zip(reports, told, strict=True))}
        print(json.dumps(whole, ensure_ascii=False, indent=2, default=str))  # noqa: T201  a command speaks to its caller
        return
    for name, report in reports.items():
        head = f"{name}: " if len(reports) > 1 else ""
        print("\n".join([f"{head}Вердикт: {report.verdict.label}.", *report.lines_ru, ""]))  # noqa: T201  same
    if len(reports) > 1:
        width = max(map(len, reports))
        print("\n".join(f"{name:<{width}}  {report.verdict.label}" for name, report in reports.items()))  # noqa: T201  same
    if about:
        print(about)  # noqa: T201  same


def _facts(report: Report, about: str) -> dict[str, object]:
    return {"verdict": report.verdict.value, "summary": report.verdict.label, "register": about, **report.facts}
