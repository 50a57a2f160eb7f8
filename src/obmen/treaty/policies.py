"""Choices that the Agreement leaves open (P-01 ... P-28): the question, the options, the default, who decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Self

from obmen.treaty import dated


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One silence of the Agreement.

    `options` maps a code to its Russian meaning, the default first; one option alone means that it is fixed and only
    shown. `level` says who decides. `of_the_term` marks those that can move a due date.
    """

    id: str
    question: str
    article: str
    options: Mapping[str, str]
    level: str
    of_the_term: bool = False

    @property
    def default(self) -> str:
        """The option that holds until somebody declares another."""
        return next(iter(self.options))


catalogue: Final[Mapping[str, Policy]] = MappingProxyType(
    {number: Policy(id=number, **raw) for number, raw in dated.read("policies").items()},
)
"""Every policy by its number."""


@dataclass(frozen=True, slots=True)
class Policies:
    """The choices of one Party, as its technical annex declares them; what it does not declare is the default."""

    choices: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def declared(cls, choices: Mapping[str, str]) -> Self:
        """Take declared choices; raise ValueError, naming the first unknown policy or option."""
        for number, option in choices.items():
            if number not in catalogue:
                raise ValueError(f"there is no policy {number}")
            if option not in catalogue[number].options:
                raise ValueError(f"policy {number} has no option {option}")
        return cls(MappingProxyType(dict(choices)))

    def choice(self, number: str) -> str:
        """Return the option in force for a policy: declared or default."""
        return self.choices.get(number, catalogue[number].default)

    def as_dict(self) -> dict[str, str]:
        """Return the choices that can move a due date, by number: what M-02 states about the term."""
        return {number: self.choice(number) for number, policy in catalogue.items() if policy.of_the_term}


DEFAULT_POLICIES: Final = Policies()
"""Every policy at its default."""
