"""Art. 14-16 and the term: suspension, restart, a new calendar, the whole count (P-04 to P-07, P-25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty import policies as policy_data
from obmen.treaty.calendars import SpecialDay, published
from obmen.treaty.deadlines import PRESUMED, Term, recount, term
from obmen.treaty.documents import TermChange
from obmen.treaty.editions import editions
from obmen.treaty.findings import Weight
from obmen.treaty.pauses import WAITS, Pause, restarting, suspending
from obmen.treaty.policies import DEFAULT_POLICIES, Policies

RECEIVED = date(2026, 3, 2)
ROUND = Pause(policy="P-04", start=date(2026, 3, 10), end=date(2026, 3, 19))
POSTPONED = Pause(policy="P-05", start=date(2026, 3, 16), end=date(2026, 4, 6))
PARTIES = ("BY", "RU", "KZ")

parties = st.sampled_from(PARTIES)
days = st.dates(date(2026, 1, 1), date(2026, 6, 30))


def choosing(**choices: str) -> Policies:
    """Return declared policies: `P_04="SUSPEND"`."""
    return Policies.declared({number.replace("_", "-"): choice for number, choice in choices.items()})


def kz(*pauses: Pause, policies: Policies = DEFAULT_POLICIES) -> Term:
    """Count the term of a request that Kazakhstan received on 02.03.2026."""
    return term(RECEIVED, published("KZ"), policies, pauses=pauses)


def numbers(counted: Term) -> dict[date, int | None]:
    """Return the numbers of the days of a count."""
    return {each.day: each.number for each in counted.count}


# ── ст. 14: дополнительные сведения ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("choice", "due"),
    [("RUN", date(2026, 4, 17)), ("SUSPEND", date(2026, 4, 28)), ("RESTART", date(2026, 5, 6))],
)
def test_a_question_asked_and_answered(choice: str, due: date) -> None:
    """Asked 10.03, answered 19.03: RUN 17.04, SUSPEND 28.04, RESTART 06.05; unadjusted 17.04 (R-14.1)."""
    counted = kz(ROUND, policies=choosing(P_04=choice))
    assert (counted.due_unadjusted, counted.due_adjusted) == (date(2026, 4, 17), due)
    assert counted.not_determined == ""
    assert counted.policies["P-04"] == choice
    assert counted.restarted_on == ((date(2026, 3, 19),) if choice == "RESTART" else ())


def test_a_question_without_reply_stops_the_term_only_where_the_party_says_so() -> None:
    """While the reply is waited for there is no adjusted date; the unadjusted one stands (R-14.3)."""
    waiting = replace(ROUND, end=None)
    assert kz(waiting).due_adjusted == date(2026, 4, 17)
    for choice in ("SUSPEND", "RESTART"):
        counted = kz(waiting, policies=choosing(P_04=choice))
        assert (counted.due_unadjusted, counted.due_adjusted) == (date(2026, 4, 17), None)
        assert counted.not_determined == "Срок приостановлен с 10.03.2026: запрошены дополнительные сведения (P-04)"
        assert counted.suspended
        assert counted.finding.holds
        assert counted.finding.because == counted.not_determined
        assert counted.count[-1].day == date(2026, 4, 17)


def test_a_term_that_has_ended_is_not_begun_anew() -> None:
    """RESTART helps only while the term runs: the last day is 17.04.2026."""
    policies = choosing(P_04="RESTART")
    late = Pause(policy="P-04", start=date(2026, 4, 18), end=date(2026, 4, 24))
    in_time = replace(late, start=date(2026, 4, 17))
    assert kz(late, policies=policies).due_adjusted == date(2026, 4, 17)
    assert kz(late, policies=policies).restarted_on == ()
    assert kz(in_time, policies=policies).restarted_on == (date(2026, 4, 24),)
    assert kz(in_time, policies=policies).due_adjusted == kz_from(date(2026, 4, 24))


def kz_from(received_on: date) -> date | None:
    """Return the due date of a request received on another day."""
    return term(received_on, published("KZ"), DEFAULT_POLICIES).due_adjusted


def test_the_second_question_restarts_from_its_own_answer() -> None:
    """Two rounds: the later answer counts; their order of entry does not."""
    second = Pause(policy="P-04", start=date(2026, 4, 1), end=date(2026, 4, 8))
    policies = choosing(P_04="RESTART")
    assert kz(ROUND, second, policies=policies) != kz(ROUND, policies=policies)
    for order in ((ROUND, second), (second, ROUND)):
        assert kz(*order, policies=policies).restarted_on == (date(2026, 3, 19), date(2026, 4, 8))
        assert kz(*order, policies=policies).due_adjusted == kz_from(date(2026, 4, 8))
    waiting = kz(ROUND, replace(second, end=None), policies=policies)
    assert waiting.due_adjusted is None
    assert waiting.restarted_on == (date(2026, 3, 19),)
    assert waiting.not_determined == "Срок приостановлен с 01.04.2026: запрошены дополнительные сведения (P-04)"


def test_of_two_questions_of_one_day_the_longer_restarts_last() -> None:
    """They are taken by their beginning, then by their end; one without an end comes last."""
    policies = choosing(P_04="RESTART")
    longer = replace(ROUND, end=date(2026, 3, 27))
    for order in ((ROUND, longer), (longer, ROUND)):
        assert kz(*order, policies=policies).restarted_on == (date(2026, 3, 19), date(2026, 3, 27))
    open_ended = replace(ROUND, end=None)
    assert restarting([open_ended, longer, ROUND], policies) == (ROUND, longer, open_ended)


def test_a_restart_on_the_eve_of_the_calendar_counts_like_a_receipt() -> None:
    """The day of the restart itself need not be confirmed where it does not count (P-01)."""
    calendar = replace(published("KZ"), confirmed_from=date(2026, 3, 20))
    for choice, due in (("EXCLUDED", date(2026, 5, 6)), ("INCLUDED", None)):
        counted = term(date(2026, 3, 19), calendar, choosing(P_01=choice, P_04="RESTART"), pauses=(ROUND,))
        assert counted.due_adjusted == due


# ── ст. 15, 16: отложение, условия, конфиденциальность ──────────────────────────────────────────────────────────────


def test_a_postponed_execution() -> None:
    """KZ received 02.03, postponed 16.03 after 8 counted days, resumed 06.04: due 06.05.2026 (R-15.2)."""
    counted = kz(POSTPONED)
    assert (counted.due_unadjusted, counted.due_adjusted) == (date(2026, 4, 17), date(2026, 5, 6))
    assert numbers(counted)[date(2026, 3, 13)] == 8
    assert numbers(counted)[date(2026, 3, 16)] is None
    assert numbers(counted)[date(2026, 4, 3)] is None
    assert numbers(counted)[date(2026, 4, 6)] == 9
    assert counted.count[-1] == replace(counted.count[-1], day=date(2026, 5, 6), number=30)


def test_each_skipped_day_says_why() -> None:
    """A holiday within the postponement is still a holiday; a working day says that the term is suspended."""
    said = {each.day: each.why for each in kz(POSTPONED).count}
    assert said[date(2026, 3, 16)] == "срок приостановлен: исполнение отложено (P-05)"
    assert said[date(2026, 3, 23)] == "Наурыз мейрамы"
    assert said[date(2026, 3, 28)] == "суббота"
    restarted = {each.day: each.why for each in kz(ROUND, policies=choosing(P_04="RESTART")).count}
    assert restarted[date(2026, 3, 19)] == "срок начат заново, не входит в счёт (P-01); четверг"
    included = kz(ROUND, policies=choosing(P_04="RESTART", P_01="INCLUDED"))
    assert {each.day: each.why for each in included.count}[date(2026, 3, 19)] == (
        "срок начат заново, входит в счёт (P-01); четверг"
    )
    assert numbers(included)[date(2026, 3, 19)] == 1
    assert included.due_adjusted == date(2026, 5, 5)


@pytest.mark.parametrize(("policy", "moves"), [("P-04", False), ("P-05", True), ("P-06", False), ("P-07", False)])
def test_only_postponement_moves_the_term_by_default(policy: str, *, moves: bool) -> None:
    """P-04, P-06 and P-07 are RUN unless the Party declares otherwise; P-05 is SUSPEND."""
    pause = Pause(policy=policy, start=date(2026, 3, 10), end=date(2026, 3, 12))
    assert (kz(pause).due_adjusted == date(2026, 4, 21)) is moves
    assert (kz(pause).due_adjusted == date(2026, 4, 17)) is not moves
    declared = Policies.declared({policy: "SUSPEND"})
    assert kz(pause, policies=declared).due_adjusted == date(2026, 4, 21)


def test_the_day_of_resumption_counts_again() -> None:
    """P-25: working days d with start ≤ d < end are left out; a pause that ends on its first day leaves none out."""
    one_day = Pause(policy="P-05", start=date(2026, 3, 16), end=date(2026, 3, 17))
    assert kz(one_day).due_adjusted == date(2026, 4, 20)
    assert kz(replace(one_day, end=date(2026, 3, 16))).due_adjusted == date(2026, 4, 17)
    assert [one_day.covers(date(2026, 3, day)) for day in (15, 16, 17)] == [False, True, False]


def test_a_postponement_that_lasts_has_no_date() -> None:
    counted = kz(replace(POSTPONED, end=None))
    assert counted.due_adjusted is None
    assert counted.not_determined == "Срок приостановлен с 16.03.2026: исполнение отложено (P-05)"
    assert counted.suspended


def test_a_postponement_after_the_term_moves_nothing() -> None:
    """The thirtieth day has been counted before it begins."""
    late = Pause(policy="P-05", start=date(2026, 4, 18))
    assert kz(late).due_adjusted == date(2026, 4, 17)


def test_overlapping_pauses_are_left_out_once() -> None:
    both = kz(POSTPONED, ROUND, policies=choosing(P_04="SUSPEND"))
    whole = Pause(policy="P-05", start=ROUND.start, end=POSTPONED.end)
    assert both.due_adjusted == kz(whole).due_adjusted


def test_a_calendar_that_ends_within_a_suspended_term_is_named() -> None:
    """The reason is the missing calendar, not the pause that is over."""
    short = replace(published("KZ"), confirmed_to=date(2026, 4, 20))
    counted = term(RECEIVED, short, DEFAULT_POLICIES, pauses=(POSTPONED,))
    assert (counted.due_unadjusted, counted.due_adjusted) == (date(2026, 4, 17), None)
    assert counted.not_determined == "Срок не определён: календарь Стороны подтверждён только по 20.04.2026"
    assert not counted.suspended
    assert counted.finding.code == "E-12-01"
    beyond = term(RECEIVED, short, DEFAULT_POLICIES, pauses=(Pause(policy="P-05", start=date(2026, 4, 21)),))
    assert beyond.due_adjusted == date(2026, 4, 17)
    last = Pause(policy="P-05", start=date(2026, 4, 10))
    for confirmed_to, suspended in ((date(2026, 4, 10), True), (date(2026, 4, 9), False)):
        short = replace(published("KZ"), confirmed_to=confirmed_to)
        counted = term(RECEIVED, short, DEFAULT_POLICIES, pauses=(last,))
        assert (counted.not_determined == last.silence) is suspended


def test_a_restart_beyond_the_calendar_has_no_date() -> None:
    short = replace(published("KZ"), confirmed_to=date(2026, 4, 20))
    counted = term(RECEIVED, short, choosing(P_04="RESTART"), pauses=(ROUND,))
    assert counted.due_adjusted is None
    assert counted.not_determined == "Срок не определён: календарь Стороны подтверждён только по 20.04.2026"


def test_the_waits_have_names_and_an_unknown_policy_moves_nothing() -> None:
    """Each P-04 … P-07 has its words; a pause under any other policy is none."""
    assert set(WAITS) == {"P-04", "P-05", "P-06", "P-07"}
    assert set(WAITS) <= set(policy_data.catalogue)
    stray = Pause(policy="P-99", start=date(2026, 3, 10))
    assert kz(stray) == replace(kz(), pauses=(stray,))
    assert stray.why == "срок приостановлен: P-99 (P-99)"
    assert suspending([stray], DEFAULT_POLICIES) == restarting([stray], DEFAULT_POLICIES) == ()


# ── Новый календарь, протокол, предположительная дата ───────────────────────────────────────────────────────────────


def test_a_new_calendar_is_counted_again_and_told() -> None:
    """KZ received 19.03.2026, due 06.05; 4 May becomes a day off: 08.05, and M-23 carries both (R-12.1.4)."""
    calendar = published("KZ")
    decreed = SpecialDay(day=date(2026, 5, 4), why="выходной день по новому указу")
    newer = replace(calendar, version="KZ-2026-2", act="Указ (учебный)", days_off=(*calendar.days_off, decreed))
    was = term(date(2026, 3, 19), calendar, DEFAULT_POLICIES)
    again = recount(was, newer)
    assert (again.was.due_adjusted, again.now.due_adjusted) == (date(2026, 5, 6), date(2026, 5, 8))
    assert again.changed
    assert again.notice("новый календарь") == TermChange(
        cause="новый календарь",
        act="Указ (учебный)",
        calendar_version="KZ-2026-2",
        was=date(2026, 5, 6),
        now=date(2026, 5, 8),
    )
    assert again.now == term(date(2026, 3, 19), newer, DEFAULT_POLICIES)


def test_a_new_calendar_that_moves_nothing_needs_no_notice() -> None:
    was = kz(POSTPONED)
    again = recount(was, replace(published("KZ"), version="KZ-2026-2"))
    assert not again.changed
    assert again.now.due_adjusted == date(2026, 5, 6)
    assert again.now.calendar_version == "KZ-2026-2"


def test_a_recount_with_other_pauses_keeps_the_policies() -> None:
    """The postponement turns out to have ended earlier: the date under SUSPEND moves, the unadjusted one does not."""
    was = kz(POSTPONED, policies=choosing(P_01="INCLUDED"))
    again = recount(was, published("KZ"), pauses=[replace(POSTPONED, end=date(2026, 3, 17))])
    assert (again.was.due_adjusted, again.now.due_adjusted) == (date(2026, 5, 5), date(2026, 4, 17))
    assert again.now.due_unadjusted == date(2026, 4, 16)
    assert again.now.pauses == (replace(POSTPONED, end=date(2026, 3, 17)),)
    assert again.changed
    without = recount(again.now, replace(published("KZ"), confirmed_to=date(2026, 4, 1)))
    assert without.notice("календарь").not_determined.endswith("только по 01.04.2026")


def test_a_protocol_shortens_the_term() -> None:
    """Art. 20: the number of days is that of the edition in force for both Parties (R-20.1)."""
    shorter = replace(editions[0], id="protocol-1", term_working_days=20)
    counted = term(RECEIVED, published("RU"), DEFAULT_POLICIES, edition=shorter)
    assert (counted.days, counted.due_adjusted) == (20, date(2026, 3, 31))
    assert [each.number for each in counted.count if each.number][-1] == 20


def test_a_presumed_day_of_receipt_is_labelled() -> None:
    """By post, before the proof of delivery: 16.03 → 28.04.2026 in BY, «срок предположительный» (R-10.4.3)."""
    presumed = term(date(2026, 3, 16), published("BY"), DEFAULT_POLICIES, presumed=True)
    assert presumed.due_adjusted == date(2026, 4, 28)
    assert presumed.finding.because == PRESUMED == "срок предположительный: дата получения не подтверждена"
    assert not presumed.finding
    assert presumed.finding.weight is Weight.NOTES
    proved = term(date(2026, 3, 17), published("BY"), DEFAULT_POLICIES)
    assert proved.due_adjusted == date(2026, 4, 29)
    assert proved.finding


# ── Свойства ────────────────────────────────────────────────────────────────────────────────────────────────────────

pauses = st.builds(Pause, policy=st.sampled_from(sorted(WAITS)), start=days, end=st.none() | days)
choices = st.fixed_dictionaries(
    {
        "P-01": st.sampled_from(["EXCLUDED", "INCLUDED"]),
        "P-04": st.sampled_from(["RUN", "SUSPEND", "RESTART"]),
        "P-05": st.sampled_from(["RUN", "SUSPEND", "RESTART"]),
        "P-06": st.sampled_from(["RUN", "SUSPEND"]),
        "P-07": st.sampled_from(["RUN", "SUSPEND"]),
    }
).map(Policies.declared)


@given(parties, days, st.lists(pauses, max_size=4), choices)
def test_a_pause_never_gives_an_earlier_date(
    party: str, received_on: date, waits: list[Pause], policies: Policies
) -> None:
    """SUSPEND and RESTART are never earlier than RUN; the unadjusted date does not know of them."""
    running = term(received_on, published(party), policies)
    paused = term(received_on, published(party), policies, pauses=waits)
    assert paused.due_unadjusted == running.due_unadjusted
    assert (paused.due_adjusted is None) == bool(paused.not_determined)
    if paused.due_adjusted and running.due_adjusted:
        assert paused.due_adjusted >= running.due_adjusted
        assert published(party).day(paused.due_adjusted).working


@given(parties, days, st.lists(pauses, max_size=4), choices)
def test_the_count_says_the_date(party: str, received_on: date, waits: list[Pause], policies: Policies) -> None:
    """The day numbered with the last number is the adjusted date; every day has its reason."""
    counted = term(received_on, published(party), policies, pauses=waits)
    assert all(each.why for each in counted.count)
    if counted.due_adjusted:
        last = counted.count[-1]
        assert (last.day, last.number) == (counted.due_adjusted, 30)


@given(parties, days, days, st.lists(pauses, max_size=3), choices)
def test_a_later_receipt_never_gives_an_earlier_date_under_suspension(
    party: str, one: date, other: date, waits: list[Pause], policies: Policies
) -> None:
    calendar = published(party)
    plain = Policies({**policies.choices, "P-04": "SUSPEND", "P-05": "SUSPEND"})
    first = term(min(one, other), calendar, plain, pauses=waits).due_adjusted
    second = term(max(one, other), calendar, plain, pauses=waits).due_adjusted
    if first and second:
        assert first <= second


@given(st.dates(), st.lists(st.builds(Pause, policy=st.text(max_size=5), start=st.dates(), end=st.none() | st.dates())))
def test_no_pause_at_all_makes_the_count_fail(received_on: date, waits: list[Pause]) -> None:
    counted = term(received_on, published("KZ"), DEFAULT_POLICIES, pauses=waits)
    assert counted.finding.because
    assert recount(counted, published("KZ")).now == counted
