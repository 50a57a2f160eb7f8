"""What a sealed part must not say: against itself, against the legal part, about another Party (R-18.5).

An annex speaks of its own Party only; whose authority it is, the legal part says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from obmen.message import libcrypto
from obmen.message.belief import CLOCK_SKEW
from obmen.message.libcrypto import CryptoError
from obmen.register.errors import Contradiction
from obmen.treaty.policies import Policies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from obmen.register.annex import TechnicalAnnex
    from obmen.register.indices import AnnexIndex
    from obmen.register.legal import LegalPart
    from obmen.register.nodes import NodeEntry


_LONGEST_NAME: Final = 64
_NOT_OURS: Final = "назван не так, как органы его Стороны: её код, дефис и видимые знаки без пробелов"


def check_legal(part: LegalPart, previous: LegalPart | None, now: datetime) -> None:
    """Require that a legal part makes sense and removes nothing. Raises `Contradiction`."""
    _require_issued(part.issued_at, previous.issued_at if previous else None, now)
    _refuse(_in_legal(part))
    if previous:
        _refuse(_gone_from_legal(part, previous))


def check_annex(
    annex: TechnicalAnnex, previous: TechnicalAnnex | None, party_of: Mapping[str, str], now: datetime
) -> None:
    """Require that an annex makes sense and speaks of its own Party; `party_of` are the authorities we know of others.

    Raises `Contradiction`.
    """
    _require_issued(annex.issued_at, previous.issued_at if previous else None, now)
    foreign = next((each.id for each in annex.directory if not _is_of(annex.party, each.id)), None)
    if foreign is not None:
        raise Contradiction(f"Издание реестра противоречиво: {foreign!a} {_NOT_OURS}.", code="E-18-03")
    _refuse(_in_annex(annex, party_of))


def check_kept(annex: TechnicalAnnex, previous: TechnicalAnnex | None) -> None:
    """Require that certificates are closed, never removed. Raises `Contradiction`."""
    if previous:
        _refuse(_gone_from_annex(annex, previous))


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


def _require_issued(issued: datetime, before: datetime | None, now: datetime) -> None:
    """Refuse a time of issue that nothing could follow, or that does not follow itself."""
    if issued > now + CLOCK_SKEW:
        raise Contradiction(f"Время составления издания, {issued:%d.%m.%Y %H:%M %z}, ещё не наступило.")
    if before is not None and issued < before:
        text = f"Издание составлено {issued:%d.%m.%Y %H:%M %z}, раньше того, которое должно заменить."
        raise Contradiction(text)


def _in_legal(part: LegalPart) -> Iterator[str]:
    parties = {entry.party for entry in part.parties}
    if len(parties) != len(part.parties):
        yield "Сторона названа дважды"
    yield from (f"орган {entry.id} чужой Стороны" for entry in part.authorities if entry.party not in parties)
    yield from (f"ключ чужой Стороны {key.party}" for key in part.central_keys if key.party not in parties)
    yield from (f"орган {each.id!a} {_NOT_OURS}" for each in part.authorities if not _is_of(each.party, each.id))
    if len({each.number for each in part.instruments}) != len(part.instruments):
        yield "два документа под одним номером депозитария"
    yield from (f"сертификат TLS узла {each.id} не читается" for each in part.depositary_nodes if not _reads(each))
    owners = {(entry.id, entry.party) for entry in part.authorities}
    if len(owners) != len({authority for authority, _ in owners}):
        yield "один и тот же орган назван у двух Сторон"
    zones = {entry.zone for entry in part.authorities}
    yield from (f"неизвестен часовой пояс {zone}" for zone in sorted(zones) if not _is_zone(zone))


def _gone_from_legal(part: LegalPart, previous: LegalPart) -> Iterator[str]:
    """Tell what is left out that must be closed instead: a past day has to keep its answer (R-18.5)."""
    listed = {entry.id for entry in part.authorities}
    received = {each.number for each in part.instruments}
    named = {(key.party, key.certificate) for key in part.central_keys}
    yield from (f"орган {each.id} исключён, а не закрыт" for each in previous.authorities if each.id not in listed)
    yield from (f"документ {each.number} исключён" for each in previous.instruments if each.number not in received)
    for key in previous.central_keys:
        if (key.party, key.certificate) not in named:
            yield f"ключ центрального органа Стороны {key.party} исключён, а не закрыт"


def _gone_from_annex(annex: TechnicalAnnex, previous: TechnicalAnnex) -> Iterator[str]:
    """Tell which certificates are left out that must be closed instead."""
    listed = {(entry.usage, entry.authority, entry.certificate) for entry in annex.certificates}
    for entry in previous.certificates:
        if (entry.usage, entry.authority, entry.certificate) not in listed:
            owner = entry.authority or annex.party
            yield f"сертификат исключён, а не закрыт ({entry.usage.label}, {owner})"


def _in_annex(annex: TechnicalAnnex, party_of: Mapping[str, str]) -> Iterator[str]:
    """Tell what is wrong with an annex."""
    for name in _named(annex):
        if party_of.get(name, annex.party) != annex.party:
            yield f"орган {name} принадлежит другой Стороне"
    if len({node.id for node in annex.nodes}) != len(annex.nodes):
        yield "узел назван дважды"
    yield from (f"сертификат TLS узла {node.id} не читается" for node in annex.nodes if not _reads(node))
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


def _is_of(party: str, name: str) -> bool:
    """Tell whether an identifier begins with its Party's code, so that none can look like another Party's on a screen.

    A Cyrillic «К» makes another identifier of «KZ-750»; so does a character that nobody sees.
    """
    return len(name) <= _LONGEST_NAME and name.isprintable() and " " not in name and name.startswith(f"{party}-")


def _reads(node: NodeEntry) -> bool:
    """Tell whether a TLS library can take the node's certificates: each node gives it those of all nodes at once."""
    try:
        for certificate in node.tls_certificates:
            libcrypto.certificate_facts(certificate)  # whatever national suites are on: TLS knows none of them
    except CryptoError:
        return False
    return True


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
