"""What all tests share: no network outside this machine, honest skips, and how hard hypothesis tries."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

IN_CI = os.environ.get("OBMEN_CI") == "1"
TOKEN_MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)
ENGINES = ("/usr/lib/x86_64-linux-gnu/engines-3/gost.so", "/usr/lib/aarch64-linux-gnu/engines-3/gost.so")
VERIFIERS = Path(__file__).parent / "interop"

settings.register_profile("dev", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
# The same examples on every run: what CI refuses, a developer sees again.
settings.register_profile("ci", parent=settings.get_profile("dev"), max_examples=200, derandomize=True, database=None)
settings.load_profile("ci" if IN_CI else "dev")


# ── What a machine may lack ─────────────────────────────────────────────────────────────────────────────────────────


def chromium() -> str | None:
    """Return the path of the browser that drives the screens."""
    return os.environ.get("OBMEN_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def postgres() -> str | None:
    """Return the address of a PostgreSQL in which tests may make and drop databases."""
    return os.environ.get("OBMEN_TEST_DATABASE_URL")


def gost() -> str | None:
    """Return the path of the OpenSSL engine for GOST."""
    named = os.environ.get("OBMEN_TEST_GOST_ENGINE")
    return named or next((path for path in ENGINES if Path(path).exists()), None)


def token_module() -> str | None:
    """Return the path of SoftHSM's PKCS #11 module, where its tool is there too."""
    named = os.environ.get("OBMEN_TEST_PKCS11_MODULE")
    found = named or next((path for path in TOKEN_MODULES if Path(path).exists()), None)
    return found if shutil.which("softhsm2-util") else None


def dovecot() -> str | None:
    """Return the path of a mail server with IMAP if there is one."""
    served = Path("/usr/lib/dovecot/imap-login").exists()
    return shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin") if served else None


def verifiers() -> str | None:
    """Return the path of java, where the verifiers that run in it are built."""
    built = all((VERIFIERS / client / "target" / "lib").is_dir() for client in ("dss", "verapdf"))
    return shutil.which("java") if built else None


NEEDS: dict[str, tuple[Callable[[], str | None], str]] = {
    "needs_chromium": (chromium, "no Chromium: install Debian's `chromium`, or name one in OBMEN_TEST_CHROMIUM"),
    "needs_postgres": (postgres, "no PostgreSQL: name one in OBMEN_TEST_DATABASE_URL (.ci/run starts its own)"),
    "needs_gost": (
        gost,
        "no GOST: install Debian's `libengine-gost-openssl`, or name gost.so in OBMEN_TEST_GOST_ENGINE",
    ),
    "needs_token": (
        token_module,
        "no token: install Debian's `softhsm2`, or name libsofthsm2.so in OBMEN_TEST_PKCS11_MODULE",
    ),
    "needs_dovecot": (dovecot, "no mail server: install Debian's `dovecot-imapd`"),
    "needs_verifiers": (
        verifiers,
        "no DSS and veraPDF: install Debian's `default-jdk-headless` and `maven`, then `make verifiers`",
    ),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, in plain words, a test whose machine lacks what it needs."""
    for name, (find, advice) in NEEDS.items():
        if item.get_closest_marker(name) and not find():
            pytest.skip(advice)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where everything must be installed."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Nothing is skipped in CI. {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test be skipped in CI."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Let no module be skipped in CI."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Give the browser; mark the test `needs_chromium`."""
    return chromium() or ""


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """Give the address of the PostgreSQL; mark the test `needs_postgres`."""
    return postgres() or ""


@pytest.fixture(scope="session")
def gost_engine() -> str:
    """Give the path of gost.so; mark the test `needs_gost`."""
    return gost() or ""


@pytest.fixture(scope="session")
def pkcs11_module() -> str:
    """Give the path of SoftHSM's module; mark the test `needs_token`."""
    return token_module() or ""


# ── No network outside this machine ─────────────────────────────────────────────────────────────────────────────────


class OutsideNetworkError(RuntimeError):
    """A test tried to leave this machine."""


def _stays(host: object) -> bool:
    """Tell whether `host` is this machine."""
    if host in {None, "", b"", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


def _refuse_outside(host: object) -> None:
    if not _stays(host):
        message = f"A test tried to reach {host!r}. Tests talk to this machine only."
        raise OutsideNetworkError(message)


def _guarded(real: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap a connecting method of socket; a unix socket always stays here."""

    def guarded(self: socket.socket, address: Any) -> Any:  # noqa: ANN401 - socket's own addresses have many forms
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            _refuse_outside(address[0])
        return real(self, address)

    return guarded


@pytest.fixture(scope="session", autouse=True)
def _no_outside_network() -> Iterator[None]:
    """Refuse every connection and name look-up that would leave this machine."""
    look_up = socket.getaddrinfo

    def guarded_look_up(host: Any, *rest: Any, **named: Any) -> Any:  # noqa: ANN401 - passes through what it got
        _refuse_outside(host)
        return look_up(host, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield
