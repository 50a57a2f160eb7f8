"""Seal and unseal content under the key of a case: AES-256-GCM (NIST SP 800-38D), a fresh nonce each time.

What a piece of content is (`about`) is bound to it: a sealed answer moved to another case or column does not open.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connections, transaction

from obmen.node import clock, keystore
from obmen.node.vault.models import WrappedKey
from obmen.node.vault.router import KEYS

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_NONCE: Final = 12
_KEY_BITS: Final = 256


class VaultError(Exception):
    """Content cannot be had; the text is for the person who asked for it."""


class KeyDestroyedError(VaultError):
    """The key of the case was destroyed, and the content with it (R-9.6.3)."""

    def __init__(self) -> None:
        """Say that the content is gone for good."""
        super().__init__("Содержание дела уничтожено вместе с его ключом (п. 6 ст. 9). Восстановить его нельзя.")


class TamperedError(VaultError):
    """The stored bytes are not what was stored (R-9.4.1): an alarm, not a page."""

    def __init__(self) -> None:
        """Say whom to call."""
        text = "Сохранённое содержание изменено или повреждено и не показано. Сообщите администратору узла."
        super().__init__(text)


def new_key() -> UUID:
    """Make the key of a new case and return its name."""
    name = uuid4()
    wrapped = _locked(_node_cipher(), AESGCM.generate_key(_KEY_BITS), str(name))
    WrappedKey.objects.create(id=name, wrapped=wrapped, made_at=clock.real_now())
    return name


def seal(key: UUID, plain: bytes, about: str) -> bytes:
    """Encrypt `plain` under the case's key as `about`. Raises `KeyDestroyedError`."""
    return _locked(_cipher(key), plain, about)


def unseal(key: UUID, sealed: bytes | memoryview, about: str) -> bytes:
    """Decrypt what `seal` made with the same `about`. Raises `KeyDestroyedError`, `TamperedError`."""
    return _unlocked(_cipher(key), bytes(sealed), about)


def unseal_many(sealed: Collection[tuple[UUID, bytes | memoryview, str]]) -> list[bytes | None]:
    """Decrypt several pieces (key, sealed, about) with one query; `None` where the key was destroyed."""
    found = _ciphers({key for key, _, _ in sealed})
    return [_unlocked(found[key], bytes(piece), about) if key in found else None for key, piece, about in sealed]


def destroy(key: UUID) -> None:
    """Destroy the key of a case; its content cannot be read from this moment on, here or in a backup of content."""
    WrappedKey.objects.filter(id=key).update(wrapped=b"", destroyed_at=clock.now())
    transaction.on_commit(_forget, using=KEYS)


def _forget() -> None:
    """Empty SQLite's log of changes, which still has the page with the key; PostgreSQL forgets by its vacuum."""
    with connections[KEYS].cursor() as cursor:
        if connections[KEYS].vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _cipher(key: UUID) -> AESGCM:
    found = _ciphers({key})
    if key not in found:
        raise KeyDestroyedError
    return found[key]


def _ciphers(keys: Collection[UUID]) -> Mapping[UUID, AESGCM]:
    rows = WrappedKey.objects.filter(id__in=keys, destroyed_at=None)
    return {row.id: _unwrapped(row.id, bytes(row.wrapped)) for row in rows}


def _unwrapped(name: UUID, wrapped: bytes) -> AESGCM:
    return AESGCM(_unlocked(_node_cipher(), wrapped, str(name)))


@lru_cache(maxsize=1)
def _node_cipher() -> AESGCM:
    return AESGCM(keystore.current().node_key())


def _locked(cipher: AESGCM, plain: bytes, about: str) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, about.encode())


def _unlocked(cipher: AESGCM, sealed: bytes, about: str) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise TamperedError from None
