"""Due dates: `make bench-law`. Target (design §9): 50 µs for a due date on a loaded calendar."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from obmen.treaty.calendars import published
from obmen.treaty.deadlines import term
from obmen.treaty.policies import Policies
from timing import machine, median_ms, row

KAZAKHSTAN, POLICIES = published("KZ"), Policies.declared({})


def main() -> None:
    """Measure and print."""
    print(machine())
    assert term(date(2026, 3, 2), KAZAKHSTAN, POLICIES).due_adjusted == date(2026, 4, 17)
    row("due date", 1000 * median_ms(lambda: term(date(2026, 3, 2), KAZAKHSTAN, POLICIES), 5000), "µs", "≤ 50 µs")
    row("the whole count", 1000 * median_ms(lambda: term(date(2026, 3, 2), KAZAKHSTAN, POLICIES).count, 2000), "µs")


if __name__ == "__main__":
    main()
