"""Attachments travel with the request and the answer, sealed at home and covered by both signatures on the way."""

from __future__ import annotations

import pytest
from tests.support.markers import MARK, cells, forms
from tests.support.two_offices import Offices, sample_answer

from obmen.message import container as containers
from obmen.node.cases import content, reading
from obmen.node.cases.acts import ActRefused, attach, submit
from obmen.node.cases.acts.attach import attach as put
from obmen.treaty.documents.values import AttachmentKind

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = b"%PDF-1.7\n" + MARK.encode() + b"\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + MARK.encode()


def test_two_attachments_arrive_byte_for_byte_with_their_names(offices: Offices) -> None:
    officer, signatory = offices.person("RU", "officer"), offices.person("RU", "signatory")
    case = offices.drafted()
    put(officer, case, f"лист {MARK}.pdf", AttachmentKind.ORIGINAL_SCAN, PDF)
    put(officer, case, "снимок.png", AttachmentKind.COPY, PNG)
    outcome = submit.submit(officer, case, signatory=signatory)
    offices.send_signed(outcome.case)
    offices.post()
    with offices.at("KZ"):
        got = offices.case_in("KZ-750", case.number)
        message_id = got.documents.get(kind="M-01").message_id
        clerk = offices.person("KZ", "clerk")
        first, data = reading.attachment(clerk, got.id, message_id, "001", "исполнение")
        assert (first.file_name, first.kind, data) == (f"лист {MARK}.pdf", AttachmentKind.ORIGINAL_SCAN, PDF)
        assert reading.attachment(clerk, got.id, message_id, "002", "исполнение")[1] == PNG
        with pytest.raises(ActRefused, match="нет такого приложения"):
            reading.attachment(clerk, got.id, message_id, "003", "исполнение")
    assert not case.draft_attachments.exists()
    for cell in cells():
        assert not any(form in cell for form in forms(MARK))


def test_an_answer_carries_attachments_too(offices: Offices) -> None:
    asked, got = offices.registered()
    with offices.at("KZ"):
        put(offices.person("KZ", "officer"), got, "выписка.pdf", AttachmentKind.EXTRACT, PDF)
        offices.reply(got, sample_answer(got))
    offices.post()
    letter = content.container_of(asked.documents.get(kind="M-03"))
    assert containers.read(letter).attachments == {"001.pdf": PDF}


def test_a_bill_for_executing_the_request_is_refused_by_article_17(offices: Offices) -> None:
    with pytest.raises(ActRefused) as refused:
        put(offices.person("RU", "officer"), offices.drafted(), "счёт.pdf", AttachmentKind.EXECUTION_BILL, PDF)
    assert [finding.code for finding in refused.value.findings.failing] == ["E-17-01"]


def test_a_program_that_calls_itself_a_pdf_is_not_attached(offices: Offices) -> None:
    with pytest.raises(ActRefused, match="не читается как документ"):
        put(offices.person("RU", "officer"), offices.drafted(), "лист.pdf", AttachmentKind.COPY, b"MZ\x90\x00")


def test_too_much_is_refused_before_signing_with_advice(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "_ROOM", 100)
    case, officer = offices.drafted(), offices.person("RU", "officer")
    put(officer, case, "1.pdf", AttachmentKind.COPY, PDF)
    with pytest.raises(ActRefused) as refused:
        put(officer, case, "2.pdf", AttachmentKind.COPY, PDF * 4)
    (finding,) = refused.value.findings.failing
    assert (finding.code, finding.how_to_fix[:9]) == ("E-T-10", "Уменьшите")


def test_what_was_taken_away_does_not_travel_and_the_other_keeps_its_number(offices: Offices) -> None:
    officer, case = offices.person("RU", "officer"), offices.drafted()
    put(officer, case, "лишнее.pdf", AttachmentKind.COPY, PDF)
    put(officer, case, "нужное.png", AttachmentKind.COPY, PNG)
    attach.detach(officer, case, 1)
    assert [(one.id, one.file_name) for one in reading.drafted_attachments(officer, case.id)] == [("002", "нужное.png")]
    outcome = submit.submit(officer, case, signatory=offices.person("RU", "signatory"))
    assert list(content.prepared(outcome.case).attachments) == ["002.png"]


def test_only_the_one_who_writes_attaches(offices: Offices) -> None:
    _, got = offices.registered()
    with offices.at("KZ"), pytest.raises(ActRefused, match="поручено другому"):
        put(offices.person("KZ", "colleague"), got, "1.pdf", AttachmentKind.COPY, PDF)
    with pytest.raises(ActRefused, match="Это действие выполняет"):
        put(offices.person("RU", "clerk"), offices.drafted(), "1.pdf", AttachmentKind.COPY, PDF)
