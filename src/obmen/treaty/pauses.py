"""Art. 14-16: what the term does while something is waited for; the Agreement is silent, so P-04 to P-07 decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from obmen.treaty.policies import Policies

WAITS: Final[Mapping[str, str]] = {
    "P-04": "запрошены дополнительные сведения",
    "P-05": "исполнение отложено",
    "P-06": "ожидается согласие на условия исполнения",
    "P-07": "ожидается решение о конфиденциальности",
}
"""What is waited for, by the policy that decides about the term meanwhile."""
_OPEN_END: Final = date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Something is waited for from `start` until `end`; an empty `end` means that it still is.

    `policy` (P-04 … P-07) names what it is. Days d with start ≤ d < end are those of the pause (P-25).
    """

    policy: str
    start: date
    end: date | None = None

    def covers(self, day: date) -> bool:
        """Tell by P-25 whether a day lies in the pause."""
        return self.start <= day < (self.end or _OPEN_END)

    @property
    def why(self) -> str:
        """Say why a day of the pause is not counted: «срок приостановлен: исполнение отложено (P-05)»."""
        return f"срок приостановлен: {WAITS.get(self.policy, self.policy)} ({self.policy})"

    @property
    def silence(self) -> str:
        """Say why there is no date while the pause lasts."""
        return f"Срок приостановлен с {written(self.start)}: {WAITS.get(self.policy, self.policy)} ({self.policy})"


def suspending(pauses: Iterable[Pause], policies: Policies) -> tuple[Pause, ...]:
    """Choose by P-04 to P-07 the pauses whose working days are not counted, in their order."""
    return _by_effect(pauses, policies, "SUSPEND")


def restarting(pauses: Iterable[Pause], policies: Policies) -> tuple[Pause, ...]:
    """Choose by P-04 and P-05 the pauses after which the term begins anew, in their order."""
    return _by_effect(pauses, policies, "RESTART")


def _by_effect(pauses: Iterable[Pause], policies: Policies, effect: str) -> tuple[Pause, ...]:
    chosen = (pause for pause in pauses if pause.policy in WAITS and policies.choice(pause.policy) == effect)
    return tuple(sorted(chosen, key=lambda pause: (pause.start, pause.end or _OPEN_END)))
