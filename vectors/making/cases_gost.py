"""Letters by GOST R 34.10-2012 with Streebog (RFC 7091, 6986, 9215): an officer of 256 bits, a seal of 512."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from vectors.making import cast, gost
from vectors.making.archives import changed, files_of
from vectors.making.case import Case, refused

from obmen.message.seal import Role

if TYPE_CHECKING:
    from obmen.message.seal import Signer
    from obmen.treaty.documents import Document

_PERSON, _SEAL = "META-INF/signature001.p7s", "META-INF/signature002.p7s"


def _letter(name: str = "from Tashkent") -> Document:
    return cast.request(name, sender_authority=cast.TASHKENT, register=cast.edition_of("UZ"))


def _signers() -> list[Signer]:
    return [gost.credential("officer").signer(Role.PERSON), gost.credential("seal").signer(Role.SEAL)]


def _good() -> bytes:
    return cast.sealed(_letter(), _signers()).raw


def _borrowed() -> bytes:
    """Take the seal of another letter."""
    other = cast.sealed(_letter("from Tashkent again"), _signers()).raw
    return changed(_good(), {_SEAL: files_of(other)[_SEAL]})


def _last_bit() -> bytes:
    p7s = files_of(_good())[_SEAL]
    return changed(_good(), {_SEAL: p7s[:-1] + bytes([p7s[-1] ^ 1])})


def _elsewhere() -> bytes:
    return cast.sealed(cast.request(), [gost.credential("officer").signer(Role.PERSON), cast.sealing()]).raw


CASES: Final = tuple(
    replace(case, needs=("gost",))
    for case in (
        Case(
            name="request-gost",
            what="An M-01 signed by GOST R 34.10-2012 of 256 bits and sealed by 512.",
            guards="A node that knows the cryptography of one State.",
            make=_good,
        ),
        refused(
            "gost-of-another-letter",
            8,
            "E-T-03",
            "A genuine GOST seal taken from another letter.",
            "A national suite that is trusted to have checked what it has not.",
            _borrowed,
            field=_SEAL,
        ),
        refused(
            "gost-last-bit",
            8,
            "E-T-03",
            "The last bit of a GOST seal is turned.",
            "An engine that compares part of a signature.",
            _last_bit,
            field=_SEAL,
        ),
        refused(
            "gost-officer-of-another-party",
            13,
            "E-T-03",
            "A request of Moscow signed by an officer of Tashkent, by GOST.",
            "A national suite that brings its own trust along.",
            _elsewhere,
            field=_PERSON,
        ),
    )
)
