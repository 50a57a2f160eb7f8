"""The verdict on a file for anyone, offline."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from tests.support import peers, pki
from tests.support.peers import RECEIVED, RU, Book

from obmen.message.report import Report, Verdict, verify_file

CONTAINER = peers.sealed(peers.receipt())


def last(report: Report) -> str:
    return report.lines_ru[-1]


def test_evidence_is_verified_with_a_register() -> None:
    """Who, when, over what."""
    report = verify_file(CONTAINER.raw, Book(), received_at=RECEIVED)
    assert report.verdict is Verdict.OPENED
    assert report.lines_ru == (
        "T-01 «Квитанция о доставке»",
        "Дело RU-770-2026-000001; от RU-770 к KZ-750",
        f"SHA-256 контейнера: {CONTAINER.identity}",
        f"SHA-256 document.json: {hashlib.sha256(CONTAINER.document).hexdigest()}",
        "Печать узла: CN=Node of RU-770, 02.03.2026 09:00:00 (UTC)",
        "Печать узла: существовала не позднее получения, 02.03.2026 12:05:00 +0300",
        "Все шаги проверки пройдены.",
    )
    assert report.facts["signatures"][0]["certificateSha256"] == pki.node_seal(RU).fingerprint


def test_without_a_register_nobody_can_say_whose_the_seals_are() -> None:
    """The arithmetic holds; that alone is not trust."""
    report = verify_file(CONTAINER.raw)
    assert report.verdict is Verdict.UNDETERMINED
    assert "реестр не указан" in last(report)


def test_a_damaged_file_is_not_accepted() -> None:
    """With the code and the reason."""
    report = verify_file(CONTAINER.raw[:-1])
    assert report.verdict is Verdict.NOT_ACCEPTED
    assert report.facts["error"]["code"] == "E-T-11"


def test_a_forged_seal_is_not_accepted_but_told() -> None:
    """What the file says of itself is still shown."""
    report = verify_file(CONTAINER.raw, Book(node_seals={RU: []}), received_at=RECEIVED)
    assert report.verdict is Verdict.NOT_ACCEPTED
    assert last(report).startswith("E-T-03: Сертификат «CN=Node of RU-770» не внесён в реестр")
    assert report.facts["messageId"]


def test_without_a_time_of_receipt_the_claim_is_named_a_claim() -> None:
    """The signing time is what the signer says."""
    report = verify_file(CONTAINER.raw, Book())
    assert report.verdict is Verdict.OPENED
    assert "заявил подписавший" in report.lines_ru[-2]


def test_a_certificate_revoked_since_leaves_an_unproven_time_undetermined() -> None:
    """Signed before the revocation, says the signer; nobody else does."""
    revoked = {pki.node_seal(RU).fingerprint: RECEIVED + timedelta(days=1)}
    assert verify_file(CONTAINER.raw, Book(revoked=revoked)).verdict is Verdict.UNDETERMINED
    assert verify_file(CONTAINER.raw, Book(revoked=revoked), received_at=RECEIVED).verdict is Verdict.OPENED


def test_an_unknown_register_edition_is_undetermined() -> None:
    """The three verdicts of opening are those of the report."""
    assert verify_file(CONTAINER.raw, Book(known=None)).verdict is Verdict.UNDETERMINED


def test_every_flipped_byte_gives_a_clear_verdict() -> None:
    """Exit status 1 of `obmen verify`: not «opened», and not «cannot tell» either."""
    for position in range(len(CONTAINER.raw)):
        raw = bytearray(CONTAINER.raw)
        raw[position] ^= 1
        assert verify_file(bytes(raw), Book(), received_at=RECEIVED).verdict is Verdict.NOT_ACCEPTED, position
