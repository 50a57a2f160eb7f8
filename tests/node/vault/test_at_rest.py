"""What lies on the disk of a node: no word of content, and nothing of a destroyed key (R-9.4.2, R-9.6.3)."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.nodes import Home

WORDS = "Тестов Аким Пробович"
STORE = """
import json, sys, django
django.setup()
from django.db import connections
from obmen.node.vault import service
from obmen.node.vault.models import WrappedKey
from obmen.node.delivery.models import RegisterEdition
from obmen.node import clock
key = service.new_key()
sealed = service.seal(key, sys.argv[1].encode(), "title")
RegisterEdition.objects.create(name="content", raw=sealed, accepted_at=clock.real_now())
wrapped = bytes(WrappedKey.objects.get(id=key).wrapped)
before = b"".join(path.read_bytes() for path in sorted(__import__("pathlib").Path(sys.argv[2]).glob("keys.sqlite3*")))
service.destroy(key)
print(json.dumps({"wrapped": wrapped.hex(), "there_before": wrapped in before}))
"""


def test_neither_content_nor_a_destroyed_key_is_on_the_disk(homes: dict[str, Home]) -> None:
    """Read every file of the home, also SQLite's logs: no words, and after destruction no wrapped key either."""
    home = homes["KZ"]
    done = subprocess.run(
        [sys.executable, "-c", STORE, WORDS, str(home.folder)],
        env=home.environment(DJANGO_SETTINGS_MODULE="obmen.node.settings.base"),
        capture_output=True,
        text=True,
        check=True,
    )
    facts = json.loads(done.stdout)
    assert facts["there_before"]
    wrapped = bytes.fromhex(facts["wrapped"])
    for file in (path for path in home.folder.rglob("*") if path.is_file()):
        data = file.read_bytes()
        assert WORDS.encode() not in data, file
        assert wrapped not in data, file
