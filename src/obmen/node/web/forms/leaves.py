"""Single values of a form: how a date, a sum, a number or a choice is typed and shown in Russian."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Final

from django.utils.translation import gettext as _

_DAY: Final = re.compile(r"(\d{1,2})[.,/ -](\d{1,2})[.,/ -](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_NUMBER: Final = re.compile(r"-?\d{1,18}([.,]\d{1,6})?")
_SPACES: Final = str.maketrans("", "", "\u00a0\u202f '")
YES: Final = "yes"
NO: Final = "no"


class MisreadError(ValueError):
    """What was typed cannot be read; the text says how to type it."""


def text(raw: str) -> str:
    """Take a text as typed, without the spaces around it and with plain line ends."""
    return raw.replace("\r\n", "\n").replace("\r", "\n").strip()


def day(raw: str) -> date | None:
    """Read a day as 14.04.2026 (or 2026-04-14); empty is none. Raises MisreadError."""
    raw = raw.strip()
    if not raw:
        return None
    try:
        if found := _DAY.fullmatch(raw):
            return date(int(found[3]), int(found[2]), int(found[1]))
        if found := _ISO.fullmatch(raw):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise MisreadError(_("There is no such day. Check the day and the month.")) from None
    raise MisreadError(_("Enter the date as DD.MM.YYYY, for example 14.04.2026."))


def number(raw: str) -> Decimal | None:
    """Read a decimal number, «350 000,00» as well; empty is none. Raises MisreadError."""
    raw = raw.translate(_SPACES).strip()
    if not raw:
        return None
    if not _NUMBER.fullmatch(raw):
        raise MisreadError(_("Enter a number, for example 350 000.00."))
    try:
        return Decimal(raw.replace(",", "."))
    except InvalidOperation:  # the pattern lets through nothing that Decimal refuses; kept so that it stays so
        raise MisreadError(_("Enter a number, for example 350 000.00.")) from None


def whole(raw: str) -> int | None:
    """Read a whole number; empty is none. Raises MisreadError."""
    raw = raw.translate(_SPACES).strip()
    if not raw:
        return None
    if not re.fullmatch(r"\d{1,9}", raw):
        raise MisreadError(_("Enter a whole number."))
    return int(raw)


def answer(raw: str) -> bool | None:
    """Read yes or no; empty means that nobody has answered."""
    return {YES: True, NO: False}.get(raw)


def choice(kind: type[Enum], raw: str) -> Enum | None:
    """Read a code of a list; empty is none. Raises MisreadError."""
    if not raw:
        return None
    try:
        return kind(raw)
    except ValueError:
        raise MisreadError(_("Choose one of the listed answers.")) from None


def shown(value: object) -> str:
    """Write a single value as a person types it; the inverse of reading."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value.value if isinstance(value, Enum) else value)
