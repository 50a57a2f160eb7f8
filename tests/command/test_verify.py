"""`obmen verify` in the hands of somebody without a node: every form of evidence, good and bad, offline (R-9.4.2)."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from obmen.__main__ import main
from obmen.message import container as containers
from obmen.message.rendering import page_images
from obmen.message.shell import shell_of

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str]]

VECTORS = Path(__file__).parents[2] / "vectors"
REGISTER = VECTORS / "register"
REQUEST = VECTORS / "good/request.asice"
FINGERPRINT = (REGISTER / "fingerprint.txt").read_text(encoding="ascii").strip()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Say the words, and give the exit status and what was printed."""

    def said(file: Path, *words: str | Path, register: Path | None = REGISTER) -> tuple[int, str]:
        known = ["--register", str(register)] if register else []
        status = main(["verify", str(file), *known, *map(str, words)])
        return status, capsys.readouterr().out

    return said


def contents() -> containers.Container:
    return containers.read(REQUEST.read_bytes())


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


# --- A container -------------------------------------------------------------------------------------------------


def test_a_container_says_who_signed_what_when_and_on_whose_word(run: Run) -> None:
    """A claim of time is called a claim; the fingerprint of the register is named."""
    status, said = run(REQUEST, "--fingerprint", FINGERPRINT)
    assert status == 0
    assert "Вердикт: вскрыто." in said
    assert "время не доказано; сертификат проверен на время, которое заявил подписавший" in said
    assert f"Реестр: отпечаток первого издания {FINGERPRINT} (указан вами)" in said


def test_a_timestamp_proves_the_time(run: Run) -> None:
    """Then nothing is a claim any more."""
    status, said = run(VECTORS / "good/timestamp.asice")
    assert status == 0
    assert "существовала не позднее" in said
    assert "метка времени" in said


def test_without_a_register_it_cannot_be_told(run: Run, tmp_path: Path) -> None:
    """The arithmetic holds; whose the certificates are nobody says."""
    alone = put(tmp_path, "request.asice", REQUEST.read_bytes())
    status, said = run(alone, register=None)
    assert status == 2
    assert "реестр не указан" in said


@pytest.mark.parametrize("junk", [b"", b"PK\x03\x04", b"{}", bytes(1000)])
def test_what_is_nothing_of_ours_is_told_in_words(run: Run, tmp_path: Path, junk: bytes) -> None:
    """Never a traceback."""
    status, said = run(put(tmp_path, "file", junk))
    assert status == 1
    assert "не принято" in said


def test_a_file_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    """So is a folder of the register that is not there."""
    assert run(tmp_path / "absent")[0] == 2
    status, said = run(REQUEST, register=tmp_path / "absent")
    assert (status, "Проверить нельзя" in said) == (2, True)


# --- A package that is still encrypted ---------------------------------------------------------------------------


def test_a_package_is_opened_with_the_key_of_its_addressee(run: Run, tmp_path: Path) -> None:
    """Key and certificate in one file; without them, or with another's, it is said what is needed."""
    package = VECTORS / "good/package.package"
    status, said = run(package)
    assert (status, "--key" in said) == (2, True)
    outcomes = set()
    for certificate in sorted((VECTORS / "test-keys").glob("*.cer")):
        pem = _pem(certificate.read_bytes()) + certificate.with_suffix(".pem").read_bytes()
        outcomes.add(run(package, "--key", put(tmp_path, certificate.stem, pem))[0])
    assert outcomes == {0, 2}, "one key is the addressee's, the other is not"
    status, said = run(package, "--key", put(tmp_path, "junk.pem", b"junk"))
    assert (status, "ключ без пароля и сертификат" in said) == (2, True)


def _pem(der: bytes) -> bytes:
    from cryptography import x509  # noqa: PLC0415
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415

    return x509.load_der_x509_certificate(der).public_bytes(Encoding.PEM)


# --- A shell whose content was destroyed -------------------------------------------------------------------------


