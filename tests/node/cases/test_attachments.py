"""Attachments travel with the request and the answer, sealed at home and covered by both signatures on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.markers import MARK, cells, forms
from tests.support.two_offices import Offices, sample_answer

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.message.limits import DEFAULT
from obmen.node.cases import content, enclosures, reading
from obmen.node.cases.acts import ActRefused, answer, attach, submit
from obmen.node.cases.acts.attach import attach as put
from obmen.node.cases.card import card
from obmen.node.cases.enclosures import Stated, plain_name
from obmen.node.delivery import channels
from obmen.node.delivery.models import Way
from obmen.treaty.documents.values import AttachmentKind, Certification
from obmen.treaty.errors import held
from obmen.treaty.findings import Findings

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PDF = b"%PDF-1.7\n" + MARK.encode() + b"\n%%EOF"
PNG = b"\x89PNG\r\n\x1a\n" + MARK.encode()


def test_two_attachments_arrive_byte_for_byte_with_their_names(offices: Offices) -> None:
    officer, signatory = offices.person("RU", "officer"), offices.person("RU", "signatory")
    case = offices.drafted()
    put(officer, case, f"лист {MARK}.pdf", Stated(kind=AttachmentKind.ORIGINAL_SCAN), PDF)
    put(officer, case, "снимок.png", Stated(kind=AttachmentKind.COPY), PNG)
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
        put(offices.person("KZ", "officer"), got, "выписка.pdf", Stated(kind=AttachmentKind.EXTRACT), PDF)
        offices.reply(got, sample_answer(got))
    offices.post()
    letter = content.container_of(asked.documents.get(kind="M-03"))
    assert containers.read(letter).attachments == {"001.pdf": PDF}


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (Stated(kind=AttachmentKind.EXECUTION_BILL), "E-17-01"),
        (Stated(kind=AttachmentKind.COPY, certified_by="Нотариус Примеров П. П."), "E-5-02"),
    ],
)
def test_a_bill_and_a_half_certified_copy_are_refused_by_their_articles(
    offices: Offices, stated: Stated, code: str
) -> None:
    with pytest.raises(ActRefused) as refused:
        put(offices.person("RU", "officer"), offices.drafted(), "лист.pdf", stated, PDF)
    assert [finding.code for finding in refused.value.findings.failing] == [code]


def test_a_bill_from_another_programme_is_taken_in_with_a_warning(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, case = offices.person("RU", "officer"), offices.drafted()
    monkeypatch.setattr(attach, "check_kind", lambda _kind: held(""))
    monkeypatch.setattr(submit, "check_attachments", lambda _attached: Findings())
    put(officer, case, "счёт.pdf", Stated(kind=AttachmentKind.EXECUTION_BILL), PDF)
    outcome = submit.submit(officer, case, signatory=offices.person("RU", "signatory"))
    offices.send_signed(outcome.case)
    offices.post()
    with offices.at("KZ"):
        got = offices.case_in("KZ-750", case.number)
        (step,) = (each for each in card(offices.person("KZ", "clerk"), got.id, "проверка").steps if not each.ours)
    assert [line for line in step.lines if "счета на оплату исполнения запроса не направляются" in line]


def test_a_certified_copy_says_so_in_the_letter(offices: Offices) -> None:
    officer, case = offices.person("RU", "officer"), offices.drafted()
    stated = Stated(kind=AttachmentKind.COPY, lang="kk", certified_by="Нотариус", certified_on=date(2026, 2, 27))
    put(officer, case, "копия.pdf", stated, PDF)
    (one,) = reading.drafted_attachments(officer, case.id, "проверка")
    assert (one.lang, one.certification) == ("kk", Certification(by="Нотариус", on=date(2026, 2, 27)))
    assert submit.submit(officer, case, signatory=offices.person("RU", "signatory"))


def test_an_explanation_in_another_language_is_not_submitted(offices: Offices) -> None:
    officer, case = offices.person("RU", "officer"), offices.drafted()
    put(officer, case, "объяснение.pdf", Stated(kind=AttachmentKind.EXPLANATION, lang="kk"), PDF)
    outcome = submit.submit(officer, case, signatory=offices.person("RU", "signatory"))
    assert [finding.code for finding in outcome.findings.blocking] == ["E-19-01"]
    put(officer, case, "перевод.pdf", Stated(kind=AttachmentKind.EXPLANATION), PDF)
    assert submit.submit(officer, case, signatory=offices.person("RU", "signatory"))


def test_an_item_names_an_attachment_that_travels(offices: Offices) -> None:
    asked, got = offices.registered()
    with offices.at("KZ"):
        reply = sample_answer(got)
        first = replace(reply.items[0], attachments=("001",))
        reply = replace(reply, items=(first, *reply.items[1:]))
        executor = offices.person("KZ", "officer")
        saved = answer.save_answer(executor, got, reply)
        refused = answer.submit_answer(executor, saved, offices.person("KZ", "signatory"))
        assert ["not attached" for one in refused.findings.blocking if "не приложено" in one.because]
        put(executor, got, "выписка.pdf", Stated(kind=AttachmentKind.EXTRACT), PDF)
        offices.reply(got, reply)
        assert not got.draft_attachments.exists()
    offices.post()
    document = decode(containers.read(content.container_of(asked.documents.get(kind="M-03"))).document).document
    assert [one.id for one in document.envelope.attachments] == ["001"]


def test_nothing_of_a_drafted_attachment_lies_in_clear(offices: Offices) -> None:
    case = offices.drafted()
    stated = Stated(kind=AttachmentKind.COPY, certified_by=MARK, certified_on=date(2026, 2, 27))
    put(offices.person("RU", "officer"), case, f"{MARK}.pdf", stated, PDF)
    for cell in cells():
        assert not any(form in cell for form in forms(MARK))


@pytest.mark.parametrize("data", [b"MZ\x90\x00", b"", b"<html>%PDF-1.7", b"PK\x03\x04"])
def test_a_program_that_calls_itself_a_pdf_is_not_attached(offices: Offices, data: bytes) -> None:
    with pytest.raises(ActRefused, match="не читается как документ"):
        put(offices.person("RU", "officer"), offices.drafted(), "лист.pdf", Stated(kind=AttachmentKind.COPY), data)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("лист № 1.PDF", "лист № 1.PDF"),
        ("setup.exe", "setup.exe.pdf"),
        ("лист\u202efdp.exe", "листfdp.exe.pdf"),
        ("C:\\дела\\лист.pdf", "лист.pdf"),
        ("../../лист.pdf", "лист.pdf"),
        (".pdf", "pdf.pdf"),
        ("\r\n", "file.pdf"),
        ("л" * 300 + ".pdf", "л" * 200 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name_and_ends_as_its_bytes_say(name: str, kept: str) -> None:
    assert plain_name(name, "application/pdf") == kept


def test_too_much_is_refused_before_signing_with_advice(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attach, "MOST", 100)
    case, officer = offices.drafted(), offices.person("RU", "officer")
    put(officer, case, "1.pdf", Stated(kind=AttachmentKind.COPY), PDF)
    with pytest.raises(ActRefused) as refused:
        put(officer, case, "2.pdf", Stated(kind=AttachmentKind.COPY), PDF * 4)
    (finding,) = refused.value.findings.failing
    assert (finding.code, finding.how_to_fix[:9]) == ("E-T-10", "Уменьшите")


def test_a_letter_too_large_as_a_whole_is_refused_before_signing(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosures, "_SIGNATURES", DEFAULT.package - 1000)
    case = offices.drafted()
    with pytest.raises(ActRefused, match="E-T-10"):
        submit.submit(offices.person("RU", "officer"), case, signatory=offices.person("RU", "signatory"))
    case.refresh_from_db()
    assert case.local_state == "DRAFT"


def test_what_does_not_fit_into_a_mail_is_refused_before_signing(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen megabytes go to a node, and not by mail: it is said while the scans can still be made smaller."""
    case, officer = offices.drafted(), offices.person("RU", "officer")
    put(officer, case, "лист.pdf", Stated(kind=AttachmentKind.COPY), PDF + bytes(15 * 1024**2))
    with monkeypatch.context() as by_mail:
        by_mail.setattr(channels, "way_to", lambda _addressee: Way.EMAIL)
        with pytest.raises(ActRefused, match="E-T-10"):
            submit.submit(officer, case, signatory=offices.person("RU", "signatory"))
    case.refresh_from_db()
    assert case.local_state == "DRAFT"
    assert submit.submit(officer, case, signatory=offices.person("RU", "signatory"))


