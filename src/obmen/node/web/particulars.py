"""What was asked beside the subject itself: its period, questions, papers, property, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.treaty.documents.requests import Subject, Wanted
    from obmen.treaty.documents.values import ConcreteProperty


def particulars(subject: Subject) -> Iterator[str]:
    """Say line by line what was asked of one subject."""
    if subject.income_period:
        period = subject.income_period
        yield _("Period: %(start)s – %(end)s") % {"start": f"{period.start:%d.%m.%Y}", "end": f"{period.end:%d.%m.%Y}"}
    if subject.foreign_document:
        yield _("Document of interest: %(document)s") % {"document": subject.foreign_document}
    if subject.other_results:
        yield _("Other results of interest: %(results)s") % {"results": "; ".join(subject.other_results)}
    yield from filter(None, map(_wanted, subject.wanted))
    if subject.addressee:
        yield _("Questions are put to: %(addressee)s") % {"addressee": subject.addressee}
    yield from (f"{number}. {question}" for number, question in enumerate(subject.questions, start=1))
    yield from filter(None, map(_property, subject.properties))
    yield from (text for text in (subject.description, subject.note, subject.justification) if text)


def _wanted(wanted: Wanted) -> str:
    """Say what is to be obtained and from whom."""
    what = wanted.what or (wanted.paper.label if wanted.paper else "")
    holder = ", ".join(part for part in (wanted.holder, wanted.location) if part)
    kind = _("certified copy") if wanted.certified else ""
    return " · ".join(part for part in (what, kind, holder) if part)


def _property(each: ConcreteProperty) -> str:
    """Say which property is looked for."""
    kind = each.property.label if each.property else ""
    return ", ".join(part for part in (kind, each.identifier, each.address, each.marks) if part)
