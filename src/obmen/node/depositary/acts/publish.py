"""Publish what was approved: the next edition of the legal part, sealed, with its bulletin printed (R-18.4, R-26.2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message.errors import Undetermined
from obmen.message.rendering import RenderingError
from obmen.message.seal import Role
from obmen.node import clock, config, keystore
from obmen.node.delivery import register_store
from obmen.node.delivery.models import RegisterEdition
from obmen.node.depositary import records
from obmen.node.depositary.acts import in_turn, note, refuse, require
from obmen.node.depositary.models import Edition, OwnKey, Received, Revocation, State
from obmen.node.keystore import KeystoreError
from obmen.register.compose import hash_of, seal_legal
from obmen.register.differences import Change, changes
from obmen.register.legal import LegalPart
from obmen.register.printing import print_bulletin

if TYPE_CHECKING:
    from collections.abc import Sequence

    from obmen.message.seal import Signer
    from obmen.node.people.models import Officer

_LATER: Final = "Ничего не опубликовано. Повторите позже; если не поможет, сообщите администратору узла"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The next edition as it would be now: what it changes, and a mark that tells it from any other."""

    part: LegalPart
    changes: tuple[Change, ...]
    mark: str

    @property
    def brings(self) -> bool:
        """Whether it would bring anything."""
        return bool(self.changes)


def preview() -> Draft:
    """Draft the next edition to be looked at; nothing is sealed."""
    key, following = records.own_key(), approved_key()
    part = records.drafted(clock.now(), [bytes((following or key).certificate)] if key else [])
    return Draft(part=part, changes=changes(records.part_of(records.newest()), part), mark=_mark())


def publish(officer: Officer, mark: str = "") -> Edition:
    """Publish all that was approved; `mark` is that of the draft that was looked at. Raises `ActRefused`."""
    require(officer, "dep_publish")
    settle()
    if mark and mark != _mark():
        raise refuse("Издание изменилось после того, как вы его просмотрели", "Просмотрите его заново")
    if not preview().brings:
        raise refuse("Опубликовывать нечего: всё утверждённое уже опубликовано", "Откройте перечень изданий")
    return put_out(officer, "")


def put_out(officer: Officer, why: str, adding: Revocation | None = None) -> Edition:
    """Seal the next edition and keep it, with a revocation that it is published for, if there is one.

    For acts that have asked whether it may be. Raises `ActRefused`.
    """
    mark, key, following = _mark(), records.own_key(), approved_key()
    if key is None:
        raise refuse("У депозитария нет ключа", "Создайте узел депозитария заново: obmen init --role depositary")
    part, raw = _sealed(key, following, adding)
    with in_turn():
        if _mark() != mark:
            raise refuse("Тем временем утверждено или опубликовано другое", "Просмотрите издание заново")
        if adding:
            adding.save()
        edition = Edition.objects.create(
            version=part.version,
            hash=hash_of(raw),
            raw=raw,
            issued_at=part.issued_at,
            published_by=officer.username,
            why=why,
        )
        _mark_published(edition)
        note(officer, "edition_published", f"legal-{edition.version:06}", hash=edition.hash)
    settle()
    return edition


def settle() -> None:
    """Put every edition where nodes fetch it; one that was cut short between the two is put there now."""
    held = {name.rpartition("-")[2] for name in RegisterEdition.objects.values_list("name", flat=True)}
    for edition in Edition.objects.order_by("version"):
        if edition.hash not in held:
            register_store.accept(bytes(edition.raw))


def approved_key() -> OwnKey | None:
    """Give the key that a second person has approved to follow the one that seals."""
    following = records.next_key()
    return following if following and following.approved_by else None


def _sealed(key: OwnKey, following: OwnKey | None, adding: Revocation | None) -> tuple[LegalPart, bytes]:
    at, here = clock.now(), config.current()
    part = records.drafted(at, [bytes((following or key).certificate)], adding)
    try:
        printed = print_bulletin(part, here.office, here.zone)
        raw = seal_legal(part, signer(key.name), at, [signer(following.name)] if following else (), printed=printed)
    except (KeystoreError, Undetermined, RenderingError) as error:
        raise refuse(f"Издание не заверено: {error}".rstrip("."), _LATER) from None
    return part, raw


def signer(name: str) -> Signer:
    """Give a seal of the depositary by the name of its key."""
    return keystore.current().signer(name, Role.DEPOSITARY)


def _mark_published(edition: Edition) -> None:
    for row in [row for row in records.counted() if row.state == State.APPROVED]:
        Received.objects.filter(number=row.number, revision__lt=row.revision).update(state=State.CORRECTED)
        row.state, row.edition, row.version = State.PUBLISHED, edition, row.version + 1
        row.effective_on = row.effective_on or records.today()
        row.save()
    if approved_key():
        OwnKey.objects.filter(state=OwnKey.State.CURRENT).update(state=OwnKey.State.RETIRED)
        OwnKey.objects.filter(state=OwnKey.State.PROPOSED).update(state=OwnKey.State.CURRENT)


def _mark() -> str:
    """Name all that the next edition is made of: the edition before, instruments with their versions, keys."""
    edition, key, following = records.newest(), records.own_key(), approved_key()
    made: Sequence[object] = (
        edition.hash if edition else "",
        *(f"{row.pk}.{row.version}" for row in records.counted()),
        key.name if key else "",
        following.name if following else "",
    )
    return " ".join(map(str, made))
