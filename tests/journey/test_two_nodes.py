"""Two real nodes as processes: one exchange over mutual TLS, with a crash in the middle; and what it leaves behind."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from obmen.node.accidents import HITS
from obmen.node.demo.troupe import Scene

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journey.exchange import Exchange

    from obmen.node.demo.stage import Stage

MARKERS = (
    "Тестов",
    "Образцова",
    "850314300122",
    "ФС № 900000123",
    "Взыскать с Тестова",
    "ул. Примерная, д. 5",
    "KZ64999KZT0000012345",
    "XTA99999Z90000001",
    "кладовщик",
    "Запросы в банки",
)


def verify(container: Path) -> tuple[int, dict[str, object]]:
    """Run `obmen verify --json` as anyone would."""
    words = [sys.executable, "-m", "obmen", "verify", "--json", str(container)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_the_receiver_was_killed_between_storing_and_acknowledging(stage_of: Stage) -> None:
    assert (stage_of.home / "kz" / HITS).read_text(encoding="ascii") == "after_store\n"


def test_there_is_exactly_one_case_and_one_answer_on_each_side(finished: Exchange) -> None:
    one = {"cases": 1, "answers": 1, "states": ["EXECUTED"]}
    assert finished.asking.do("count", number=finished.number) == one
    assert finished.answering.do("count", number=finished.number) == one


def test_both_sides_know_the_term_of_the_kazakh_calendar(finished: Exchange) -> None:
    assert finished.due == "17.04.2026"
    assert finished.asking.do("knows_term", number=finished.number)["same"]


@pytest.mark.parametrize("side", ["ru", "kz"])
def test_all_evidence_is_opened_offline_and_names_who_signed(finished: Exchange, tmp_path: Path, side: str) -> None:
    containers = finished.evidence(side, tmp_path)
    kinds = set()
    for container in containers:
        status, report = verify(container)
        assert (status, report["verdict"]) == (0, "OPENED")
        kinds.add(report["type"])
    assert kinds == {"M-01", "M-02", "M-03", "T-01"}


def test_openssl_accepts_both_signatures_of_request_and_answer(finished: Exchange, tmp_path: Path) -> None:
    anchors = tmp_path / "anchors.pem"
    anchors.write_bytes(b"".join(_certificates(finished.stage)))
    for container in finished.evidence("ru", tmp_path / "ru"):
        if "-M-01" in container.name or "-M-03" in container.name:
            assert [_openssl(container, number, anchors, tmp_path) for number in (1, 2)] == [0, 0]


def test_an_altered_container_is_not_opened(finished: Exchange, tmp_path: Path) -> None:
    container = finished.evidence("ru", tmp_path)[0]
    raw = bytearray(container.read_bytes())
    raw[raw.index("Тестов".encode()) + 1] ^= 1
    container.write_bytes(raw)
    status, report = verify(container)
    assert (status, report["verdict"]) == (1, "NOT_ACCEPTED")


def test_nothing_of_the_content_is_found_in_any_file_of_either_node(stage_of: Stage) -> None:
    """Databases with their logs of changes, logs of processes, sessions: raw, UTF-16, base64, escaped."""
    found = [
        (path.name, marker)
        for house in ("ru", "kz")
        for path in (stage_of.home / house).rglob("*")
        if path.is_file()
        for marker in MARKERS
        if any(form in path.read_bytes() for form in _forms(marker))
    ]
    assert found == []


def test_the_search_for_content_would_find_it() -> None:
    text = json.dumps({"name": "Тестов"}).encode() + base64.b64encode("ab Тестов".encode())
    assert sum(form in text for form in _forms("Тестов")) >= 2


def test_the_journals_of_both_nodes_hold_and_name_every_act(stage_of: Stage, tmp_path: Path) -> None:
    for house in ("ru", "kz"):
        scene = Scene(home=stage_of.home / house, clock_file=stage_of.clock_file)
        scene.run("journal", "verify")
        scene.run("journal", "export", str(tmp_path / house))
    actions = {json.loads(line)["action"] for line in (tmp_path / "kz").read_text(encoding="utf-8").splitlines()}
    assert actions >= {"package_arrived", "received", "registered", "answer_submitted", "answered", "package_stored"}


def test_a_person_without_the_role_cannot_read_the_case(finished: Exchange) -> None:
    read = finished.answering.do("read", username="officer", case=finished.case["kz"])
    assert read["debtor"] == "Тестов Андрей Петрович"
    with pytest.raises(RuntimeError, match="Это действие выполняет"):
        finished.answering.do("read", username="admin", case=finished.case["kz"])


def _certificates(stage: Stage) -> list[bytes]:
    paths = [path for house in ("ru", "kz") for path in (stage.home / house / "secrets").rglob("*.pem")]
    return [x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.PEM) for path in paths]


def _openssl(container: Path, number: int, anchors: Path, folder: Path) -> int:
    with zipfile.ZipFile(container) as files:
        signature = files.extract(f"META-INF/signature{number:03}.p7s", folder / container.stem)
        manifest = files.extract(f"META-INF/ASiCManifest{number:03}.xml", folder / container.stem)
    words = ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", signature]
    trust = ["-content", manifest, "-CAfile", str(anchors), "-partial_chain", "-purpose", "any", "-out", "/dev/null"]
    moment = ["-attime", "1773000000"]
    return subprocess.run([*words, *trust, *moment], capture_output=True, check=False).returncode


def _forms(marker: str) -> list[bytes]:
    """Give the forms in which a text may lie in a file: UTF-8, UTF-16, escaped, base64 in its three alignments."""
    raw = marker.encode()
    shifted = [base64.b64encode(b"\0" * shift + raw)[(4 if shift else 0) : -4] for shift in range(3)]
    escaped = marker.encode("unicode_escape")
    return [
        raw,
        marker.encode("utf-16-le"),
        marker.encode("utf-16-be"),
        escaped,
        json.dumps(marker).encode()[1:-1],
        *shifted,
    ]
