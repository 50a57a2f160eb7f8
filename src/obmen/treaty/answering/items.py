"""Art. 3, 6, 12: one result for each item of the request, with what that result needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from obmen.treaty.answering.statuses import NEVER_FINAL, is_final, steps_told
from obmen.treaty.documents.answers import (
    AccountRow,
    AddressRow,
    AnswerItem,
    EmploymentRow,
    IncomeRow,
    InformationRow,
    ItemStatus,
    LocationRow,
    OtherAssetRow,
    PaperRow,
    RealEstateRow,
    Row,
    ShareRow,
    VehicleRow,
)
from obmen.treaty.errors import violation
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from obmen.treaty.answering.given import Given
    from obmen.treaty.documents.requests import SubjectCode
    from obmen.treaty.findings import Finding

WITH_DATA: Final = (ItemStatus.PROVIDED, ItemStatus.PARTIAL)
_WITH_REASON: Final = (ItemStatus.PARTIAL, ItemStatus.NOT_ACCESSIBLE, ItemStatus.DECLINED_OPTIONAL)
_LEAST: Final[dict[type[Row], tuple[tuple[str, ...], str]]] = {
    PaperRow: (("text", "attachment"), "сведения или номер приложения"),
    AccountRow: (("bank",), "банк (иная кредитная организация)"),
    RealEstateRow: (("cadastral_number", "address"), "кадастровый номер или адрес"),
    VehicleRow: (("vin", "chassis_number", "plate"), "VIN, номер шасси (кузова) или государственный номер"),
    ShareRow: (("organisation",), "организация"),
    OtherAssetRow: (("asset_kind", "description"), "вид или описание имущества"),
    EmploymentRow: (("employer", "sole_proprietor_registration"), "работодатель или вид деятельности"),
    IncomeRow: (("payer",), "источник дохода"),
    AddressRow: (("address",), "адрес"),
    LocationRow: (("place",), "место, где находится имущество"),
    InformationRow: (("text",), "сами сведения"),
}
"""What a row says at least: one of the named fields."""


def complete(given: Given) -> Iterator[Finding]:
    """Require by Art. 6 and 12 one result for each subject; a final one for all of them in a final answer."""
    seen: set[SubjectCode] = set()
    for field, item in given.items:
        if item.subject in seen and not item.voluntary:
            yield violation("E-6-02", case="twice", field=field, subject=item.subject.label)
        seen.add(item.subject)
        yield from _result(given, item, f"{field}.status")
    done = seen | {each.subject for part in given.earlier for each in part.items if is_final(each)}
    for subject in given.request.subjects if given.final else ():
        if subject.code not in done and subject.since <= given.answer.request_version:
            yield violation("E-6-02", case="missing", field="items", subject=subject.code.label)


def _result(given: Given, item: AnswerItem, field: str) -> Iterator[Finding]:
    subject = item.subject.label
    if item.status is None:
        yield violation("E-6-02", case="empty", field=field, subject=subject)
    elif given.final and item.status in NEVER_FINAL:
        yield violation("E-6-02", case="not_final", field=field, subject=subject, status=item.status.label)
    elif item.status is ItemStatus.DECLINED_OPTIONAL and not catalogue[item.subject].optional:
        yield violation("E-6-02", case="optional", field=field, subject=subject)


def version(given: Given) -> Iterator[Finding]:
    """Require by Art. 12 and 14 that the answer names a version of the request that exists (R-14.4)."""
    named, last = given.answer.request_version, given.request.version
    if not 1 <= named <= last:
        yield violation("E-6-02", case="version", field="request_version", version=named, last=last)


def asked(given: Given) -> Iterator[Finding]:
    """Require by Art. 3(2) and 6(2) that what was not asked is marked, where P-28 allows it at all (R-3.3)."""
    subjects = {subject.code for subject in given.request.subjects}
    refused = given.policies.choice("P-28") == "OFF"
    for field, item in given.items:
        if item.voluntary and refused:
            yield replace(violation("E-3-02", case="off", field=f"{field}.voluntary"), policy="P-28")
        elif item.subject not in subjects and not item.voluntary:
            yield violation("E-3-02", field=field)


def needs(given: Given) -> Iterator[Finding]:
    """Require by Art. 6 of each result what it needs: rows, source and date, or a reason (R-6.3.1)."""
    for field, item in given.items:
        yield from _data(item, field)
        yield from _searched(item, field, given.on)
        if item.status in _WITH_REASON and not item.reason.strip():
            label = item.status.label if item.status else ""
            yield violation("E-6-02", case="reason", field=f"{field}.reason", subject=item.subject.label, status=label)


def _data(item: AnswerItem, field: str) -> Iterator[Finding]:
    subject, rows = item.subject.label, f"{field}.rows"
    if item.status in WITH_DATA and not (item.rows or item.attachments):
        label = item.status.label if item.status else ""
        yield violation("E-6-02", case="no_rows", field=rows, subject=subject, status=label)
    if item.status is ItemStatus.NONE_FOUND and item.rows:
        yield violation("E-6-02", case="found_none", field=rows, subject=subject)
    for index, row in enumerate(item.rows):
        yield from _row(item.subject, row, index + 1, f"{rows}.{index}")


def _row(code: SubjectCode, row: Row, number: int, field: str) -> Iterator[Finding]:
    """Require of a row that it belongs to its item and says the least that makes it one (R-6.a.1)."""
    if not isinstance(row, catalogue[code].row):
        yield violation("E-6-02", case="row_kind", field=field, subject=code.label, row=number)
        return
    names, what = _LEAST.get(type(row), ((), ""))
    if names and not any(getattr(row, name).strip() for name in names):
        yield violation("E-6-02", case="row", field=f"{field}.{names[0]}", subject=code.label, row=number, what=what)


def _searched(item: AnswerItem, field: str, on: date) -> Iterator[Finding]:
    subject = item.subject.label
    located = bool(item.source.strip()) and item.as_of is not None
    if item.status is ItemStatus.NONE_FOUND and not located:
        missing = "as_of" if item.source.strip() else "source"
        yield violation("E-6-02", case="none_found", field=f"{field}.{missing}", subject=subject)
    if item.status is ItemStatus.SOURCE_NO_REPLY and not steps_told(item):
        yield violation("E-6-02", case="steps", field=f"{field}.reason", subject=subject)
    days = {f"{field}.as_of": item.as_of}
    days |= {f"{field}.steps.{index}.on": step.on for index, step in enumerate(item.steps)}
    for name, day in days.items():
        if day and day > on:
            yield violation("E-6-02", case="future", field=name, subject=subject, date=day)
