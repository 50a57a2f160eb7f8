"""A letter is opened by the real register: the rooms fit together."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.support import book, peers, pki

from obmen.message.errors import NotAcceptable, Undetermined
from obmen.message.opening import Opened, open_package
from obmen.register.annex import RevocationEntry
from obmen.register.compose import hash_of

if TYPE_CHECKING:
    from obmen.register.trusted import TrustedRegister
    from obmen.treaty.documents.envelope import RegisterEdition


def received(register: TrustedRegister, edition: RegisterEdition | None = None) -> Opened:
    """Let Almaty open a receipt that Moscow sealed with that edition in hand, usually the same."""
    letter = peers.receipt(register=edition or register.edition("RU"))
    package = peers.packed(peers.sealed(letter), letter)
    return open_package(
        package,
        received_at=peers.RECEIVED,
        addressees={peers.KZ},
        book=register,
        decrypter=peers.ALMATY_PEER.decrypter,
    )


def test_a_receipt_is_opened_by_the_real_register() -> None:
    """Node, seal, edition and addressee are those of the register."""
    (signature,) = received(book.register()).signatures
    assert signature.certificate == pki.node_seal("RU-770").certificate


def test_a_letter_written_with_a_newer_register_waits() -> None:
    """The receiving node first fetches what the sender already has (R-12.1.5)."""
    register = book.register()
    newer = replace(register.edition("RU"), annex_version=2)
    with pytest.raises(Undetermined) as waits:
        received(register, newer)
    assert waits.value.code == "E-T-06"


def test_a_revoked_seal_opens_nothing() -> None:
    """From the instant that the annex states (R-18.7)."""
    revocation = RevocationEntry(
        fingerprint=pki.node_seal("RU-770").fingerprint, revoked_at=peers.SIGNED, reason="утрата носителя ключа"
    )
    annex = book.sealed_annex(
        "RU",
        version=2,
        previous_hash=hash_of(book.sealed_annex("RU")),
        issued_at=book.ISSUED + timedelta(days=1),
        revocations=(revocation,),
    )
    with pytest.raises(NotAcceptable) as refused:
        received(book.register().accept(annex, book.NOW))
    assert refused.value.code == "E-T-03"
