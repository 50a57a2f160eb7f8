"""Timestamp authorities over HTTP for stories of two offices, and a register that knows them (or does not)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.support import book, pki, tsa, web

from obmen.node import clock
from obmen.node.delivery import register_store
from obmen.register.annex import CertificateEntry, Usage
from obmen.register.compose import hash_of, seal_annex

if TYPE_CHECKING:
    from datetime import timedelta

    from tests.support.web import Behaviour, Talk

REPLY = "application/timestamp-reply"


def stamps(ahead: timedelta | None = None, **changes: Any) -> Behaviour:  # noqa: ANN401  fields of the authority
    """Behave: stamp at the legal time of the node, or so much ahead of it."""

    def behave(talk: Talk) -> None:
        authority = replace(tsa.authority(clock.now() + (ahead or clock.now() - clock.now())), **changes)
        web.says(authority.ask(talk.question), REPLY)(talk)

    return behave


def known(party: str, credential: pki.Credential | None = None, usage: Usage = Usage.TIMESTAMP_ANCHOR) -> None:
    """Let a Party publish an anchor in its next annex: that of the timestamp authorities unless another is given."""
    first = book.annex_of(party)
    anchor = CertificateEntry(
        usage=usage, authority="", certificate=(credential or tsa.anchor()).certificate, valid_from=pki.FROM
    )
    second = replace(
        first,
        version=2,
        previous_hash=hash_of(book.sealed_annex(party)),
        certificates=(*first.certificates, anchor),
    )
    register_store.accept(seal_annex(second, book.central(party), second.issued_at))
