"""The whole form of a request: a `Request` to fields and back, and where in the form a finding belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node.web.forms import binding, subjects
from obmen.node.web.forms.layout import Field, FormPage, Group
from obmen.node.web.forms.request_pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from obmen.node.web.forms.binding import Bound, Source
    from obmen.treaty.documents.requests import Request


def flatten(request: Request) -> dict[str, list[str]]:
    """Write a request as the fields of all its pages."""
    source = {name: text for name, text in binding.flatten(request).items() if not name.startswith("subjects")}
    return source | subjects.flatten(request)


def bind(request: Request, source: Source) -> Bound[Request]:
    """Read a page (or all of them) over `request`; pages that are not in the form leave it as it is."""
    plain = {name: texts for name, texts in source.items() if not name.startswith("subjects")}
    bound = binding.bind(request, plain)
    chosen = subjects.bind(bound.value, source)
    return binding.Bound(chosen.value, {**bound.misread, **chosen.misread})


def name_of(request: Request, path: str) -> str:
    """Give the form's name of a path in the document: subjects go by code there, not by number."""
    parts = path.split(".")
    if parts[0] == "subjects" and len(parts) > 1 and parts[1].isdecimal() and int(parts[1]) < len(request.subjects):
        parts[1] = subjects.slug(request.subjects[int(parts[1])].code)
        return ".".join(parts if len(parts) > 2 else [*parts, "chosen"])  # noqa: PLR2004  subjects, code, field
    return path


def length(request: Request, path: str) -> int:
    """Count the entries of the list at `path`, such as `claimants.0.addresses`."""
    numbers = {
        name.removeprefix(f"{path}.").partition(".")[0] for name in flatten(request) if name.startswith(f"{path}.")
    }
    return len(numbers)


def page_of(name: str) -> FormPage | None:
    """Find the page that asks for the field `name`, or for the nearest thing around it."""
    if name.startswith("subjects"):
        return next(page for page in PAGES if page.slug == "subjects")
    best, length = None, 0
    for page in PAGES:
        for path in _paths(page.groups):
            if len(path) > length and _belongs(name, path):
                best, length = page, len(path)
    return best


def _paths(parts: tuple[Field | Group, ...], prefix: str = "") -> Iterator[str]:
    """Give the paths of groups and fields, without the numbers of entries."""
    for part in parts:
        path = f"{prefix}.{part.path}" if prefix and part.path else prefix or part.path
        if path:
            yield path
        if isinstance(part, Group):
            yield from _paths(part.parts, path)


def _belongs(name: str, path: str) -> bool:
    """Tell whether `name` (numbers aside) is at, under or just above `path`."""
    plain = ".".join(part for part in name.split(".") if not part.isdecimal())
    return plain == path or plain.startswith(f"{path}.") or path.startswith(f"{plain}.")
