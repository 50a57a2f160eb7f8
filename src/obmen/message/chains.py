"""Chains of certificates, built once: whether one reaches an anchor, and when all of it is valid (RFC 5280, 6).

What is remembered depends on nothing but the certificates themselves: neither a moment nor a revocation is frozen in
it, so it cannot grow stale; the memory is bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from obmen.message import certificates, suites
from obmen.message.der import signed_by
from obmen.message.libcrypto import CryptoError

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class _Chain:
    """A chain, and the time in which every certificate of it is valid."""

    links: tuple[bytes, ...]
    valid_from: datetime
    valid_to: datetime


def chain(
    certificate: bytes, others: Sequence[bytes], anchors: Sequence[bytes], at: datetime
) -> tuple[bytes, ...] | None:
    """Give the chain from the certificate to one of the anchors, all valid at `at` (DER); `None` when there is none."""
    try:
        known = _built(certificate, tuple(others), tuple(anchors))
        links = known.links
        if not known.valid_from <= at <= known.valid_to:
            links = suites.arithmetic_of(certificate, *others).build_chain(certificate, others, anchors, at)
    except CryptoError:
        return None
    return None if _is_weak(links) else links


def _is_weak(links: tuple[bytes, ...]) -> bool:
    """Tell whether a link proves nothing: a key too short, or (but for the anchor) a signature by MD5 or SHA-1."""
    short = any(suites.is_weak_key(certificates.facts(link).key) for link in links)
    return short or any(suites.DEFAULT.is_weak(signed_by(link)) for link in links[:-1])


@lru_cache(maxsize=1024)
def _built(certificate: bytes, others: tuple[bytes, ...], anchors: tuple[bytes, ...]) -> _Chain:
    links = suites.arithmetic_of(certificate, *others).build_chain(certificate, others, anchors, None)
    facts = [certificates.facts(link) for link in links]
    return _Chain(links, max(each.not_before for each in facts), min(each.not_after for each in facts))
