"""Whose signatures they are, and whether to believe them (Art. 11(3); R-11.3, R-18.7; EN 319 102-1, 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from obmen.message import certificates, revocation, signatures
from obmen.message.chains import chain
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.revocation import Standing
from obmen.message.seal import Role

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.message.signatures import Signed
    from obmen.message.timestamps import Token

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours."""


def never_revoked(_fingerprint: str) -> datetime | None:
    """Answer for trust that knows no revocation."""
    return None


def nothing_at_hand(_certificate: bytes) -> Sequence[bytes]:
    """Answer for trust that holds no lists of revoked certificates."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to believe: for each role the very certificates (`pinned`) or the anchors their chains must reach, DER.

    `required` are the roles that must have signed; `stamps` the anchors of timestamp authorities. `revoked_at` takes
    the SHA-256 fingerprint (hex) of a certificate and gives the instant since which the register revokes it, or `None`;
    it raises `Undetermined` when that is not known. `sources` gives the lists (CRL) and answers (OCSP) at hand about a
    certificate (DER). `oldest` bounds how long before the moment of the check a signature may state its time. With
    `alive`, a certificate must be valid still when its signature is proven to exist; an edition of the register counts
    for ever.
    """

    pinned: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    anchors: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    stamps: Sequence[bytes] = ()
    required: frozenset[Role] = frozenset()
    revoked_at: Callable[[str], datetime | None] = never_revoked
    sources: Callable[[bytes], Sequence[bytes]] = nothing_at_hand
    oldest: timedelta | None = None
    alive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature that holds: in what role, by whom, when (as the signer states) and by which manifest.

    `proven_at` is the earliest instant at which it is proven to exist: the time of its timestamp, by the authority
    `stamped_by`, else of its receipt. `material` is what convinced us, DER: the chains and the sources about
    revocation; `remarks` are Russian sentences for whoever reads the evidence. `wanted` are the certificates (each with
    its issuer's) whose revocation must be known before its timestamp can count.
    """

    role: Role
    certificate: bytes
    subject: str
    signing_time: datetime
    manifest: str
    proven_at: datetime
    stamped_by: str = ""
    material: tuple[bytes, ...] = ()
    remarks: tuple[str, ...] = ()
    wanted: tuple[tuple[bytes, bytes], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Since when a signature is proven to exist, by whose timestamp, what convinced us, and what to remark.

    `open` tells that a timestamp is there which cannot be judged yet: what its absence would refuse, is undetermined.
    `wanted` are then the certificates whose revocation must be asked before, each with its issuer's (DER).
    """

    at: datetime
    by: str = ""
    material: tuple[bytes, ...] = ()
    remarks: tuple[str, ...] = ()
    open: bool = False
    wanted: tuple[tuple[bytes, bytes], ...] = ()


def check_signatures(container: Container, trust: Trust, at: datetime) -> tuple[VerifiedSignature, ...]:
    """Check every signature of the container and that it is trusted at the moment `at`.

    Every file is covered by every manifest; digests, signatures, certificates, roles hold. Raises `NotAcceptable`
    (E-T-01, E-T-03, E-T-11) or `Undetermined` (E-T-03, E-T-05).
    """
    manifests = signatures.read_manifests(container)
    signatures.check_coverage(container, manifests)
    signatures.check_digests(container, manifests)
    signed = signatures.verify(container, manifests)
    require_roles(signed, trust.required)
    return tuple(believe(one, trust, proof(one, trust, at)) for one in signed)


def require_roles(signed: Sequence[Signed], required: frozenset[Role]) -> None:
    """Require the signatures and seals that must be there (Art. 11(3); E-T-03)."""
    missing = [role.label for role in Role if role in required - {one.role for one in signed}]
    if missing:
        raise NotAcceptable("E-T-03", f"В документе отсутствует: {', '.join(missing)}.")


# --- When --------------------------------------------------------------------------------------------------------


def proof(one: Signed, trust: Trust, received_at: datetime) -> Proof:
    """Tell since when the signature is proven to exist: since its timestamp, if that is believed, else its receipt."""
    token = one.token
    if token is None or token.at > received_at + CLOCK_SKEW:
        late = ("Метка времени позже получения; она не учтена.",) if token else ()
        return Proof(at=received_at, remarks=late)
    if token.doubt:
        return Proof(at=received_at, remarks=(f"Метка времени не учтена: {token.doubt}.",))
    return _proof_of_token(one, token, trust, received_at)


def _proof_of_token(one: Signed, token: Token, trust: Trust, received_at: datetime) -> Proof:
    name = certificates.facts(token.certificate).subject
    links = chain(token.certificate, token.certificates, trust.stamps, token.at) if trust.stamps else None
    if links is None:
        text = f"Метка времени не учтена: служба «{name}» не внесена в реестр."
        return Proof(at=received_at, remarks=(text,))
    try:
        sources, remarks = _check_chain(links, one, trust, received_at)
    except NotAcceptable:
        return Proof(at=received_at, remarks=(f"Метка времени не учтена: сертификат службы «{name}» отозван.",))
    except Undetermined as error:
        text = f"Метка времени не учтена: сведения об отзыве сертификата службы «{name}» недоступны."
        return Proof(at=received_at, remarks=(text,), open=True, wanted=error.wanted)
    return Proof(at=min(token.at, received_at), by=name, material=(*links, *sources), remarks=remarks)


# --- Who ---------------------------------------------------------------------------------------------------------


def believe(one: Signed, trust: Trust, proven: Proof) -> VerifiedSignature:
    """Decide whether the signer is trusted in this role. Raises `NotAcceptable` (E-T-03) or `Undetermined`.

    Revocation is judged at the instant at which the signature is proven to exist, for whoever stole a key can state
    any time (R-18.7); validity at the time that the signer states and, where the trust asks it, at that instant too.
    """
    try:
        return _believed(one, trust, proven)
    except NotAcceptable as refusal:
        if proven.open:  # an earlier time could still be proven
            text = f"{refusal.text_ru} {proven.remarks[0]}"
            raise Undetermined(refusal.code, text, refusal.field, proven.wanted) from None
        raise


def _believed(one: Signed, trust: Trust, proven: Proof) -> VerifiedSignature:
    certificate, stated, place = one.facts.certificate, one.facts.signing_time, one.place
    _check_time(stated, proven.at, trust, place)
    certificates.require_signing(certificate, place)
    for moment in (stated, proven.at) if trust.alive else (stated,):
        certificates.require_valid(certificate, moment, place)
    links = _links(one, trust, proven.at if trust.alive else stated)
    sources, remarks = _check_chain(links, one, trust, proven.at)
    return VerifiedSignature(
        role=one.role,
        certificate=certificate,
        subject=certificates.facts(certificate).subject,
        signing_time=stated,
        manifest=one.manifest,
        proven_at=proven.at,
        stamped_by=proven.by,
        material=tuple(dict.fromkeys((*links, *sources, *proven.material))),
        remarks=(*proven.remarks, *remarks),
        wanted=proven.wanted,
    )


def _check_time(stated: datetime, proven_at: datetime, trust: Trust, place: str) -> None:
    if stated > proven_at + CLOCK_SKEW:
        raise NotAcceptable("E-T-03", f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) ещё не наступило.", place)
    if trust.oldest is not None and stated < proven_at - trust.oldest:
        text = f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) слишком далеко в прошлом."
        raise NotAcceptable("E-T-03", text, place)


