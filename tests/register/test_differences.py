"""What changed between two editions, said so that a person can act on it (R-18.5; S-01)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from tests.support import book, pki
from tests.support.book import NOW

from obmen.register import differences
from obmen.register.annex import RevocationEntry, TechnicalAnnex
from obmen.register.differences import How, changes
from obmen.register.legal import LegalPart, TextEntry
from obmen.treaty.calendars import SpecialDay
from obmen.treaty.instruments import Instrument, InstrumentKind

NOTE = Instrument(number="7", kind=InstrumentKind.WITHDRAWAL, party="KZ", received_on=date(2026, 5, 18))


def said(old: Any, **changed: Any) -> list[str]:  # noqa: ANN401  either part, any field
    return [str(each) for each in changes(old, replace(old, **changed))]


def test_the_same_edition_changed_nothing() -> None:
    """Version, hash and time of an edition are not news."""
    part, annex = book.legal_part(), book.annex_of("KZ")
    assert said(part, version=2, previous_hash="a" * 64, issued_at=NOW) == []
    assert said(annex, version=2) == []


def test_the_first_edition_is_all_new() -> None:
    """Each entry is told."""
    news = changes(None, book.legal_part())
    assert {each.how for each in news} == {How.ADDED}
    assert "Сторона Казахстан: добавлено" in map(str, news)


def test_a_withdrawal_is_told_with_its_instrument_and_its_day() -> None:
    """What the depositary received, and what it published."""
    part = book.legal_part()
    parties = tuple(replace(each, exit_on=date(2026, 8, 18)) if each.party == "KZ" else each for each in part.parties)
    assert said(part, parties=parties, instruments=(NOTE,)) == [
        "Сторона Казахстан: изменено (день выхода: — → 18.08.2026)",
        "документ 7: уведомление о выходе, Казахстан: добавлено",
    ]


def test_a_replaced_authority_is_closed_and_names_its_successor() -> None:
    """R-18.4: the entry stays, with its end; the new one is added."""
    part = book.legal_part()
    old = next(each for each in part.authorities if each.id == "KZ-751")
    new = replace(old, id="KZ-752", valid_from=date(2026, 6, 11))
    closed = replace(old, valid_to=date(2026, 6, 11), successor="KZ-752")
    authorities = (*(each for each in part.authorities if each != old), closed, new)
    assert said(part, authorities=authorities) == [
        f"{old.name} (KZ-751): изменено (действует до: — → 11.06.2026; преемник: — → KZ-752)",
        f"{new.name} (KZ-752): добавлено",
    ]


def test_a_declaration_objected_to_a_protocol_and_a_key() -> None:
    """Each in the words of its list."""
    part = book.legal_part(declarations=(replace(book.reservation(), number="3"),))
    objected = (replace(part.declarations[0], objections=("RU",)),)
    keys = tuple(replace(key, revoked_at=NOW) if key.party == "BY" else key for key in part.central_keys)
    told = said(
        part, declarations=objected, texts=(TextEntry(id="P1", in_force={"KZ": NOW.date()}),), central_keys=keys
    )
    assert "оговорка Стороны Казахстан: изменено (возражения: + RU)" in told
    assert "протокол P1: добавлено" in told
    assert any(line.startswith("ключ центрального органа Стороны Беларусь") for line in told)


def test_what_an_annex_changed() -> None:
    """A renewed certificate, a holiday, a policy, a channel that went, a revoked officer."""
    annex = book.annex_of("KZ", policies={"P-01": "EXCLUDED"})
    calendar = annex.calendars[-1]
    moved = replace(
        calendar,
        days_off=(*calendar.days_off, SpecialDay(day=date(2026, 12, 31), why="указ")),
        confirmed_to=date(2026, 12, 31),
    )
    node = replace(annex.nodes[0], tls_certificates=(pki.seal("new").certificate,))
    revoked = RevocationEntry(fingerprint="ab" * 32, revoked_at=NOW)
    told = said(
        annex,
        nodes=(node,),
        calendars=(*annex.calendars[:-1], moved),
        policies={"P-01": "INCLUDED", "P-04": "RUN"},
        channels=(),
        revocations=(revoked,),
    )
    assert any(line.startswith("узел kz.node.example.org: изменено (сертификаты TLS: − сертификат") for line in told)
    assert any("выходные дни: + 31.12.2026 (указ)" in line for line in told)
    assert "толкование P-01: изменено (EXCLUDED → INCLUDED)" in told
    assert "толкование P-04: добавлено" in told
    assert "канал KZ-750: узел, kz.node.example.org: исключено" in told
    assert "отзыв сертификата abababababababab: добавлено" in told


@pytest.mark.parametrize("part", [LegalPart, TechnicalAnnex])
def test_no_list_of_a_part_is_forgotten(part: type[Any]) -> None:
    """A new list of the format needs its words here; what an edition says of itself, and its bulletin, are not news."""
    about_itself = {"version", "previous_hash", "issued_at", "part", "format", "party", "bulletin", "text_version"}
    assert {each.name for each in fields(part)} - about_itself <= set(differences._SUBJECTS)  # noqa: SLF001
