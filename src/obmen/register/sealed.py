"""A part of the register travels in the container of a letter, sealed by the one who may seal it (R-18.5, R-18.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from obmen.message import belief, certificates, signatures, strict_json
from obmen.message import container as containers
from obmen.message.belief import Trust
from obmen.message.errors import MessageError
from obmen.message.seal import Role
from obmen.message.strict_json import JsonRefused
from obmen.register.annex import TechnicalAnnex
from obmen.register.errors import BadSeal, Unreadable
from obmen.register.legal import FORMAT, LegalPart
from obmen.register.sizes import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from obmen.message.container import Container
    from obmen.message.encoding import StrictCodec
    from obmen.register.legal import CentralKey

T = TypeVar("T", LegalPart, TechnicalAnnex)


def read(raw: bytes) -> Container:
    """Read the container. Raises `Unreadable`."""
    try:
        return containers.read(raw, LIMITS)
    except MessageError as error:
        raise Unreadable(f"Файл не является изданием реестра. {error.text_ru}") from None


def role_of(container: Container) -> Role:
    """Tell who claims to have sealed it, hence which part it is. Raises `Unreadable`."""
    try:
        return next(iter(signatures.read_manifests(container).values())).role
    except MessageError as error:
        raise Unreadable(f"Файл не является изданием реестра. {error.text_ru}") from None


def decode(codec: StrictCodec[T], container: Container) -> T:
    """Read the part; of a newer minor format, what we do not know is left out. Raises `Unreadable`."""
    read = codec.read(container.document)
    stated = read.value.format if read.value else _stated_format(container.document)
    if stated.partition(".")[0] != FORMAT.partition(".")[0]:
        raise Unreadable(f"Издание реестра составлено в формате {stated[:20]}; этот узел читает {FORMAT}.")
    if read.value is None and stated != FORMAT:
        read = codec.read(container.document, newer_minor=True)
    if read.value is None:
        places = "; ".join(map(str, read.problems[:3]))
        raise Unreadable(f"Издание реестра не читается: {places}.")
    return read.value


def _stated_format(document: bytes) -> str:
    """Look at the format that a part states when it cannot be read as ours; ours when it states none."""
    try:
        parsed = strict_json.parse(document, LIMITS)
    except JsonRefused:
        return FORMAT
    stated = parsed.get("format") if isinstance(parsed, dict) else None
    return stated if isinstance(stated, str) else FORMAT


def check_legal(container: Container, part: LegalPart, held: LegalPart | None, now: datetime) -> None:
    """Require the depositary's seal, by a key that the edition in force names; a new key must seal as well.

    The first edition, whose fingerprint was compared outside the system, names its own keys. Raises `BadSeal`.
    """
    known = held.depositary_keys if held else part.depositary_keys
    trust = Trust(pinned={Role.DEPOSITARY: (*known, *part.depositary_keys)}, required=frozenset({Role.DEPOSITARY}))
    sealed_by = _sealed_by(container, trust, now, "E-T-06")
    if not sealed_by & set(known):
        raise BadSeal("Новый ключ депозитария не подтверждён прежним: нет печати прежним ключом.")
    if not set(part.depositary_keys) - set(known) <= sealed_by:
        raise BadSeal("Издание называет новый ключ депозитария, но этим ключом не заверено.")


def check_annex(container: Container, annex: TechnicalAnnex, keys: Sequence[CentralKey], now: datetime) -> None:
    """Require the seal of the Party's central authority, by one of the keys that the legal part names for it.

    A key must be named for the time of issue, and not be revoked by now: whoever stole it can state any time (R-18.7).
    Raises `BadSeal` (E-18-03).
    """
    if not keys:
        text = f"В правовой части реестра нет ключа центрального органа Стороны {annex.party}."
        fix = "Сначала примите новое издание правовой части, в котором этот ключ назван."
        raise BadSeal(text, code="E-18-03", how_to_fix=fix)
    revoked = {certificates.fingerprint(key.certificate): key.revoked_at for key in keys}
    trust = Trust(
        pinned={Role.CENTRAL: [key.certificate for key in keys if key.valid(annex.issued_at)]},
        required=frozenset({Role.CENTRAL}),
        revoked_at=revoked.get,
    )
    _sealed_by(container, trust, now, "E-18-03")


def _sealed_by(container: Container, trust: Trust, now: datetime, code: str) -> set[bytes]:
    """Check every seal and give the certificates."""
    try:
        return {one.certificate for one in belief.check_signatures(container, trust, now)}
    except MessageError as error:
        raise BadSeal(f"Печать издания реестра не подтверждена. {error.text_ru}", code=code) from None
