"""Every function of the binding to libcrypto, on good inputs and bad: all that C allocated is given back.

`python -m tests.fuzz.leaks 20000` makes so many rounds and prints a line for each function; the suite makes fewer. What
the C library has handed out is asked of it (`mallinfo2`, glibc 2.33), so that a single forgotten object is seen.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias

from tests.fuzz import seeds
from vectors.making import cast, keys, stamps

from obmen.message import cms_shell, libcrypto
from obmen.message.libcrypto import CryptoError, engine
from obmen.message.libcrypto.binding import LIB
from obmen.message.libcrypto.certificates import Certificate

Call: TypeAlias = Callable[[], object]
_WARM: Final = 20
_TIMES: Final = 30
"""Rounds before anything counts, and how often at most."""
_BATCHES: Final = 4
_DATA: Final = b"what is signed and sealed" * 40


class _Handed(ctypes.Structure):
    """`struct mallinfo2` (mallinfo(3)): `uordblks` bytes are handed out of the heap, `hblkhd` beside it."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            "arena",
            "ordblks",
            "smblks",
            "hblks",
            "hblkhd",
            "usmblks",
            "fsmblks",
            "uordblks",
            "fordblks",
            "keepcost",
        )
    )


def measurable() -> bool:
    """Tell whether this system's C library says what it has handed out."""
    return hasattr(ctypes.CDLL(None), "mallinfo2")


def handed_out() -> int:
    """Give how many bytes the C library has handed out and not got back."""
    asked = ctypes.CDLL(None).mallinfo2
    asked.restype = _Handed
    gc.collect()
    found = asked()
    return int(found.uordblks) + int(found.hblkhd)


def resident() -> int:
    """Give the memory of this process that is really there, in bytes (proc(5))."""
    return int(Path("/proc/self/status").read_text(encoding="ascii").partition("VmRSS:")[2].split()[0]) * 1024


# --- What is called ----------------------------------------------------------------------------------------------


def _bad(raw: bytes) -> tuple[bytes, ...]:
    """Give what is wrong with some DER: cut, flipped early and late, with bytes behind, nothing at all."""
    middle, last = len(raw) // 2, len(raw) - 1
    return (
        raw[:middle],
        raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
        raw[:last] + bytes([raw[last] ^ 1]),
        raw + b"\x00",
        b"",
        b"\x30\x80\x00\x00",
    )


def calls() -> dict[str, tuple[Call, ...]]:
    """Give the calls of each function."""
    return {
        "Key": tuple(_keys()),
        "Certificate": tuple(partial(Certificate, der) for der in (_LEAF, *_bad(_LEAF))),
        "certificate_facts": tuple(partial(libcrypto.certificate_facts, der) for der in (_LEAF, *_bad(_LEAF))),
        "key_matches": tuple(partial(libcrypto.key_matches, _LEAF, key) for key in (_KEY, _OTHER_KEY)),
        "build_chain": tuple(_chains()),
        "issued_list": tuple(_lists()),
        "encrypt": tuple(partial(libcrypto.encrypt, der, _DATA) for der in (_EC.certificate, _RSA.certificate, b"no")),
        "decrypt": tuple(_decryptions()),
        "sign_cades": tuple(_signings()),
        "verified": tuple(_verifications()),
        "verify_token": tuple(_stampings()),
        "token_time": tuple(partial(libcrypto.token_time, raw) for raw in (_TOKEN, *_bad(_TOKEN))),
    }


_OFFICER: Final = seeds.questioned()
_LEAF: Final = _OFFICER.certificate
_ANCHOR: Final = cast.anchor("RU")
_KEY: Final = libcrypto.Key(_OFFICER.pem)
_OTHER_KEY: Final = libcrypto.Key(_ANCHOR.pem)
_EC: Final = cast.encryption(cast.OURS)
_RSA: Final = cast.encryption(cast.OURS, "RSA-2048")
_VALUE: Final = b"the value of a signature"
_TOKEN: Final = stamps.token(_VALUE, cast.SIGNED)
_LIST: Final = keys.revocation_list(_ANCHOR, ((_LEAF, cast.SIGNED),), cast.SIGNED, cast.RECEIVED)


def _keys() -> Iterator[Call]:
    for pem in (_OFFICER.pem, _RSA.pem, *_bad(_OFFICER.pem)):
        yield partial(libcrypto.Key, pem)
    yield partial(
        libcrypto.Key, b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n", b"x"
    )


def _chains() -> Iterator[Call]:
    other = cast.anchor("BY").certificate
    for anchors in ([_ANCHOR.certificate], [other], [], [_ANCHOR.certificate, other]):
        for at in (cast.SIGNED, None, datetime(1999, 1, 1, tzinfo=cast.MOSCOW)):
            yield partial(libcrypto.build_chain, _LEAF, [_ANCHOR.certificate, other], anchors, at)
    yield partial(libcrypto.build_chain, _LEAF, [b"no"], [_ANCHOR.certificate], cast.SIGNED)


def _lists() -> Iterator[Call]:
    for raw in (_LIST, *_bad(_LIST)):
        yield partial(libcrypto.issued_list, raw, _ANCHOR.certificate)
    yield partial(libcrypto.issued_list, _LIST, cast.anchor("BY").certificate)
    yield partial(libcrypto.issued_list, _LIST, b"no certificate")


def _decryptions() -> Iterator[Call]:
    for who in (_EC, _RSA):
        sealed, key = libcrypto.encrypt(who.certificate, _DATA), libcrypto.Key(who.pem)
        for raw in (sealed, *_bad(sealed), cast.sealed(cast.receipt()).files["META-INF/signature001.p7s"]):
            yield partial(libcrypto.decrypt, raw, who.certificate, key)
        yield partial(libcrypto.decrypt, sealed, who.certificate, _OTHER_KEY)


