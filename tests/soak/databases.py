"""Databases on a PostgreSQL server for the two nodes, reached by its socket: there a cut network does not matter."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

import psycopg

_NAMES: Final = (("soak_ru", "soak_ru_keys"), ("soak_kz", "soak_kz_keys"))


def by_socket(server: str) -> str:
    """Give the address of the same server by its socket."""
    with psycopg.connect(server) as connection:
        folder = _one(connection, "SHOW unix_socket_directories").split(",")[0].strip()
        port = _one(connection, "SHOW port")
    return f"postgresql://{urlsplit(server).username}@:{port}/postgres?host={folder}"


def made(server: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """Make the databases anew and give their addresses: content and keys, for each node."""
    with psycopg.connect(server, autocommit=True) as connection:
        for name in (each for pair in _NAMES for each in pair):
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
    first, second = ((_named(server, content), _named(server, keys)) for content, keys in _NAMES)
    return first, second


def _named(server: str, name: str) -> str:
    parts = urlsplit(server)
    return parts._replace(path=f"/{name}").geturl()


def _one(connection: psycopg.Connection[tuple[str]], question: str) -> str:
    row = connection.execute(question).fetchone()
    assert row
    return row[0]
