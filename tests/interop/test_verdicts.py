"""Four independent programs and one table: who accepts which letter, and why anyone differs (`table.py`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from tests.interop import java, verifiers
from tests.interop.letters import PERSON_P7S, SEAL_P7S
from tests.interop.table import ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.interop.letters import Letter
    from tests.interop.verifiers import Said

each_row = pytest.mark.parametrize("name", list(ROWS))
needs_verifiers = pytest.mark.needs_verifiers
STAMPED_AT = "2026-03-02T09:01:00Z"
PASSED = {"indication": "PASSED", "subIndication": None}


@cache
def letter(name: str) -> Letter:
    """Make the letter of a row once."""
    return ROWS[name].make()


@pytest.fixture(scope="module")
def dss(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, dict[str, Any]]:
    """Ask DSS about all letters in one run."""
    folder = tmp_path_factory.mktemp("dss")
    cases = [verifiers.dss_case(name, letter(name), folder / str(number)) for number, name in enumerate(ROWS)]
    return {answer["id"]: answer for answer in java.ask("dss", cases, folder)}


def agrees(name: str, verifier: str, said: Said) -> None:
    """Require that a verifier accepts what we accept and nothing else, unless the row says why it differs."""
    same = (said.verdict == "accepted") is (verifiers.ours(letter(name)).verdict == "accepted")
    reason = ROWS[name].differs.get(verifier)
    assert same is (reason is None), f"{verifier}: {said}; the row says: {reason}"


@each_row
def test_we_say_what_the_table_says(name: str) -> None:
    assert verifiers.ours(letter(name)).words == ROWS[name].ours


@each_row
def test_openssl_agrees_or_the_row_says_why_not(name: str, tmp_path: Path) -> None:
    said = verifiers.openssl(letter(name), tmp_path)
    assert said.words == ROWS[name].openssl
    agrees(name, "openssl", said)


@each_row
def test_pyhanko_agrees_or_the_row_says_why_not(name: str) -> None:
    said = verifiers.pyhanko(letter(name))
    assert said.words == ROWS[name].pyhanko
    agrees(name, "pyhanko", said)


@needs_verifiers
@each_row
def test_dss_agrees_or_the_row_says_why_not(name: str, dss: Mapping[str, dict[str, Any]]) -> None:
    said = verifiers.dss(dss[name])
    assert said.words == ROWS[name].dss
    agrees(name, "dss", said)


@needs_verifiers
@pytest.mark.parametrize(
    ("name", "level", "timestamps"),
    [
        ("sealed and signed, without a timestamp", "CAdES_BASELINE_B", []),
        ("with a timestamp", "CAdES_BASELINE_LT", [{"at": STAMPED_AT, **PASSED}]),
        ("lists at hand, none in the signature", "CAdES_BASELINE_T", [{"at": STAMPED_AT, **PASSED}]),
    ],
)
def test_dss_reads_of_a_good_letter_what_we_wrote(
    name: str, level: str, timestamps: list[dict[str, Any]], dss: Mapping[str, dict[str, Any]]
) -> None:
    """The form is ASiC-E, both signatures cover every file, and there is nothing in the container to warn of."""
    answer = dss[name]
    content = ["document.json", "document.pdf", "attachments/001.pdf"]
    assert (answer["type"], answer["mimetype"]) == ("ASiC_E", "application/vnd.etsi.asic-e+zip")
    assert sorted(answer["files"]) == sorted(content)
    person, seal = answer["signatures"]
    assert (person["file"], seal["file"]) == (PERSON_P7S, SEAL_P7S)
    for one in (person, seal):
        assert (one["level"], one["signingTime"], one["covers"]) == (level, "2026-03-02T09:00:00Z", content)
        assert (one["timestamps"], one["errors"]) == (timestamps, {})
    assert seal["warnings"] == {}
    assert set(person["warnings"]) == {"BBB_XCV_AIA_PRES_ANS"}, "the test certificate names no place of its issuer's"
