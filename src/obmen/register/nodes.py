"""A node as the register names it: where it is, whom it serves, by which certificates it is known (Art. 10)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeEntry:
    """A node: the software that serves these authorities at this address, known by its TLS certificates (DER).

    A node of the depositary serves none.
    """

    id: str
    url: str
    authorities: tuple[str, ...]
    tls_certificates: tuple[bytes, ...]