def test_what_was_taken_away_does_not_travel_and_the_other_keeps_its_number(offices: Offices) -> None:
    officer, case = offices.person("RU", "officer"), offices.drafted()
    put(officer, case, "лишнее.pdf", Stated(kind=AttachmentKind.COPY), PDF)
    put(officer, case, "нужное.png", Stated(kind=AttachmentKind.COPY), PNG)
    attach.detach(officer, case, 1)
    with pytest.raises(ActRefused, match="уже нет"):
        attach.detach(officer, case, 1)
    assert [(one.id, one.file_name) for one in reading.drafted_attachments(officer, case.id, "проверка")] == [
        ("002", "нужное.png")
    ]
    outcome = submit.submit(officer, case, signatory=offices.person("RU", "signatory"))
    assert list(content.prepared(outcome.case).attachments) == ["002.png"]


def test_only_the_one_who_writes_attaches(offices: Offices) -> None:
    _, got = offices.registered()
    with offices.at("KZ"), pytest.raises(ActRefused, match="поручено другому"):
        put(offices.person("KZ", "colleague"), got, "1.pdf", Stated(kind=AttachmentKind.COPY), PDF)
    with pytest.raises(ActRefused, match="Это действие выполняет"):
        put(offices.person("RU", "clerk"), offices.drafted(), "1.pdf", Stated(kind=AttachmentKind.COPY), PDF)
