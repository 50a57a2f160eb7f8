"""«Реестр Сторон и органов» (S-01): who is a Party, whom to write to, may I ask, until when, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from tests.node.web.looking import page
from tests.support import book
from tests.support.book import ISSUED

from obmen.node.delivery.register_store import accept
from obmen.register.compose import hash_of
from obmen.treaty.applicability import Art25Class
from obmen.treaty.instruments import Instrument, InstrumentKind

if TYPE_CHECKING:
    from tests.node.web import seeds
    from tests.node.web.conftest import SignedIn

    from obmen.register.legal import DeclarationEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

K = InstrumentKind
SIGNED = {"KZ": "1", "RU": "2", "BY": "3"}
NOTIFIED = {"BY": date(2025, 11, 10), "RU": date(2025, 11, 24), "KZ": date(2025, 12, 15)}
"""R-22.1: the third notification, of 15.12.2025, brings the Agreement into force on 14.01.2026."""


def publish(**changes: Any) -> None:  # noqa: ANN401  fields of the part
    """Publish the next edition of the legal part, a day later."""
    issued = ISSUED + timedelta(days=1)
    accept(
        book.sealed_legal(
            **{"version": 2, "previous_hash": hash_of(book.sealed_legal()), "issued_at": issued, **changes}
        )
    )


def instruments() -> tuple[Instrument, ...]:
    """Give what the depositary received from the three Parties."""
    signed = (
        Instrument(number=number, kind=K.SIGNATURE, party=party, received_on=date(2024, 5, 24))
        for party, number in SIGNED.items()
    )
    notified = (
        Instrument(number=f"{SIGNED[party]}-2", kind=K.NOTIFICATION, party=party, received_on=on)
        for party, on in NOTIFIED.items()
    )
    return (*signed, *notified)


def asked(**words: object) -> str:
    """Give the address of a question to «Можно ли направить запрос?»."""
    return f"/register/may-ask/?{urlencode(words, doseq=True)}"


# --- Parties -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["officer", "clerk", "signatory", "auditor", "admin"])
def test_everybody_may_look_into_the_register(as_: SignedIn, who: seeds.People, person: str) -> None:
    """It holds no content of any case; only strangers sign in first."""
    text = page(as_(getattr(who, person)), "/register/")
    assert "Казахстан" in text
    assert "14.01.2026" in text


def test_a_party_shows_how_its_dates_were_computed(as_: SignedIn, who: seeds.People) -> None:
    """R-22.1, P-09: the date, why, the article, and the other reading beside it."""
    publish(instruments=instruments())
    text = page(as_(who.officer), "/register/KZ/")
    assert "15.12.2025" in text
    assert "Соглашение действует" in text
    assert "Иное прочтение" in text
    assert "15.01.2026" in text
    assert "оставляет за собой право применять положения подпункта а) статьи 6" in text


def test_a_withdrawal_shows_when_the_party_leaves(as_: SignedIn, who: seeds.People) -> None:
    """R-24.1: received on 18.05.2026 with a stated exit that is too early; the earliest day is published."""
    leaving = Instrument(
        number="9", kind=K.WITHDRAWAL, party="BY", received_on=date(2026, 2, 18), exit_on=date(2026, 4, 1)
    )
    parties = tuple(
        replace(each, exit_on=date(2026, 5, 18)) if each.party == "BY" else each for each in book.legal_part().parties
    )
    publish(instruments=(*instruments(), leaving), parties=parties)
    assert "выходит из Соглашения" in page(as_(who.officer), "/register/")
    text = page(as_(who.officer), "/register/BY/")
    assert "18.05.2026" in text
    assert "Обратить внимание государств" in text


def test_the_calendar_is_a_picture_of_a_year(as_: SignedIn, who: seeds.People) -> None:
    """KZ 2026: 246 working days; a year of which nothing is known says so."""
    text = page(as_(who.officer), "/register/KZ/?year=2026")
    assert "<strong>246</strong>" in text
    assert "Календаря на этот год в реестре нет" in page(as_(who.officer), "/register/KZ/?year=2031")
    assert "Календарь 2026 года" in page(as_(who.officer), "/register/KZ/?year=дважды")


def test_a_state_that_the_register_does_not_name_is_not_there(as_: SignedIn, who: seeds.People) -> None:
    """Nor is anything that is no State."""
    assert as_(who.officer).get("/register/FR/").status_code == 404


def test_an_authority_is_found_by_any_of_its_words(as_: SignedIn, who: seeds.People) -> None:
    """By code, Party, name; none is said in words."""
    client = as_(who.officer)
    for words in ("RU-771", "россия отдел", "ОТДЕЛ росс"):
        assert "RU-771" in page(client, f"/register/authorities/?{urlencode({'q': words})}")
    assert "Орган не найден" in page(client, "/register/authorities/?q=Атлантида")


# --- May I ask? --------------------------------------------------------------------------------------------------


def test_a_question_is_answered_before_anything_is_filled_in(as_: SignedIn, who: seeds.People) -> None:
    """Kazakhstan to Russia on a court's writ: yes; before the Agreement is in force: no, with the article."""
    client = as_(who.officer)
    assert "Да, запрос направить можно" in page(client, asked(to="RU-770", subject=["6.a"]))
    early = page(client, asked(to="RU-770", day="2026-01-13"))
    assert "Нет, так направить запрос нельзя" in early
    assert "14.01.2026" in early


