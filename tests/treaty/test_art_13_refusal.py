"""Art. 13: the closed list of grounds, consultations before a refusal, the return of documents (R-13.*)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from tests.treaty.cases import told
from tests.treaty.samples import ANSWER, REQUEST

from obmen.treaty import refusal as chapter
from obmen.treaty import returning
from obmen.treaty.answer_content import allowed_statuses, check_answer, may_rely
from obmen.treaty.articles import Article
from obmen.treaty.consultation import Consulted
from obmen.treaty.documents import Inability, Refusal
from obmen.treaty.documents.answers import AnswerItem, ItemStatus
from obmen.treaty.documents.conditions import Outcome, Topic
from obmen.treaty.documents.refusals import ConsultationTick, Ground, Return, ReturnedPaper
from obmen.treaty.documents.requests import Extent, SubjectCode
from obmen.treaty.documents.values import PaperReference
from obmen.treaty.errors import received
from obmen.treaty.lifecycle import State
from obmen.treaty.policies import DEFAULT_POLICIES
from obmen.treaty.refusal import RefusalFacts, check_inability, check_refusal
from obmen.treaty.returning import OriginalPaper, Place, ReturnTask, papers_to_return, return_tasks

DAY = date(2026, 3, 31)
TALK = UUID(int=7)
CLOSED = Consulted(
    id=TALK,
    topic=Topic.REFUSAL,
    opened_on=date(2026, 3, 24),
    closed_on=date(2026, 3, 30),
    outcome=Outcome.NOT_AGREED,
)
CALL = Consulted(id=TALK, topic=Topic.REFUSAL, opened_on=date(2026, 3, 30), closed_on=date(2026, 3, 30))
OPEN = replace(CLOSED, closed_on=None, outcome=None)
REFUSAL = Refusal(
    ground=Ground.LEGISLATION,
    circumstances="Сведения составляют охраняемую законом тайну.",
    norm="ст. 50 учебного закона о банках",
    consultation=ConsultationTick(needed=False),
)
NEEDED = replace(REFUSAL, consultation=ConsultationTick(needed=True, consultation=TALK))
INABILITY = Inability(circumstances="Должник не установлен и после дополнительных сведений.")
REQUEST_PAPER, WRIT_PAPER, LATE_PAPER = (
    PaperReference(title=title, message_id=UUID(int=number))
    for number, title in enumerate(("Запрос", "Исполнительный лист", "Дополнение запроса"), start=1)
)
HELD = tuple(OriginalPaper(paper=paper, place=Place.HELD) for paper in (REQUEST_PAPER, WRIT_PAPER))
IN_TRANSIT = OriginalPaper(paper=LATE_PAPER, place=Place.IN_TRANSIT)
PLANNED = tuple(ReturnedPaper(paper=each.paper, how=Return.PLANNED, on=date(2026, 4, 14)) for each in HELD)


def faults(refusal: Refusal, facts: RefusalFacts | None = None, on: date = DAY) -> list[tuple[str, str]]:
    """Return code and field of what stops a refusal."""
    return [(each.code, each.field) for each in check_refusal(refusal, facts or RefusalFacts(), on=on).blocking]


def test_a_reasoned_refusal_holds() -> None:
    (finding,) = check_refusal(REFUSAL, RefusalFacts(), on=DAY)
    assert finding
    assert finding.because == "Отказ допустим: основание, консультации и возврат документов"
    assert finding.articles == (Article(13),)


def test_the_list_of_grounds_is_closed() -> None:
    """(R-13.1.1) No public order, cost or reciprocity; nothing chosen is E-13-01."""
    assert {ground.value for ground in Ground} == {
        "SOVEREIGNTY",
        "SECURITY",
        "LEGISLATION",
        "INTERNATIONAL_OBLIGATIONS",
        "ART25_REQUESTING",
        "ART25_REQUESTED",
    }
    assert faults(replace(REFUSAL, ground=None)) == [("E-13-01", "ground")]


@pytest.mark.parametrize("ground", Ground)
def test_circumstances_for_every_ground_and_a_norm_for_two(ground: Ground) -> None:
    """(R-13.1.1) LEGISLATION without norm → E-13-02; sovereignty and security need a statement only."""
    facts = RefusalFacts(declared_by_requesting=True, declared_by_requested=True)
    assert faults(replace(REFUSAL, ground=ground, circumstances=" "), facts) == [("E-13-02", "circumstances")]
    needs_norm = ground in {Ground.LEGISLATION, Ground.INTERNATIONAL_OBLIGATIONS}
    expected = [("E-13-02", "norm")] if needs_norm else []
    assert faults(replace(REFUSAL, ground=ground, norm=" "), facts) == expected


@pytest.mark.parametrize(
    ("ground", "requesting", "requested", "holds"),
    [
        (Ground.ART25_REQUESTING, True, False, True),
        (Ground.ART25_REQUESTING, False, True, False),
        (Ground.ART25_REQUESTED, False, True, True),
        (Ground.ART25_REQUESTED, True, False, False),
    ],
)
def test_art_25_is_a_ground_where_that_party_declared(
    ground: Ground, *, requesting: bool, requested: bool, holds: bool
) -> None:
    facts = RefusalFacts(declared_by_requesting=requesting, declared_by_requested=requested)
    found = check_refusal(replace(REFUSAL, ground=ground), facts, on=DAY)
    assert bool(found) is holds
    assert holds or (found.blocking[0].code, ground.label in found.blocking[0].because) == ("E-13-01", True)


def test_a_declaration_refuses_nothing_by_itself() -> None:
    """(R-13.1.2) No function of the chapter returns a refusal: it is a person's decision."""
    made = [
        name
        for module in (chapter, returning)
        for name, value in vars(module).items()
        if getattr(value, "__annotations__", {}).get("return") in {"Refusal", "Inability"}
    ]
    assert made == []


