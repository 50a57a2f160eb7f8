"""GOST R 34.10-2012 (256 and 512 bits) with Streebog (RFC 7091, 6986, 9215), calculated in a process of its own.

The algorithms come from an engine of OpenSSL (`libengine-gost-openssl`). An engine changes the library that it is
loaded into and may crash on what strangers send, so it is loaded into a worker, started when the first GOST certificate
is met:

* no engine, or one that fails its own check: the suite is off until the node is started again, everything else works;
* a worker that died, or does not answer in time: a new one; the letter is undetermined, never refused for it (E-T-05);
* GOST *encryption* there is none: the engine can return a wrong plaintext without an error.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, Any, Final, TypeVar

from obmen.message.errors import Misuse, Undetermined
from obmen.message.libcrypto import CertificateFacts, CryptoError, SignerFacts
from obmen.message.suites.gost import frames
from obmen.message.suites.gost.child import Child
from obmen.message.suites.gost.frames import FrameError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from obmen.message.seal import Role

__all__ = ["GostProcess", "GostSigner", "is_gost", "process"]

_SIGNS: Final = (  # OBJECT IDENTIFIER in DER (RFC 9215, 2)
    bytes.fromhex("06082a85030701010101"),  # id-tc26-gost3410-12-256, the kind of a key
    bytes.fromhex("06082a85030701010102"),  # id-tc26-gost3410-12-512
    bytes.fromhex("06082a85030701010302"),  # id-tc26-signwithdigest-gost3410-12-256, how it is itself signed
    bytes.fromhex("06082a85030701010303"),  # id-tc26-signwithdigest-gost3410-12-512
)
_DIGESTS: Final = {"GOST2012_256 256": "md_gost12_256", "GOST2012_512 512": "md_gost12_512"}
_WORKER: Final = "obmen.message.suites.gost.worker"
_BROKEN: Final = (OSError, EOFError, FrameError)  # a TimeoutError is an OSError
Kind = TypeVar("Kind")


def is_gost(certificate: bytes) -> bool:
    """Tell whether a certificate (DER) may be of GOST R 34.10-2012, by its key or by its issuer's.

    It is a look at the bytes, so that nobody reads a certificate twice; one that only pretends is read by the worker.
    """
    return any(sign in certificate for sign in _SIGNS)


class GostProcess:
    """An `Arithmetic` (`obmen.message.suites.suite`) whose calculations are made by a worker; any thread may ask.

    Every method raises `CryptoError` for what does not hold, and `Undetermined` (E-T-05) when it cannot be told.
    """

    def __init__(self, *, seconds: float = 10, seconds_to_start: float = 30, command: Sequence[str] = ()) -> None:
        """Take how long an answer and a start may last; nothing is started yet. `command` plays the worker in tests."""
        self._seconds, self._seconds_to_start = seconds, seconds_to_start
        self._command = tuple(command) or (sys.executable, "-m", _WORKER)
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._off = ""

    def start(self) -> None:
        """Start the worker, if it does not run. Raises `Undetermined` with the reason when the suite is off."""
        with self._lock:
            self._started()

    # --- What can be asked ---

    def certificate_facts(self, der: bytes) -> CertificateFacts:
        """Read what a certificate says."""
        return self._asked(CertificateFacts, "certificate_facts", der=der)

    def verified(self, bare: bytes, certificates: Sequence[bytes], data: bytes) -> SignerFacts:
        """Check that a signature holds over `data`, and read what it says."""
        return self._asked(SignerFacts, "verified", bare=bare, certificates=list(certificates), data=data)

    def build_chain(
        self, certificate: bytes, others: Sequence[bytes], anchors: Sequence[bytes], at: datetime | None
    ) -> tuple[bytes, ...]:
        """Build a chain to an anchor."""
        links = {"others": list(others), "anchors": list(anchors)}
        return tuple(self._asked(list, "build_chain", certificate=certificate, at=at, **links))

    def issued_list(self, revocation_list: bytes, issuer: bytes) -> bool:
        """Tell whether a revocation list is signed by an issuer."""
        return self._asked(bool, "issued_list", revocation_list=revocation_list, issuer=issuer)

    def verify_token(self, token: bytes, data: bytes) -> bytes:
        """Check that a timestamp holds over `data`, and give its certificate."""
        return self._asked(bytes, "verify_token", token=token, data=data)

    def key_matches(self, certificate: bytes, key: bytes) -> bool:
        """Tell whether a private key (PEM or DER) is the certificate's."""
        return self._asked(bool, "key_matches", certificate=certificate, key=key)

    def sign_cades(  # noqa: PLR0913  the facts of one signature
        self, certificate: bytes, key: bytes, data: bytes, at: datetime, chain: Sequence[bytes], *, digest: str
    ) -> bytes:
        """Make a detached CAdES baseline B-B signature (`libcrypto.sign_cades`)."""
        facts = {"certificate": certificate, "key": key, "data": data, "at": at, "chain": list(chain)}
        return self._asked(bytes, "sign_cades", **facts, digest=digest)

    @property
    def pid(self) -> int | None:
        """The number of the worker's process, if there is one."""
        return self._child.pid if self._child else None

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._end()

    # --- Asking ---

    def _asked(self, kind: type[Kind], do: str, **arguments: object) -> Kind:
        try:
            request = frames.written({"do": do, "with": arguments})
        except FrameError as error:
            raise _undetermined(f"запрос слишком велик ({error})") from None
        answer = self._answer(request)
        if isinstance(answer, dict) and "refused" in answer:
            raise CryptoError(str(answer["refused"]))
        found = answer.get("found") if isinstance(answer, dict) else None
        if not isinstance(found, kind):
            raise _undetermined("процесс ГОСТ ответил не по правилам")
        return found

    def _answer(self, request: bytes) -> Any:  # noqa: ANN401  whatever the worker says
        """Get an answer; when the worker died, once more from a new one, for it may have been ended between letters."""
        with self._lock:
            try:
                return self._said(request)
            except TimeoutError:
                raise _undetermined("процесс ГОСТ не ответил вовремя") from None
            except _BROKEN:
                pass
            try:
                return self._said(request)
            except _BROKEN as error:
                raise _undetermined(f"процесс ГОСТ прервался ({type(error).__name__})") from None

    def _said(self, request: bytes) -> Any:  # noqa: ANN401  same
        child = self._started()
        try:
            child.say(request, self._seconds)
            return child.hear(self._seconds)
        except BaseException:  # whatever it was, the next answer must not be that of this request
            self._end()
            raise

    def _started(self) -> Child:
        """Give the worker, started anew when there is none or it died. Raises `Undetermined`."""
        if self._off:
            raise _undetermined(self._off)
        if self._child is None or not self._child.runs:
            self._end()
            self._child = self._new_child()
        return self._child

    def _new_child(self) -> Child:
        """Start a worker and hear whether its engine calculates rightly; if not, never ask again."""
        try:
            child = Child(self._command)
            hello = child.hear(self._seconds_to_start)
        except _BROKEN as error:
            raise _undetermined(f"процесс ГОСТ не запустился ({type(error).__name__})") from None
        if isinstance(hello, dict) and "ready" in hello:
            return child
        child.end()
        self._off = _why_off(hello)
        raise _undetermined(self._off)

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None


