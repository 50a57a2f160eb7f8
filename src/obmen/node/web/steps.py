"""The seven steps of a request: where each lives and which is current."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from obmen.node.web.forms.layout import Words
from obmen.node.web.forms.request_pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Collection

    from obmen.node.web.drafting import Draft
    from obmen.node.web.forms.layout import FormPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step above the form; without an address it cannot be gone to yet."""

    title: Words
    address: str = ""
    current: bool = False
    failing: bool = False


def address(draft: Draft, page: FormPage) -> str:
    """Give the address of a page of the draft; a draft that is not saved yet has only its first."""
    return reverse("request_page", args=[draft.id, page.slug]) if draft.id else reverse("new_request")


def steps(draft: Draft, current: str, failing: Collection[str] = ()) -> tuple[Step, ...]:
    """List the steps: pages, check, signature; `failing` are the pages with something to correct."""
    pages = tuple(
        Step(
            title=page.title,
            address=address(draft, page) if draft.id else "",
            current=page.slug == current,
            failing=page.slug in failing,
        )
        for page in PAGES
    )
    check = reverse("check", args=[draft.id]) if draft.id else ""
    return (*pages, Step(title=_("Check"), address=check, current=current == "check"), Step(title=_("Signature")))


def signing() -> tuple[Step, ...]:
    """List the steps on the signing page: what was checked is not edited there, so nothing leads back."""
    passed = (*(page.title for page in PAGES), _("Check"))
    return (*(Step(title=title) for title in passed), Step(title=_("Signature"), current=True))
