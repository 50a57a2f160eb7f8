"""Every kind of document is a letter of its own: M-04 to M-28, with all that it can say and with nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.message.rendering import letters, paper
from tests.message.rendering.notices import FULL, OTHERS, SMALL, notice
from tests.treaty.generated import KNOWN, made

from obmen.message.rendering import page_images, read_rendition, render, same_values
from obmen.treaty.documents import Document, Kind

SAMPLES = {
    f"{kind.value} {name}": (kind, said[kind]) for name, said in (("full", FULL), ("small", SMALL)) for kind in said
}
SAMPLES |= OTHERS


def printed(document: Document) -> bytes:
    return render(document, json_digest=letters.DIGEST, letterhead=letters.ALMATY_OFFICE, names=letters.NAMES)


def test_every_kind_that_is_no_receipt_is_printed() -> None:
    told = {Kind.REQUEST, Kind.REGISTRATION, Kind.ANSWER, *FULL}
    assert told == {kind for kind in Kind if not kind.is_receipt}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_letter_shows_its_own_values(sample: str) -> None:
    document = notice(*SAMPLES[sample])
    finding = same_values(document, printed(document), json_digest=letters.DIGEST)
    assert finding, finding.because


@pytest.mark.parametrize("kind", FULL)
def test_it_is_the_same_letter_each_time_and_no_other(kind: Kind) -> None:
    full, small = notice(kind), notice(kind, SMALL[kind])
    pdf = printed(full)
    assert pdf == printed(full)
    assert paper.fonts(pdf) <= {"NotoSans-Regular", "NotoSans-Bold", "NotoSans-SemiBold", "NotoSans-Italic"} | {
        "NotoSansArmenian-Regular",
        "NotoSansArmenian-Bold",
    }
    assert not same_values(full, printed(small)), "the print of the small one lacks what the full one says"


@pytest.mark.parametrize("kind", FULL)
def test_every_page_names_the_document(kind: Kind) -> None:
    """The digest and the QR stand on each page, so that no page can be put into another letter."""
    pdf = printed(notice(kind))
    facts = read_rendition(pdf)
    assert facts.json_digest == letters.DIGEST
    assert all("Номер дела: RU-770-2026-000017" in page for page in facts.pages)
    code = f"obmen:1:RU-770-2026-000017:{UUID(int=0x40)}:{letters.DIGEST[:32]}"
    assert [paper.barcodes(page)[0].text for page in page_images(pdf)] == [code] * len(facts.pages)


@pytest.mark.parametrize("kind", FULL)
def test_a_person_signs_all_but_record_keeping(kind: Kind) -> None:
    """Art. 11(3), B-23: M-19 and M-22 bear the seal alone."""
    text = " ".join(read_rendition(printed(notice(kind))).pages)
    assert ("ПОДПИСАН ЭЛЕКТРОННЫМИ ПОДПИСЬЮ" in text) is kind.needs_person
    assert ("СКРЕПЛЁН ЭЛЕКТРОННОЙ ПЕЧАТЬЮ" in text) is not kind.needs_person


TEXTS = st.text(st.sampled_from("аАёЁәқӨbZ «»/\n#$*_\\"), max_size=40)
USUAL = {kind: KNOWN[kind] for kind in (bool, int, UUID, type(None))} | {
    str: TEXTS,
    date: st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    Decimal: st.decimals(0, 10**12, places=2),
}


@settings(max_examples=25, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_it_says_is_printed_and_found(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([kind for kind in FULL if kind is not Kind.SUPPLEMENT]))
    document = notice(kind, data.draw(made(type(FULL[kind]), USUAL)))
    finding = same_values(document, printed(document), json_digest=letters.DIGEST)
    assert finding, finding.because
