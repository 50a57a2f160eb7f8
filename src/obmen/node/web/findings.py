"""Findings as a page shows them: numbered, grouped by the page of the form, each with a link to its field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obmen.node.web.forms.layout import Words
from obmen.node.web.forms.rendering import mistakes
from obmen.treaty.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from obmen.node.web.forms.rendering import ShownField, ShownGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding on a page; `confirms` when a person must give a reason here."""

    number: int
    finding: Finding
    address: str = ""
    confirms: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundSection:
    """Findings of one page of the form."""

    title: Words
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of an error summary, linked to its field."""

    text: str
    address: str = ""
    citation: str = ""
    fix: str = ""


def number(
    findings: Iterable[Finding],
    address: Callable[[Finding], str] = lambda _finding: "",
    reasons: Mapping[str, str] | None = None,
) -> tuple[Found, ...]:
    """Give findings numbers on a page; with `reasons`, those to be confirmed ask for one."""
    return tuple(
        Found(
            number=n,
            finding=finding,
            address=address(finding),
            confirms=reasons is not None and not finding.holds and finding.weight == "CONFIRM",
            reason=(reasons or {}).get(finding.code, ""),
        )
        for n, finding in enumerate(findings, start=1)
    )


def misread(parts: Iterable[ShownField | ShownGroup]) -> tuple[Line, ...]:
    """Make the lines of an error summary from inputs that cannot be read: which input, and what is wrong."""
    return tuple(Line(text=f"{each.spec.label}: {each.error}", address=f"#{each.id}") for each in mistakes(parts))


def lines(findings: Iterable[Finding], address: Callable[[Finding], str] = lambda _finding: "") -> tuple[Line, ...]:
    """Make the lines of an error summary from findings."""
    return tuple(
        Line(text=each.because, address=address(each), citation=each.citation, fix=each.how_to_fix) for each in findings
    )


def sections(found: Iterable[Found], title: Callable[[Found], Words]) -> tuple[FoundSection, ...]:
    """Group what does not hold under titles: what stops comes first, then in the order of the form."""
    groups: dict[str, list[Found]] = {}
    failing = [each for each in found if not each.finding.holds]
    for each in sorted(failing, key=lambda one: not one.finding.blocks):
        groups.setdefault(str(title(each)), []).append(each)
    return tuple(FoundSection(title=name, found=tuple(each)) for name, each in groups.items())


def held(found: Iterable[Found]) -> tuple[Found, ...]:
    """Give what holds."""
    return tuple(each for each in found if each.finding.holds)
