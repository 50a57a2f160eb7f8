"""A notice of registration and answers, with every kind of row."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from tests.message.rendering.cast import ASTANA

from obmen.treaty.documents import Answer, RegistrationNotice
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
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import (
    AddressKind,
    Identifier,
    Money,
    Period,
)
from obmen.treaty.policies import Policies

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
