"""The fuzzer in short: it comes as far as it should, finds what is there to be found, and nothing comes out of ours.

The long run is `make fuzz` (docs/fuzzing.md); this one keeps it from rotting.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fuzz import broken, guided, seeds
from tests.fuzz.__main__ import SEED, Fuzzing, table
from tests.fuzz.box import Box
from tests.fuzz.child import SLOWEST, Feeder, made
from tests.fuzz.steps import step_of
from tests.fuzz.targets import BY_NAME, TARGETS

from obmen.message.errors import MessageError
from obmen.message.opening import open_container

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fuzz.__main__ import Run
    from tests.fuzz.targets import Target

INDEX: list[dict[str, Any]] = json.loads((seeds.FOLDER / "index.json").read_bytes())["vectors"]
STOPPED = [each for each in INDEX if each["kind"] == "container" and each["file"].startswith("bad/")]


def quiet(_text: str) -> None:
    """Say nothing."""


def fuzzed(target: Target, folder: Path, slowest: float = SLOWEST) -> Run:
    return Fuzzing(SEED, folder, say=quiet, slowest=slowest).run(target)


# --- It comes far, and nothing is found --------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore::UserWarning")  # `cryptography` warns of odd values that it reads all the same
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_a_short_run_reaches_what_it_should_and_finds_nothing(
    target: Target, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A mutation that has lost its way stops at the first step; what is found here is a fault of ours.

    In this very process, which is quicker: a crash of C code would end the suite, and pytest say where.
    """
    became = Feeder(target, SEED, Box.at(tmp_path / "box")).fed(range(target.brief))
    assert capsys.readouterr().out == ""
    assert target.expected - set(became) == set(), f"of {sorted(became)}"


def test_one_process_after_another_feeds_a_target(tmp_path: Path) -> None:
    """As the long run does; what went wrong in them is the next tests'."""
    run = fuzzed(replace(BY_NAME["container"], most=60), tmp_path)
    assert (run.count, run.findings) == (60, {})
    assert {"step 04", "step 08"} <= set(run.became)


def test_the_long_run_is_a_million_and_more() -> None:
    assert sum(target.most for target in TARGETS) >= 1_000_000


def test_an_input_follows_from_seed_target_and_number() -> None:
    """What is found today can be made again tomorrow, but for what is encrypted: that is random, and kept as it was."""
    for target in TARGETS:
        if target.name != "package":
            assert [made(target, SEED, number) for number in range(40)] == [made(target, SEED, n) for n in range(40)]
    one = BY_NAME["container"]
    assert made(one, SEED, 1) != made(one, SEED + 1, 1)


@pytest.mark.filterwarnings("ignore::UserWarning")  # same
@given(
    st.sampled_from([target for target in TARGETS if target.name != "rendition"]),
    st.integers(0, 1000),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.binary(max_size=8)), min_size=1, max_size=4),
)
def test_any_edits_of_any_seed_raise_nothing_of_others(
    target: Target, number: int, edits: list[tuple[float, float, bytes]]
) -> None:
    """The same by hypothesis, which shows the smallest edit that breaks something."""
    data = target.seeds()[number % len(target.seeds())]
    for place, share, put in edits:
        start = int(place * len(data))
        data = data[:start] + put + data[start + int(share * len(data)) :]
    target.feed(data, False)  # noqa: FBT003  hypothesis holds no keys


@pytest.mark.parametrize("vector", STOPPED, ids=lambda vector: vector["file"])
def test_the_step_is_read_off_as_the_vectors_state_it(vector: dict[str, Any]) -> None:
    """Otherwise the table would tell of steps that were never reached."""
    at = datetime.fromisoformat(vector["receivedAt"])
    with pytest.raises(MessageError) as caught:
        open_container(seeds.named(vector["file"]), received_at=at, book=seeds.book())
    first, _, last = step_of(caught.value).partition("-")
    assert int(first) <= vector["step"] <= int(last or first)


# --- It finds what is there --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("dies", "process died (-11)"),
        ("raises", "ZeroDivisionError in broken.py:_raises"),
        ("swells", "MemoryError in broken.py:_swells"),
        ("lies", "AssertionError in broken.py:_lies"),
        ("drags", "slow"),
    ],
)
def test_what_goes_wrong_is_found_and_its_input_kept(name: str, kind: str, tmp_path: Path) -> None:
    """A crash, a foreign error, too much memory, a lie, too much time; and the run goes on behind each."""
    target = replace(broken.BY_NAME[name], most=12)
    run = fuzzed(target, tmp_path, slowest=0.1 if name == "drags" else SLOWEST)
    assert set(run.findings) == {kind}
    assert run.count == 12
    kept = list(tmp_path.glob(f"{name}-*.bin"))
    assert {path.read_bytes() for path in kept} == {b"wrong"}
    assert len(kept) == min(3, run.findings[kind])
    assert "never reached" not in table([run])


def test_what_is_never_reached_is_told(tmp_path: Path) -> None:
    run = fuzzed(replace(BY_NAME["json"], most=5, expected=frozenset({"a word nobody says"})), tmp_path)
    assert "never reached: a word nobody says" in table([run])


def test_the_box_outlives_whoever_filled_it(tmp_path: Path) -> None:
    Box.at(tmp_path / "box").put(7, b"hostile")
    again = Box.at(tmp_path / "box")
    assert (again.number, again.data) == (7, b"hostile")
    again.put(8, b"x")
    assert (again.number, again.data) == (8, b"x")


def test_it_is_led_by_coverage_where_atheris_is_installed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`make fuzz` installs it; anywhere else it is said that it is missing, and nothing is counted."""
    run = fuzzed(replace(BY_NAME["label"], most=1), tmp_path)
    guided.run_all([run], seed=SEED, count=300, folder=tmp_path)
    assert run.guided == (300 if guided.available() else 0)
    assert ("atheris is not installed" in capsys.readouterr().out) is not guided.available()
    assert run.findings == {}


def test_without_atheris_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody shall believe that a run was led by coverage when it was not."""
    monkeypatch.setattr(guided, "available", lambda: False)
    run = fuzzed(replace(BY_NAME["label"], most=1), tmp_path)
    guided.run_all([run], seed=SEED, count=300, folder=tmp_path)
    assert run.guided == 0
    assert "atheris is not installed" in capsys.readouterr().out
