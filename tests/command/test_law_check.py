"""`obmen law check`: all findings on a request, with and without the register."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from obmen.__main__ import main
from obmen.command.law.check import FORMS
from obmen.message.encoding import StrictCodec

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """Ask the law and return the exit status and what was printed."""
    status = main(["law", "check", *words])
    return status, capsys.readouterr().out


def example(name: str, folder: Path, **members: object) -> str:
    """Write the example of a form into a file, with some members changed."""
    (form,) = (form for form in FORMS if form.name == name)
    codec: StrictCodec[Any] = StrictCodec(form.of)
    told = json.loads(codec.encode(form.example))
    file = folder / f"{name}.json"
    file.write_text(json.dumps({**told, **members}), encoding="utf-8")
    return str(file)


def test_a_request_without_a_fault(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Alone by its content; with the register by the right to send it too."""
    request, register = example("check", tmp_path), example("check-register", tmp_path)
    status, text = asked(capsys, request, "--on", "2026-03-02")
    assert status == 0
    assert text.endswith("Препятствий нет.\n")
    assert "реестр депозитария" not in text
    status, text = asked(capsys, request, "--on", "2026-03-02", "--register", register)
    assert status == 0
    assert "Оба органа внесены в реестр депозитария" in text
    assert "— инициатор" in text


def test_a_request_with_faults_names_them_all(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Every reason with its code, article, field and what to do, for people and for programs."""
    request, register = example("check", tmp_path, content=""), example("check-register", tmp_path)
    status, text = asked(capsys, request, "--on", "2026-01-13", "--register", register)
    assert status == 1
    assert "НЕТ  E-11-08" in text
    assert text.count("E-1-01") == 2
    assert text.endswith("Есть препятствия.\n")
    assert asked(capsys, request)[0] == 1
    status, text = asked(capsys, request, "--on", "2026-03-02", "--json")
    answer = json.loads(text)
    (blocking,) = (each for each in answer["findings"] if each["weight"] == "BLOCKS" and not each["holds"])
    assert (blocking["code"], blocking["field"], blocking["article"]) == ("E-11-08", "content", "подп. д) п. 1 ст. 11")
    assert blocking["howToFix"]
    assert (status, answer["holds"], answer["on"]) == (1, False, "2026-03-02")


def test_a_warning_alone_does_not_block(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """The reservation to 6(a) is shown and stops nothing; a notarial document asks for a confirmation."""
    request = example("check", tmp_path, subjects=[{"code": "6.a"}])
    reservation = {"party": "KZ", "kind": "RESERVATION", "provisions": ["6.a"], "text": "Оговорка (учебная)."}
    register = example("check-register", tmp_path, declarations=[reservation])
    status, text = asked(capsys, request, "--on", "2026-03-02", "--register", register)
    assert status == 0
    assert " !   E-6-03" in text
    assert "Оговорка (учебная)" in text


def test_what_the_register_does_not_know_blocks(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = (example("check", tmp_path), "--on", "2026-03-02", "--register")
    assert asked(capsys, *words, example("check-register", tmp_path, authorities=[]))[1].count("E-18-01") == 2
    assert "E-11-01" in asked(capsys, *words, example("check-register", tmp_path, directory=[]))[1]
    silent = example("check-register", tmp_path, withoutAuthorities=["KZ"])
    assert "E-18-02" in asked(capsys, *words, silent)[1]
    unknown = example("check-register", tmp_path, members=[])
    assert asked(capsys, *words, unknown)[1].count("дата вступления не опубликована") == 2


def test_an_unknown_policy_is_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    register = example("check-register", tmp_path, policies={"P-15": "MAYBE"})
    assert main(["law", "check", example("check", tmp_path), "--register", register]) == 2
    assert "Такого толкования нет" in capsys.readouterr().err


def test_each_document_and_subject_is_told_apart(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """KZ PARTIAL [6.a] for non-judicial documents: 6.a flagged, 7.a normal (R-25.3)."""
    (form,) = (form for form in FORMS if form.name == "check")
    (writ,) = json.loads(StrictCodec(form.of).encode(form.example))["documents"]
    order = {**writ, "documentClass": "OFFICIAL", "issuerWithinJudicialSystem": False, "nationalKind": "постановление"}
    request = example("check", tmp_path, documents=[order], subjects=[{"code": "6.a"}, {"code": "7.a"}])
    partial = {"party": "KZ", "kind": "ART25_PARTIAL", "documentClasses": ["NON_JUDICIAL"], "provisions": ["6.a"]}
    register = example("check-register", tmp_path, declarations=[partial])
    words = (request, "--on", "2026-03-02", "--register", register)
    flagged = "постановление ФС № 900000123, 6.а: можно с обоснованным подтверждением: возможен отказ"
    status, text = asked(capsys, *words)
    assert text.splitlines()[0] == flagged
    assert (status, text.count("постановление ФС")) == (0, 1)
    assert json.loads(asked(capsys, *words, "--json")[1])["scope"] == [
        {"document": 0, "subject": "6.a", "permission": "CONFIRM"},
        {"document": 0, "subject": "7.a", "permission": "ALLOWED"},
    ]
