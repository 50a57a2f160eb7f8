"""The course of a request: the table, and the fold that gives both nodes the same state (requirements §2.1, §2.10)."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise, permutations, product
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.treaty.samples import at, message

from obmen.treaty.documents.answers import Part
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.lifecycle import (
    CROSSED,
    REFUSED,
    REQUEST_TABLE,
    ROUND_TABLE,
    Course,
    Filed,
    Machine,
    Row,
    Side,
    State,
    TermEffect,
    find_row,
    fold,
    may,
    next_seq,
    request_table,
    table,
)

if TYPE_CHECKING:
    from random import Random

ASKS, ANSWERS = Side.REQUESTING, Side.REQUESTED

REQUEST = Filed(message_id=message(10), kind=Kind.REQUEST, sender=ASKS, seq=1, delivered_at=at(2), sent_at=at(2))
NOTICE = Filed(
    message_id=message(20),
    kind=Kind.REGISTRATION,
    sender=ANSWERS,
    seq=1,
    delivered_at=at(3),
    sent_at=at(3),
    refers_to=REQUEST.message_id,
)
PART = replace(NOTICE, message_id=message(30), kind=Kind.ANSWER, variant=Part.PART, seq=2, delivered_at=at(20))
FINAL = replace(PART, message_id=message(40), variant=Part.FINAL, seq=3, delivered_at=at(27))
WHOLE = (REQUEST, NOTICE, PART, FINAL)


def states(course: Course) -> list[State | None]:
    """Return the state after each step."""
    return [step.after for step in course.steps]


def test_a_whole_exchange_step_by_step() -> None:
    assert states(fold(WHOLE)) == [State.DELIVERED, State.REGISTERED, State.PARTLY_ANSWERED, State.EXECUTED]
    assert fold(WHOLE).state is State.EXECUTED
    assert not fold(WHOLE).provisional


def test_nothing_filed_is_no_case() -> None:
    assert fold(()) == Course(state=None)


def test_a_request_without_receipt_is_sent_and_provisional() -> None:
    course = fold([replace(REQUEST, delivered_at=None)])
    assert course.state is State.SENT
    assert course.provisional


def test_a_request_that_was_not_accepted_is_not_received() -> None:
    """T-02: no clock, and the corrected request carries the same number again."""
    refused = replace(REQUEST, delivered_at=None, not_accepted=True)
    course = fold([refused])
    assert course.state is State.NOT_ACCEPTED
    assert [step.note for step in course.steps] == [REFUSED]
    assert not course.provisional
    assert next_seq([refused], ASKS) == 1
    corrected = replace(REQUEST, message_id=message(11))
    assert fold([refused, corrected]).state is fold([corrected]).state is State.DELIVERED


def test_an_answer_that_was_not_accepted_changes_nothing() -> None:
    refused = replace(FINAL, seq=2, delivered_at=None, not_accepted=True)
    assert fold([REQUEST, NOTICE, refused]).state is State.REGISTERED
    assert next_seq([REQUEST, NOTICE, refused], ANSWERS) == 2


def test_a_missing_number_is_waited_for() -> None:
    """The second document of a side does not act before the first is here."""
    course = fold([REQUEST, PART])
    assert course.state is State.DELIVERED
    assert course.waiting == ((ANSWERS, 1),)
    assert fold([REQUEST, PART, NOTICE]).state is State.PARTLY_ANSWERED


def test_an_absurd_number_waits_without_work() -> None:
    assert fold([REQUEST, replace(NOTICE, seq=10**18)]).waiting == ((ANSWERS, 1),)


def test_a_late_receipt_does_not_put_the_answer_before_the_request() -> None:
    """The requesting node has M-02 before the T-01 of its own request: the request still comes first."""
    unconfirmed = replace(REQUEST, delivered_at=None, sent_at=at(2))
    assert fold([NOTICE, unconfirmed]).steps[0].filed is unconfirmed
    behind = replace(NOTICE, delivered_at=at(1), refers_to=None)
    assert fold([REQUEST, behind]).state is State.REGISTERED


def numbers(*filed: Filed) -> list[int]:
    """Return the messages of a course in their order, by number."""
    return [step.filed.message_id.int for step in fold(filed).steps]


AGAIN = replace(REQUEST, message_id=message(15), seq=2, delivered_at=at(10))


def test_the_document_delivered_earlier_comes_first() -> None:
    """Also when the request has a second document that is delivered later."""
    assert numbers(REQUEST, AGAIN, NOTICE) == [10, 20, 15]
    assert numbers(REQUEST, AGAIN, replace(NOTICE, delivered_at=at(11))) == [10, 15, 20]


def test_in_the_same_second_the_smaller_id_comes_first() -> None:
    assert numbers(REQUEST, AGAIN, replace(NOTICE, delivered_at=at(10))) == [10, 15, 20]
    assert numbers(REQUEST, AGAIN, replace(NOTICE, delivered_at=at(10), message_id=message(12))) == [10, 12, 15]


def test_an_own_document_without_receipt_comes_last() -> None:
    """However early it was sent: it is provisional until its T-01 (§2.10)."""
    unconfirmed = replace(AGAIN, delivered_at=None, sent_at=at(2))
    assert numbers(REQUEST, unconfirmed, NOTICE) == [10, 20, 15]
    assert [step.provisional for step in fold([REQUEST, unconfirmed, NOTICE]).steps] == [False, False, True]


def test_two_documents_without_receipt_keep_the_order_of_sending() -> None:
    one = replace(AGAIN, delivered_at=None, sent_at=at(5))
    other = replace(NOTICE, delivered_at=None, sent_at=at(4))
    assert numbers(REQUEST, one, other) == [10, 20, 15]


def test_an_answer_follows_what_it_answers_whatever_the_clocks_say() -> None:
    """The other node's clock is behind: its document seems delivered before the one that it names."""
    early = replace(NOTICE, delivered_at=at(9), refers_to=AGAIN.message_id)
    assert numbers(REQUEST, AGAIN, early) == [10, 15, 20]
    stranger = replace(NOTICE, delivered_at=at(9), refers_to=message(99))
    assert numbers(REQUEST, AGAIN, stranger) == [10, 20, 15]


