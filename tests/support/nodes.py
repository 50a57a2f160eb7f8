"""Real nodes for tests: homes with keys, one register, and their parts as processes on loopback.

The homes are made once per session by the node's own commands and copied for each test, so that a test may do any harm.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from tests.support import book

from obmen.message.seal import Role
from obmen.message.suites.software import SoftwareSigner
from obmen.node.keystore import certificates
from obmen.node.keystore.certificates import Validity
from obmen.node.keystore.software import SoftwareKeystore
from obmen.register.annex import CertificateEntry, TechnicalAnnex, Usage
from obmen.register.compose import hash_of, seal_annex, seal_legal
from obmen.register.legal import CentralKey
from obmen.register.nodes import NodeEntry
from obmen.treaty.calendars import published_years

if TYPE_CHECKING:
    from collections.abc import Callable

VALIDITY: Final = Validity(start=datetime(2024, 1, 1, tzinfo=UTC), end=datetime(2036, 1, 1, tzinfo=UTC))
PATIENCE: Final = 20.0
"""Seconds to wait for a process before a test says that it hangs."""


def free_port() -> int:
    """Find a port of loopback where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Home:
    """A made node: where it lives, for whom, and at which port other nodes find it."""

    folder: Path
    party: str
    peer_port: int
    web_port: int

    @property
    def name(self) -> str:
        """The id of the node in the register."""
        return self.party.lower()

    @property
    def authority(self) -> str:
        """The authority that it serves."""
        return book.CENTRAL[self.party]

    @property
    def keys(self) -> SoftwareKeystore:
        """The keys of the node."""
        return SoftwareKeystore(self.folder / "secrets")

    def environment(self, **more: str) -> dict[str, str]:
        """Give the environment of a process of this node."""
        own = {key: value for key, value in os.environ.items() if not key.startswith(("OBMEN_", "DJANGO_"))}
        ports = {"OBMEN_PEER_PORT": str(self.peer_port), "OBMEN_WEB_PORT": str(self.web_port)}
        return own | {"OBMEN_HOME": str(self.folder)} | ports | more

    def obmen(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run an `obmen` command in this node and return what it said."""
        command = [sys.executable, "-m", "obmen", *words]
        return subprocess.run(command, env=self.environment(**more), capture_output=True, text=True, check=False)


def make(folder: Path, parties: tuple[str, ...] = ("KZ", "RU")) -> dict[str, Home]:
    """Make the homes of the Parties' nodes and one register that all of them have accepted."""
    homes = {party: _made(folder / party.lower(), party) for party in parties}
    depositary = certificates.make("Депозитарий", "Комитет (учебный)", certificates.SIGNATURE, VALIDITY)
    keys = tuple(
        CentralKey(
            party=party,
            authority=home.authority,
            certificate=home.keys.certificate("central"),
            valid_from=VALIDITY.start,
        )
        for party, home in homes.items()
    )
    part = book.legal_part(central_keys=keys, depositary_keys=(depositary.certificate,))
    legal = seal_legal(part, SoftwareSigner(Role.DEPOSITARY, depositary.certificate, depositary.key), book.ISSUED)
    editions = [
        legal,
        *(seal_annex(annex_of(home), home.keys.central_signer(), book.ISSUED) for home in homes.values()),
    ]
    for home in homes.values():
        _accept(home, editions, hash_of(legal))
    return homes


def copied(homes: dict[str, Home], folder: Path) -> dict[str, Home]:
    """Copy the homes for one test; ports stay, for the register names them."""
    shutil.copytree(next(iter(homes.values())).folder.parent, folder, dirs_exist_ok=True)
    return {
        party: Home(folder / home.folder.name, party, home.peer_port, home.web_port) for party, home in homes.items()
    }


def annex_of(home: Home) -> TechnicalAnnex:
    """Say in the annex of its Party what the node is."""
    named = {Usage.SEAL: "seal", Usage.ENCRYPTION: "encryption", Usage.NODE_SEAL: "node"}
    own = [(usage, home.authority, home.keys.certificate(f"{home.authority}/{name}")) for usage, name in named.items()]
    officers = (Usage.OFFICER_ANCHOR, "", home.keys.certificate("officers"))
    return TechnicalAnnex(
        party=home.party,
        version=1,
        previous_hash="",
        issued_at=book.ISSUED,
        nodes=(
            NodeEntry(
                id=home.name,
                url=f"https://127.0.0.1:{home.peer_port}",
                authorities=(home.authority,),
                tls_certificates=(home.keys.certificate("tls"),),
            ),
        ),
        certificates=tuple(
            CertificateEntry(usage=usage, authority=authority, certificate=der, valid_from=VALIDITY.start)
            for usage, authority, der in (*own, officers)
        ),
        calendars=published_years(home.party),
    )


def _made(folder: Path, party: str) -> Home:
    """Make one home by `obmen init`."""
    home = Home(folder, party, free_port(), free_port())
    words = ["--home", str(folder), "--name", home.name, "--party", party, "--authority", home.authority]
    validity = ["--valid-from", "2024-01-01", "--valid-years", "12"]
    done = home.obmen("init", *words, "--zone", book.ZONES[party], *validity)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def _accept(home: Home, editions: list[bytes], fingerprint: str) -> None:
    """Pin the register and let the node accept its editions."""
    config = home.folder / "node.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace('fingerprint = ""', f'fingerprint = "{fingerprint}"'), encoding="utf-8")
    files = []
    for number, raw in enumerate(editions):
        files.append(home.folder / f"edition-{number}.asice")
        files[-1].write_bytes(raw)
    done = home.obmen("register", "accept", *map(str, files))
    assert done.returncode == 0, done.stdout + done.stderr


class Running:
    """A part of a node as a process, or all of it; leaving the block ends it."""

    def __init__(self, home: Home, *words: str, port: int | None = None, **more: str) -> None:
        """Name what to run (`serve`, `serve --only peer`) and the port at which it will listen."""
        self.home, self.words, self.port, self.more = home, words, port, more

    def __enter__(self) -> Self:
        """Start, and wait until the port is open."""
        self.log = self.home.folder / "log.txt"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "obmen", *self.words],
                env=self.home.environment(**self.more),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        if self.port:
            try:
                self._wait_for_port(self.port)
            except BaseException:
                self.__exit__()
                raise
        return self

    def __exit__(self, *_error: object) -> None:
        """End it and all of its children."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)
            raise

    def said(self) -> str:
        """Give what it has written so far."""
        return self.log.read_text(encoding="utf-8")

    def _wait_for_port(self, port: int) -> None:
        until(lambda: self.process.poll() is not None or _is_open(port), "the port did not open")
        assert self.process.poll() is None, self.said()


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def until(done: Callable[[], bool], why: str, patience: float = PATIENCE) -> None:
    """Ask `done()` until it says yes; fail with `why` when patience ends."""
    deadline = time.monotonic() + patience
    while not done():
        assert time.monotonic() < deadline, why
        time.sleep(0.05)
