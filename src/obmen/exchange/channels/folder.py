"""Packages by a directory that is carried or shared: a medium, a file share (docs/protocol/channels.md).

::

    obmen-exchange.txt                           the mark of the medium: without it nothing is written or read
    <box of a node>/<time>-<package id>.package  for that node: the package
    <box of a node>/<time>-<package id>.slip     and the sealed slip, written last: without it the package is not read
    <box of a node>/<time>-<package id>.answer   for that node: the sealed slip that answers its package

Every file is written under another name, forced to the medium and renamed. What was answered is put away by whoever
can, the reader or the sender. Names are lower case without colons, and read in any case: FAT keeps none.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final
from uuid import UUID

from obmen.exchange import slips
from obmen.exchange.channel import Acknowledgement, Answered, Arrived, Event, Handed, Noticed, Returned
from obmen.exchange.errors import Refused, Unreachable
from obmen.exchange.slips import NotBelieved, Says, Slip
from obmen.message.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from obmen.exchange.channel import Destination
    from obmen.exchange.slips import Notary

MARK: Final = "obmen-exchange.txt"
"""The file that a person puts into the root of a medium once: an empty mount point has none."""
_NAME: Final = re.compile(
    r"([0-9]{8}t[0-9]{6}z-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))\.(package|slip|answer|done)"
)
_TEMPORARY: Final = ".tmp"
_OF_SYSTEMS: Final = frozenset({"thumbs.db", "desktop.ini"})
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOCKED: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE: Final = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ENOENT, errno.ENOTDIR, errno.ESTALE})
_ITSELF: Final = "Узел повторит попытку сам."


class FolderChannel:
    """A `Carrier` by one directory; several nodes may use it. For one thread at a time."""

    def __init__(self, root: Path, notary: Notary) -> None:
        """Take the root of the medium, and who we are."""
        self._root, self._notary = root, notary
        self._slips: dict[str, Slip] = {}
        self._owed: dict[str, Acknowledgement | Refused] = {}
        self._seen: set[str] = set()
        self._noticed: set[str] = set()

    def deliver(self, destination: Destination, package_id: UUID, package: bytes) -> Handed:
        """Put the package on the medium; one that still lies there is not put twice."""
        slip = slips.with_package(self._notary, package_id, destination.node, package)
        with _told(self._root):
            self._require_medium()
            box = self._box(destination.node)
            stem = _stem_of(box, package_id) or f"{self._notary.now():%Y%m%dt%H%M%Sz}-{package_id}"
            if _content(box / f"{stem}.package", len(package)) != package:
                _put(box, f"{stem}.package", package)
            _put(box, f"{stem}.slip", slips.written(slip, self._notary))
        return Handed(package_id=package_id, sha256=slip.sha256)

    def collect(self) -> Iterable[Event]:
        """Read what lies there for us; nothing while the medium is away. Raises `Unreachable` when it goes away."""
        if not _is_file(self._root / MARK):
            return
        with _told(self._root):
            box = self._box(self._notary.node, make=False)
            names = _names(box) if box.is_dir() else []
        for name in names:
            with _told(self._root):
                event = self._look(box, name, {each.casefold() for each in names})
            if event:
                yield event

    def settle(self, arrived: Arrived, answer: Acknowledgement | Refused) -> None:
        """Put the answer for the sender, and only then the package away."""
        self._owed[arrived.mark] = answer
        self._pay(arrived.mark)

    def forget(self, event: Answered | Returned) -> None:
        """Put away the answer, and the package that it answers if it still lies there."""
        if isinstance(event, Returned):
            return
        with _told(self._root):
            box = self._box(event.node, make=False)
            stem = _stem_of(box, event.package_id) if box.is_dir() else None
            if stem:
                _put_away(box, stem)
            _remove(self._box(self._notary.node, make=False) / event.mark)

    # --- Reading ---------------------------------------------------------------------------------------------------

    def _look(self, box: Path, name: str, names: set[str]) -> Event | None:
        """Look at one file of our box."""
        known = _NAME.fullmatch(name.casefold())
        if known is None:
            return self._foreign(name)
        if not os.path.lexists(box / name):  # another worker was quicker
            return None
        stem, kind = name[: known.end(1)], known[3]
        try:
            if kind == "slip":
                return self._package(box, name, UUID(known[2]))
            if kind == "answer":
                return self._answer(box, name)
        except NotBelieved as error:
            return self._notice(name, f"Файл {name} не принят. {error}", "Узел посмотрит его снова; файл не удалён.")
        if kind == "done":
            _put_away(box, stem)
        return (
            self._orphan(name) if kind == "package" and not {f"{known[1]}.slip", f"{known[1]}.done"} & names else None
        )

    def _package(self, box: Path, name: str, package_id: UUID) -> Event | None:
        """Read the package of a slip, whole and as it was sent; or say what is wrong with it."""
        if name in self._owed:
            with suppress(Unreachable):  # said when it was tried first
                self._pay(name)
            return None
        slip = self._slip(box / name)
        if slip.says is not Says.PACKAGE or slip.package_id != package_id:
            raise NotBelieved("Имя файла и сопроводительный лист называют разное.")
        package = _content(_beside(box, name, "package"), DEFAULT.package)
        if package is None or not slip.fits(package):
            if not (box / name).exists():
                return None
            text = f"Пакет {package_id} узла {slip.from_node} на носителе повреждён или скопирован не полностью."
            return self._notice(name, text, "Скопируйте его ещё раз целиком; отправитель пришлёт его снова и сам.")
        self._slips[name] = slip
        return Arrived(sender_node=slip.from_node, package_id=package_id, package=package, mark=name)

    def _answer(self, box: Path, name: str) -> Event:
        slip = self._slip(box / name)
        if slip.answer is None:
            raise NotBelieved("Это не ответ на пакет.")
        return Answered(node=slip.from_node, package_id=slip.package_id, answer=slip.answer, mark=name)

    def _slip(self, path: Path) -> Slip:
        raw = _content(path, slips.LARGEST)
        if raw is None:
            raise NotBelieved("Он не читается или слишком велик.")
        return slips.read(raw, self._notary)

    def _orphan(self, name: str) -> Event | None:
        """Say of a package without a slip that it was not copied whole; not at once, for it may be just being put."""
        if name not in self._seen:
            self._seen.add(name)
            return None
        text = f"Файл {name} лежит без сопроводительного листа."
        return self._notice(name, text, "Скопируйте с исходного носителя оба файла с этим именем.")

    def _foreign(self, name: str) -> Event | None:
        low = name.casefold()
        if low.startswith(".") or low in _OF_SYSTEMS or low.endswith(_TEMPORARY):
            return None
        text = f"В папке обмена лежит посторонний файл «{slips.shown(name)}»."
        return self._notice(name, text, "Узел его не трогает; уберите его, если он попал сюда по ошибке.")

    def _notice(self, name: str, text: str, fix: str) -> Noticed | None:
        """Say it once."""
        if (key := f"{name}: {text}") in self._noticed:
            return None
        self._noticed.add(key)
        return Noticed(text_ru=text, how_to_fix=fix)

    # --- Writing ---------------------------------------------------------------------------------------------------

    def _pay(self, name: str) -> None:
        """Answer the slip `name` and put it away with its package."""
        slip = slips.answering(self._slips[name], self._owed[name])
        stem = name[: -len(".slip")]
        with _told(self._root):
            _put(self._box(slip.to_node), f"{stem.lower()}.answer", slips.written(slip, self._notary))
            _put_away(self._box(self._notary.node), stem)
        del self._owed[name], self._slips[name]

    def _require_medium(self) -> None:
        if not _is_file(self._root / MARK):
            text = f"Носитель обмена не подключён: в {self._root} нет файла {MARK}."
            raise Unreachable(text, f"Подключите носитель; новый подготовьте: создайте в нём пустой файл {MARK}.")

    def _box(self, node: str, *, make: bool = True) -> Path:
        """Find the box of a node, in whatever case its name is written, or make it."""
        own = box_of(node)
        there = next((name for name in _names(self._root) if name.casefold() == own), None)
        box = self._root / (there or own)
        if there is None and make:
            box.mkdir(exist_ok=True)
            _force(self._root)
        if box.is_symlink():
            raise NotADirectoryError(errno.ENOTDIR, "a link instead of a directory", str(box))
        return box


def box_of(node: str) -> str:
    """Name the box of a node so that every file system can hold it and no two nodes share it in any case of letters."""
    slug = re.sub(r"[^a-z0-9]+", "-", node.lower())[:40].strip("-")
    return f"{slug or 'node'}-{hashlib.sha256(node.encode()).hexdigest()[:12]}"


def _names(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


def _stem_of(box: Path, package_id: UUID) -> str | None:
    """Find under which name a package lies in a box."""
    for name in _names(box):
        known = _NAME.fullmatch(name.casefold())
        if known and known[2] == str(package_id) and known[3] != "answer":
            return name[: known.end(1)]
    return None


def _beside(box: Path, name: str, kind: str) -> Path:
    """Find the file that goes with `name`, in whatever case."""
    wanted = f"{name.rpartition('.')[0]}.{kind}".casefold()
    return box / next((each for each in _names(box) if each.casefold() == wanted), wanted)


def _put(box: Path, name: str, data: bytes) -> None:
    """Write a file so that it is there whole, or not at all, whatever is pulled out when."""
    for left in box.glob(f"{name}.*{_TEMPORARY}"):  # of an attempt that was cut short
        _remove(left)
    temporary = box / f"{name}.{secrets.token_hex(4)}{_TEMPORARY}"
    try:
        with open(temporary, "xb") as file:  # noqa: PTH123  Path.open adds nothing here
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, box / name)  # noqa: PTH105  as above
        _force(box)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def _put_away(box: Path, stem: str) -> None:
    """Remove a package so that a cut on the way leaves no slip without its package."""
    done = box / f"{stem}.done"
    with suppress(FileNotFoundError):  # it was cut short after this
        os.replace(_beside(box, done.name, "slip"), done)  # noqa: PTH105  as above
    _remove(_beside(box, done.name, "package"))
    _remove(_beside(box, done.name, "done"))


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)


def _force(directory: Path) -> None:
    """Force the names of a directory to the medium, where it knows how."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        with suppress(OSError):  # some shares cannot; the files themselves are forced
            os.fsync(handle)
    finally:
        os.close(handle)


