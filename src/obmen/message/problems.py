"""What is wrong with a JSON text, place by place, in Russian."""

from __future__ import annotations

import re
import types
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, Union, get_args, get_origin, get_type_hints

from pydantic.alias_generators import to_camel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic_core import ErrorDetails

    from obmen.message.strict_json import Json

MANY: Final = 50
"""No more problems than this are told at once."""

DATE: Final = "ожидается дата вида 2026-03-02"
INSTANT: Final = "ожидаются дата и время со смещением, например 2026-03-02T09:30:00+05:00"
DECIMAL: Final = 'ожидается число строкой, например "1250000.00"'
UNKNOWN_FIELD: Final = "неизвестное поле"
MISSING: Final = "поле обязательно"

_TEXTS: Final = {
    "missing": MISSING,
    "missing_argument": MISSING,
    "missing_keyword_only_argument": MISSING,
    "unexpected_keyword_argument": UNKNOWN_FIELD,
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": "ожидается текст",
    "bool_type": "ожидается true или false",
    "int_type": "ожидается целое число",
    "bytes_type": "ожидается текст base64",
    "bytes_invalid_encoding": "ожидается текст base64",
    "tuple_type": "ожидается список […]",
    "list_type": "ожидается список […]",
    "dict_type": "ожидается объект {…}",
    "dataclass_type": "ожидается объект {…}",
    "timezone_aware": INSTANT,
    "json_invalid": "в тексте недопустимые знаки",
    "string_unicode": "в тексте недопустимые знаки",
}
_PREFIXES: Final = (
    ("datetime", INSTANT),
    ("date", DATE),
    ("decimal", DECIMAL),
    ("is_instance", DECIMAL),
    ("finite", DECIMAL),
    ("uuid", "ожидается UUID вида 8f1c7a52-3c0e-4c5e-9a63-0d6f5b0e7d11"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: where (`documents[0].issuedOn`; empty: the whole text) and what, in Russian."""

    path: str
    text_ru: str

    def __str__(self) -> str:
        """Say it as «documents[0].issuedOn: ожидается дата вида 2026-03-02»."""
        return f"{self.path}: {self.text_ru}" if self.path else self.text_ru


def is_unknown_field(error: ErrorDetails) -> bool:
    """Tell whether the only thing wrong is a field that we do not know."""
    return _TEXTS.get(error["type"]) == UNKNOWN_FIELD


def told(errors: Iterable[ErrorDetails], type_: Any, value: Json) -> tuple[Problem, ...]:  # noqa: ANN401  any type form
    """Tell the errors that concern what was meant: of a union, only the branch whose `kind` stands in the text.

    The first step of every place is left out: `encoding` validates a list of one.
    """
    found = dict.fromkeys(_problem(error, type_, value) for error in errors)
    return tuple(problem for problem in found if problem)[:MANY]


def _text(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in ("enum", "literal_error"):
        return _one_of(_codes(error))
    if kind in _TEXTS:
        return _TEXTS[kind]
    return next((text for prefix, text in _PREFIXES if kind.startswith(prefix)), "значение недопустимо")


def _codes(error: ErrorDetails) -> Iterator[str]:
    return iter(re.findall(r"'([^']*)'", error.get("ctx", {}).get("expected", "")))


def _one_of(codes: Iterable[str]) -> str:
    listed = [f"«{code}»" for code in codes]
    return f"ожидается {listed[0]}" if len(listed) == 1 else f"ожидается одно из: {', '.join(listed)}"


def _problem(error: ErrorDetails, type_: Any, value: Json) -> Problem | None:  # noqa: ANN401  any type form
    """Tell one error; nothing when it lies in a branch of a union that was not meant."""
    path = ""
    for part in error["loc"][1:]:
        branch = next((branch for branch in _branches(type_) if branch.__name__ == part), None)
        if branch is None:
            path = join(path, part)
            type_, value = _member(type_, part), _item(value, part)
        elif (meant := _meant(type_, value)) is None:
            return Problem(join(path, "kind"), _one_of(code for each in _branches(type_) for code in kinds(each)))
        elif meant is branch:
            type_ = branch
        else:
            return None
    return Problem(path, _text(error))


def join(path: str, part: int | str) -> str:
    """Write one step further: a number in brackets, a name after a full stop."""
    if isinstance(part, int):
        return f"{path}[{part}]"
    return f"{path}.{part}" if path else part


def _branches(type_: Any) -> tuple[Any, ...]:  # noqa: ANN401  any type form
    """Give the dataclasses between which a field may choose."""
    inside = get_args(type_) if get_origin(type_) in (Union, types.UnionType) else ()
    classes = tuple(branch for branch in inside if is_dataclass(branch))
    return classes if len(classes) > 1 else ()


def _meant(type_: Any, value: Json) -> Any:  # noqa: ANN401  any type form
    """Find the branch whose `kind` stands in the text; what is no object at all concerns the first branch."""
    if not isinstance(value, dict):
        return _branches(type_)[0]
    return next((branch for branch in _branches(type_) if value.get("kind") in kinds(branch)), None)


@cache
def kinds(branch: Any) -> tuple[str, ...]:  # noqa: ANN401  any type form
    """Give the literals of the field `kind` of a dataclass, if it has one."""
    hint = get_type_hints(branch).get("kind")
    return get_args(hint) if get_origin(hint) is Literal else ()


def _member(type_: Any, part: int | str) -> Any:  # noqa: ANN401  any type form
    """Go one step down in the types."""
    if isinstance(part, int):
        return next(_arguments(type_), None)
    forms: tuple[Any, ...] = (type_, *get_args(type_))
    classes: list[Any] = [one for one in forms if is_dataclass(one)]
    return next((_hints(one).get(part) for one in classes), None)


@cache
def _hints(type_: Any) -> dict[str, Any]:  # noqa: ANN401  any type form
    """Give the types of the fields of a dataclass by the names that travel."""
    hints = get_type_hints(type_)
    return {to_camel(field.name): hints[field.name] for field in fields(type_)}


def _arguments(type_: Any) -> Iterator[Any]:  # noqa: ANN401  any type form
    """Give the types inside a tuple or list, optional or not."""
    for one in (type_, *get_args(type_)):
        if get_origin(one) in (tuple, list):
            yield from get_args(one)


def _item(value: Json, part: int | str) -> Json:
    """Go one step down in the text."""
    if isinstance(value, dict) and isinstance(part, str):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None
