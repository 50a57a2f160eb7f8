"""What is asked and answered with words of its own: proceedings, papers, explanations, places, other information."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.message.rendering.asked import SMALL_REQUEST

from obmen.treaty.documents import Answer
from obmen.treaty.documents.answers import (
    AnswerItem,
    ExplanationResult,
    ExplanationRow,
    InformationRow,
    ItemStatus,
    LocationRow,
    PaperRow,
    ProceedingRow,
    PropertyLine,
    SearchStep,
    SpecialOrder,
    Stage,
)
from obmen.treaty.documents.requests import Subject, SubjectCode, Wanted
from obmen.treaty.documents.values import AttachmentKind, ConcreteProperty, Money, PropertyKind

ASKING_WORDS = replace(
    SMALL_REQUEST,
    version=2,
    subjects=(
        Subject(
            code=SubjectCode.PROCEEDINGS,
            foreign_document="исполнительная надпись № 1207 от 05.02.2026",
            other_results=("сведения об оценке имущества", "сведения о торгах"),
        ),
        Subject(
            code=SubjectCode.PAPERS,
            justification="По договору должник получил автомобиль.",
            wanted=(
                Wanted(
                    what="договор купли-продажи автомобиля",
                    paper=AttachmentKind.COPY,
                    certified=True,
                    holder="ТОО «Үлгі-Сауда»",
                    location="г. Алматы",
                ),
                Wanted(what="сведения о передаче", holder="Учебная компания", location="г. Баку", abroad=True),
            ),
        ),
        Subject(
            code=SubjectCode.EXPLANATIONS,
            justification="Показания сторон расходятся.",
            addressee="должник Тестов Андрей Петрович",
            questions=("Где находится автомобиль?", "Кому и когда он передан?", "Имеется ли иное имущество?"),
        ),
        Subject(
            code=SubjectCode.WHEREABOUTS_PROPERTY,
            properties=(
                ConcreteProperty(property=PropertyKind.VEHICLE, identifier="VIN XTA99999Z90000001"),
                ConcreteProperty(
                    property=PropertyKind.MOVABLE,
                    identifier="ДС-0001",
                    address="г. Караганда, ул. Складская, д. 2",
                    marks="станок деревообрабатывающий с надписью «Пример»",
                ),
            ),
        ),
        Subject(
            code=SubjectCode.OTHER,
            justification="Должник скрывается.",
            description="Сведения о пересечении границы с 01.01.2026.",
            since=2,
        ),
    ),
)
"""A request on the subjects that have particulars, all of them filled."""

TOLD_WORDS = Answer(
    request_version=2,
    items=(
        AnswerItem(
            subject=SubjectCode.PROCEEDINGS,
            status=ItemStatus.PROVIDED,
            source="Учебный банк данных",
            as_of=date(2026, 4, 10),
            office="Карагандинский отдел (учебный)",
            rows=(
                ProceedingRow(
                    issuer="нотариус города Алматы (учебный)",
                    country="KZ",
                    document_kind="исполнительная надпись",
                    document_number="1207",
                    document_date=date(2026, 2, 5),
                    proceeding_number="750/26-99001",
                    opened_on=date(2026, 2, 20),
                    accepted_on=date(2026, 2, 18),
                    dates_unknown="день предъявления уточняется",
                    claim="Взыскать долг по договору займа.",
                    claimant="Образцова Мария Ивановна",
                    stage=Stage.ENDED,
                    stage_text="взыскание завершено",
                    ended_on=date(2026, 4, 9),
                    ground="требования исполнены",
                    recovered=Money(amount=Decimal("150000.00"), currency="RUB"),
                    as_of=date(2026, 4, 10),
                    seized=(
                        PropertyLine(
                            description="автомобиль", value=Money(amount=Decimal("5200000.00"), currency="KZT")
                        ),
                        PropertyLine(description="прицеп без оценки"),
                    ),
                    on_sale=(PropertyLine(description="гараж"),),
                    other_results="оценка проведена 01.04.2026",
                    matched_by=("фамилия, имя, отчество", "дата рождения", "ИИН"),
                ),
                ProceedingRow(document_kind="исполнительный лист", document_number="2-99/2020"),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.PAPERS,
            status=ItemStatus.SOURCE_NO_REPLY,
            reason="Организация не ответила.",
            steps=(
                SearchStep(source="ТОО «Үлгі-Сауда»", on=date(2026, 3, 5), outcome="запрос вручён"),
                SearchStep(source="ТОО «Үлгі-Сауда»", on=date(2026, 3, 26), outcome="напоминание без ответа"),
            ),
            rows=(
                PaperRow(
                    what="договор купли-продажи",
                    holder="Учебный регистрирующий орган",
                    attachment="001",
                    text="договор зарегистрирован 11.01.2026",
                    obtained_on=date(2026, 3, 20),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.EXPLANATIONS,
            status=ItemStatus.PROVIDED,
            rows=(
                ExplanationRow(
                    number=1,
                    result=ExplanationResult.ANSWERED,
                    text="Автомобиль стоит во дворе.",
                    given_on=date(2026, 3, 24),
                    signed_by="Тестов А. П.",
                ),
                ExplanationRow(
                    number=2, result=ExplanationResult.REFUSED_BY_PERSON, given_on=date(2026, 3, 25), note="без причины"
                ),
                ExplanationRow(number=3, result=ExplanationResult.NOT_OBTAINED),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.WHEREABOUTS_PROPERTY,
            status=ItemStatus.PROVIDED,
            rows=(
                LocationRow(
                    property="VIN XTA99999Z90000001",
                    place="г. Караганда, платная стоянка",
                    holder="Учебная стоянка",
                    source="осмотр на месте",
                    as_of=date(2026, 3, 27),
                ),
            ),
        ),
        AnswerItem(
            subject=SubjectCode.OTHER,
            status=ItemStatus.PROVIDED,
            rows=(
                InformationRow(text="Границу не пересекал.", source="Учебный учёт границы", as_of=date(2026, 3, 28)),
            ),
        ),
    ),
    special_orders=(SpecialOrder(subject=SubjectCode.PAPERS, applies=False),),
)
"""An answer to it with every kind of row that is told in words."""
