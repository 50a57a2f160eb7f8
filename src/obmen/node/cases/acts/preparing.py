"""Preparing a document for signature: the very bytes that will be shown and signed, dated today, with their number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from obmen.node.cases import composing, content, enclosures, facts, filing, numbers
from obmen.node.cases.acts import changing, refuse, require_held
from obmen.node.delivery.channels import largest_package_to
from obmen.treaty.articles import Article
from obmen.treaty.wording import day as written

if TYPE_CHECKING:
    from datetime import date

    from obmen.node.cases.models import Case
    from obmen.node.people.models import Officer
    from obmen.treaty.documents import Document
    from obmen.treaty.documents.envelope import Kind, Payload
    from obmen.treaty.documents.values import Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A document that waits for signature: its исх. №, its bytes sealed for the case, the SHA-256 of its JSON."""

    own_number: str
    sealed: bytes
    digest: str

    def put_into(self, case: Case) -> None:
        """Put it into the case, inside the transaction of an act."""
        case.own_number, case.prepared, case.prepared_digest = self.own_number, self.sealed, self.digest
        case.remark = None


def prepare(case: Case, kind: Kind, payload: Payload, signatory: Signatory) -> Prepared:
    """Prepare our next document of the case for the signatory. Raises `ActRefused` when it is too large for its way."""
    number = numbers.outgoing_number(case, kind, facts.today(case.own_authority).year)
    composed = composing.compose(case, kind, payload, number, signatory)
    require_held(*enclosures.check_package(composed.contents, largest_package_to(case.other_authority)))
    sealed = content.seal(case, content.pack(composed.contents), "prepared")
    return Prepared(own_number=number, sealed=sealed, digest=composed.digest)


def require_current(signatory: Officer, case: Case, document: Document) -> None:
    """Require that what waits for signature is dated today and comes next in the case.

    What is not is prepared again, with the same words, and `ActRefused` tells the signatory to look at it anew: nobody
    signs what he was not shown.
    """
    envelope = document.envelope
    dated = _dated(case, document)
    if dated == facts.today(case.own_authority) and envelope.seq == filing.seq_of_next(case):
        return
    if envelope.signatory is None:
        raise TypeError("only what a person signs waits for signature")
    prepared = prepare(case, envelope.type, document.payload, envelope.signatory)
    with changing(case, signatory, "prepared_again") as locked:
        prepared.put_into(locked)
    raise refuse(
        f"Документ был подготовлен {written(dated)} и теперь подготовлен заново с сегодняшней датой",
        "Просмотрите его ещё раз и подпишите",
        Article(11, point=3),
    )


def _dated(case: Case, document: Document) -> date:
    return document.envelope.sent_at.astimezone(facts.zone_of(case.own_authority)).date()
