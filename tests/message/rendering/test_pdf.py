"""The letter as a file: archival, accessible, reproducible, only our fonts, any text."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.message.rendering import letters, paper

from obmen.message.rendering import page_images, read_rendition, render, same_values
from obmen.message.rendering.words import printable
from obmen.treaty.documents import Answer, Document, Kind, Request
from obmen.treaty.documents.answers import AccountRow, AnswerItem, ItemStatus
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import EnforcementDocument, OperativePart

KINDS = {
    "M-01": letters.request_letter(),
    "M-02": letters.notice_letter(),
    "M-03": letters.answer_letter(),
}

ALPHABETS = {
    "ru": "АаБбВвГгДдЕеЁёЖжЗзИиЙйКкЛлМмНнОоПпРрСсТтУуФфХхЦцЧчШшЩщЪъЫыЬьЭэЮюЯя ₽",
    "be": "ІіЎў’ Уладзімір",
    "kk": "ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸",
    "ky": "ҢңӨөҮү сом",
    "tg": "ҒғӢӣҚқӮӯҲҳҶҷ сомонӣ",
    "uz": "OʻoʻGʻgʻ Shsh Chch ʼ ЎўҚқҒғҲҳ",
    "az": "ÇçƏəĞğIıİiÖöŞşÜü ₼",
    "tk": "ÇçÄäŽžŇňÖöŞşÜüÝý",
    "ro": "ĂăÂâÎîȘșȚț",
    "hy": "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՍՎՏՐՑՒՓՔՕՖ աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև ֏",
}

HOSTILE = (
    '#panic("x") #import "@preview/x:1.0.0" *bold* _under_ $x^2$ `raw` <label> @reference // comment /* more */ '
    '\\ \\u{41} ~ -- --- "quoted" \'single\' = heading #let x = 1; ] } ) [ { ( #sys.inputs.data \\" '
    "\x00\x07 \u202eobmen\u202c \U0001f600 \u6f22"
)


def printed(document: Document) -> bytes:
    """Print a document of the case."""
    return render(document, json_digest=letters.DIGEST, letterhead=letters.ALMATY_OFFICE, names=letters.NAMES)


def with_content(text: str) -> Document:
    """Return a request whose free texts are all `text`."""
    writ = replace(letters.WRIT, operative_part=OperativePart(text=text), claim=text, number=text)
    request = replace(letters.SMALL_REQUEST, documents=(writ,), content=text, factual_circumstances=text)
    return letters.request_letter(replace(request, justification=text, other=text))


@pytest.mark.parametrize("kind", KINDS)
def test_it_claims_pdf_a_2a_and_ua_1(kind: str) -> None:
    """The metadata claim PDF/A-2a and PDF/UA-1; the document is tagged, has a language and a title."""
    pdf = printed(KINDS[kind])
    assert re.search(rb"pdfaid:part>2<", pdf)
    assert re.search(rb"pdfaid:conformance>A<", pdf)
    assert re.search(rb"pdfuaid:part>1<", pdf)
    assert b"/MarkInfo" in pdf
    assert b"/Lang(ru)" in pdf
    assert b"/DisplayDocTitle true" in pdf


@pytest.mark.parametrize("kind", KINDS)
def test_only_our_fonts_are_embedded(kind: str) -> None:
    """Nothing of the machine's own fonts gets into a letter."""
    assert paper.fonts(printed(KINDS[kind])) <= {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSans-SemiBold",
        "NotoSans-Italic",
        "NotoSansArmenian-Regular",
        "NotoSansArmenian-Bold",
    }


def test_every_letter_of_the_ten_states_is_printed() -> None:
    """No letter of the ten alphabets, and no sign of their currencies, is missing in our fonts."""
    for alphabet in ALPHABETS.values():
        assert printable(alphabet) == alphabet
    document = with_content(" / ".join(ALPHABETS.values()))
    assert same_values(document, printed(document))


def test_the_same_letter_has_the_same_bytes_in_two_processes() -> None:
    """A printed letter can be made again and compared by its hash."""
    program = (
        "import hashlib; from tests.message.rendering import test_pdf as t;"
        "print(*[hashlib.sha256(t.printed(d)).hexdigest() for d in t.KINDS.values()])"
    )
    environment = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
    elsewhere = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    here = [hashlib.sha256(printed(document)).hexdigest() for document in KINDS.values()]
    assert elsewhere.stdout.decode().split() == here


def test_threads_print_the_same() -> None:
    """Several threads print and read at once without mixing letters."""
    documents = [replace(KINDS["M-01"], envelope=letters.envelope(Kind.REQUEST, at)) for at in range(1, 9)]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(printed, documents))
    assert together == [printed(document) for document in documents]


