"""`obmen law parties`: the Parties of a day, for people and for programs (Art. 20, 22-25)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import pytest

from obmen.__main__ import main
from obmen.command.law.parties import INSTRUMENTS, CisPeriod, Deposit, PublishedDates
from obmen.message.encoding import StrictCodec
from obmen.treaty.instruments import Instrument, InstrumentKind

if TYPE_CHECKING:
    from pathlib import Path

Ask: TypeAlias = Callable[..., tuple[int, str]]
K = InstrumentKind
EXAMPLE = INSTRUMENTS.example


@pytest.fixture
def ask(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Ask:
    """Ask about a deposit; return the exit status and what was printed."""

    def asked(deposit: Deposit, *words: str) -> tuple[int, str]:
        file = tmp_path / "instruments.json"
        file.write_bytes(StrictCodec(Deposit).encode(deposit))
        status = main(["law", "parties", str(file), *words])
        return status, capsys.readouterr().out

    return asked


def instrument(number: str, kind: K, party: str, on: date) -> Instrument:
    """Make an instrument."""
    return Instrument(number=number, kind=kind, party=party, received_on=on)


def test_the_parties_of_the_example(ask: Ask) -> None:
    """F-1 on 01.06.2026: since when, by which article, and the other readings (R-22.1, R-22.2, R-23.2, R-24.1)."""
    status, text = ask(EXAMPLE, "--on", "2026-06-01")
    assert status == 0
    assert text.splitlines()[:3] == [
        "На 01.06.2026",
        (
            "Соглашение в силе с 14.01.2026: третье уведомление получено 15.12.2025 "
            "(первый абзац ст. 22; P-09: тридцатый день после даты получения)"
        ),
        "  по толкованию P-09 D_PLUS_31 (день после тридцатого): 15.01.2026",
    ]
    assert "Кыргызстан (KG): выходит из Соглашения\n" in text
    assert "  действует с 04.03.2026: своё уведомление получено 02.02.2026 (второй абзац ст. 22; P-09" in text
    assert "  прекращает действие с 18.08.2026: три месяца после уведомления о выходе (ст. 24; P-11" in text
    assert "    по толкованию P-11 DISPATCH (от направления уведомления Стороной): 11.08.2026\n" in text
    assert "  действует с 20.05.2026: документ о присоединении государства СНГ получен 20.04.2026" in text
    assert "(первый абзац ст. 22; дата опубликована депозитарием)\n    по толкованию P-09 D_PLUS_30" in text
    assert "Обратить внимание государств:\n !   E-24-02  " in text


def test_the_same_for_programs(ask: Ask) -> None:
    answer = json.loads(ask(EXAMPLE, "--on", "2026-06-01", "--json")[1])
    assert (answer["on"], answer["missing"], answer["inForce"]["on"]) == ("2026-06-01", "", "2026-01-14")
    by_party = {each["party"]: each for each in answer["parties"]}
    assert {party: (each["status"], each["inForceFrom"]["on"]) for party, each in by_party.items()} == {
        "BY": ("IN_FORCE", "2026-01-14"),
        "KG": ("WITHDRAWING", "2026-03-04"),
        "KZ": ("IN_FORCE", "2026-01-14"),
        "RU": ("IN_FORCE", "2026-01-14"),
        "UZ": ("IN_FORCE", "2026-05-20"),
    }
    kg = by_party["KG"]
    assert (kg["name"], kg["signedOn"], kg["notifiedOn"]) == ("Кыргызстан", "2025-09-01", "2026-02-02")
    assert [(each["policyId"], each["option"], each["on"]) for each in kg["exitOn"]["readings"]] == [
        ("P-11", "RECEIPT", "2026-08-18"),
        ("P-11", "DISPATCH", "2026-08-11"),
    ]
    assert [each["code"] for each in kg["findings"]] == ["E-24-02"]
    assert by_party["KZ"]["inForceFrom"]["published"] is True


def test_a_policy_moves_the_dates(ask: Ask) -> None:
    """Unless the depositary has published one: for KZ the Agreement is in force from 14.01.2026 (P-09)."""
    words = ("--on", "2026-06-01", "--policy", "P-09=D_PLUS_31", "--json")
    assert json.loads(ask(replace(EXAMPLE, published=()), *words)[1])["inForce"]["on"] == "2026-01-15"
    assert json.loads(ask(EXAMPLE, *words)[1])["inForce"]["on"] == "2026-01-14"


def test_before_the_third_notification(ask: Ask) -> None:
    """What came later than the day is not known on it: who is waited for."""
    text = ask(EXAMPLE, "--on", "2025-12-14")[1]
    assert text.splitlines() == [
        "На 14.12.2025",
        "До вступления в силу: ещё 1 уведомление (подписали: Кыргызстан и Казахстан)",
        "Беларусь (BY): уведомила, Соглашение ещё не вступило в силу",
        "Кыргызстан (KG): подписала, внутригосударственные процедуры не завершены",
        "Казахстан (KZ): подписала, внутригосударственные процедуры не завершены",
        "Россия (RU): уведомила, Соглашение ещё не вступило в силу",
    ]


def test_consents_are_counted_and_missing_ones_named(ask: Ask) -> None:
    """So many of so many, and whose (R-23.3); the periods of the CIS may be given: UZ is told here to have left it."""
    given = replace(instrument("С-1", K.CONSENT, "RU", date(2026, 5, 5)), about="UZ")
    left = CisPeriod(party="UZ", member_from=date(1991, 12, 21), member_to=date(2026, 4, 20))
    deposit = replace(EXAMPLE, instruments=(*EXAMPLE.instruments, given), cis=(left,))
    text = ask(deposit, "--on", "2026-06-01")[1]
    assert "Узбекистан (UZ): присоединяется\n  согласия: 1 из 4; нет: Беларусь, Кыргызстан и Казахстан\n" in text
    assert "E-23-02" in text
    others = tuple(replace(given, number=party, party=party) for party in ("BY", "KG", "KZ"))
    whole = replace(deposit, instruments=(*deposit.instruments, *others))
    assert "  согласия: 4 из 4\n" in ask(whole, "--on", "2026-06-01")[1] + "\n"


def test_the_published_dates_prevail(ask: Ask) -> None:
    """Of entry and of exit (P-09, P-11)."""
    dates = (PublishedDates(party="KG", in_force_from=date(2026, 3, 5), exit_on=date(2026, 9, 1)),)
    text = ask(replace(EXAMPLE, published=dates), "--on", "2026-06-01")[1]
    assert "  действует с 05.03.2026: " in text
    assert "  прекращает действие с 01.09.2026: " in text
    only_exit = (PublishedDates(party="KG", exit_on=date(2026, 9, 1)),)
    text = ask(replace(EXAMPLE, published=only_exit), "--on", "2026-06-01")[1]
    assert "  действует с 04.03.2026: " in text


def test_declarations_are_told_with_their_mark(ask: Ask) -> None:
    """Not confirmed: not applied until the Parties decide; objections and a withdrawal are told (R-25.1, R-25.5)."""
    made = (
        replace(instrument("О-1", K.RESERVATION, "KZ", date(2025, 9, 1)), provisions=("6.a",), text="Учебный текст."),
        replace(instrument("В-1", K.OBJECTION, "RU", date(2026, 2, 2)), about="О-1"),
        replace(instrument("З-1", K.DECLARATION, "RU", date(2025, 11, 24)), full=True, document_classes=("NOTARIAL",)),
        replace(instrument("З-2", K.RETRACTION, "RU", date(2026, 5, 5)), about="З-1"),
    )
    deposit = replace(EXAMPLE, instruments=(*EXAMPLE.instruments, *made))
    text = ask(deposit, "--on", "2026-06-01")[1]
    assert "  оговорка О-1 — не применяется до решения Сторон (ст. 21); возражают: Россия\n" in text
    assert "  заявление по ст. 25 З-1; отозвано 05.05.2026\n" in text
    answer = json.loads(ask(deposit, "--on", "2026-06-01", "--json")[1])
    (declared,) = next(each["declarations"] for each in answer["parties"] if each["party"] == "KZ")
    assert declared == {
        "number": "О-1",
        "kind": "RESERVATION",
        "applied": False,
        "effectiveFrom": "2026-01-14",
        "withdrawnOn": None,
        "objections": ["RU"],
    }


def test_protocols_have_their_own_dates(ask: Ask) -> None:
    """By the mechanics of Art. 22, Party by Party (R-20.1)."""
    three = ("BY", "RU", "KZ")
    signed = [instrument(f"П-{party}", K.SIGNATURE, party, date(2026, 4, 1)) for party in three]
    notified = [instrument(f"У-{party}", K.NOTIFICATION, party, date(2026, 5, 18)) for party in three]
    protocol = tuple(replace(each, about="№ 1") for each in (*signed, *notified))
    deposit = replace(EXAMPLE, instruments=(*EXAMPLE.instruments, *protocol))
    assert ask(deposit, "--on", "2026-05-17")[1].endswith("Протокол № 1 (ст. 20): ещё не вступил в силу\n")
    assert ask(deposit, "--on", "2026-06-17")[1].endswith(
        "Протокол № 1 (ст. 20):\n  Беларусь: с 17.06.2026\n  Казахстан: с 17.06.2026\n  Россия: с 17.06.2026\n"
    )
    answer = json.loads(ask(deposit, "--on", "2026-06-17", "--json")[1])
    assert answer["protocols"]["№ 1"]["RU"]["on"] == "2026-06-17"


def test_without_a_day_it_is_today(ask: Ask) -> None:
    status, text = ask(EXAMPLE)
    assert status == 0
    assert text.startswith("На ")


def test_an_unreadable_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "instruments.json"
    file.write_text('{"instruments": [{"kind": "TREATY"}]}', encoding="utf-8")
    assert main(["law", "parties", str(file)]) == 2
    assert "instruments[0].kind" in capsys.readouterr().err
