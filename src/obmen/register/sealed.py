"""A part of the register travels in the container of a letter, sealed by the one who may seal it (R-18.5, R-18.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from obmen.message import belief, certificates, signatures, strict_json
from obmen.message import container as containers
from obmen.message.belief import Trust
from obmen.message.errors import MessageError
from obmen.message.seal import Role
from obmen.message.strict_json import JsonRefused
from obmen.register import annex as annexes
from obmen.register import legal
from obmen.register.annex import TechnicalAnnex
from obmen.register.errors import BadSeal, NotPinned, Unreadable
from obmen.register.legal import FORMAT, LegalPart
from obmen.register.sizes import LIMITS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from obmen.message.container import Container
    from obmen.message.encoding import StrictCodec
    from obmen.register.legal import CentralKey

T = TypeVar("T", LegalPart, TechnicalAnnex)
CO_SIGNERS: Final = 2
"""How many Parties at least seal a legal part together while the depositary has no node (R-18.8)."""


def read(raw: bytes) -> Container:
    """Read the container. Raises `Unreadable`."""
    try:
        return containers.read(raw, LIMITS)
    except MessageError as error:
        raise Unreadable(f"Файл не является изданием реестра. {error.text_ru}") from None


def is_legal(container: Container) -> bool:
    """Tell which part it claims to be: the depositary seals the legal part, or several Parties together (R-18.8).

    Raises `Unreadable`.
    """
    try:
        roles = [manifest.role for manifest in signatures.read_manifests(container).values()]
    except MessageError as error:
        raise Unreadable(f"Файл не является изданием реестра. {error.text_ru}") from None
    return Role.DEPOSITARY in roles or len(roles) > 1


def part_of(raw: bytes) -> LegalPart | TechnicalAnnex:
    """Read the part of an edition that was accepted. Raises `Unreadable`."""
    container = read(raw)
    return decode(legal.CODEC, container) if is_legal(container) else decode(annexes.CODEC, container)


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


def check_legal(container: Container, part: LegalPart, held: LegalPart | None, now: datetime, *, pinned: bool) -> None:
    """Require the seals of an edition that follows `held` (R-18.8); a `pinned` one was compared outside the system.

    The depositary seals by a key that the edition in force names; a new key seals as well. While there is none, two
    Parties or more seal by their central keys. A pinned edition names its own keys: the first of all, the first of the
    depositary, the first after its key was compromised. Raises `BadSeal`, `NotPinned`.
    """
    base = part if held is None or pinned else held
    if part.depositary_keys:
        _require_appointed(held, pinned=pinned)
        _check_depositary(container, base.depositary_keys, part.depositary_keys, now)
    elif held and held.depositary_keys:
        raise BadSeal("Издание исключает депозитария: в нём не назван ни один его ключ.")
    else:
        _check_parties(container, base.central_keys, part.issued_at, now)


def _require_appointed(held: LegalPart | None, *, pinned: bool) -> None:
    """Refuse a depositary that nobody named before, unless its first edition was compared outside the system."""
    if held and not held.depositary_keys and not pinned:
        text = "Первое издание депозитария принимается по отпечатку, сверенному вне системы."
        raise NotPinned(text)


def _check_depositary(container: Container, known: Sequence[bytes], named: Sequence[bytes], now: datetime) -> None:
    pinned = {Role.DEPOSITARY: (*known, *named)}
    sealed_by = _sealed_by(container, Trust(pinned=pinned, required=frozenset({Role.DEPOSITARY})), now, "E-T-06")
    if not sealed_by & set(known):
        raise BadSeal("Новый ключ депозитария не подтверждён прежним: нет печати прежним ключом.")
    if not set(named) - set(known) <= sealed_by:
        raise BadSeal("Издание называет новый ключ депозитария, но этим ключом не заверено.")


def _check_parties(container: Container, keys: Sequence[CentralKey], issued: datetime, now: datetime) -> None:
    sealed_by = _sealed_by(container, _central_trust(keys, issued), now, "E-T-06")
    if len({key.party for key in keys if key.certificate in sealed_by}) < CO_SIGNERS:
        raise BadSeal("Пока у депозитария нет узла, издание заверяют центральные органы не менее двух Сторон.")


def _central_trust(keys: Sequence[CentralKey], issued: datetime) -> Trust:
    """Trust the keys that are named for the time of issue, and not revoked by now: a thief can state any time."""
    revoked = {certificates.fingerprint(key.certificate): key.revoked_at for key in keys}
    return Trust(
        pinned={Role.CENTRAL: [key.certificate for key in keys if key.valid(issued)]},
        required=frozenset({Role.CENTRAL}),
        revoked_at=revoked.get,
    )


def check_annex(container: Container, annex: TechnicalAnnex, keys: Sequence[CentralKey], now: datetime) -> None:
    """Require the seal of the Party's central authority, by one of the keys that the legal part names for it (R-18.7).

    Raises `BadSeal` (E-18-03).
    """
    if not keys:
        text = f"В правовой части реестра нет ключа центрального органа Стороны {annex.party}."
        fix = "Сначала примите новое издание правовой части, в котором этот ключ назван."
        raise BadSeal(text, code="E-18-03", how_to_fix=fix)
    _sealed_by(container, _central_trust(keys, annex.issued_at), now, "E-18-03")


def _sealed_by(container: Container, trust: Trust, now: datetime, code: str) -> set[bytes]:
    """Check every seal and give the certificates."""
    try:
        return {one.certificate for one in belief.check_signatures(container, trust, now)}
    except MessageError as error:
        raise BadSeal(f"Печать издания реестра не подтверждена. {error.text_ru}", code=code) from None
