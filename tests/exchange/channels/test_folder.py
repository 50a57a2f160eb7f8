"""A medium goes from office to office: what lies on it, what is answered, and what happens when it is pulled out."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import resource
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from uuid import UUID, uuid4

import pytest
from tests.support.carriers import TestNotary, acknowledged, answers, arrivals, to

from obmen.exchange import slips
from obmen.exchange.channel import Answered, Arrived, Noticed
from obmen.exchange.channels import folder
from obmen.exchange.channels.folder import MARK, FolderChannel, box_of
from obmen.exchange.errors import Refused, Unreachable
from obmen.message.limits import DEFAULT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LETTER = b"a sealed letter" * 100


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    """Prepare a medium."""
    root = tmp_path / "medium"
    root.mkdir()
    (root / MARK).touch()
    return root


def at(medium: Path, node: str) -> FolderChannel:
    """Plug the medium in at a node."""
    return FolderChannel(medium, TestNotary(node))


def sent(medium: Path, letter: bytes = LETTER, sender: str = "ru", receiver: str = "kz") -> UUID:
    """Put a package on the medium."""
    package_id = uuid4()
    at(medium, sender).deliver(to(receiver), package_id, letter)
    return package_id


def digest(data: bytes = LETTER) -> str:
    return hashlib.sha256(data).hexdigest()


def stored(channel: FolderChannel) -> list[Arrived]:
    """Collect what came, as a node that stores everything and answers."""
    found = []
    for each in channel.collect():
        if isinstance(each, Arrived):
            channel.settle(each, acknowledged(each, digest(each.package)))
            found.append(each)
    return found


def files(medium: Path) -> list[str]:
    """Give the names of all files but the mark."""
    return sorted(path.name for path in medium.rglob("*") if path.is_file() and path.name != MARK)


# ── There and back ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_package_goes_there_and_its_acknowledgement_comes_back(medium: Path) -> None:
    """Handed is not delivered: that is what the seal of the other node says, whenever the medium comes back."""
    russia, kazakhstan = at(medium, "ru"), at(medium, "kz")
    package_id = uuid4()
    handed = russia.deliver(to("kz"), package_id, LETTER)
    assert (handed.package_id, handed.sha256) == (package_id, digest())
    assert list(russia.collect()) == []
    (arrived,) = stored(kazakhstan)
    assert (arrived.sender_node, arrived.package_id, arrived.package) == ("ru", package_id, LETTER)
    assert stored(kazakhstan) == []
    (answered,) = answers(russia)
    assert answered.node == "kz"
    assert answered.answer == acknowledged(arrived, digest())
    assert files(medium) == []


def test_what_is_not_taken_comes_back_with_the_reason(medium: Path) -> None:
    """The code and the words of the other node, under its seal."""
    package_id = sent(medium)
    kazakhstan = at(medium, "kz")
    (arrived,) = arrivals(list(kazakhstan.collect()))
    kazakhstan.settle(arrived, Refused("E-T-12", "Ярлык называет другой узел.", "Обновите реестр."))
    (answered,) = answers(at(medium, "ru"))
    assert isinstance(answered.answer, Refused)
    assert (answered.package_id, answered.answer.code) == (package_id, "E-T-12")
    assert str(answered.answer) == "Ярлык называет другой узел. Обновите реестр."


def test_several_nodes_use_one_folder_and_read_only_their_own(medium: Path) -> None:
    """Three Parties, one share: each gets what is for it, in the order in which it was put."""
    ours = [sent(medium, sender="ru", receiver="kz"), sent(medium, sender="by", receiver="kz")]
    back, other = sent(medium, sender="kz", receiver="ru"), sent(medium, sender="ru", receiver="by")
    assert {each.package_id for each in stored(at(medium, "kz"))} == set(ours)
    assert [each.package_id for each in stored(at(medium, "by"))] == [other]
    russia = at(medium, "ru")
    came = list(russia.collect())
    assert [each.package_id for each in arrivals(came)] == [back]
    assert {each.package_id for each in came if isinstance(each, Answered)} == {ours[0], other}


def test_a_package_that_still_lies_there_is_not_put_twice(medium: Path) -> None:
    """The medium has not left the house: sending again leaves one package; a carried one is put anew."""
    package_id = sent(medium)
    at(medium, "ru").deliver(to("kz"), package_id, LETTER)
    assert len(files(medium)) == 2
    for path in medium.rglob(f"*{package_id}*"):
        path.unlink()
    at(medium, "ru").deliver(to("kz"), package_id, LETTER)
    assert len(files(medium)) == 2


def test_until_it_is_settled_it_comes_again(medium: Path) -> None:
    """Nothing is put away because it was read: the node may die before it has stored it."""
    package_id = sent(medium)
    for _ in range(3):
        assert [each.package_id for each in arrivals(list(at(medium, "kz").collect()))] == [package_id]


# ── Names that every file system can hold ─────────────────────────────────────────────────────────────────────────


def test_names_sort_collide_never_and_fit_every_file_system(medium: Path) -> None:
    """Lower case, digits, hyphens and one dot; nodes that differ only in case have boxes of their own."""
    sent(medium)
    for path in medium.rglob("*"):
        if path.name != MARK:
            assert re.fullmatch(r"[a-z0-9-]{1,100}(\.[a-z]{1,8})?", path.name)
    nodes = ["KZ", "kz", "kz.node", "kz-node", "CON", "con", "узел", "a" * 300, "a" * 301]
    assert len({box_of(node) for node in nodes}) == len(nodes)


def test_a_medium_that_came_back_in_capitals_is_read(medium: Path) -> None:
    """FAT keeps no case: a copy made on another system may have other letters, and is the same package."""
    package_id = sent(medium)
    for path in sorted(medium.rglob("*"), reverse=True):
        if path.name != MARK:
            path.rename(path.with_name(path.name.upper()))
    assert [each.package_id for each in stored(at(medium, "kz"))] == [package_id]
    assert [each.package_id for each in answers(at(medium, "ru"))] == [package_id]
    assert files(medium) == []


# ── What is not whole, and what is not ours ───────────────────────────────────────────────────────────────────────


def only_notice(channel: FolderChannel) -> str:
    """Expect one remark and nothing else, said once."""
    (noticed,) = channel.collect()
    assert isinstance(noticed, Noticed)
    assert list(channel.collect()) == []
    return f"{noticed.text_ru} {noticed.how_to_fix}"


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def altered(path: Path) -> None:
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


@pytest.mark.parametrize("harm", [cut, altered, Path.unlink], ids=["cut", "altered", "missing"])
def test_a_partial_copy_waits_for_the_rest(medium: Path, harm: Callable[[Path], None]) -> None:
    """Not read as anything, left there, and mended by copying or sending again."""
    package_id = sent(medium)
    harm(next(medium.rglob("*.package")))
    kazakhstan = at(medium, "kz")
    assert "скопирован не полностью" in only_notice(kazakhstan)
    at(medium, "ru").deliver(to("kz"), package_id, LETTER)
    assert [each.package for each in stored(kazakhstan)] == [LETTER]


def test_a_package_whose_slip_was_not_copied_waits_for_it(medium: Path) -> None:
    """At the second look it is said: at the first the sender may be just writing."""
    sent(medium)
    next(medium.rglob("*.slip")).unlink()
    kazakhstan = at(medium, "kz")
    assert list(kazakhstan.collect()) == []
    assert "без сопроводительного листа" in only_notice(kazakhstan)
    assert len(files(medium)) == 1


def test_foreign_files_are_left_alone_and_named(medium: Path) -> None:
    """A holiday picture is said once; what systems leave behind is not worth a word."""
    package_id = sent(medium)
    box = medium / box_of("kz")
    for name in ("photo\n1.jpg", "Thumbs.db", ".DS_Store", "half.tmp"):
        (box / name).write_bytes(b"not ours")
    kazakhstan = at(medium, "kz")
    came = list(kazakhstan.collect())
    assert [each.package_id for each in arrivals(came)] == [package_id]
    (noticed,) = [each for each in came if isinstance(each, Noticed)]
    assert "«photo 1.jpg»" in noticed.text_ru
    assert len(list(box.iterdir())) == 6


def test_pipes_links_and_giants_are_not_read(medium: Path, tmp_path: Path) -> None:
    """Whoever may write to the share cannot make the node hang, read its own secrets, or fill its memory."""
    (tmp_path / "secret").write_bytes(LETTER)
    ids = [sent(medium) for _ in range(3)]
    pipe, link, giant = (next(medium.rglob(f"*{each}.package")) for each in ids)
    pipe.unlink()
    os.mkfifo(pipe)
    link.unlink()
    link.symlink_to(tmp_path / "secret")
    with giant.open("ab") as file:
        file.truncate(DEFAULT.package + 2)
    came = list(at(medium, "kz").collect())
    assert [type(each) for each in came] == [Noticed] * 3


def test_a_box_that_is_a_link_is_no_box(medium: Path, tmp_path: Path) -> None:
    """Nothing is written where a stranger points to."""
    (tmp_path / "elsewhere").mkdir()
    (medium / box_of("kz")).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Unreachable):
        sent(medium)
    assert list((tmp_path / "elsewhere").iterdir()) == []


# ── Who says so ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_package_counts_by_the_seal_of_its_slip_and_nothing_else(medium: Path) -> None:
    """A slip sealed by another known node, or by one that the register does not name, brings nothing in."""
    for liar in (TestNotary("ru", sealed_by="by"), TestNotary("stranger")):
        FolderChannel(medium, liar).deliver(to("kz"), uuid4(), LETTER)
    came = list(at(medium, "kz").collect())
    assert [type(each) for each in came] == [Noticed] * 2
    assert len(files(medium)) == 4


def test_a_slip_does_not_count_for_another_package_or_another_box(medium: Path) -> None:
    """Moved to another name or to another node's box, a true slip says nothing."""
    package_id = sent(medium)
    for path in list(medium.rglob(f"*{package_id}*")):
        (path.parent / path.name.replace(str(package_id), str(uuid4()))).write_bytes(path.read_bytes())
        (medium / box_of("by")).mkdir(exist_ok=True)
        (medium / box_of("by") / path.name).write_bytes(path.read_bytes())
    came = list(at(medium, "kz").collect())
    assert [each.package_id for each in arrivals(came)] == [package_id]
    assert len(came) == 2
    (noticed,) = at(medium, "by").collect()
    assert isinstance(noticed, Noticed)
    assert "адресован другому узлу" in noticed.text_ru


