"""The register for the eyes of a person, and for other programs."""

from __future__ import annotations

import json

from tests.support import book

from obmen.register import annex, legal, show
from obmen.register.trusted import TrustedRegister


def test_a_person_sees_parties_authorities_nodes_and_the_reservation() -> None:
    """And a warning about parts that nobody has renewed for long."""
    seen = show.text(book.register(), book.NOW)
    for expected in ("Казахстан", "KZ-751", "kz.node.example.org", book.RESERVATION, "14.01.2026", "дн. назад"):
        assert expected in seen


def test_a_declaration_that_is_not_applied_says_so() -> None:
    """«Не применяется до решения Сторон (ст. 21)» (R-25.2)."""
    declared = legal.DeclarationEntry(party="RU", kind="ART25_FULL", text="Заявление.", applied=False)
    assert "не применяется до решения Сторон" in show.text(book.register(declarations=(declared,)), book.NOW)


def test_an_empty_register_says_what_it_waits_for() -> None:
    """The fingerprint to compare."""
    empty = TrustedRegister.pinned("a" * 64)
    assert "a" * 64 in show.text(empty, book.NOW)
    assert json.loads(show.data(empty)) == {"fingerprint": "a" * 64, "annexes": {}}


def test_programs_get_the_parts_as_they_travel() -> None:
    """Each can be read back by its own codec."""
    register = book.register()
    shown = json.loads(show.data(register))
    assert shown["legal"]["hash"] == register.edition("KZ").legal_hash
    assert legal.CODEC.decode(json.dumps(shown["legal"]["document"]).encode()) == book.legal_part()
    assert annex.CODEC.decode(json.dumps(shown["annexes"]["KZ"]["document"]).encode()) == book.annex_of("KZ")
