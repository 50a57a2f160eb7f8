"""The test vectors: they come out the same again, and this program says of each what it should, where it should."""

from __future__ import annotations

import hashlib
import inspect
import json
import re
import sys
import traceback
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from vectors import generate

from obmen.__main__ import main
from obmen.command import conformance
from obmen.message import opening
from obmen.message.errors import MessageError
from obmen.message.report import Verdict

if TYPE_CHECKING:
    from types import FrameType

    from obmen.message.opening import Opened
    from obmen.message.suites.software import SoftwareDecrypter
    from obmen.register.trusted import TrustedRegister

FOLDER = Path(generate.__file__).parent
INDEX: dict[str, Any] = json.loads((FOLDER / "index.json").read_bytes())
VECTORS: list[dict[str, Any]] = INDEX["vectors"]
LETTERS = [each for each in VECTORS if each["kind"] != "edition"]
CONTENT = (
    "Үлгі-Сауда",
    "350000",
    "350 000",
    "530000",
    "530 000",
    "ИЛ-1",
    "Тестова Анна",
    "приказ № 1",
    "12-3/45",
    "Копия 00",
    "Copy of the",
)
"""What stands in the letters of the vectors and must stand in no error."""

OURS = f"{sys.executable} -m obmen conformance open {{file}} --kind {{kind}} --register {{register}} --keys {{keys}}"
OURS += " --time {time} --addressee {addressee}"


def each_of(vectors: list[dict[str, Any]]) -> list[Any]:
    """Make a parameter of each, skipped where a suite is missing that it needs."""
    marks = {"gost": pytest.mark.needs_gost}
    return [
        pytest.param(each, id=each["file"], marks=[marks[need] for need in each.get("needs", ())]) for each in vectors
    ]


@cache
def book() -> TrustedRegister:
    return conformance.register_of(FOLDER / INDEX["register"], datetime.fromisoformat(VECTORS[0]["receivedAt"]))


@cache
def decrypter() -> SoftwareDecrypter:
    return conformance.decrypter_of(FOLDER / INDEX["keys"])


def answered(vector: dict[str, Any]) -> tuple[Verdict, dict[str, Any]]:
    return conformance.answer((FOLDER / vector["file"]).read_bytes(), arrival_of(vector), book(), decrypter())


def arrival_of(vector: dict[str, Any]) -> conformance.Arrival:
    at = datetime.fromisoformat(vector["receivedAt"])
    return conformance.Arrival(kind=vector["kind"], at=at, addressee=vector["addressee"])


# --- They come out the same --------------------------------------------------------------------------------------


def test_the_generator_makes_every_file_again_to_the_byte(tmp_path: Path) -> None:
    """Keys, times, salts and numbers are fixed, and signing is deterministic (RFC 6979)."""
    count = generate.write(tmp_path)
    made = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(made) == count > 200
    assert [name for name, raw in made.items() if (FOLDER / name).read_bytes() != raw] == []


def test_nothing_lies_there_that_the_index_does_not_describe() -> None:
    """A file that nobody runs proves nothing."""
    described = {each["file"]: each["sha256"] for each in VECTORS}
    lying = {
        str(path.relative_to(FOLDER)): hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in ("good", "bad")
        for path in (FOLDER / folder).iterdir()
    }
    assert lying == described


