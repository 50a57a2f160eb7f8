"""Whether the signatures of a container hold, and whose they are (Art. 11(3); EN 319 102-1, 5).

Two questions, kept apart: `verify` is arithmetic and asks nobody; `believe` asks whom we trust.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from obmen.message import certificates, libcrypto, manifest
from obmen.message.canonical_zip import not_of_profile
from obmen.message.cms_shell import names_signer, take_apart
from obmen.message.container import signature_name
from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.libcrypto import CryptoError, SignerFacts
from obmen.message.seal import Role
from obmen.message.suites import WEAK, accepted

if TYPE_CHECKING:
    from obmen.message.container import Container
    from obmen.message.manifest import Manifest

CLOCK_SKEW: Final = timedelta(minutes=5)
"""How far the signer's clock may be ahead of ours."""


def never_revoked(_fingerprint: str) -> datetime | None:
    """Answer for trust that knows no revocation."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whom to believe: for each role the very certificates (`pinned`) or the anchors their chains must reach, DER.

    `required` are the roles that must have signed. `revoked_at` takes the SHA-256 fingerprint (hex) of a certificate
    and gives the instant since which it is revoked, `None` when it is good, and raises `Undetermined` when that is not
    known. `oldest` bounds how long before the moment of the check a signature may state its time.
    """

    pinned: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    anchors: Mapping[Role, Sequence[bytes]] = field(default_factory=dict)
    required: frozenset[Role] = frozenset()
    revoked_at: Callable[[str], datetime | None] = never_revoked
    oldest: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A signature whose arithmetic holds; nobody has said yet whether to believe the signer."""

    role: Role
    facts: SignerFacts
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSignature:
    """A signature that holds: in what role, by whom, when (as the signer states) and by which manifest."""

    role: Role
    certificate: bytes
    subject: str
    signing_time: datetime
    manifest: str


def check_signatures(container: Container, trust: Trust, at: datetime) -> tuple[VerifiedSignature, ...]:
    """Check every signature of the container and that it is trusted at the moment `at`.

    Every file is covered by every manifest; digests, signatures, certificates, roles hold. Raises `NotAcceptable`
    (E-T-01, E-T-03, E-T-11) or `Undetermined` (E-T-05).
    """
    manifests = read_manifests(container)
    check_coverage(container, manifests)
    check_digests(container, manifests)
    signed = verify(container, manifests)
    require_roles(signed, trust.required)
    return tuple(believe(one, trust, at) for one in signed)


# --- Arithmetic --------------------------------------------------------------------------------------------------


def read_manifests(container: Container) -> Mapping[str, Manifest]:
    """Read all manifests, by name; each names its own signature (EN 319 162-1, 4.4.3.2). E-T-01, E-T-03, E-T-11."""
    manifests = {name: manifest.read(raw, name) for name, raw in container.manifests.items()}
    if not manifests:
        raise NotAcceptable("E-T-03", "Документ не подписан и не скреплён печатью.")
    for number, (name, one) in enumerate(manifests.items(), start=1):
        if one.signature != signature_name(number):
            raise not_of_profile("Опись подписанных файлов указывает на чужую подпись.", name)
    return manifests


def check_coverage(container: Container, manifests: Mapping[str, Manifest]) -> None:
    """Require that every signature covers every file, in their order: nothing travels unsigned (E-T-11)."""
    for name, one in manifests.items():
        if list(one.digests) != list(container.content):
            raise not_of_profile("Подпись охватывает не все файлы контейнера.", name)


def check_digests(container: Container, manifests: Mapping[str, Manifest]) -> None:
    """Require that every file is the one that was signed (E-T-03)."""
    actual = {name: hashlib.sha256(data).digest() for name, data in container.content.items()}
    for one in manifests.values():
        for name, digest in one.digests.items():
            if actual[name] != digest:
                raise NotAcceptable("E-T-03", "Подпись недействительна: файл изменён после подписания.", name)


def verify(container: Container, manifests: Mapping[str, Manifest]) -> tuple[Signed, ...]:
    """Check that every signature holds over its manifest, by algorithms that we accept (E-T-03, E-T-05)."""
    return tuple(_verify(container, name, one) for name, one in manifests.items())


def _verify(container: Container, name: str, one: Manifest) -> Signed:
    shell = take_apart(container.files[one.signature], one.signature)
    try:
        with libcrypto.reading_signature(shell.bare, shell.certificates) as signature:
            known = signature.facts()
            _require_accepted(known, one.signature)
            signature.verify(container.files[name])
    except CryptoError:
        raise NotAcceptable("E-T-03", f"Недействительна {one.role.label}.", one.signature) from None
    if not names_signer(shell, known.certificate):
        raise NotAcceptable("E-T-03", "Подпись называет сертификат, которого в ней нет.", one.signature)
    return Signed(role=one.role, facts=known, manifest=name)


def _require_accepted(known: SignerFacts, place: str) -> None:
    """Ask the allow-list: what it does not know is undetermined, what is known to be weak is refused."""
    algorithms = (known.digest_algorithm, known.signature_algorithm)
    if WEAK.intersection(algorithms):
        raise NotAcceptable("E-T-03", "Подпись сделана алгоритмом, который больше ничего не доказывает.", place)
    key = certificates.facts(known.certificate).key
    if accepted(*algorithms, key) is None:
        text = f"Алгоритм подписи этим узлом не проверяется ({', '.join(algorithms)}, ключ {key})."
        raise Undetermined("E-T-05", text, place)


# --- Trust -------------------------------------------------------------------------------------------------------


def require_roles(signed: Sequence[Signed], required: frozenset[Role]) -> None:
    """Require the signatures and seals that must be there (Art. 11(3); E-T-03)."""
    missing = [role.label for role in Role if role in required - {one.role for one in signed}]
    if missing:
        raise NotAcceptable("E-T-03", f"В документе отсутствует: {', '.join(missing)}.")


def believe(one: Signed, trust: Trust, proven_at: datetime) -> VerifiedSignature:
    """Decide whether the signer is trusted in this role. Raises `NotAcceptable` (E-T-03) or `Undetermined`.

    `proven_at` is the earliest instant at which the signature is proven to exist. Validity is judged at the time that
    the signer states; revocation at `proven_at`, for whoever stole a key can state any time (R-18.7).
    """
    stated, place = one.facts.signing_time, signature_of(one)
    _check_time(stated, proven_at, trust, place)
    certificates.require_signing(one.facts.certificate, place)
    certificates.require_valid(one.facts.certificate, stated, place)
    for certificate in _chain(one, trust, place):
        _check_revocation(certificate, trust, proven_at, place)
    return VerifiedSignature(
        role=one.role,
        certificate=one.facts.certificate,
        subject=certificates.facts(one.facts.certificate).subject,
        signing_time=stated,
        manifest=one.manifest,
    )


def signature_of(one: Signed) -> str:
    """Name the signature file of a manifest."""
    return one.manifest.replace("ASiCManifest", "signature").replace(".xml", ".p7s")


def _check_time(stated: datetime, proven_at: datetime, trust: Trust, place: str) -> None:
    if stated > proven_at + CLOCK_SKEW:
        raise NotAcceptable("E-T-03", f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) ещё не наступило.", place)
    if trust.oldest is not None and stated < proven_at - trust.oldest:
        text = f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) слишком далеко в прошлом."
        raise NotAcceptable("E-T-03", text, place)


def _chain(one: Signed, trust: Trust, place: str) -> tuple[bytes, ...]:
    """Find why to believe the certificate: it is pinned itself, or its chain reaches an anchor."""
    known = one.facts
    if known.certificate in trust.pinned.get(one.role, ()):
        return (known.certificate,)
    anchors = trust.anchors.get(one.role, ())
    try:
        if anchors:
            return libcrypto.build_chain(known.certificate, known.certificates, anchors, known.signing_time)
    except CryptoError:
        pass  # said below, in words for people
    subject = certificates.facts(known.certificate).subject
    text = f"Сертификат «{subject}» не внесён в реестр для этого отправителя ({one.role.label})."
    raise NotAcceptable("E-T-03", text, place)


def _check_revocation(certificate: bytes, trust: Trust, proven_at: datetime, place: str) -> None:
    since = trust.revoked_at(certificates.fingerprint(certificate))
    if since is not None and since <= proven_at:
        subject = certificates.facts(certificate).subject
        raise NotAcceptable("E-T-03", f"Сертификат «{subject}» отозван с {since:%d.%m.%Y %H:%M %z}.", place)