def test_a_forged_acknowledgement_ends_nothing(medium: Path) -> None:
    """Whoever holds the medium cannot say that the other node has stored it."""
    package_id = sent(medium)
    thief = FolderChannel(medium, TestNotary("kz", sealed_by="by"))
    (arrived,) = arrivals(list(thief.collect()))
    thief.settle(arrived, acknowledged(arrived, digest()))
    (noticed,) = at(medium, "ru").collect()
    assert isinstance(noticed, Noticed)
    assert "не подтверждён" in noticed.text_ru
    at(medium, "ru").deliver(to("kz"), package_id, LETTER)
    assert [each.package_id for each in stored(at(medium, "kz"))] == [package_id]
    assert [each.package_id for each in answers(at(medium, "ru"))] == [package_id]


# ── A medium that fails ────────────────────────────────────────────────────────────────────────────────────────────


def test_an_empty_mount_point_is_no_medium(medium: Path) -> None:
    """Without its mark nothing is written, or it would go to the node's own disk; nothing is read, and nothing said."""
    (medium / MARK).unlink()
    with pytest.raises(Unreachable, match=f"не подключён.*{MARK}"):
        sent(medium)
    assert list(medium.iterdir()) == []
    assert list(at(medium, "kz").collect()) == []
    assert list(at(medium / "away", "kz").collect()) == []


