"""Situations of Art. 12(3) and 13 that a lawyer can read: delay.toml, refusal.toml."""

from __future__ import annotations

from datetime import date

import pytest
from tests.treaty.test_art_12_notice import ITEMS, NOTICE
from tests.treaty.test_art_13_refusal import CALL, CLOSED, DAY, NEEDED, OPEN, REFUSAL
from tests.treaty.test_situations import Situation, judge, situations
from tests.treaty.test_situations_acts import changed

from obmen.treaty.delay import check_delay
from obmen.treaty.refusal import RefusalFacts, check_refusal

TALKS = {"open": (OPEN,), "closed": (CLOSED,), "called": (CALL,)}


@pytest.mark.parametrize("situation", situations("delay"))
def test_a_notice_that_the_term_cannot_be_kept(situation: Situation) -> None:
    """(R-12.3.1)."""
    on = situation.get("day", date(2026, 4, 10))
    judge(situation, check_delay(changed(NOTICE, situation), open_items=ITEMS, on=on, due=date(2026, 4, 14)))


@pytest.mark.parametrize("situation", situations("refusal"))
def test_a_refusal(situation: Situation) -> None:
    """(R-13.1.1, R-13.1.3, R-13.3.1)."""
    talks = TALKS.get(situation.get("consultation", ""), ())
    facts = RefusalFacts(open_items=ITEMS, consultations=talks, declared_by_requested=situation.get("declared", False))
    sample = NEEDED if talks else REFUSAL
    judge(situation, check_refusal(changed(sample, situation), facts, on=DAY))
