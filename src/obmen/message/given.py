"""A signature that was made elsewhere, by a national tool, over the very bytes of a manifest («подписать у себя»).

The bytes to sign are one of `container.manifests_of`; they are signed as they are, in a file of their own. What comes
back is a detached CAdES signature with the signer's certificate in it. With OpenSSL, wherever it can use the key::

    openssl cms -sign -cades -binary -nosmimecap -md sha256 -outform DER \
        -in ASiCManifest001.xml -signer person.pem -inkey person.key -out signature001.p7s

`-md` is the digest of the key's suite: `sha256` for P-256, `sha384` for P-384, any of SHA-2 for RSA; with a GOST key
`-engine gost -md md_gost12_256` (or `_512`). `-certfile chain.pem` lets links of the chain go along. `-nosmimecap` may
be left out (the signature then also lists what the tool can decrypt, which nobody reads); `-outform PEM` is read too.

What may not be left out: `-cades` (else nothing says which certificate signs) and `-binary` (else line ends are changed
before signing). What may not be added: `-nodetach`, `-nocerts`, `-noattr`, `-keyid`, `-stream`, a second `-signer`.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Final

from obmen.message import signatures, suites
from obmen.message.belief import CLOCK_SKEW
from obmen.message.cms_shell import names_signer, take_apart
from obmen.message.container import Container
from obmen.message.errors import NotAcceptable
from obmen.message.limits import DEFAULT
from obmen.message.manifest import Manifest

if TYPE_CHECKING:
    from datetime import datetime

    from obmen.message.seal import Role
    from obmen.message.signatures import Signed
    from obmen.message.suites import AllowList

PLACE: Final = "signature"
_DATA: Final = "manifest"
_PEM: Final = re.compile(rb"\s*-----BEGIN (CMS|PKCS7)-----\s+([A-Za-z0-9+/=\s]+)-----END \1-----\s*")
_SIGNING_TIME: Final = bytes.fromhex("06092a864886f70d010905")  # RFC 5652, 11.3
_SIGNING_CERTIFICATES: Final = (  # RFC 5035, 3 and 5
    bytes.fromhex("060b2a864886f70d010910022f"),
    bytes.fromhex("060b2a864886f70d010910020c"),
)


class GivenSignature:
    """A `Signer` (`obmen.message.seal`) whose one signature has already been made; it signs nothing else."""

    def __init__(
        self, role: Role, signature: bytes, *, since: datetime | None = None, allowed: AllowList = suites.DEFAULT
    ) -> None:
        """Take the file that the person brought, DER or PEM, and since when the bytes could have been signed.

        Raises `NotAcceptable` (E-T-03, E-T-10) when it is no signature of the profile; the text is for that person.
        """
        self._role, self._since, self._allowed = role, since, allowed
        self._p7s = _der(signature)
        self._certificate = _certificate(self._p7s)

    @property
    def role(self) -> Role:
        """The capacity in which it signs."""
        return self._role

    @property
    def certificate(self) -> bytes:
        """The certificate that the signature names as its own, DER; whether to believe it is another question."""
        return self._certificate

    def sign(self, data: bytes, at: datetime) -> bytes:
        """Give the signature if it holds over `data` and was made by the moment `at`, and not before it could.

        Raises `NotAcceptable` (E-T-03) or, for an algorithm that this node does not check, `Undetermined` (E-T-05).
        """
        stated = self._held(data).facts.signing_time
        if stated > at + CLOCK_SKEW:
            raise _refused(
                f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) ещё не наступило. "
                "Проверьте часы компьютера, на котором подписывали, и подпишите снова."
            )
        if self._since is not None and stated < self._since - CLOCK_SKEW:
            raise _refused(
                f"Время подписания {stated:%d.%m.%Y %H:%M} (UTC) раньше, чем документ был выдан на подпись. "
                "Проверьте часы компьютера, на котором подписывали, и подпишите снова."
            )
        return self._p7s

    def _held(self, data: bytes) -> Signed:
        """Check the signature over the bytes as its addressee will."""
        container = Container(b"", {_DATA: data, PLACE: self._p7s})
        manifests = {_DATA: Manifest(signature=PLACE, role=self._role, digests={})}
        try:
            (held,) = signatures.verify(container, manifests, self._allowed)
        except NotAcceptable as error:
            advice = "Подпишите выданный файл снова, байт в байт; для OpenSSL: -binary -md sha256."
            raise _refused(f"{error.text_ru} {advice}") from None
        return held


def _der(signature: bytes) -> bytes:
    """Take the armour off, if there is one (RFC 7468)."""
    if len(signature) > 2 * DEFAULT.manifest:
        raise NotAcceptable("E-T-10", "Файл слишком велик для подписи: в нём не должно быть самого документа.", PLACE)
    found = _PEM.fullmatch(signature)
    try:
        return base64.b64decode(b"".join(found[2].split()), validate=True) if found else signature
    except binascii.Error:
        return signature  # no signature either way; said below, in words for people


def _certificate(p7s: bytes) -> bytes:
    """Find the signer's certificate, and say in words what a signature of another profile lacks."""
    try:
        shell = take_apart(p7s, PLACE)
    except NotAcceptable:
        raise _refused(
            "Файл — не отсоединённая подпись CMS в DER или PEM с одним подписавшим, его сертификатом и без самого "
            "документа. Подпишите снова, для OpenSSL: openssl cms -sign -cades -binary -nosmimecap -outform DER."
        ) from None
    if not any(each in shell.bare for each in _SIGNING_CERTIFICATES):
        raise _refused("В подписи не указан сертификат подписавшего (CAdES). Подпишите снова; для OpenSSL: -cades.")
    if _SIGNING_TIME not in shell.bare:
        raise _refused("В подписи не указано время подписания. Подпишите снова, включив его.")
    for certificate in shell.certificates:
        if names_signer(shell, certificate):
            return certificate
    raise _refused("В подписи нет сертификата подписавшего. Подпишите снова, включив его.")


def _refused(text: str) -> NotAcceptable:
    return NotAcceptable("E-T-03", text, PLACE)
