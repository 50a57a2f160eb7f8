"""The words of the command line, as a person types them."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.support import nodes, pki, tsa

if TYPE_CHECKING:
    from tests.support.nodes import Home


@pytest.fixture
def home(homes: dict[str, Home]) -> Home:
    """Give a node."""
    return homes["KZ"]


def test_a_new_node_has_all_it_needs(made: dict[str, Home]) -> None:
    """`obmen init` makes configuration, keys and both databases; nobody else reads the secrets."""
    folder = made["KZ"].folder
    assert (folder / "node.toml").stat().st_mode & 0o777 == 0o600
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    with (
        closing(sqlite3.connect(folder / "node.sqlite3")) as content,
        closing(sqlite3.connect(folder / "keys.sqlite3")) as keys,
    ):
        assert content.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert keys.execute("SELECT count(*) FROM vault_wrappedkey").fetchone() == (0,)
        assert not content.execute("SELECT name FROM sqlite_master WHERE name = 'vault_wrappedkey'").fetchall()


def test_a_node_is_never_made_over_a_node(home: Home) -> None:
    """Its keys would be lost, and with them every case."""
    words = [
        "--home",
        str(home.folder),
        "--name",
        "kz",
        "--party",
        "KZ",
        "--authority",
        "KZ-750",
        "--zone",
        "Asia/Almaty",
    ]
    before = (home.folder / "node.toml").read_bytes()
    done = home.obmen("init", *words)
    assert done.returncode == 1
    assert "уже есть ключи" in done.stderr
    assert (home.folder / "node.toml").read_bytes() == before


def test_without_a_home_the_way_to_one_is_said(home: Home) -> None:
    """No OBMEN_HOME: one sentence, not a traceback."""
    done = home.obmen("serve", OBMEN_HOME="")
    assert done.returncode == 1
    assert "OBMEN_HOME" in done.stderr
    assert "obmen init" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_journal_is_exported_and_checked_elsewhere(home: Home, tmp_path: Path) -> None:
    """The exported lines are checked by anyone, without a node; a changed one is found."""
    file = tmp_path / "journal.jsonl"
    assert home.obmen("journal", "verify").stdout.startswith("Журнал цел")
    assert home.obmen("journal", "export", str(file)).returncode == 0
    lines = file.read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3
    assert home.obmen("journal", "verify", str(file), OBMEN_HOME="").returncode == 0
    lines[1] = json.dumps({**json.loads(lines[1]), "actor": "nobody"})
    file.write_text("\n".join(lines), encoding="utf-8")
    done = home.obmen("journal", "verify", str(file), OBMEN_HOME="")
    assert done.returncode == 1
    assert "запись 2" in done.stdout


def test_a_changed_journal_of_the_node_is_found(home: Home) -> None:
    """Whoever edits the database file past the node is found by the same command."""
    with closing(sqlite3.connect(home.folder / "node.sqlite3")) as database, database:
        database.execute("DELETE FROM journal_entry WHERE seq = 2")
    assert home.obmen("journal", "verify").returncode == 1


def test_a_register_without_its_fingerprint_is_explained(home: Home) -> None:
    """A node whose configuration pins nothing says so; it does not fall over."""
    configuration = home.folder / "node.toml"
    lines = configuration.read_text(encoding="utf-8").splitlines(keepends=True)
    configuration.write_text("".join(line for line in lines if "fingerprint" not in line), encoding="utf-8")
    done = home.obmen("register", "show")
    assert done.returncode == 1
    assert done.stdout.startswith("Реестр не читается: E-T-06: Отпечаток первого издания реестра")
    assert done.stderr == ""


def test_an_older_edition_of_the_register_is_refused(home: Home) -> None:
    """The file is named, and why it is not taken; the same edition again changes nothing."""
    done = home.obmen("register", "accept", str(home.folder / "edition-0.asice"))
    assert done.returncode == 0
    assert "уже принято" in done.stdout
    (home.folder / "other.asice").write_bytes(b"not a register")
    done = home.obmen("register", "accept", str(home.folder / "other.asice"))
    assert done.returncode == 1
    assert "other.asice: не принято" in done.stdout


def test_the_sources_of_a_home_stay_inside_it(made: dict[str, Home]) -> None:
    """A fresh home knows no path of the machine that made it."""
    text = (made["KZ"].folder / "node.toml").read_text(encoding="utf-8")
    assert str(Path.home()) not in text
    assert str(nodes.__file__) not in text


@pytest.mark.needs_token
def test_the_key_of_the_cases_goes_under_a_token(home: Home, pkcs11_module: str) -> None:
    """Without a token the settings are named; with one the key is wrapped, and the next step is told."""
    refused = home.obmen("token", "wrap")
    assert refused.returncode == 2
    assert "pkcs11_module" in refused.stdout
    (home.folder / "tokens").mkdir()
    (home.folder / "softhsm2.conf").write_text(f"directories.tokendir = {home.folder / 'tokens'}\n", encoding="utf-8")
    (home.folder / "aes").write_text("0123456789abcdef" * 2, encoding="ascii")
    there = os.environ | {"SOFTHSM2_CONF": str(home.folder / "softhsm2.conf")}
    for words in ("--init-token --free --so-pin 87654321", f"--import {home.folder}/aes --aes --id 01 --label node"):
        token = ("--label", "test") if "init" in words else ("--token", "test")
        command = ["softhsm2-util", *words.split(), *token, "--pin", "1357"]
        subprocess.run(command, env=there, check=True, capture_output=True)
    (home.folder / "pin").touch(mode=0o600)
    (home.folder / "pin").write_text("1357\n", encoding="ascii")
    with (home.folder / "node.toml").open("a", encoding="utf-8") as file:
        settings = {"module": pkcs11_module, "token": "test", "pin_file": str(home.folder / "pin")}
        file.writelines(f'pkcs11_{key} = "{value}"\n' for key, value in settings.items())
    done = home.obmen("token", "wrap", SOFTHSM2_CONF=there["SOFTHSM2_CONF"])
    assert done.returncode == 0, done.stderr
    assert "уничтожьте" in done.stdout
    assert (home.folder / "secrets" / "node.key.wrapped").exists()


def test_lists_of_revoked_certificates_are_brought_in_files(home: Home, tmp_path: Path) -> None:
    """A closed network: the good file is taken, the others are named; the list of what is held says until when."""
    good, page = tmp_path / "officers.crl", tmp_path / "page.html"
    good.write_bytes(tsa.revocation_list(pki.officer_anchor("RU"), datetime(2026, 3, 2, tzinfo=UTC)))
    page.write_text("<html>", encoding="utf-8")
    assert "Списков у узла нет" in home.obmen("revocation", "list").stdout
    done = home.obmen("revocation", "import", str(good), str(page), str(tmp_path / "none"))
    assert done.returncode == 1
    assert "officers.crl: принято, «CN=Officers of RU», действует до 09.03.2026 00:00 (UTC)" in done.stdout
    assert "page.html: не принято. Это не список" in done.stdout
    assert "none: не читается" in done.stdout
    assert "crl  «CN=Officers of RU»  от 02.03.2026" in home.obmen("revocation", "list").stdout


def test_a_person_checks_the_node_before_it_runs(home: Home) -> None:
    """What would keep it from starting, and what its services say; then whether it may start."""
    done = home.obmen("check", OBMEN_TIMESTAMP_AUTHORITIES="http://127.0.0.1:9/")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "obmen.W007: Служба меток времени http://127.0.0.1:9/ не годится" in done.stdout
    assert done.stdout.endswith("Узел может работать.\n")
    assert home.obmen("check", OBMEN_REGISTER_FINGERPRINT="0" * 64).returncode == 1
