"""Signed elsewhere: a person's own tool signs the very bytes; what is not in order is told, and nothing changes."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import pki, two_offices

from obmen.__main__ import main
from obmen.command import office
from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.node import clock
from obmen.node.cases import content
from obmen.node.cases.acts import ActRefused, answer, send, sign
from obmen.node.cases.acts.elsewhere import Brought, bytes_to_sign
from obmen.node.cases.models import LocalState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.pki import Credential
    from tests.support.two_offices import Offices

    from obmen.node.cases.models import Case

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def offices(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Offices:
    """Be both offices."""
    return two_offices.move_in(monkeypatch, tmp_path)


def signed(
    case: Case, credential: Credential | None = None, *, data: bytes | None = None, at: datetime | None = None
) -> bytes:
    """Sign the bytes of a case as the person's tool does."""
    own = credential or pki.officer("RU")
    tool = SoftwareSigner(Role.PERSON, own.certificate, own.key)
    handed = bytes_to_sign(content.prepared(case)) if data is None else data
    return tool.sign(handed, at or clock.now())


def brought(offices: Offices, case: Case, signature: bytes, *, own: bool = True) -> Case:
    """Bring a signature for a request."""
    given = Brought(signature=signature, own=own)
    return send.sign_and_send(offices.person("RU", "signatory"), case, case.prepared_digest, given)


def refused(offices: Offices, case: Case, signature: bytes, *, own: bool = True) -> str:
    """Give what the person is told, and see that nothing changed."""
    with pytest.raises(ActRefused) as caught:
        brought(offices, case, signature, own=own)
    case.refresh_from_db()
    assert case.local_state == LocalState.ON_SIGNATURE
    return " ".join(finding.sentence() for finding in caught.value.findings.failing)


def test_a_request_signed_elsewhere_is_taken_by_the_other_side(offices: Offices) -> None:
    """It leaves like any other, and is opened with the person's signature on it."""
    case = offices.submitted()
    sent = brought(offices, case, signed(case))
    assert sent.local_state == LocalState.SENT
    offices.post()
    got = offices.case_in("KZ-750", sent.number)
    assert got.documents.get(kind="M-01").identity == sent.documents.get(kind="M-01").identity


def test_an_answer_is_signed_elsewhere_the_same_way(offices: Offices) -> None:
    """The other side's signatory has a tool, too."""
    _, got = offices.registered()
    with offices.at("KZ"):
        officer, signs = offices.person("KZ", "officer"), offices.person("KZ", "signatory")
        saved = answer.save_answer(officer, got, two_offices.sample_answer(got))
        case = answer.submit_answer(officer, saved, signs).case
        given = Brought(signature=signed(case, pki.officer("KZ")), own=True)
        assert answer.sign_answer(signs, case, case.prepared_digest, given).local_state == LocalState.ANSWERED


def test_plain_openssl_signs_what_was_handed_out(offices: Offices, tmp_path: Path) -> None:
    """The command of the page, as it stands there; OpenSSL states the machine's own time."""
    offices.set_clock(datetime.now(UTC) - timedelta(seconds=5))
    case = offices.submitted()
    (tmp_path / "ASiCManifest001.xml").write_bytes(bytes_to_sign(content.prepared(case)))
    (tmp_path / "person.pem").write_bytes(pki.officer("RU").certificate_pem)
    (tmp_path / "person.key").write_bytes(pki.officer("RU").key)
    command = "openssl cms -sign -cades -binary -nosmimecap -md sha256 -outform DER -in ASiCManifest001.xml"
    command += " -signer person.pem -inkey person.key -out signature001.p7s"
    subprocess.run(command.split(), cwd=tmp_path, check=True, capture_output=True)
    sent = brought(offices, case, (tmp_path / "signature001.p7s").read_bytes())
    assert sent.local_state == LocalState.SENT


