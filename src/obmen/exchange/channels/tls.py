"""Mutual TLS between nodes: the register names the very certificates, and no other is let through (RFC 8446, 5280).

Names of hosts prove nothing here, nor do authorities that the machine trusts. The only trust anchors of a context are
the leaf certificates of the register; after the handshake the peer's certificate is compared with them once more, for
a leaf that could issue others would otherwise vouch for those.
"""

from __future__ import annotations

import errno
import ssl
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from os import PathLike

    StrPath = str | PathLike[str]

HANDSHAKE_WITHIN: Final = 3.0
"""Seconds in which whoever knocks at the port has to prove who he is."""
SILENCE: Final = 30.0
"""Seconds that the port waits for the next bytes of a peer that is in."""


class PinnedContext(ssl.SSLContext):
    """A context that lets through the holders of the `pinned` certificates (DER) and nobody else."""

    pinned: frozenset[bytes] = frozenset()


class _PinnedSocket(ssl.SSLSocket):
    """A connection that is closed, before a byte of ours leaves, unless the peer's certificate is a pinned one.

    A server also waits for nobody for ever, and does not linger over the end of a connection that it gave up: gunicorn
    does that in the one loop that serves all others.
    """

    given_up: bool = False

    def do_handshake(self, block: bool = False) -> None:  # noqa: FBT001, FBT002  the signature of ssl
        """Shake hands and look whose hand it was."""
        self.given_up = True  # until we know better
        if self.server_side:
            self.settimeout(HANDSHAKE_WITHIN)
        try:
            super().do_handshake(block)
        except TimeoutError as error:
            if not self.server_side:
                raise
            # gunicorn makes no noise about a connection that was reset
            raise ConnectionResetError(errno.ECONNRESET, "no handshake in time") from error
        if self.getpeercert(binary_form=True) not in cast("PinnedContext", self.context).pinned:
            raise ssl.SSLCertVerificationError("the peer's certificate is not one of the pinned")
        if self.server_side:
            self.settimeout(SILENCE)
        self.given_up = False

    def recv(self, buflen: int = 1024, flags: int = 0) -> bytes:
        """Read, and give up a peer that has fallen silent."""
        try:
            return super().recv(buflen, flags)
        except TimeoutError:
            self.given_up = True
            raise

    def setblocking(self, flag: bool) -> None:  # noqa: FBT001  the signature of ssl
        """Let the server wait for a peer, but not for ever."""
        super().setblocking(flag)
        if flag and self.server_side:
            self.settimeout(SILENCE)

    def shutdown(self, how: int) -> None:
        """Say good-bye to those who are still there."""
        if self.given_up and self.server_side:
            raise ConnectionResetError(errno.ECONNRESET, "given up")
        super().shutdown(how)


def client_context(certificate: StrPath, key: StrPath, pinned: Sequence[bytes]) -> ssl.SSLContext:
    """Prepare to call a node known by its `pinned` certificates (DER), showing our own (PEM files).

    Raises `OSError` (also `ssl.SSLError`) when a file cannot be read or the key is not that of the certificate.
    """
    context = PinnedContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    return _prepared(context, certificate, key, pinned)


def server_context(certificate: StrPath, key: StrPath, known: Sequence[bytes]) -> ssl.SSLContext:
    """Prepare the port for peers: only nodes with a `known` certificate (DER) pass the handshake.

    Make a new one when the register changes. Sessions are not resumed, so that nobody who was let in once comes back
    without being looked at. Raises as `client_context`.
    """
    context = PinnedContext(ssl.PROTOCOL_TLS_SERVER)
    context.num_tickets = 0
    context.options |= ssl.OP_NO_TICKET
    return _prepared(context, certificate, key, known)


def _prepared(context: PinnedContext, certificate: StrPath, key: StrPath, pinned: Sequence[bytes]) -> ssl.SSLContext:
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.load_cert_chain(certificate, key)
    if pinned:
        context.load_verify_locations(cadata=b"".join(dict.fromkeys(pinned)))
    context.pinned = frozenset(pinned)
    context.sslsocket_class = _PinnedSocket
    return context
