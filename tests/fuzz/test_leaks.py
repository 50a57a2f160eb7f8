"""Whatever the binding to libcrypto is given, C gets all its memory back, and its queue of errors is empty."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.fuzz import leaks

from obmen.message.libcrypto.binding import LIB

ROOT = Path(__file__).parents[2]
MEASURABLE = pytest.mark.skipif(not leaks.measurable(), reason="the C library does not say what it handed out")


def rounds(count: int, *more: str) -> dict[str, float]:
    """Make rounds in a process of their own, where nothing else asks for memory."""
    command = [sys.executable, "-X", "faulthandler", "-m", "tests.fuzz.leaks", str(count), *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (told, done.stderr.decode())
    return {each["function"]: each["kept"] for each in told}


@MEASURABLE
def test_every_path_of_every_function_gives_its_memory_back() -> None:
    """On good inputs, cut and flipped ones, the wrong key: less than a byte a round stays (`make fuzz`: 20 000)."""
    found = rounds(80)
    assert set(found) >= {"Key", "Certificate", "build_chain", "encrypt", "decrypt", "sign_cades", "verified"}
    assert {name: kept for name, kept in found.items() if kept >= 1} == {}


@MEASURABLE
@pytest.mark.needs_gost
def test_the_calls_of_the_gost_worker_give_it_back_too() -> None:
    found = rounds(80, "--engine")
    assert len(found) == 4
    assert {name: kept for name, kept in found.items() if kept >= 1} == {}


@MEASURABLE
def test_an_object_that_is_forgotten_is_seen() -> None:
    """A stack of OpenSSL is 32 bytes; otherwise the two tests above would prove nothing."""
    forgotten, _ = leaks.kept((LIB.OPENSSL_sk_new_null,), 400)
    assert forgotten >= 16
    given_back, _ = leaks.kept((lambda: LIB.OPENSSL_sk_free(LIB.OPENSSL_sk_new_null()),), 400)
    assert given_back < 1


def test_an_error_that_is_left_in_the_queue_is_seen() -> None:
    """It would be told as the reason of the next failure, whatever that is."""

    def careless() -> None:
        assert not LIB.EVP_get_digestbyname(b"no such digest")
        assert not LIB.d2i_X509(None, leaks.no_certificate(), 2)

    with pytest.raises(AssertionError, match="left in OpenSSL's queue"):
        leaks.kept((careless,), 1)