def _signings() -> Iterator[Call]:
    for digest in ("SHA256", "SHA512", "no digest"):
        yield partial(libcrypto.sign_cades, _LEAF, _KEY, _DATA, cast.SIGNED, [_ANCHOR.certificate], digest=digest)
    yield partial(libcrypto.sign_cades, _LEAF, _OTHER_KEY, _DATA, cast.SIGNED)
    yield partial(libcrypto.sign_cades, b"no", _KEY, _DATA, cast.SIGNED)
    yield partial(libcrypto.sign_cades, _LEAF, _KEY, _DATA, cast.SIGNED, [b"no"])
    yield partial(libcrypto.sign_cades, _LEAF, _KEY, _DATA, datetime(2060, 1, 1, tzinfo=cast.MOSCOW))


def _verifications() -> Iterator[Call]:
    shell = cms_shell.take_apart(libcrypto.sign_cades(_LEAF, _KEY, _DATA, cast.SIGNED), "")
    for raw in (shell.bare, *_bad(shell.bare)):
        yield partial(libcrypto.verified, raw, shell.certificates, _DATA)
    yield partial(libcrypto.verified, shell.bare, shell.certificates, b"other data")
    yield partial(libcrypto.verified, shell.bare, [_ANCHOR.certificate], _DATA)
    yield partial(libcrypto.verified, shell.bare, [b"no"], _DATA)
    yield partial(libcrypto.verified, libcrypto.encrypt(_EC.certificate, _DATA), shell.certificates, _DATA)


def _stampings() -> Iterator[Call]:
    for raw in (_TOKEN, *_bad(_TOKEN)):
        yield partial(libcrypto.verify_token, raw, _VALUE)
    yield partial(libcrypto.verify_token, _TOKEN, b"another value")


def no_certificate() -> object:
    """Give two bytes that are no certificate, as a `d2i_` function takes them."""
    return ctypes.byref(ctypes.cast(ctypes.create_string_buffer(b"no"), ctypes.c_void_p))


def engine_calls() -> dict[str, tuple[Call, ...]]:
    """Load GOST's engine into this process and give the calls of what only its worker calls. Raises `CryptoError`."""
    engine.load("gost")
    digest, algorithm = "md_gost12_256", "1.2.643.7.1.1.1.1"
    return {
        "engine.digest": (partial(engine.digest, digest, _DATA), partial(engine.digest, "no digest", _DATA)),
        "engine.new_key": (
            partial(_with_new_key, algorithm, "A", lambda _key: None),
            partial(_with_new_key, algorithm, "no parameters", lambda _key: None),
            partial(_with_new_key, "1.2.3.4", "A", lambda _key: None),
        ),
        "engine.sign": (
            partial(_with_new_key, algorithm, "A", lambda key: engine.sign(key, digest, _DATA)),
            partial(_with_new_key, algorithm, "A", lambda key: engine.sign(key, "no digest", _DATA)),
        ),
        "engine.holds": (
            partial(_with_new_key, algorithm, "A", lambda key: engine.holds(key, digest, _DATA, bytes(64))),
            partial(_with_new_key, algorithm, "A", lambda key: engine.holds(key, digest, _DATA, b"short")),
            partial(_with_new_key, algorithm, "A", _holds_its_own),
        ),
    }


def _with_new_key(algorithm: str, parameters: str, use: Callable[[int], object]) -> None:
    with engine.new_key(algorithm, parameters) as key:
        use(key)


def _holds_its_own(key: int) -> None:
    signature = engine.sign(key, "md_gost12_256", _DATA)
    if not engine.holds(key, "md_gost12_256", _DATA, signature):
        raise AssertionError("a signature of this key does not hold")


# --- Rounds ------------------------------------------------------------------------------------------------------


def kept(function: tuple[Call, ...], rounds: int) -> tuple[float, int]:
    """Make so many rounds of all calls; give the bytes that C kept of each round, and the growth of the process.

    In several batches, of which the least counts: what is forgotten is forgotten in each, what is remembered but once.
    """
    _settle(function)
    before = resident()
    least = min(_kept_of_batch(function, max(1, rounds // _BATCHES)) for _ in range(_BATCHES))
    return least, resident() - before


def _settle(function: tuple[Call, ...]) -> None:
    """Call until nothing more is kept several times running: OpenSSL fills caches of its own, and empties them."""
    quiet = 0
    for _ in range(_TIMES):
        quiet = quiet + 1 if _kept_of_batch(function, _WARM) <= 0 else 0
        if quiet == _BATCHES:
            return


def _kept_of_batch(function: tuple[Call, ...], rounds: int) -> float:
    handed = handed_out()
    for _ in range(rounds):
        _round(function)
    return (handed_out() - handed) / rounds


def _round(function: tuple[Call, ...]) -> None:
    for call in function:
        with suppress(CryptoError):
            call()
        left = LIB.ERR_get_error()
        if left:
            raise AssertionError(f"an error is left in OpenSSL's queue: {left:x} after {call}")


def main() -> int:
    """Make the rounds; say of each function what was kept. Exit status 1 when it was more than a byte a round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--engine", action="store_true", help="what the GOST worker calls, with its engine")
    asked = parser.parse_args()
    found = {}
    for name, function in (engine_calls() if asked.engine else calls()).items():
        bytes_kept, grown = kept(function, asked.rounds)
        found[name] = bytes_kept
        print(json.dumps({"function": name, "kept": round(bytes_kept, 3), "grown": grown}), flush=True)
    return 1 if any(each >= 1 for each in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
