"""veraPDF reads our printed letters: each keeps to the two levels that it claims, PDF/A-2a and PDF/UA-1 (R-10.3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.interop import java
from tests.support.renditions import all_renditions

from obmen.treaty.documents import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

pytestmark = pytest.mark.needs_verifiers
LEVELS = ["2a", "ua1"]


def spoiled(pdf: bytes) -> bytes:
    """Say in the metadata that the letter claims another part of PDF/A: the file is no longer what it says."""
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    return pdf.replace(b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:part>1</pdfaid:part>")


def ask(renditions: Mapping[str, bytes], folder: Path) -> dict[str, dict[str, Any]]:
    """Ask veraPDF about all renditions in one run."""
    cases = []
    for number, (name, pdf) in enumerate(renditions.items()):
        path = folder / f"{number}.pdf"
        path.write_bytes(pdf)
        cases.append({"id": name, "pdf": str(path), "levels": LEVELS})
    return {answer["id"]: answer for answer in java.ask("verapdf", cases, folder)}


def test_every_rendition_keeps_to_the_levels_that_it_claims(tmp_path: Path) -> None:
    """All kinds in one run, with one spoiled file among them so that a silent veraPDF would be noticed."""
    renditions = {f"{kind} {number}": pdf for number, (kind, pdf) in enumerate(all_renditions())}
    answers = ask({**renditions, "spoiled": spoiled(next(iter(renditions.values())))}, tmp_path)
    wrong = answers.pop("spoiled")
    assert not wrong["levels"][0]["compliant"]
    for name, answer in answers.items():
        assert sorted(answer["claims"]) == sorted(LEVELS), name
        for level in answer["levels"]:
            assert level["compliant"], (name, level["level"], level["broken"])
            assert level["checks"] > 100, (name, level)
    kinds = {kind.value for kind in Kind if not kind.is_receipt}
    assert {name.partition(" ")[0] for name in answers} == kinds, "every kind that has a printed form"
