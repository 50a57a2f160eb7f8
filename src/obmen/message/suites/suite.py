"""What a suite is: algorithms that are used together, by their OIDs; and who can calculate with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from obmen.message.libcrypto import CertificateFacts, SignerFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A digest, a signature and a kind of key that are accepted together.

    `signatures` are the OIDs by which a signature may name itself; `key` is the kind of key as a certificate's facts
    tell it («EC P-256», or «RSA» with its `bits`, from and to); `digest_name` is the digest as OpenSSL names it.
    """

    name: str
    digest: str
    digest_name: str
    signatures: frozenset[str]
    key: str
    bits: range | None = field(default=None, compare=False)

    def fits(self, key: str) -> bool:
        """Tell whether a key («EC P-256», «RSA 3072») is of this suite."""
        if self.bits is None:
            return key == self.key
        kind, _, bits = key.rpartition(" ")
        return kind == self.key and bits.isdecimal() and int(bits) in self.bits


class Arithmetic(Protocol):
    """Who calculates with a kind of keys: this process, or one of a national suite. No method believes anybody.

    Each raises `CryptoError` when what it is asked about does not hold or cannot be read, and `Undetermined` (E-T-05)
    when it cannot calculate at all.
    """

    def certificate_facts(self, der: bytes) -> CertificateFacts:
        """Read what a certificate says (`libcrypto.certificate_facts`)."""

    def verified(self, bare: bytes, certificates: Sequence[bytes], data: bytes) -> SignerFacts:
        """Check that a signature holds over `data` and read what it says (`libcrypto.verified`)."""

    def build_chain(
        self, certificate: bytes, others: Sequence[bytes], anchors: Sequence[bytes], at: datetime | None
    ) -> tuple[bytes, ...]:
        """Build a chain to an anchor (`libcrypto.build_chain`)."""

    def issued_list(self, revocation_list: bytes, issuer: bytes) -> bool:
        """Tell whether a list is signed by an issuer (`libcrypto.issued_list`)."""

    def verify_token(self, token: bytes, data: bytes) -> bytes:
        """Check that a timestamp holds over `data` and give its certificate (`libcrypto.verify_token`)."""