def test_a_shell_still_proves_who_signed_which_digest(run: Run, tmp_path: Path) -> None:
    """And a file that was kept elsewhere is recognised; another one is not."""
    shell = put(tmp_path, "shell.asice", shell_of(contents()))
    assert "document.json" not in zipfile.ZipFile(shell).namelist()
    status, said = run(shell, "--content", put(tmp_path, "kept.json", contents().document))
    assert status == 0
    assert "содержание уничтожено" in said
    assert "Файл kept.json: это подписанный document.json" in said
    status, said = run(shell, "--content", put(tmp_path, "kept.json", contents().document + b" "))
    assert (status, "Файл не из подписанных: kept.json" in said) == (1, True)


def test_an_altered_shell_proves_nothing(run: Run, tmp_path: Path) -> None:
    """A flipped byte of a manifest; the manifest of another letter under these signatures; no register."""
    shell = shell_of(contents())
    altered = bytearray(shell)
    altered[altered.index(b"<DigestValue>" if b"<DigestValue>" in altered else b"DigestValue") + 20] ^= 1
    assert run(put(tmp_path, "altered.asice", bytes(altered)))[0] == 1
    assert run(put(tmp_path / "alone", "shell.asice", shell), register=None)[0] == 2


# --- Paper -------------------------------------------------------------------------------------------------------


def test_a_printed_letter_names_its_case_and_is_compared_with_its_container(run: Run, tmp_path: Path) -> None:
    """As PDF and as a scan; alone it proves nothing; against another letter it is not the one."""
    ours = VECTORS / "good/request-our-paper.asice"
    pdf = containers.read(ours.read_bytes()).rendition or b""
    for paper in (put(tmp_path, "letter.pdf", pdf), put(tmp_path, "scan.png", page_images(pdf, 200)[0])):
        status, said = run(paper)
        assert (status, "Бумага сама ничего не доказывает" in said) == (2, True)
        assert "Код на бумаге: дело RU-770-2026-" in said
        assert run(paper, "--against", ours)[0] == 0
        status, said = run(paper, "--against", REQUEST)
        assert (status, "называет другой документ" in said) == (1, True)


def test_paper_without_a_code_is_told(run: Run, tmp_path: Path) -> None:
    """A picture of something else; a picture that does not open."""
    from PIL import Image  # noqa: PLC0415

    blank = io.BytesIO()
    Image.new("L", (400, 400), 255).save(blank, "PNG")
    status, said = run(put(tmp_path, "blank.png", blank.getvalue()))
    assert (status, "не найден код узла Обмен" in said) == (2, True)
    assert run(put(tmp_path, "broken.png", blank.getvalue()[:40]))[0] == 1


# --- The evidence of a case --------------------------------------------------------------------------------------


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Lay out the evidence of a case as a node hands it over."""
    folder = tmp_path / "case"
    put(folder, "001-M-01.asice", REQUEST.read_bytes())
    put(folder, "002-T-01.asice", (VECTORS / "good/receipt.asice").read_bytes())
    shutil.copytree(REGISTER, folder / "register")
    return folder


def zipped(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                bundle.write(path, path.relative_to(folder).as_posix())
    return made.getvalue()


def test_the_whole_evidence_is_judged_letter_by_letter(run: Run, case: Path, tmp_path: Path) -> None:
    """As a folder or as the ZIP of the node: a table, and the worst verdict counts."""
    for evidence in (case, put(tmp_path, "case.zip", zipped(case))):
        status, said = run(evidence, register=None)
        assert status == 0, said
        assert "001-M-01.asice  вскрыто" in said
        assert "002-T-01.asice  вскрыто" in said
    (case / "002-T-01.asice").write_bytes(b"PK junk")
    status, said = run(case, register=None)
    assert (status, "002-T-01.asice  не принято" in said) == (1, True)


def test_for_programs_it_is_json(run: Run, case: Path) -> None:
    """The same facts under stable names, for one letter and for a case."""
    facts: dict[str, Any] = json.loads(run(case, "--json", register=None)[1])
    assert {each["verdict"] for each in facts["letters"].values()} == {"OPENED"}
    one = json.loads(run(REQUEST, "--json")[1])
    assert one["proofs"][0]["stampedBy"] == ""
    assert one["caseId"].startswith("RU-770-2026-")


def test_a_folder_without_letters_is_told(run: Run, tmp_path: Path) -> None:
    """Nothing to judge is not a good verdict."""
    put(tmp_path / "empty", "readme.txt", b"")
    assert run(tmp_path / "empty", register=None)[0] == 2
