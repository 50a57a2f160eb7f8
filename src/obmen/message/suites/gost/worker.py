"""The process that calculates by GOST R 34.10-2012 and 34.11-2012: `python -m obmen.message.suites.gost.worker`.

It loads the engine `gost` into its own OpenSSL, proves to itself that the engine calculates rightly, and answers one
request after another on standard input until that is closed. It keeps nothing, opens no file and no connection.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from obmen.message import libcrypto
from obmen.message.libcrypto import CryptoError, Key, engine
from obmen.message.suites.gost import frames

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ENGINE: Final = "gost"
KINDS: Final = (  # RFC 9215, 2 and 3: key, set of parameters, digest
    ("1.2.643.7.1.1.1.1", "A", "md_gost12_256"),
    ("1.2.643.7.1.1.1.2", "A", "md_gost12_512"),
)
_KNOWN: Final = {  # GOST R 34.11-2012, A.1 (RFC 6986, 10.1): the digests of sixty-three digits
    "md_gost12_256": "9d151eefd8590b89daa6ba6cb74af9275dd051026bb149a452fd84e5e57b5500",
    "md_gost12_512": "1b54d01a4af5b9d5cc3d86d68d285462b19abc2475222f35c085122be4ba1ffa"
    "00ad30f8767b3a82384c6574f024c311e2a481332b08ef7f41797891c1646f48",
}
_DIGITS: Final = (b"0123456789" * 7)[:63]
_PROBE: Final = bytes(range(256)) * 257
"""A little more than 64 KiB: the known faults of the engine begin behind the first section of its buffers."""

_MEMORY: Final = 1 << 30


def check() -> None:
    """Prove that the engine calculates rightly: known digests; signatures that hold, and do not when a bit flips.

    Raises `CryptoError`.
    """
    for algorithm, parameters, digest in KINDS:
        if engine.digest(digest, _DIGITS).hex() != _KNOWN[digest]:
            raise CryptoError(f"{digest} is not what GOST R 34.11-2012 says")
        with engine.new_key(algorithm, parameters) as key:
            signature = engine.sign(key, digest, _PROBE)
            flipped = _PROBE[:-1] + bytes([_PROBE[-1] ^ 1])
            if not engine.holds(key, digest, _PROBE, signature) or engine.holds(key, digest, flipped, signature):
                raise CryptoError(f"signatures of {algorithm} tell nothing apart")


@lru_cache(maxsize=16)
def _key(data: bytes) -> Key:
    return Key(data)


def _key_matches(*, certificate: bytes, key: bytes) -> bool:
    return libcrypto.key_matches(certificate, _key(key))


def _sign_cades(*, key: bytes, **rest: Any) -> bytes:  # noqa: ANN401  the arguments of `libcrypto.sign_cades`
    return libcrypto.sign_cades(key=_key(key), **rest)


ANSWERS: Final[Mapping[str, Callable[..., object]]] = {
    "certificate_facts": libcrypto.certificate_facts,
    "verified": libcrypto.verified,
    "build_chain": libcrypto.build_chain,
    "issued_list": libcrypto.issued_list,
    "verify_token": libcrypto.verify_token,
    "key_matches": _key_matches,
    "sign_cades": _sign_cades,
}


def answer(request: Mapping[str, Any]) -> dict[str, object]:
    """Answer a request: what was found, or why OpenSSL refused."""
    try:
        return {"found": ANSWERS[request["do"]](**request["with"])}
    except CryptoError as error:
        return {"refused": str(error)}


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""

    def take(length: int) -> bytes:
        data = requests.read(length)
        if len(data) < length:
            raise EOFError
        return data

    while True:
        try:
            request = frames.read(take)
        except EOFError:
            return
        answers.write(frames.written(answer(request)))
        answers.flush()


def main() -> None:
    """Load, check, say whether it went well, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the node, which closes our input
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold keys
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints by mistake does not stand among the answers
    try:
        engine.load(ENGINE)
        check()
    except CryptoError as error:
        answers.write(frames.written({"off": str(error)}))
        answers.flush()
        return
    answers.write(frames.written({"ready": os.getpid()}))
    answers.flush()
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
