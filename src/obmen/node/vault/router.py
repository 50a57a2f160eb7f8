"""Keys in one database, everything else in the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from django.db.models import Model

KEYS: Final = "keys"
"""The alias of the database of keys."""


class KeysApart:
    """Sends the models of the vault to the database of keys and keeps all others out of it."""

    def db_for_read(self, model: type[Model], **_hints: object) -> str | None:
        """Choose the database to read from."""
        return KEYS if model._meta.app_label == "vault" else None  # noqa: SLF001  Django's public `_meta`

    def db_for_write(self, model: type[Model], **_hints: object) -> str | None:
        """Choose the database to write to."""
        return self.db_for_read(model)

    def allow_relation(self, _one: Model, _other: Model, **_hints: object) -> bool | None:
        """Have no opinion: nothing refers to a key by a foreign key."""
        return None

    def allow_migrate(self, db: str, app_label: str, **_hints: object) -> bool:
        """Keep each table in its own database."""
        return (app_label == "vault") == (db == KEYS)
