"""JSON as it is allowed to travel: RFC 8259 without its freedoms (RFC 7493, «I-JSON»).

UTF-8 without a mark, no name twice in an object, no floating numbers (sums are strings), no NaN, bounded depth and
number of values.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias

from obmen.message.limits import DEFAULT, Limits

if TYPE_CHECKING:
    from collections.abc import Iterable

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"
"""A parsed value; numbers are integers only."""

_LARGEST: Final = 2**53 - 1
_STRING: Final = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)


class JsonRefused(ValueError):  # noqa: N818  never leaves this room: `encoding` turns it into a problem or an error
    """The text is not the JSON that may travel; the message is the reason in Russian."""


def parse(raw: bytes, limits: Limits = DEFAULT) -> Json:
    """Parse strictly. Raises `JsonRefused` and nothing else, whatever the bytes."""
    if len(raw) > limits.json:
        msg = f"текст длиннее {limits.json} байт"
        raise JsonRefused(msg)
    if _has_too_many_values(raw, limits.values):
        msg = f"значений больше {limits.values}"
        raise JsonRefused(msg)
    try:
        value: Json = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_float=_no_float,
            parse_int=_integer,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError:
        raise JsonRefused("текст не в кодировке UTF-8") from None
    except json.JSONDecodeError as error:
        msg = f"это не JSON: ошибка в строке {error.lineno}, столбце {error.colno}"
        raise JsonRefused(msg) from None
    except RecursionError:
        raise _too_deep(limits) from None
    _check_depth(value, limits)
    return value


def _has_too_many_values(raw: bytes, most: int) -> bool:
    """Count, before any value is made, where one may begin: at the start, and behind these marks outside of strings."""
    if _marks(raw, 0, len(raw)) < most:
        return False
    found, at = 0, 0
    for string in _STRING.finditer(raw):
        found, at = found + _marks(raw, at, string.start()), string.end()
        if found >= most:
            return True
    return found + _marks(raw, at, len(raw)) >= most


def _marks(raw: bytes, start: int, end: int) -> int:
    return sum(raw.count(mark, start, end) for mark in (b",", b"[", b"{"))


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        msg = f"имя «{twice[:40]}» стоит в одном объекте дважды"
        raise JsonRefused(msg)
    return members


def _no_float(_text: str) -> NoReturn:
    """Refuse it without repeating it: what is written here may be a debtor's sum, and the text goes into logs."""
    raise JsonRefused("дробное число должно быть записано строкой")


def _no_constant(text: str) -> NoReturn:
    msg = f"значение {text} недопустимо"
    raise JsonRefused(msg)


def _integer(text: str) -> int:
    """Read an integer that every reader reads alike (RFC 7493, 2.2); «-0» has no second spelling."""
    if len(text) > len(str(-_LARGEST)) or abs(int(text)) > _LARGEST or text == "-0":
        raise JsonRefused("целое число недопустимо: оно больше 2^53 − 1 или записано как «-0»")
    return int(text)


def _check_depth(value: Json, limits: Limits) -> None:
    level: list[Json] = [value]
    for _ in range(limits.depth + 1):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise _too_deep(limits)


def _children(value: Json) -> Iterable[Json]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep(limits: Limits) -> JsonRefused:
    return JsonRefused(f"вложенность глубже {limits.depth} уровней")