def _why_off(hello: Mapping[str, object]) -> str:
    reason = hello.get("off") if isinstance(hello, dict) else None
    return (
        f"модуль OpenSSL «gost» не загружен или считает неверно ({reason}); "
        "установите пакет libengine-gost-openssl и запустите узел снова"
    )


def _undetermined(reason: str) -> Undetermined:
    return Undetermined("E-T-05", f"Алгоритмы ГОСТ Р 34.10-2012 этому узлу сейчас недоступны: {reason}.")


_PROCESSES: Final = [GostProcess()]


def process() -> GostProcess:
    """Give the one worker of this process; it is started when it is first asked."""
    return _PROCESSES[-1]


# A forked server begins with a worker of its own: the pipes and the lock that it inherits are its parent's.
os.register_at_fork(after_in_child=lambda: _PROCESSES.append(GostProcess()))


class GostSigner:
    """A `Signer` (`obmen.message.seal`) with a GOST key; the key is in memory here, the calculation in the worker."""

    def __init__(self, role: Role, certificate: bytes, key: bytes, chain: Sequence[bytes] = ()) -> None:
        """Take the certificate (DER), its private key (PEM or DER) and the links that should go along.

        Raises `Misuse` when the key is not that of the certificate, and `Undetermined` when the suite is off.
        """
        try:
            known = process().certificate_facts(certificate)
            matches = process().key_matches(certificate, key)
        except CryptoError as error:
            raise Misuse(str(error)) from None
        if not matches or known.key not in _DIGESTS:
            raise Misuse(f"the key of «{known.subject}» ({known.key}) is not the GOST key of this certificate")
        self._role, self._certificate, self._key, self._chain = role, certificate, key, tuple(chain)
        self._digest = _DIGESTS[known.key]

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""
        return self._role

    @property
    def certificate(self) -> bytes:
        """Its certificate, DER."""
        return self._certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Sign `data` (see `obmen.message.seal.Signer`). Raises `Undetermined` when the suite is off."""
        return process().sign_cades(self._certificate, self._key, data, at, self._chain, digest=self._digest)
