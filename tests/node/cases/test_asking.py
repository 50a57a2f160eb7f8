"""The bailiff asks: draft, check, submit, return, sign, send."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.two_offices import Offices, sample_request

from obmen.message import container as containers
from obmen.node.cases import content, reading
from obmen.node.cases.acts import ActRefused, draft, return_, send, sign, submit
from obmen.node.cases.models import Case
from obmen.node.delivery.models import Outgoing
from obmen.node.journal.models import Entry
from obmen.treaty.documents.values import OperativePart, Period

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_draft_with_mistakes_gets_every_finding_and_nothing_is_numbered(offices: Offices) -> None:
    wrong = sample_request(factual_circumstances="", content="")
    wrong = replace(
        wrong,
        subjects=(
            *wrong.subjects[:3],
            replace(wrong.subjects[3], income_period=Period(start=date(2023, 3, 1), end=date(2026, 3, 1))),
        ),
        documents=(replace(wrong.documents[0], operative_part=OperativePart()),),
    )
    case = offices.drafted(wrong)
    outcome = submit.submit(offices.person("RU", "officer"), case, signatory=offices.person("RU", "signatory"))
    assert not outcome
    found = {(finding.code, finding.field) for finding in outcome.findings.blocking}
    assert {
        ("E-11-08", "factual_circumstances"),
        ("E-11-08", "content"),
        ("E-7-01", "subjects.3.income_period.start"),
    } <= found
    assert any(code == "E-11-07" for code, _ in found)
    case.refresh_from_db()
    assert (case.number, case.prepared, case.local_state) == ("", None, "DRAFT")


def test_saving_an_unchanged_draft_writes_nothing(offices: Offices) -> None:
    case = offices.drafted()
    before = Entry.objects.count()
    draft.save(offices.person("RU", "officer"), sample_request(), case)
    assert Entry.objects.count() == before


def test_what_is_signed_is_exactly_what_was_shown(offices: Offices) -> None:
    case, signatory = offices.submitted(), offices.person("RU", "signatory")
    shown = reading.prepared(signatory, case.id, "подпись")
    with pytest.raises(ActRefused, match="изменился после того, как был показан"):
        sign.sign(signatory, case, "0" * 64)
    signed = sign.sign(signatory, case, case.prepared_digest)
    container = containers.read(content.unseal(signed, signed.prepared or b"", "signed"))
    assert (container.document, container.rendition) == (shown.document, shown.rendition)


def test_another_signatory_cannot_sign_a_document_prepared_for_someone_else(offices: Offices) -> None:
    case, other = offices.submitted(), offices.person("RU", "colleague")
    other.roles = ["SGN"]
    other.save()
    with pytest.raises(ActRefused, match="подготовлен на подпись"):
        sign.sign(other, case)


def test_expired_powers_stop_the_request_by_article_11(offices: Offices) -> None:
    signatory = offices.person("RU", "signatory")
    signatory.powers_to = date(2026, 2, 28)
    signatory.save()
    outcome = submit.submit(offices.person("RU", "officer"), offices.drafted(), signatory=signatory)
    assert [finding.code for finding in outcome.findings.blocking] == ["E-11-12"]


def test_a_returned_request_keeps_its_numbers_and_goes_on_as_a_draft(offices: Offices) -> None:
    case = offices.submitted()
    numbers = (case.number, case.own_number)
    return_.return_to_draft(offices.person("RU", "signatory"), case, "Уточните обстоятельства")
    assert (case.local_state, case.prepared) == ("DRAFT", None)
    outcome = submit.submit(offices.person("RU", "officer"), case, signatory=offices.person("RU", "signatory"))
    assert (outcome.case.number, outcome.case.own_number) == numbers == ("RU-770-2026-000001", "1/2026")


def test_a_sent_request_waits_in_the_outbox_and_its_receipt_ends_it(offices: Offices) -> None:
    case = offices.sent()
    row = Outgoing.objects.get(case_id=case.id)
    assert (row.kind, row.state, row.addressee, case.shared_state) == ("M-01", "DUE", "KZ-750", "SENT")
    offices.post()
    row.refresh_from_db()
    case.refresh_from_db()
    assert (row.state, case.shared_state, case.draft, case.prepared) == ("DELIVERED", "DELIVERED", None, None)


def test_a_case_that_changed_meanwhile_is_not_overwritten(offices: Offices) -> None:
    case = offices.drafted()
    stale = Case.objects.get(id=case.id)
    draft.save(offices.person("RU", "officer"), sample_request(other="новое"), case)
    with pytest.raises(ActRefused, match="изменилось, пока вы работали"):
        draft.save(offices.person("RU", "officer"), sample_request(other="старое"), stale)


@pytest.mark.parametrize("username", ["signatory", "clerk", "central", "auditor", "admin"])
def test_only_an_officer_drafts(offices: Offices, username: str) -> None:
    with pytest.raises(ActRefused, match="Это действие выполняет"):
        draft.save(offices.person("RU", username), sample_request())


def test_only_a_signed_request_is_sent(offices: Offices) -> None:
    with pytest.raises(ActRefused, match="Действие сейчас невозможно"):
        send.send(offices.person("RU", "officer"), offices.submitted())


def test_the_remark_of_the_signatory_is_sealed_and_gone_after_the_next_submission(offices: Offices) -> None:
    case = offices.submitted()
    return_.return_to_draft(offices.person("RU", "signatory"), case, "Тестов живёт в Астане")
    assert reading.remark(case) == "Тестов живёт в Астане"
    assert not any("Астан" in entry.reason for entry in Entry.objects.all())
    submit.submit(offices.person("RU", "officer"), case, signatory=offices.person("RU", "signatory"))
    assert reading.remark(case) == ""
