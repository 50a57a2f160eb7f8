"""Two databases: the content and the keys; SQLite in the home, or PostgreSQL by an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from pathlib import Path

_PRAGMAS: Final = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete={};"


def sqlite(path: Path, *, forgets: bool = False) -> dict[str, Any]:
    """Give the settings of an embedded database: WAL, every commit on the disk before it counts.

    One that `forgets` overwrites with zeros whatever is deleted, so that a destroyed key lingers in no free page.
    """
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,  # a new connection to a file costs more than most requests
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": _PRAGMAS.format("ON" if forgets else "FAST"),
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Give the settings of a PostgreSQL by its address `postgresql://user:password@host:port/name`.

    A socket in a folder is named as libpq names it: `postgresql://user@/name?host=/run/postgresql`.
    """
    parts = urlsplit(url)
    folder = parse_qs(parts.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or folder,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def database(url: str, path: Path, *, forgets: bool = False) -> dict[str, Any]:
    """Choose by the address: PostgreSQL when there is one, else SQLite at `path`."""
    return postgresql(url) if url else sqlite(path, forgets=forgets)
