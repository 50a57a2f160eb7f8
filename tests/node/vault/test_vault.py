"""The vault: content is ciphertext, and dies with its key (R-9.4.1, R-9.4.2, R-9.6.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import connections

from obmen.node.vault import service
from obmen.node.vault.models import WrappedKey
from obmen.node.vault.service import KeyDestroyedError, TamperedError

if TYPE_CHECKING:
    from uuid import UUID

    from obmen.node.keystore.software import SoftwareKeystore

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
WORDS = "Тестов Аким Пробович, счёт 40817".encode()


@pytest.fixture
def key(keys: SoftwareKeystore) -> UUID:
    """Make the key of a case."""
    assert keys.node_key()
    return service.new_key()


def test_what_was_sealed_is_read_again(key: UUID) -> None:
    """The same words come back, and twice the same words give different ciphertext."""
    sealed = service.seal(key, WORDS, "case.title")
    assert service.unseal(key, sealed, "case.title") == WORDS
    assert sealed != service.seal(key, WORDS, "case.title")
    assert WORDS not in sealed


def test_a_flipped_byte_is_an_alarm_not_a_page(key: UUID) -> None:
    """R-9.4.1: one byte of a stored answer changed: an integrity alarm, nothing displayed."""
    sealed = service.seal(key, WORDS, "answer")
    for place in (0, 12, len(sealed) - 1):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(TamperedError, match="изменено или повреждено"):
            service.unseal(key, bytes(broken), "answer")


def test_content_moved_to_another_place_does_not_open(key: UUID) -> None:
    """A sealed answer put into another column or case is not shown as if it belonged there."""
    sealed = service.seal(key, WORDS, "answer")
    with pytest.raises(TamperedError):
        service.unseal(key, sealed, "request")
    with pytest.raises(TamperedError):
        service.unseal(service.new_key(), sealed, "answer")


def test_destroying_the_key_destroys_the_content(key: UUID) -> None:
    """R-9.6.3: after the key is destroyed nobody reads the content, and the reason is said."""
    sealed = service.seal(key, WORDS, "answer")
    service.destroy(key)
    with pytest.raises(KeyDestroyedError, match="уничтожено"):
        service.unseal(key, sealed, "answer")
    with pytest.raises(KeyDestroyedError):
        service.seal(key, WORDS, "answer")
    assert bytes(WrappedKey.objects.get(id=key).wrapped) == b""


def test_an_unknown_key_reads_nothing(key: UUID) -> None:
    """A key that never was is as good as destroyed."""
    with pytest.raises(KeyDestroyedError):
        service.unseal(uuid4(), service.seal(key, WORDS, "answer"), "answer")


def test_many_titles_take_one_query(key: UUID) -> None:
    """A list of cases opens its titles with one question to the key store, and shows gaps for destroyed ones."""
    gone = service.new_key()
    sealed = [(key, service.seal(key, b"one", "title"), "title"), (gone, service.seal(gone, b"two", "title"), "title")]
    service.destroy(gone)
    assert service.unseal_many(sealed) == [b"one", None]


def test_keys_live_in_a_database_of_their_own() -> None:
    """A backup of content holds no key: the table of keys is not in that database, nor any other table beside it."""
    content, keys = (connections[alias].introspection.table_names() for alias in ("default", "keys"))
    assert "vault_wrappedkey" not in content
    assert set(keys) == {"vault_wrappedkey", "django_migrations"}


def test_the_stored_key_is_wrapped(key: UUID, keys: SoftwareKeystore) -> None:
    """Whoever reads the database of keys alone reads no key: it is longer than a bare key and not the node's."""
    wrapped = bytes(WrappedKey.objects.get(id=key).wrapped)
    assert len(wrapped) == 12 + 32 + 16
    assert keys.node_key() not in wrapped
