"""Art. 21: Parties settle what is disputed by consultations, which move no request and stop no term (R-21.1)."""

from __future__ import annotations

from datetime import UTC

import pytest
from tests.treaty.cases import told

from obmen.treaty.articles import Article
from obmen.treaty.course_term import pauses_of
from obmen.treaty.lifecycle import Machine
from obmen.treaty.lifecycle.local_tables import MOVES, Place, Track

BEGUN = ("M-01 6.a 6.b", "M-02")
DISPUTE = ("M-10 OPEN < @21", "M-10 TURN > @21 #{0}", "M-10 CLOSE_AGREED < @21 #{0}")


@pytest.mark.parametrize("before", [BEGUN, (*BEGUN, "M-03 PART 6.a"), (*BEGUN, "M-03 FINAL 6.a 6.b")])
def test_a_dispute_is_discussed_beside_the_case(before: tuple[str, ...]) -> None:
    """R-21.1: the outcome is recorded; state, items and term of the request stay as they were, answered or not."""
    dispute = tuple(each.format(len(before) + 1) for each in DISPUTE)
    course = told(*before, *dispute)
    assert [(each.machine, each.state.value) for each in course.rounds] == [(Machine.CONSULTATION, "CLOSED_AGREED")]
    assert (course.state, course.items) == (told(*before).state, told(*before).items)
    assert pauses_of(course, UTC) == ()


def test_a_dispute_and_a_consultation_about_the_same_case_are_two() -> None:
    """Art. 13(3) is of the bodies, Art. 21 of the Parties: to close one does not close the other."""
    course = told(*BEGUN, "M-10 OPEN < @13", "M-10 OPEN > @21", "M-10 CLOSE_NOT_AGREED < @13 #3")
    assert [each.state.value for each in course.rounds] == ["CLOSED_NOT_AGREED", "OPEN"]


def test_what_is_disputed_is_not_destroyed_meanwhile() -> None:
    """R-21.1: a hold from wherever the data are kept, and back there."""
    holds = [move for move in MOVES if move.article == Article(21)]
    kept = (Place.HELD, Place.TERM_RUNNING, Place.DUE)
    assert {move.track for move in holds} == {Track.KEEPING}
    assert [(move.before, move.after) for move in holds] == [
        *((place, Place.ON_HOLD) for place in kept),
        *((Place.ON_HOLD, place) for place in kept),
    ]
