"""Who knocks at the door of peers: the certificate that TLS proved, and the node that the register lists with it.

Directly, the certificate comes from the TLS socket of the connection. Behind nginx the door is a unix socket, and the
certificate comes in a header that nginx strips from what clients send and sets itself; on a TCP port that header is
never believed.
"""

from __future__ import annotations

import hashlib
import ssl
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from obmen.node import config
from obmen.node.delivery import register_store

if TYPE_CHECKING:
    from django.http import HttpRequest

    from obmen.register.annex import NodeEntry

HEADER: Final = "X-Obmen-Client-Certificate"
"""What nginx sets to `$ssl_client_escaped_cert`."""


def node_of(request: HttpRequest) -> NodeEntry | None:
    """Find the node whose certificate opened this connection, if the register lists it today."""
    certificate = _certificate(request)
    if certificate is None:
        return None
    return register_store.trusted().node_by_certificate(hashlib.sha256(certificate).hexdigest())


def _certificate(request: HttpRequest) -> bytes | None:
    """Give the caller's certificate (DER)."""
    connection = request.META.get("gunicorn.socket")
    if isinstance(connection, ssl.SSLSocket):
        return connection.getpeercert(binary_form=True)
    return _handed_over(request) if config.current().peer_host.startswith("unix:") else None


def _handed_over(request: HttpRequest) -> bytes | None:
    """Read the certificate that nginx hands over."""
    try:
        return ssl.PEM_cert_to_DER_cert(unquote(request.headers.get(HEADER, "")))
    except ValueError:
        return None
