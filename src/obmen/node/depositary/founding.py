"""The depositary's first edition: made once with its key; its fingerprint is compared by people (R-18.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.node import clock, config
from obmen.node.depositary import records
from obmen.node.depositary.acts import in_turn
from obmen.node.depositary.acts.publish import signer
from obmen.node.depositary.models import Edition, OwnKey
from obmen.node.journal.record import record
from obmen.register.compose import hash_of, seal_legal
from obmen.register.printing import print_bulletin

if TYPE_CHECKING:
    from obmen.message.seal import Signer

KEY = "depositary"


def found() -> str:
    """Seal and keep the first edition, unless there is one; return its fingerprint. Raises `KeystoreError`."""
    first = Edition.objects.order_by("version").first()
    if first:
        return first.hash
    own: Signer = signer(KEY)
    here, at = config.current(), clock.now()
    part = records.drafted(at, [own.certificate])
    raw = seal_legal(part, own, at, printed=print_bulletin(part, here.office, here.zone))
    with in_turn():
        OwnKey.objects.create(name=KEY, certificate=own.certificate, state=OwnKey.State.CURRENT, proposed_by="node")
        Edition.objects.create(version=1, hash=hash_of(raw), raw=raw, issued_at=part.issued_at, published_by="node")
        record("edition_published", actor="node", authority=here.authority, object_id="legal-000001", hash=hash_of(raw))
    return hash_of(raw)