def test_what_is_no_signature_is_told_in_words(offices: Offices) -> None:
    """Nothing, the bytes to sign themselves, an attached signature or junk: each may be tried again."""
    case = offices.submitted()
    handed = bytes_to_sign(content.prepared(case))
    for junk in (b"", handed, b"%PDF-1.7", b"-----BEGIN CMS-----\nAAAA\n-----END CMS-----\n"):
        assert "не отсоединённая подпись CMS" in refused(offices, case, junk)
    assert "слишком велик" in refused(offices, case, b"x" * 1_000_000)
    assert brought(offices, case, signed(case)).local_state == LocalState.SENT


def test_a_signature_of_another_document_is_refused(offices: Offices) -> None:
    """Of another case, or of this one before it was prepared again."""
    case, other = offices.submitted(), offices.submitted()
    assert "Подпишите выданный файл снова" in refused(offices, case, signed(other))


def test_a_certificate_that_the_register_does_not_know_is_refused(offices: Offices) -> None:
    """Of another Party's officer, or of a stranger: the addressee would not take it either."""
    case = offices.submitted()
    assert "не внесён в реестр" in refused(offices, case, signed(case, pki.officer("BY")))
    assert "не внесён в реестр" in refused(offices, case, signed(case, pki.seal("RU-770")))


def test_a_certificate_in_another_name_is_asked_about(offices: Offices) -> None:
    """Names are spelt in many ways: whoever says that it is theirs may use it, and it says so."""
    case = offices.submitted()
    told = refused(offices, case, signed(case), own=False)
    assert "В сертификате подписи назван" in told
    assert "это мой сертификат" in told


def test_a_time_that_cannot_be_is_refused(offices: Offices) -> None:
    """Before the document was handed out, or in the future."""
    case = offices.submitted()
    assert "раньше, чем документ был выдан" in refused(offices, case, signed(case, at=clock.now() - timedelta(hours=1)))
    assert "ещё не наступило" in refused(offices, case, signed(case, at=clock.now() + timedelta(hours=1)))


def test_what_changed_meanwhile_is_not_signed(offices: Offices) -> None:
    """The digest that was shown must be the one that is signed, and there must be one."""
    case = offices.submitted()
    signature = signed(case)
    for digest in ("", "0" * 64):
        with pytest.raises(ActRefused, match="изменился"):
            sign.sign(offices.person("RU", "signatory"), case, digest, Brought(signature=signature, own=True))


# --- By machine --------------------------------------------------------------------------------------------------


def obmen(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """Say the words of a command in this very node."""
    monkeypatch.setattr(office, "open_up", lambda: None)
    return main(words)


def test_a_machine_takes_the_bytes_and_brings_the_signature(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`obmen letter`, for whoever signs in a program of the state: the same bytes, the same checks, the same words."""
    case, handed, made = offices.submitted(), tmp_path / "to-sign.xml", tmp_path / "made.p7s"
    words = ("--case", case.number, "--as", offices.person("RU", "signatory").username)
    assert obmen(monkeypatch, "letter", "to-sign", *words, "--out", str(handed)) == 0
    assert handed.read_bytes() == bytes_to_sign(content.prepared(case))
    made.write_bytes(b"junk")
    assert obmen(monkeypatch, "letter", "take-signature", *words, str(made)) == 1
    made.write_bytes(signed(case))
    assert obmen(monkeypatch, "letter", "take-signature", *words, str(made)) == 1
    told = capsys.readouterr().out
    assert "не отсоединённая подпись CMS" in told
    assert "это мой сертификат" in told
    assert obmen(monkeypatch, "letter", "take-signature", *words, "--own", str(made)) == 0
    assert obmen(monkeypatch, "letter", "to-sign", *words, "--out", str(handed)) == 1, "it has left"
    assert "Подписано, скреплено печатью и отправлено" in capsys.readouterr().out
    nobody = ("--case", case.number, "--as", "nobody")
    assert obmen(monkeypatch, "letter", "to-sign", *nobody, "--out", str(handed)) == 1
    assert "Сотрудника «nobody» нет" in capsys.readouterr().out