def test_the_vectors_stay_small() -> None:
    """They are fetched with every copy of the project."""
    files = [path for path in FOLDER.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert sum(path.stat().st_size for path in files) < 3 * 1024 * 1024


# --- What is said of each ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("vector", each_of(VECTORS))
def test_a_vector_gets_the_verdict_it_should(vector: dict[str, Any]) -> None:
    """Verdict, code, place and warnings; a bad one names the mishap it guards against."""
    verdict, said = answered(vector)
    told = {"verdict": verdict.value, **{name: said[name] for name in ("code", "field", "warnings") if said.get(name)}}
    assert told == vector["expect"], said.get("textRu")
    assert vector["guards"].endswith(".")
    assert vector["file"].startswith("good/" if verdict is Verdict.OPENED else "bad/")


@pytest.mark.parametrize("vector", each_of([each for each in LETTERS if each["file"].startswith("bad/")]))
def test_a_bad_letter_is_stopped_at_the_step_that_it_names(vector: dict[str, Any]) -> None:
    """And its error tells neither what the letter says nor a key."""
    error = failing(vector)
    assert vector["step"] in steps_of(error)
    told = "".join([*traceback.format_exception(error), repr(error), error.text_ru, error.field])
    assert [each for each in CONTENT if each in told] == []
    assert "PRIVATE" not in told


def test_every_step_stops_something() -> None:
    """But the first (the file would be as large as the limit), and the two that only decide what others judge by."""
    stopped = {each["step"] for each in LETTERS if "step" in each}
    assert stopped == set(range(1, 18)) - {1, 14}
    assert {each["step"] for each in VECTORS if each["kind"] == "edition" and "step" in each} == {1, 2, 3, 4, 5}


def test_the_content_that_is_looked_for_is_there() -> None:
    """Otherwise its absence from errors would prove nothing."""
    plain = [each for each in LETTERS if each["kind"] == "container" and each["expect"]["verdict"] == "OPENED"]
    opened = [opened_of(each) for each in plain if "needs" not in each]
    documents = "".join(each.container.document.decode() for each in opened)
    attached = "".join(data.decode() for each in opened for data in each.container.attachments.values())
    assert [each for each in CONTENT if each not in documents + attached] == ["350 000", "530000", "530 000"]


def opened_of(vector: dict[str, Any]) -> Opened:
    return conformance.open_letter((FOLDER / vector["file"]).read_bytes(), arrival_of(vector), book(), decrypter())


def failing(vector: dict[str, Any]) -> MessageError:
    with pytest.raises(MessageError) as caught:
        opened_of(vector)
    return caught.value


def steps_of(error: MessageError) -> set[int]:
    """Read off the step: the mark above the line of opening that was being done when the error came."""
    walked = (frame for frame, _ in traceback.walk_tb(error.__traceback__))
    frames = [frame for frame in walked if frame.f_code.co_filename == opening.__file__]
    lines = [line for frame in frames if (line := _marked(frame, error))]
    return {int(number) for number in re.findall(r"\((\d+)\)", lines[-1])}


def _marked(frame: FrameType, error: MessageError) -> str:
    """Give the last mark in the function above the line at which the frame stopped."""
    lines, start = inspect.getsourcelines(frame.f_code)
    stopped = next(number for each, number in traceback.walk_tb(error.__traceback__) if each is frame)
    marks = [line for line in lines[: stopped - start + 1] if re.match(r"\s*# \(\d+\)", line)]
    return marks[-1] if marks else ""


# --- Driving any implementation ----------------------------------------------------------------------------------


def test_our_own_command_agrees_with_every_vector_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """As another implementation would be driven: a process for each vector (`make conformance` runs them all)."""
    assert main(["conformance", "run", "--command", OURS, "--vectors", str(FOLDER), "--only", "label"]) == 0
    told = capsys.readouterr().out
    assert "расхождений: 0." in told
    assert "НЕТ" not in told


def test_an_implementation_that_believes_everything_is_found_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Its answer is told beside the one that was expected."""
    words = ["conformance", "run", "--command", "true", "--vectors", str(FOLDER), "--only", "/json", "--json"]
    assert main(words) == 1
    told = json.loads(capsys.readouterr().out)
    wrong = [each["file"] for each in told["vectors"] if not each["agrees"]]
    assert set(wrong) == {each["file"] for each in VECTORS if "/json" in each["file"] and "bad/" in each["file"]}
    assert told["disagree"] == len(wrong)
    assert told["vectors"][0]["differs"] == ["«вскрыто» вместо «не принято»"]


def test_a_command_that_is_not_there_or_fails_has_given_no_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    """A crash is not taken for a refusal: only 0, 1 and 2 are answers."""
    for program in ("no-such-program-anywhere", f"{sys.executable} -c 'raise SystemExit(70)'"):
        words = ["conformance", "run", "--command", program, "--vectors", str(FOLDER), "--only", "json-nan"]
        assert main(words) == 1
        assert "НЕТ  bad/json-nan.asice" in capsys.readouterr().out


def test_what_a_command_says_besides_is_compared_when_it_says_it() -> None:
    """Code, place and warnings may be left out; what is said must be right."""
    (vector,) = conformance.vectors_of(FOLDER, "digest-document")
    refused = Verdict.NOT_ACCEPTED
    assert conformance.compared(vector, refused, {}).differs == ()
    assert conformance.compared(vector, refused, {"code": "E-T-03", "field": "document.json"}).differs == ()
    assert conformance.compared(vector, refused, {"code": "E-T-01"}).differs == ("code: «E-T-01» вместо «E-T-03»",)
    assert conformance.compared(vector, None, {}).differs == ("«нет вердикта» вместо «не принято»",)


def test_an_implementation_without_a_national_suite_leaves_its_vectors_out() -> None:
    """What needs GOST says so."""
    everything = {each.file for each in conformance.vectors_of(FOLDER)}
    left_out = everything - {each.file for each in conformance.vectors_of(FOLDER, without=["gost"])}
    assert left_out == {each["file"] for each in VECTORS if "gost" in each["file"]} != set()


def test_a_folder_without_vectors_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing compared is not everything agreed."""
    assert main(["conformance", "run", "--command", "true", "--vectors", str(tmp_path)]) == 2
    assert "не читаются" in capsys.readouterr().out
    assert main(["conformance", "run", "--command", "true", "--vectors", str(FOLDER), "--only", "no such"]) == 1
