"""Art. 5, 17: what may be attached to a request or an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from obmen.treaty.articles import Article
from obmen.treaty.documents.values import AttachmentKind
from obmen.treaty.errors import held, violation

if TYPE_CHECKING:
    from obmen.treaty.findings import Finding

OFFERED: Final = tuple(kind for kind in AttachmentKind if kind is not AttachmentKind.EXECUTION_BILL)
"""The kinds that our own user may choose from; a bill for executing the request is none of them."""


def check_kind(kind: AttachmentKind) -> Finding:
    """Decide by Art. 17 whether an attachment of this kind may be sent: a bill for the execution may not (E-17-01).

    A debtor's own bill is evidence under Art. 5 and travels as a certificate or a copy (R-5.3.1).
    """
    if kind is AttachmentKind.EXECUTION_BILL:
        return violation("E-17-01", field="attachments")
    return held("Счетов на оплату исполнения запроса в приложениях нет", Article(17))
