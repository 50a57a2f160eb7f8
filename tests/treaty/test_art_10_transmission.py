"""Art. 10: channels, delivery on paper, transcription, originals by post, a proceeding that ended (R-10.*)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from tests.treaty.cases import told

from obmen.treaty.articles import Article
from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.documents import Kind, OriginalNotice
from obmen.treaty.documents.notices import Comparison, OriginalStep
from obmen.treaty.documents.values import PaperReference, ProceedingState
from obmen.treaty.findings import Weight
from obmen.treaty.lifecycle import RoundState, State
from obmen.treaty.necessity import check_still_needed
from obmen.treaty.office import Officer
from obmen.treaty.originals import (
    check_answerable,
    check_original,
    compare,
    is_tracked,
    original_due,
    under_one_list,
)
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.receipt import receipt_date
from obmen.treaty.timeliness import timely
from obmen.treaty.transmission import (
    Channel,
    Evidence,
    PaperDelivery,
    PaperEntry,
    Way,
    check_delivery,
    check_entry,
    check_way,
    choose_way,
    counted_from,
    transcribed_label,
)

NODE = Way(channel=Channel.NODE, address="узел")
EMAIL = Way(channel=Channel.EMAIL, address="учебный почтовый ящик")
FAX = Way(channel=Channel.FAX, address="000-00-00")
POST = Way(channel=Channel.POST, address="г. Минск, ул. Примерная, д. 1")
CLERK_A, CLERK_B = Officer(id="A", body="KZ-750"), Officer(id="B", body="KZ-750")
FAXED = PaperEntry(
    channel=Channel.FAX,
    sender="BY-100",
    received_on=date(2026, 3, 2),
    scan="001",
    entered_by=CLERK_A,
    confirmed_by=CLERK_B,
)
DAY = date(2026, 3, 20)
NOTICE = OriginalNotice(paper=PaperReference(title="Запрос"), post_number="80001234567890", on=DAY)
POSTED = PaperDelivery(sent_on=date(2026, 3, 10))
PROVED = replace(POSTED, received_on=date(2026, 3, 17), evidence=Evidence.ADVICE)


def test_the_first_usable_channel_is_taken() -> None:
    """(R-10.4.1) In the order of the annex; none → by post to the address in the legal part."""
    every = set(Channel)
    assert choose_way([NODE, EMAIL, POST], every, POST.address) == NODE
    assert choose_way([NODE, EMAIL, FAX], every - {Channel.NODE}, POST.address) == EMAIL
    assert choose_way([replace(NODE, address=" "), FAX], every, POST.address) == FAX
    assert choose_way([NODE], set(), POST.address) == POST
    assert choose_way([], every, POST.address) == POST


def test_another_channel_needs_a_reason() -> None:
    assert check_way(NODE, NODE).all[0].because == "Канал: узел обмена"
    (finding,) = check_way(POST, NODE).blocking
    assert (finding.code, finding.field) == ("E-10-06", "reason")
    assert finding.because == "Выбран не первый доступный канал («узел обмена»), а причина не указана"
    assert check_way(POST, NODE, reason="узел не отвечает").failing == ()
    (address,) = check_way(replace(POST, address=""), POST, reason="адрес неизвестен").blocking
    assert (address.field, address.because) == ("channel", "Для канала «почта» не указан адрес")


@pytest.mark.parametrize("way", [EMAIL, FAX])
def test_an_unprotected_channel_warns_until_it_is_approved(way: Way) -> None:
    """(R-10.1.4) Once per authority and channel."""
    found = check_way(way, way)
    assert found
    assert [(each.code, each.weight) for each in found] == [("E-10-07", Weight.WARNS)]
    assert way.channel.label in found.all[0].because
    assert check_way(way, way, approved=(way.channel,)).failing == ()


def test_a_fax_from_a_listed_authority_becomes_a_case() -> None:
    """(R-10.1.1) Fax of a BY authority of the register, 02.03.2026 16:40 Astana; the clock as for any other."""
    received_on = receipt_date(datetime(2026, 3, 2, 16, 40, tzinfo=ZoneInfo("Asia/Almaty")), ZoneInfo("Asia/Almaty"))
    assert received_on == FAXED.received_on
    assert term(received_on, published("KZ"), DEFAULT_POLICIES).due_adjusted == date(2026, 4, 17)
    (finding,) = check_entry(FAXED, listed={"BY-100"}, on=date(2026, 3, 2))
    assert finding.because == "Документ внесён с бумаги и подтверждён вторым сотрудником"
    assert finding.articles == (Article(10, paragraph=1),)
    assert transcribed_label("Примеров П. П.", DAY) == "бумажный документ, внесён Примеров П. П., 20.03.2026"


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"sender": "BY-999"}, "E-18-01", "sender"),
        ({"channel": Channel.NODE}, "E-10-08", "channel"),
        ({"received_on": None}, "E-10-08", "received_on"),
        ({"received_on": date(2026, 3, 3)}, "E-10-08", "received_on"),
        ({"scan": " "}, "E-10-08", "scan"),
        ({"confirmed_by": None}, "E-10-04", "confirmed_by"),
        ({"confirmed_by": CLERK_A}, "E-10-04", "confirmed_by"),
    ],
)
def test_what_stops_a_transcription(change: dict[str, object], code: str, field: str) -> None:
    """(R-10.4.4) A confirming A → E-10-04; an authority outside the register → E-18-01."""
    entry = replace(FAXED, **change)  # type: ignore[arg-type]  # fields by parameter
    found = check_entry(entry, listed={"BY-100"}, on=date(2026, 3, 2))
    assert [(each.code, each.field) for each in found.blocking] == [(code, field)]


def test_an_unlisted_sender_is_told_with_the_day() -> None:
    found = check_entry(FAXED, listed=(), on=date(2026, 3, 5)).blocking
    assert "02.03.2026" in found[0].because
    found = check_entry(replace(FAXED, received_on=None), listed=(), on=date(2026, 3, 5)).blocking
    assert "05.03.2026" in found[0].because


def test_the_transmitting_authority_confirms_for_a_lone_bailiff() -> None:
    """(P-27) OTHER_BODY."""
    policies = Policies.declared({"P-27": "OTHER_BODY"})
    entry = replace(FAXED, confirmed_by=Officer(id="C", body="KZ-001"))
    day = date(2026, 3, 2)
    assert check_entry(entry, listed={"BY-100"}, on=day, policies=policies, transmitting={"KZ-001"})
    assert not check_entry(entry, listed={"BY-100"}, on=day, policies=policies)


def test_a_posted_request_is_counted_from_the_presumed_then_the_proved_day() -> None:
    """(R-10.4) BY, posted 10.03.2026: presumed 16.03 → 28.04 labelled; уведомление of 17.03 → 29.04, label gone."""
    presumed = counted_from(POSTED, date(2026, 3, 16))
    assert presumed.label == "срок предположительный: дата получения не подтверждена"
    first = term(presumed.day, published("BY"), DEFAULT_POLICIES, presumed=presumed.presumed)
    assert (first.due_adjusted, first.finding.because) == (date(2026, 4, 28), presumed.label)
    proved = counted_from(PROVED, date(2026, 3, 16))
    assert (proved.day, proved.label) == (date(2026, 3, 17), "")
    second = term(proved.day, published("BY"), DEFAULT_POLICIES, presumed=proved.presumed)
    assert second.due_adjusted == date(2026, 4, 29)
    assert second.finding
    for half in (replace(PROVED, evidence=None), replace(PROVED, received_on=None)):
        assert counted_from(half, date(2026, 3, 16)) == presumed


def test_a_fax_reply_entered_by_one_and_confirmed_by_another_executes_in_time() -> None:
    """(R-10.4.4) Due 29.04.2026; fax reply of 24.04, by clerk A, confirmed by clerk B → executed in time."""
    on, minsk = date(2026, 4, 24), ZoneInfo("Europe/Minsk")
    entry = replace(FAXED, received_on=on)
    assert check_entry(entry, listed={"BY-100"}, on=on)
    alone = check_entry(replace(entry, confirmed_by=CLERK_A), listed={"BY-100"}, on=on)
    assert [finding.code for finding in alone.blocking] == ["E-10-04"]
    assert transcribed_label("А", on) == "бумажный документ, внесён А, 24.04.2026"
    course = told("M-01 6.a +17", "M-03 FINAL 6.a +24.04")
    last = course.steps[-1].filed
    assert course.state is State.EXECUTED
    assert timely(last.sent_at, last.delivered_at, date(2026, 4, 29), minsk, DEFAULT_POLICIES)


def test_delivered_needs_a_day_and_its_evidence() -> None:
    """(R-10.4.3) «Доставлено» without evidence → E-10-03."""
    (good,) = check_delivery(PROVED, on=date(2026, 3, 17))
    assert (good.because, good.articles) == (
        "Доставка подтверждена",
        (Article(10, paragraph=1), Article(12, paragraph=1)),
    )
    for half, field in ((replace(PROVED, evidence=None), "evidence"), (POSTED, "received_on")):
        (finding,) = check_delivery(half, on=DAY).blocking
        assert (finding.code, finding.field) == ("E-10-03", field)
        assert finding.because.startswith("Укажите дату получения и чем она подтверждена")
    (future,) = check_delivery(PROVED, on=date(2026, 3, 16)).blocking
    assert future.because == "Дата получения (17.03.2026) ещё не наступила"
    assert check_delivery(replace(PROVED, sent_on=date(2026, 3, 17)), on=DAY)
    assert check_delivery(replace(PROVED, sent_on=None), on=DAY)
    (before,) = check_delivery(replace(PROVED, sent_on=date(2026, 3, 18)), on=DAY).blocking
    assert before.because == "Дата получения раньше дня отправки (18.03.2026)"


def test_the_original_is_reminded_of_by_the_senders_calendar() -> None:
    """(R-10.1.2) RU request of 02.03.2026 → 24.03.2026 (15 RU working days; 9 March is off); KZ counts otherwise."""
    assert original_due(date(2026, 3, 2), published("RU")) == date(2026, 3, 24)
    assert original_due(date(2026, 3, 2), published("KZ")) == date(2026, 3, 27)
    assert original_due(date(2040, 3, 2), published("RU")) is None
    assert original_due(published("RU").confirmed_to, published("RU")) is None


def test_an_original_that_says_the_same_is_matched_before_anybody_is_reminded() -> None:
    """R-10.1.2: RU request of 02.03.2026, reminder due 24.03; arrives 20.03, the same digest on it → MATCHED."""
    arrived = date(2026, 3, 20)
    due = original_due(date(2026, 3, 2), published("RU"))
    assert due is not None
    assert arrived < due
    matched = compare([])
    assert matched is Comparison.MATCHED
    for step, comparison in ((OriginalStep.ARRIVED, None), (OriginalStep.COMPARED, matched)):
        assert check_original(replace(NOTICE, step=step, comparison=comparison, on=arrived), on=arrived)
    posted = ("M-01 6.a +2", "M-02 +2", "M-19 DISPATCHED > +3 #1", "M-19 ARRIVED < +20 #1", "M-19 MATCHED < +20 #1")
    course = told(*posted)
    assert [each.state for each in course.rounds] == [RoundState.MATCHED]
    assert (course.state, check_answerable(matched).holds) == (State.REGISTERED, True)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("channel", Channel)
def test_only_four_kinds_are_tracked(kind: Kind, channel: Channel) -> None:
    """(R-10.1.2) M-01, M-03, M-07, M-08 that did not go by post; nothing under ELECTRONIC_IS_ORIGINAL (P-14)."""
    four = kind.value in {"M-01", "M-03", "M-07", "M-08"}
    assert is_tracked(kind, channel, DEFAULT_POLICIES) is (four and channel is not Channel.POST)
    assert not is_tracked(kind, channel, Policies.declared({"P-14": "ELECTRONIC_IS_ORIGINAL"}))


@pytest.mark.parametrize(
    ("differing", "outcome"),
    [
        ([], Comparison.MATCHED),
        ([" "], Comparison.MATCHED),
        (["debtor.identifiers.0.value"], Comparison.MISMATCH),
        (["subjects"], Comparison.MISMATCH),
        (["claimants.0.family_name"], Comparison.MISMATCH),
        (["claimants.0.addresses.0.text"], Comparison.NOTED),
        (["content"], Comparison.NOTED),
        (["content", " debtor.birth.date"], Comparison.MISMATCH),
    ],
)
def test_a_difference_blocks_only_where_person_or_subjects_differ(differing: list[str], outcome: Comparison) -> None:
    """(R-10.1.3) БИН …774 / …775 → answer blocked; the claimant's postcode → noted, the answer goes."""
    assert compare(differing) is outcome
    found = check_answerable(outcome)
    assert found.holds is (outcome is not Comparison.MISMATCH)
    assert found or (found.code, found.blocks) == ("E-10-09", True)