def test_after_a_fork_it_refuses_instead_of_hanging() -> None:
    """The typesetter's threads do not survive a fork; the child is told so."""
    program = (
        "import os; from obmen.message.rendering import RenderingError\n"
        "from tests.message.rendering import test_pdf as t\n"
        "t.printed(t.KINDS['M-02']); child = os.fork()\n"
        "if not child:\n"
        "    try: t.printed(t.KINDS['M-02'])\n"
        "    except RenderingError: os._exit(7)\n"
        "    os._exit(0)\n"
        "print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == [b"7"]


def test_the_date_of_the_pdf_is_the_date_of_the_document() -> None:
    """Nothing in the file comes from the clock of the machine."""
    assert b"/CreationDate(D:20260302071500Z)" in printed(KINDS["M-01"])


@pytest.mark.parametrize("kind", KINDS)
def test_the_qr_of_each_page_leads_to_the_document(kind: str) -> None:
    """A scan of any page at fax resolution gives case, message and the digest's beginning."""
    envelope = KINDS[kind].envelope
    wanted = f"obmen:1:{envelope.case_id}:{envelope.message_id}:{letters.DIGEST[:32]}"
    for page in page_images(printed(KINDS[kind]), 200):
        assert [code.text for code in paper.barcodes(page)] == [wanted]


def test_hostile_text_is_printed_literally() -> None:
    """Markup of the typesetter, controls, direction marks and foreign scripts do nothing but show themselves."""
    document = with_content(HOSTILE)
    pdf = printed(document)
    assert same_values(document, pdf)
    text = "".join(read_rendition(pdf).pages)
    for shown in ('#panic("x")', "*bold*", "$x^2$", "[U+0000]", "[U+202E]", "[U+1F600]", "[U+6F22]"):
        assert shown in text


def test_hostile_names_are_printed_literally() -> None:
    """The same holds in tables and headings."""
    named = replace(letters.DEBTOR, family_name=HOSTILE, patronymic=HOSTILE, workplace=HOSTILE, citizenship=HOSTILE)
    document = letters.request_letter(replace(letters.SMALL_REQUEST, debtor=named))
    assert same_values(document, printed(document))


@pytest.mark.parametrize("word", ["Ж" * 400, "W" * 400, "0123456789/" * 40, "a-b" * 150, "Ա" * 300])
def test_very_long_words_stay_on_the_page(word: str) -> None:
    """A word longer than a line is broken, not cut off: the right margin stays white."""
    document = with_content(word)
    pdf = printed(document)
    assert same_values(document, pdf)
    for page in page_images(pdf, 50):
        width, height, raw = paper.pixels(page)
        margin = round(width * 10 / 210)
        rows = [raw[at * width * 3 : (at + 1) * width * 3] for at in range(height)]
        assert all(row[-margin * 3 :] == b"\xff" * (margin * 3) for row in rows)


def test_long_text_and_long_tables_run_over_pages() -> None:
    """Values that run over a page are whole again when read back."""
    paragraph = letters.FULL_REQUEST.factual_circumstances + " "
    document = with_content("\n".join(f"{at}. {paragraph * 3}" for at in range(30)))
    assert same_values(document, printed(document))
    rows = tuple(AccountRow(bank=f"Банк {at}", number=f"KZ64999KZT{at:010}", balance=Decimal(at)) for at in range(150))
    item = AnswerItem(subject=SubjectCode.ACCOUNTS, status=ItemStatus.PROVIDED, source="База", rows=rows)
    answer = letters.answer_letter(Answer(items=(item,)))
    pdf = printed(answer)
    assert same_values(answer, pdf)
    assert len(read_rendition(pdf).pages) > 3


@pytest.mark.parametrize("payload", [Request(), Answer(), Request(documents=(EnforcementDocument(),))])
def test_an_empty_draft_can_be_printed(payload: Request | Answer) -> None:
    """A draft is printed with whatever it has."""
    empty = {"signatory": None, "own_number": None, "attachments": ()}
    document = (
        letters.request_letter(payload, **empty)
        if isinstance(payload, Request)
        else letters.answer_letter(payload, **empty)
    )
    assert same_values(document, printed(document))


def test_pages_are_pictures() -> None:
    """A page at 72 dpi has as many pixels as an A4 sheet has points."""
    pages = page_images(printed(KINDS["M-02"]), 72)
    assert {paper.pixels(page)[:2] for page in pages} == {(596, 842)}


def test_what_is_not_a_pdf_has_no_pages() -> None:
    """Bytes that are not a PDF are refused with a ValueError."""
    for read in (page_images, read_rendition):
        with pytest.raises(ValueError, match="not a readable PDF"):
            read(b"not a PDF")
