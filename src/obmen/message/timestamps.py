"""Timestamps of signatures (RFC 3161; CAdES B-T, EN 319 122-1, 5.3): asking for one, and reading one that came.

A token proves that a signature existed at an instant, whatever its signer states. Asking needs somebody who carries the
question to a timestamp authority: this room knows no network.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from obmen.message import certificates, cms_shell, libcrypto, suites
from obmen.message.der import CONTEXT_0, OCTETS, SEQUENCE, content, inside, integer, oid, tagged
from obmen.message.errors import NotAcceptable
from obmen.message.libcrypto import CryptoError
from obmen.message.suites import AllowList

_SHA256: Final = bytes.fromhex("300d06096086480165030402010500")  # AlgorithmIdentifier with NULL (RFC 3161, 2.4.1)
_TRUE: Final = bytes.fromhex("0101ff")
_TST_INFO: Final = "1.2.840.113549.1.9.16.1.4"
_GRANTED: Final = (b"\x00", b"\x01")
_NONCE_BITS: Final = 64
_AFTER_TIME: Final = 5
"""In TSTInfo, what stands after genTime is optional (RFC 3161, 2.4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A timestamp that holds over its signature; nobody has said yet whether to believe the authority that made it.

    `at` is what it proves; `certificate` the authority's (DER), `certificates` those that came along; `doubt`
    says in Russian why it cannot be used here, when its algorithms are not ours.
    """

    at: datetime
    certificate: bytes = b""
    certificates: tuple[bytes, ...] = ()
    doubt: str = ""


class NoAnswer(Exception):  # noqa: N818  named by what the asker meets
    """A timestamp authority did not answer, or not with a timestamp; the text says why, for the log."""


class TimestampAuthority(Protocol):
    """Somebody who carries a question to a timestamp authority."""

    @property
    def name(self) -> str:
        """How people call it."""

    def ask(self, query: bytes) -> bytes:
        """Return the TimeStampResp (DER) for a TimeStampReq (DER). Raises `NoAnswer`."""


def _useful(_token: Token) -> str:
    """Say that every token that holds is of use."""
    return ""


@dataclass(slots=True)
class Stamping:
    """Puts a timestamp on signatures: the first authority that answers does; none answering leaves them as they are.

    A signature without a timestamp counts from its receipt, so nothing is lost but proof of an earlier time. `missed`
    tells who did not answer, and why. `lists` is what the signer's side knows of revocations, which goes along. `judge`
    says in Russian why a token that holds is of no use all the same, nothing when it is.
    """

    authorities: Sequence[TimestampAuthority]
    lists: Sequence[bytes] = ()
    allowed: AllowList = suites.DEFAULT
    judge: Callable[[Token], str] = _useful
    missed: list[str] = field(default_factory=list)

    def stamp(self, p7s: bytes) -> bytes:
        """Return the signature (DER) with a timestamp if one could be had; one that has its own stays as it is."""
        shell = cms_shell.take_apart(p7s, "")
        if shell.token or shell.lists:
            return p7s
        return cms_shell.put_around(p7s, token=self._token(shell.value), lists=self.lists)

    def _token(self, value: bytes) -> bytes | None:
        for authority in self.authorities:
            try:
                return obtain(authority, value, self.allowed, self.judge)
            except NoAnswer as error:
                self.missed.append(f"{authority.name}: {error}")
        return None


def obtain(
    authority: TimestampAuthority,
    value: bytes,
    allowed: AllowList = suites.DEFAULT,
    judge: Callable[[Token], str] = _useful,
) -> bytes:
    """Ask for a timestamp over a signature value, and look at what comes. Raises `NoAnswer`."""
    nonce = secrets.randbits(_NONCE_BITS)
    response = authority.ask(_query(value, nonce))
    try:
        status, *rest = inside(response)
        if content(inside(status)[0]) not in _GRANTED:
            raise NoAnswer("the request was not granted")
        (token,) = rest
        if integer(nonce) not in _tst_info(token)[_AFTER_TIME:]:
            raise NoAnswer("the answer is to another question")
        found = read(token, value, allowed, "")
    except (IndexError, ValueError, NotAcceptable) as error:
        raise NoAnswer(f"the answer is no timestamp of this signature: {error}") from None
    if doubt := found.doubt or judge(found):
        raise NoAnswer(doubt)
    return token


def read(token: bytes, value: bytes, allowed: AllowList, place: str) -> Token:
    """Read a TimeStampToken (DER), which must hold over the signature value. Raises `NotAcceptable` (E-T-03).

    A token by algorithms that are not on the list proves nothing here, and is doubted rather than refused.
    """
    try:
        doubt = _doubt(token, allowed)
        along = _along(token)
        certificate = b"" if doubt else suites.arithmetic_of(*along).verify_token(token, value)
        at = libcrypto.token_time(token)
    except (CryptoError, IndexError, ValueError):
        raise NotAcceptable("E-T-03", "Метка времени повреждена или относится к другой подписи.", place) from None
    return Token(at=at, certificate=certificate, certificates=along, doubt=doubt or _doubt_of_key(certificate))


def _query(value: bytes, nonce: int) -> bytes:
    """Write a TimeStampReq that asks for the authority's certificate to come along (RFC 3161, 2.4.1)."""
    imprint = tagged(SEQUENCE, _SHA256, tagged(OCTETS, hashlib.sha256(value).digest()))
    return tagged(SEQUENCE, integer(1), imprint, integer(nonce), _TRUE)


def _signed_data(token: bytes) -> list[bytes]:
    _type, explicit = inside(token)
    (signed_data,) = inside(explicit)
    return inside(signed_data)


def _tst_info(token: bytes) -> list[bytes]:
    """Give the fields of TSTInfo (RFC 3161, 2.4.2)."""
    type_, explicit = inside(_signed_data(token)[2])
    if oid(type_) != _TST_INFO:
        raise ValueError("no TSTInfo inside")
    (octets,) = inside(explicit)
    (info,) = inside(octets)
    return inside(info)


def _along(token: bytes) -> tuple[bytes, ...]:
    """Give the certificates that came with the token."""
    return tuple(one for part in _signed_data(token)[3:4] if part[0] == CONTEXT_0 for one in inside(part))


def _doubt(token: bytes, allowed: AllowList) -> str:
    """Ask the allow-list about the token's signature, and about the digest that it stands for."""
    (signer,) = inside(_signed_data(token)[-1])
    _version, _id, digest, _attributes, signature, *_ = inside(signer)
    algorithms = oid(inside(digest)[0]), oid(inside(signature)[0])
    imprint = oid(inside(inside(_tst_info(token)[2])[0])[0])
    if not allowed.find(*algorithms) or imprint not in {suite.digest for suite in allowed.suites}:
        return f"метка времени сделана алгоритмом, который этим узлом не проверяется ({', '.join(algorithms)})"
    return ""


def _doubt_of_key(certificate: bytes) -> str:
    key = certificates.facts(certificate).key
    return "" if suites.suite_of_key(key) else f"метка времени сделана ключом, который ничего не доказывает ({key})"
