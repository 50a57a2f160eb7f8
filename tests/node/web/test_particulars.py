"""The executor reads what was asked of each subject: papers, questions, property (Art. 4, 5, 8)."""

from __future__ import annotations

from datetime import date

from obmen.node.web.particulars import particulars
from obmen.treaty.documents.requests import Subject, SubjectCode, Wanted
from obmen.treaty.documents.values import AttachmentKind, ConcreteProperty, Period, PropertyKind


def test_nothing_asked_beside_the_subject_says_nothing() -> None:
    assert not list(particulars(Subject(code=SubjectCode.ACCOUNTS)))


def test_questions_are_numbered_as_they_are_answered() -> None:
    """(R-5.2.1) The number is what an entry of the answer refers to."""
    subject = Subject(
        code=SubjectCode.EXPLANATIONS, addressee="должник", questions=("Где работает?", "Где автомобиль?")
    )
    assert list(particulars(subject)) == ["Вопросы поставлены: должник", "1. Где работает?", "2. Где автомобиль?"]


def test_papers_are_told_with_their_holder() -> None:
    """(R-5.1.1)."""
    subject = Subject(
        code=SubjectCode.PAPERS,
        wanted=(
            Wanted(what="договор", certified=True, holder="ТОО «Үлгі-Сауда»", location="г. Алматы"),
            Wanted(paper=AttachmentKind.EXTRACT),
            Wanted(),
        ),
        justification="Нужно.",
    )
    assert list(particulars(subject)) == [
        "договор · заверенная копия · ТОО «Үлгі-Сауда», г. Алматы",
        "выписка",
        "Нужно.",
    ]


def test_property_and_the_rest() -> None:
    """(R-4.0, R-7.b.2, R-8.c.1, R-3.2)."""
    subject = Subject(
        code=SubjectCode.OTHER,
        income_period=Period(start=date(2023, 3, 1), end=date(2026, 2, 28)),
        foreign_document="№ 1207",
        other_results=("оценка", "торги"),
        properties=(
            ConcreteProperty(property=PropertyKind.VEHICLE, identifier="XTA99999Z90000001"),
            ConcreteProperty(),
        ),
        description="Сведения.",
        note="Срочно.",
    )
    assert list(particulars(subject)) == [
        "Период: 01.03.2023 – 28.02.2026",
        "Интересует документ: № 1207",
        "Иные результаты: оценка; торги",
        "транспортное средство, XTA99999Z90000001",
        "Сведения.",
        "Срочно.",
    ]
