"""Art. 11(3), 18: numbers, delegation, the second person, a change of body (R-O.1, R-O.4, P-27)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from obmen.treaty.articles import Article
from obmen.treaty.documents import AuthorityChange, Kind
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Body
from obmen.treaty.findings import Weight
from obmen.treaty.office import (
    Act,
    Delegation,
    Officer,
    check_authority_change,
    check_delegated,
    check_numbers,
    check_second,
    signatory_under,
)
from obmen.treaty.policies import Policies
from obmen.treaty.signing import check_powers

CLERK_A, CLERK_B = Officer(id="A", body="RU-770"), Officer(id="B", body="RU-770")
OTHER = Officer(id="C", body="RU-001")
ORDER = Delegation(
    order="15-к",
    dated=date(2026, 2, 27),
    powers_from=date(2026, 3, 2),
    powers_to=date(2026, 3, 31),
    kinds=(Kind.ANSWER, Kind.REFUSAL),
    subjects=(SubjectCode.ACCOUNTS,),
)
CHANGE = AuthorityChange(was=Body(id="KZ-750"), now=Body(id="KZ-751"), since=date(2026, 3, 5))


def choosing(option: str) -> Policies:
    """Return the choice of P-27."""
    return Policies.declared({"P-27": option})


def test_a_second_officer_confirms_a_transcription() -> None:
    """(R-10.4.4) Clerk A enters, clerk B confirms; A confirming A → E-10-04."""
    found = check_second(Act.TRANSCRIPTION, CLERK_A, CLERK_B)
    assert (found.holds, found.because, found.policy) == (True, "Действие выполнили двое", "P-27")
    for second in (CLERK_A, None, Officer(id=" ", body="RU-770"), OTHER):
        refused = check_second(Act.TRANSCRIPTION, CLERK_A, second)
        assert (refused.code, refused.field, refused.policy) == ("E-10-04", "confirmed_by", "P-27")


@pytest.mark.parametrize("act", [Act.SIGNING, Act.DESTRUCTION])
def test_other_acts_are_done_by_two_as_well(act: Act) -> None:
    assert check_second(act, CLERK_A, CLERK_B)
    refused = check_second(act, CLERK_A, CLERK_A)
    assert (refused.code, refused.field, refused.policy) == ("E-11-13", "confirmed_by", "P-27")
    assert act.label in refused.because


def test_for_a_lone_bailiff_the_second_is_of_the_transmitting_authority() -> None:
    """(P-27) OTHER_BODY: an officer of TRN or CEN, and not one of the same body."""
    policies = choosing("OTHER_BODY")
    assert check_second(Act.SIGNING, CLERK_A, OTHER, policies=policies, transmitting=("RU-001",))
    assert not check_second(Act.SIGNING, CLERK_A, OTHER, policies=policies)
    assert not check_second(Act.SIGNING, CLERK_A, CLERK_B, policies=policies, transmitting=("RU-001",))
    assert not check_second(Act.SIGNING, CLERK_A, replace(OTHER, id="A"), policies=policies, transmitting=("RU-001",))


def test_signing_alone_is_allowed_where_the_authority_chose_it() -> None:
    """(P-27) OFF_FOR_SIGNING touches nothing else."""
    policies = choosing("OFF_FOR_SIGNING")
    alone = check_second(Act.SIGNING, CLERK_A, None, policies=policies)
    assert (alone.holds, alone.because, alone.policy) == (True, "Для подписания второй человек не нужен", "P-27")
    assert not check_second(Act.DESTRUCTION, CLERK_A, None, policies=policies)
    assert check_second(Act.DESTRUCTION, CLERK_A, CLERK_B, policies=policies)


@pytest.mark.parametrize(
    ("on", "field"),
    [
        (date(2026, 3, 1), "signatory.powers_from"),
        (date(2026, 3, 2), None),
        (date(2026, 3, 31), None),
        (date(2026, 4, 1), "signatory.powers_to"),
    ],
)
def test_a_deputy_signs_on_the_last_day_and_not_on_the_next(on: date, field: str | None) -> None:
    """(R-O.4) Accepted on the last day; the next day E-11-12."""
    signatory = signatory_under(ORDER, name="Примеров П. П.", post="заместитель начальника")
    found = check_delegated(ORDER, Kind.ANSWER, [SubjectCode.ACCOUNTS], on=on)
    powers = check_powers(signatory, on, received=False)
    if field is None:
        assert found.failing == ()
        assert powers
        assert found.all[0].because == "Полномочия даны приказом № 15-к от 27.02.2026"
    else:
        (finding,) = found.blocking
        assert (finding.code, finding.field) == ("E-11-12", field)
        assert (powers.code, powers.field, powers.because) == ("E-11-12", field, finding.because)


def test_the_basis_and_the_days_go_to_the_signatory() -> None:
    """(R-O.4) {powersFrom, powersTo, basis}."""
    signatory = signatory_under(ORDER, name="Примеров П. П.", post="заместитель начальника")
    assert (signatory.powers_from, signatory.powers_to) == (date(2026, 3, 2), date(2026, 3, 31))
    assert signatory.basis == "приказ № 15-к от 27.02.2026"
    assert (signatory.name, signatory.post) == ("Примеров П. П.", "заместитель начальника")


def test_an_order_covers_the_acts_and_subjects_that_it_names() -> None:
    on = date(2026, 3, 10)
    (act,) = check_delegated(ORDER, Kind.DELAY, [], on=on).blocking
    assert (act.code, act.field) == ("E-11-14", "signatory")
    assert act.because == f"Приказ № 15-к не даёт полномочий на это: {Kind.DELAY.label}"
    (subject,) = check_delegated(ORDER, Kind.ANSWER, [SubjectCode.INCOME, SubjectCode.ACCOUNTS], on=on).blocking
    assert subject.because.endswith(SubjectCode.INCOME.label)
    whole = replace(ORDER, kinds=(), subjects=(), powers_to=None)
    assert check_delegated(whole, Kind.DELAY, [SubjectCode.INCOME], on=date(2030, 1, 1)).failing == ()


def test_a_gap_or_a_double_number_is_shown() -> None:
    """(R-O.1) Neither stops anything."""
    (good,) = check_numbers([3, 1, 2])
    assert (good.holds, good.because) == (True, "Номера журнала идут подряд")
    assert check_numbers([]).failing == ()
    found = check_numbers([2, 3, 3, 7, 3])
    assert found
    assert [(each.code, each.weight) for each in found] == [("E-18-05", Weight.NOTES)] * 3
    assert [each.because for each in found] == [
        "Номер 3 в журнале занят дважды",
        "В журнале пропущены номера: с 1 по 1",
        "В журнале пропущены номера: с 4 по 6",
    ]


def test_another_body_takes_over_and_the_term_stays() -> None:
    """(P-24) M-24 names both bodies and the day."""
    (finding,) = check_authority_change(CHANGE, known={"KZ-751"})
    assert (finding.holds, finding.policy) == (True, "P-24")
    assert finding.because == "Дело передано другому органу; срок не меняется"
    assert finding.articles == (Article(18),)


def test_the_body_that_takes_over_is_known_and_another() -> None:
    found = check_authority_change(AuthorityChange(), known=()).blocking
    assert [(each.code, each.field) for each in found] == [
        ("E-18-04", "was"),
        ("E-18-04", "now"),
        ("E-18-04", "since"),
    ]
    assert found[2].because == "В уведомлении о передаче дела не указано: с какого дня"
    (unknown,) = check_authority_change(CHANGE, known={"KZ-750"}).blocking
    assert (unknown.field, unknown.because) == (
        "now",
        "Органа «KZ-751» нет в реестре и в справочнике Вашей Стороны",
    )
    named = replace(CHANGE, now=Body(id="KZ-751", name="Учебный орган"))
    assert "«Учебный орган»" in check_authority_change(named, known=()).blocking[0].because
    (same,) = check_authority_change(replace(CHANGE, now=CHANGE.was), known={"KZ-750"}).blocking
    assert same.because == "Прежний и новый органы совпадают"
