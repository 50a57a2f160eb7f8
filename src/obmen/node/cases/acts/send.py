"""Send a signed request: encrypted to the addressee; case, outbox and journal change together (Art. 10, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node import clock
from obmen.node.cases import content, facts, filing
from obmen.node.cases.acts import changing, refuse, require, require_held, require_state, sign
from obmen.node.cases.acts.leaving import evidence_of, pack_for
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.packing import enqueue
from obmen.treaty.applicability import may_send
from obmen.treaty.articles import Article
from obmen.treaty.documents import Request
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from obmen.node.cases.acts.elsewhere import Brought
    from obmen.node.people.models import Officer
    from obmen.treaty.documents import Document
    from obmen.treaty.findings import Findings


def send(actor: Officer, case: Case) -> Case:
    """Send the signed request of the case. Raises `ActRefused`."""
    require(actor, "send", case.own_authority)
    require_state(case, LocalState.READY)
    if not case.prepared:
        raise refuse("Подписанного документа нет", "Верните дело на подпись", Article(11, point=3))
    container = containers.read(content.unseal(case, case.prepared, "signed"))
    document = decode(container.document).document
    require_held(*_may_leave(case, document).blocking)
    paper = filing.Paper(case, container, document, evidence_of(container))
    package = pack_for(case, container, document)
    with changing(case, actor, "sent") as locked:
        paper.file(Side.REQUESTING, None)
        enqueue(package)
        filing.refold(locked)
        locked.sent_at, locked.local_state = clock.now(), LocalState.SENT
        locked.prepared = locked.draft = None
        locked.draft_attachments.all().delete()
    return case


def sign_and_send(signatory: Officer, case: Case, digest: str, brought: Brought | None = None) -> Case:
    """Sign, seal and send in one go, as the signing page offers it. Raises `ActRefused`."""
    return send(signatory, sign.sign(signatory, case, digest, brought))


def _may_leave(case: Case, document: Document) -> Findings:
    """Ask the law once more whether the request may go to its addressee: it may have been signed on an earlier day."""
    if not isinstance(document.payload, Request):
        raise TypeError("M-01 carries a request")
    on = facts.today(case.own_authority)
    return may_send(document.payload, **facts.sending(document.payload, case.own_authority, on))
