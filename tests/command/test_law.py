"""`obmen law …`: what a lawyer and an integrator ask without a node."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from obmen.__main__ import main
from obmen.command.law.schema import FORMS
from obmen.message.encoding import StrictCodec

if TYPE_CHECKING:
    from pathlib import Path

    from obmen.command.law.desk import Form

EVENTS = """{"events": [{"happened": "POSTPONED", "on": "2026-03-16"}, {"happened": "RESUMED", "on": "2026-04-06"}]}"""


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Ask the law and return the exit status and what was printed."""
    status = main(["law", *words])
    return status, capsys.readouterr().out


def facts(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """Ask the law for JSON."""
    told: dict[str, Any] = json.loads(asked(capsys, *words, "--json")[1])
    return told


# ── obmen law due ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_question_of_the_example(capsys: pytest.CaptureFixture[str]) -> None:
    """02.03.2026 19:30Z is 3 March in Almaty: due 20.04.2026 (R-12.1.3)."""
    words = ("due", "--party", "KZ", "--received", "2026-03-02T19:30:00Z", "--zone", "Asia/Almaty")
    answer = facts(capsys, *words)
    assert (answer["receiptDate"], answer["dueUnadjusted"], answer["dueAdjusted"]) == (
        "2026-03-03",
        "2026-04-20",
        "2026-04-20",
    )
    assert answer["calendarVersion"].startswith("KZ-")
    assert answer["policies"]["P-01"] == "EXCLUDED"
    assert [day["number"] for day in answer["count"] if day["number"]] == list(range(1, 31))


def test_a_policy_moves_the_date(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "--party", "BY", "--received", "2026-03-02", "--policy", "P-01=INCLUDED")
    assert facts(capsys, *words)["dueAdjusted"] == "2026-04-10"


def test_both_dates_and_the_reasons_are_readable(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """KZ received 02.03, postponed 16.03, resumed 06.04: 17.04 unadjusted, 06.05 adjusted (R-15.2)."""
    file = tmp_path / "events.json"
    file.write_text(EVENTS, encoding="utf-8")
    status, text = asked(capsys, "due", "--party", "KZ", "--received", "2026-03-02", "--events", str(file))
    assert status == 0
    assert "Срок по ст. 12 без учёта приостановлений: 17.04.2026" in text
    assert "Срок по принятым толкованиям: 06.05.2026" in text
    assert "  16.03.2026    —  срок приостановлен: исполнение отложено (P-05)" in text
    assert "  06.05.2026   30  среда" in text


def test_a_new_calendar_version_shows_both_values(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """R-12.1.4: received 19.03.2026, 4 May becomes a day off: 06.05 → 08.05."""
    calendar = {
        "version": "KZ-2026-2",
        "act": "Указ (учебный)",
        "daysOff": [{"day": "2026-05-04", "why": "выходной день по новому указу"}],
    }
    file = tmp_path / "events.json"
    file.write_text(json.dumps({"calendars": [calendar]}), encoding="utf-8")
    words = ("due", "--party", "KZ", "--received", "2026-03-19", "--events", str(file))
    answer = facts(capsys, *words)
    assert answer["recounts"] == [{"calendarVersion": "KZ-2026-2", "was": "2026-05-06", "now": "2026-05-08"}]
    assert (answer["dueAdjusted"], answer["calendarVersion"]) == ("2026-05-08", "KZ-2026-2")
    assert "пересчёт на KZ-2026-2: 06.05.2026 → 08.05.2026" in asked(capsys, *words)[1]


def test_a_date_that_is_not_determined_says_why(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Null with a reason: a suspended term, a year without a calendar."""
    file = tmp_path / "events.json"
    file.write_text('{"events": [{"happened": "POSTPONED", "on": "2026-03-16"}]}', encoding="utf-8")
    answer = facts(capsys, "due", "--party", "KZ", "--received", "2026-03-02", "--events", str(file))
    assert answer["dueAdjusted"] is None
    assert answer["notDetermined"] == "Срок приостановлен с 16.03.2026: исполнение отложено (P-05)"
    assert answer["pauses"] == [{"policy": "P-05", "start": "2026-03-16", "end": None}]
    far = facts(capsys, "due", "--party", "KZ", "--received", "2040-03-02")
    assert far["dueUnadjusted"] is None
    assert far["notDetermined"] == "Срок не определён: нет календаря Стороны на 2040 год"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--party", "FR", "--received", "2026-03-02"), "Календаря Стороны FR у нас нет"),
        (("--party", "KZ", "--received", "второго марта"), "Не читается момент получения"),
        (("--party", "KZ", "--received", "2026-03-02T10:00:00"), "Не читается момент получения"),
        (("--party", "KZ", "--received", "2026-03-02", "--zone", "Asia/Nowhere"), "часовой пояс «Asia/Nowhere»"),
        (("--party", "KZ", "--received", "2026-03-02", "--policy", "P-01=YES"), "Такого толкования нет"),
        (("--party", "KZ", "--received", "2026-03-02", "--policy", "P-77=RUN"), "Такого толкования нет"),
        (("--party", "KZ", "--received", "2026-03-02", "--events", "/nowhere.json"), "Файл не читается"),
    ],
)
def test_a_question_that_cannot_be_read_is_explained(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], said: str
) -> None:
    assert main(["law", "due", *words]) == 2
    assert said in capsys.readouterr().err


def test_an_end_without_a_beginning_is_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "events.json"
    file.write_text('{"events": [{"happened": "RESUMED", "on": "2026-04-06"}]}', encoding="utf-8")
    assert main(["law", "due", "--party", "KZ", "--received", "2026-03-02", "--events", str(file)]) == 2
    assert "06.04.2026: исполнение возобновлено (ст. 15), а начала этого ожидания нет" in capsys.readouterr().err


# ── obmen law state, schema ─────────────────────────────────────────────────────────────────────────────────────────


def example(form: Form[Any], folder: Path) -> str:
    """Write the example of a form into a file."""
    file = folder / f"{form.name}.json"
    file.write_bytes(StrictCodec(form.of).encode(form.example))
    return str(file)


def test_the_fold_is_told_step_by_step(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (form,) = (form for form in FORMS if form.name == "state")
    status, text = asked(capsys, "state", example(form, tmp_path))
    assert status == 0
    assert text.startswith("Состояние: Получена часть ответа\n")
    assert "  6.а: отвечен" in text
    assert "  7.б: в работе" in text
    answer = facts(capsys, "state", example(form, tmp_path))
    assert answer["state"] == "PARTLY_ANSWERED"
    assert [step["after"] for step in answer["steps"]] == ["DELIVERED", "REGISTERED", "PARTLY_ANSWERED"]


def test_a_file_that_says_too_much_is_explained_field_by_field(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "state.json"
    file.write_text('{"documents": [{"kind": "M-99"}], "colour": 1}', encoding="utf-8")
    assert main(["law", "state", str(file)]) == 2
    said = capsys.readouterr().err
    assert "colour: неизвестное поле" in said
    assert "documents[0].messageId" in said
    assert "Образец: obmen law schema state" in said


def test_the_forms_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    status, text = asked(capsys, "schema")
    assert status == 0
    assert [line.split()[0] for line in text.splitlines()] == [form.name for form in FORMS]
    assert main(["law", "schema", "nothing"]) == 2
    assert "Схемы «nothing» нет" in capsys.readouterr().err


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_has_a_schema_and_a_valid_example(form: Form[Any], capsys: pytest.CaptureFixture[str]) -> None:
    """What the schema shows as an example can be read as it stands."""
    status, text = asked(capsys, "schema", form.name)
    assert status == 0
    schema = json.loads(text)
    assert schema["title"] == form.about
    assert StrictCodec(form.of).decode(json.dumps(schema["examples"][0]).encode()) == form.example
    assert schema["type"] == "object"
