"""Due dates: `make bench-due`. Target (design §9): 50 µs for a due date on a loaded calendar."""

from __future__ import annotations

from datetime import date

from _scene import begin, median_ms, row

from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.policies import Policies
from obmen.treaty.timeliness import days_left

RECEIVED, DUE = date(2026, 3, 2), date(2026, 4, 17)
KAZAKHSTAN, POLICIES = published("KZ"), Policies.declared({})


def main() -> None:
    """Measure and print."""
    begin()
    counted = term(RECEIVED, KAZAKHSTAN, POLICIES)
    assert counted.due_adjusted == DUE
    assert sum(day.number is not None for day in counted.count) == counted.days
    row("due date", 1000 * median_ms(lambda: term(RECEIVED, KAZAKHSTAN, POLICIES), 5000), "µs", "≤ 50 µs")
    row("days left, for a row of a list", 1000 * median_ms(lambda: days_left(DUE, RECEIVED, KAZAKHSTAN), 5000), "µs")
    row("the count, every day with its reason", 1000 * median_ms(lambda: counted.count, 2000), "µs")


if __name__ == "__main__":
    main()
