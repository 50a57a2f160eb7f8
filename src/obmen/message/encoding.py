"""Documents as JSON and back: one spelling, nothing unknown, nothing twice (requirements §3; R-10.3.1).

Types are the frozen dataclasses of `treaty.documents`; names travel in camelCase. The bytes that came are kept and
forwarded; what we decode is for reading only.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, fields, is_dataclass, make_dataclass
from functools import cache, cached_property
from typing import Any, Final, Generic, TypeVar, get_args, get_type_hints

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticSerializationError

from obmen.message.errors import Misuse, NotAcceptable, Undetermined
from obmen.message.forms import misspelt
from obmen.message.limits import DEFAULT, Limits
from obmen.message.problems import Problem, is_unknown_field, told
from obmen.message.strict_json import Json, JsonRefused, parse
from obmen.treaty.documents import Document, Envelope, Kind, type_of_kind
from obmen.treaty.documents.envelope import SCHEMA_VERSION

T = TypeVar("T")

_STRICT: Final = ConfigDict(
    alias_generator=to_camel,
    extra="forbid",
    strict=True,
    ser_json_bytes="base64",
    val_json_bytes="base64",
)
_TOLERANT: Final = ConfigDict(**{**_STRICT, "extra": "ignore"})
_TOO_MANY: Final = 1000
"""Errors in a text that are not looked at one by one."""
_VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What was read: the value, if there is one, everything wrong with it, and the fields we did not know."""

    value: T | None
    problems: tuple[Problem, ...]
    unknown_fields: tuple[str, ...] = ()


class StrictCodec(Generic[T]):
    """Writes and reads values of one dataclass."""

    def __init__(self, type_: type[T], limits: Limits = DEFAULT) -> None:
        """Prepare for `type_`; the validators are built when first needed."""
        self.type = type_
        self._limits = limits

    def encode(self, value: T) -> bytes:
        """Write the value. Raises `Misuse` when we could not read it back as the same value."""
        try:
            raw = self.strict.dump_json([value], by_alias=True)[1:-1]
        except PydanticSerializationError as error:
            raise Misuse(str(error)) from None
        back = self.read(raw)
        if back.value != value:
            msg = f"the value cannot travel: {'; '.join(map(str, back.problems)) or 'it reads back otherwise'}"
            raise Misuse(msg)
        return raw

    def decode(self, raw: bytes, *, newer_minor: bool = False) -> T:
        """Read a value. Raises `NotAcceptable` (E-T-01) naming the places; with `newer_minor` unknown fields pass."""
        read = self.read(raw, newer_minor=newer_minor)
        if read.value is None:
            raise Unreadable(read.problems)
        return read.value

    def problems(self, raw: bytes) -> tuple[Problem, ...]:
        """Tell everything wrong with the text; nothing when it can be decoded."""
        return self.read(raw).problems

    def read(self, raw: bytes, *, newer_minor: bool = False) -> Read[T]:
        """Read as much as can be said, without raising."""
        try:
            parsed = parse(raw, self._limits)
        except JsonRefused as refusal:
            return Read(None, (Problem("", str(refusal)),))
        return self.read_parsed(raw, parsed, newer_minor=newer_minor)

    def read_parsed(self, raw: bytes, parsed: Json, *, newer_minor: bool = False) -> Read[T]:
        """Read what `strict_json` has already parsed."""
        unknown: tuple[str, ...] = ()
        adapter = self.strict
        if newer_minor:
            unknown = self._unknown(raw, parsed)
            adapter = self._tolerant
        try:
            value = adapter.validate_json(b"[" + raw + b"]")[0]
        except ValidationError as error:
            return Read(None, self._problems(error, parsed))
        wrong = tuple(misspelt(value, parsed))
        return Read(None if wrong else value, wrong, unknown)

    def _problems(self, error: ValidationError, parsed: Json) -> tuple[Problem, ...]:
        """Tell what is wrong; of too much at once only that, for each is dear to tell."""
        if error.error_count() > _TOO_MANY:
            return (Problem("", f"ошибок больше {_TOO_MANY}"),)
        return told(error.errors(include_url=False, include_input=False), self.type, parsed)

    def _unknown(self, raw: bytes, parsed: Json) -> tuple[str, ...]:
        try:
            self.strict.validate_json(b"[" + raw + b"]")
        except ValidationError as error:
            if error.error_count() > _TOO_MANY:
                return ("…",)
            found = filter(is_unknown_field, error.errors(include_url=False, include_input=False))
            return tuple(problem.path for problem in told(found, self.type, parsed))
        return ()

    @cached_property
    def strict(self) -> TypeAdapter[list[T]]:
        """What validates a list of one such value at a known version; JSON Schemas are made from it."""
        resolve(self.type)
        return TypeAdapter(list[self.type], config=_STRICT)  # type: ignore[name-defined]  # a type at run time

    @cached_property
    def _tolerant(self) -> TypeAdapter[list[T]]:
        resolve(self.type)
        return TypeAdapter(list[self.type], config=_TOLERANT)  # type: ignore[name-defined]  # same