def test_after_clarification_the_answer_goes() -> None:
    assert check_answerable(Comparison.MISMATCH, clarified=True).because == "Оригинал ответу не препятствует"
    assert check_answerable(None)


@pytest.mark.parametrize("step", OriginalStep)
def test_each_step_of_an_original_says_what_it_needs(step: OriginalStep) -> None:
    compared = step is OriginalStep.COMPARED
    notice = replace(NOTICE, step=step, comparison=Comparison.MATCHED if compared else None)
    (good,) = check_original(notice, on=DAY)
    assert (good.holds, good.because) == (True, f"Оригинал {step.label}")
    lone = check_original(replace(notice, post_number=" "), on=DAY).blocking
    posted = step in {OriginalStep.DISPATCHED, OriginalStep.RETURNED}
    assert [(each.code, each.field) for each in lone] == ([("E-10-10", "post_number")] if posted else [])
    other = replace(notice, comparison=None if compared else Comparison.MATCHED)
    (finding,) = check_original(other, on=DAY).blocking
    assert (finding.code, finding.field) == ("E-10-10", "comparison")
    assert finding.because.startswith("Не указано, что показала" if compared else "Указан результат сверки")


@pytest.mark.parametrize("comparison", Comparison)
def test_a_difference_is_told_in_words(comparison: Comparison) -> None:
    notice = replace(NOTICE, step=OriginalStep.COMPARED, comparison=comparison)
    fields = [each.field for each in check_original(notice, on=DAY).blocking]
    assert fields == ([] if comparison is Comparison.MATCHED else ["difference"])
    assert check_original(replace(notice, difference="индекс взыскателя"), on=DAY)


