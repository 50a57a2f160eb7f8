"""`obmen conformance`: drive any implementation of the protocol through the test vectors (docs/protocol).

`run` gives each vector to a command and compares what it answers; `open` is that command for this program itself. Exit
status of both: 0 all well (opened), 1 something disagrees (not accepted), 2 cannot be told.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from obmen.message.errors import MessageError, NotAcceptable
from obmen.message.opening import open_container, open_package
from obmen.message.report import Verdict
from obmen.message.suites.software import SoftwareDecrypter
from obmen.register.errors import Gap, RegisterError
from obmen.register.trusted import TrustedRegister

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence

    from obmen.command.office import Groups
    from obmen.message.opening import Opened

STATUS: Final = {Verdict.OPENED: 0, Verdict.NOT_ACCEPTED: 1, Verdict.UNDETERMINED: 2}
_PATIENCE: Final = 120
"""Seconds that a command may take for one vector."""
_COMPARED: Final = ("code", "field", "warnings")
"""What an answer may say besides the verdict, and must then say as expected."""


def add(groups: Groups) -> None:
    """Add the words of this group."""
    about = "проверить реализацию протокола по образцам"
    words = groups.add_parser("conformance", help=about).add_subparsers(required=True, metavar="ДЕЙСТВИЕ")
    run = words.add_parser("run", help="дать все образцы любой программе и сравнить ответы")
    run.add_argument(
        "--command", dest="program", required=True, metavar="КОМАНДА", help="команда с местами вида {file}"
    )
    run.add_argument("--vectors", type=Path, default=Path("vectors"), metavar="ПАПКА", help="папка образцов")
    run.add_argument("--only", default="", metavar="СЛОВО", help="только образцы, в имени которых есть это слово")
    run.add_argument("--without", action="append", default=[], metavar="НАБОР", help="без образцов, которым он нужен")
    run.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="ЧИСЛО", help="сколько команд сразу")
    run.add_argument("--json", action="store_true", help="для программ")
    run.set_defaults(run=_run)
    one = words.add_parser("open", help="вскрыть один образец этой программой")
    one.add_argument("file", type=Path, metavar="ФАЙЛ")
    one.add_argument("--kind", choices=("container", "package", "edition"), default="container")
    one.add_argument("--register", type=Path, required=True, metavar="ПАПКА", help="издания реестра")
    one.add_argument("--keys", type=Path, metavar="ПАПКА", help="ключи расшифрования: ОТПЕЧАТОК.pem и .cer")
    one.add_argument("--time", required=True, metavar="ВРЕМЯ", help="когда получено: RFC 3339 со смещением")
    one.add_argument("--addressee", default="", metavar="ОРГАН", help="кому доставлен пакет")
    one.set_defaults(run=_open)


# --- Vectors -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Vector:
    """One vector of `index.json`: its facts for the command, and what is expected."""

    file: str
    places: Mapping[str, str]
    expect: Mapping[str, Any]

    @property
    def verdict(self) -> Verdict:
        """The verdict that is expected."""
        return Verdict(self.expect["verdict"])


def vectors_of(folder: Path, only: str = "", without: Sequence[str] = ()) -> tuple[Vector, ...]:
    """Read the vectors of a folder: those with the word `only` in their names that need no suite of `without`.

    Raises `OSError`, `ValueError`, `LookupError`.
    """
    index = json.loads((folder / "index.json").read_bytes())
    shared = {"register": str(folder / index["register"]), "keys": str(folder / index["keys"])}
    wanted = [
        each for each in index["vectors"] if only in each["file"] and not set(without) & set(each.get("needs", ()))
    ]
    return tuple(_vector(each, folder, shared) for each in wanted)


def _vector(described: Mapping[str, Any], folder: Path, shared: Mapping[str, str]) -> Vector:
    own = {
        "file": str(folder / described["file"]),
        "kind": described["kind"],
        "time": described["receivedAt"],
        "addressee": described["addressee"],
    }
    return Vector(file=described["file"], places={**own, **shared}, expect=described["expect"])


# --- Asking any implementation -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command said to a vector; `differs` names each thing that is not as expected, in Russian."""

    vector: Vector
    verdict: Verdict | None
    said: Mapping[str, Any]
    differs: tuple[str, ...]


