"""Art. 25, paper by paper and item by item: on which documents which subjects may be asked, and what is taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from obmen.treaty.applicability import Declaration, art25_class
from obmen.treaty.documents.requests import Request, SubjectCode
from obmen.treaty.errors import violation
from obmen.treaty.findings import Finding, Weight
from obmen.treaty.labelled import Labelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from obmen.treaty.documents.values import EnforcementDocument
    from obmen.treaty.policies import Policies


class Permission(Labelled):
    """Whether a subject may be asked on a document."""

    ALLOWED = "ALLOWED", "можно запросить"
    CONFIRM = "CONFIRM", "можно с обоснованным подтверждением: возможен отказ"
    BLOCKED = "BLOCKED", "нельзя запросить"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One subject on one document of a request: whether it may be asked, and what stands against it."""

    document: int
    subject: SubjectCode
    permission: Permission
    finding: Finding | None = None


def scope(  # noqa: PLR0913  the facts of one question, each named by the caller
    request: Request,
    declarations: Sequence[Declaration],
    *,
    requesting: str,
    requested: str,
    policies: Policies,
    on: date,
) -> tuple[Place, ...]:
    """Decide by Art. 25 and P-15, for each document and subject, whether it may be asked on a day (R-25.3).

    The own Party's declaration blocks; the other's asks for a confirmation, or blocks where P-15 says so. FULL touches
    every subject, PARTIAL only the provisions it lists; a court's act is touched by none.
    """
    own = [each for each in declarations if each.party == requesting and each.applies(on)]
    other = [each for each in declarations if each.party == requested and each.applies(on)]
    return tuple(
        _place(index, document, subject.code, own, other, policies)
        for index, document in enumerate(request.documents)
        for subject in request.subjects
    )


def _place(  # noqa: PLR0913, PLR0917  one place of the table and what is known of it
    index: int,
    document: EnforcementDocument,
    subject: SubjectCode,
    own: Sequence[Declaration],
    other: Sequence[Declaration],
    policies: Policies,
) -> Place:
    field = f"documents.{index}"
    if touching := [each for each in own if _touches(each, document, subject)]:
        against = _against("E-25-04", touching, subject, field)
        return Place(document=index, subject=subject, permission=Permission.BLOCKED, finding=against)
    if touching := [each for each in other if _touches(each, document, subject)]:
        against = replace(_against("E-25-05", touching, subject, field), policy="P-15")
        if policies.choice("P-15") == "BLOCK":
            against = replace(against, weight=Weight.BLOCKS)
        permission = Permission.BLOCKED if against.blocks else Permission.CONFIRM
        return Place(document=index, subject=subject, permission=permission, finding=against)
    return Place(document=index, subject=subject, permission=Permission.ALLOWED)


def _against(code: str, touching: Sequence[Declaration], subject: SubjectCode, field: str) -> Finding:
    """Say that the documents are left out, or, where every declaration is PARTIAL, the subject alone."""
    if any(each.kind == "ART25_FULL" for each in touching):
        return violation(code, field=field)
    return violation(code, case="partial", field=field, subjects=subject.short)


def _touches(declaration: Declaration, document: EnforcementDocument, subject: SubjectCode) -> bool:
    if declaration.kind == "RESERVATION" or art25_class(document) not in declaration.document_classes:
        return False
    return declaration.kind == "ART25_FULL" or declaration.concerns(subject)


def without_excluded(request: Request, places: Sequence[Place]) -> tuple[Request, tuple[EnforcementDocument, ...]]:
    """Take out by Art. 25 the documents on which nothing may be asked; return the rest and what was taken out.

    A consolidated proceeding goes on with what remains (R-11.1.b); where all are excluded nothing does (R-25.3).
    """
    excluded = [
        document for index, document in enumerate(request.documents) if _blocked(index, places) and request.subjects
    ]
    kept = tuple(each for each in request.documents if each not in excluded)
    return replace(request, documents=kept), tuple(excluded)


def _blocked(index: int, places: Sequence[Place]) -> bool:
    own = [place.permission for place in places if place.document == index]
    return bool(own) and all(permission is Permission.BLOCKED for permission in own)


def doubtful(places: Sequence[Place]) -> Iterator[SubjectCode]:
    """Name the subjects that some document cannot simply carry, each once."""
    yield from dict.fromkeys(place.subject for place in places if place.permission is not Permission.ALLOWED)