def resolve(type_: Any) -> None:  # noqa: ANN401  any type form
    """Turn the written annotations of dataclasses into types, once and for all that is reachable.

    pydantic reads a written annotation with the names of the class first, so that `date: date | None = None` would
    find its own field. `get_type_hints` looks in the module first, as Python itself does.
    """
    if is_dataclass(type_):
        hints = get_type_hints(type_)
        unresolved = [field for field in fields(type_) if isinstance(field.type, str)]
        for field in unresolved:
            field.type = hints[field.name]
        for hint in hints.values():
            resolve(hint)
    for argument in get_args(type_):
        resolve(argument)


class Unreadable(NotAcceptable):
    """E-T-01: what came is not what this version writes; all the `problems` are kept, the text names a few."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Name the first few places."""
        places = "; ".join(map(str, problems[:3]))
        super().__init__("E-T-01", f"Сообщение повреждено и не читается: {places}.", problems[0].path)
        self.problems = problems


# --- Documents: an envelope and the payload of its kind ----------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A document as decoded: fields that a newer minor version has and we do not know are named, the bytes are kept."""

    document: Document
    unknown_fields: tuple[str, ...]
    raw: bytes


@cache
def codec_of(kind: Kind) -> StrictCodec[Any]:
    """Give the codec of one kind of document, whose payload has the one type of that kind."""
    shape = make_dataclass(
        f"{type_of_kind[kind].__name__}Document",
        [("envelope", Envelope), ("payload", type_of_kind[kind])],
        frozen=True,
        slots=True,
        kw_only=True,
    )
    return StrictCodec(shape)


def encode(document: Document) -> bytes:
    """Write `document.json`. Raises `Misuse` when the payload is not of the kind or a value cannot travel."""
    kind = document.envelope.type
    if not isinstance(document.payload, type_of_kind[kind]):
        msg = f"the payload of {kind} is not a {type(document.payload).__name__}"
        raise Misuse(msg)
    codec = codec_of(kind)
    return codec.encode(codec.type(envelope=document.envelope, payload=document.payload))


def decode(raw: bytes) -> Decoded:
    """Read `document.json` of any kind, of our version or a newer minor one.

    Raises `NotAcceptable` (E-T-01) when it is not a document and `Undetermined` (E-T-01) when its major version is not
    ours: a term may already run, so it is kept until the node is renewed.
    """
    read = _read(raw)
    if read.value is None:
        raise Unreadable(read.problems)
    return Decoded(
        document=Document(envelope=read.value.envelope, payload=read.value.payload),
        unknown_fields=read.unknown_fields,
        raw=raw,
    )


def problems(raw: bytes) -> tuple[Problem, ...]:
    """Tell everything wrong with a document; nothing when it can be decoded."""
    try:
        return _read(raw).problems
    except Undetermined as error:
        return (Problem(error.field, error.text_ru),)
    except Unreadable as error:
        return error.problems


def new_salt() -> str:
    """Make 128 random bits in hex for the envelope, so that a digest never gives away a guessable content."""
    return secrets.token_hex(16)


def _read(raw: bytes) -> Read[Any]:
    """Read by the codec of the kind that the document says to be."""
    parsed = parsed_or_unreadable(raw)
    code = _member(parsed, ("envelope", "type"))
    if not isinstance(code, str) or code not in set(Kind):
        codes = ", ".join(f"«{kind}»" for kind in Kind)
        raise Unreadable((Problem("envelope.type", f"ожидается одно из: {codes}"),))
    newer = is_newer_minor(parsed, ("envelope", "schemaVersion"), SCHEMA_VERSION)
    return codec_of(Kind(code)).read_parsed(raw, parsed, newer_minor=newer)


def parsed_or_unreadable(raw: bytes) -> Json:
    """Parse strictly. Raises `NotAcceptable` (E-T-01)."""
    try:
        return parse(raw)
    except JsonRefused as refusal:
        raise Unreadable((Problem("", str(refusal)),)) from None


def newer_minor(raw: bytes, path: tuple[str, ...], ours: str) -> bool:
    """Tell the same as `is_newer_minor` of a text that nobody has parsed yet."""
    return is_newer_minor(parsed_or_unreadable(raw), path, ours)


def is_newer_minor(parsed: Json, path: tuple[str, ...], ours: str) -> bool:
    """Tell whether the version at `path` is a newer minor one of ours.

    Raises `NotAcceptable` (E-T-01) when no version is there and `Undetermined` (E-T-01) when the major version differs.
    """
    version = _member(parsed, path)
    found = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if found is None:
        raise Unreadable((Problem(".".join(path), "ожидается версия вида «1.0»"),))
    major, minor = (int(part) for part in ours.split("."))
    if int(found[1]) != major:
        text = f"Сообщение составлено в версии формата {version}; этот узел читает версию {major}. Обновите узел."
        raise Undetermined("E-T-01", text, ".".join(path))
    return int(found[2]) > minor


def _member(value: Json, path: tuple[str, ...]) -> Json:
    """Look at one member before the rest is known to be right."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value
