"""Work lists: my work, outgoing, incoming, to sign. Filters and the page of the list live in the address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy

from obmen.node.web.forms.layout import Words
from obmen.treaty.lifecycle import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A filter above the list."""

    label: Words
    address: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One of the lists: its title, what it is for, what it says when empty."""

    title: Words
    lead: Words
    empty: Words
    side: Side | None = None
    scope: str = ""


MINE: Final = Kind(
    title=gettext_lazy("My work"),
    lead=gettext_lazy("What waits for you: what is overdue comes first, then what is due soonest."),
    empty=gettext_lazy("Nothing waits for you now."),
    scope="mine",
)
OUTGOING: Final = Kind(
    title=gettext_lazy("Outgoing"),
    lead=gettext_lazy("Requests to other Parties and what has become of them."),
    empty=gettext_lazy("There are no outgoing requests yet."),
    side=Side.REQUESTING,
)
INCOMING: Final = Kind(
    title=gettext_lazy("Incoming"),
    lead=gettext_lazy("Requests of other Parties: register, assign, answer."),
    empty=gettext_lazy("There are no incoming requests yet."),
    side=Side.REQUESTED,
)
TO_SIGN: Final = Kind(
    title=gettext_lazy("To sign"),
    lead=gettext_lazy("Documents that are checked and wait for your signature."),
    empty=gettext_lazy("Nothing waits for your signature."),
    scope="to_sign",
)
