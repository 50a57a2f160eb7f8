"""Art. 20: a protocol changes the text pair by pair (R-20.1, R-20.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.editions import edition_between, edition_on, editions
from obmen.treaty.policies import DEFAULT_POLICIES

AGREEMENT = editions[0]
SHORTER = replace(AGREEMENT, id="protocol-1", in_force_from=date(2026, 6, 17), term_working_days=20)
LONGER_CAP = replace(SHORTER, id="protocol-2", in_force_from=date(2026, 9, 1), income_cap_years=5)
IN_FORCE = {"protocol-1": dict.fromkeys(("BY", "RU", "KZ"), date(2026, 6, 17)), "protocol-2": {"RU": date(2026, 9, 1)}}


@pytest.mark.parametrize(
    ("requesting", "requested", "on", "days"),
    [
        ("RU", "KZ", date(2026, 6, 18), 20),
        ("RU", "KZ", date(2026, 6, 17), 20),
        ("RU", "KZ", date(2026, 6, 16), 30),
        ("RU", "KG", date(2026, 6, 18), 30),
        ("KG", "RU", date(2026, 6, 18), 30),
        ("BY", "KZ", date(2026, 12, 1), 20),
    ],
)
def test_the_highest_protocol_in_force_for_both(requesting: str, requested: str, on: date, days: int) -> None:
    """Protocol 1 changes 30 → 20 for BY, RU, KZ from 17.06.2026, not for KG (R-20.1)."""
    known = (LONGER_CAP, SHORTER, AGREEMENT)
    assert edition_between(requesting, requested, on, bound=IN_FORCE, known=known).term_working_days == days


def test_two_terms_on_one_day() -> None:
    """RU→KZ and RU→KG, both received on 18.06.2026: 20 and 30 working days."""
    known = (AGREEMENT, SHORTER)
    received_on, calendar = date(2026, 6, 18), published("KZ")
    dues = {
        party: term(
            received_on,
            calendar,
            DEFAULT_POLICIES,
            edition=edition_between("RU", party, received_on, bound=IN_FORCE, known=known),
        ).due_adjusted
        for party in ("KZ", "KG")
    }
    assert dues == {"KZ": date(2026, 7, 17), "KG": date(2026, 7, 31)}


def test_a_request_received_before_keeps_its_term() -> None:
    """The text is that of the day of receipt, however long the case lasts."""
    before = edition_between("RU", "KZ", date(2026, 6, 16), bound=IN_FORCE, known=(AGREEMENT, SHORTER))
    assert before is AGREEMENT


def test_a_protocol_for_one_of_them_binds_neither() -> None:
    """Protocol 2 binds RU alone: the first one stands between RU and KZ."""
    both = edition_between("RU", "KZ", date(2026, 10, 1), bound=IN_FORCE, known=(AGREEMENT, SHORTER, LONGER_CAP))
    assert both is SHORTER
    assert both.income_cap_years == 3


def test_without_protocols_there_is_one_text() -> None:
    assert edition_between("RU", "KZ", date(2026, 3, 2), bound={}) is AGREEMENT
    assert edition_on(date(2026, 3, 2)) is AGREEMENT
    assert edition_on(date(2000, 1, 1)) is AGREEMENT
    unknown_protocol = edition_between("RU", "KZ", date(2027, 1, 1), bound={}, known=(AGREEMENT, SHORTER))
    assert unknown_protocol is AGREEMENT