def test_documents_that_refer_to_each_other_do_not_stop_the_course() -> None:
    """A hostile pair that names each other as its predecessor is folded all the same."""
    one = replace(REQUEST, refers_to=NOTICE.message_id)
    assert fold([one, NOTICE]).state is State.REGISTERED


def test_a_notice_after_the_final_answer_crosses_it() -> None:
    """A document without a row is recorded without consequences, never refused."""
    late = replace(NOTICE, message_id=message(50), seq=4, delivered_at=at(28))
    course = fold([*WHOLE, late])
    assert course.state is State.EXECUTED
    assert course.steps[-1].note == CROSSED
    assert course.steps[-1].row is None


def test_an_answer_before_the_notice_is_taken_but_not_offered() -> None:
    """Other software may answer at once; our own user registers first."""
    early = replace(FINAL, seq=1)
    assert fold([REQUEST, early]).state is State.EXECUTED
    refused = may(State.DELIVERED, Kind.ANSWER, ANSWERS, Part.FINAL)
    assert refused.code == "E-12-07"
    assert refused.blocks
    assert refused.because == "Документ «Ответ» не предусмотрен, когда запрос находится в состоянии «Доставлен»"
    allowed = may(State.REGISTERED, Kind.ANSWER, ANSWERS, Part.FINAL)
    assert (allowed.because, allowed.citation) == ("«Ответ» предусмотрен в этом состоянии", "ст. 12")
    nothing = may(None, Kind.ANSWER, ANSWERS, Part.FINAL)
    assert nothing.because.endswith("в состоянии «запрос не направлен»")
    late = may(State.EXECUTED, Kind.SUPPLEMENT, ASKS)
    assert (late.code, late.blocks) == ("E-14-01", True)
    assert may(State.EXECUTED, Kind.SUPPLEMENT, ANSWERS).code == "E-12-07"
    assert may(State.WITHDRAWN, Kind.SUPPLEMENT, ASKS).code == "E-12-07"


