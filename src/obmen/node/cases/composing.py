"""Making our own documents: the envelope, the JSON and its rendition, exactly as they will be signed."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from obmen.message.container import Container, Contents, assemble
from obmen.message.encoding import encode, new_salt
from obmen.message.rendering import render
from obmen.node import clock, config, keystore
from obmen.node.cases import enclosures, facts, filing
from obmen.node.delivery.register_store import trusted
from obmen.node.delivery.stamping import Stamper
from obmen.treaty.documents import Document
from obmen.treaty.documents.envelope import Envelope, Kind, Payload
from obmen.treaty.documents.values import OfficeNumber
from obmen.treaty.editions import edition_on
from obmen.treaty.lifecycle import Side

if TYPE_CHECKING:
    from obmen.message.seal import Signer
    from obmen.node.cases.models import Case, CaseDocument
    from obmen.treaty.documents.values import Attachment, Signatory


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A document of ours with the bytes that are to be signed, and the SHA-256 of its JSON."""

    document: Document
    contents: Contents
    digest: str


def compose(case: Case, kind: Kind, payload: Payload, own_number: str, signatory: Signatory | None = None) -> Composed:
    """Compose our next document in the case, with what is attached, and print it on the letterhead of our authority."""
    attached = enclosures.drafted(case) if kind.needs_person else ()
    listed = tuple(each.attachment for each in attached)
    document = Document(envelope=_envelope(case, kind, own_number, signatory, listed), payload=payload)
    raw = encode(document)
    digest = hashlib.sha256(raw).hexdigest()
    rendition = render(
        document, json_digest=digest, letterhead=facts.letterhead(case.own_authority), names=facts.names()
    )
    files = {enclosures.file_of(each.attachment): each.data for each in attached}
    contents = Contents(document=raw, rendition=rendition, attachments=files)
    return Composed(document=document, contents=contents, digest=digest)


def signed(case: Case, contents: Contents, signers: list[Signer]) -> Container:
    """Sign the contents now, with timestamps where services for them are configured. Raises `NoTimestamp`."""
    return assemble(contents, signers, clock.now(), stamper=Stamper(case.own_authority))


def seal_of(case: Case) -> Signer:
    """Give the official seal of our authority in this case."""
    return keystore.current().seal_signer(case.own_authority)


def request_of(case: Case) -> CaseDocument | None:
    """Find the request of a case among its documents: the one that was not turned away."""
    return case.documents.filter(kind=Kind.REQUEST.value, not_accepted=False).order_by("id").last()


def _envelope(
    case: Case, kind: Kind, own_number: str, signatory: Signatory | None, attached: tuple[Attachment, ...]
) -> Envelope:
    now = clock.now().astimezone(facts.zone_of(case.own_authority)).replace(microsecond=0)
    asked = None if case.side == Side.REQUESTING else request_of(case)
    theirs = OfficeNumber(number=asked.own_number, date=asked.own_date) if asked and asked.own_date else None
    return Envelope(
        message_id=uuid4(),
        type=kind,
        text_version=edition_on(now.date()).id,
        case_id=case.number,
        seq=filing.seq_of_next(case),
        salt=new_salt(),
        sent_at=now,
        sender_authority=case.own_authority,
        recipient_authority=case.other_authority,
        register=trusted().edition(config.current().party),
        initiator_authority=case.own_authority if kind is Kind.REQUEST else "",
        own_number=OfficeNumber(number=own_number, date=now.date()),
        reply_to=theirs,
        in_reply_to=asked.message_id if asked else None,
        signatory=signatory,
        attachments=attached,
    )
