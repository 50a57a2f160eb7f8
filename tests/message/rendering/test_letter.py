"""The printed letter says what the Agreement asks, in Russian, on every kind of document."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from tests.message.rendering import letters

from obmen.message.rendering import Letterhead, read_rendition, render
from obmen.treaty.documents import Document, Kind, NotAccepted, Request


def text_of(document: Document, letterhead: Letterhead = letters.MOSCOW_OFFICE) -> str:
    """Print, read back and put on one line; hyphens at line ends are taken out."""
    pdf = render(document, json_digest=letters.DIGEST, letterhead=letterhead, names=letters.NAMES)
    return re.sub(r"\s+", " ", "\n".join(read_rendition(pdf).bodies).replace("\ufffe", ""))


def says(text: str, *phrases: str) -> None:
    """Assert that each phrase stands in the text, in this order."""
    places = [text.find(phrase) for phrase in phrases]
    assert -1 not in places, [phrase for phrase, at in zip(phrases, places, strict=True) if at < 0]
    assert places == sorted(places)


def test_request_follows_the_order_of_article_11() -> None:
    """Blocks а to е of Art. 11(1) stand one after another, then attachments, signature and particulars."""
    says(
        text_of(letters.request_letter()),
        "РОССИЙСКАЯ ФЕДЕРАЦИЯ",
        "Исх. № 77-12/431 от 02.03.2026",
        "Номер дела: RU-770-2026-000017",
        "КОНФИДЕНЦИАЛЬНО",
        "Департамент юстиции города Алматы",
        "ЗАПРОС",
        "о представлении информации",
        "Соглашение о сотрудничестве по обмену информацией при осуществлении принудительного исполнения",
        "а) Органы принудительного исполнения",
        "б) Исполнительный документ",
        "в) Должник и взыскатель",
        "г) Резолютивная часть",
        "д) Содержание запроса и фактические обстоятельства",
        "е) Другие сведения",
        "Приложения",
        "ДОКУМЕНТ ПОДПИСАН",
        "Реквизиты электронного документа",
    )


def test_request_cites_subjects_with_cyrillic_letters() -> None:
    """A subject is printed as the Agreement letters it, never by its code."""
    text = text_of(letters.request_letter())
    says(text, "подп. а) ст. 6", "подп. в) ст. 6", "подп. д) ст. 6", "подп. б) ст. 7", "подп. а) ст. 8")
    assert "6.a" not in text


def test_request_quotes_the_operative_part_and_its_translation() -> None:
    """The operative part stands in quotation marks, with the Russian text and the translator."""
    says(
        text_of(letters.request_letter()),
        "«Взыскать с Тестова Андрея Петровича",
        "отнести на ответчика.»",
        "«Борышкер Тестов Андрей Петровичтен",
        "Перевод на русский язык:",
        "«Предлагаю взыскать",
        "Переводчик: Переводчиков Сергей Олегович",
    )


def test_request_says_what_is_not_given() -> None:
    """Nothing is left blank."""
    text = text_of(letters.request_letter(Request(), initiator_authority="", own_number=None, attachments=()))
    says(
        text,
        "Без исходящего номера",
        "(инициатор) не указано",
        "Фамилия не указано",
        "Взыскатель не указан",
        "Приложения нет",
    )
    says(
        text,
        "обоснование не указано",
        "не указана; срок — 30 рабочих дней со дня получения",
        "не запрашивается",
        "Приложения нет",
    )


def test_request_through_a_transmitting_body_names_both_seals() -> None:
    """When another body transmits, the stamp names the initiator's seal and the attesting one (Art. 11(3))."""
    says(text_of(letters.request_letter()), "Печать инициатора: Отдел", "удостоверяющая полномочия инициатора")
    assert "Печать инициатора" not in text_of(letters.request_letter(letters.SMALL_REQUEST))


def test_signatory_has_post_powers_and_place_for_pen_and_seal() -> None:
    """The signatory's post, powers and their dates are stated; pen and seal have their places."""
    says(
        text_of(letters.request_letter()),
        "Начальник отдела международного",
        "подпись",
        "Уполномоченная Ольга Павловна",
        "приказ № 15-к от 12.01.2026, действуют с 12.01.2026 по 31.12.2026",
        "М.П.",
    )


def test_request_says_what_each_subject_asks_beside_itself() -> None:
    """(R-4.0, R-5.1.1, R-5.2.1, R-8.c.1, R-3.2) Questions are numbered, papers have holders, property has numbers."""
    document = letters.request_letter(letters.ASKING_WORDS)
    says(
        text_of(document),
        "К пункту 1: ст. 4 — исполнительные производства",
        "Интересует документ исполнительная надпись № 1207",
        "сведения об оценке имущества; сведения о торгах",
        "К пункту 2: первый абзац ст. 5",
        "договор купли-продажи автомобиля, копия документа нужна ТОО «Үлгі-Сауда» г. Алматы",
        "сведения о передаче не требуется",
        "Учебная компания г. Баку",
        "К пункту 3: второй абзац ст. 5",
        "Кому поставлены вопросы должник Тестов Андрей Петрович",
        "1 Где находится автомобиль?",
        "3 Имеется ли иное имущество?",
        "К пункту 4: подп. в) ст. 8",
        "транспортное средство VIN XTA99999Z90000001",
        "с надписью «Пример»",
        "К пункту 5: последний абзац ст. 3",
        "Иная информация Сведения о пересечении границы с 01.01.2026.",
        "Добавлено версией запроса 2",
        "Просим представить сведения о денежных средствах",
    )


