"""Russian wording of numbers, dates and lists, so that every finding reads as a sentence."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_TEENS: Final = range(11, 15)
_FEW: Final = range(2, 5)


def plural(number: int, one: str, few: str, many: str) -> str:
    """Say a number with its noun: «1 день», «2 дня», «5 дней», «11 дней», «21 день»."""
    return f"{number} {noun(number, one, few, many)}"


def noun(number: int, one: str, few: str, many: str) -> str:
    """Choose the form of the noun that goes with the number."""
    size = abs(number)
    if size % 100 in _TEENS:
        return many
    if size % 10 == 1:
        return one
    return few if size % 10 in _FEW else many


def working_days(number: int) -> str:
    """Say a number of working days: «1 рабочий день», «3 рабочих дня», «12 рабочих дней»."""
    return plural(number, "рабочий день", "рабочих дня", "рабочих дней")


def years(number: int) -> str:
    """Say a number of years in the nominative: «1 год», «3 года», «5 лет»."""
    return plural(number, "год", "года", "лет")


def years_at_most(number: int) -> str:
    """Say a limit of years in the genitive, as after «не более»: «1 года», «3 лет»."""
    return plural(number, "года", "лет", "лет")


def day(value: date) -> str:
    """Write a date as Russian offices do: «02.03.2026»."""
    return f"{value:%d.%m.%Y}"


def listed(items: Iterable[str]) -> str:
    """Join with commas and «и»: «а, б и в»."""
    *head, last = tuple(items) or ("",)
    return f"{', '.join(head)} и {last}" if head else last


def said(value: object) -> str:
    """Write any fact into a sentence: dates as dates, the rest as it is."""
    return day(value) if isinstance(value, date) else str(value)
