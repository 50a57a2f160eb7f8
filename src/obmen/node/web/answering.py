"""What the editor of an answer shows: items with their status, fields and grid of one, where findings lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from obmen.node.cases import facts
from obmen.node.web.findings import Line
from obmen.node.web.forms import answer_form
from obmen.node.web.forms.binding import Source
from obmen.node.web.forms.layout import Field, Group, When, Widget, Width, listed, sentence
from obmen.node.web.forms.leaves import YES
from obmen.node.web.forms.rendering import Filling, ShownField, ShownGroup, fill_groups
from obmen.node.web.forms.request_pages import YES_NO
from obmen.node.web.particulars import particulars
from obmen.treaty.answer_content import allowed_statuses
from obmen.treaty.documents.answers import Answer, Part
from obmen.treaty.subjects import catalogue

if TYPE_CHECKING:
    from obmen.node.cases.reading import CaseFile
    from obmen.node.web.findings import Found
    from obmen.node.web.forms.answer_form import Grid
    from obmen.node.web.forms.layout import Choices, Words
    from obmen.treaty.documents.answers import AnswerItem
    from obmen.treaty.documents.requests import Subject, SubjectCode
    from obmen.treaty.documents.values import Attachment
    from obmen.treaty.findings import Finding

_DATA: Final = ("PROVIDED", "PARTIAL")
_LOOKED_UP: Final = ("", *_DATA, "NONE_FOUND", "SOURCE_NO_REPLY", "NOT_ACCESSIBLE", "WITHHELD_RESERVATION")
_REASONED: Final = ("PARTIAL", "NOT_ACCESSIBLE", "DECLINED_OPTIONAL", "SOURCE_NO_REPLY", "MATCH_UNCERTAIN", "PENDING")
_WITHHELD: Final = ("WITHHELD_RESERVATION",)
_FILES: Final = Field(path="attachments", label=gettext_lazy("Attachments with these data"), widget=Widget.TICKS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An answer with the fields of one item as they are now, and what cannot be read in them."""

    answer: Answer
    source: Source
    errors: Mapping[str, str] = field(default_factory=dict)


def editor(file: CaseFile, at: int, filled: Filled) -> dict[str, Any]:
    """Give the parts of the page for item number `at`."""
    answer, item = filled.answer, filled.answer.items[at]
    options: dict[str, Choices] = {f"items.{at}.status": statuses(file, item.subject)}
    options[f"items.{at}.attachments"] = files = numbered(file.attached, item)
    filling = Filling(source=filled.source, errors=filled.errors, options=options)
    top, order = fill_groups((_item_fields(at, with_files=bool(files)), _order_fields(at)), filling)
    return {
        "items": items(file, answer, at),
        "item": described(file, item),
        "empty": ", ".join(each.subject.short for each in answer.items if each.status is None),
        "top": top.parts,
        "order": order.parts,
        "grid": answer_form.grid(item, filled.source, filled.errors, at),
    }


def misread_cells(grid: Grid) -> tuple[Line, ...]:
    """Make the lines of an error summary from cells that cannot be read."""
    wrong = (cell for row in grid.rows for cell in row.cells if cell.error)
    return tuple(
        Line(text=f"{cell.column.label}, {cell.number}: {cell.error}", address=f"#f-{cell.name}") for cell in wrong
    )


def statuses(file: CaseFile, subject: SubjectCode) -> Choices:
    """Offer the results that the law allows for the subject; the reservation only where one is declared."""
    declared = facts.declarations(facts.party_of(file.case.own_authority))
    on = facts.today(file.case.own_authority)
    mutual = facts.declarations(file.case.other_party)
    reserved = any(
        each.kind == "RESERVATION" and each.applies(on) and each.concerns(subject) for each in (*declared, *mutual)
    )
    allowed = allowed_statuses(subject, final=False, reservation=reserved)
    return (("", _("choose")), *((status.value, status.label) for status in allowed))


def numbered(attached: Iterable[Attachment], item: AnswerItem) -> Choices:
    """Offer the attachments of the answer; a number that is no longer attached stays, so that it can be unticked."""
    names = {each.id: f"№ {each.id} · {each.file_name}" for each in attached}
    gone = {number: _("№ %(number)s · not attached") % {"number": number} for number in item.attachments}
    return tuple((gone | names).items())


def items(file: CaseFile, answer: Answer, at: int) -> list[dict[str, object]]:
    """List the items on the left: a tick where there is a result."""
    return [
        {
            "address": reverse("answer_item", args=[file.case.id, n]),
            "current": n == at,
            "tone": "good" if each.status else "off",
            "icon": "held" if each.status else "off",
            "label": name_of(each.subject),
            "status": each.status.label if each.status else _("no result yet"),
        }
        for n, each in enumerate(answer.items)
    ]


