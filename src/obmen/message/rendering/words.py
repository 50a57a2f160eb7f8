"""How values are written in a Russian letter: days, times, sums, codes, and text that came from strangers."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from obmen.message.rendering.glyphs import printable_codepoints
from obmen.treaty.disclosure import Recipient
from obmen.treaty.parties import PARTY_NAMES, party_forms
from obmen.treaty.policies import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from decimal import Decimal

    from obmen.treaty.documents.values import Money

NARROW_SPACE: Final = "\u202f"
"""Narrow no-break space: it keeps the digits of one number together, on paper and when the text is read back."""

_KOPECKS: Final = 2
"""A sum of money shows at least this many decimals."""

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "citizenship": PARTY_NAMES,
    "country": PARTY_NAMES,
    "party": PARTY_NAMES,
    "holding": {"account": "счёт", "deposit": "вклад", "custody": "на хранении"},
    "clock_policy": {
        choice: meaning for number in ("P-04", "P-05") for choice, meaning in catalogue[number].options.items()
    },
    "recipient": {code.value: code.label for code in Recipient},
    "unit": {"MTK": "м²", "HAR": "га", "KMK": "км²"},
    "desired_date_reply": {
        "ACCEPTED": "просьба принята, запрос будет исполнен к желаемой дате",
        "NOT_POSSIBLE": "исполнить запрос к желаемой дате не представляется возможным",
    },
    "scheme": {
        "KZ-IIN": "ИИН (Казахстан)",
        "KZ-BIN": "БИН (Казахстан)",
        "RU-INN": "ИНН (Россия)",
        "RU-OGRN": "ОГРН (Россия)",
        "RU-OGRNIP": "ОГРНИП (Россия)",
        "RU-KPP": "КПП (Россия)",
        "RU-SNILS": "СНИЛС (Россия)",
        "BY-UNP": "УНП (Беларусь)",
        "BY-PN": "идентификационный номер (Беларусь)",
        "KG-PIN": "ПИН (Кыргызстан)",
        "UZ-PINFL": "ПИНФЛ (Узбекистан)",
        "AZ-FIN": "ФИН (Азербайджан)",
        "AZ-VOEN": "ИНН (Азербайджан)",
        "MD-IDNP": "IDNP (Молдова)",
        "MD-IDNO": "IDNO (Молдова)",
        "AM-PSN": "номерной знак общественных услуг (Армения)",
        "LEI": "LEI",
    },
}
"""Russian words for codes that are plain strings, by the name of their field."""


def in_words(field: str, code: str) -> str:
    """Return the Russian words for `code` in the field `field`, or the code itself where it has none."""
    return CODES.get(field, {}).get(code) or printable(code)


def official_state(party: str) -> str:
    """Return the official name of a state: «Республика Казахстан»."""
    return party_forms[party].official if party in party_forms else printable(party)


def day(value: date) -> str:
    """Write a date: «14.04.2026»."""
    return f"{value:%d.%m.%Y}"


def instant(value: datetime) -> str:
    """Write a time with its own offset: «02.03.2026 10:30 (UTC+03:00)»."""
    return f"{value:%d.%m.%Y %H:%M} ({_zone(value)})"


def _zone(value: datetime) -> str:
    offset = f"{value:%z}"
    return f"UTC{offset[:3]}:{offset[3:5]}" if offset.strip("+0") else "UTC"


def number(value: Decimal, *, decimals: int = 0) -> str:
    """Write a number with a decimal comma, digits in threes, and at least `decimals` decimals."""
    whole, _, fraction = f"{abs(value):f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", NARROW_SPACE)
    fraction = fraction.ljust(decimals, "0")
    return f"{'−' if value < 0 else ''}{grouped}{f',{fraction}' if fraction else ''}"


def money(value: Money) -> str:
    """Write a sum with its currency: «350 000,00 RUB»."""
    return f"{number(value.amount, decimals=_KOPECKS)}{NARROW_SPACE}{printable(value.currency)}"


def printable(text: str) -> str:
    """Make text of any origin safe to print, losing nothing that a reader could see.

    Line ends become one kind, other white space a plain space, invisible joiners disappear; whatever our fonts cannot
    draw, and the marks that turn the direction of writing, are shown by their number: «[U+1F600]».
    """
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    known = printable_codepoints()
    return "".join(character if ord(character) in known else _shown(character) for character in composed).strip()


def _shown(character: str) -> str:
    if character in "\n\u00ad\u200b\u200c\u200d\u2060\ufeff":
        return "\n" if character == "\n" else ""
    return " " if character.isspace() else f"[U+{ord(character):04X}]"


def grouped(digest: str, size: int) -> str:
    """Write a digest in groups of `size` characters, as people compare it."""
    return " ".join(digest[at : at + size] for at in range(0, len(digest), size))
