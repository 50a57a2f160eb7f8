"""In a browser: take the file to sign, sign it with `openssl cms`, bring the signature, and the request leaves."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from tests.node.web import seeds
from tests.support import pki

from obmen.node import config

if TYPE_CHECKING:
    from pathlib import Path

    from tests.node.web.browsing import Visitor

pytestmark = [
    pytest.mark.needs_chromium,
    pytest.mark.django_db(databases=["default", "keys"], transaction=True),
]
COMMAND = "openssl cms -sign -cades -binary -nosmimecap -md sha256 -outform DER -in ASiCManifest001.xml"


def test_a_request_leaves_under_a_signature_made_elsewhere(visit: Visitor, who: seeds.People, tmp_path: Path) -> None:
    """The wrong file first: the page says why and stays; then the right one."""
    clock = config.current().clock_file
    assert clock
    clock.write_text(datetime.now(UTC).isoformat(), encoding="utf-8")  # openssl states the machine's own time
    case = seeds.on_signature(who)
    visit.sign_in(who.signatory)
    page = visit.go(reverse("sign", args=[case.id]))
    page.get_by_text("Подписать своим средством").click()
    with page.expect_download() as download:
        page.get_by_text("Скачать файл для подписи").click()
    download.value.save_as(tmp_path / "ASiCManifest001.xml")
    assert visit.flaws() == []
    assert visit.overflow == 0

    page.set_input_files("#signature", tmp_path / "ASiCManifest001.xml")
    page.get_by_text("Принять подпись и отправить").click()
    page.wait_for_load_state("networkidle")
    assert "не отсоединённая подпись CMS" in page.inner_text("main")

    page.set_input_files("#signature", signed(tmp_path))
    page.get_by_label("это мой сертификат").check()
    page.get_by_text("Принять подпись и отправить").click()
    page.wait_for_url(f"**{reverse('card', args=[case.id])}")
    assert "Подписано, скреплено печатью и отправлено" in page.inner_text("main")


def signed(folder: Path) -> Path:
    """Sign as the page says."""
    (folder / "person.pem").write_bytes(pki.officer("KZ").certificate_pem)
    (folder / "person.key").write_bytes(pki.officer("KZ").key)
    words = f"{COMMAND} -signer person.pem -inkey person.key -out signature001.p7s"
    subprocess.run(words.split(), cwd=folder, check=True, capture_output=True)
    return folder / "signature001.p7s"
