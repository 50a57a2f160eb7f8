"""Art. 9(1): information is used for the enforcement documents named in the request and for its purposes, only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.errors import held, violation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obmen.treaty.documents.requests import Purpose, Request
    from obmen.treaty.documents.values import EnforcementDocument
    from obmen.treaty.findings import Finding

_PURPOSE: Final = Article(9, point=1)


def same_document(one: EnforcementDocument, other: EnforcementDocument) -> bool:
    """Tell whether two papers are one enforcement document: number, date and issuer; spaces and case do not matter.

    A document keeps its identity through transfer, re-presentation and consolidation, whatever the proceeding
    (R-9.1.1). An issuer that is not told does not tell them apart.
    """
    if not one.number.strip() or one.issued_on is None:
        return False
    issuers = {_plain(one.issuer), _plain(other.issuer)} - {""}
    same_paper = (_plain(one.number), one.issued_on) == (_plain(other.number), other.issued_on)
    return same_paper and len(issuers) <= 1


def _plain(text: str) -> str:
    return "".join(text.casefold().split())


def may_use(request: Request, document: EnforcementDocument, purposes: Iterable[Purpose] = ()) -> Finding:
    """Decide by Art. 9(1) whether what was received on a request may be used for an enforcement document.

    `purposes` are those of the use; each must be one of the request's (R-2.2, R-9.1.1). Any other document needs a
    request of its own.
    """
    if not any(same_document(document, named) for named in request.documents):
        return violation("E-9-01", case="document", field="document", number=document.number or "без номера")
    beyond = [purpose.label for purpose in purposes if purpose not in request.purposes]
    if beyond:
        return violation("E-9-01", case="purpose", field="purposes", purpose=beyond[0])
    return held("Исполнительный документ назван в запросе", _PURPOSE)