@contextmanager
def small_files() -> Iterator[None]:
    """Let no file grow beyond a kilobyte, and not for long: the report of this very run may be such a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_medium_is_said_and_leaves_no_half_file(medium: Path) -> None:
    with small_files(), pytest.raises(Unreachable, match=r"не хватает места.*Освободите место"):
        sent(medium)
    assert files(medium) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "не хватает места"),
        (errno.EROFS, "нельзя писать"),
        (errno.EACCES, "нельзя писать"),
        (errno.EIO, "извлечён или не отвечает"),
        (errno.ENODEV, "извлечён или не отвечает"),
        (errno.EINVAL, "отказал"),
    ],
)
def test_each_failure_has_its_words(medium: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str) -> None:
    """What to do is said with it; the package stays where it was."""

    def fails(*_of: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises(Unreachable, match=words) as told:
        sent(medium)
    assert told.value.how_to_fix
    assert files(medium) == []


def test_a_medium_that_cannot_be_written_is_read_once(medium: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disc that is read-only: the package is taken in once, and answered as soon as somebody lifts the lock."""
    package_id = sent(medium)
    kazakhstan = at(medium, "kz")
    with monkeypatch.context() as locked:
        locked.setattr(folder, "_put", _locked)
        (arrived,) = arrivals(list(kazakhstan.collect()))
        with pytest.raises(Unreachable, match="защиту от записи"):
            kazakhstan.settle(arrived, acknowledged(arrived, digest()))
        assert list(kazakhstan.collect()) == []
    assert list(kazakhstan.collect()) == []
    assert [each.package_id for each in answers(at(medium, "ru"))] == [package_id]
    assert files(medium) == []


