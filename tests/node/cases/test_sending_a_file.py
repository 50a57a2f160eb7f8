"""`obmen send`: a request from a file with its scans, sent whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.support.two_offices import Offices, sample_request

from obmen.command.sending import send_file
from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node.cases import content
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.models import Outgoing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = b"%PDF-1.7\n%%EOF"


@pytest.fixture
def request_file(offices: Offices, tmp_path: Path) -> Path:
    """Give a request as a file, with both people who send it."""
    offices.person("RU", "officer")
    offices.person("RU", "signatory")
    file = tmp_path / "request.json"
    file.write_bytes(content.REQUESTS.encode(sample_request()))
    return file


def test_a_request_leaves_with_its_scans(request_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = request_file.with_name("лист № 1.pdf")
    scan.write_bytes(PDF)
    assert send_file(request_file, "RU-officer", "RU-signatory", [scan]) == 0
    assert "Отправлен: дело RU-770" in capsys.readouterr().out
    letter = containers.read(content.container_of(Case.objects.get().documents.get()))
    (listed,) = decode(letter.document).document.envelope.attachments
    assert (listed.file_name, letter.attachments) == ("лист № 1.pdf", {"001.pdf": PDF})


def test_a_scan_that_is_a_program_stops_the_request(request_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = request_file.with_name("лист.pdf")
    scan.write_bytes(b"MZ\x90\x00")
    assert send_file(request_file, "RU-officer", "RU-signatory", [scan]) == 1
    assert "Приложите PDF, PNG, JPEG или TIFF" in capsys.readouterr().out
    assert not Outgoing.objects.exists()
    assert Case.objects.get().local_state == LocalState.DRAFT


def test_a_scan_that_is_not_there_is_said_before_anything_is_drafted(
    request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert send_file(request_file, "RU-officer", "RU-signatory", [request_file.with_name("нет.pdf")]) == 2
    assert "нет.pdf" in capsys.readouterr().out
    assert not Case.objects.exists()