def test_the_consultation_tick_is_mandatory() -> None:
    """(R-13.3.1) E-13-04 without it; the reason is optional."""
    (finding,) = check_refusal(replace(REFUSAL, consultation=ConsultationTick()), RefusalFacts(), on=DAY).blocking
    assert (finding.code, finding.field) == ("E-13-04", "consultation.needed")
    assert finding.because == "Не отмечено, нужны ли консультации до решения об отказе"


@pytest.mark.parametrize(
    "refusal", [REFUSAL, NEEDED, replace(NEEDED, extent=Extent.ITEMS, items=(SubjectCode.INCOME,))]
)
def test_an_open_consultation_blocks(refusal: Refusal) -> None:
    """(R-13.3.1) Whatever was ticked, and for item refusals too."""
    facts = RefusalFacts(consultations=(OPEN,), open_items=(SubjectCode.INCOME,))
    (finding,) = check_refusal(refusal, facts, on=DAY).blocking
    assert (finding.code, finding.field) == ("E-13-04", "consultation.consultation")
    assert finding.because == "Консультации об отказе начаты и не завершены"


@pytest.mark.parametrize("consultation", [CLOSED, CALL])
def test_a_closed_consultation_or_a_recorded_call_suffices(consultation: Consulted) -> None:
    """(R-13.3.1) Closed «не достигнуто» or a call of 30.03: refusal of 31.03 allowed, of 29.03 not."""
    facts = RefusalFacts(consultations=(consultation,))
    assert faults(NEEDED, facts) == []
    assert faults(NEEDED, facts, on=date(2026, 3, 30)) == []
    assert faults(NEEDED, facts, on=date(2026, 3, 29)) == [("E-13-04", "consultation.consultation")]


@pytest.mark.parametrize("known", [(), (replace(CLOSED, topic=Topic.CONDITIONS),), (replace(CLOSED, id=UUID(int=8)),)])
def test_a_needed_consultation_is_named_and_about_the_refusal(known: tuple[Consulted, ...]) -> None:
    (finding,) = check_refusal(NEEDED, RefusalFacts(consultations=known), on=DAY).blocking
    assert finding.because == "Консультации отмечены как нужные, но не проведены"


def test_a_consultation_about_something_else_may_go_on() -> None:
    assert faults(REFUSAL, RefusalFacts(consultations=(replace(OPEN, topic=Topic.CONDITIONS),))) == []


def test_items_are_named_open_and_once() -> None:
    """(R-13.1.3) The rest stays executable."""
    facts = RefusalFacts(open_items=(SubjectCode.ACCOUNTS, SubjectCode.INCOME))
    some = replace(REFUSAL, extent=Extent.ITEMS, items=(SubjectCode.ACCOUNTS,))
    assert faults(some, facts) == []
    assert faults(replace(some, items=()), facts) == [("E-13-05", "items")]
    (finding,) = check_refusal(replace(some, items=(SubjectCode.VEHICLES,)), facts, on=DAY).blocking
    assert finding.field == "items.0"
    assert finding.because == (
        "Пункт «подп. в) ст. 6 — транспортные средства» не запрошен или по нему уже есть окончательный результат"
    )
    (finding,) = check_refusal(replace(some, items=(SubjectCode.ACCOUNTS,) * 2), facts, on=DAY).blocking
    assert (finding.field, finding.because) == (
        "items.1",
        "Пункт «подп. а) ст. 6 — денежные средства» назван дважды",
    )
    assert faults(replace(REFUSAL, items=(SubjectCode.ACCOUNTS,)), facts) == [("E-13-05", "items")]


