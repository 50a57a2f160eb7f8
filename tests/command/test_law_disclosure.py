"""`obmen law may-disclose` and `obmen law retention`: Art. 9 asked from the command line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from obmen.__main__ import main
from obmen.command.law.schema import FORMS
from obmen.message.encoding import StrictCodec

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def example(name: str, folder: Path, **members: object) -> str:
    """Write the example of a form into a file, with some members changed."""
    (form,) = (form for form in FORMS if form.name == name)
    codec: StrictCodec[Any] = StrictCodec(form.of)
    told = json.loads(codec.encode(form.example))
    file = folder / f"{name}.json"
    file.write_text(json.dumps({**told, **members}), encoding="utf-8")
    return str(file)


def test_what_may_be_told_to_the_claimant(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """6.a stands under a special order, 6.b may go; the memo names the body (R-9.3.4)."""
    file = example("may-disclose", tmp_path)
    assert main(["law", "may-disclose", file]) == 1
    text = capsys.readouterr().out
    assert "НЕТ  E-9-07" in text
    assert "  6.а: нельзя\n  6.б: можно\n" in text
    assert "Разъяснение взыскателю: 6.а — по запросу суда; Орган Х (учебный)" in text
    assert main(["law", "may-disclose", file, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["holds"], answer["items"]) == (False, {"6.a": False, "6.b": True})
    assert answer["memo"] == [{"subject": "6.a", "body": "Орган Х (учебный)", "procedure": "по запросу суда"}]
    assert main(["law", "may-disclose", file, "--policy", "P-20=ALLOW"]) == 0
    assert "Можно сообщить" in capsys.readouterr().out


def test_when_information_may_be_destroyed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Ended 30.06.2026, five years: not on 29.06.2031, held by a dispute in July, allowed in September."""
    file = example("retention", tmp_path, holds=[])
    assert main(["law", "retention", file, "--on", "2031-06-29"]) == 1
    text = capsys.readouterr().out
    assert text.startswith("Состояние: идёт срок хранения\nХранится: до 30.06.2031\n")
    assert "E-9-08" in text
    assert main(["law", "retention", example("retention", tmp_path), "--on", "2031-07-01", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["state"], answer["due"], answer["mayDestroy"], answer["notice"]) == (
        "ON_HOLD",
        "2031-06-30",
        False,
        False,
    )
    assert main(["law", "retention", file, "--on", "2031-09-01"]) == 0


def test_a_pending_proceeding_and_an_incomplete_act(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pending = example("retention", tmp_path, endedOn=None, act={"ground": "Срок."})
    assert main(["law", "retention", pending, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["due"] is None
    assert {each["code"] for each in answer["findings"]} == {"E-9-09", "E-9-11"}
    assert main(["law", "retention", pending, "--on", "2031-01-01"]) == 1
    assert "Хранится: производство не окончено" in capsys.readouterr().out