def ask(program: str, vector: Vector) -> Outcome:
    """Give one vector to the command and compare its answer with what is expected."""
    words = [_filled(word, vector.places) for word in shlex.split(program)]
    environment = {**os.environ, **{f"VECTOR_{name.upper()}": value for name, value in vector.places.items()}}
    try:
        done = subprocess.run(  # noqa: S603  whoever runs this names the command
            words, env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Outcome(vector=vector, verdict=None, said={}, differs=(f"команда не ответила: {error}",))
    verdict = next((each for each, status in STATUS.items() if status == done.returncode), None)
    return compared(vector, verdict, _said(done.stdout))


def _filled(word: str, places: Mapping[str, str]) -> str:
    """Put the facts into the places of one word: `{file}` and so on."""
    for name, value in places.items():
        word = word.replace(f"{{{name}}}", value)
    return word


def _said(stdout: bytes) -> Mapping[str, Any]:
    """Read the JSON object that a command may print; anything else is not for us."""
    try:
        said = json.loads(stdout)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def compared(vector: Vector, verdict: Verdict | None, said: Mapping[str, Any]) -> Outcome:
    """Compare an answer with what is expected; what it does not say is not missed, but for the verdict."""
    empty: Mapping[str, Any] = {"code": "", "field": "", "warnings": []}
    told = {name: said[name] for name in _COMPARED if name in said}
    wanted = {name: vector.expect.get(name, empty[name]) for name in told}
    differs = [f"{name}: «{told[name]}» вместо «{wanted[name]}»" for name in told if told[name] != wanted[name]]
    if verdict is not vector.verdict:
        answer = verdict.label if verdict else "нет вердикта"
        differs.insert(0, f"«{answer}» вместо «{vector.verdict.label}»")
    return Outcome(vector=vector, verdict=verdict, said=told, differs=tuple(differs))


# --- Telling -----------------------------------------------------------------------------------------------------


def _run(arguments: argparse.Namespace) -> int:
    try:
        vectors = vectors_of(arguments.vectors, arguments.only, arguments.without)
    except (OSError, ValueError, LookupError) as error:
        print(f"Образцы не читаются: {error}")  # noqa: T201  a command speaks to its caller
        return 2
    with ThreadPoolExecutor(max(1, arguments.jobs)) as pool:
        outcomes = tuple(pool.map(lambda vector: ask(arguments.program, vector), vectors))
    print(_data(outcomes) if arguments.json else "\n".join(_table(outcomes)))  # noqa: T201  same
    return 0 if outcomes and not _wrong(outcomes) else 1


def _wrong(outcomes: Sequence[Outcome]) -> list[Outcome]:
    return [each for each in outcomes if each.differs]


def _table(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """Write a line for every vector, and the sum."""
    width = max((len(each.vector.file) for each in outcomes), default=0)
    for each in outcomes:
        told = "; ".join(each.differs) if each.differs else f"{each.vector.verdict.label} {each.said.get('code', '')}"
        yield f"{'НЕТ' if each.differs else 'да '}  {each.vector.file:<{width}}  {told.rstrip()}"
    wrong = len(_wrong(outcomes))
    yield f"Образцов: {len(outcomes)}; совпало: {len(outcomes) - wrong}; расхождений: {wrong}."


def _data(outcomes: Sequence[Outcome]) -> str:
    told = [
        {
            "file": each.vector.file,
            "agrees": not each.differs,
            "verdict": each.verdict.value if each.verdict else None,
            **each.said,
            "differs": list(each.differs),
        }
        for each in outcomes
    ]
    return json.dumps({"vectors": told, "disagree": len(_wrong(outcomes))}, ensure_ascii=False, indent=2)


# --- This implementation -----------------------------------------------------------------------------------------


def _open(arguments: argparse.Namespace) -> int:
    try:
        at = datetime.fromisoformat(arguments.time)
        raw, book = arguments.file.read_bytes(), register_of(arguments.register, at)
        decrypter = decrypter_of(arguments.keys)
    except (OSError, ValueError, RegisterError) as error:
        print(f"Вскрыть нельзя: {error}")  # noqa: T201  a command speaks to its caller
        return 3
    arrival = Arrival(kind=arguments.kind, at=at, addressee=arguments.addressee)
    verdict, said = answer(raw, arrival, book, decrypter)
    print(json.dumps({"verdict": verdict.value, **said}, ensure_ascii=False))  # noqa: T201  same
    return STATUS[verdict]


def register_of(folder: Path, at: datetime) -> TrustedRegister:
    """Load the editions of a folder, pinned by its `fingerprint.txt`. Raises `OSError` or `RegisterError`."""
    editions = [path.read_bytes() for path in sorted(folder.glob("*.asice"))]
    return TrustedRegister.load([(folder / "fingerprint.txt").read_text(encoding="ascii").strip()], editions, at)


def decrypter_of(folder: Path | None) -> SoftwareDecrypter:
    """Take every certificate (`*.cer`, DER) of a folder with its private key (`*.pem`)."""
    certificates = sorted(folder.glob("*.cer")) if folder else []
    return SoftwareDecrypter({path.read_bytes(): path.with_suffix(".pem").read_bytes() for path in certificates})


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What is offered (container, package, edition), when, and to whom a package was delivered."""

    kind: str
    at: datetime
    addressee: str


def answer(
    raw: bytes, arrival: Arrival, book: TrustedRegister, decrypter: SoftwareDecrypter
) -> tuple[Verdict, dict[str, Any]]:
    """Open one vector as a node would and say what came of it."""
    try:
        if arrival.kind == "edition":
            book.accept(raw, arrival.at)
            return Verdict.OPENED, {}
        opened = open_letter(raw, arrival, book, decrypter)
    except MessageError as error:
        verdict = Verdict.NOT_ACCEPTED if isinstance(error, NotAcceptable) else Verdict.UNDETERMINED
        return verdict, {"code": error.code, "field": error.field, "textRu": error.text_ru}
    except RegisterError as error:  # editions in between can still be fetched; everything else stays as it is
        verdict = Verdict.UNDETERMINED if isinstance(error, Gap) else Verdict.NOT_ACCEPTED
        return verdict, {"code": error.code, "textRu": error.text_ru}
    return Verdict.OPENED, {"warnings": [finding.code for finding in opened.warnings]}


def open_letter(raw: bytes, arrival: Arrival, book: TrustedRegister, decrypter: SoftwareDecrypter) -> Opened:
    """Open a container or a package. Raises `NotAcceptable` or `Undetermined`."""
    if arrival.kind == "container":
        return open_container(raw, received_at=arrival.at, book=book)
    return open_package(raw, received_at=arrival.at, addressees={arrival.addressee}, book=book, decrypter=decrypter)
