"""The next edition of the legal part: put together, told in a bulletin, printed; nothing is lost (Art. 18, 20-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from obmen.message.rendering import page_images
from obmen.register.drafting import Approved, Before, next_part
from obmen.register.handed_over import Closed, HandedOver, Handing, Listed, SealKey, authorities, central_keys
from obmen.register.legal import LegalPart, Level
from obmen.register.printing import print_bulletin
from obmen.register.proposals import Dates, Key, What, proposals
from obmen.treaty.instruments import Instrument, InstrumentKind

DAY = date(2025, 12, 16)
AT = datetime(2025, 12, 16, 10, tzinfo=UTC)
SIGNED = date(2025, 9, 1)
STATES = ("BY", "RU", "KZ", "KG")
RECEIVED = {"BY": date(2025, 11, 10), "RU": date(2025, 11, 24), "KZ": date(2025, 12, 15)}


def instrument(number: int, kind: InstrumentKind, party: str, on: date) -> Instrument:
    """Receive one."""
    return Instrument(number=f"2025-{number:04}", kind=kind, party=party, received_on=on)


SIGNATURES = tuple(instrument(n, InstrumentKind.SIGNATURE, each, SIGNED) for n, each in enumerate(STATES, start=1))
NOTIFICATIONS = tuple(
    instrument(n, InstrumentKind.NOTIFICATION, each, on) for n, (each, on) in enumerate(RECEIVED.items(), start=5)
)
ALL = (*SIGNATURES, *NOTIFICATIONS)


def chosen(before: tuple[Instrument, ...], after: tuple[Instrument, ...]) -> Dates:
    """Publish every proposed date."""
    return Dates(on={each.key: each.reckoned.on for each in proposals(before, after, DAY, Dates())})


def first() -> LegalPart:
    """Draft the edition with the third notification."""
    return next_part(Approved(instruments=ALL, dates=chosen(ALL[:-1], ALL)), Before(), AT, DAY)


def listed(id_: str, from_: date | None = None, name: str = "Орган (учебный)") -> Listed:
    """Name an authority."""
    return Listed(id=id_, name=name, level=Level.CENTRAL, zone="Europe/Moscow", valid_from=from_)


def test_the_third_notification_proposes_a_date_for_three_with_the_other_reading() -> None:
    """P-09: the policy's date first, the other beside it; a State that only signed has none."""
    found = {each.key.party: each.options for each in proposals(ALL[:-1], ALL, DAY, Dates())}
    assert found == dict.fromkeys(("BY", "KZ", "RU"), (date(2026, 1, 14), date(2026, 1, 15)))


def test_a_published_date_stays_whatever_is_received_later() -> None:
    """A notification that turns up late does not move what was published (P-09)."""
    dates = Dates(on={Key(what=What.ENTRY, party=each): date(2026, 1, 15) for each in RECEIVED})
    late = instrument(8, InstrumentKind.NOTIFICATION, "KG", date(2025, 12, 1))
    assert [each.key.party for each in proposals(ALL, (*ALL, late), DAY, dates)] == ["KG"]


def test_a_corrected_error_proposes_anew_what_it_changes() -> None:
    """The third notification was received a day later than entered: three dates are to be published again."""
    dates = chosen(ALL[:-1], ALL)
    mended = (*ALL[:-1], replace(ALL[-1], received_on=date(2025, 12, 16)))
    found = {each.key.party: each.reckoned.on for each in proposals(ALL, mended, DAY, dates)}
    assert found == dict.fromkeys(("BY", "KZ", "RU"), date(2026, 1, 15))


def test_the_bulletin_tells_what_is_new_and_nothing_twice() -> None:
    """Instruments and dates of this edition; the next one, without anything new, has no event."""
    part = first()
    told = [(each.party, each.text) for each in part.bulletin.events]
    assert ("RU", "Соглашение вступает в силу 14.01.2026") in told
    assert sum("получено" in text for _, text in told) == len(ALL)
    again = next_part(Approved(instruments=ALL, dates=chosen(ALL[:-1], ALL)), Before(part=part, hash="00"), AT, DAY)
    assert again.bulletin.events == ()
    assert again.version == 2


def test_an_authority_that_is_replaced_is_closed_with_its_successor() -> None:
    """R-18.4: B ends where C begins; B's past stays."""
    entries = authorities(
        [
            Handing(party="RU", what=HandedOver(listed=(listed("RU-B", date(2026, 1, 14)),)), day=DAY),
            Handing(
                party="RU",
                what=HandedOver(listed=(listed("RU-C"),), closed=(Closed(id="RU-B", successor="RU-C"),)),
                day=date(2026, 6, 11),
            ),
        ]
    )
    by_id = {each.id: each for each in entries}
    assert (by_id["RU-B"].valid_to, by_id["RU-B"].successor) == (date(2026, 6, 11), "RU-C")
    assert (by_id["RU-C"].valid_from, by_id["RU-C"].valid_to) == (date(2026, 6, 11), None)


def test_an_authority_that_is_renamed_has_two_entries_one_after_the_other() -> None:
    """The old name answers for the past."""
    day = date(2026, 6, 11)
    named = [
        Handing(party="RU", what=HandedOver(listed=(listed("RU-B", DAY, "Прежнее имя"),)), day=DAY),
        Handing(party="RU", what=HandedOver(listed=(listed("RU-B", None, "Новое имя"),)), day=day),
    ]
    assert [(each.name, each.valid_from, each.valid_to) for each in authorities(named)] == [
        ("Прежнее имя", DAY, day),
        ("Новое имя", day, None),
    ]


def test_what_a_correction_no_longer_names_is_closed() -> None:
    """An authority and a key that were published are never just gone (R-18.5)."""
    key = SealKey(authority="RU-B", certificate=b"certificate", valid_from=AT)
    handing = Handing(party="RU", what=HandedOver(listed=(listed("RU-B", SIGNED),), keys=(key,)), day=DAY)
    before = next_part(
        Approved(authorities=authorities([handing]), central_keys=central_keys([handing], {})), Before(), AT, DAY
    )
    after = next_part(Approved(), Before(part=before, hash="00"), AT, DAY)
    assert [each.valid_to for each in after.authorities] == [DAY]
    assert [each.valid_to for each in after.central_keys] == [AT]
    assert [each.party for each in after.parties] == ["RU"]


def test_the_bulletin_is_printed() -> None:
    """As a PDF whose pages can be looked at, the same for the same part."""
    printed = print_bulletin(first(), "Исполнительный комитет (учебный)", "Europe/Minsk")
    assert printed == print_bulletin(first(), "Исполнительный комитет (учебный)", "Europe/Minsk")
    assert len(list(page_images(printed))) == 1