def test_the_paper_and_the_day_are_named() -> None:
    found = check_original(replace(NOTICE, paper=PaperReference(), on=None), on=DAY).blocking
    assert [each.field for each in found] == ["paper", "on"]
    assert [each.field for each in check_original(NOTICE, on=date(2026, 3, 19)).blocking] == ["on"]
    assert check_original(replace(NOTICE, paper=PaperReference(message_id=UUID(int=1))), on=DAY)


def test_five_originals_under_one_list() -> None:
    """(R-10.1.2) Five entries, one postal number."""
    papers = [replace(NOTICE, paper=PaperReference(title=f"Запрос {number}"), post_number="") for number in range(5)]
    sent = under_one_list(papers, post_number="8000", list_number="7")
    assert [each.paper for each in sent] == [each.paper for each in papers]
    assert {(each.post_number, each.list_number) for each in sent} == {("8000", "7")}
    assert all(check_original(each, on=DAY) for each in sent)


@pytest.mark.parametrize("state", ProceedingState)
@pytest.mark.parametrize("request_open", [True, False])
def test_a_proceeding_that_ended_prompts_to_withdraw(state: ProceedingState, *, request_open: bool) -> None:
    """(R-10.2.3) Suspension gives no prompt."""
    found = check_still_needed(state, request_open=request_open)
    prompted = state is ProceedingState.ENDED and request_open
    assert found.holds is not prompted
    if prompted:
        assert (found.code, found.weight, found.field) == ("E-9-21", Weight.WARNS, "proceeding.state")
