"""The fictional cast of the letters: offices, signatories, debtor and claimants (requirements F-3)."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from obmen.message.rendering import Letterhead
from obmen.treaty.documents.values import (
    Address,
    AddressKind,
    Attachment,
    AttachmentKind,
    Birth,
    Certification,
    IdDocument,
    Identifier,
    LegalPerson,
    NaturalPerson,
    PublicBody,
    Signatory,
)

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
