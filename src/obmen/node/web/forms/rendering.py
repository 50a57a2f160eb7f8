"""Fill a page's layout with values, misreadings and findings, ready for a template to walk through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from obmen.node.web.forms.binding import MOST, Source
from obmen.node.web.forms.layout import Choices, Field, Group, When

if TYPE_CHECKING:
    from obmen.node.web.forms.layout import FormPage, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """An input with its value and what is wrong with it."""

    spec: Field
    name: str
    values: Sequence[str]
    choices: Choices = ()
    error: str = ""
    watches: str = ""
    hidden: bool = False

    @property
    def id(self) -> str:
        """The id of the input in the page; the path itself, so that a finding's link leads here."""
        return f"f-{self.name}"

    @property
    def value(self) -> str:
        """The value of an input that has one."""
        return self.values[-1] if self.values else ""

    @property
    def chosen(self) -> str:
        """The label of the chosen value, or the value itself."""
        return str(dict(self.choices).get(self.value, self.value))

    @property
    def described_by(self) -> str:
        """Ids of the hint and of the error, for people who listen to the page."""
        ids = [f"{self.id}-hint"] if self.spec.hint else []
        return " ".join([*ids, f"{self.id}-error"] if self.error else ids)

    @property
    def is_field(self) -> bool:
        """Tell a template that this is an input, not a group."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownGroup:
    """A group with its parts; of a group that repeats, `entries` are its filled copies."""

    spec: Group
    name: str
    parts: tuple[ShownField | ShownGroup, ...] = ()
    entries: tuple[ShownGroup, ...] = ()
    number: int = 0
    watches: str = ""
    hidden: bool = False

    @property
    def id(self) -> str:
        """The id of the group in the page."""
        return f"f-{self.name}" if self.name else ""

    @property
    def is_field(self) -> bool:
        """Tell a template that this is a group, not an input."""
        return False

    @property
    def title(self) -> Words:
        """The title of the group, or of one entry."""
        return self.spec.entry if self.number else self.spec.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """What a page is filled with.

    `source` is the fields as they are, `errors` what is wrong by path, `more` the group to which an entry is added,
    `options` the choices that only the office knows (authorities, for example) by path.
    """

    source: Source
    errors: Mapping[str, str] = field(default_factory=dict)
    more: str = ""
    options: Mapping[str, Choices] = field(default_factory=dict)


def fill(page: FormPage, filling: Filling) -> tuple[ShownGroup, ...]:
    """Fill every group of the page."""
    return fill_groups(page.groups, filling)


def fill_groups(groups: Iterable[Group], filling: Filling) -> tuple[ShownGroup, ...]:
    """Fill groups that stand by themselves."""
    return tuple(_group(group, "", filling) for group in groups)


def mistakes(parts: Iterable[ShownField | ShownGroup]) -> Iterator[ShownField]:
    """Go through the inputs in which something is wrong, in the order of the page."""
    for part in parts:
        if isinstance(part, ShownGroup):
            yield from mistakes((*part.parts, *part.entries))
        elif part.error:
            yield part


def _group(spec: Group, prefix: str, filling: Filling) -> ShownGroup:
    """Fill one group, or each entry of a group that repeats."""
    name = _join(prefix, spec.path)
    watches, hidden = _watch(spec.when, prefix, filling)
    if not spec.repeats:
        return ShownGroup(spec=spec, name=name, parts=_parts(spec, name, filling), watches=watches, hidden=hidden)
    entries = tuple(
        ShownGroup(spec=spec, name=f"{name}.{n}", parts=_parts(spec, f"{name}.{n}", filling), number=count)
        for count, n in enumerate(_numbers(spec, name, filling), start=1)
    )
    return ShownGroup(spec=spec, name=name, entries=entries, watches=watches, hidden=hidden)


def _parts(spec: Group, name: str, filling: Filling) -> tuple[ShownField | ShownGroup, ...]:
    """Fill what a group consists of."""
    return tuple(
        _field(part, name, filling) if isinstance(part, Field) else _group(part, name, filling) for part in spec.parts
    )


def _field(spec: Field, prefix: str, filling: Filling) -> ShownField:
    """Fill one input."""
    name = _join(prefix, spec.path)
    watches, hidden = _watch(spec.when, prefix, filling)
    return ShownField(
        spec=spec,
        name=name,
        values=filling.source.get(name, (spec.default,)),
        choices=filling.options.get(name, spec.choices),
        error=filling.errors.get(name, ""),
        watches=watches,
        hidden=hidden,
    )


def _watch(when: When | None, prefix: str, filling: Filling) -> tuple[str, bool]:
    """Give the name of the watched field and whether the watcher is hidden now."""
    if when is None:
        return "", False
    name = _join(prefix, when.field)
    values = filling.source.get(name, ())
    return name, (values[-1] if values else "") not in when.values


def _numbers(spec: Group, name: str, filling: Filling) -> list[int]:
    """List the entries to show: those there are, the least there should be, and one more where asked."""
    prefix = f"{name}."
    found = {key.removeprefix(prefix).partition(".")[0] for key in filling.source if key.startswith(prefix)}
    numbers = sorted(int(n) for n in found if n.isdecimal())[:MOST]
    wanted = max(len(numbers) + (filling.more == name), spec.at_least)
    after = numbers[-1] + 1 if numbers else 0
    return [*numbers, *range(after, after + wanted - len(numbers))]


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix and name else prefix or name
