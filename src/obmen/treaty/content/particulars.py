"""Art. 3, 5, 8, 11(2): what each kind of information needs beside its name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated
from obmen.treaty.content.draft import Draft, blank
from obmen.treaty.documents.requests import SubjectCode
from obmen.treaty.documents.values import PropertyKind
from obmen.treaty.errors import violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.requests import Subject
    from obmen.treaty.documents.values import ConcreteProperty
    from obmen.treaty.findings import Finding

_ALL: Final = re.compile("|".join(rf"\s*{word}\b" for word in dated.read("language")["everything"]), re.IGNORECASE)
_DATA: Final = {
    PropertyKind.VEHICLE: "VIN или государственный номер",
    PropertyKind.REAL_ESTATE: "кадастровый номер или адрес",
    PropertyKind.MOVABLE: "серийный номер или описание с отличительными признаками",
    PropertyKind.SHARES: "номер организации или выпуска",
}
_WHOLE_LIST: Final = {
    PropertyKind.VEHICLE: SubjectCode.VEHICLES,
    PropertyKind.REAL_ESTATE: SubjectCode.REAL_ESTATE,
    PropertyKind.MOVABLE: SubjectCode.OTHER_ASSETS,
    PropertyKind.SHARES: SubjectCode.SHARES,
}


def asked_of(draft: Draft, code: SubjectCode) -> Iterator[tuple[str, Subject]]:
    """Go through the items of one kind with their field paths."""
    for index, subject in enumerate(draft.request.subjects):
        if subject.code is code:
            yield f"subjects.{index}", subject


def other_information(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 3 (last paragraph) that other information is described (R-3.2); why it is needed, see Art. 9."""
    for field, subject in asked_of(draft, SubjectCode.OTHER):
        if blank(subject.description):
            yield violation("E-3-03", field=f"{field}.description")


def papers_wanted(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 5(1) what is to be obtained and from whom; warn of a holder abroad (R-5.1.1)."""
    for field, subject in asked_of(draft, SubjectCode.PAPERS):
        if not subject.wanted:
            yield violation("E-5-03", field=f"{field}.wanted")
        for index, wanted in enumerate(subject.wanted):
            place = f"{field}.wanted.{index}"
            if blank(wanted.what) and wanted.paper is None:
                yield violation("E-5-03", case="what", field=f"{place}.what")
            if blank(wanted.holder):
                yield violation("E-5-03", case="holder", field=f"{place}.holder")
            if wanted.abroad:
                yield violation("E-5-01", field=f"{place}.location")


def questions(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 5(2) and 11(2) at least one question and the party to whom it is put (R-5.2.1, R-11.2)."""
    for field, subject in asked_of(draft, SubjectCode.EXPLANATIONS):
        if all(map(blank, subject.questions)):
            yield violation("E-11-09", field=f"{field}.questions")
        elif any(map(blank, subject.questions)):
            empty = next(index for index, text in enumerate(subject.questions) if blank(text))
            yield violation("E-11-09", case="blank", field=f"{field}.questions.{empty}", number=empty + 1)
        if blank(subject.addressee):
            yield violation("E-11-09", case="addressee", field=f"{field}.addressee")


def concrete_property(draft: Draft) -> Iterator[Finding]:
    """Require by Art. 8 (last paragraph) property that can be told from any other (R-8.c.1)."""
    for field, subject in asked_of(draft, SubjectCode.WHEREABOUTS_PROPERTY):
        if not subject.properties:
            yield violation("E-8-01", field=f"{field}.properties")
        for index, each in enumerate(subject.properties):
            yield from _concrete(each, f"{field}.properties.{index}")


def _concrete(each: ConcreteProperty, field: str) -> Iterator[Finding]:
    if each.property is None:
        yield violation("E-8-01", case="kind", field=f"{field}.property")
        return
    what, whole_list = _DATA[each.property], _WHOLE_LIST[each.property].short
    if any(map(_ALL.match, (each.identifier, each.address, each.marks))):
        yield violation("E-8-01", case="everything", field=f"{field}.identifier", what=what, subject=whole_list)
    elif not _tells_apart(each.property, each):
        name, kind = "marks" if each.property is PropertyKind.MOVABLE else "identifier", each.property.label
        yield violation("E-8-01", case="data", field=f"{field}.{name}", kind=kind, what=what, subject=whole_list)


def _tells_apart(kind: PropertyKind, each: ConcreteProperty) -> bool:
    """Tell whether a number is given, or what may stand for it: an address of land, the marks of a movable thing."""
    if any(letter.isdecimal() for letter in each.identifier):
        return True
    instead = {PropertyKind.REAL_ESTATE: each.address, PropertyKind.MOVABLE: each.marks}
    return not blank(instead.get(kind, ""))
