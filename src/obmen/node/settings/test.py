"""Settings of the suite: a throw-away home, quick passwords, PostgreSQL when OBMEN_TEST_DATABASE_URL names one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_HOME = Path(tempfile.mkdtemp(prefix="obmen-test-"))
os.environ.setdefault("OBMEN_HOME", str(_HOME))
for _key, _value in {
    "NAME": "test",
    "PARTY": "KZ",
    "AUTHORITIES": "KZ-750",
    "ZONE": "Asia/Almaty",
    "SECRET_KEY": "only-for-tests",
}.items():
    os.environ.setdefault(f"OBMEN_{_key}", _value)

from obmen.node.settings.base import *  # noqa: E402  the environment comes first

_POSTGRES = os.environ.get("OBMEN_TEST_DATABASE_URL", "")
if _POSTGRES:
    from obmen.node.settings.databases import postgresql
    from obmen.node.vault.router import KEYS

    DATABASES = {
        "default": {**postgresql(_POSTGRES), "CONN_MAX_AGE": 0, "TEST": {"NAME": "test_obmen"}},
        KEYS: {**postgresql(_POSTGRES), "CONN_MAX_AGE": 0, "TEST": {"NAME": "test_obmen_keys"}},
    }
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
