"""Annex A: the catalogue of refusals and warnings, and how a finding is worded."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from obmen.treaty import dated
from obmen.treaty.articles import Article, cited
from obmen.treaty.errors import Entry, catalogue, held, nack_text, received, violation
from obmen.treaty.findings import Findings, Weight

ENTRIES = list(catalogue.values())
TEXTS = [
    (entry.code, case, wording.text, wording.how_to_fix)
    for entry in ENTRIES
    for case in ("", *entry.cases)
    for wording in [entry.wording(case)]
]

# What Annex A says of each code: y blocks, w warns, f finding, n NACK, yn both, c confirm, u undetermined, e edition.
ANNEX = {
    "E-1": "01yn 02y 03y",
    "E-2": "01w 02y",
    "E-3": "01y",
    "E-4": "01y",
    "E-5": "01w 02y",
    "E-6": "01y 02y",
    "E-7": "01y 02y 03y",
    "E-8": "01y",
    "E-9": "01y 02y 03y 04y 05y 06y 07y 08y 09y 10y",
    "E-10": "01y 02y 03y 04y",
    "E-11": "01y 02y 03y 04w 05y 06y 07y 08y 09y 10yn 11yn 12y",
    "E-12": "01w 02w 03w 06w",
    "E-13": "01y 02y 03y 04y",
    "E-14": "01y",
    "E-15": "01y 02y 03y",
    "E-16": "01y",
    "E-17": "01y",
    "E-18": "01yn 02y 03e",
    "E-19": "01y",
    "E-23": "01f 02u",
    "E-24": "01yn 02f",
    "E-25": "01f 02f 03f 04y 05c 06f 07f",
    "E-T": "01n 02n 03n 04n 05u 06e 07n 08n 09w",
}
EFFECTS = {
    "y": "blocks",
    "yn": "blocks",
    "w": "warns",
    "f": "finding",
    "n": "nack",
    "c": "confirm",
    "u": "undetermined",
    "e": "edition",
}
CATALOGUE = Path(dated.__file__).with_name("data") / "errors.toml"
OURS = set(re.findall(r"^\[(E-\w+-\d+)\] # ours", CATALOGUE.read_text(encoding="utf-8"), re.MULTILINE))


def test_the_whole_annex_is_here_and_ours_beside_it() -> None:
    told = {f"{group}-{code[:2]}": code[2:] for group, codes in ANNEX.items() for code in codes.split()}
    assert set(catalogue) == set(told) | OURS
    assert {code: catalogue[code].effect for code in told} == {code: EFFECTS[mark] for code, mark in told.items()}
    assert {code for code in told if catalogue[code].also_nack} == {code for code, mark in told.items() if mark == "yn"}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.code)
def test_a_code_belongs_to_an_article_that_it_names(entry: Entry) -> None:
    """E-11-… cites Art. 11 among others; only technical codes and the reservation to Art. 6(a) need not."""
    number = entry.code.split("-")[1]
    if number != "T" and entry.code != "E-25-07":
        assert int(number) in {article.number for article in entry.articles}
    assert entry.articles == cited(entry.basis)


@pytest.mark.parametrize(("code", "case", "text", "fix"), TEXTS, ids=[f"{code} {case}" for code, case, *_ in TEXTS])
def test_a_text_says_what_is_wrong_and_what_to_do(code: str, case: str, text: str, fix: str) -> None:
    """No full stop at the end (the sentence adds it), no Latin letter, no article left out of the advice."""
    for sentence in (text, fix):
        assert sentence[0].isupper() or sentence[0] in "«{"
        assert not sentence.endswith(".")
        bare = re.sub(r"\{\w+\}|VIN", "", sentence)
        assert not re.search(r"[A-Za-z]", bare), (code, case)


def test_facts_fill_the_places_of_the_text() -> None:
    finding = violation("E-24-01", party="Казахстан", date=date(2026, 8, 18))
    assert finding.because == "Соглашение прекратило действие для Стороны Казахстан с 18.08.2026"


def test_a_missing_fact_stays_an_ellipsis() -> None:
    """Nothing crashes in front of a clerk because a fact was not at hand."""
    assert violation("E-18-01").because.endswith("(на дату …)")


def test_a_finding_reads_aloud() -> None:
    """The house pattern: what; by which article; what to do."""
    finding = violation("E-7-03", case="reversed", start=date(2026, 2, 1), end=date(2026, 1, 1))
    assert finding.sentence() == (
        "Период сведений о доходах заканчивается (01.01.2026) раньше, чем начинается (01.02.2026). "
        "Основание: последний абзац ст. 7. Что сделать: Поменяйте даты местами или исправьте их."
    )


def test_a_technical_refusal_says_that_it_is_no_refusal() -> None:
    """T-02 never reads like Art. 13."""
    text = nack_text("E-T-01", detail="нет подписи")
    assert text.startswith("Сообщение повреждено и не читается (нет подписи). ")
    assert text.endswith("Это не отказ в исполнении запроса (ст. 13); течение срока по ст. 12 не началось.")


@pytest.mark.parametrize("code", ["E-25-01", "E-25-02", "E-25-03", "E-25-06", "E-25-07"])
def test_a_defect_of_a_declaration_is_brought_to_the_states(code: str) -> None:
    """The depositary records and judges nothing (R-25.1)."""
    finding = violation(code)
    assert finding.because.endswith("Опубликовано как «не применяется до решения Сторон (ст. 21)»")
    assert finding.weight is Weight.NOTES


def test_what_blocks_the_sender_only_warns_the_receiver() -> None:
    """R-11.4: received with a warning, a person decides."""
    found = Findings.of([violation("E-11-07"), violation("E-25-01"), held("Всё на месте", Article(11))])
    softened = received(found)
    assert not found
    assert softened
    assert [finding.weight for finding in softened.failing] == [Weight.WARNS, Weight.NOTES]


def test_an_unknown_code_or_case_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        violation("E-99-01")
    with pytest.raises(KeyError):
        violation("E-7-01", case="unheard-of")


def test_a_citation_is_read_as_it_is_written() -> None:
    for entry in ENTRIES:
        for article in entry.articles:
            assert cited(str(article)) == (article,)
    assert cited("—") == ()
    assert cited("подп. а) ст. 6, оговорка") == (Article(6, letter="а"),)
    assert cited("ст. 1, 22") == (Article(1), Article(22))