@pytest.mark.parametrize(("version", "holds"), [(0, False), (1, True), (2, True), (3, False)])
def test_the_version_refused_exists(version: int, *, holds: bool) -> None:
    """An earlier one too: what was added since stays open (R-14.4)."""
    facts = RefusalFacts(version=2)
    for found in (
        check_refusal(replace(REFUSAL, request_version=version), facts, on=DAY),
        check_inability(replace(INABILITY, request_version=version), facts, on=DAY),
    ):
        assert bool(found) is holds
        if not holds:
            (finding,) = found.blocking
            assert (finding.code, finding.field) == ("E-13-05", "request_version")
            assert finding.because == f"Версии запроса {version} нет: последняя — 2"


def test_two_originals_held_then_a_third() -> None:
    """(R-13.2.1) Blocked; planned dispatch 14.04.2026 → sent, task opened; the third of 20.04 → «по поступлении»."""
    facts = RefusalFacts(papers=(*HELD, IN_TRANSIT))
    found = check_refusal(REFUSAL, facts, on=DAY).blocking
    assert [each.code for each in found] == ["E-13-03"] * 3
    assert found[0].because == "Среди возвращаемых документов не назван: Запрос"
    prepared = papers_to_return(facts.papers)
    assert [entry.how for entry in prepared] == [None, None, Return.ON_ARRIVAL]
    assert faults(replace(REFUSAL, returned=prepared), facts) == [
        ("E-13-03", "returned.0.how"),
        ("E-13-03", "returned.1.how"),
    ]
    sent = (*PLANNED, prepared[2])
    assert faults(replace(REFUSAL, returned=sent), facts) == []
    planned = tuple(
        ReturnTask(paper=paper, what="отправить оригинал", by=date(2026, 4, 14))
        for paper in (REQUEST_PAPER, WRIT_PAPER)
    )
    assert return_tasks(sent, facts.papers) == planned
    arrived = (*HELD, replace(IN_TRANSIT, place=Place.HELD))
    assert return_tasks(sent, arrived) == (*planned, ReturnTask(paper=LATE_PAPER, what="вернуть по поступлении"))


def test_what_was_dispatched_leaves_no_task() -> None:
    gone = replace(PLANNED[0], how=Return.DISPATCHED, post_number="80001234567890", on=DAY)
    assert return_tasks((gone,), HELD[:1]) == ()


def test_an_electronic_copy_does_not_go_back() -> None:
    papers = (OriginalPaper(paper=REQUEST_PAPER, place=Place.ELECTRONIC),)
    (entry,) = papers_to_return(papers)
    assert entry.how is Return.ELECTRONIC
    assert Return.ELECTRONIC.label == "возврат не требуется — электронный экземпляр"
    assert faults(replace(REFUSAL, returned=(entry,)), RefusalFacts(papers=papers)) == []


@pytest.mark.parametrize(
    ("entry", "field", "says"),
    [
        ({"how": Return.DISPATCHED, "on": DAY}, "post_number", "Не указан почтовый номер"),
        ({"how": Return.DISPATCHED, "post_number": "8"}, "on", "Не указана дата отправки оригинала"),
        (
            {"how": Return.DISPATCHED, "post_number": "8", "on": date(2026, 4, 1)},
            "on",
            "Не указана дата отправки оригинала",
        ),
        ({"how": Return.PLANNED}, "on", "Не указана планируемая дата"),
        ({"how": Return.PLANNED, "on": date(2026, 3, 30)}, "on", "Не указана планируемая дата"),
        ({"how": Return.ON_ARRIVAL}, "how", "Не указано, как возвращается документ «Запрос» (оригинал у исполняющего"),
        ({"how": Return.ELECTRONIC}, "how", "Не указано, как возвращается документ «Запрос»"),
    ],
)
def test_dispatch_has_number_and_day_and_a_plan_has_a_day(entry: dict[str, object], field: str, says: str) -> None:
    returned = (ReturnedPaper(paper=REQUEST_PAPER, **entry),)  # type: ignore[arg-type]  # fields by parameter
    (finding,) = check_refusal(replace(REFUSAL, returned=returned), RefusalFacts(papers=HELD[:1]), on=DAY).blocking
    assert (finding.code, finding.field) == ("E-13-03", f"returned.0.{field}")
    assert finding.because.startswith(says)


