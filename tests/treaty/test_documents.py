"""The documents as values: kinds, forms, who signs, whose original follows (requirements §3; R-11.3, R-10.1.2)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from tests.treaty.cases import START
from tests.treaty.samples import ANSWER, REQUEST
from tests.treaty.test_lifecycle import FORMS

from obmen.treaty.documents import (
    Answer,
    Consultation,
    Envelope,
    Information,
    Kind,
    OriginalNotice,
    Refusal,
    RegistrationNotice,
    Request,
    type_of_kind,
    variant_of,
)
from obmen.treaty.documents.answers import Part
from obmen.treaty.documents.conditions import Consulting, Outcome
from obmen.treaty.documents.envelope import RegisterEdition
from obmen.treaty.documents.information import PointReply
from obmen.treaty.documents.notices import Comparison, OriginalStep
from obmen.treaty.documents.requests import Confidentiality, Extent, SubjectCode
from obmen.treaty.documents.values import OfficeNumber
from obmen.treaty.findings import Finding, Findings

NOTICE = RegistrationNotice(
    reg_number="12-34/567",
    received_at=START,
    receipt_date=START.date(),
    calendar_version="KZ-2026-1",
    policies={},
    due_unadjusted=None,
    due_adjusted=None,
)
IN_CONFIDENCE = Confidentiality(scope="факт запроса", reason="розыск")


def test_each_kind_has_one_payload_and_each_payload_one_kind() -> None:
    assert set(type_of_kind) == set(Kind)
    assert len(set(type_of_kind.values())) == len(Kind)


@pytest.mark.parametrize(
    ("kind", "payload", "form"),
    [
        (Kind.REQUEST, REQUEST, ""),
        (
            Kind.REQUEST,
            replace(REQUEST, confidentiality=Confidentiality(scope="факт", reason="розыск")),
            "CONFIDENTIAL",
        ),
        (Kind.REGISTRATION, NOTICE, ""),
        (Kind.REGISTRATION, replace(NOTICE, confidentiality_ensured=True), "CONFIDENTIAL"),
        (Kind.ANSWER, ANSWER, "FINAL"),
        (Kind.ANSWER, replace(ANSWER, part=Part.PART), "PART"),
        (Kind.REFUSAL, Refusal(extent=Extent.ITEMS), "ITEMS"),
        (Kind.INFORMATION, Information(replies=(PointReply(number=1, text="Да."),)), "ANSWERED"),
        (Kind.INFORMATION, Information(replies=(PointReply(number=1, unable="Нет сведений."),)), "UNANSWERABLE"),
        (Kind.INFORMATION, Information(), "UNANSWERABLE"),
        (Kind.CONSULTATION, Consultation(step=Consulting.TURN, outcome=Outcome.AGREED), "TURN"),
        (Kind.CONSULTATION, Consultation(step=Consulting.CLOSE), "CLOSE"),
        (Kind.CONSULTATION, Consultation(step=Consulting.CLOSE, outcome=Outcome.NO_REPLY), "CLOSE_NO_REPLY"),
        (Kind.ORIGINAL, OriginalNotice(step=OriginalStep.ARRIVED, comparison=Comparison.MATCHED), "ARRIVED"),
        (Kind.ORIGINAL, OriginalNotice(step=OriginalStep.COMPARED, comparison=Comparison.NOTED), "NOTED"),
        (Kind.ORIGINAL, OriginalNotice(step=OriginalStep.COMPARED), "COMPARED"),
        (Kind.REMINDER, type_of_kind[Kind.REMINDER](), ""),
    ],
)
def test_the_form_of_a_document(kind: Kind, payload: Request | Answer, form: str) -> None:
    """What the course needs to know of its content, and no more."""
    assert variant_of(kind, payload) == form


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind in FORMS])
def test_a_fresh_document_has_a_form_of_the_tables(kind: Kind) -> None:
    """Every default form but that of an unfinished comparison or closing is one that the tables know."""
    if kind is not Kind.REGISTRATION:
        assert variant_of(kind, type_of_kind[kind]()) in FORMS[kind]


def test_record_keeping_needs_the_seal_alone() -> None:
    """B-23: M-02, M-19, M-22; receipts are sealed by the node; everything else a person signs too (R-11.3)."""
    assert {kind.value for kind in Kind if not kind.needs_person} == {"M-02", "M-19", "M-22", "T-01", "T-02"}
    assert {kind.value for kind in Kind if kind.is_receipt} == {"T-01", "T-02"}


def test_originals_of_four_kinds_follow_by_post() -> None:
    """R-10.1.2."""
    assert {kind.value for kind in Kind if kind.follows_by_post} == {"M-01", "M-03", "M-07", "M-08"}


def test_subjects_as_people_write_them() -> None:
    """Users never see Latin letters or paragraph numbers."""
    assert [code.short for code in SubjectCode] == [
        "ст. 4",
        "ст. 5",
        "ст. 5 (разъяснения)",
        "6.а",
        "6.б",
        "6.в",
        "6.г",
        "6.д",
        "7.а",
        "7.б",
        "8.а",
        "8.б",
        "8.в",
        "ст. 3 (иное)",
    ]


def test_an_envelope_knows_the_date_of_its_own_number() -> None:
    plain = Envelope(
        message_id=UUID(int=1),
        type=Kind.REQUEST,
        text_version="2025-draft",
        case_id="RU-770-2026-1",
        seq=1,
        salt="00" * 16,
        sent_at=START,
        sender_authority="RU-770",
        recipient_authority="KZ-750",
        register=RegisterEdition(legal_version=1, legal_hash="", annex_version=1, annex_hash=""),
    )
    assert plain.own_date is None
    assert replace(plain, own_number=OfficeNumber(number="7", date=START.date())).own_date == START.date()


def test_findings_are_kept_together() -> None:
    """A sentence without an article has no basis to name; the reasons of two questions are kept in their order."""
    bare = Finding(holds=False, because="Так нельзя.", articles=(), how_to_fix="Сделайте иначе.")
    assert bare.sentence() == "Так нельзя. Что сделать: Сделайте иначе."
    assert Finding(holds=True, because="Можно", articles=()).sentence() == "Можно."
    assert bare.at("field").field == "field"
    both = Findings.of([bare]) + Findings.of([bare.at("other")])
    assert [each.field for each in both] == ["", "other"]
    assert len(both) == 2
