"""Small values of the law: Parties, subjects, policies, editions, Russian wording."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from obmen.treaty import policies, subjects
from obmen.treaty.articles import Article
from obmen.treaty.documents.answers import VehicleRow
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.editions import edition_on, editions
from obmen.treaty.parties import PARTY_NAMES, Membership, party_forms, party_name
from obmen.treaty.policies import DEFAULT_POLICIES, Policies
from obmen.treaty.wording import day, listed, noun, plural, working_days, years, years_at_most

# ── Art. 1, 22, 24: Parties ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("on", "bound"),
    [
        (date(2026, 1, 13), False),
        (date(2026, 1, 14), True),
        (date(2026, 8, 17), True),
        (date(2026, 8, 18), False),
    ],
)
def test_a_party_is_bound_from_entry_until_the_day_before_exit(on: date, bound: bool) -> None:  # noqa: FBT001  a table
    member = Membership(party="KZ", name="Казахстан", in_force_from=date(2026, 1, 14), exit_on=date(2026, 8, 18))
    assert member.in_force(on) is bound


def test_a_party_without_a_date_is_not_bound() -> None:
    assert not Membership(party="KZ", name="Казахстан").in_force(date(2026, 3, 2))


def test_names_of_states_in_russian() -> None:
    assert PARTY_NAMES["KZ"] == "Казахстан"
    assert party_forms["KZ"].where == "в Казахстане"
    assert party_forms["BY"].official_genitive == "Республики Беларусь"
    assert party_name("XX") == "XX"


# ── Art. 3-8: subjects ──────────────────────────────────────────────────────────────────────────────────────────────


def test_every_subject_has_its_rule() -> None:
    assert list(subjects.catalogue) == list(SubjectCode)
    for code, rule in subjects.catalogue.items():
        assert code.label.startswith(str(rule.article))
        assert rule.sources
        assert (rule.about == "both") == (rule.mismatch == "")


def test_what_has_no_list_of_its_own_needs_words_of_its_own() -> None:
    """R-9.1.2: papers, explanations, other assets, other information; only the last may be declined (R-3.2)."""
    own = [code.value for code, rule in subjects.catalogue.items() if rule.own_justification]
    assert own == ["5.S", "5.E", "6.e", "3.O"]
    assert [code.value for code, rule in subjects.catalogue.items() if rule.optional] == ["3.O"]
    assert subjects.catalogue[SubjectCode.VEHICLES].row is VehicleRow


# ── P-01 … P-28: policies ───────────────────────────────────────────────────────────────────────────────────────────


def test_all_silences_are_listed() -> None:
    assert list(policies.catalogue) == [f"P-{number:02}" for number in range(1, 29)]
    for policy in policies.catalogue.values():
        assert policy.question.endswith("?")
        assert policy.level
        assert all(policy.options.values())


def test_a_default_holds_until_declared_otherwise() -> None:
    assert DEFAULT_POLICIES.choice("P-01") == "EXCLUDED"
    assert Policies.declared({"P-01": "INCLUDED"}).choice("P-01") == "INCLUDED"


def test_a_notice_names_only_what_moves_the_term() -> None:
    stated = Policies.declared({"P-01": "INCLUDED", "P-28": "OFF"}).as_dict()
    assert stated["P-01"] == "INCLUDED"
    assert set(stated) == {"P-01", "P-02", "P-03", "P-04", "P-05", "P-06", "P-07", "P-24", "P-25"}


@pytest.mark.parametrize("declared", [{"P-99": "YES"}, {"P-01": "MAYBE"}, {"P-03": "OWN"}])
def test_what_nobody_can_declare_is_refused(declared: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="policy"):
        Policies.declared(declared)


# ── Art. 20: editions ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_numbers_of_the_text_are_those_of_its_edition() -> None:
    edition = edition_on(date(2026, 3, 2))
    assert (edition.id, edition.term_working_days, edition.income_cap_years) == ("2025-draft", 30, 3)
    assert "№ 345" in edition.source
    assert edition_on(date.min) is editions[0]


# ── Wording ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 рабочих дней"),
        (1, "1 рабочий день"),
        (2, "2 рабочих дня"),
        (5, "5 рабочих дней"),
        (11, "11 рабочих дней"),
        (21, "21 рабочий день"),
        (22, "22 рабочих дня"),
        (112, "112 рабочих дней"),
    ],
)
def test_working_days_in_russian(number: int, said: str) -> None:
    assert working_days(number) == said


@given(st.integers(-1000, 1000))
def test_a_noun_depends_on_the_last_two_digits(number: int) -> None:
    assert noun(number, "1", "2", "5") == noun(abs(number) % 100, "1", "2", "5")


def test_lists_years_and_days() -> None:
    assert (years(1), years(3), years(5)) == ("1 год", "3 года", "5 лет")
    assert (years_at_most(1), years_at_most(3), years_at_most(21)) == ("1 года", "3 лет", "21 года")
    assert plural(3, "сутки", "суток", "суток") == "3 суток"
    assert listed(["а", "б", "в"]) == "а, б и в"
    assert listed(["а"]) == "а"
    assert listed([]) == ""
    assert day(date(2026, 3, 2)) == "02.03.2026"


def test_a_place_that_the_agreement_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="no article 26"):
        Article(26)
    with pytest.raises(ValueError, match="no ordinal"):
        Article(9, paragraph=7)
    assert Article(12).title == "Срок исполнения запроса"
    assert str(Article(0)) == "преамбула"
