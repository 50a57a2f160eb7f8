"""How a rule answers: with a reason, an article and what to do.

A `Finding` is one answer of one rule; `Findings` is all that was found, in the order of the form. Rules never raise:
a refusal is a lawful outcome, not an error of the program.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from obmen.treaty.articles import Article
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Weight(Labelled):
    """What a finding that does not hold means for the person in front of the screen."""

    BLOCKS = "BLOCKS", "не позволяет продолжить"
    CONFIRM = "CONFIRM", "требует обоснованного подтверждения"
    WARNS = "WARNS", "предупреждение"
    NOTES = "NOTES", "обратить внимание"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One answer of one rule. True when the rule holds.

    `because` is Russian and complete enough to be read aloud; `how_to_fix` is what the reader should do (empty when
    the rule holds); `field` is the path of the field at fault in the document (`debtor.birth.date`), if there is one;
    `policy` names the policy (P-nn) that filled a silence of the Agreement.
    """

    holds: bool
    because: str
    articles: tuple[Article, ...]
    code: str = ""
    how_to_fix: str = ""
    field: str = ""
    policy: str = ""
    weight: Weight = Weight.BLOCKS

    def __bool__(self) -> bool:
        """Tell whether the rule holds."""
        return self.holds

    @property
    def blocks(self) -> bool:
        """Whether the act cannot be done because of this finding."""
        return not self.holds and self.weight is Weight.BLOCKS

    @property
    def citation(self) -> str:
        """The articles in Russian, e.g. «подп. в) п. 1 ст. 11, ст. 22»."""
        return ", ".join(str(article) for article in self.articles)

    def at(self, field: str) -> Finding:
        """Return the same finding about the field `field`."""
        return replace(self, field=field)

    def sentence(self) -> str:
        """Say it in the house pattern: what; by which article; what to do."""
        parts = [f"{self.because.rstrip('.')}."]
        if self.articles:
            parts.append(f"Основание: {self.citation}.")
        if self.how_to_fix:
            parts.append(f"Что сделать: {self.how_to_fix.rstrip('.')}.")
        return " ".join(parts)


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings about one question. True when none of them blocks; every reason is kept."""

    all: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Findings:
        """Collect findings, keeping their order."""
        return cls(tuple(findings))

    def __bool__(self) -> bool:
        """Tell whether nothing blocks."""
        return not self.blocking

    def __iter__(self) -> Iterator[Finding]:
        """Go through the findings in their order."""
        return iter(self.all)

    def __len__(self) -> int:
        """Count all findings, held or not."""
        return len(self.all)

    def __add__(self, other: Findings) -> Findings:
        """Keep the reasons of both."""
        return Findings(self.all + other.all)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """Those that do not hold and stop the act."""
        return tuple(finding for finding in self.all if finding.blocks)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """Those that do not hold, whatever their weight."""
        return tuple(finding for finding in self.all if not finding)

    @property
    def to_confirm(self) -> tuple[Finding, ...]:
        """Those that a person must confirm with a reason before the act."""
        return tuple(finding for finding in self.failing if finding.weight is Weight.CONFIRM)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Those that only warn."""
        return tuple(finding for finding in self.failing if finding.weight in (Weight.WARNS, Weight.NOTES))
