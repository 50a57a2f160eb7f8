"""What every document of ours needs on its way out: its evidence and its package."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message import certificates
from obmen.message.belief import VerifiedSignature
from obmen.message.signatures import read_manifests, verify
from obmen.node.cases import filing
from obmen.node.cases.acts import refuse
from obmen.node.delivery import stamping
from obmen.node.delivery.packing import NoWay, PreparedPackage, prepare_package
from obmen.treaty.articles import Article

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.message.signatures import Signed
    from obmen.node.cases.models import Case
    from obmen.treaty.documents import Document


def pack_for(case: Case, container: Container, document: Document) -> PreparedPackage:
    """Encrypt a container of ours to the other side's authority; raise `ActRefused` when there is no way to it."""
    try:
        return prepare_package(
            container,
            package_id=document.envelope.message_id,
            kind=document.envelope.type,
            sender_authority=case.own_authority,
            addressee=case.other_authority,
            case_id=case.id,
        )
    except NoWay as error:
        raise refuse(str(error), "Обратитесь в центральный орган", Article(18)) from None


def evidence_of(container: Container) -> bytes:
    """Write down who signed a container of ours, read from its signatures, and that a timestamp could not be had."""
    signed = verify(container, read_manifests(container))
    return filing.evidence(map(_as_signed, signed), remarks=stamping.remarks(one.token is not None for one in signed))


def _as_signed(one: Signed) -> VerifiedSignature:
    stamp = one.token if one.token and not one.token.doubt else None
    return VerifiedSignature(
        role=one.role,
        certificate=one.facts.certificate,
        subject=certificates.facts(one.facts.certificate).subject,
        signing_time=one.facts.signing_time,
        manifest=one.manifest,
        proven_at=stamp.at if stamp else one.facts.signing_time,
        stamped_by=certificates.facts(stamp.certificate).subject if stamp else "",
    )
