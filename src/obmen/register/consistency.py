"""What a sealed part must not say: against itself, against the legal part, about another Party (R-18.5).

An annex speaks of its own Party only; whose authority it is, the legal part says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from obmen.register.errors import Contradiction
from obmen.treaty.policies import Policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from obmen.register.annex import TechnicalAnnex
    from obmen.register.indices import AnnexIndex
    from obmen.register.legal import LegalPart


def check_legal(part: LegalPart, previous: LegalPart | None) -> None:
    """Require that a legal part makes sense. Raises `Contradiction`."""
    _require_later(part.issued_at, previous.issued_at if previous else None)
    _refuse(_in_legal(part))


def check_annex(annex: TechnicalAnnex, previous: TechnicalAnnex | None, party_of: Mapping[str, str]) -> None:
    """Require that an annex makes sense and speaks of its own Party; `party_of` are the authorities we know of others.

    Raises `Contradiction`.
    """
    _require_later(annex.issued_at, previous.issued_at if previous else None)
    _refuse(_in_annex(annex, party_of))


def check_between(own: AnnexIndex, others: Iterable[AnnexIndex]) -> None:
    """Require that nothing here is already another Party's: no node, certificate or body. Raises `Contradiction`."""
    for other in others:
        if not own.claims.isdisjoint(other.claims):
            parties = own.annex.party, other.annex.party
            text = "Приложение Стороны {} называет своим то, что принадлежит Стороне {}.".format(*parties)
            raise Contradiction(text, code="E-18-03")


def _refuse(reasons: Iterator[str]) -> None:
    for reason in reasons:
        raise Contradiction(f"Издание реестра противоречиво: {reason}.")


def _require_later(issued: datetime, before: datetime | None) -> None:
    if before is not None and issued < before:
        text = f"Издание составлено {issued:%d.%m.%Y %H:%M %z}, раньше того, которое должно заменить."
        raise Contradiction(text)


def _in_legal(part: LegalPart) -> Iterator[str]:
    parties = {entry.party for entry in part.parties}
    if not part.depositary_keys:
        yield "не назван ключ депозитария"
    if len(parties) != len(part.parties):
        yield "Сторона названа дважды"
    yield from (f"орган {entry.id} чужой Стороны" for entry in part.authorities if entry.party not in parties)
    yield from (f"ключ чужой Стороны {key.party}" for key in part.central_keys if key.party not in parties)
    owners = {(entry.id, entry.party) for entry in part.authorities}
    if len(owners) != len({authority for authority, _ in owners}):
        yield "один и тот же орган назван у двух Сторон"
    zones = {entry.zone for entry in part.authorities}
    yield from (f"неизвестен часовой пояс {zone}" for zone in sorted(zones) if not _is_zone(zone))


def _in_annex(annex: TechnicalAnnex, party_of: Mapping[str, str]) -> Iterator[str]:
    """Tell what is wrong with an annex."""
    for name in _named(annex):
        if party_of.get(name, annex.party) != annex.party:
            yield f"орган {name} принадлежит другой Стороне"
    if len({node.id for node in annex.nodes}) != len(annex.nodes):
        yield "узел назван дважды"
    served = Counter(name for node in annex.nodes for name in node.authorities)
    yield from (f"орган {name} обслуживают два узла" for name, count in served.items() if count > 1)
    yield from (f"календарь Стороны {each.party}" for each in annex.calendars if each.party != annex.party)
    zones = {entry.zone for entry in annex.directory}
    yield from (f"неизвестен часовой пояс {zone}" for zone in sorted(zones) if not _is_zone(zone))
    try:
        Policies.declared(annex.policies)
    except ValueError:
        yield "объявлено толкование (P-…), которого этот узел не знает"


def _named(annex: TechnicalAnnex) -> Iterator[str]:
    """Go through every authority or body that the annex speaks of."""
    yield from (name for node in annex.nodes for name in node.authorities)
    yield from (entry.authority for entry in annex.certificates)
    yield from (entry.id for entry in annex.directory)
    yield from (entry.served_by for entry in annex.directory)
    yield from (entry.authority for entry in annex.channels)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