def test_two_copies_of_a_message_are_one() -> None:
    """The copy that knows of its receipt stands for both."""
    unaware = replace(REQUEST, delivered_at=None)
    assert fold([unaware, REQUEST]) == fold([REQUEST, unaware]) == fold([REQUEST])


def test_of_two_receipts_of_a_message_the_earlier_stands() -> None:
    """The original receipt again, for ever; a copy that was refused says less than one that was received."""
    later = replace(REQUEST, delivered_at=at(5))
    for order in ((REQUEST, later), (later, REQUEST)):
        assert fold(order).steps[0].filed is REQUEST
    refused = replace(REQUEST, delivered_at=None, not_accepted=True)
    unaware = replace(REQUEST, delivered_at=None)
    for order in ((refused, unaware), (unaware, refused)):
        assert fold(order).state is State.NOT_ACCEPTED
    for order in ((REQUEST, refused), (refused, REQUEST)):
        assert fold(order).state is State.DELIVERED


def test_refused_documents_stand_first_in_the_order_of_sending() -> None:
    """They take no number and change nothing; the state beside them is where the course begins."""
    one = replace(REQUEST, message_id=message(3), delivered_at=None, not_accepted=True, sent_at=at(4))
    other = replace(one, message_id=message(4), sent_at=at(3))
    for order in ((one, other), (other, one)):
        steps = fold(order).steps
        assert [step.filed for step in steps] == [other, one]
        assert [(step.before, step.after) for step in steps] == [(None, State.NOT_ACCEPTED)] * 2
    answer = replace(FINAL, delivered_at=None, not_accepted=True)
    assert fold([answer]).steps[0].after is None


def test_each_side_numbers_its_own_documents() -> None:
    assert next_seq(WHOLE, ASKS) == 2
    assert next_seq(WHOLE, ANSWERS) == 4
    assert next_seq([NOTICE], ASKS) == 1


def test_a_request_makes_the_first_version_whatever_it_says() -> None:
    """Other software may number its M-01 otherwise; only M-26 makes a new version."""
    assert fold([replace(REQUEST, version=7)]).version == 1


def test_receipts_have_no_step_of_their_own() -> None:
    receipt = replace(NOTICE, message_id=message(60), kind=Kind.DELIVERED, seq=0)
    assert fold([REQUEST, receipt]) == fold([REQUEST])


@pytest.mark.parametrize("order", list(permutations(WHOLE)))
def test_any_order_of_arrival_gives_the_same_course(order: tuple[Filed, ...]) -> None:
    assert fold(order) == fold(WHOLE)


# ── The table ───────────────────────────────────────────────────────────────────────────────────────────────────────

FORMS: dict[Kind, tuple[str, ...]] = {
    Kind.REQUEST: ("", "CONFIDENTIAL"),
    Kind.REGISTRATION: ("", "CONFIDENTIAL"),
    Kind.ANSWER: ("PART", "FINAL"),
    Kind.INFORMATION_REQUEST: ("ASK", "CANCEL"),
    Kind.INFORMATION: ("ANSWERED", "UNANSWERABLE"),
    Kind.REFUSAL: ("ALL", "ITEMS"),
    Kind.POSTPONEMENT: ("POSTPONE", "RESUME"),
    Kind.CONSULTATION: ("OPEN", "TURN", "CALL", "CLOSE", "CLOSE_AGREED", "CLOSE_NOT_AGREED", "CLOSE_NO_REPLY"),
    Kind.CONDITIONS_DECISION: ("ACCEPT", "DECLINE", "COUNTER"),
    Kind.CONFIDENTIALITY_DECISION: ("EXECUTE_ANYWAY", "WITHDRAW_ITEMS", "LIFT"),
    Kind.CONSENT_DECISION: ("GRANTED", "LIMITED", "DENIED", "REVOKED"),
    Kind.WITHDRAWAL: ("ALL", "ITEMS"),
    Kind.ORIGINAL: ("DISPATCHED", "ARRIVED", "MATCHED", "NOTED", "MISMATCH", "RETURNED", "LOST"),
    Kind.CORRECTION: ("CORRECTION", "SUPPLEMENT", "RECALL"),
}
"""Every form that a kind of document can have; a kind that is not here has one form only."""
FORMS_OF_ALL = [(kind, variant) for kind in Kind for variant in FORMS.get(kind, ("",))]