def _links(one: Signed, trust: Trust, at: datetime) -> tuple[bytes, ...]:
    """Find why to believe the certificate: it is pinned itself, or its chain reaches an anchor."""
    known = one.facts
    if known.certificate in trust.pinned.get(one.role, ()):
        return (known.certificate,)
    anchors = trust.anchors.get(one.role, ())
    links = chain(known.certificate, known.certificates, anchors, at) if anchors else None
    if links is None:
        subject = certificates.facts(known.certificate).subject
        text = f"Сертификат «{subject}» не внесён в реестр для этого отправителя ({one.role.label})."
        raise NotAcceptable("E-T-03", text, one.place)
    return links


# --- Revoked or not ----------------------------------------------------------------------------------------------


def _check_chain(
    links: Sequence[bytes], one: Signed, trust: Trust, at: datetime
) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Ask about every certificate of a chain: the register first, then its issuer; give the sources and remarks.

    Raises `NotAcceptable` for a revoked one, `Undetermined` when that cannot be told; revoked comes first.
    """
    for certificate in links:
        _check_register(certificate, trust, at, one.place)
    pairs = list(pairwise(links))
    answers = [_ask_issuer(certificate, issuer, one, trust, at) for certificate, issuer in pairs]
    unknown = [pair for pair, answer in zip(pairs, answers, strict=True) if answer.standing is Standing.UNKNOWN]
    if unknown:
        raise _unknown(unknown, one.place)
    sources = tuple(answer.source for answer in answers if answer.source)
    return sources, tuple(answer.remark for answer in answers if answer.remark)


def _check_register(certificate: bytes, trust: Trust, at: datetime, place: str) -> None:
    since = trust.revoked_at(certificates.fingerprint(certificate))
    if since is not None and since <= at:
        raise _revoked(certificate, since, place)


def _ask_issuer(certificate: bytes, issuer: bytes, one: Signed, trust: Trust, at: datetime) -> revocation.Answer:
    if not revocation.must_be_asked(certificate):
        return revocation.Answer(standing=Standing.GOOD)
    answer = revocation.ask(certificate, issuer, at, (*one.lists, *trust.sources(certificate)))
    if answer.standing is Standing.REVOKED and answer.since is not None:
        raise _revoked(certificate, answer.since, one.place)
    return answer


def _revoked(certificate: bytes, since: datetime, place: str) -> NotAcceptable:
    subject = certificates.facts(certificate).subject
    return NotAcceptable("E-T-03", f"Сертификат «{subject}» отозван с {since:%d.%m.%Y %H:%M %z}.", place)


def _unknown(pairs: Sequence[tuple[bytes, bytes]], place: str) -> Undetermined:
    names = ", ".join(f"«{certificates.facts(certificate).subject}»" for certificate, _ in pairs)
    text = f"Не отозван ли сертификат {names}, пока узнать нельзя: нет действующих сведений удостоверяющего центра."
    return Undetermined("E-T-03", text, place, wanted=pairs)