def _locked(*_of: object) -> None:
    raise OSError(errno.EROFS, "read-only")


# ── Pulled out between any two steps ───────────────────────────────────────────────────────────────────────────────


class PulledOut(BaseException):
    """The power is cut here: nothing after it runs."""


@dataclass
class Steps:
    """Cuts the power before the step number `last`."""

    patch: pytest.MonkeyPatch
    last: int
    done: int = 0

    def __enter__(self) -> Self:
        """Count from here."""
        for owner, name in (
            (os, "fsync"),
            (os, "replace"),
            (Path, "unlink"),
            (Path, "mkdir"),
            (slips, "written"),
        ):
            self.patch.setattr(owner, name, self._counted(getattr(owner, name)))
        return self

    def __exit__(self, *_error: object) -> None:
        """Count no more."""
        self.patch.undo()

    def _counted(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*of: Any, **named: Any) -> Any:  # noqa: ANN401  any call
            self.done += 1
            if self.done >= self.last:
                raise PulledOut
            return real(*of, **named)

        return counted


def fresh(tmp_path: Path, number: int) -> Path:
    root = tmp_path / f"medium-{number}"
    root.mkdir()
    (root / MARK).touch()
    return root


def finished(medium: Path, package_id: UUID) -> None:
    """Both go on as after a new start: the package is there whole, acknowledged, and the medium is clean."""
    at(medium, "ru").deliver(to("kz"), package_id, LETTER)
    kazakhstan, russia = at(medium, "kz"), at(medium, "ru")
    for _ in range(2):
        assert all(each.package == LETTER for each in stored(kazakhstan))
    assert {each.package_id for each in answers(russia)} == {package_id}
    assert list(kazakhstan.collect()) == []
    assert files(medium) == []


def test_pulled_out_while_writing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut at every step of putting a package: what the reader sees is nothing or the whole package."""
    steps = 0
    for number in range(1, 100):
        medium, package_id = fresh(tmp_path, number), uuid4()
        try:
            with Steps(monkeypatch, number):
                at(medium, "ru").deliver(to("kz"), package_id, LETTER)
        except PulledOut:
            steps += 1
        else:
            break
        assert all(each.package == LETTER for each in arrivals(list(at(medium, "kz").collect())))
        finished(medium, package_id)
    assert steps >= 8


def test_pulled_out_while_answering(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut at every step of answering and putting away: answered at least once, nothing left half."""
    steps = 0
    for number in range(1, 100):
        medium = fresh(tmp_path, number)
        package_id = sent(medium)
        kazakhstan = at(medium, "kz")
        (arrived,) = arrivals(list(kazakhstan.collect()))
        try:
            with Steps(monkeypatch, number):
                kazakhstan.settle(arrived, acknowledged(arrived, digest()))
        except PulledOut:
            steps += 1
        else:
            break
        again = stored(at(medium, "kz"))
        assert all(each.package == LETTER for each in again)
        assert again or answers(at(medium, "ru"))
        finished(medium, package_id)
    assert steps >= 8


def test_pulled_out_while_putting_the_acknowledgement_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut at every step: the acknowledgement comes again, or is gone with its package."""
    steps = 0
    for number in range(1, 100):
        medium = fresh(tmp_path, number)
        package_id = sent(medium)
        lying = [(path, path.read_bytes()) for path in medium.rglob("*.*") if path.name != MARK]
        stored(at(medium, "kz"))
        for path, content in lying:  # a copy of the package came back with the medium
            path.write_bytes(content)
        russia = at(medium, "ru")
        (answered,) = russia.collect()
        assert isinstance(answered, Answered)
        try:
            with Steps(monkeypatch, number):
                russia.forget(answered)
        except PulledOut:
            steps += 1
        else:
            break
        finished(medium, package_id)
    assert steps >= 4