FOLDER = Path(__file__).resolve().parent / "situations"


def spelt(row: Row) -> tuple[str, ...]:
    """Write a row as the situations do."""
    after = "same" if row.next is row.state else (row.next.value if row.next else "items")
    return (
        row.state.value if row.state else "-",
        f"{row.kind.value} {row.variant or ''}".strip(),
        row.who.value if row.who else row.turn.value,
        after,
        str(row.article),
        "" if row.term_effect is TermEffect.NONE else row.term_effect.value,
        row.policy,
        "" if row.offered else "taken",
    )


@pytest.mark.parametrize("machine", Machine)
def test_the_tables_are_those_that_a_lawyer_reads(machine: Machine) -> None:
    """§2.1 to §2.7 row by row: situations/course.toml."""
    told = tomllib.loads((FOLDER / "course.toml").read_text(encoding="utf-8"))[machine.value]["rows"]
    lines = ([cell.strip() for cell in line.split("|")] for line in told)
    written = [(state, *(*rest, "", "", "")[:7]) for states, *rest in lines for state in states.split(", ")]
    made_anew = (*request_table.rows(), *ROUND_TABLE)
    rows = [spelt(row) for row in made_anew if row.machine is machine]
    assert sorted(written) == sorted(rows)


def test_the_table_is_made_once() -> None:
    assert tuple(request_table.rows()) == REQUEST_TABLE
    assert table == (*REQUEST_TABLE, *ROUND_TABLE)


def test_no_two_rows_of_the_request_meet() -> None:
    """In each state a document of a side has one row or none."""
    for state, (kind, variant), who in product((None, *State), FORMS_OF_ALL, Side):
        fitting = [row for row in REQUEST_TABLE if row.fits(state, kind, variant, who)]
        assert len(fitting) <= 1
        assert find_row(state, kind, who, variant) is (fitting[0] if fitting else None)


def test_every_form_in_the_table_is_a_form_that_a_document_can_have() -> None:
    for row in table:
        assert row.variant is None or row.variant in FORMS[row.kind]


def test_everything_outside_the_table_is_refused_with_a_reason() -> None:
    """Exhaustive: each state, document, form and side either has a row or a finding that says what to do."""
    for state, (kind, variant), who in product((None, *State), FORMS_OF_ALL, Side):
        finding = may(state, kind, who, variant)
        row = find_row(state, kind, who, variant)
        assert finding.holds is (row is not None and row.offered)
        assert finding.articles
        assert finding.holds or (finding.how_to_fix and finding.code in ("E-12-07", "E-14-01"))


def test_every_state_can_be_reached_and_left() -> None:
    """Also the end of a request: an answer can be recalled, only a withdrawn request stays what it is."""
    moving = [row for row in REQUEST_TABLE if row.next is not row.state]
    assert {row.state for row in moving} == {None, *State} - {State.WITHDRAWN}
    assert {row.next for row in moving} == {None, *State}


def test_each_document_of_the_catalogue_has_its_place() -> None:
    """M-01 … M-28: each is in the table of the request, none is forgotten."""
    assert {row.kind for row in REQUEST_TABLE} == set(Kind)


def test_the_term_starts_once_and_stops_at_every_end() -> None:
    effects = {(row.term_effect, row.kind) for row in REQUEST_TABLE if row.term_effect is not TermEffect.NONE}
    assert effects == {
        (TermEffect.STARTS, Kind.DELIVERED),
        (TermEffect.STATED, Kind.REGISTRATION),
        (TermEffect.STOPS, Kind.ANSWER),
        (TermEffect.STOPS, Kind.REFUSAL),
        (TermEffect.STOPS, Kind.INABILITY),
        (TermEffect.STOPS, Kind.WITHDRAWAL),
        (TermEffect.ADDS, Kind.SUPPLEMENT),
    }
    for row in REQUEST_TABLE:
        assert (row.term_effect is TermEffect.STOPS) == (row.next in FINALS and row.state not in FINALS)


