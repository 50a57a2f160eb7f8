"""Two workers on one database never have the same row, and a dead one keeps nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from obmen.node import clock
from obmen.node.delivery import leases
from obmen.node.delivery.models import Outgoing

if TYPE_CHECKING:
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


def run(home: Home, program: str, *words: str) -> subprocess.Popen[str]:
    """Run a small program in a node."""
    environment = home.environment(DJANGO_SETTINGS_MODULE="obmen.node.settings.base")
    command = [sys.executable, "-c", program, *words]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_two_processes_share_the_work_without_a_double(homes: dict[str, Home]) -> None:
    """Three workers at once on one SQLite file: every row once, and nobody fails."""
    home = homes["KZ"]
    _, errors = run(home, FILL).communicate()
    assert not errors
    begin = str(clock.real_now().timestamp() + 2.5)
    had = []
    for worker in [run(home, WORKER, begin) for _ in range(3)]:
        output, errors = worker.communicate()
        assert worker.returncode == 0, errors
        had.append(output.split())
    everything = [row for rows in had for row in rows]
    assert len(everything) == len(set(everything)) == 150


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