def described(file: CaseFile, item: AnswerItem) -> dict[str, object]:
    """Describe the item: what was asked, by which article, where one usually looks."""
    rule = catalogue[item.subject]
    asked = _asked(file, item.subject)
    return {
        "title": name_of(item.subject),
        "label": item.subject.short,
        "article": str(rule.article),
        "note": tuple(particulars(asked)) if asked else (),
        "sources": ", ".join(rule.sources),
    }


def _asked(file: CaseFile, code: SubjectCode) -> Subject | None:
    return next((each for each in file.request.subjects if each.code is code), None)


def name_of(code: SubjectCode) -> str:
    """Name a subject for people: «Денежные средства»."""
    return sentence(code.label.partition(" — ")[2])


def field_address(file: CaseFile, answer: Answer, finding: Finding) -> str:
    """Give the address of the field that a finding about an answer is about."""
    where, _dot, rest = finding.field.partition(".")
    if where == "special_orders":
        at = _order_at(answer, rest)
        return f"{reverse('answer_item', args=[file.case.id, at])}#f-order.{at}.applies"
    number = rest.partition(".")[0]
    if where == "items" and number.isdecimal():
        return f"{reverse('answer_item', args=[file.case.id, int(number)])}#f-{finding.field}"
    if where == "attachments":
        return reverse("attachments", args=[file.case.id])
    return {"part": "#f-part", "text": "#f-text"}.get(where, "")


def _order_at(answer: Answer, rest: str) -> int:
    """Find the item of a special order by its number; without one, the first item that gives data and has none."""
    subjects = [item.subject for item in answer.items]
    number = rest.partition(".")[0]
    if number.isdecimal() and int(number) < len(answer.special_orders):
        return subjects.index(answer.special_orders[int(number)].subject)
    waiting = (
        n
        for n, item in enumerate(answer.items)
        if item.status in _DATA and answer_form.order_of(answer, item.subject) is None
    )
    return next(waiting, 0)


def section_of(answer: Answer, found: Found) -> Words:
    """Name the section of a finding about an answer: its item, or the whole answer."""
    where, _dot, rest = found.finding.field.partition(".")
    number = rest.partition(".")[0]
    if where == "items" and number.isdecimal() and int(number) < len(answer.items):
        return name_of(answer.items[int(number)].subject)
    return _("The whole answer")


def whole(answer: Answer) -> tuple[ShownField | ShownGroup, ...]:
    """Fill the fields of the whole answer."""
    source = {"part": [answer.part.value], "text": [answer.text]}
    return fill_groups((WHOLE,), Filling(source=source))[0].parts


def _item_fields(at: int, *, with_files: bool) -> Group:
    """Lay out the fields of an item: the result and what that result needs; attachments where there are any."""

    def when(codes: tuple[str, ...]) -> When:
        return When(field="status", values=codes)

    return Group(
        path=f"items.{at}",
        parts=(
            Field(path="status", label=gettext_lazy("Result"), widget=Widget.SELECT, width=Width.THIRD),
            Field(
                path="source",
                label=gettext_lazy("Where it was looked up"),
                width=Width.THIRD,
                when=when(_LOOKED_UP),
            ),
            Field(
                path="as_of",
                label=gettext_lazy("Date of the look-up"),
                widget=Widget.DATE,
                width=Width.THIRD,
                when=when(_LOOKED_UP),
            ),
            Field(path="reason", label=gettext_lazy("Reason"), widget=Widget.LINES, when=when(_REASONED)),
            Field(path="circumstances", label=gettext_lazy("Circumstances"), widget=Widget.LINES, when=when(_WITHHELD)),
            Field(path="norm", label=gettext_lazy("Norm of the law"), when=when(_WITHHELD)),
            *((_FILES,) if with_files else ()),
            Field(path="capped_by", label="", widget=Widget.HIDDEN),
        ),
    )


def _order_fields(at: int) -> Group:
    """Lay out the special order of disclosure for the category of this item (Art. 9(3))."""
    applies = When(field="applies", values=(YES,))
    return Group(
        path=f"order.{at}",
        parts=(
            Field(
                path="applies",
                label=gettext_lazy("Does our law prescribe a special order of disclosing these data to third parties?"),
                widget=Widget.RADIO,
                choices=YES_NO,
            ),
            Field(path="basis", label=gettext_lazy("By which act"), when=applies),
            Field(
                path="procedure",
                label=gettext_lazy("What is to be done and filed"),
                widget=Widget.LINES,
                when=applies,
            ),
            Field(path="body", label=gettext_lazy("Which body to go to: name, address, contacts"), when=applies),
        ),
    )


WHOLE: Final = Group(
    parts=(
        Field(path="part", label=gettext_lazy("This answer is"), widget=Widget.RADIO, choices=listed(Part)),
        Field(path="text", label=gettext_lazy("Text of the answer, if needed"), widget=Widget.LINES),
    ),
)
"""The fields of the whole answer."""
