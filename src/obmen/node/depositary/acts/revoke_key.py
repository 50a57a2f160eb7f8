"""Revoke the seal of a central authority at the request of its Party: at once, by one person (R-18.7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from obmen.message.certificates import fingerprint as fingerprint_of
from obmen.node import clock
from obmen.node.depositary import records
from obmen.node.depositary.acts import refuse, require
from obmen.node.depositary.acts.publish import put_out
from obmen.node.depositary.models import Edition, Revocation

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.node.people.models import Officer


def revoke_key(officer: Officer, fingerprint: str, since: datetime, request: str) -> Edition:
    """Revoke the key from an instant on and publish it at once, with all else that is approved. Raises `ActRefused`."""
    require(officer, "dep_revoke")
    part = records.part_of(records.newest())
    known = {fingerprint_of(key.certificate): key for key in part.central_keys} if part else {}
    key = known.get(fingerprint)
    if key is None:
        raise refuse("В реестре нет такого ключа", "Выберите ключ из списка")
    if Revocation.objects.filter(fingerprint=fingerprint).exists():
        raise refuse("Этот ключ уже отозван", "Откройте перечень ключей")
    if since > clock.now():
        raise refuse("Отзыв действует не позднее чем с этой минуты", "Укажите прошедший момент")
    if not request.strip():
        raise refuse("Не указано обращение Стороны об отзыве", "Укажите, кто, когда и как обратился")
    row = Revocation(
        party=key.party,
        fingerprint=fingerprint,
        certificate=key.certificate,
        since=since,
        request=request.strip()[:300],
        by=officer.username,
    )
    return put_out(officer, f"отзыв ключа Стороны {key.party}", adding=row)