def test_ones_own_declaration_stops_and_the_others_warns(as_: SignedIn, who: seeds.People) -> None:
    """R-25.3: on a notarial document; a court's writ is never touched."""
    own, theirs = _declared("KZ"), _declared("RU")
    client = as_(who.officer)
    publish(declarations=(own,))
    assert "Нет, так направить запрос нельзя" in page(client, asked(to="RU-770", **{"class": "NOTARIAL"}))
    assert "Да, запрос направить можно" in page(client, asked(to="RU-770", **{"class": "COURT"}))
    third = {"version": 3, "issued_at": ISSUED + timedelta(days=2), "declarations": (theirs,)}
    second = book.sealed_legal(
        version=2, previous_hash=hash_of(book.sealed_legal()), issued_at=ISSUED + timedelta(days=1), declarations=(own,)
    )
    accept(book.sealed_legal(previous_hash=hash_of(second), **third))
    warned = page(client, asked(to="RU-770", **{"class": "NOTARIAL"}))
    assert "ст. 25" in warned


def _declared(party: str) -> DeclarationEntry:
    return replace(
        book.reservation(), party=party, kind="ART25_FULL", provisions=(), document_classes=(Art25Class.NOTARIAL,)
    )


def test_a_reservation_is_quoted_to_whoever_asks_for_accounts(
    monkeypatch: pytest.MonkeyPatch, as_: SignedIn, who: seeds.People
) -> None:
    """R-25.5: a warning with the verbatim words, and no stop (from Russia's side it would be Kazakhstan's)."""
    theirs = replace(book.reservation(), party="RU")
    del monkeypatch
    publish(declarations=(theirs,))
    text = page(as_(who.officer), asked(to="RU-770", subject=["6.a"]))
    assert "Да, запрос направить можно" in text
    assert "оставляет за собой право" in text
    assert "оставляет за собой право" not in page(as_(who.officer), asked(to="RU-770", subject=["7.b"]))


def test_words_that_mean_nothing_are_no_question(as_: SignedIn, who: seeds.People) -> None:
    """An unknown authority is a finding; unknown codes and days are left out."""
    text = page(as_(who.officer), asked(to="XX-1", subject=["9.z"], day="вчера", **{"class": "?"}))
    assert "Нет, так направить запрос нельзя" in text


# --- Terms and editions ------------------------------------------------------------------------------------------


def test_the_term_is_counted_by_the_calendar_and_clock_of_whoever_receives(as_: SignedIn, who: seeds.People) -> None:
    """R-12.1.1: received in Almaty on 02.03.2026: until 17.04.2026."""
    text = page(as_(who.officer), "/register/term/?to=KZ-750&at=2026-03-02T14:00")
    assert "17.04.2026" in text
    assert "Asia/Almaty" in text
    assert "не определён" in page(as_(who.officer), "/register/term/?to=KZ-750&at=2030-03-02T14:00")
    assert "Укажите день и время" in page(as_(who.officer), "/register/term/?to=KZ-750&at=вчера")
    assert "нет календаря" in page(as_(who.officer), "/register/term/?to=XX-1&at=2026-03-02T14:00")


def test_what_an_edition_changed_is_told_entry_by_entry(as_: SignedIn, who: seeds.People) -> None:
    """The withdrawal of Kazakhstan's reservation, in the second edition of the legal part."""
    publish(declarations=(replace(book.reservation(), withdrawn_on=date(2026, 3, 1)),))
    text = page(as_(who.officer), "/register/editions/?part=legal")
    assert "отозвано: — → 01.03.2026" in text
    assert "Первое издание" in text
    assert "технического приложения" not in text
