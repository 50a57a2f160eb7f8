"""The bailiff asks: draft, check, submit, return, sign, send."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.support.two_offices import MONDAY, Offices, sample_request

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node import keystore
from obmen.node.cases import content, reading
from obmen.node.cases.acts import ActRefused, draft, return_, send, sign, submit
from obmen.node.cases.models import Case
from obmen.node.delivery.models import Outgoing
from obmen.node.journal.models import Entry
from obmen.node.keystore import TokenError
from obmen.register.trusted import TrustedRegister
from obmen.treaty.documents.values import OperativePart, Period
from obmen.treaty.policies import Policies

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


def test_a_token_pulled_out_leaves_the_request_unsigned(offices: Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signatory reads what to do, and signs when the token is back; nothing is half done."""
    case, signatory = offices.submitted(), offices.person("RU", "signatory")

    def pulled_out(*_of: object) -> object:
        raise TokenError("Токен «Учебный» не найден. Вставьте его.")

    with monkeypatch.context() as patch:
        patch.setattr(type(keystore.current()), "seal_signer", pulled_out)
        with pytest.raises(ActRefused) as refused:
            sign.sign(signatory, case, case.prepared_digest)
    (finding,) = refused.value.findings.failing
    assert finding.because == "Токен «Учебный» не найден. Вставьте его"
    assert "Документ не подписан" in finding.how_to_fix
    case.refresh_from_db()
    assert case.local_state == "ON_SIGNATURE"
    assert sign.sign(signatory, case, case.prepared_digest).local_state == "READY"


def test_another_signatory_cannot_sign_a_document_prepared_for_someone_else(offices: Offices) -> None:
    case, other = offices.submitted(), offices.person("RU", "colleague")
    other.roles = ["SGN"]
    other.save()
    with pytest.raises(ActRefused, match="подготовлен на подпись"):
        sign.sign(other, case, case.prepared_digest)


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


def test_what_waited_overnight_is_dated_anew_and_the_signatory_is_told(offices: Offices) -> None:
    """Prepared on Monday, signed on Tuesday: the same words and number, the date of Tuesday, looked at once more."""
    case, signatory = offices.submitted(), offices.person("RU", "signatory")
    monday, shown = decode(content.prepared(case).document).document, case.prepared_digest
    offices.set_clock(MONDAY + timedelta(days=1))
    with pytest.raises(ActRefused, match=r"подготовлен 02\.03\.2026 и теперь подготовлен заново"):
        send.sign_and_send(signatory, case, shown)
    with pytest.raises(ActRefused, match="изменился после того, как был показан"):
        send.sign_and_send(signatory, case, shown)
    tuesday = decode(content.prepared(case).document).document
    assert (tuesday.payload, tuesday.envelope.own_date) == (monday.payload, date(2026, 3, 3))
    assert [each.envelope.own_number.number for each in (monday, tuesday) if each.envelope.own_number] == ["1/2026"] * 2
    assert send.sign_and_send(signatory, case, case.prepared_digest).shared_state == "SENT"


@pytest.mark.parametrize("step", ["sign", "send"])
def test_a_party_that_has_left_meanwhile_stops_signing_and_sending(
    offices: Offices, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    case, signatory = offices.submitted(), offices.person("RU", "signatory")
    if step == "send":
        sign.sign(signatory, case, case.prepared_digest)
    monkeypatch.setattr(TrustedRegister, "membership", lambda _self, _party: None)
    with pytest.raises(ActRefused, match="E-1-01"):
        sign.sign(signatory, case, case.prepared_digest) if step == "sign" else send.send(signatory, case)
    assert not Outgoing.objects.exists()


def test_a_signed_request_that_cannot_leave_goes_back_to_its_author(offices: Offices) -> None:
    case, signatory = offices.submitted(), offices.person("RU", "signatory")
    sign.sign(signatory, case, case.prepared_digest)
    return_.return_to_draft(signatory, case, "Сторона вышла из Соглашения")
    assert (case.local_state, case.prepared) == ("DRAFT", None)


def test_nobody_signs_alone_what_he_prepared_unless_the_party_chose_so(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four eyes (P-27): an officer who is a signatory, too, needs a second person."""
    officer, case = offices.person("RU", "officer"), offices.drafted()
    officer.roles = ["OFFICER", "SGN"]
    officer.save()
    with pytest.raises(ActRefused, match="тот, кто его подготовил") as refused:
        submit.submit(officer, case, signatory=officer)
    assert [finding.policy for finding in refused.value.findings.failing] == ["P-27"]
    monkeypatch.setattr(TrustedRegister, "policies", lambda _self, _party: Policies({"P-27": "OFF_FOR_SIGNING"}))
    assert submit.submit(officer, case, signatory=officer)


def test_another_person_signs_where_the_author_could_too(offices: Offices) -> None:
    officer, signatory = offices.person("RU", "officer"), offices.person("RU", "signatory")
    officer.roles = ["OFFICER", "SGN"]
    officer.full_name = "А"
    officer.save()
    outcome = submit.submit(officer, offices.drafted())
    named = decode(content.prepared(outcome.case).document).document.envelope.signatory
    assert named is not None
    assert named.name == signatory.full_name


def test_only_a_signatory_of_the_authority_is_named_to_sign(offices: Offices) -> None:
    for party, username in (("RU", "clerk"), ("KZ", "signatory")):
        with pytest.raises(ActRefused):
            submit.submit(offices.person("RU", "officer"), offices.drafted(), signatory=offices.person(party, username))