def _content(path: Path, most: int) -> bytes | None:
    """Read a plain file of at most so many bytes; nothing when it is not there, or a pipe, a device, a link, longer."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ELOOP, errno.ENXIO):
            return None
        raise
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            return None
        data = file.read(most + 1)
    return data if len(data) <= most else None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


@contextmanager
def _told(root: Path) -> Iterator[None]:
    """Tell in words what the medium did."""
    try:
        yield
    except OSError as error:
        raise _failure(error, root) from error


def _failure(error: OSError, root: Path) -> Unreachable:
    if error.errno in _FULL:
        return Unreachable(f"На носителе обмена {root} не хватает места.", f"Освободите место. {_ITSELF}")
    if error.errno in _LOCKED:
        text = f"На носитель обмена {root} нельзя писать или читать с него: он защищён или закрыт для узла."
        return Unreachable(text, f"Снимите защиту от записи и дайте учётной записи узла права на папку. {_ITSELF}")
    if error.errno in _GONE:
        return Unreachable(f"Носитель обмена {root} извлечён или не отвечает.", f"Подключите его снова. {_ITSELF}")
    why = os.strerror(error.errno or 0)
    return Unreachable(f"Носитель обмена {root} отказал ({why}).", f"Проверьте его или замените. {_ITSELF}")
