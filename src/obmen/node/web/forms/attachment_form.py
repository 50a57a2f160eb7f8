"""The form of an attachment: what it is, its language, who certified a copy (Art. 5, 17)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from obmen.node.cases.enclosures import Stated
from obmen.node.web.forms import binding
from obmen.node.web.forms.binding import Bound
from obmen.node.web.forms.layout import Field, Group, When, Widget, Width, listed
from obmen.node.web.forms.rendering import Filling, ShownField, ShownGroup, fill_groups
from obmen.node.web.forms.request_pages import LANGUAGES
from obmen.treaty.attachments import OFFERED
from obmen.treaty.documents.values import AttachmentKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from obmen.node.web.forms.binding import Source

USUAL: Final = Stated(kind=AttachmentKind.ORIGINAL_SCAN)
"""What a file is until something else is chosen."""
_COPY: Final = When(field="kind", values=(AttachmentKind.COPY.value,))
GROUP: Final = Group(
    parts=(
        Field(
            path="kind",
            label=_("Kind of attachment"),
            hint=_("A bill for executing the request is not sent (Art. 17)."),
            widget=Widget.SELECT,
            choices=listed(OFFERED),
            width=Width.HALF,
        ),
        Field(
            path="lang",
            label=_("Language"),
            hint=_("Extracts pass in any language; an explanation needs Russian."),
            widget=Widget.SELECT,
            choices=LANGUAGES,
            width=Width.HALF,
        ),
        Field(
            path="certified_by",
            label=_("Who certified the copy, if it is certified"),
            width=Width.HALF,
            when=_COPY,
            article="первый абзац ст. 5",
        ),
        Field(path="certified_on", label=_("When"), widget=Widget.DATE, width=Width.QUARTER, when=_COPY),
        Field(path="certified_how", label=_("How"), width=Width.QUARTER, when=_COPY),
    ),
)


def bind(source: Source) -> Bound[Stated]:
    """Read what is said of a file; only a copy is certified."""
    bound = binding.bind(USUAL, source)
    if bound.value.kind is AttachmentKind.COPY:
        return bound
    return Bound(replace(bound.value, certified_by="", certified_on=None, certified_how=""), {})


def parts(source: Source, errors: Mapping[str, str]) -> tuple[ShownField | ShownGroup, ...]:
    """Fill the inputs with what was typed, or with what is usual."""
    filling = Filling(source=binding.flatten(USUAL) | dict(source), errors=errors)
    return fill_groups((GROUP,), filling)[0].parts
