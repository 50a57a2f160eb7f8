"""Which information is asked: one tick per subject of the Agreement, with what that subject needs beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from obmen.node.web.forms import binding
from obmen.node.web.forms.layout import Field, Group, When, Widget, Width, sentence
from obmen.node.web.forms.leaves import YES
from obmen.treaty.documents.requests import Subject, SubjectCode
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from obmen.node.web.forms.binding import Bound, Source
    from obmen.treaty.documents.requests import Request

HINTS: Final = {
    SubjectCode.ACCOUNTS: _("In banks and other credit organisations: accounts, deposits, custody."),
    SubjectCode.REAL_ESTATE: _("Land included; ownership and other real rights."),
    SubjectCode.VEHICLES: _("Cars, and also ships, aircraft, rail and self-propelled machines."),
    SubjectCode.SHARES: _("Of commercial organisations registered in the Party that is asked."),
    SubjectCode.OTHER_ASSETS: _("Needs its own justification."),
    SubjectCode.EMPLOYMENT: _("Employer or own activity; no period is needed."),
    SubjectCode.INCOME: _("Needs a period."),
    SubjectCode.WHEREABOUTS_PERSON: _("Registered address, and actual residence where it is known."),
    SubjectCode.WHEREABOUTS_ORGANISATION: _("Address by the state register."),
}


def slug(code: SubjectCode) -> str:
    """Give the name of a subject in fields: its code without the dot."""
    return code.value.replace(".", "-")


def group(code: SubjectCode) -> Group:
    """Lay out one subject: a tick, and its own fields while it is ticked."""
    ticked = When(field="chosen", values=(YES,))
    period = (
        Field(path="income_period.start", label=_("Income from"), widget=Widget.DATE, width=Width.THIRD, when=ticked),
        Field(path="income_period.end", label=_("Income to"), widget=Widget.DATE, width=Width.THIRD, when=ticked),
    )
    own = (Field(path="justification", label=_("Justification of this item"), when=ticked, article="п. 1 ст. 9"),)
    return Group(
        path=f"subjects.{slug(code)}",
        quiet=True,
        parts=(
            Field(
                path="chosen",
                label=sentence(code.label.partition(" — ")[2]),
                hint=HINTS[code],
                widget=Widget.TICK,
                article=code.label.partition(" — ")[0],
            ),
            *(period if code is SubjectCode.INCOME else ()),
            *(own if catalogue[code].own_justification else ()),
            Field(path="note", label=_("Clarification, if needed"), when=ticked),
        ),
    )


OFFERED: Final = tuple(HINTS)
"""The subjects that have a form; the others come from other software until their forms are built."""
GROUPS: Final = tuple(group(code) for code in OFFERED)


def flatten(request: Request) -> dict[str, list[str]]:
    """Write the subjects of a request as fields."""
    source = {f"subjects.{slug(code)}.chosen": ["no"] for code in OFFERED}
    for subject in request.subjects:
        prefix = f"subjects.{slug(subject.code)}"
        source |= binding.flatten(subject, prefix) | {f"{prefix}.chosen": [YES]}
    return source


def bind(request: Request, source: Source) -> Bound[Request]:
    """Read the subjects over `request`, in the order of the Agreement; what is no longer ticked falls out."""
    if not any(name.startswith("subjects.") for name in source):
        return binding.Bound(request, {})
    before = {subject.code: subject for subject in request.subjects}
    subjects: list[Subject] = []
    misread: dict[str, str] = {}
    for code in OFFERED:
        prefix = f"subjects.{slug(code)}"
        if source.get(f"{prefix}.chosen", ("",))[-1] != YES:
            continue
        bound = binding.bind(before.get(code, Subject(code=code)), source, prefix)
        subjects.append(bound.value)
        misread |= bound.misread
    return binding.Bound(replace(request, subjects=tuple(subjects)), misread)
