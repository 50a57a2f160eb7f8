"""Filing documents into a case, and the course that follows from them (design §2, the fold)."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from obmen.message.sources import kind_of
from obmen.node.cases import content
from obmen.node.cases.models import Case, CaseDocument, Material
from obmen.treaty.documents import variant_of
from obmen.treaty.documents.envelope import Kind
from obmen.treaty.lifecycle import Course, Filed, Side, fold, next_seq

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from obmen.message.belief import VerifiedSignature
    from obmen.message.container import Container
    from obmen.treaty.documents import Document


def course_of(case: Case) -> Course:
    """Compute the shared course of a case from its documents."""
    return fold(filed(case))


def filed(case: Case) -> list[Filed]:
    """Give the documents of a case as the law's fold takes them."""
    return [as_filed(row) for row in case.documents.defer("container", "evidence")]


def as_filed(row: CaseDocument) -> Filed:
    """Give one document as the law's fold takes it."""
    return Filed(
        message_id=row.message_id,
        kind=Kind(row.kind),
        sender=Side(row.sender),
        seq=row.seq,
        delivered_at=row.delivered_at,
        sent_at=row.sent_at,
        variant=row.variant,
        refers_to=row.in_reply_to,
        not_accepted=row.not_accepted,
    )


def seq_of_next(case: Case) -> int:
    """Give the number of our next document in this case."""
    return next_seq(filed(case), Side(case.side))


def refold(case: Case) -> Course:
    """Write the shared state that follows from the documents; the caller saves the case."""
    course = course_of(case)
    case.shared_state = course.state.value if course.state else ""
    return course


class Paper:
    """A document sealed for filing, before the transaction that files it."""

    def __init__(
        self, case: Case, container: Container, document: Document, evidence: bytes, material: Sequence[bytes] = ()
    ) -> None:
        """Seal the container and its evidence under the key of the case; `material` is what convinced us of it."""
        self.case, self.document, self.identity = case, document, container.identity
        message_id = document.envelope.message_id
        self.container = content.seal_container(case, message_id, container.raw)
        self.evidence = content.seal(case, evidence, f"evidence/{message_id}")
        self.material = [
            Material(sha256=hashlib.sha256(item).hexdigest(), kind=kind_of(item), raw=item) for item in material
        ]

    def file(self, sender: Side, delivered_at: datetime | None) -> CaseDocument:
        """Put the document into the case, inside the transaction of an act."""
        envelope, payload = self.document.envelope, self.document.payload
        row = CaseDocument.objects.create(
            case=self.case,
            message_id=envelope.message_id,
            kind=envelope.type.value,
            variant=variant_of(envelope.type, payload),
            sender=sender.value,
            seq=envelope.seq,
            in_reply_to=envelope.in_reply_to,
            sent_at=envelope.sent_at,
            delivered_at=delivered_at,
            own_number=envelope.own_number.number if envelope.own_number else "",
            own_date=envelope.own_date,
            container=self.container,
            identity=self.identity,
            evidence=self.evidence,
        )
        self._keep_material(row)
        return row

    def _keep_material(self, row: CaseDocument) -> None:
        """Keep what is not there yet: the same list convinces of many letters."""
        known = Material.objects.filter(sha256__in=[one.sha256 for one in self.material])
        there = set(known.values_list("sha256", flat=True))
        new = [one for one in self.material if one.sha256 not in there]
        Material.objects.bulk_create(new, ignore_conflicts=True)
        row.material.set(known.defer("raw"))


def evidence(
    signatures: Iterable[VerifiedSignature], warnings: Sequence[str] = (), remarks: Sequence[str] = ()
) -> bytes:
    """Write down who signed and sealed, whose timestamps prove since when, and what was noticed about the letter."""
    signed = [
        {"role": one.role.value, "subject": one.subject, "at": one.signing_time.isoformat(), **_stamp(one)}
        for one in signatures
    ]
    written = {"signatures": signed, "warnings": list(warnings), "remarks": list(remarks)}
    return json.dumps(written, ensure_ascii=False).encode()


def _stamp(one: VerifiedSignature) -> dict[str, str]:
    return {"stampedAt": one.proven_at.isoformat(), "stampedBy": one.stamped_by} if one.stamped_by else {}


def find(authority: str, number: str) -> Case | None:
    """Find a case of an authority by its number, locked for the act that changes it."""
    return Case.objects.select_for_update().filter(own_authority=authority, number=number).first()


def document_of(case: Case, message_id: UUID) -> CaseDocument | None:
    """Find a document in a case."""
    return case.documents.filter(message_id=message_id).first()
