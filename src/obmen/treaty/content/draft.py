"""What every rule on the content of a request looks at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from obmen.treaty.documents.requests import Request
from obmen.treaty.editions import Edition, edition_on
from obmen.treaty.policies import DEFAULT_POLICIES, Policies


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A request on the day on which it is to be sent.

    `own_party` is the requesting Party's code where it is known, `policies` those that bind the request, `due` the
    term of Art. 12 where it can be foreseen.
    """

    request: Request
    on: date
    own_party: str | None = None
    policies: Policies = DEFAULT_POLICIES
    due: date | None = None

    @property
    def edition(self) -> Edition:
        """The edition of the text that applies on that day."""
        return edition_on(self.on)


def blank(text: str) -> bool:
    """Tell whether a field says nothing."""
    return not text.strip()
