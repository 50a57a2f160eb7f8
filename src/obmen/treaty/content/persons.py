"""Art. 11(1)(c): the debtor and the claimants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.content.draft import Draft, blank
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import Birth, LegalPerson, NaturalPerson
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from obmen.treaty.documents.values import Address, Claimant

_WHEREABOUTS: Final = {
    "NATURAL": SubjectCode.WHEREABOUTS_PERSON,
    "LEGAL": SubjectCode.WHEREABOUTS_ORGANISATION,
}


def debtor(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(c) the debtor's name, and his birth data or the organisation's number (R-11.1.c)."""
    person = draft.request.debtor
    yield from _name(person, "debtor", "debtor")
    if isinstance(person, NaturalPerson):
        yield from _birth(person, draft.on)
    else:
        yield from _number(person)


def claimants(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(c) at least one claimant with his name; nothing more identifies him (R-1.5, R-11.1.c)."""
    if not draft.request.claimants:
        yield violation("E-11-03", case="nobody", field="claimants")
    for index, claimant in enumerate(draft.request.claimants):
        yield from _name(claimant, f"claimants.{index}", "claimant")


def addresses(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 11(1)(c) an address of each person, or «неизвестно» with what was checked (R-8.a.2)."""
    request = draft.request
    whereabouts = _WHEREABOUTS[request.debtor.kind]
    asked = any(subject.code is whereabouts for subject in request.subjects)
    yield from _address(request.debtor.addresses, "debtor.addresses", advise=None if asked else whereabouts)
    for index, claimant in enumerate(request.claimants):
        yield from _address(claimant.addresses, f"claimants.{index}.addresses", advise=None)


def _name(person: Claimant, field: str, case: str) -> Iterator[Finding]:
    if not isinstance(person, NaturalPerson):
        if blank(person.legal_name):
            yield violation("E-11-03", case=case, field=f"{field}.legal_name", what="наименование")
        return
    if blank(person.family_name):
        yield violation("E-11-03", case=case, field=f"{field}.family_name", what="фамилия")
    if blank(person.given_name):
        yield violation("E-11-03", case=case, field=f"{field}.given_name", what="имя")
    if blank(person.patronymic) and not person.no_patronymic:
        what = "отчество (или отметка «отсутствует»)"
        yield violation("E-11-03", case=case, field=f"{field}.patronymic", what=what)


def _birth(person: NaturalPerson, on: date) -> Iterator[Finding]:
    birth, field = person.birth or Birth(), "debtor.birth"
    missing = {name: what for name, what, known in _birth_facts(birth) if not known}
    if birth.date and birth.date > on:
        yield violation("E-11-05", case="future", field=f"{field}.date", date=birth.date)
    if missing and not blank(birth.unknown_reason):
        if not _identified(person):
            yield violation("E-11-05", case="identifier", field="debtor.identifiers")
        return
    for name, what in missing.items():
        yield violation("E-11-05", case="missing", field=f"{field}.{name}", what=what)


def _birth_facts(birth: Birth) -> tuple[tuple[str, str, bool], ...]:
    return (
        ("date", "дата рождения", birth.date is not None),
        ("place", "место рождения", not blank(birth.place)),
    )


def _identified(person: NaturalPerson) -> bool:
    numbers = [identifier.value for identifier in person.identifiers]
    numbers += [document.number for document in person.id_documents]
    return not all(map(blank, numbers))


def _number(organisation: LegalPerson) -> Iterator[Finding]:
    if all(blank(identifier.value) for identifier in organisation.identifiers):
        yield violation("E-11-06", field="debtor.identifiers")


def _address(given: tuple[Address, ...], field: str, *, advise: SubjectCode | None) -> Iterator[Finding]:
    if any(not blank(address.text) for address in given):
        return
    unknown = [(index, address) for index, address in enumerate(given) if address.unknown]
    if not unknown:
        yield violation("E-11-04", field=f"{field}.0.text", weight=Weight.BLOCKS)
        return
    index, address = unknown[0]
    if blank(address.checked):
        yield violation("E-11-04", case="unchecked", field=f"{field}.{index}.checked", weight=Weight.BLOCKS)
    elif advise:
        subject, checked = advise.short, address.checked.strip()
        yield violation("E-11-04", case="unknown", field=f"{field}.{index}.text", checked=checked, subject=subject)
    else:
        yield violation("E-11-04", case="asked", field=f"{field}.{index}.text", checked=address.checked.strip())
