"""Change the depositary's key: one person proposes the new one, another approves; both keys seal the next edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from obmen.message.seal import Role
from obmen.node import clock, config, keystore
from obmen.node.depositary import records
from obmen.node.depositary.acts import in_turn, note, refuse, require
from obmen.node.depositary.models import OwnKey
from obmen.node.keystore import KeystoreError
from obmen.node.keystore.certificates import Validity
from obmen.node.keystore.software import make_depositary_key

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.node.people.models import Officer


def propose_key(officer: Officer, until: datetime) -> OwnKey:
    """Propose a new key, valid until an instant: made here, or the one laid ready in the token. Raises `ActRefused`."""
    require(officer, "dep_enter")
    if records.next_key():
        raise refuse("Новый ключ уже предложен", "Дождитесь, пока его утвердят или отклонят")
    name = f"depositary-{OwnKey.objects.count() + 1}"
    row = OwnKey(name=name, certificate=_certificate(name, until), state=OwnKey.State.PROPOSED)
    row.proposed_by = officer.username
    with in_turn():
        if records.next_key() or OwnKey.objects.filter(name=name).exists():
            raise refuse("Новый ключ уже предложен", "Дождитесь, пока его утвердят или отклонят")
        row.save()
        note(officer, "key_proposed", name)
    return row


def decide_key(officer: Officer, row: OwnKey, *, agreed: bool) -> None:
    """Approve the proposed key, which the next edition brings, or refuse it. Raises `ActRefused`."""
    require(officer, "dep_approve")
    if officer.username == row.proposed_by:
        with transaction.atomic():
            note(officer, "approval_refused", row)
        raise refuse("Ключ утверждает не тот, кто его предложил", "Передайте его другому утверждающему")
    with in_turn():
        locked = OwnKey.objects.get(pk=row.pk)
        if locked.state != OwnKey.State.PROPOSED or locked.approved_by:
            raise refuse("Решение об этом ключе уже принято", "Откройте страницу ключей заново")
        locked.approved_by = officer.username
        locked.state = OwnKey.State.PROPOSED if agreed else OwnKey.State.REFUSED
        locked.save()
        note(officer, "key_approved" if agreed else "key_refused", row)


def _certificate(name: str, until: datetime) -> bytes:
    """Give the certificate of the key: laid ready in the folder by who keeps the token, or made now with its key."""
    here, store = config.current(), keystore.current()
    start = clock.now()
    if until <= start:
        raise refuse("Срок действия нового ключа уже истёк", "Укажите день в будущем")
    path = here.secrets / f"{name}.pem"
    try:
        if path.exists():  # laid ready, or left by a proposal that was cut short
            return store.signer(name, Role.DEPOSITARY).certificate
        if here.pkcs11_module:
            text = f"Подписывает токен «{here.pkcs11_token}»: положите в него ключ «{name}», а сертификат — в {path}"
            raise refuse(text, "Затем предложите ключ снова (docs/operate/token.md)")
        return make_depositary_key(here.secrets, name, here.office, Validity(start=start, end=until))
    except KeystoreError as error:
        raise refuse(str(error).rstrip("."), "Сообщите администратору узла") from None
