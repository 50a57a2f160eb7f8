"""Two workers on one database never have the same row, and a dead one keeps nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from obmen.node import clock
from obmen.node.delivery import leases
from obmen.node.delivery.models import Outgoing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.nodes import Home

WORKER = """
import sys, time, django
django.setup()
from obmen.node.delivery.leases import lease, name_of_worker
from obmen.node.delivery.models import Outgoing
begin = float(sys.argv[1])
time.sleep(max(0, begin - time.time()))
idle = 0
while idle < 3:
    had = [str(row.id) for row in lease(Outgoing, ["DUE"], name_of_worker())]
    idle = 0 if had else idle + 1
    print("\\n".join(had))
"""
FILL = """
import django, uuid
django.setup()
from obmen.node import clock
from obmen.node.delivery.models import Outgoing
now = clock.real_now()
Outgoing.objects.bulk_create(
    Outgoing(id=uuid.uuid4(), kind="M-01", package=b"x", next_try_at=now, created_at=now) for _ in range(150)
)
"""


def run(home: Home, program: str, *words: str, **more: str) -> subprocess.Popen[str]:
    """Run a small program in a node."""
    environment = home.environment(DJANGO_SETTINGS_MODULE="obmen.node.settings.base", **more)
    command = [sys.executable, "-c", program, *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def shared(home: Home, **more: str) -> list[str]:
    """Let three workers share 150 rows, starting at one moment; give all that they had."""
    _, errors = run(home, FILL, **more).communicate()
    assert not errors
    begin = str(clock.real_now().timestamp() + 2.5)
    had = []
    for worker in [run(home, WORKER, begin, **more) for _ in range(3)]:
        output, errors = worker.communicate()
        assert worker.returncode == 0, errors
        had += output.split()
    return had


def test_three_workers_share_the_work_without_a_double(homes: dict[str, Home]) -> None:
    """On one SQLite file: every row once, and nobody fails."""
    had = shared(homes["KZ"])
    assert len(had) == len(set(had)) == 150


@pytest.fixture
def database(postgres_url: str) -> Iterator[str]:
    """Make a database of this test alone."""
    name = f"obmen_{uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield f"{postgres_url.rpartition('/')[0]}/{name}"
        server.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.mark.needs_postgres
def test_they_share_it_on_postgresql_too(homes: dict[str, Home], database: str) -> None:
    """The same node, its content in PostgreSQL: every row once."""
    done = homes["KZ"].obmen("migrate", OBMEN_DATABASE_URL=database)
    assert done.returncode == 0, done.stderr
    had = shared(homes["KZ"], OBMEN_DATABASE_URL=database)
    assert len(had) == len(set(had)) == 150


@pytest.mark.django_db
def test_the_leases_of_the_dead_are_freed_at_once() -> None:
    """After kill -9 of a worker its successor waits for no lease; those of the living and of other machines stay."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    here = socket.gethostname()
    holders = [f"{here}:{child.pid}", f"{here}:{os.getpid()}", "elsewhere:1"]
    now = clock.real_now()
    for holder in holders:
        Outgoing.objects.create(
            id=uuid4(),
            kind="M-01",
            package=b"x",
            next_try_at=now,
            created_at=now,
            lease_by=holder,
            lease_until=now + timedelta(minutes=3),
        )
    leases.free_those_of_the_dead()
    held = Outgoing.objects.exclude(lease_until=None).values_list("lease_by", flat=True)
    assert sorted(held) == sorted(holders[1:])
