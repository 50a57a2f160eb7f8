"""Work that is not shared (requirements §2.1, §2.2, §2.7 to §2.9; Art. 9-13, 18): each step has its actor."""

from __future__ import annotations

from itertools import pairwise, product

import pytest

from obmen.treaty.lifecycle.local_tables import ACTORS, MOVES, Actor, Place, Track, may_move, next_moves


def path(track: Track, *places: Place | None) -> list[bool]:
    """Tell for each step of a way whether somebody may take it."""
    return [any(move.after is after for move in next_moves(track, before)) for before, after in pairwise(places)]


@pytest.mark.parametrize(
    ("track", "places"),
    [
        (
            Track.DRAFTING,
            (None, Place.DRAFT, Place.ON_SIGNATURE, Place.READY, Place.SENT, Place.DELIVERED, Place.ENDED),
        ),
        (Track.DRAFTING, (Place.READY, Place.TRN_CHECK, Place.RETURNED_TO_INI, Place.DRAFT)),
        (Track.DRAFTING, (Place.TRN_CHECK, Place.SENT, Place.BEING_CHECKED, Place.NOT_ACCEPTED, Place.DRAFT)),
        (Track.DRAFTING, (Place.ENDED, Place.CLOSED)),
        (Track.EXECUTION, (None, Place.RECEIVED, Place.REGISTERED, Place.ASSIGNED, Place.EXECUTING)),
        (Track.EXECUTION, (Place.REGISTERED, Place.FORWARDED, Place.ASSIGNED)),
        (Track.EXECUTION, (Place.EXECUTING, Place.ON_SIGNATURE, Place.RCV_CHECK, Place.ENDED, Place.EXECUTING)),
        (Track.ORIGINAL, (None, Place.REQUIRED, Place.DISPATCHED, Place.ARRIVED, Place.RETURN_PLANNED, Place.RETURNED)),
        (Track.ORIGINAL, (Place.DISPATCHED, Place.RETURN_ON_ARRIVAL, Place.RETURNED)),
        (Track.KEEPING, (None, Place.HELD, Place.TERM_RUNNING, Place.DUE, Place.ACT_DRAFTED)),
        (Track.KEEPING, (Place.ACT_DRAFTED, Place.DESTRUCTION_PENDING, Place.DESTROYED)),
        (Track.KEEPING, (Place.TERM_RUNNING, Place.HELD, Place.ON_HOLD, Place.HELD, Place.ACT_DRAFTED)),
        (Track.CONSENT, (Place.GRANTED, Place.EXPIRED)),
        (Track.LEGAL_PART, (None, Place.INSTRUMENT_RECEIVED, Place.CHECKED, Place.APPROVED, Place.PUBLISHED)),
        (Track.LEGAL_PART, (Place.PUBLISHED, Place.EFFECTIVE, Place.CORRECTED)),
        (Track.ANNEX, (None, Place.DRAFT, Place.PUBLISHED, Place.CORRECTED)),
        (Track.KEY, (None, Place.IN_USE, Place.REVOKED)),
    ],
)
def test_the_way_of_the_work(track: Track, places: tuple[Place | None, ...]) -> None:
    assert all(path(track, *places))


@pytest.mark.parametrize(
    ("track", "before", "after", "by"),
    [
        (Track.DRAFTING, Place.DRAFT, Place.SENT, Actor.INI),
        (Track.DRAFTING, Place.DRAFT, Place.READY, Actor.SGN),
        (Track.DRAFTING, Place.ON_SIGNATURE, Place.READY, Actor.INI),
        (Track.DRAFTING, Place.TRN_CHECK, Place.SENT, Actor.INI),
        (Track.DRAFTING, Place.SENT, Place.DRAFT, Actor.INI),
        (Track.EXECUTION, Place.RECEIVED, Place.EXECUTING, Actor.EXE),
        (Track.EXECUTION, Place.REGISTERED, Place.ENDED, Actor.SGN),
        (Track.KEEPING, Place.HELD, Place.DUE, Actor.NODE),
        (Track.KEEPING, Place.TERM_RUNNING, Place.DESTROYED, Actor.DPO),
        (Track.KEEPING, Place.DUE, Place.ACT_DRAFTED, Actor.NODE),
        (Track.LEGAL_PART, Place.CHECKED, Place.APPROVED, Actor.DEP_O),
        (Track.LEGAL_PART, Place.PUBLISHED, Place.CHECKED, Actor.DEP_O),
        (Track.CONSENT, None, Place.COMPELLED, Actor.INI),
    ],
)
def test_a_step_that_is_not_in_the_table_is_refused(
    track: Track, before: Place | None, after: Place, by: Actor
) -> None:
    finding = may_move(track, before, after, by)
    assert not finding
    assert finding.blocks
    assert finding.code == "E-10-05"
    assert finding.how_to_fix


def test_the_refusal_names_the_step_and_the_actor() -> None:
    assert may_move(Track.DRAFTING, None, Place.SENT, Actor.INI).because == (
        "Запрос у запрашивающей Стороны: из состояния «работа не начата» шаг «направлен» не предусмотрен для участника "
        "«инициатор запроса»"
    )
    assert "«черновик»" in may_move(Track.DRAFTING, Place.DRAFT, Place.SENT, Actor.INI).because


def test_each_actor_of_a_step_may_take_it_and_nobody_else() -> None:
    for move, by in product(MOVES, Actor):
        takers = {
            actor for each in next_moves(move.track, move.before) if each.after is move.after for actor in each.by
        }
        finding = may_move(move.track, move.before, move.after, by)
        assert finding.holds is (by in takers)


def test_a_held_step_says_when_and_by_which_article() -> None:
    held = may_move(Track.DRAFTING, Place.READY, Place.TRN_CHECK, Actor.INI)
    assert held.because == "Запрос у запрашивающей Стороны: инициатор не является передающим органом"
    assert held.citation == "ст. 18"
    assert may_move(Track.LEGAL_PART, Place.CHECKED, Place.APPROVED, Actor.DEP_A).articles == ()


def test_what_needs_two_is_taken_by_two() -> None:
    """Four eyes: paper entry, destruction, annex, a hold, a demand of the law, a correction (P-27, R-9.2.5)."""
    together = {(move.track, move.after) for move in MOVES if len(move.by) > 1}
    assert together == {
        (Track.EXECUTION, Place.RECEIVED),
        (Track.KEEPING, Place.ON_HOLD),
        (Track.KEEPING, Place.HELD),
        (Track.KEEPING, Place.TERM_RUNNING),
        (Track.KEEPING, Place.DUE),
        (Track.KEEPING, Place.ACT_DRAFTED),
        (Track.CONSENT, Place.COMPELLED),
        (Track.LEGAL_PART, Place.CORRECTED),
        (Track.ANNEX, Place.PUBLISHED),
        (Track.ANNEX, Place.CORRECTED),
        (Track.KEY, Place.IN_USE),
        (Track.KEY, Place.REPLACED),
    }


def test_every_step_is_said_once_and_in_words() -> None:
    steps = [(move.track, move.before, move.after, move.by) for move in MOVES]
    assert len(set(steps)) == len(steps)
    assert {move.track for move in MOVES} == set(Track)
    assert {actor for move in MOVES for actor in move.by} == set(ACTORS) == set(Actor)
    assert {place for move in MOVES for place in (move.before, move.after)} == {None, *Place}
    assert all(move.when for move in MOVES)
