"""The two servers of a node, both gunicorn with threads: screens, and the door for peers with mutual TLS."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from gunicorn.app.base import BaseApplication

from obmen.exchange.channels.https import server_context
from obmen.node import config, keystore
from obmen.node.delivery.register_store import trusted
from obmen.node.quiet import NoContent

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable


_PEERS: Final = 64
"""Threads of the peer port: each caller who has not shown a certificate yet holds one, for a few seconds at most."""
_SCREENS: Final = 16
"""Threads of the screens: browsers open connections ahead and leave them idle."""


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn carries no types
    """A gunicorn that takes its settings from us and nothing from the command line."""

    def __init__(self, application: Callable[..., Any], **options: object) -> None:
        """Take the application and gunicorn's settings."""
        self._application, self._options = application, options
        super().__init__()

    def load_config(self) -> None:
        """Hand the settings over."""
        for key, value in self._options.items():
            self.cfg.set(key, value)

    def load(self) -> Callable[..., Any]:
        """Give the application."""
        return self._application


def web() -> None:
    """Serve the screens."""
    from obmen.node.wsgi_web import application  # noqa: PLC0415  in the process that serves it

    here = config.current()
    _Server(application, **_common(_bind(here.web_host, here.web_port)), threads=_SCREENS).run()


def peer() -> None:
    """Serve the door for other nodes; in production behind a proxy on a unix socket, else with TLS of our own."""
    from obmen.node.wsgi_peer import application  # noqa: PLC0415  same

    here = config.current()
    options = _common(_bind(here.peer_host, here.peer_port))
    if not here.peer_host.startswith("unix:"):
        certificate, key = keystore.current().tls()
        options |= {"certfile": str(certificate), "keyfile": str(key), "ssl_context": _context}
    _Server(application, **options, threads=_PEERS, keepalive=60).run()


def address(scheme: str, host: str, port: int) -> str:
    """Say where a server is, for people: loopback by the name that a browser's cookies and certificates like."""
    name = "localhost" if scheme == "http" and host in {"127.0.0.1", "::1"} else host
    return host if host.startswith("unix:") else f"{scheme}://{name}:{port}/"


def _bind(host: str, port: int) -> str:
    return host if host.startswith("unix:") else f"{host}:{port}"


def _common(bind: str) -> dict[str, Any]:
    return {
        "bind": bind,
        "worker_class": "gthread",
        "workers": 1,
        "timeout": 60,
        "graceful_timeout": 2,
        "errorlog": "-",
        "loglevel": "warning",
        "accesslog": None,
        "control_socket_disable": True,
        "on_starting": _keep_content_out,
    }


def _keep_content_out(_arbiter: object) -> None:
    """Let gunicorn's own log pass the same filter as ours: an error is named, its words are not."""
    for handler in logging.getLogger("gunicorn.error").handlers:
        handler.addFilter(NoContent())


def _context(_config: object, _default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:
    """Choose the TLS of a new connection: gunicorn asks each time, so a new edition of the register counts at once."""
    return _context_for(trusted().tls_certificates())


@lru_cache(maxsize=2)
def _context_for(known: tuple[bytes, ...]) -> ssl.SSLContext:
    certificate, key = keystore.current().tls()
    return server_context(certificate, key, known)