@pytest.mark.parametrize(
    "entry",
    [
        ReturnedPaper(paper=REQUEST_PAPER, how=Return.DISPATCHED, post_number="8", on=DAY),
        ReturnedPaper(paper=REQUEST_PAPER, how=Return.PLANNED, on=DAY),
        ReturnedPaper(paper=PaperReference(title=" Запрос"), how=Return.PLANNED, on=DAY),
    ],
)
def test_the_day_of_the_refusal_itself_is_good(entry: ReturnedPaper) -> None:
    """A paper is known by its title where its message is not named."""
    assert faults(replace(REFUSAL, returned=(entry,)), RefusalFacts(papers=HELD[:1])) == []


def test_a_paper_is_known_by_its_message_before_its_title() -> None:
    other = ReturnedPaper(paper=replace(REQUEST_PAPER, message_id=UUID(int=9)), how=Return.PLANNED, on=DAY)
    found = check_refusal(replace(REFUSAL, returned=(other,)), RefusalFacts(papers=HELD[:1]), on=DAY).blocking
    assert [(each.field, each.because) for each in found] == [
        ("returned", "Среди возвращаемых документов не назван: Запрос"),
        ("returned.0.paper", "Документа «Запрос» среди документов запроса нет"),
    ]


def test_a_nameless_paper_is_called_so() -> None:
    papers = (OriginalPaper(paper=PaperReference(message_id=UUID(int=1)), place=Place.HELD),)
    stray = ReturnedPaper(paper=PaperReference(message_id=UUID(int=2)))
    found = check_refusal(replace(REFUSAL, returned=(stray,)), RefusalFacts(papers=papers), on=DAY).blocking
    assert [each.because for each in found] == [
        "Среди возвращаемых документов не назван: без названия",
        "Документа «без названия» среди документов запроса нет",
    ]


def test_for_an_item_refusal_the_papers_stay() -> None:
    """(R-13.1.3) The rest is still executed; what is returned all the same is named rightly."""
    facts = RefusalFacts(papers=HELD, open_items=(SubjectCode.ACCOUNTS,))
    some = replace(REFUSAL, extent=Extent.ITEMS, items=(SubjectCode.ACCOUNTS,))
    assert faults(some, facts) == []
    assert faults(replace(some, returned=papers_to_return(HELD[:1])), facts) == [("E-13-03", "returned.0.how")]


def test_a_law_on_secrecy_is_a_refusal_of_the_item_where_no_reservation_applies() -> None:
    """R-6.3.1: it is no result of the item; 6.a is refused by M-07 with LEGISLATION, the other items are executed."""
    assert not may_rely((), (), DEFAULT_POLICIES, DAY)
    offered = allowed_statuses(SubjectCode.ACCOUNTS, final=True, reservation=False)
    assert ItemStatus.WITHHELD_RESERVATION not in offered
    withheld = AnswerItem(
        subject=SubjectCode.ACCOUNTS,
        status=ItemStatus.WITHHELD_RESERVATION,
        circumstances=REFUSAL.circumstances,
        norm=REFUSAL.norm,
    )
    answer = replace(ANSWER, items=(withheld, *ANSWER.items[1:]))
    found = check_answer(REQUEST, answer, requested_declarations=(), on=DAY).blocking
    assert ("E-6-01", "items.0.status") in [(each.code, each.field) for each in found]

    facts = RefusalFacts(open_items=(SubjectCode.ACCOUNTS, SubjectCode.REAL_ESTATE))
    assert faults(replace(REFUSAL, extent=Extent.ITEMS, items=(SubjectCode.ACCOUNTS,)), facts) == []
    course = told("M-01 6.a 6.b", "M-02", "M-07 ITEMS 6.a", "M-03 FINAL 6.b")
    assert [item.state.label for item in course.items] == ["отказано (ст. 13)", "отвечен"]
    assert (course.state, course.standing) == (State.EXECUTED, "Исполнен частично")


def test_inability_tells_circumstances_and_returns_the_papers() -> None:
    """(R-13.2.2) No ground and no consultation is asked; the papers go back just as with a refusal."""
    facts = RefusalFacts(papers=HELD, consultations=(OPEN,))
    (finding,) = check_inability(replace(INABILITY, returned=PLANNED), facts, on=DAY)
    assert finding
    assert finding.because == "Обстоятельства, препятствующие исполнению, изложены; документы возвращаются"
    assert finding.articles == (Article(13, paragraph=2),)
    found = check_inability(Inability(returned=PLANNED[:1]), facts, on=DAY).blocking
    assert [(each.code, each.field) for each in found] == [("E-13-02", "circumstances"), ("E-13-03", "returned")]
    assert found[0].because == "Не изложены обстоятельства, которые препятствуют исполнению запроса"


def test_a_received_refusal_with_a_defect_is_received() -> None:
    """(R-11.4) It only warns; a person decides."""
    found = received(check_refusal(Refusal(), RefusalFacts(papers=HELD), on=DAY))
    assert found
    assert len(found.failing) == 5
