"""A request and an answer of the fictional cast (requirements F-3, F-4), complete and without a fault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from obmen.treaty.applicability import AuthorityFacts, Declaration
from obmen.treaty.documents import Answer, Request
from obmen.treaty.documents.answers import (
    AccountRow,
    AddressRow,
    AnswerItem,
    IncomeRow,
    ItemStatus,
    SpecialOrder,
)
from obmen.treaty.documents.requests import Purpose, Subject, SubjectCode
from obmen.treaty.documents.values import (
    Address,
    Birth,
    Body,
    DocumentClass,
    EnforcementDocument,
    Identifier,
    Money,
    NaturalPerson,
    OperativePart,
    Period,
    Proceeding,
)
from obmen.treaty.parties import Membership

DAY: Final = date(2026, 3, 2)
"""The day of the sample request, a Monday."""

MOSCOW: Final = Body(id="RU-770", name="Управление принудительного исполнения по городу Москве (учебное)")
ALMATY: Final = Body(id="KZ-750", name="Департамент юстиции города Алматы (учебный)")

WRIT: Final = EnforcementDocument(
    document_class=DocumentClass.COURT,
    issuer_within_judicial_system=True,
    national_kind="исполнительный лист",
    number="ФС № 900000123",
    issued_on=date(2026, 2, 12),
    issuer="Примерный районный суд города Москвы",
    operative_part=OperativePart(text="Взыскать с Тестова Андрея Петровича 350 000 рублей."),
    amount=Money(amount=Decimal("350000.00"), currency="RUB"),
)
NOTARY_WRIT: Final = EnforcementDocument(
    document_class=DocumentClass.NOTARIAL,
    issuer_within_judicial_system=False,
    national_kind="исполнительная надпись",
    number="1207",
    issued_on=date(2026, 2, 5),
    issuer="нотариус города Алматы (учебный)",
    operative_part=OperativePart(text="Взыскать с должника долг по договору займа."),
)

DEBTOR: Final = NaturalPerson(
    family_name="Тестов",
    given_name="Андрей",
    patronymic="Петрович",
    birth=Birth(date=date(1985, 3, 14), place="г. Караганда"),
    citizenship="KZ",
    addresses=(Address(text="Республика Казахстан, г. Караганда, ул. Примерная, д. 5", country="KZ"),),
    identifiers=(Identifier(scheme="KZ-IIN", value="850314300122"),),
)
CLAIMANT: Final = NaturalPerson(
    family_name="Образцова",
    given_name="Мария",
    patronymic="Ивановна",
    addresses=(Address(text="Российская Федерация, г. Москва, ул. Примерная, д. 7", country="RU"),),
)

REQUEST: Final = Request(
    initiator=MOSCOW,
    transmitter=MOSCOW,
    receiver=ALMATY,
    proceeding=Proceeding(number="10001/26/99001-ИП", opened_on=date(2026, 2, 20), owner="RU-770"),
    documents=(WRIT,),
    debtor=DEBTOR,
    claimants=(CLAIMANT,),
    purposes=(Purpose.ENFORCEMENT,),
    justification="Имущества и доходов должника на территории Российской Федерации не установлено.",
    subjects=(
        Subject(code=SubjectCode.ACCOUNTS),
        Subject(code=SubjectCode.INCOME, income_period=Period(start=date(2023, 3, 1), end=date(2026, 2, 28))),
        Subject(code=SubjectCode.WHEREABOUTS_PERSON),
    ),
    factual_circumstances="В добровольный срок требования не исполнены.",
    content="Просим представить сведения о денежных средствах, доходах и адресе должника.",
)

ANSWER: Final = Answer(
    items=(
        AnswerItem(
            subject=SubjectCode.ACCOUNTS,
            status=ItemStatus.PROVIDED,
            source="Учебная база банковских сведений",
            as_of=date(2026, 3, 16),
            rows=(AccountRow(bank="АО «Учебный банк»", number="KZ64999KZT0000012345", currency="KZT"),),
        ),
        AnswerItem(
            subject=SubjectCode.INCOME,
            status=ItemStatus.PROVIDED,
            source="Учебный налоговый реестр",
            as_of=date(2026, 3, 18),
            rows=(
                IncomeRow(
                    payer="ТОО «Үлгі-Сауда»",
                    income_kind="заработная плата",
                    period=Period(start=date(2025, 1, 1), end=date(2025, 12, 31)),
                    amount=Money(amount=Decimal("3600000.00"), currency="KZT"),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.WHEREABOUTS_PERSON,
            status=ItemStatus.PROVIDED,
            source="Учебный регистр населения",
            as_of=date(2026, 3, 16),
            rows=(AddressRow(address="Республика Казахстан, г. Караганда, ул. Примерная, д. 5"),),
        ),
    ),
    special_orders=(
        SpecialOrder(subject=SubjectCode.ACCOUNTS, applies=False),
        SpecialOrder(subject=SubjectCode.INCOME, applies=False),
        SpecialOrder(subject=SubjectCode.WHEREABOUTS_PERSON, applies=False),
    ),
)

MEMBERS: Final = {
    "BY": Membership(party="BY", name="Беларусь", in_force_from=date(2026, 1, 14)),
    "RU": Membership(party="RU", name="Россия", in_force_from=date(2026, 1, 14)),
    "KZ": Membership(party="KZ", name="Казахстан", in_force_from=date(2026, 1, 14)),
    "KG": Membership(party="KG", name="Кыргызстан", in_force_from=date(2026, 3, 4)),
}
"""In force as in requirements F-1."""

KZ_RESERVATION: Final = Declaration(
    party="KZ",
    kind="RESERVATION",
    provisions=("6.a",),
    text=(
        "«Республика Казахстан заявляет, что она оставляет за собой право применять положения подпункта а) статьи 6 "
        "настоящего Соглашения в части, не противоречащей ее законодательству.»."
    ),
)


def authority(party: str, *, listed: bool = True) -> AuthorityFacts:
    """Return an authority of a Party as the register knows it."""
    return AuthorityFacts(id=f"{party}-100", party=party, name=f"Учебный орган {party}", listed=listed)


def asking(*codes: SubjectCode) -> Request:
    """Return the sample request for other subjects."""
    return replace(REQUEST, subjects=tuple(Subject(code=code) for code in codes))


def message(number: int) -> UUID:
    """Return the id of a message by its number."""
    return UUID(int=number)


def at(day: int, hour: int = 12) -> datetime:
    """Return an instant of March 2026."""
    return datetime(2026, 3, day, hour, tzinfo=UTC)
