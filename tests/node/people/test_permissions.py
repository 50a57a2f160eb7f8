"""Who may do what: by role and authority, with a reason that can be shown."""

from __future__ import annotations

from datetime import date

import pytest

from obmen.node.people.models import Officer, Role
from obmen.node.people.permissions import ROLES_OF, may, signatory_of


def officer(*roles: Role, authority: str = "KZ-750") -> Officer:
    """Make an officer without a database."""
    return Officer(
        username="officer", full_name="Примеров П. П.", authority=authority, roles=[role.value for role in roles]
    )


WITHOUT_CONTENT = {"dep_editions", "resend", "see_post", "see_register"}
"""Acts of a page or a package where no word of a case stands."""


@pytest.mark.parametrize("act", sorted(set(ROLES_OF) - WITHOUT_CONTENT))
def test_the_administrator_never_reads_nor_acts(act: str) -> None:
    """R-9.4.2: the administrator of the node sees no content, signs nothing, answers nothing."""
    assert not may(officer(Role.ADM), act, authority="KZ-750")


@pytest.mark.parametrize(
    ("act", "role"),
    [
        ("draft", Role.OFFICER),
        ("sign", Role.SGN),
        ("register", Role.REG),
        ("assign", Role.CEN),
        ("read_journal", Role.AUD),
        ("read_journal", Role.DPO),
        ("answer", Role.OFFICER),
    ],
)
def test_each_act_has_its_people(act: str, role: Role) -> None:
    """The role that does it may, and the finding says so."""
    finding = may(officer(role), act, authority="KZ-750")
    assert finding
    assert finding.because


def test_only_the_signatory_signs() -> None:
    """Art. 11(3): anybody else is told who signs and what to do."""
    finding = may(officer(Role.OFFICER, Role.REG, Role.CEN), "sign", authority="KZ-750")
    assert not finding
    assert "Уполномоченное лицо" in finding.because
    assert finding.citation == "п. 3 ст. 11"
    assert finding.how_to_fix


def test_another_authority_is_another_house() -> None:
    """An officer of one authority does nothing for another one of the same node."""
    finding = may(officer(Role.OFFICER, authority="KZ-751"), "draft", authority="KZ-750")
    assert not finding
    assert "другой орган" in finding.because


def test_auditors_read_the_journal_and_no_cases() -> None:
    """The auditor sees who did what, never a debtor."""
    auditor = officer(Role.AUD)
    assert may(auditor, "read_journal", authority="KZ-750")
    assert not may(auditor, "read", authority="KZ-750")
    assert not may(auditor, "list", authority="KZ-750")


def test_an_unknown_act_is_a_mistake_of_ours() -> None:
    """A misspelt act is never silently allowed or refused."""
    with pytest.raises(KeyError):
        may(officer(Role.OFFICER), "drafft", authority="KZ-750")


def test_the_signatory_is_stated_with_powers() -> None:
    """R-11.3: name, post, powers, their dates and basis go into the document."""
    person = officer(Role.SGN)
    person.post, person.powers_from, person.powers_basis = "Начальник", date(2026, 1, 14), "приказ № 1"
    stated = signatory_of(person)
    assert (stated.name, stated.post, stated.powers_from, stated.basis) == (
        "Примеров П. П.",
        "Начальник",
        date(2026, 1, 14),
        "приказ № 1",
    )
    assert stated.powers_to is None
