"""E-T-04: the printed and the machine-readable form are the same document, or they are not (R-10.3.1)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from tests.message.rendering import letters

from obmen.message.rendering import read_rendition, render, same_values
from obmen.message.rendering.reading import RenditionFacts
from obmen.message.rendering.sameness import Text
from obmen.treaty.documents import Document, Request
from obmen.treaty.documents.answers import AccountRow, Answer, ItemStatus
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Birth, Identifier, Money, OfficeNumber

if TYPE_CHECKING:
    from collections.abc import Callable

DEBTOR = letters.DEBTOR
WRIT = letters.WRIT
SMALL = letters.SMALL_REQUEST


def printed(document: Document) -> bytes:
    """Print a document of the case."""
    return render(document, json_digest=letters.DIGEST, letterhead=letters.MOSCOW_OFFICE, names=letters.NAMES)


@pytest.mark.parametrize("letter", [letters.request_letter, letters.notice_letter, letters.answer_letter])
def test_a_letter_shows_its_own_values(letter: Callable[[], Document]) -> None:
    """Every field of a document that has all of them is found in its print."""
    document = letter()
    assert same_values(document, printed(document), json_digest=letters.DIGEST)


def test_a_letter_of_words_shows_its_own_values() -> None:
    """Questions, papers, property, proceedings, explanations and steps count as much as tables (Art. 4, 5, 8)."""
    for document in (letters.request_letter(letters.ASKING_WORDS), letters.answer_letter(letters.TOLD_WORDS)):
        assert same_values(document, printed(document), json_digest=letters.DIGEST).because.startswith("Печатная форма")


def test_the_letterhead_does_not_matter() -> None:
    """The same values under another letterhead are the same document."""
    document = letters.request_letter()
    elsewhere = render(document, json_digest=letters.DIGEST, letterhead=letters.ALMATY_OFFICE)
    assert elsewhere != printed(document)
    assert same_values(document, elsewhere, json_digest=letters.DIGEST)


CHANGES = {
    "another debtor": replace(SMALL, debtor=replace(DEBTOR, family_name="Примеров", original_script="")),
    "a letter more in the name": replace(SMALL, debtor=replace(DEBTOR, family_name="Тестова", original_script="")),
    "a letter less in the name": replace(SMALL, debtor=replace(DEBTOR, given_name="Андре", original_script="")),
    "another day of birth": replace(
        SMALL, debtor=replace(DEBTOR, birth=Birth(date=date(1985, 3, 15), place="г. Караганда"))
    ),
    "another identifier": replace(
        SMALL, debtor=replace(DEBTOR, identifiers=(Identifier(scheme="KZ-IIN", value="850314300123"),))
    ),
    "a shorter identifier": replace(
        SMALL, debtor=replace(DEBTOR, identifiers=(Identifier(scheme="KZ-IIN", value="85031430012"),))
    ),
    "another sum": replace(
        SMALL, documents=(replace(WRIT, amount=Money(amount=Decimal("391250.51"), currency="RUB")),)
    ),
    "a tail of the sum": replace(
        SMALL, documents=(replace(WRIT, amount=Money(amount=Decimal("250.50"), currency="RUB")),)
    ),
    "a ten times larger sum": replace(
        SMALL, documents=(replace(WRIT, amount=Money(amount=Decimal("3912505.00"), currency="RUB")),)
    ),
    "another currency": replace(
        SMALL, documents=(replace(WRIT, amount=Money(amount=Decimal("391250.50"), currency="BYN")),)
    ),
    "another writ": replace(SMALL, documents=(replace(WRIT, number="ФС № 900000124"),)),
    "another subject": replace(SMALL, subjects=(replace(SMALL.subjects[0], code=SubjectCode.REAL_ESTATE),)),
    "another content": replace(SMALL, content=SMALL.content.replace("транспортных", "ценных")),
    "another claimant": replace(SMALL, claimants=(replace(letters.CLAIMANT, given_name="Марина"),)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_print_of_other_values_is_another_document(change: str) -> None:
    """The same digest does not help when a value differs; the finding names the field."""
    finding = same_values(
        letters.request_letter(CHANGES[change]), printed(letters.request_letter(SMALL)), json_digest=letters.DIGEST
    )
    assert not finding
    assert finding.code == "E-T-04"
    assert finding.field.startswith("payload.")
    assert "разные документы" in finding.because
    assert not any(name in finding.sentence() for name in ("Тестов", "Примеров", "3912", "85031"))


def test_another_answer_is_another_document() -> None:
    """A status or a balance of other size is noticed."""
    item = letters.FULL_ANSWER.items[0]
    held = AccountRow(bank="АО «Учебный банк»", balance=Decimal("2345678.9"))
    for other in (
        replace(item, status=ItemStatus.NOT_ACCESSIBLE),
        replace(item, rows=(held,)),
        replace(item, rows=(AccountRow(bank="АО «Другой банк»"),)),
    ):
        answer = Answer(items=(other,))
        assert not same_values(letters.answer_letter(answer), printed(letters.answer_letter()))


def test_another_office_number_is_another_document() -> None:
    """The envelope counts as much as the payload."""
    document = letters.request_letter(own_number=OfficeNumber(number="77-12/432", date=date(2026, 3, 2)))
    assert same_values(document, printed(letters.request_letter())).field == "envelope.own_number.number"


def test_the_digest_must_be_that_of_the_json() -> None:
    """The same values with the digest of other JSON are refused."""
    document = letters.request_letter()
    finding = same_values(document, printed(document), json_digest=letters.OTHER_DIGEST)
    assert not finding
    assert "дайджест" in finding.because


def test_what_is_not_a_pdf_shows_nothing() -> None:
    """A file that cannot be read is another document, not an error."""
    assert not same_values(letters.request_letter(), b"%PDF-1.7 broken")


def test_a_pdf_with_a_page_that_cannot_be_read_shows_nothing() -> None:
    """The page tree promises more pages than there are, or one that is no page."""
    document = letters.request_letter()
    for promised in (b"/Count 1000", b"/Count 00009"):
        broken = re.sub(rb"/Count \d+", promised, printed(document), count=1)
        finding = same_values(document, broken)
        assert not finding
        assert "не читается" in finding.because
        with pytest.raises(ValueError, match="not a readable PDF"):
            read_rendition(broken)


def test_a_letter_carries_its_digest_in_two_places() -> None:
    """The digest is read from the metadata and from the paper, and both must agree."""
    facts = read_rendition(printed(letters.request_letter()))
    assert facts.embedded_digest == letters.DIGEST
    assert facts.printed_digests == (letters.DIGEST,)
    assert facts.json_digest == letters.DIGEST


@pytest.mark.parametrize(
    ("embedded", "on_paper", "read"),
    [
        (letters.DIGEST, (letters.OTHER_DIGEST, letters.DIGEST), letters.DIGEST),
        (letters.DIGEST, (letters.OTHER_DIGEST,), ""),
        (letters.DIGEST, (), ""),
        ("", (letters.DIGEST,), letters.DIGEST),
        ("", (letters.DIGEST, letters.OTHER_DIGEST), ""),
    ],
)
def test_two_digests_are_none(embedded: str, on_paper: tuple[str, ...], read: str) -> None:
    """Where metadata and paper disagree, the letter carries no digest."""
    facts = RenditionFacts(embedded_digest=embedded, printed_digests=on_paper, pages=(), bodies=())
    assert facts.json_digest == read


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("задол\ufffe\nженность", "задолженность", True),
        ("Тестов\r\nАндрей", "Тестов Андрей", True),
        ("Тестова Андрея", "Тестов", False),
        ("1\u202f350\u202f000,00 RUB", "350\u202f000,00", False),
        ("№ 17 350 000,00 RUB", "350\u202f000,00", True),
        ("54,25", "54,2", False),
        ("в 2026 350 000,00 RUB", "350\u202f000,00\u202fRUB", True),
        ("й", "и\u0306", False),
    ],
)
def test_values_are_looked_for_as_a_reader_would(text: str, value: str, *, shown: bool) -> None:
    """Line ends and hyphens do not matter, the borders of words and numbers do."""
    assert Text(text).shows(value, is_number=value[0].isdigit()) is shown


def test_an_empty_request_asks_nothing_of_its_print() -> None:
    """Empty fields are not looked for."""
    document = letters.request_letter(Request(), initiator_authority="", attachments=())
    assert same_values(document, printed(document))
