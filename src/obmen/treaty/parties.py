"""Art. 1, 22-24: who is a Party, and who is bound on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from obmen.treaty import dated

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Since when the Agreement binds a Party (Art. 22, 23) and from which day no longer (Art. 24).

    `in_force_from` is the first day on which it is bound, empty while that day is not known; `exit_on` the first day
    on which it is not. Both are dates published by the depositary.
    """

    party: str
    name: str
    in_force_from: date | None = None
    exit_on: date | None = None

    def in_force(self, day: date) -> bool:
        """Tell whether the Agreement binds the Party on `day`."""
        return self.in_force_from is not None and self.in_force_from <= day and not self.left(day)

    def left(self, day: date) -> bool:
        """Tell whether the Party has left the Agreement by `day` (Art. 24)."""
        return self.exit_on is not None and self.exit_on <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyName:
    """The name of a State in the forms that Russian sentences need."""

    name: str
    official: str
    genitive: str
    official_genitive: str
    where: str


party_forms: Final[Mapping[str, PartyName]] = MappingProxyType(
    {code: PartyName(**forms) for code, forms in dated.read("parties").items()},
)
"""Names by ISO 3166-1 alpha-2: `where` is «в Казахстане», `official_genitive` «Республики Казахстан»."""

PARTY_NAMES: Final[Mapping[str, str]] = MappingProxyType({code: forms.name for code, forms in party_forms.items()})
"""Short Russian names by ISO 3166-1 alpha-2: «Казахстан»."""


def party_name(code: str) -> str:
    """Return the short Russian name of a Party, or its code when the State is not in our list."""
    return PARTY_NAMES.get(code, code)