FINALS = [State.EXECUTED, State.REFUSED, State.NOT_EXECUTABLE, State.WITHDRAWN]


def test_open_and_final_are_apart() -> None:
    assert [state for state in State if state.open] == [State.DELIVERED, State.REGISTERED, State.PARTLY_ANSWERED]
    assert [state for state in State if state.final] == FINALS
    assert ASKS.other is ANSWERS
    assert ANSWERS.other is ASKS


def test_the_requested_side_registers_before_it_decides() -> None:
    """An answer, a refusal or an inability before M-02 is taken from other software, never offered (R-12.1.5)."""
    before = {row.kind for row in REQUEST_TABLE if not row.offered}
    assert before == {Kind.ANSWER, Kind.REFUSAL, Kind.INABILITY}
    assert all(row.state is State.DELIVERED for row in REQUEST_TABLE if not row.offered)


# ── Any traffic at all ──────────────────────────────────────────────────────────────────────────────────────────────

START = datetime(2026, 3, 2, tzinfo=UTC)
TRAVELLING = [*FORMS_OF_ALL[:-2], *[(Kind.REQUEST, ""), (Kind.ANSWER, "PART")] * 4]
"""All documents but the receipts; requests and answers more often than the rest."""


@st.composite
def traffic(draw: st.DrawFn) -> list[Filed]:
    """Make documents of both sides, numbered from 1, delivered in any order, sometimes in the same second."""
    filed: list[Filed] = []
    for side in Side:
        kinds = draw(st.lists(st.sampled_from(TRAVELLING), max_size=5))
        for seq, (kind, variant) in enumerate(kinds, start=1):
            moment = START + timedelta(seconds=draw(st.integers(0, 5)))
            identity = UUID(int=draw(st.integers(1, 40)) * 100 + len(filed))
            named = draw(st.sampled_from([None, *(each.message_id for each in filed)]))
            filed.append(
                Filed(
                    message_id=identity,
                    kind=kind,
                    sender=side,
                    seq=seq,
                    delivered_at=moment,
                    sent_at=START,
                    variant=variant,
                    refers_to=named,
                    subjects=tuple(draw(st.lists(st.sampled_from(SubjectCode), max_size=2))),
                    version=draw(st.integers(1, 2)),
                    topic=draw(st.sampled_from(["13", "15"])),
                ),
            )
    return filed


@given(traffic(), st.randoms(use_true_random=False))
def test_any_interleaving_gives_the_same_state(filed: list[Filed], random: Random) -> None:
    shuffled = list(filed)
    random.shuffle(shuffled)
    assert fold(shuffled) == fold(filed)


@given(traffic(), st.data())
def test_both_sides_agree_once_all_receipts_are_in(filed: list[Filed], data: st.DataObject) -> None:
    """Each side has its own documents first without receipts, the other's in any order; then the receipts come."""
    outcomes = []
    for side in Side:
        unconfirmed = [replace(each, delivered_at=None) if each.sender is side else each for each in filed]
        seen = data.draw(st.permutations(unconfirmed + filed))
        outcomes.append(fold(seen))
    assert outcomes[0] == outcomes[1] == fold(filed)


@given(traffic(), st.data())
def test_a_document_that_waits_never_acts(filed: list[Filed], data: st.DataObject) -> None:
    """Whatever has arrived so far, a side's documents act in the order of their numbers, without a gap."""
    arrived = [each for each in filed if data.draw(st.booleans())]
    course = fold(arrived)
    for side in Side:
        acted = [step.filed.seq for step in course.steps if step.filed.sender is side]
        assert acted == list(range(1, len(acted) + 1))


@given(traffic())
def test_every_document_has_exactly_one_step(filed: list[Filed]) -> None:
    steps = fold(filed).steps
    assert sorted(step.filed.message_id for step in steps) == sorted(each.message_id for each in filed)
    assert all(one.after == other.before for one, other in pairwise(steps))
