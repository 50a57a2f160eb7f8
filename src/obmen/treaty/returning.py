"""Art. 13(2): the documents of the request go back together with the notice that it cannot be executed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from obmen.treaty.documents.refusals import Return, ReturnedPaper
from obmen.treaty.documents.values import PaperReference
from obmen.treaty.errors import violation
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from obmen.treaty.findings import Finding


class Place(Labelled):
    """Where a paper of the request is."""

    HELD = "HELD", "оригинал у исполняющего органа"
    IN_TRANSIT = "IN_TRANSIT", "оригинал в пути"
    ELECTRONIC = "ELECTRONIC", "электронный экземпляр"


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginalPaper:
    """A paper of the request and where it is."""

    paper: PaperReference
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTask:
    """What the registry still has to do about a paper, and by which day; no day means at once."""

    paper: PaperReference
    what: str
    by: date | None = None


_WAYS: Final = {
    Place.HELD: frozenset({Return.DISPATCHED, Return.PLANNED}),
    Place.IN_TRANSIT: frozenset({Return.ON_ARRIVAL}),
    Place.ELECTRONIC: frozenset({Return.ELECTRONIC}),
}
_ONLY: Final = {Place.IN_TRANSIT: Return.ON_ARRIVAL, Place.ELECTRONIC: Return.ELECTRONIC}


def same(one: PaperReference, other: PaperReference) -> bool:
    """Tell whether two references name one paper: by its message where both have it, by its title otherwise."""
    if one.message_id is not None and other.message_id is not None:
        return one.message_id == other.message_id
    return one.title.strip() == other.title.strip()


def papers_to_return(papers: Sequence[OriginalPaper]) -> tuple[ReturnedPaper, ...]:
    """List by Art. 13(2) the papers that a refusal or an inability must name (R-13.2.1).

    How an original at hand goes back is left empty: a person enters its dispatch or plans it.
    """
    return tuple(ReturnedPaper(paper=each.paper, how=_ONLY.get(each.place)) for each in papers)


def return_tasks(returned: Sequence[ReturnedPaper], papers: Sequence[OriginalPaper]) -> tuple[ReturnTask, ...]:
    """List by Art. 13(2) what is left to do after the refusal: planned dispatches and originals that arrived since.

    `papers` are where they are now; an original at hand that the refusal did not send back goes back on arrival.
    """
    planned = tuple(
        ReturnTask(paper=each.paper, what="отправить оригинал", by=each.on)
        for each in returned
        if each.how is Return.PLANNED
    )
    dealt = [each.paper for each in returned if each.how in _WAYS[Place.HELD]]
    arrived = (
        each.paper
        for each in papers
        if each.place is Place.HELD and not any(same(each.paper, paper) for paper in dealt)
    )
    return planned + tuple(ReturnTask(paper=paper, what="вернуть по поступлении") for paper in arrived)


def check_returned(
    returned: Sequence[ReturnedPaper], papers: Sequence[OriginalPaper], *, on: date, all_of_them: bool = True
) -> tuple[Finding, ...]:
    """Require by Art. 13(2) that each paper of the request is named with the way it goes back (R-13.2.1).

    Without `all_of_them` none must be named, and those that are must be named rightly.
    """
    missing = (
        violation("E-13-03", case="missing", field="returned", paper=each.paper.title or "без названия")
        for each in papers
        if all_of_them and not any(same(each.paper, entry.paper) for entry in returned)
    )
    return (*missing, *(finding for at, entry in enumerate(returned) for finding in _entry(at, entry, papers, on)))


def _entry(at: int, entry: ReturnedPaper, papers: Sequence[OriginalPaper], on: date) -> Iterator[Finding]:
    paper = entry.paper.title or "без названия"
    place = next((each.place for each in papers if same(each.paper, entry.paper)), None)
    if place is None:
        yield violation("E-13-03", case="unknown", field=f"returned.{at}.paper", paper=paper)
    elif entry.how not in _WAYS[place]:
        yield violation("E-13-03", case="how", field=f"returned.{at}.how", paper=paper, place=place.label)
    yield from _dates(at, entry, on)


def _dates(at: int, entry: ReturnedPaper, on: date) -> Iterator[Finding]:
    """Require of a dispatch its number and a day not to come, of a plan a day that is not past."""
    if entry.how is Return.DISPATCHED:
        if not entry.post_number.strip():
            yield violation("E-13-03", case="number", field=f"returned.{at}.post_number")
        if entry.on is None or entry.on > on:
            yield violation("E-13-03", case="dispatched", field=f"returned.{at}.on")
    elif entry.how is Return.PLANNED and (entry.on is None or entry.on < on):
        yield violation("E-13-03", case="planned", field=f"returned.{at}.on")
