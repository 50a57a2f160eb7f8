"""How old a part of the register is: staleness warns long before anything stops (R-18.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

WARN_AFTER: Final = timedelta(days=30)
"""After how long without a new edition the node warns, unless it is set otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """The age of one part: `title` names it in Russian, in the genitive; `age` counts from its issue."""

    title: str
    version: int
    age: timedelta

    def stale(self, after: timedelta = WARN_AFTER) -> bool:
        """Tell whether it is time to warn."""
        return self.age > after

    def sentence(self) -> str:
        """Say it in Russian."""
        return (
            f"Издание {self.version} {self.title} составлено {self.age.days} дн. назад: "
            "проверьте, нет ли более нового у депозитария или у другого узла."
        )
