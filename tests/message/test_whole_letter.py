"""One whole letter, printed for real: written, printed, signed, sealed, encrypted, opened, and one that lies."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal

import pytest
from tests.support import peers
from tests.support.peers import ALMATY_PEER, Book

from obmen.message import rendering
from obmen.message.encoding import encode
from obmen.message.errors import NotAcceptable
from obmen.message.rendering import Letterhead
from obmen.treaty.documents import Document, Request
from obmen.treaty.documents.values import EnforcementDocument, LegalPerson, Money

LETTERHEAD = Letterhead(name_ru="Учебное управление принудительного исполнения", party="RU")


def asking(amount: str) -> Request:
    """Ask about a debt of so much."""
    debt = EnforcementDocument(
        number="ИЛ-1", issued_on=date(2026, 2, 2), amount=Money(amount=Decimal(amount), currency="RUB")
    )
    return Request(documents=(debt,), debtor=LegalPerson(legal_name="ТОО «Үлгі-Сауда»"))


def printed(document: Document, digest_of: Document) -> bytes:
    """Print a document with the digest of that or another one."""
    digest = hashlib.sha256(encode(digest_of)).hexdigest()
    return rendering.render(document, json_digest=digest, letterhead=LETTERHEAD)


DOCUMENT = peers.request(asking("350000.00"))


def sent(document: Document, pdf: bytes) -> bytes:
    """Sign, seal and encrypt."""
    return peers.packed(peers.sealed(document, rendition=pdf), document)


def test_a_printed_letter_opens() -> None:
    """With the real printer and the real reader."""
    package = sent(DOCUMENT, printed(DOCUMENT, DOCUMENT))
    assert ALMATY_PEER.open(package, Book()).document == DOCUMENT


def test_another_sum_on_paper_is_another_document() -> None:
    """Well signed, with the right digest, and yet the two forms differ (R-10.3.1)."""
    other = Document(envelope=DOCUMENT.envelope, payload=asking("530000.00"))
    with pytest.raises(NotAcceptable) as caught:
        ALMATY_PEER.open(sent(DOCUMENT, printed(other, DOCUMENT)), Book())
    assert caught.value.code == "E-T-04"
    assert "amount" in caught.value.field


def test_another_digest_on_paper_is_another_document() -> None:
    """Even when every value is the same."""
    other = Document(envelope=peers.envelope(DOCUMENT.envelope.type), payload=DOCUMENT.payload)
    with pytest.raises(NotAcceptable) as caught:
        ALMATY_PEER.open(sent(DOCUMENT, printed(DOCUMENT, other)), Book())
    assert (caught.value.code, caught.value.field) == ("E-T-04", "document.pdf")
