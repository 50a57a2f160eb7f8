"""Letters of the fictional cast (requirements F-3, F-4), with every field filled somewhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import UUID

from obmen.message.rendering import Letterhead
from obmen.treaty.documents import Answer, Document, Envelope, Kind, RegistrationNotice, Request
from obmen.treaty.documents.answers import (
    AccountRow,
    AddressRow,
    AnswerItem,
    EmploymentRow,
    IncomeRow,
    ItemStatus,
    OtherAssetRow,
    Part,
    RealEstateRow,
    ShareRow,
    SpecialOrder,
    VehicleRow,
)
from obmen.treaty.documents.envelope import Payload, RegisterEdition
from obmen.treaty.documents.requests import Confidentiality, Purpose, Subject, SubjectCode
from obmen.treaty.documents.values import (
    Address,
    AddressKind,
    Attachment,
    AttachmentKind,
    Birth,
    Body,
    Certification,
    DocumentClass,
    EnforcementDocument,
    IdDocument,
    Identifier,
    LegalPerson,
    Money,
    NaturalPerson,
    OfficeNumber,
    OperativePart,
    Period,
    Proceeding,
    PublicBody,
    Signatory,
)
from obmen.treaty.policies import Policies

DIGEST = "3f7a1c0be2d94586a7b10c2d3e4f5a6978879695a4b3c2d1e0f0123456789abc"
OTHER_DIGEST = DIGEST[::-1]
MOSCOW = timezone(timedelta(hours=3))
ASTANA = timezone(timedelta(hours=5))

MOSCOW_OFFICE = Letterhead(
    name_ru="Управление принудительного исполнения по городу Москве (учебное)",
    party="RU",
    address="г. Москва, ул. Примерная, д. 1",
    phone="+7 000 000-00-00",
    email="moscow@example.org",
)
ALMATY_OFFICE = Letterhead(
    name_ru="Департамент юстиции города Алматы (учебный)",
    name_original="Алматы қаласының Әділет департаменті (оқу)",
    party="KZ",
    address="г. Алматы, ул. Үлгі, д. 10",
    phone="+7 000 000-00-01",
)
NAMES = {"RU-770": MOSCOW_OFFICE.name_ru, "KZ-750": ALMATY_OFFICE.name_ru}

MOSCOW_SIGNATORY = Signatory(
    name="Уполномоченная Ольга Павловна",
    post="Начальник отдела международного взаимодействия — старший судебный пристав",
    powers_from=date(2026, 1, 12),
    powers_to=date(2026, 12, 31),
    basis="приказ № 15-к от 12.01.2026",
)
ALMATY_SIGNATORY = Signatory(
    name="Үлгіев Ұлан Қайратұлы",
    post="Заместитель руководителя департамента",
    powers_from=date(2026, 1, 5),
    basis="приказ № 3-ж от 05.01.2026",
)

EXTRACT = Attachment(
    id="001",
    kind=AttachmentKind.COPY,
    file_name="Копия исполнительного листа ФС № 900000123.pdf",
    media_type="application/pdf",
    sha256="ab" * 32,
    size=72_000,
    certification=Certification(by="Примерный районный суд города Москвы", on=date(2026, 2, 16), manner="печать суда"),
    original_required=True,
)


def envelope(kind: Kind, message: int, **changes: object) -> Envelope:
    """Return the head of a document of the case; `changes` replace fields."""
    head = Envelope(
        message_id=UUID(int=message),
        type=kind,
        text_version="CIS-2025-1",
        case_id="RU-770-2026-000017",
        seq=1,
        salt="00112233445566778899aabbccddeeff",
        sent_at=datetime(2026, 3, 2, 10, 15, tzinfo=MOSCOW),
        sender_authority="RU-770",
        recipient_authority="KZ-750",
        register=RegisterEdition(legal_version=3, legal_hash="a" * 64, annex_version=7, annex_hash="b" * 64),
        own_number=OfficeNumber(number="77-12/431", date=date(2026, 3, 2)),
        signatory=MOSCOW_SIGNATORY,
    )
    return replace(head, **changes)  # type: ignore[arg-type]  # fields by name


DEBTOR = NaturalPerson(
    family_name="Тестов",
    given_name="Андрей",
    patronymic="Петрович",
    original_script="Тестов Андрей Петрович (Testov Andrei)",
    birth=Birth(date=date(1985, 3, 14), place="г. Караганда"),
    citizenship="KZ",
    addresses=(
        Address(
            text="Республика Казахстан, г. Караганда, ул. Примерная, д. 5, кв. 12",
            country="KZ",
            kind=AddressKind.LAST_KNOWN,
            source="заявление взыскателя",
            as_of=date(2026, 2, 20),
        ),
        Address(unknown=True, checked="регистрационный учёт 02.03.2026", kind=AddressKind.ACTUAL, country="RU"),
    ),
    workplace="ТОО «Үлгі-Сауда»",
    study="не учится",
    identifiers=(Identifier(scheme="KZ-IIN", value="850314300122"),),
    id_documents=(
        IdDocument(
            kind="удостоверение личности",
            series="N",
            number="000000001",
            issued_on=date(2015, 4, 1),
            issuer="МВД Республики Казахстан",
        ),
    ),
    role="должник по основному обязательству",
)

CLAIMANT = NaturalPerson(
    family_name="Образцова",
    given_name="Мария",
    patronymic="Ивановна",
    addresses=(Address(text="Российская Федерация, г. Москва, ул. Примерная, д. 7, кв. 3", country="RU"),),
    identifiers=(Identifier(scheme="RU-INN", value="990100771337"),),
)

COMPANY = LegalPerson(
    legal_name="ООО «Пример-Импорт»",
    original_script="Primer-Import LLC",
    legal_form="общество с ограниченной ответственностью",
    addresses=(Address(text="г. Москва, ул. Образцовая, д. 3", country="RU"),),
    identifiers=(Identifier(scheme="RU-INN", value="9901007777"),),
    role="солидарный взыскатель",
)

BUDGET = PublicBody(
    legal_name="Бюджет города Москвы (учебный)",
    addresses=(Address(text="г. Москва, пл. Примерная, д. 1", country="RU"),),
    identifiers=(Identifier(scheme="RU-INN", value="9901007777"),),
    role="взыскатель исполнительского сбора",
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

NOTICE = RegistrationNotice(
    reg_number="вх. 750/2026-112",
    received_at=datetime(2026, 3, 2, 12, 20, 5, tzinfo=ASTANA),
    receipt_date=date(2026, 3, 2),
    calendar_version="KZ-2026.2",
    policies=Policies().as_dict(),
    due_unadjusted=date(2026, 4, 17),
    due_adjusted=date(2026, 4, 20),
    executing_authority="KZ-750",
    desired_date_reply="NOT_POSSIBLE",
    confidentiality_ensured=True,
)

_KZ_NUMBER = Identifier(scheme="KZ-BIN", value="150440007774")

FULL_ANSWER = Answer(
    request_version=2,
    part=Part.FINAL,
    items=(
        AnswerItem(
            subject=SubjectCode.ACCOUNTS,
            status=ItemStatus.PARTIAL,
            reason="Остатки на счетах не представлены",
            circumstances="Сведения об остатках составляют банковскую тайну и раскрываются в отдельном порядке",
            norm="законодательство Республики Казахстан о банках (учебная ссылка)",
            source="Учебная база банковских сведений",
            as_of=date(2026, 3, 16),
            rows=(
                AccountRow(bank="АО «Учебный банк»", bic="TESTKZKA", number="KZ64999KZT0000012345", currency="KZT"),
                AccountRow(
                    bank="АО «Примерный сберегательный банк Казахстана»",
                    holding="deposit",
                    number="KZ64999USD0000067890",
                    currency="USD",
                    balance=Decimal("12345678.9"),
                    as_of=date(2026, 3, 15),
                    encumbrance="арест по производству № 77-26-001",
                ),
            ),
            attachments=("001",),
        ),
        AnswerItem(
            subject=SubjectCode.REAL_ESTATE,
            status=ItemStatus.PROVIDED,
            source="Учебный кадастр",
            as_of=date(2026, 3, 17),
            rows=(
                RealEstateRow(
                    object_kind="квартира",
                    cadastral_number="09:142:001:555:12/34",
                    address="г. Караганда, ул. Примерная, д. 5, кв. 12",
                    area=Decimal("54.2"),
                    right="общая долевая собственность",
                    share="1/3",
                    registration_number="09-01/2015-123456",
                    registered_on=date(2015, 6, 1),
                    encumbrance="залог банка",
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.VEHICLES,
            status=ItemStatus.PROVIDED,
            source="Учебный реестр транспортных средств",
            as_of=date(2026, 3, 17),
            rows=(
                VehicleRow(
                    vehicle_kind="легковой автомобиль",
                    vin="XTA99999Z90000001",
                    chassis_number="TEST00000000000009",
                    plate="999 ZZZ 09",
                    make="Учебная",
                    model="Модель-1",
                    year=2019,
                    registration_body="Учебный орган регистрации",
                    registered_on=date(2020, 6, 15),
                    restriction="запрет на отчуждение",
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.SHARES,
            status=ItemStatus.PROVIDED,
            source="Учебный реестр юридических лиц",
            as_of=date(2026, 3, 18),
            rows=(
                ShareRow(
                    organisation="ТОО «Үлгі-Сауда»",
                    identifiers=(_KZ_NUMBER,),
                    size="25 %",
                    nominal=Money(amount=Decimal("37500.00"), currency="KZT"),
                    since=date(2018, 9, 3),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.OTHER_ASSETS,
            status=ItemStatus.PROVIDED,
            source="Учебный реестр залога движимого имущества",
            as_of=date(2026, 3, 18),
            voluntary=True,
            rows=(
                OtherAssetRow(
                    asset_kind="оборудование",
                    description="станок деревообрабатывающий, заводской номер ДС-0001, год выпуска 2017",
                    identifiers=(Identifier(scheme="заводской номер", value="ДС-0001"),),
                    location="г. Караганда, ул. Складская, д. 2",
                    legal_basis="закон о реестрах (учебная ссылка)",
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.EMPLOYMENT,
            status=ItemStatus.PROVIDED,
            source="Учебный реестр трудовых договоров",
            as_of=date(2026, 3, 16),
            rows=(
                EmploymentRow(
                    employer="ТОО «Үлгі-Сауда»",
                    position="кладовщик",
                    since=date(2024, 9, 2),
                    until=date(2026, 1, 31),
                    sole_proprietor_registration="ИП-0001 от 01.02.2026",
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.INCOME,
            status=ItemStatus.PROVIDED,
            source="Учебный налоговый реестр",
            as_of=date(2026, 3, 18),
            capped_by="ст. 7",
            rows=(
                IncomeRow(
                    payer="ТОО «Үлгі-Сауда»",
                    payer_identifier="150440007774",
                    income_kind="заработная плата",
                    period=Period(start=date(2025, 1, 1), end=date(2025, 12, 31)),
                    amount=Money(amount=Decimal("3600000.00"), currency="KZT"),
                    withheld=Money(amount=Decimal("360000.00"), currency="KZT"),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.WHEREABOUTS_PERSON,
            status=ItemStatus.PROVIDED,
            source="Учебный регистр населения",
            as_of=date(2026, 3, 16),
            rows=(
                AddressRow(
                    address="Республика Казахстан, г. Караганда, ул. Примерная, д. 5, кв. 12",
                    source="Учебный регистр населения",
                    as_of=date(2026, 3, 16),
                ),
                AddressRow(
                    address_kind=AddressKind.ACTUAL,
                    address="Республика Казахстан, г. Астана, ул. Учебная, д. 8, кв. 4",
                    source="объяснение соседей",
                    as_of=date(2026, 2, 1),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.WHEREABOUTS_ORGANISATION,
            status=ItemStatus.NONE_FOUND,
            source="Учебный реестр юридических лиц",
            as_of=date(2026, 3, 18),
        ),
    ),
    special_orders=(
        SpecialOrder(
            subject=SubjectCode.ACCOUNTS,
            applies=True,
            basis="законодательство о банковской тайне (учебная ссылка)",
            procedure="Взыскатель обращается с заявлением и копией исполнительного документа",
            body="Учебный уполномоченный орган, г. Астана, ул. Учебная, д. 10",
        ),
        SpecialOrder(subject=SubjectCode.VEHICLES, applies=False),
        SpecialOrder(subject=SubjectCode.INCOME, applies=False),
    ),
    text="Сведения о доходах за 2026 год поступят в налоговый реестр после 31.03.2027.",
)

SMALL_ANSWER = Answer(
    items=(
        AnswerItem(
            subject=SubjectCode.ACCOUNTS,
            status=ItemStatus.NONE_FOUND,
            source="Учебная база банковских сведений",
            as_of=date(2026, 3, 16),
        ),
    ),
    special_orders=(SpecialOrder(subject=SubjectCode.ACCOUNTS, applies=False),),
)


def request_letter(payload: Request = FULL_REQUEST, **changes: object) -> Document:
    """Return an M-01 from Moscow to Almaty."""
    named = {"initiator_authority": payload.initiator.id, "attachments": (EXTRACT,)} | changes
    return Document(envelope=envelope(Kind.REQUEST, 0x11, **named), payload=payload)


def notice_letter(payload: RegistrationNotice = NOTICE, **changes: object) -> Document:
    """Return the M-02 of Almaty on that request: a seal and no signatory."""
    named = {"own_number": OfficeNumber(number="750/исх-98", date=date(2026, 3, 3)), "signatory": None}
    return _reply(Kind.REGISTRATION, 0x12, payload, datetime(2026, 3, 3, 9, 0, tzinfo=ASTANA), **named | changes)


def answer_letter(payload: Answer = FULL_ANSWER, **changes: object) -> Document:
    """Return the M-03 of Almaty on that request."""
    named = {
        "own_number": OfficeNumber(number="750/исх-204", date=date(2026, 4, 14)),
        "signatory": ALMATY_SIGNATORY,
        "attachments": (replace(EXTRACT, kind=AttachmentKind.EXTRACT, file_name="Көшірме.pdf", lang="kk"),),
    }
    return _reply(Kind.ANSWER, 0x13, payload, datetime(2026, 4, 14, 18, 30, tzinfo=ASTANA), **named | changes)


def _reply(kind: Kind, message: int, payload: Payload, sent_at: datetime, **changes: object) -> Document:
    named = {
        "sent_at": sent_at,
        "sender_authority": "KZ-750",
        "recipient_authority": "RU-770",
        "reply_to": OfficeNumber(number="77-12/431", date=date(2026, 3, 2)),
        "in_reply_to": UUID(int=0x11),
    }
    return Document(envelope=envelope(kind, message, **named | changes), payload=payload)


UTC_MORNING = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
