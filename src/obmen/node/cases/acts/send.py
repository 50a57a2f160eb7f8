"""Send a signed request: encrypted to the addressee; case, outbox and journal change together (Art. 10, 18)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message import container as containers
from obmen.message.encoding import decode
from obmen.node import clock
from obmen.node.cases import content, filing
from obmen.node.cases.acts import changing, refuse, require, require_state, sign
from obmen.node.cases.acts.leaving import evidence_of, pack_for
from obmen.node.cases.models import Case, LocalState
from obmen.node.delivery.packing import enqueue
from obmen.treaty.articles import Article
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from obmen.node.people.models import Officer


def send(actor: Officer, case: Case) -> Case:
    """Send the signed request of the case. Raises `ActRefused`."""
    require(actor, "send", case.own_authority)
    require_state(case, LocalState.READY)
    if not case.prepared:
        raise refuse("Подписанного документа нет", "Верните дело на подпись", Article(11, point=3))
    container = containers.read(content.unseal(case, case.prepared, "signed"))
    document = decode(container.document).document
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


def sign_and_send(signatory: Officer, case: Case, digest: str = "") -> Case:
    """Sign, seal and send in one go, as the signing page offers it. Raises `ActRefused`."""
    return send(signatory, sign.sign(signatory, case, digest))
