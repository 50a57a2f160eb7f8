"""Requests: one with every field filled, one of the usual size (requirements F-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.message.rendering.cast import ALMATY_OFFICE, BUDGET, CLAIMANT, COMPANY, DEBTOR, MOSCOW_OFFICE

from obmen.treaty.documents import Request
from obmen.treaty.documents.requests import Confidentiality, Purpose, Subject, SubjectCode
from obmen.treaty.documents.values import (
    Body,
    DocumentClass,
    EnforcementDocument,
    Money,
    OperativePart,
    Period,
    Proceeding,
)

WRIT = EnforcementDocument(
    document_class=DocumentClass.COURT,
    issuer_within_judicial_system=True,
    national_kind="исполнительный лист",
    number="ФС № 900000123",
    issued_on=date(2026, 2, 12),
    issuer="Примерный районный суд города Москвы",
    operative_part=OperativePart(
        text="Взыскать с Тестова Андрея Петровича в пользу Образцовой Марии Ивановны задолженность по договору займа "
        "в размере 350 000 рублей 00 копеек, проценты за пользование займом в размере 41 250 рублей 50 копеек.\n"
        "Расходы по уплате государственной пошлины отнести на ответчика.",
    ),
    case_number="2-99001/2025",
    in_force_on=date(2026, 2, 3),
    claim="Взыскание задолженности по договору займа",
    amount=Money(amount=Decimal("391250.50"), currency="RUB"),
)

NOTARIAL_WRIT = EnforcementDocument(
    document_class=DocumentClass.NOTARIAL,
    issuer_within_judicial_system=False,
    national_kind="исполнительная надпись",
    number="1207",
    issued_on=date(2026, 2, 5),
    issuer="нотариус Үлгіева Әсел",
    operative_part=OperativePart(
        text="Борышкер Тестов Андрей Петровичтен өндіріп алуды ұсынамын: 1 250 000 теңге.",
        lang="kk",
        russian_text="Предлагаю взыскать с должника Тестова Андрея Петровича: 1 250 000 тенге.",
        translator="Переводчиков Сергей Олегович, переводчик управления",
    ),
    claim="Взыскание неустойки",
    amount=Money(amount=Decimal(1250000), currency="KZT"),
)

FULL_REQUEST = Request(
    initiator=Body(id="RU-770-P1", name="Отдел принудительного исполнения № 1 по городу Москве (учебный)"),
    transmitter=Body(id="RU-770", name=MOSCOW_OFFICE.name_ru),
    receiver=Body(id="KZ-750", name=ALMATY_OFFICE.name_ru),
    proceeding=Proceeding(number="10001/26/99001-ИП", opened_on=date(2026, 2, 20), owner="RU-770-P1"),
    documents=(WRIT, NOTARIAL_WRIT),
    debtor=DEBTOR,
    claimants=(CLAIMANT, COMPANY, BUDGET),
    purposes=(Purpose.ENFORCEMENT, Purpose.LEGAL_ASSISTANCE),
    justification="Имущества и доходов должника на территории Российской Федерации не установлено; по сведениям "
    "взыскателя, должник проживает и работает в Республике Казахстан.",
    subjects=(
        Subject(code=SubjectCode.ACCOUNTS),
        Subject(code=SubjectCode.VEHICLES, note="в том числе самоходные машины"),
        Subject(
            code=SubjectCode.OTHER_ASSETS,
            justification="По объяснению должника, у него имеется ценное оборудование для деревообработки.",
        ),
        Subject(
            code=SubjectCode.INCOME,
            income_period=Period(start=date(2023, 3, 1), end=date(2026, 2, 28)),
        ),
        Subject(code=SubjectCode.WHEREABOUTS_PERSON),
    ),
    factual_circumstances="Исполнительное производство возбуждено 20.02.2026. В добровольный срок требования не "
    "исполнены. Запросы в банки и регистрирующие органы Российской Федерации имущества должника не выявили.",
    content="Просим представить сведения о денежных средствах и транспортных средствах должника, о доходах за "
    "указанный период, а также об адресе его проживания на территории Республики Казахстан.",
    desired_date=date(2026, 3, 27),
    desired_reason="На 30.03.2026 назначены торги по арестованному имуществу.",
    confidentiality=Confidentiality(
        scope="не сообщать должнику о запросе до ареста средств",
        reason="имеются сведения о выводе средств",
    ),
    art25_confirmation="Решение о применении Соглашения к исполнительной надписи принято, основание изложено в деле.",
    other="Контакт исполнителя: +7 000 000-00-02.",
    version=2,
)

SMALL_REQUEST = replace(
    FULL_REQUEST,
    initiator=Body(id="RU-770", name=MOSCOW_OFFICE.name_ru),
    documents=(WRIT,),
    claimants=(CLAIMANT,),
    subjects=FULL_REQUEST.subjects[:1],
    desired_date=None,
    desired_reason="",
    confidentiality=None,
    art25_confirmation="",
    other="",
    version=1,
)
