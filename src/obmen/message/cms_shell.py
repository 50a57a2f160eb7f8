"""What stands around a signature and is itself not signed (RFC 5652, 5.1 and 5.3): it has one spelling too.

OpenSSL proves the signed attributes and reads the rest leniently. Here the rest is compared: versions, the type of the
content, the algorithms announced, the name of the signer's certificate. Besides certificates nothing unsigned may be
added but two things that prove more than they claim: one timestamp of the signature (EN 319 122-1, 5.3), and what was
known of revocations (RFC 5652, 10.2.1; RFC 5940, 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from obmen.message.der import CONTEXT_0, CONTEXT_1, SEQUENCE, SET, content, inside, oid, tagged
from obmen.message.errors import NotAcceptable

if TYPE_CHECKING:
    from collections.abc import Sequence

_VERSION_1: Final = bytes.fromhex("020101")
_VERSION_5: Final = bytes.fromhex("020105")
_ID_DATA: Final = bytes.fromhex("06092a864886f70d010701")
_TIMESTAMP: Final = bytes.fromhex("060b2a864886f70d010910020e")
_CONTENT_TYPE: Final = bytes.fromhex("06092a864886f70d010903")  # RFC 5652, 11.1
_SIGNING_CERTIFICATE_V2: Final = bytes.fromhex("060b2a864886f70d010910022f")  # RFC 5035, 3
_OCSP: Final = bytes.fromhex("06082b06010505071002")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """A signature taken apart, everything in DER.

    `bare` is the signature alone; what was around it stands in the other fields: certificates, lists of revoked
    certificates, answers about revocation (OCSPResponse), the timestamp of the signature if there is one. Algorithms
    are OIDs in dotted form, `parameters` those of both in DER; `value` is the bare signature value, over which a
    timestamp is made.
    """

    bare: bytes
    certificates: tuple[bytes, ...]
    signer_id: bytes
    digest_algorithm: str
    signature_algorithm: str
    parameters: tuple[bytes, ...]
    value: bytes
    attributes: tuple[bytes, ...] = ()
    token: bytes | None = None
    lists: tuple[bytes, ...] = ()


def take_apart(p7s: bytes, place: str) -> Shell:
    """Take a signature apart, requiring the one spelling of what is not signed.

    Certificates are taken out so that each is parsed once and not with every signature. Raises `NotAcceptable`
    (E-T-03).
    """
    try:
        return _take_apart(p7s)
    except (IndexError, ValueError):
        raise NotAcceptable("E-T-03", "Подпись повреждена или записана не по правилам.", place) from None


def put_around(p7s: bytes, *, token: bytes | None = None, lists: Sequence[bytes] = ()) -> bytes:
    """Add a timestamp and answers about revocation to a signature that has none yet. Raises `ValueError`.

    `token` is a TimeStampToken, `lists` are CertificateLists and OCSPResponses, all in DER.
    """
    type_, explicit = inside(p7s)
    (signed_data,) = inside(explicit)
    _version, digests, data, certificates, signers = inside(signed_data)
    (signer,) = inside(signers)
    known = sorted({_as_choice(one) for one in lists})
    version = _VERSION_5 if any(one[0] == CONTEXT_1 for one in known) else _VERSION_1
    around = (certificates, *((tagged(CONTEXT_1, *known),) if known else ()))
    stamped = tagged(SEQUENCE, content(signer), _unsigned(token)) if token else signer
    return _content_info(type_, version, digests, data, *around, tagged(SET, stamped))


def names_signer(shell: Shell, certificate: bytes) -> bool:
    """Tell whether the signature names this certificate, letter by letter, as its own."""
    try:
        return shell.signer_id == issuer_and_serial(certificate)
    except (IndexError, ValueError):
        return False


def states_its_kind(shell: Shell) -> bool:
    """Tell whether it signs that its content is data, and its certificate by SHA-2 (EN 319 122-1, 5.1.1 and 5.2.2.3).

    OpenSSL reads past another type, and takes the naming by SHA-1 as well.
    """
    kind = tagged(SEQUENCE, _CONTENT_TYPE, tagged(SET, _ID_DATA))
    return kind in shell.attributes and any(inside(one)[0] == _SIGNING_CERTIFICATE_V2 for one in shell.attributes)


def _take_apart(p7s: bytes) -> Shell:
    type_, explicit = inside(p7s)
    (signed_data,) = inside(explicit)
    version, digests, data, certificates, *crls, signers = inside(signed_data)
    (signer,) = inside(signers)
    signer_version, signer_id, digest, attributes, algorithm, value, *unsigned = inside(signer)
    signed = (signer_version, signer_id, digest, attributes, algorithm, value)
    shell = Shell(
        bare=_content_info(type_, _VERSION_1, digests, data, tagged(SET, tagged(SEQUENCE, *signed))),
        certificates=tuple(inside(certificates)),
        signer_id=signer_id,
        digest_algorithm=oid(inside(digest)[0]),
        signature_algorithm=oid(inside(algorithm)[0]),
        parameters=(*inside(digest)[1:], *inside(algorithm)[1:]),
        value=content(value),
        attributes=tuple(inside(attributes)),
        token=_token(unsigned),
        lists=tuple(_from_choice(one) for one in _stapled(crls)),
    )
    found = (version, signer_version, data, digests, certificates[0], attributes[0])
    asked = (_version(crls), _VERSION_1, tagged(SEQUENCE, _ID_DATA), tagged(SET, digest), CONTEXT_0, CONTEXT_0)
    around = (tagged(CONTEXT_0, *sorted(set(shell.certificates))), *crls)
    whole = tagged(SET, tagged(SEQUENCE, *signed, *unsigned))
    if found != asked or p7s != _content_info(type_, version, digests, data, *around, whole):
        raise ValueError("another spelling")
    return shell


def _version(crls: Sequence[bytes]) -> bytes:
    """Give the version that SignedData must have: 5 with an answer of another form than a list (RFC 5652, 5.1)."""
    return _VERSION_5 if any(one[0] == CONTEXT_1 for one in _stapled(crls)) else _VERSION_1


def _stapled(crls: Sequence[bytes]) -> list[bytes]:
    """Give the choices of RevocationInfoChoices, which stand in order, once each."""
    if not crls:
        return []
    (choices,) = crls
    found = inside(choices)
    if choices != tagged(CONTEXT_1, *sorted(set(found))) or not found:
        raise ValueError("another spelling")
    return found


def _as_choice(answer: bytes) -> bytes:
    """Write a CertificateList or an OCSPResponse as RevocationInfoChoice; the second begins with an ENUMERATED."""
    is_ocsp = inside(answer)[0][0] == 0x0A  # noqa: PLR2004  the tag of OCSPResponseStatus (RFC 6960, 4.2.1)
    return tagged(CONTEXT_1, _OCSP, answer) if is_ocsp else answer


def _from_choice(choice: bytes) -> bytes:
    if choice[0] == SEQUENCE:
        return choice
    format_, answer = inside(choice)
    if choice[0] != CONTEXT_1 or format_ != _OCSP:
        raise ValueError("another form of revocation information")
    return answer


def _token(unsigned: Sequence[bytes]) -> bytes | None:
    """Give the one timestamp of the signature, where there are unsigned attributes at all."""
    if not unsigned:
        return None
    ((attribute,),) = [inside(one) for one in unsigned]
    _type, values = inside(attribute)
    (token,) = inside(values)
    if [_unsigned(token)] != list(unsigned):
        raise ValueError("another spelling")
    return token


def _unsigned(token: bytes) -> bytes:
    """Write the attribute signature-time-stamp as the unsigned attributes (RFC 3161, Appendix A)."""
    return tagged(CONTEXT_1, tagged(SEQUENCE, _TIMESTAMP, tagged(SET, token)))


def _content_info(type_: bytes, *signed_data: bytes) -> bytes:
    """Write the parts of SignedData as ContentInfo (RFC 5652, 3 and 5.1)."""
    return tagged(SEQUENCE, type_, tagged(CONTEXT_0, tagged(SEQUENCE, *signed_data)))


def issuer_and_serial(certificate: bytes) -> bytes:
    """Make the signer's identifier from its certificate (DER; RFC 5652, 10.2.4; RFC 5280, 4.1)."""
    _version, serial, _algorithm, issuer, *_ = inside(inside(certificate)[0])
    return tagged(SEQUENCE, issuer, serial)