def test_a_subject_without_particulars_says_nothing_more() -> None:
    assert "К пункту" not in text_of(letters.request_letter())


def test_answer_tells_in_words_what_has_no_table() -> None:
    """(R-4.a.1-4.c.1, R-5.1.3, R-5.2.1, R-8.c.1) Sums in their own currency, steps with days, an entry a question."""
    says(
        text_of(letters.answer_letter(letters.TOLD_WORDS)),
        "Исполнено подразделением Карагандинский отдел (учебный)",
        "Исполнительный документ 1",
        "исполнительная надпись № 1207 от 05.02.2026",
        "нотариус города Алматы (учебный), Казахстан",
        "Возбуждено 20.02.2026",
        "окончено; взыскание завершено",
        "09.04.2026, требования исполнены",
        "Взыскано 150 000,00 RUB",
        "прицеп без оценки",
        "На реализации гараж",
        "фамилия, имя, отчество; дата рождения; ИИН",
        "Исполнительный документ 2",
        "исполнительный лист № 2-99/2020",
        "напоминание без ответа",
        "договор зарегистрирован 11.01.2026",
        "1 ответ получен Автомобиль стоит во дворе.",
        "лицо отказалось отвечать",
        "разъяснение не получено",
        "VIN XTA99999Z90000001",
        "осмотр на месте 27.03.2026",
        "Границу не пересекал.",
    )


def test_notice_tells_the_term_and_what_it_means() -> None:
    """M-02 shows receipt, both due dates, calendar, policies and the meaning of Art. 12; a seal, no signatory."""
    text = text_of(letters.notice_letter(), letters.ALMATY_OFFICE)
    says(
        text,
        "РЕСПУБЛИКА КАЗАХСТАН",
        "На № 77-12/431 от 02.03.2026",
        "УВЕДОМЛЕНИЕ",
        "вх. 750/2026-112",
        "02.03.2026 12:20 (UTC+05:00)",
        "17.04.2026",
        "20.04.2026",
        "KZ-2026.2",
        "30 рабочих дней со дня его получения",
        "P-01",
        "ДОКУМЕНТ СКРЕПЛЁН ЭЛЕКТРОННОЙ ПЕЧАТЬЮ",
    )
    assert "ПОДПИСАН" not in text


def test_notice_says_why_there_is_no_term() -> None:
    """Without a calendar for the year the notice says so instead of a date (R-12.1.4)."""
    why = "нет календаря 2027"
    notice = replace(letters.NOTICE, due_unadjusted=None, due_adjusted=None, not_determined=why)
    says(text_of(letters.notice_letter(notice)), f"не определён: {why}")


def test_answer_gives_status_source_and_reason_of_each_item() -> None:
    """M-03 lists items, each with its result, source, day, reason and rows."""
    says(
        text_of(letters.answer_letter(), letters.ALMATY_OFFICE),
        "ОТВЕТ",
        "окончательный ответ",
        "Представлено частично",
        "Сведений не обнаружено",
        "1. подп. а) ст. 6 — денежные средства",
        "Учебная база банковских сведений",
        "16.03.2026",
        "Остатки на счетах не представлены",
        "KZ64999KZT0000012345",
        "54,2",
        "XTA99999Z90000001",
        "сообщено по инициативе исполнившего органа",
        "3 600 000,00 KZT",
        "Специальный порядок раскрытия третьим лицам",
        "Учебный уполномоченный орган",
        "п. 2 ст. 9",
    )


def test_every_page_carries_case_number_digest_and_its_own_number() -> None:
    """Footer of each page: case number, both office numbers, the digest's beginning, page n of m."""
    pdf = render(letters.answer_letter(), json_digest=letters.DIGEST, letterhead=letters.ALMATY_OFFICE)
    pages = read_rendition(pdf).pages
    for at, page in enumerate(pages, start=1):
        foot = " ".join(page[page.rindex("Номер дела:") :].split())
        says(foot, "RU-770-2026-000017", "750/исх-204", "77-12/431", "3f7a 1c0b", f"{at} из {len(pages)}")


@pytest.mark.parametrize("kind", [Kind.DELIVERED, Kind.NOT_ACCEPTED])
def test_receipts_have_no_printed_form(kind: Kind) -> None:
    """A receipt of a node is not a letter."""
    receipt = Document(envelope=letters.envelope(kind, 0x20), payload=NotAccepted(code="E-T-04", text=""))
    with pytest.raises(ValueError, match="no printed form"):
        render(receipt, json_digest=letters.DIGEST, letterhead=letters.MOSCOW_OFFICE)


@pytest.mark.parametrize("digest", ["", "ab", "G" * 64, letters.DIGEST.upper()])
def test_a_malformed_digest_is_a_misuse(digest: str) -> None:
    """Only 64 lower-case hex digits are a digest."""
    with pytest.raises(ValueError, match="64 lower-case hex"):
        render(letters.request_letter(), json_digest=digest, letterhead=letters.MOSCOW_OFFICE)
